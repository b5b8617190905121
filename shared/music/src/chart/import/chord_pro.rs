//! ChordPro: chords in brackets among the lyrics, directives in braces.
//!
//! Lyrics have no bar lines, so every chord is a bar, as in a chart without bar lines; lines that do have bar lines, and
//! grids, keep them. A capo moves everything up: the chart says what sounds.

use crate::chart::draft::Draft;
use crate::chart::error::{Complaints, Problem};
use crate::chart::import::{lines, open};
use crate::chart::token::{Barline, Kind, Token};
use crate::chart::{Chart, Errors, lexer, word};
use crate::chord::Chord;

/// A directive of ChordPro that a chart does not have, or two chords in brackets, or one that touches lyrics.
pub fn is_likely(text: &str) -> bool {
    lines(text).any(|(_, line)| {
        let line = line.trim();
        let known =
            directive(line).is_some_and(|(name, _)| DIRECTIVES.contains(&name.to_lowercase().as_str()));
        known || has_chords_in_lyrics(line)
    })
}

const DIRECTIVES: [&str; 21] = [
    "t",
    "st",
    "subtitle",
    "c",
    "comment",
    "ci",
    "cb",
    "soc",
    "eoc",
    "sov",
    "eov",
    "sob",
    "eob",
    "sog",
    "eog",
    "capo",
    "define",
    "chorus",
    "start_of_chorus",
    "start_of_verse",
    "start_of_grid",
];

fn has_chords_in_lyrics(line: &str) -> bool {
    let chords = bracketed(line).filter(|(_, chord)| chord.trim_matches(['(', ')']).parse::<Chord>().is_ok());
    let mut count = 0;
    for (at, chord) in chords {
        count += 1;
        let before = line[..at].chars().next_back();
        let after = line[at + chord.len() + 2..].chars().next();
        if count > 1 || [before, after].into_iter().flatten().any(char::is_alphabetic) {
            return true;
        }
    }
    false
}

/// Each text in brackets, and where its `[` stands.
fn bracketed(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let open = at + line[at..].find('[')?;
        let close = open + line[open..].find(']')?;
        at = close + 1;
        Some((open, &line[open + 1..close]))
    })
}

/// Name and value of a line that is a directive.
fn directive(line: &str) -> Option<(&str, &str)> {
    let inside = line.strip_prefix('{')?.strip_suffix('}')?;
    let end = inside.find([':', ' ']).unwrap_or(inside.len());
    let (name, value) = inside.split_at(end);
    Some((name.trim(), value.trim_start_matches([':', ' ']).trim()))
}

pub fn read(text: &str) -> Result<Chart, Errors> {
    let (complaints, tokens) = (open(text)?, Vec::new());
    let within = Within::Lyrics;
    let mut reader =
        Reader { complaints, tokens, within, semitones: 0, has_composer: false, is_between: false };
    for (at, line) in lines(text) {
        reader.line(at, line);
        let end = at + line.len();
        reader.push(Kind::Newline, end, 0);
    }
    let Reader { complaints, tokens, semitones, .. } = reader;
    let chart = Draft::new(complaints).read(tokens)?;
    Ok(if semitones == 0 { chart } else { chart.transposed(semitones) })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Lyrics,
    Grid,
    /// Tablature: not ours to read.
    Tab,
}

struct Reader<'a> {
    complaints: Complaints<'a>,
    tokens: Vec<Token>,
    within: Within,
    semitones: i32,
    has_composer: bool,
    /// The last section is over: the next chord begins one of its own.
    is_between: bool,
}

