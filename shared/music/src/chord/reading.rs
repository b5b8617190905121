//! Reads a whole chord: root, symbol, and what stands below or above it.

use super::Chord;
use super::draft::Draft;
use super::error::Problem;
use super::symbol::{self, SlashNumber};
use super::text::Text;
use crate::pitch::{Letter, Spelling};

/// What stands between a chord and the one below it. A bar line reads well on paper and works wherever a chord stands
/// alone; in charts, where `|` ends the bar, the backslash is what is written.
pub(super) const OVER: [char; 2] = ['\\', '|'];

pub(super) fn read(text: Text<'_>) -> Result<Chord, Problem> {
    let Some((mut above, mut below)) = text.split_at(&OVER) else { return plain_or_over(text) };
    let upper = single(&mut above)?;
    if !above.is_done() {
        return Err(above.unexpected());
    }
    let lower = over_bass(&mut below)?;
    if !below.is_done() {
        return Err(below.unexpected());
    }
    Ok(Chord { upper: Some((upper.root, upper.formula)), ..lower })
}

/// `C/E` is C with another bass; `D/C7` can only be D above C7, because a bass is a note and no chord.
fn plain_or_over(mut text: Text<'_>) -> Result<Chord, Problem> {
    let chord = single(&mut text)?;
    if text.is_done() {
        return Ok(chord);
    }
    if !text.take("/") {
        return Err(text.unexpected());
    }
    let mut below = text;
    let bass = bass(&mut text)?;
    if text.is_done() {
        return Ok(chord.over(bass));
    }
    let lower = single(&mut below)?;
    if !below.is_done() {
        return Err(below.unexpected());
    }
    Ok(Chord { upper: Some((chord.root, chord.formula)), ..lower })
}

fn over_bass(text: &mut Text<'_>) -> Result<Chord, Problem> {
    let chord = single(text)?;
    if text.take("/") { Ok(chord.over(bass(text)?)) } else { Ok(chord) }
}

fn single(text: &mut Text<'_>) -> Result<Chord, Problem> {
    let root = root(text)?;
    let formula = symbol::read(text, SlashNumber::Addition, Draft::MAJOR_TRIAD)?;
    Ok(Chord { root, formula, bass: None, upper: None })
}

fn bass(text: &mut Text<'_>) -> Result<Spelling, Problem> {
    root(text).map_err(|problem| Problem { reason: "a bass is a note from A to G".to_owned(), ..problem })
}

/// A letter with as many accidentals as follow it, two at most: `Cb9` is Cb with a ninth.
fn root(text: &mut Text<'_>) -> Result<Spelling, Problem> {
    let Some(letter) = text.peek().and_then(Letter::from_char) else {
        return Err(text.problem("a chord starts with a note from A to G"));
    };
    text.next();
    let signs = [("##", 2), ("x", 2), ("#", 1), ("bb", -2), ("b", -1)];
    let alteration =
        signs.into_iter().find(|(sign, _)| text.take(sign)).map_or(0, |(_, alteration)| alteration);
    Ok(Spelling { letter, alteration })
}
