//! Chord text as it is read: one spelling of every sign, and where each stood.

use super::error::Problem;

/// Room for two chords with every alteration written out, one over the other; what people write is a tenth of that.
pub const TEXT_MAX: usize = 128;

/// Characters and the columns they came from.
pub(super) struct Glyphs {
    glyphs: Vec<(char, usize)>,
    end_column: usize,
}

impl Glyphs {
    pub(super) fn new(text: &str) -> Result<Glyphs, Problem> {
        let mut glyphs = Vec::with_capacity(text.len().min(2 * TEXT_MAX));
        for (column, glyph) in text.chars().enumerate() {
            if column == TEXT_MAX {
                return Err(Problem::new(column, format!("a chord has at most {TEXT_MAX} characters")));
            }
            match glyph {
                '𝄫' => glyphs.extend([('b', column), ('b', column)]),
                '𝄪' => glyphs.extend([('#', column), ('#', column)]),
                _ => glyphs.push((plain(glyph), column)),
            }
        }
        while glyphs.last().is_some_and(|(glyph, _)| glyph.is_whitespace()) {
            glyphs.pop();
        }
        Ok(Glyphs { glyphs, end_column: text.trim_end().chars().count() })
    }

    /// From the first sign that is no space.
    pub(super) fn text(&self) -> Text<'_> {
        let blank = self.glyphs.iter().take_while(|(glyph, _)| glyph.is_whitespace()).count();
        Text { glyphs: &self.glyphs, at: blank, end_column: self.end_column }
    }
}

/// How far reading has got; a copy is a place to come back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    glyphs: &'a [(char, usize)],
    at: usize,
    end_column: usize,
}

impl<'a> Text<'a> {
    pub(super) fn peek(&self) -> Option<char> {
        self.peek_past(0)
    }

    pub(super) fn peek_past(&self, count: usize) -> Option<char> {
        self.glyphs.get(self.at + count).map(|(glyph, _)| *glyph)
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.glyphs.len()
    }

    pub(super) fn column(&self) -> usize {
        self.glyphs.get(self.at).map_or(self.end_column, |(_, column)| *column)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let glyph = self.peek();
        self.at += usize::from(glyph.is_some());
        glyph
    }

    /// Takes `word` if it comes next, exactly.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let found = self.starts_with(word);
        if found {
            self.at += word.chars().count();
        }
        found
    }

    /// Takes `word` if it comes next in whatever case.
    pub(super) fn take_any_case(&mut self, word: &str) -> bool {
        let found = self.starts_with_any_case(word);
        if found {
            self.at += word.chars().count();
        }
        found
    }

    pub(super) fn starts_with(&self, word: &str) -> bool {
        word.chars().enumerate().all(|(index, letter)| self.peek_past(index) == Some(letter))
    }

    pub(super) fn starts_with_any_case(&self, word: &str) -> bool {
        let same = |index, letter: char| {
            self.peek_past(index).is_some_and(|glyph| glyph.eq_ignore_ascii_case(&letter))
        };
        word.chars().enumerate().all(|(index, letter)| same(index, letter))
    }

    /// One or two digits, as degrees have them.
    pub(super) fn number(&mut self) -> Option<u8> {
        let tens = self.take_digit()?;
        match self.peek() {
            Some('0'..='9') if tens == 1 => self.take_digit().map(|ones| 10 + ones),
            Some(_) | None => Some(tens),
        }
    }

    fn take_digit(&mut self) -> Option<u8> {
        let digit = self.peek()?.to_digit(10)?;
        self.at += 1;
        Some(digit as u8)
    }

    /// What comes before and after the last of `marks`; the text before ends where the mark stands.
    pub(super) fn split_at(self, marks: &[char]) -> Option<(Text<'a>, Text<'a>)> {
        let mark = self.glyphs.iter().rposition(|(glyph, _)| marks.contains(glyph))?;
        let end_column = self.glyphs[mark].1;
        let before = Text { glyphs: &self.glyphs[..mark], end_column, ..self };
        Some((before, Text { at: mark + 1, ..self }))
    }

    pub(super) fn problem(&self, reason: impl Into<String>) -> Problem {
        Problem::new(self.column(), reason)
    }

    /// What stands next, for people to read.
    pub(super) fn rest(&self) -> String {
        const SHOWN_MAX: usize = 12;
        self.glyphs.iter().skip(self.at).take(SHOWN_MAX).map(|(glyph, _)| *glyph).collect()
    }

    pub(super) fn unexpected(&self) -> Problem {
        if self.is_done() {
            return self.problem("it ends too early");
        }
        self.problem(format!("\"{}\" has no meaning here", self.rest()))
    }
}

/// Printed signs and their doubles as typed on a keyboard.
fn plain(glyph: char) -> char {
    match glyph {
        '♭' => 'b',
        '♯' | '＃' => '#',
        '−' | '–' | '‐' | '‑' => '-',
        'º' | '˚' | '○' | '◦' => '°',
        '△' | '∆' | '▵' => 'Δ',
        'Ø' | '⌀' | '∅' => 'ø',
        '⁺' => '+',
        '²' => '2',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁹' => '9',
        '⁄' | '∕' => '/',
        '¹' => '1',
        '³' => '3',
        _ => glyph,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_signs_become_typed_ones_and_keep_their_columns() {
        let glyphs = Glyphs::new("  B𝄫△⁷ ").unwrap();
        let mut text = glyphs.text();
        let mut found = Vec::new();
        while let Some(glyph) = text.peek() {
            found.push((glyph, text.column()));
            text.next();
        }
        assert_eq!(found, [('B', 2), ('b', 3), ('b', 3), ('Δ', 4), ('7', 5)]);
        assert_eq!((text.is_done(), text.column(), text.next()), (true, 6, None));
    }

    #[test]
    fn words_are_taken_whole_or_not_at_all() {
        let glyphs = Glyphs::new("MAj7").unwrap();
        let mut text = glyphs.text();
        assert!(!text.take("maj") && !text.take_any_case("major") && text.column() == 0);
        assert!(text.take_any_case("maj") && text.take("7") && !text.take("7"));
        assert!(text.is_done());
    }

    #[test]
    fn numbers_end_at_nineteen() {
        for (written, number, rest) in [
            ("7", Some(7), ""),
            ("13", Some(13), ""),
            ("69", Some(6), "9"),
            ("111", Some(11), "1"),
            ("b9", None, "b9"),
        ] {
            let glyphs = Glyphs::new(written).unwrap();
            let mut text = glyphs.text();
            assert_eq!((text.number(), text.rest().as_str()), (number, rest), "{written}");
        }
    }

    #[test]
    fn a_text_is_split_at_the_last_mark() {
        let glyphs = Glyphs::new("A\\B\\C").unwrap();
        let (before, after) = glyphs.text().split_at(&['\\', '|']).unwrap();
        assert_eq!((before.rest().as_str(), after.rest().as_str()), ("A\\B", "C"));
        assert_eq!(after.column(), 4);
        assert!(glyphs.text().split_at(&['|']).is_none());
    }

    #[test]
    fn a_text_ends_at_its_limit() {
        assert!(Glyphs::new(&"C".repeat(TEXT_MAX)).is_ok());
        let problem = Glyphs::new(&"C".repeat(TEXT_MAX + 1)).err();
        assert_eq!(problem.map(|problem| problem.column), Some(TEXT_MAX));
    }
}
