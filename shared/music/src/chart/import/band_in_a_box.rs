//! A grid of chords as it is pasted from Band-in-a-Box and from spreadsheets: a cell is a bar.
//!
//! Cells stand between tabs or bar lines; without either, every word is a bar. Chords of one bar are separated by commas
//! or blanks, `/` holds, an empty cell goes on with the chord before. `^C` is a push, `C.` `C..` `C...` say how long a chord
//! rings and are read as the chord. A number at the beginning of a row is a bar number. `[Key C]`, `[Tempo 120]` and the
//! like belong to the chart, any other `[Name]` begins a section.

use crate::chart::draft::Draft;
use crate::chart::import::{lines, open};
use crate::chart::token::{Barline, Kind, Token};
use crate::chart::{Chart, Errors};

const TAGS: [(&str, &str); 7] = [
    ("title", "title"),
    ("composer", "composer"),
    ("style", "style"),
    ("key", "key"),
    ("tempo", "tempo"),
    ("time", "meter"),
    ("meter", "meter"),
];

/// Tags of the format, cells between tabs and nothing else, or chords with a comma and no blank between them.
pub fn is_likely(text: &str) -> bool {
    let is_chord = |word: &str| word.parse::<crate::chord::Chord>().is_ok();
    lines(text).any(|(_, line)| {
        let trimmed = line.trim();
        let is_ours = trimmed.contains(['|', '{']) || trimmed.contains("//");
        let cells = trimmed.split('\t').filter(|cell| !is_ours && !cell.trim().is_empty()).count();
        let mut pairs = trimmed.split([' ', '\t', '|']).filter_map(|word| word.split_once(','));
        tag(trimmed).is_some()
            || cells > 1
            || pairs.any(|(first, second)| is_chord(first) && is_chord(second))
    })
}

/// Name and value of `[Key Bb]`.
fn tag(line: &str) -> Option<(&'static str, &str)> {
    let inside = line.strip_prefix('[')?.strip_suffix(']')?;
    let (name, value) = inside.trim().split_once([' ', ':'])?;
    let known = TAGS.into_iter().find(|(tag, _)| tag.eq_ignore_ascii_case(name))?;
    Some((known.1, value.trim_start_matches(':').trim()))
}

pub fn read(text: &str) -> Result<Chart, Errors> {
    let complaints = open(text)?;
    let mut tokens = Tokens { all: Vec::new(), has_bars: false };
    for (at, line) in lines(text) {
        tokens.row(at, line);
        tokens.push(Kind::Newline, at + line.len(), 0);
    }
    Draft::new(complaints).read(tokens.all)
}

struct Tokens {
    all: Vec<Token>,
    /// A bar was written, so that an empty cell has something to go on with.
    has_bars: bool,
}

impl Tokens {
    fn push(&mut self, kind: Kind, start: usize, length: usize) {
        self.all.push(Token { kind, range: start..start + length });
    }

    fn row(&mut self, at: usize, line: &str) {
        let trimmed = line.trim();
        if let Some((name, value)) = tag(trimmed) {
            let kind = Kind::Directive { name: name.to_owned(), value: value.to_owned() };
            return self.push(kind, at, line.len());
        }
        if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return self.push(Kind::Section { name: name.trim().to_owned(), times: None }, at, line.len());
        }
        if trimmed.is_empty() {
            return;
        }
        for (start, cell) in cells(line) {
            self.cell(at + start, cell);
        }
    }

    fn cell(&mut self, at: usize, cell: &str) {
        let mut words =
            split(cell, |c| c.is_whitespace() || c == ',').filter(|(_, word)| !word.is_empty()).peekable();
        if words.peek().is_none() {
            let word = if self.has_bars { "." } else { "N.C." };
            self.push(Kind::Word(word.to_owned()), at, cell.len());
        }
        for (start, word) in words {
            self.push(Kind::Word(plain(word)), at + start, word.len());
        }
        self.has_bars = true;
        self.push(Kind::Barline(Barline::PLAIN), at + cell.len(), 0);
    }
}

/// `^C` pushes as `>C` does; the dots of shots and holds are no part of the chord.
fn plain(word: &str) -> String {
    let chord = word.trim_start_matches('^');
    let push = if chord.len() < word.len() { ">" } else { "" };
    match chord.trim_end_matches('.') {
        "" => chord.to_owned(),
        "N.C" => "N.C.".to_owned(),
        bare => format!("{push}{bare}"),
    }
}

/// The cells of a row and where they start: no bar number in front, nothing empty at the end.
fn cells(line: &str) -> Vec<(usize, &str)> {
    let mut cells: Vec<(usize, &str)> = match (line.contains('\t'), line.contains('|')) {
        (_, true) => split(line, |c| c == '|').collect(),
        (true, false) => split(line, |c| c == '\t').collect(),
        (false, false) => split(line, char::is_whitespace).filter(|(_, word)| !word.is_empty()).collect(),
    };
    let is_empty = |cell: &(usize, &str)| cell.1.trim().is_empty();
    let is_number = |cell: &(usize, &str)| {
        let digits = cell.1.trim().trim_end_matches([':', '.', ')']);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let opens_with_line = line.contains('|') && cells.first().is_some_and(is_empty);
    // A row of nothing but numbers is Nashville's, bar number or not.
    let is_numbered = cells.len() > 1 && is_number(&cells[0]) && !is_number(&cells[1]);
    if opens_with_line || is_numbered {
        cells.remove(0);
    }
    while cells.last().is_some_and(is_empty) {
        cells.pop();
    }
    cells
}

/// Pieces between separators, and where each starts.
fn split(text: &str, is_separator: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split(is_separator).map(move |piece| (piece.as_ptr() as usize - start, piece))
}
