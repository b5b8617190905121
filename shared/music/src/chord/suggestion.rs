//! What may have been meant by a text that is no chord.
//!
//! First what people bring from elsewhere: German `H`, `Fis` and `Es`, `Sol`, roots in small letters, spaces. Then the
//! nearest symbol by edit distance, but only when no other chord is as near: a list to choose from is no answer.

use std::cmp::Reverse;

use super::Chord;
use super::name::BASES;

/// Longer texts are not slips of the finger, and the search stays under a hundred short comparisons.
const SLIP_MAX: usize = 24;

/// The nearest text that `read` takes for a chord, in its canonical spelling.
pub(super) fn nearest(text: &str, read: impl Fn(&str) -> Option<Chord>) -> Option<String> {
    if text.chars().nth(SLIP_MAX).is_some() {
        return None;
    }
    let closed_up = text.replace(char::is_whitespace, "");
    let in_signs = closed_up.replace('♭', "b").replace('♯', "#").replace("flat", "b").replace("sharp", "#");
    let starts = starts(&in_signs);
    let as_it_stands = starts.iter().find_map(|start| read(&start.with_symbol(start.symbol)));
    let chord = as_it_stands.or_else(|| starts.iter().find_map(|start| nearest_symbol(start, &read)));
    chord.map(|chord| chord.to_string())
}

/// A text with its root put right, taken apart.
struct Start<'a> {
    root: String,
    symbol: &'a str,
    /// The slash and what follows, put right too.
    below: String,
}

impl Start<'_> {
    fn with_symbol(&self, symbol: &str) -> String {
        format!("{}{symbol}{}", self.root, self.below)
    }
}

/// Names of notes elsewhere, longer before shorter.
const ELSEWHERE: &[(&str, &str)] = &[
    ("Sol", "G"),
    ("Cis", "C#"),
    ("Dis", "D#"),
    ("Fis", "F#"),
    ("Gis", "G#"),
    ("Ais", "A#"),
    ("Ces", "Cb"),
    ("Des", "Db"),
    ("Ges", "Gb"),
    ("Do", "C"),
    ("Ré", "D"),
    ("Re", "D"),
    ("Mi", "E"),
    ("Fa", "F"),
    ("La", "A"),
    ("Si", "B"),
    ("Es", "Eb"),
    ("As", "Ab"),
    ("H", "B"),
    ("h", "B"),
];

/// Every way to read the beginning as a root, a plain letter first: `Asuss4` is about A, not As.
fn starts(text: &str) -> Vec<Start<'_>> {
    let letter = text.chars().next().map(|letter| letter.to_ascii_uppercase());
    let lettered = letter.filter(|letter| ('A'..='G').contains(letter));
    let lettered = lettered.map(|letter| (letter.to_string(), &text[1..]));
    let elsewhere =
        ELSEWHERE.iter().filter_map(|(word, root)| Some((root.to_string(), text.strip_prefix(word)?)));
    // Solo is a part of a song, not a diminished Sol.
    let elsewhere = elsewhere.filter(|(_, rest)| !rest.starts_with('o'));
    lettered.into_iter().chain(elsewhere).map(|(root, rest)| start(root, rest)).collect()
}

fn start(mut root: String, rest: &str) -> Start<'_> {
    let symbol = rest.trim_start_matches(['#', 'b']);
    root.push_str(&rest[..rest.len() - symbol.len()]);
    let slash = symbol
        .rfind(['/', '\\'])
        .filter(|at| symbol[at + 1..].starts_with(|next: char| next.is_alphabetic()));
    let (symbol, below) = symbol.split_at(slash.unwrap_or(symbol.len()));
    Start { root, symbol, below: bass_put_right(below) }
}

fn bass_put_right(below: &str) -> String {
    let mut chars = below.chars();
    let slash = chars.next();
    let letter = chars.next().map(|letter| if matches!(letter, 'H' | 'h') { 'B' } else { letter });
    let letter = letter.map(|letter| letter.to_ascii_uppercase());
    slash.into_iter().chain(letter).chain(chars).collect()
}

/// Symbols people mean beyond the canonical ones.
const ALSO_MEANT: &[&str] = &[
    "min", "maj", "min7", "m7b5", "7b5", "7#5", "7b9", "7#9", "7#11", "7b13", "maj7#11", "maj7#5", "add9",
    "madd9", "sus", "7sus", "dim", "minor", "major", "alt", "aug7", "dom7", "minor7", "major7",
];

