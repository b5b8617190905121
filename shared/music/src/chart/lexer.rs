//! Chart text cut into tokens, line by line.

use std::ops::Range;

use crate::chart::directive::shown;
use crate::chart::error::{Complaints, Problem};
use crate::chart::sign::Sign;
use crate::chart::token::{Barline, Kind, Token};
use crate::chord::Chord;
use crate::key::Key;

/// Cuts a whole chart. Without a single bar line, every word is a bar of its own.
pub(crate) fn tokens(text: &str, complaints: &mut Complaints<'_>) -> Vec<Token> {
    let has_bar_lines = lines(text).any(|(at, line)| has_bar_line(at, line));
    let mut all = Vec::new();
    for (at, line) in lines(text) {
        let tokens = self::line(at, line, complaints);
        let end = at + line.len();
        if has_bar_lines {
            all.extend(barred(tokens, complaints));
        } else {
            all.extend(bare(tokens, complaints));
        }
        all.push(Token { kind: Kind::Newline, range: end..end });
    }
    all
}

/// Cuts one line that starts at byte `at` of its text.
pub(crate) fn line(at: usize, line: &str, complaints: &mut Complaints<'_>) -> Vec<Token> {
    let mut lexer = Lexer { line, at, position: 0, tokens: Vec::new(), complaints };
    lexer.run();
    lexer.tokens
}

/// Each line without its end, and where it starts.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = mark;
    text[mark..].split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        (start, line.strip_suffix('\r').unwrap_or(line))
    })
}

fn has_bar_line(at: usize, line: &str) -> bool {
    let mut quiet = Complaints::new("");
    self::line(at, line, &mut quiet).iter().any(|token| matches!(token.kind, Kind::Barline(_)))
}

/// Words on a line without a bar line are a remark that lacks its `//`, or bars that lack their lines.
fn barred(tokens: Vec<Token>, complaints: &mut Complaints<'_>) -> Vec<Token> {
    let is_word = |token: &Token| matches!(token.kind, Kind::Word(_));
    let is_line = |token: &Token| matches!(token.kind, Kind::Barline(_));
    let Some(first) = tokens.iter().position(is_word) else { return tokens };
    if tokens.iter().any(is_line) {
        return tokens;
    }
    let words: Vec<&str> = tokens.iter().filter_map(word).take(WORDS_SHOWN_MAX).collect();
    let last = tokens.iter().rposition(is_word).unwrap_or(first);
    let range = tokens[first].range.start..tokens[last].range.end;
    let has_chord = words.first().is_some_and(|word| Chord::parse_in(word, &Key::C_MAJOR).is_ok());
    complaints.add(
        None,
        range,
        match has_chord {
            true => Problem::NoBarLines { example: format!("| {} |", words.join(" | ")) },
            false => Problem::LooseWords { words: shown(&words.join(" ")) },
        },
    );
    tokens.into_iter().filter(|token| !is_word(token)).collect()
}

/// Enough of a line to show how its bars would look.
const WORDS_SHOWN_MAX: usize = 4;

fn word(token: &Token) -> Option<&str> {
    if let Kind::Word(word) = &token.kind { Some(word) } else { None }
}

/// One chord per bar; a list like `C-Am-F-G` is cut at its dashes first.
fn bare(tokens: Vec<Token>, complaints: &mut Complaints<'_>) -> Vec<Token> {
    let only_word = tokens.iter().filter(|token| word(token).is_some()).count() == 1;
    let mut all = Vec::new();
    for token in tokens {
        if matches!(token.kind, Kind::Ending(_)) {
            complaints.add(None, token.range, Problem::MidBarEnding);
            continue;
        }
        let pieces = match word(&token) {
            None => {
                all.push(token);
                continue;
            }
            Some(word) if only_word => dash_list(word).unwrap_or_else(|| vec![(0, word)]),
            Some(word) => vec![(0, word)],
        };
        for (offset, piece) in pieces {
            let start = token.range.start + offset;
            let range = start..start + piece.len();
            all.push(Token { kind: Kind::Word(piece.to_owned()), range: range.clone() });
            all.push(Token { kind: Kind::Barline(Barline::PLAIN), range: range.end..range.end });
        }
    }
    all
}

