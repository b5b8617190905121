//! One word of a bar: a chord, pushed perhaps, or one of the few signs that stand for one.

use crate::chart::bar::Slot;
use crate::chart::directive::shown;
use crate::chart::error::Problem;
use crate::chord::Chord;
use crate::key::Key;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Slots(Vec<Slot>),
    /// `%`, `%2`, `%%`: how far back the repeated bar is, and how many bars the word stands for.
    Simile {
        back: u8,
        bars: u8,
    },
}

/// `%9` would send eyes to the line above; nobody counts further.
const SIMILE_BACK_MAX: u8 = 8;

impl Word {
    /// A mistake comes with how many bytes into the word it begins.
    pub(crate) fn read(text: &str, key: Option<&Key>) -> Result<Word, (usize, Problem)> {
        if text.bytes().all(|byte| byte == b'.') {
            return Ok(Word::Slots(vec![Slot::Hold; text.len()]));
        }
        if text == "/" {
            return Ok(Word::Slots(vec![Slot::Hold]));
        }
        if let Some(back) = text.strip_prefix('%') {
            return simile(back).ok_or_else(|| (0, Problem::NothingToRepeat { sign: shown(text) }));
        }
        if is_silence(text) {
            return Ok(Word::Slots(vec![Slot::Silence]));
        }
        let chord_text = text.strip_prefix('>').unwrap_or(text);
        let pushed = chord_text.len() < text.len();
        if chord_text.is_empty() {
            return Err((0, Problem::EmptyPush));
        }
        let offset = text.len() - chord_text.len();
        let chord = chord(chord_text, key).map_err(|problem| (offset, problem))?;
        Ok(Word::Slots(vec![Slot::Chord { chord, pushed }]))
    }
}

fn simile(back: &str) -> Option<Word> {
    match back {
        "" => Some(Word::Simile { back: 1, bars: 1 }),
        "%" => Some(Word::Simile { back: 2, bars: 2 }),
        number => {
            let back = number.parse().ok().filter(|back| (1..=SIMILE_BACK_MAX).contains(back))?;
            Some(Word::Simile { back, bars: 1 })
        }
    }
}

pub(crate) fn is_silence(text: &str) -> bool {
    ["N.C.", "N.C", "NC", "NC.", "N/C"].iter().any(|known| known.eq_ignore_ascii_case(text))
}

/// A chord by name, or by its number in the key that holds here.
pub(crate) fn chord(text: &str, key: Option<&Key>) -> Result<Chord, Problem> {
    let is_digit = |c: char| c.is_ascii_digit();
    let read = match key {
        Some(key) => Chord::parse_in(text, key),
        None => text.parse(),
    };
    read.map_err(|error| {
        let spaced = spaced(text);
        match spaced {
            Some(spaced) => Problem::Dashes { word: shown(text), spaced },
            None if key.is_none() && is_numeral(text) => Problem::NumeralNeedsKey { word: shown(text) },
            None if error.suggestion().is_none() && is_name(text) && !text.contains(is_digit) => {
                Problem::LooseWords { words: shown(text.trim_end_matches(':')) }
            }
            None => Problem::Chord(error),
        }
    })
}

/// `Am-7-D7/F#-G` as three words, when dashes before A to G are all that keeps three chords together.
fn spaced(text: &str) -> Option<String> {
    let mut pieces = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_note = letters.peek().is_some_and(|next| ('A'..='G').contains(next));
        match pieces.last_mut() {
            Some(piece) if !(is_note && matches!(letter, '-' | '–')) => piece.push(letter),
            Some(_) | None => pieces.push(String::new()),
        }
    }
    let is_list = pieces.len() > 1 && pieces.len() <= PIECES_MAX;
    let all_chords = || pieces.iter().all(|piece| piece.parse::<Chord>().is_ok());
    (is_list && all_chords()).then(|| pieces.join(" "))
}

/// Enough to recognise a list by, few enough to try.
const PIECES_MAX: usize = 16;

/// In whatever key: a verse begins with a V too.
fn is_numeral(text: &str) -> bool {
    text.parse::<Chord>().is_err() && Chord::parse_in(text, &Key::C_MAJOR).is_ok()
}

/// Words with at least four letters, as sections have for names, so that `Hm7` is still a chord that was misspelled.
pub(crate) fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= NAME_LETTERS_MIN && text.chars().all(|c| c.is_alphanumeric() || " -_'.:".contains(c))
}

const NAME_LETTERS_MIN: usize = 4;

#[cfg(test)]
mod tests;
