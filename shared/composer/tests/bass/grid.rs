//! A part as text: a line for each bar, a column for each step, so that a musician can read what is played.

use std::fmt::Write;

use ai_band_composer::sketch::{Stroke, Touch};
use music::chart::song::Song;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::stage::Take;

pub(crate) fn of(take: &Take) -> String {
    let mut text = String::new();
    let mut section = None;
    let mut rings_until = take.song.start();
    for (bar, strokes) in take.song.bars().iter().zip(&take.line.bars) {
        if section != Some(bar.section) {
            section = Some(bar.section);
            let name = &take.song.sections()[bar.section.index];
            writeln!(text, "[{name}] {}", bar.section.pass).unwrap();
        }
        let chords = chords(&take.song, bar.start, bar.length);
        writeln!(
            text,
            "{:>3} {chords:<18}|{}|",
            bar.number,
            row(strokes, bar.length, rings_until - bar.start)
        )
        .unwrap();
        let ends = strokes.iter().map(|stroke| bar.start + stroke.at + stroke.length);
        rings_until = ends.max().unwrap_or(rings_until);
    }
    text
}

/// The rows alone, in eighths where they fit, with single blanks.
#[allow(dead_code, reason = "the lead's tests share this file")]
pub(crate) fn rows(take: &Take) -> Vec<String> {
    let mut rings_until = take.song.start();
    let bars = take.song.bars().iter().zip(&take.line.bars);
    let rows = bars.map(|(bar, strokes)| {
        let row = row(strokes, bar.length, rings_until - bar.start);
        let ends = strokes.iter().map(|stroke| bar.start + stroke.at + stroke.length);
        rings_until = ends.max().unwrap_or(rings_until);
        row.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    rows.collect()
}

fn chords(song: &Song, start: Ticks, length: Ticks) -> String {
    let span = music::time::Span { start, end: start + length };
    let name = |harmony: &music::chart::song::Harmony| {
        let chord = harmony.chord.map_or("N.C.".to_owned(), |chord| chord.to_string());
        format!("{}{}", if harmony.pushed { ">" } else { "" }, chord)
    };
    song.chords_in(span).iter().map(name).collect::<Vec<_>>().join(" ")
}

/// The coarsest step that has every onset on it.
fn step(strokes: &[Stroke], length: Ticks) -> i64 {
    let fits = |step: &i64| length.0 % step == 0 && strokes.iter().all(|stroke| stroke.at.0 % step == 0);
    [480, 320, 240, 160, 80, 40].into_iter().find(fits).unwrap_or(40)
}

fn row(strokes: &[Stroke], length: Ticks, rings_until: Ticks) -> String {
    let step = step(strokes, length);
    let mut row = String::new();
    for at in (0..length.0).step_by(step as usize) {
        if at % TICKS_PER_BEAT == 0 {
            row.push(' ');
        }
        let here = strokes.iter().find(|stroke| stroke.at.0 == at);
        let rings = at < rings_until.0
            || strokes.iter().any(|stroke| stroke.at.0 < at && at < stroke.at.0 + stroke.length.0);
        let cell = match here {
            Some(stroke) if stroke.touch == Touch::Ghost => "x".to_owned(),
            Some(stroke) if stroke.touch == Touch::Accent => format!("{}!", stroke.pitch),
            Some(stroke) => stroke.pitch.to_string(),
            None if rings => "-".to_owned(),
            None => ".".to_owned(),
        };
        write!(row, "{cell:<4}").unwrap();
    }
    row
}
