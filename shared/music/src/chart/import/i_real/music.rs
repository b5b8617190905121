//! The music of an iReal song: cells and signs, one after the other.

use crate::chart::import::placed::boundaries;
use crate::chart::sign::Sign;
use crate::chart::token::{Barline, Kind};
use crate::meter::Meter;

/// Bars of the song as the pieces a draft is made of.
pub(super) fn tokens(music: &str) -> Vec<Kind> {
    let plain = music.replace("Kcl", "| x").replace("LZ", " |").replace("XyQ", "   ");
    let mut reader = Reader::new(&plain);
    while reader.next() {}
    reader.finish_bar(Edge::Sign);
    // A two-bar repeat may be the last thing written.
    reader.finish_bar(Edge::Sign);
    reader.tokens
}

struct Reader<'a> {
    rest: &'a str,
    tokens: Vec<Kind>,
    meter: Meter,
    cells: Vec<Option<String>>,
    /// The chord before, without its bass, for `W/G`: the same chord over another bass.
    upper: String,
    /// `r` stands for two bars; the second may be written as an empty one.
    owes_repeat: bool,
    /// What the bar began with.
    opened: Edge,
    has_bars: bool,
    depth: usize,
    times: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Plain,
    Sign,
}

impl<'a> Reader<'a> {
    fn new(rest: &'a str) -> Reader<'a> {
        Reader {
            rest,
            tokens: Vec::new(),
            meter: Meter::COMMON,
            cells: Vec::new(),
            upper: String::new(),
            owes_repeat: false,
            opened: Edge::Sign,
            has_bars: false,
            depth: 0,
            times: None,
        }
    }

    /// Reads one piece; says whether there was one.
    fn next(&mut self) -> bool {
        let Some(letter) = self.rest.chars().next() else { return false };
        if let Some((chord, length)) = chord(self.rest) {
            self.rest = &self.rest[length..];
            self.chord(chord);
            return true;
        }
        self.rest = &self.rest[letter.len_utf8()..];
        match letter {
            ' ' => self.cells.push(None),
            '|' => self.barline(Edge::Plain, Barline::PLAIN),
            '[' | ']' | 'Z' => self.barline(Edge::Sign, Barline { is_double: true, ..Barline::PLAIN }),
            '{' => self.barline(Edge::Sign, Barline { opens: true, ..Barline::PLAIN }),
            '}' => self.close(),
            'T' => self.meter(),
            '*' => self.section(),
            'N' => self.ending(),
            'S' => self.tokens.push(Kind::Sign(Sign::Segno)),
            'Q' => self.coda(),
            'x' => self.cells.push(Some("%".to_owned())),
            'r' => self.cells.push(Some("%%".to_owned())),
            'n' => self.cells.push(Some("N.C.".to_owned())),
            'p' => self.cells.push(Some(".".to_owned())),
            '<' => self.remark(),
            '(' => {
                self.skip_past(')');
            }
            // Sizes, fermatas, spacing and separators say nothing about the harmony.
            _ => {}
        }
        true
    }

    fn skip_past(&mut self, end: char) -> &'a str {
        let (inside, after) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = after;
        inside
    }