/// The elements of `C-Am-F-G`: at least two, each starting with A–G, so that `C-7` stays one chord.
fn dash_list(word: &str) -> Option<Vec<(usize, &str)>> {
    let mut offset = 0;
    let pieces: Vec<(usize, &str)> = word
        .split(['-', '–'])
        .map(|piece| {
            let at = offset;
            let dash = word[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
            offset += piece.len() + dash;
            (at, piece)
        })
        .collect();
    let is_list =
        pieces.len() >= 2 && pieces.iter().all(|(_, piece)| piece.starts_with(|c| ('A'..='G').contains(&c)));
    is_list.then_some(pieces)
}

struct Lexer<'l, 'c, 't> {
    line: &'l str,
    /// Where the line starts in the text.
    at: usize,
    position: usize,
    tokens: Vec<Token>,
    complaints: &'c mut Complaints<'t>,
}

impl Lexer<'_, '_, '_> {
    fn run(&mut self) {
        while self.skip_blanks() && !self.is_remark() {
            self.token();
        }
    }

    fn token(&mut self) {
        if self.ending() {
            return;
        }
        let rest = self.rest();
        if let Some((barline, length)) = barline(rest) {
            self.push(Kind::Barline(barline), length);
            self.ending();
        } else if rest.starts_with('{') {
            self.directive();
        } else if rest.starts_with('[') {
            self.section();
        } else if let Some((sign, length)) = Sign::at_start_of(rest) {
            self.push(Kind::Sign(sign), length);
        } else if let Some((times, length)) = times(rest) {
            self.push(Kind::Times(times), length);
        } else {
            self.word();
        }
    }

    fn rest(&self) -> &str {
        &self.line[self.position..]
    }

    fn skip_blanks(&mut self) -> bool {
        let rest = self.rest();
        self.position += rest.len() - rest.trim_start().len();
        self.position < self.line.len()
    }

    /// `//` anywhere between words; `#` only where a line begins, since chords have sharps.
    fn is_remark(&self) -> bool {
        let rest = self.rest();
        let hash = self.tokens.is_empty()
            && rest
                .strip_prefix('#')
                .is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t', '#']));
        hash || rest.starts_with("//")
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let start = self.at + self.position;
        self.tokens.push(Token { kind, range: start..start + length });
        self.position += length;
    }

    fn span(&self, length: usize) -> Range<usize> {
        let start = self.at + self.position;
        start..start + length
    }

    /// `1.` or `2,3.`, perhaps after blanks. Nashville numbers have no dot on their heels.
    fn ending(&mut self) -> bool {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let Some((numbers, length)) = ending(&rest[blanks..]) else { return false };
        self.position += blanks;
        match numbers {
            Some(numbers) => self.push(Kind::Ending(numbers), length),
            None => {
                self.complaints.add(None, self.span(length), Problem::EndingNumber);
                self.position += length;
            }
        }
        true
    }

    fn directive(&mut self) {
        let rest = self.rest();
        let Some(end) = rest.find('}') else { return self.unclosed('{', '}') };
        let inside = &rest[1..end];
        let (name, value) = inside.split_once([':', '=']).unwrap_or((inside, ""));
        let kind = match Sign::from_text(inside.trim()) {
            Some(sign) => Kind::Sign(sign),
            None => Kind::Directive { name: name.trim().to_owned(), value: value.trim().to_owned() },
        };
        self.push(kind, end + 1);
    }

    fn section(&mut self) {
        let rest = self.rest();
        let Some(end) = rest.find(']') else { return self.unclosed('[', ']') };
        let name = rest[1..end].trim();
        let after = &rest[end + 1..];
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        let behind = times(&after[blanks..]);
        let length = end + 1 + behind.map_or(0, |(_, length)| blanks + length);
        let (name, inside) = name_and_times(name);
        let times = behind.map(|(times, _)| times).or(inside);
        self.push(Kind::Section { name: name.to_owned(), times }, length);
    }

    fn unclosed(&mut self, open: char, close: char) {
        let length = self.rest().len();
        self.complaints.add(None, self.span(length), Problem::Unclosed { open, close });
        self.position += length;
    }

    fn word(&mut self) {
        let length = word_length(self.rest());
        let word = self.rest()[..length].to_owned();
        self.push(Kind::Word(word.trim_end_matches(',').to_owned()), length);
    }
}

/// Up to the next blank, bar line, brace or bracket; blanks inside parentheses belong to the chord.
fn word_length(text: &str) -> usize {
    let mut closing = 0;
    for (at, c) in text.char_indices() {
        if c == '(' && at >= closing {
            closing = at + parenthesis_length(&text[at..]);
        }
        let ends = match c {
            '|' | '{' | '[' | '‖' | '𝄀' | '𝄁' | '𝄂' | '𝄆' | '𝄇' => true,
            ':' => text[at + 1..].starts_with('|'),
            c => c.is_whitespace() && at >= closing,
        };
        if ends && at > 0 {
            return at;
        }
    }
    text.len()
}

