//! How far a bass goes from one note to the next: an octave, and a little further where a figure ends.

use ai_band_composer::sketch::Stroke;
use ai_band_composer::style::Style;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::stage::Take;

const OCTAVE: u8 = 12;
/// The top of a figure falls to the next chord by a ninth at most, as a boogie's sixth does to the root a fifth below.
const FALL_MAX: u8 = 14;
/// Out of an octave the hand goes on from the root below, a fifth at most.
const SHIFT_MAX: u8 = 7;

/// So long a silence gives a hand the time to go anywhere.
const SILENCE: Ticks = Ticks(2 * TICKS_PER_BEAT);

/// The first leap that nobody would play.
fn leap(take: &Take) -> Option<String> {
    let bars = take.line.bars.iter().enumerate();
    let notes: Vec<(usize, &Stroke)> =
        bars.flat_map(|(bar, strokes)| strokes.iter().map(move |stroke| (bar, stroke))).collect();
    let at = |(bar, stroke): (usize, &Stroke)| take.song.bars()[bar].start + stroke.at;
    let far = notes.windows(2).find(|pair| {
        let (from, to) = (pair[0].1.pitch.key(), pair[1].1.pitch.key());
        let below = from.saturating_sub(OCTAVE);
        // A root that came early may ring from the bar before.
        let around = pair[0].0.saturating_sub(1)..=pair[0].0;
        let is_figure = take.line.bars[around].iter().flatten().any(|stroke| stroke.pitch.key() == below);
        let is_shift = is_figure && below.abs_diff(to) <= SHIFT_MAX;
        let is_fall = from.checked_sub(to).is_some_and(|fall| fall <= FALL_MAX);
        let is_apart = at(pair[0]) + pair[0].1.length + SILENCE <= at(pair[1]);
        from.abs_diff(to) > OCTAVE && !is_shift && !is_fall && !is_apart
    })?;
    let [(bar, from), (next, to)] = [far[0], far[1]];
    Some(format!("{} in bar {} to {} in bar {}", from.pitch, bar + 1, to.pitch, next + 1))
}

#[test]
fn nobody_leaps_over_an_octave_in_any_song_there_is() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/charts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 20, "the songs are somewhere else");
    for (seed, file) in (0..).zip(files) {
        let chart = std::fs::read_to_string(&file).unwrap();
        for style in Style::BUILT_IN {
            assert_eq!(
                leap(&Take::of(Lane::Bass, style, &chart, seed)),
                None,
                "{} in {style}",
                file.display()
            );
        }
    }
}