    fn digits(&mut self, count: usize) -> Option<&'a str> {
        let digits = self.rest.get(..count).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
        self.rest = &self.rest[count..];
        Some(digits)
    }

    fn chord(&mut self, chord: &str) {
        let (upper, bass) = chord.split_once('/').map_or((chord, ""), |(upper, bass)| (upper, bass));
        if upper != "W" {
            // Stars stand around a quality that somebody typed; all others the chord reader knows, `^9` and `h7` too.
            self.upper = upper.replace('*', "");
        }
        let slash = if bass.is_empty() { "" } else { "/" };
        let word =
            if self.upper.is_empty() { ".".to_owned() } else { format!("{}{slash}{bass}", self.upper) };
        self.cells.push(Some(word));
    }

    fn barline(&mut self, edge: Edge, line: Barline) {
        self.finish_bar(edge);
        self.opened = edge;
        self.depth += usize::from(line.opens);
        if edge == Edge::Sign {
            self.tokens.push(Kind::Barline(line));
        }
    }

    fn close(&mut self) {
        let times = self.times.take();
        self.barline(Edge::Sign, Barline { closes: true, times, ..Barline::PLAIN });
        self.depth = self.depth.saturating_sub(1);
    }

    fn meter(&mut self) {
        let Some(digits) = self.digits(2) else { return };
        let (upper, lower) = if digits == "12" { ("12", "8") } else { digits.split_at(1) };
        if let Ok(meter) = format!("{upper}/{lower}").parse() {
            self.meter = meter;
            self.tokens.push(Kind::Directive { name: "meter".to_owned(), value: format!("{meter}") });
        }
    }

    /// A section begins before the repeat that opens with it; inside a repeat a letter is no more than a remark.
    fn section(&mut self) {
        let Some(letter) = self.rest.chars().next() else { return };
        self.rest = &self.rest[letter.len_utf8()..];
        let name = match letter {
            'i' => "Intro".to_owned(),
            'V' | 'v' => "Verse".to_owned(),
            letter => letter.to_string(),
        };
        let section = Kind::Section { name, times: None };
        let opens = matches!(self.tokens.last(), Some(Kind::Barline(Barline { opens: true, .. })));
        if opens && self.depth == 1 {
            self.tokens.insert(self.tokens.len() - 1, section);
        } else if self.depth == 0 {
            self.finish_bar(Edge::Sign);
            self.tokens.push(section);
        }
    }

    fn ending(&mut self) {
        let number = self.digits(1).and_then(|digit| digit.parse().ok());
        // `N0` is drawn as a bracket without a number.
        if let Some(number) = number.filter(|number| *number > 0) {
            self.finish_bar(Edge::Sign);
            self.tokens.push(Kind::Ending(vec![number]));
        }
    }

    /// The symbol alone at the beginning of a bar arrives, behind a chord it leaves; the draft counts which is which.
    fn coda(&mut self) {
        self.tokens.push(Kind::Sign(Sign::CodaSymbol));
    }

    /// `<D.S. al Coda>`, `<Fine>`, `<4x>`; `*66` in front is how high it is drawn.
    fn remark(&mut self) {
        let inside = self.skip_past('>');
        let text = match inside.strip_prefix('*') {
            Some(height) => height.trim_start_matches(|c: char| c.is_ascii_digit()),
            None => inside,
        };
        let times = text.trim().strip_suffix(['x', 'X']).and_then(|digits| digits.parse().ok());
        if let Some(sign) = Sign::from_text(text.trim()) {
            self.tokens.push(Kind::Sign(sign));
        }
        self.times = times.or(self.times);
    }

    fn finish_bar(&mut self, closing: Edge) {
        let cells = std::mem::take(&mut self.cells);
        let is_blank = cells.iter().all(Option::is_none);
        if std::mem::take(&mut self.owes_repeat) {
            self.bar(vec!["%2".to_owned()]);
            if is_blank {
                return;
            }
        }
        if is_blank {
            let is_bar = !cells.is_empty() && self.opened == Edge::Plain && closing == Edge::Plain;
            if is_bar && self.has_bars {
                self.bar(vec![".".to_owned()]);
            }
            return;
        }
        if cells.iter().flatten().any(|word| word == "%%") {
            self.owes_repeat = true;
            return self.bar(vec!["%2".to_owned()]);
        }
        let words = self.words(&cells);
        self.bar(words);
    }

    /// Cells are beats when there are as many as the meter has; else only their order counts.
    fn words(&self, cells: &[Option<String>]) -> Vec<String> {
        let simile = cells.iter().flatten().any(|word| word == "%");
        if simile {
            return vec!["%".to_owned()];
        }
        if cells.len() != usize::from(self.meter.numerator()) {
            return cells.iter().flatten().cloned().collect();
        }
        let starts: Vec<usize> = (0..cells.len()).filter(|at| cells[*at].is_some()).collect();
        let slots = boundaries(&starts, self.meter).into_iter();
        slots.map(|at| cells[at].clone().unwrap_or_else(|| ".".to_owned())).collect()
    }

    fn bar(&mut self, words: Vec<String>) {
        self.has_bars = true;
        self.tokens.extend(words.into_iter().map(Kind::Word));
        self.tokens.push(Kind::Barline(Barline::PLAIN));
    }
}

/// The chord a text begins with, and its length: a root or `W`, a quality, a bass.
fn chord(text: &str) -> Option<(&str, usize)> {
    let root = text.chars().next().filter(|root| ('A'..='G').contains(root) || *root == 'W')?;
    let mut length = root.len_utf8();
    loop {
        let rest = &text[length..];
        let word = ["sus", "alt", "add"].into_iter().find(|word| rest.starts_with(word));
        let custom = rest.strip_prefix('*').and_then(|inside| inside.find('*')).map(|end| end + 2);
        let letter = rest.chars().next().filter(|c| "+-^hob#".contains(*c) || c.is_ascii_digit());
        length += match (word, custom, letter) {
            (Some(word), _, _) => word.len(),
            (None, Some(custom), _) => custom,
            (None, None, Some(_)) => 1,
            (None, None, None) => break,
        };
    }
    let bass = text[length..].strip_prefix('/').map_or("", |bass| {
        let note = bass.chars().next().filter(|c| ('A'..='G').contains(c)).map_or(0, char::len_utf8);
        let sign =
            bass[note..].chars().next().filter(|c| note > 0 && "b#".contains(*c)).map_or(0, char::len_utf8);
        &bass[..note + sign]
    });
    if !bass.is_empty() {
        length += 1 + bass.len();
    }
    Some((&text[..length], length))
}

#[cfg(test)]
mod tests;