/// How far a chord's parenthesis reaches: `(b9, #11)`. A lonely one reaches nowhere.
fn parenthesis_length(text: &str) -> usize {
    let inside = text.char_indices().take(PARENTHESIS_CHARS_MAX);
    let mut reach = inside.take_while(|(_, c)| !"|{[".contains(*c));
    reach.find(|(_, c)| *c == ')').map_or(0, |(at, _)| at)
}

/// Longer than any list of alterations.
const PARENTHESIS_CHARS_MAX: usize = 32;

/// A bar line and its length: `|`, `||`, `|]`, `|:`, `:|`, `:|x3`, `:|:` and their symbols.
fn barline(text: &str) -> Option<(Barline, usize)> {
    let symbols = [("𝄀", "|"), ("𝄁", "||"), ("‖", "||"), ("𝄂", "|]"), ("𝄆", "|:"), ("𝄇", ":|")];
    if let Some((symbol, plain)) = symbols.into_iter().find(|(symbol, _)| text.starts_with(symbol)) {
        let (line, _) = barline(plain)?;
        return Some(with_times(line, text, symbol.len()));
    }
    let after_colon = text.strip_prefix(':').unwrap_or(text);
    let strokes = after_colon.bytes().take_while(|byte| *byte == b'|').take(STROKES_MAX).count();
    if strokes == 0 {
        return None;
    }
    let closes = after_colon.len() < text.len();
    let after = &after_colon[strokes..];
    let is_final = after.starts_with(']');
    let after = after.strip_prefix(']').unwrap_or(after);
    let opens = after.starts_with(':') && !after.starts_with(":|");
    let after = if opens { &after[1..] } else { after };
    let line = Barline { closes, times: None, is_double: strokes > 1 || is_final, opens };
    Some(with_times(line, text, text.len() - after.len()))
}

/// `||` is one bar line; `|||` is two.
const STROKES_MAX: usize = 2;

fn with_times(line: Barline, text: &str, length: usize) -> (Barline, usize) {
    let after = &text[length..];
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    match times(&after[blanks..]) {
        Some((times, more)) if line.closes && !line.opens => {
            (Barline { times: Some(times), ..line }, length + blanks + more)
        }
        Some(_) | None => (line, length),
    }
}

/// `x3`, `×3`, `3x` or any of them in parentheses, as a whole word.
fn times(text: &str) -> Option<(u64, usize)> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let is_bracketed = inner.len() < text.len();
    let crossed = inner.strip_prefix(['x', 'X', '×']);
    let digits_from = crossed.unwrap_or(inner);
    let digits = digits_from.bytes().take_while(u8::is_ascii_digit).count();
    let number = digits_from[..digits].parse().unwrap_or(u64::MAX);
    let mut after = &digits_from[digits..];
    if crossed.is_none() {
        after = after.strip_prefix(['x', 'X', '×'])?;
    }
    if is_bracketed {
        after = after.strip_prefix(')')?;
    }
    let is_whole = after.chars().next().is_none_or(|c| c.is_whitespace() || "|:{[".contains(c));
    (digits > 0 && is_whole).then(|| (number, text.len() - after.len()))
}

/// `[Intro x2]` says how often as well as `[Intro] x2` does.
fn name_and_times(name: &str) -> (&str, Option<u64>) {
    let split =
        name.rsplit_once([' ', '\t']).and_then(|(name, last)| Some((name.trim_end(), times(last)?.0)));
    split.map_or((name, None), |(name, times)| (name, Some(times)))
}

/// The numbers of `1.`, `1,2.`, `1.2.` or `1-3.` and its length; no numbers where they are out of bounds.
fn ending(text: &str) -> Option<(Option<Vec<u8>>, usize)> {
    let length = text.bytes().take_while(|byte| byte.is_ascii_digit() || b".,-".contains(byte)).count();
    let body = text[..length].strip_suffix('.')?;
    let is_ending =
        body.starts_with(|c: char| c.is_ascii_digit()) && body.ends_with(|c: char| c.is_ascii_digit());
    is_ending.then(|| (ending_numbers(body), length))
}

fn ending_numbers(body: &str) -> Option<Vec<u8>> {
    let mut numbers = Vec::new();
    for part in body.split(['.', ',']) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (u8, u8) = (first.parse().ok()?, last.parse().ok()?);
        let is_known = first >= 1 && first <= last && last <= crate::chart::limits::ENDINGS_MAX;
        numbers.extend(is_known.then_some(first..=last)?);
    }
    numbers.sort_unstable();
    numbers.dedup();
    Some(numbers)
}

#[cfg(test)]
mod tests;