impl Reader<'_> {
    fn push(&mut self, kind: Kind, start: usize, length: usize) {
        self.tokens.push(Token { kind, range: start..start + length });
    }

    fn line(&mut self, at: usize, line: &str) {
        let trimmed = line.trim();
        if trimmed.starts_with('#') {
            return;
        }
        if let Some((name, value)) = directive(trimmed) {
            return self.directive(&name.to_lowercase(), value, at, line.len());
        }
        match self.within {
            Within::Tab => {}
            Within::Grid => self.grid(at, line),
            Within::Lyrics => match section_name(trimmed) {
                Some(name) => self.section(name, at, line.len()),
                None => self.lyrics(at, line),
            },
        }
    }

    fn section(&mut self, name: &str, at: usize, length: usize) {
        self.is_between = false;
        self.push(Kind::Section { name: name.to_owned(), times: None }, at, length);
    }

    fn directive(&mut self, name: &str, value: &str, at: usize, length: usize) {
        let (environment, label) = match name.strip_prefix("start_of_") {
            Some(environment) => (Some(environment), label(value)),
            None => (short_environment(name), label(value)),
        };
        if let Some(environment) = environment {
            return self.start(environment, label, at, length);
        }
        if name.starts_with("end_of_") || ["eoc", "eov", "eob", "eot", "eog"].contains(&name) {
            // A grid or a tablature may stand inside a section, which then goes on.
            self.is_between |= self.within == Within::Lyrics;
            self.within = Within::Lyrics;
            return;
        }
        let known = match name {
            "title" | "t" => "title",
            "artist" | "composer" => "composer",
            "key" => "key",
            "time" => "meter",
            "tempo" => "tempo",
            "chorus" => {
                let name = if label.is_empty() { "Chorus" } else { label }.to_owned();
                self.push(Kind::Section { name, times: None }, at, length);
                self.is_between = true;
                return;
            }
            "capo" | "transpose" => return self.transpose(value, at, length),
            _ => return,
        };
        // An artist and a composer: the first is enough.
        let is_second_composer = known == "composer" && std::mem::replace(&mut self.has_composer, true);
        if !is_second_composer {
            self.push(Kind::Directive { name: known.to_owned(), value: value.to_owned() }, at, length);
        }
    }

    fn start(&mut self, environment: &str, label: &str, at: usize, length: usize) {
        self.within = match environment {
            "tab" | "abc" | "ly" | "svg" | "textblock" => Within::Tab,
            "grid" => Within::Grid,
            _ => Within::Lyrics,
        };
        let name = match (label, environment) {
            (_, _) if self.within == Within::Tab => return,
            ("", "grid") => return,
            ("", environment) => {
                let (first, rest) =
                    environment.split_at(environment.chars().next().map_or(0, char::len_utf8));
                format!("{}{}", first.to_uppercase(), rest.replace('_', " "))
            }
            (label, _) => label.to_owned(),
        };
        self.section(&name, at, length);
    }

    fn transpose(&mut self, value: &str, at: usize, length: usize) {
        match value
            .parse::<i32>()
            .ok()
            .filter(|semitones| (-SEMITONES_MAX..=SEMITONES_MAX).contains(semitones))
        {
            Some(semitones) => self.semitones += semitones.rem_euclid(SEMITONES_MAX),
            None => {
                let problem =
                    Problem::Import(format!("write a capo or a transposition from 0 to {SEMITONES_MAX}"));
                self.complaints.add(None, at..at + length, problem);
            }
        }
    }

    /// Between bar lines a grid is written as our own text; what stands before and behind them is a remark.
    fn grid(&mut self, at: usize, line: &str) {
        let tokens = lexer::line(at, line, &mut self.complaints);
        let is_line = |token: &Token| matches!(token.kind, Kind::Barline(_));
        let bounds = tokens.iter().position(is_line).zip(tokens.iter().rposition(is_line));
        if let Some((first, last)) = bounds {
            self.begin_verse(at);
            self.tokens.extend(tokens.into_iter().take(last + 1).skip(first));
        }
    }

    fn lyrics(&mut self, at: usize, line: &str) {
        let has_bar_lines = line.contains('|');
        let mut position = 0;
        for (open, chord) in bracketed(line) {
            self.bar_lines(at, line, position, open);
            position = open + chord.len() + 2;
            if chord.starts_with('*') || chord.trim().is_empty() {
                continue;
            }
            let trimmed = chord.trim().trim_matches(['(', ')']);
            let start = at + open + 1 + chord.find(trimmed).unwrap_or(0);
            self.begin_verse(start);
            self.push(Kind::Word(trimmed.to_owned()), start, trimmed.len());
            if !has_bar_lines {
                self.push(Kind::Barline(Barline::PLAIN), start + trimmed.len(), 0);
            }
        }
        self.bar_lines(at, line, position, line.len());
    }

    /// Chords between sections would else join the one before, or hide the chorus that was called back.
    fn begin_verse(&mut self, at: usize) {
        if std::mem::take(&mut self.is_between) {
            self.push(Kind::Section { name: "Verse".to_owned(), times: None }, at, 0);
        }
    }

    fn bar_lines(&mut self, at: usize, line: &str, from: usize, to: usize) {
        for (stroke, _) in line[from..to].match_indices('|') {
            self.push(Kind::Barline(Barline::PLAIN), at + from + stroke, 1);
        }
    }
}

/// `[Verse 1]` by itself on a line, as other programs head their sections.
fn section_name(line: &str) -> Option<&str> {
    let name = line.strip_prefix('[')?.strip_suffix(']')?.trim();
    let is_no_chord = name.parse::<Chord>().is_err_and(|error| error.suggestion().is_none());
    (word::is_name(name) && is_no_chord).then_some(name)
}

/// An octave either way.
const SEMITONES_MAX: i32 = 12;

fn short_environment(name: &str) -> Option<&'static str> {
    let known = [("sov", "verse"), ("soc", "chorus"), ("sob", "bridge"), ("sot", "tab"), ("sog", "grid")];
    known.into_iter().find(|(short, _)| *short == name).map(|(_, long)| long)
}

/// `Verse 1` of `{start_of_verse: Verse 1}` and of `{start_of_verse: label="Verse 1"}`.
fn label(value: &str) -> &str {
    match value.strip_prefix("label=") {
        Some(quoted) => quoted.trim_matches(['"', '\'']),
        None => value,
    }
}
