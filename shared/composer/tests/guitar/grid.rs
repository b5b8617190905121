//! A guitar part as a grid: what a hand does in each sixteenth of each bar, and on which notes.

use std::fmt::Write;

use ai_band_composer::sketch::{Sketch, Stroke, Touch};
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::band::Band;

const STEP: Ticks = Ticks(TICKS_PER_BEAT / 4);

/// One line for each bar: number, section, chords, what is struck, and the chords' notes.
pub(crate) fn shown(band: &Band, sketch: &Sketch) -> String {
    let mut text = String::new();
    for (index, bar) in band.song.bars().iter().enumerate() {
        let section = &band.plan.sections[band.plan.bars[index].section];
        let sounding = band.song.chords_in(bar.span()).iter();
        let names: Vec<String> = sounding
            .map(|harmony| harmony.chord.map_or("N.C.".to_owned(), |chord| chord.to_string()))
            .collect();
        let strokes = sketch.bar(index);
        let grid = grid(strokes, bar.length);
        let label = format!("{}{}", section.name, if section.is_b { "*" } else { "" });
        let line =
            format!("{:3} {:10} {:22} |{}| {}", index + 1, label, names.join(" "), grid, voicings(strokes));
        writeln!(text, "{}", line.trim_end()).unwrap();
    }
    text
}

pub(crate) fn grid(strokes: &[Stroke], length: Ticks) -> String {
    let steps = (length.0 + STEP.0 - 1) / STEP.0;
    (0..steps).map(|step| letter(strokes, STEP * step)).collect()
}

fn letter(strokes: &[Stroke], at: Ticks) -> char {
    let struck: Vec<&Stroke> =
        strokes.iter().filter(|stroke| at <= stroke.at && stroke.at < at + STEP).collect();
    let Some(first) = struck.iter().min_by_key(|stroke| (stroke.at, stroke.offset)) else {
        let rings = strokes.iter().any(|stroke| stroke.at < at && at < stroke.at + stroke.length);
        return if rings { '-' } else { '.' };
    };
    let lowest = struck.iter().map(|stroke| stroke.pitch).min();
    let accent = first.touch == Touch::Accent;
    match (struck.len(), first.touch) {
        (_, Touch::Ghost) => 'x',
        (1, _) if strokes.iter().map(|stroke| stroke.pitch).min() == lowest => 'b',
        (1, _) => rank(strokes, first),
        (_, _) if Some(first.pitch) != lowest => {
            if accent {
                'U'
            } else {
                'u'
            }
        }
        (_, _) => {
            if accent {
                'D'
            } else {
                'd'
            }
        }
    }
}

/// Which of the bar's pitches from the top.
fn rank(strokes: &[Stroke], of: &Stroke) -> char {
    let mut above: Vec<_> =
        strokes.iter().map(|stroke| stroke.pitch).filter(|pitch| *pitch > of.pitch).collect();
    above.sort_unstable();
    above.dedup();
    char::from_digit(above.len() as u32 + 1, 10).unwrap_or('o')
}

/// What sounds together, one list for each different one.
fn voicings(strokes: &[Stroke]) -> String {
    let mut all: Vec<Vec<String>> = Vec::new();
    let mut times: Vec<Ticks> = strokes.iter().map(|stroke| stroke.at).collect();
    times.dedup();
    for at in times {
        let held = |stroke: &&Stroke| stroke.at <= at && at < stroke.at + stroke.length;
        let mut pitches: Vec<_> = strokes.iter().filter(held).map(|stroke| stroke.pitch).collect();
        pitches.sort_unstable();
        pitches.dedup();
        let names: Vec<String> = pitches.iter().map(ToString::to_string).collect();
        let is_known = all.iter().any(|known| names.iter().all(|name| known.contains(name)));
        if !is_known {
            all.retain(|known| !known.iter().all(|name| names.contains(name)));
            all.push(names);
        }
    }
    all.iter().map(|names| names.join(" ")).collect::<Vec<_>>().join(" / ")
}
