//! A row of chords joined by dashes, as text of a chart.

use std::sync::Arc;

use music::chord::Chord;
use music::key::Key;

use super::OfChords;
use crate::refusal::{Code, Refusal};

/// More than a song has different ones.
pub const CHORDS_MAX: usize = 256;
/// The longest row of the longest chords.
pub const CHORDS_BYTES_MAX: usize = 8_192;
const BEATS_PER_BAR: u32 = 4;

/// One chord a bar in 4/4, from the beginning again until the duration is filled.
pub(super) fn chart_text(request: &OfChords) -> Result<Arc<str>, Refusal> {
    let chords = chords(&request.chords, request.key.as_ref())?;
    let bars = request.beats.map_or(chords.len(), |beats| beats.div_ceil(BEATS_PER_BAR) as usize);
    let head = request.key.map(|key| format!("{{key: {key}}} ")).unwrap_or_default();
    let tempo = request.tempo.map(|tempo| format!("{{tempo: {tempo}}} ")).unwrap_or_default();
    let row: Vec<&str> = chords.iter().map(String::as_str).cycle().take(bars).collect();
    Ok(format!("{head}{tempo}| {} |", row.join(" | ")).into())
}

/// A dash parts chords, and is also how some write minor: `D-7-G7` is D minor seven and G seven.
fn chords(text: &str, key: Option<&Key>) -> Result<Vec<String>, Refusal> {
    let refuse = |sentence: String| Err(Refusal::new(Code::InvalidChords, sentence));
    if text.len() > CHORDS_BYTES_MAX {
        return refuse(format!(
            "a chord progression has at most {CHORDS_BYTES_MAX} bytes; write a chart instead"
        ));
    }
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '|' | ',' | '–' | '—');
    let mut chords: Vec<String> = Vec::new();
    for word in text.split(is_gap).filter(|word| !word.is_empty()) {
        for part in word.split('-').filter(|part| !part.is_empty()) {
            match (read(part, key), chords.last_mut()) {
                (Ok(()), _) => chords.push(part.to_owned()),
                (Err(_), Some(last)) if read(&format!("{last}-{part}"), key).is_ok() => {
                    *last = format!("{last}-{part}");
                }
                (Err(error), _) => {
                    return refuse(format!("chord {} of the progression: {error}", chords.len() + 1));
                }
            }
        }
    }
    match chords.len() {
        0 => refuse("a chord progression has at least one chord, as in C-Am-F-G".to_owned()),
        1..=CHORDS_MAX => Ok(chords),
        count => refuse(format!("a progression of {count} chords; {CHORDS_MAX} is the limit")),
    }
}

fn read(text: &str, key: Option<&Key>) -> Result<(), music::chord::Error> {
    match key {
        Some(key) => Chord::parse_in(text, key).map(drop),
        None => text.parse::<Chord>().map(drop),
    }
}
