//! Numbers and places in words, and strangers' texts in a length that a window can show.

use std::borrow::Cow;

use music::time::{TICKS_PER_BEAT, Ticks};

use crate::model::{BarView, Bars, SongView};

/// A title or a name; more is not read at arm's length, and a megabyte would take a second to lay out.
pub const NAME_CHARS_MAX: usize = 120;
/// A sentence.
pub const LINE_CHARS_MAX: usize = 400;
/// More are not told apart in a bar's width.
pub const CHORDS_PER_BAR_MAX: usize = 32;

/// On one line, and no longer than `chars_max`.
pub fn short(text: &str, chars_max: usize) -> Cow<'_, str> {
    let cut = text.char_indices().nth(chars_max).map(|(at, _)| at);
    let head = cut.map_or(text, |at| &text[..at]);
    if cut.is_none() && !head.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut line: String = head.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    if cut.is_some() {
        line.push('…');
    }
    Cow::Owned(line)
}

/// The number that a bar is shown with; `place` is counted from 0.
pub fn number(song: &SongView, place: usize) -> i32 {
    let counted = i32::try_from(place).unwrap_or(i32::MAX).saturating_add(1);
    song.bars.get(place).map_or(counted, |bar| bar.number)
}

/// "bar 5", "bars 5–8".
pub fn bars(song: &SongView, bars: Bars) -> String {
    let number = |place: u32| number(song, (place as usize).saturating_sub(1));
    if bars.first == bars.last {
        format!("bar {}", number(bars.first))
    } else {
        format!("bars {}–{}", number(bars.first), number(bars.last))
    }
}

/// The bar that a beat falls in, by its place in the song; `None` before and after it.
pub fn place_of(song: &SongView, at: Ticks) -> Option<usize> {
    let after = song.bars.partition_point(|bar| bar.span.start <= at);
    let place = after.checked_sub(1)?;
    song.bars.get(place).filter(|bar| at < bar.span.end).map(|_| place)
}

/// "17.3": bar and beat as a musician counts them.
pub fn position(song: &SongView, beat: f64) -> String {
    let Some(at) = Ticks::from_beats_f64(beat) else { return "–".to_owned() };
    let (number, beat) = match place_of(song, at) {
        Some(place) => {
            let bar = &song.bars[place];
            (i64::from(bar.number), counted(bar, at))
        }
        None => outside(song, at),
    };
    format!("{number}.{beat}")
}

fn counted(bar: &BarView, at: Ticks) -> i64 {
    let unit = (TICKS_PER_BEAT * 4 / i64::from(bar.meter.1.max(1))).max(1);
    at.0.saturating_sub(bar.span.start.0).max(0) / unit + 1
}

/// Before and after the song, bars go on as its nearest one.
fn outside(song: &SongView, at: Ticks) -> (i64, i64) {
    let is_before = song.bars.first().is_some_and(|bar| at < bar.span.start);
    let nearest = if is_before { song.bars.first() } else { song.bars.last() };
    let (origin, number, (upper, lower)) =
        nearest.map_or((0, 1, (4, 4)), |bar| (bar.span.start.0, i64::from(bar.number), bar.meter));
    let unit = (TICKS_PER_BEAT * 4 / i64::from(lower.max(1))).max(1);
    let length = unit * i64::from(upper.max(1));
    let since = at.0.saturating_sub(origin);
    (number.saturating_add(since.div_euclid(length)), since.rem_euclid(length) / unit + 1)
}

/// "120.0"; "–" when nobody says.
pub fn tempo(bpm: f64) -> String {
    if bpm.is_finite() && bpm > 0.0 && bpm < 10_000.0 { format!("{bpm:.1}") } else { "–".to_owned() }
}

/// "C4" for 60.
pub fn key_name(key: u8) -> String {
    const NAMES: [&str; 12] = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];
    format!("{}{}", NAMES[usize::from(key % 12)], i32::from(key / 12) - 1)
}

/// "Drums" for "drums".
pub fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// "1 take", "3 takes".
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