fn nearest_symbol(start: &Start<'_>, read: impl Fn(&str) -> Option<Chord>) -> Option<Chord> {
    let wrong: Vec<char> = start.symbol.chars().collect();
    // One slip in a short symbol, two in a long one; more and it is another word.
    let distance_max = if wrong.len() <= 4 { 1 } else { 2 };
    let known = BASES.iter().chain(ALSO_MEANT).filter(|symbol| !symbol.is_empty());
    let measured = known.map(|symbol| (edits(&wrong, &symbol.chars().collect::<Vec<_>>()), *symbol));
    // Of two letters each means something; one may be missing, but neither is wrong.
    let is_near = |distance: usize, symbol: &str| {
        distance <= distance_max && (wrong.len() > 2 || symbol.chars().count() == wrong.len() + distance)
    };
    let near = measured.filter(|(distance, symbol)| is_near(*distance, symbol));
    let rank =
        |(distance, symbol): (usize, &str)| (distance, Reverse(kept_at_the_ends(start.symbol, symbol)));
    let ranked: Vec<_> = near.map(|each| (rank(each), each.1)).collect();
    let best = ranked.iter().map(|(rank, _)| *rank).min()?;
    let mut meant = ranked
        .iter()
        .filter(|(rank, _)| *rank == best)
        .filter_map(|(_, symbol)| read(&start.with_symbol(symbol)));
    let first = meant.next()?;
    meant.all(|other| other == first).then_some(first)
}

/// How much of the beginning, counted twice, and of the end is as it was: a slip leaves the rest of a word alone.
fn kept_at_the_ends(wrong: &str, known: &str) -> usize {
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let start = wrong.chars().zip(known.chars()).take_while(same).count();
    let end = wrong.chars().rev().zip(known.chars().rev()).take_while(same).count();
    2 * start + end
}

/// Nobody types 8 for 9, or an 8 for nothing: another number is another chord.
const NUMBER_CHANGED: usize = 3;

/// Letters left out, put in, changed or swapped with their neighbour.
fn edits(from: &[char], to: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, letter) in from.iter().enumerate() {
        let is_typed_twice = row > 0 && from[row - 1] == *letter;
        let dropped = if letter.is_ascii_digit() && !is_typed_twice { NUMBER_CHANGED } else { 1 };
        let mut next = vec![last[0] + dropped];
        for (column, wanted) in to.iter().enumerate() {
            let is_number = letter.is_ascii_digit() || wanted.is_ascii_digit();
            let changed = if is_number { NUMBER_CHANGED } else { 1 } * usize::from(letter != wanted);
            let mut least = (last[column] + changed).min(last[column + 1] + dropped).min(next[column] + 1);
            let swapped = row > 0 && column > 0 && from[row - 1] == *wanted && to[column - 1] == *letter;
            if swapped {
                least = least.min(before_last[column - 1] + 1);
            }
            next.push(least);
        }
        before_last = std::mem::replace(&mut last, next);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        let count = |from: &str, to: &str| {
            let [from, to] = [from, to].map(|text| text.chars().collect::<Vec<_>>());
            edits(&from, &to)
        };
        for (from, to, expected) in [
            ("maj7", "maj7", 0),
            ("mja7", "maj7", 1),
            ("majj7", "maj7", 1),
            ("mj7", "maj7", 1),
            ("mag7", "maj7", 1),
            ("", "sus", 3),
            ("sus", "", 3),
            ("maj77", "maj7", 1),
            ("m7b", "m7b5", 1),
            // Another number is another chord.
            ("9", "7", 3),
            ("add8", "add9", 3),
            ("maj8", "maj", 3),
        ] {
            assert_eq!(count(from, to), expected, "{from} to {to}");
        }
    }

    #[test]
    fn a_beginning_can_be_a_root_in_several_ways() {
        let found = |text: &str| -> Vec<String> {
            starts(text)
                .iter()
                .map(|start| format!("{},{},{}", start.root, start.symbol, start.below))
                .collect()
        };
        assert_eq!(found("Asus4"), ["A,sus4,", "Ab,us4,"]);
        assert_eq!(found("hm7/fis"), ["B,m7,/Fis"]);
        assert_eq!(found("Fis7"), ["F,is7,", "F#,7,"]);
        assert_eq!(found("bbm/eb"), ["Bb,m,/Eb"]);
        assert_eq!(found("C7/9"), ["C,7/9,"], "a number after a slash is no bass");
        assert_eq!(found("Solo"), Vec::<String>::new());
        assert_eq!(found("xyz"), Vec::<String>::new());
    }
}
