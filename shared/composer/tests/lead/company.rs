//! The lead beside others: it does not rub against chords that sound under it.

use std::collections::BTreeMap;
use std::ops::Range;

use ai_band_composer::arrange::form;
use ai_band_composer::sketch::{Sketch, Stroke};
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, compose};
use music::chart::Chart;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::stage::{CHARTS, brief};

const CHORDS: [Lane; 3] = [Lane::Keys, Lane::Guitar, Lane::Pad];
const SEEDS: u64 = 2;

/// The whole band, everybody from the quietest section on.
fn band(style: &str, chart: &str, seed: u64) -> BTreeMap<Lane, Sketch> {
    let mut brief = Brief::new(Style::built_in(style).unwrap(), seed);
    brief.lanes = [Lane::Drums, Lane::Bass, Lane::Lead].into_iter().chain(CHORDS).collect();
    brief.style.general.enters = Default::default();
    let made = compose(&Chart::parse(chart).unwrap(), &brief).unwrap();
    made.parts.into_iter().map(|part| (part.lane, part.sketch)).collect()
}

/// What the chords hold when a note begins, as far as they are listened to.
fn under<'a>(
    band: &'a BTreeMap<Lane, Sketch>,
    bar: usize,
    note: &'a Stroke,
) -> impl Iterator<Item = u8> + 'a {
    let strokes = CHORDS.iter().flat_map(move |lane| band[lane].bar(bar));
    let sounds = |stroke: &&Stroke| stroke.at <= note.at && note.at < stroke.at + stroke.length;
    strokes.filter(sounds).map(|stroke| stroke.pitch.key())
}

fn rubs(key: u8, other: u8) -> bool {
    matches!(key.abs_diff(other), 1 | 13)
}

#[test]
fn on_strong_beats_it_is_no_semitone_and_no_minor_ninth_from_what_the_others_hold() {
    for style in Style::BUILT_IN {
        let (mut notes, mut clashes) = (0, Vec::new());
        for ((name, text), seed) in CHARTS.iter().flat_map(|chart| (0..SEEDS).map(move |seed| (chart, seed)))
        {
            let band = band(style, text, seed);
            let song = Chart::parse(text).unwrap().song();
            for (bar, strokes) in band[&Lane::Lead].bars.iter().enumerate() {
                let window =
                    form::windows(&song).into_iter().find(|window: &Range<usize>| window.contains(&bar));
                let is_last = window.is_some_and(|window| bar + 1 == window.end);
                let until = song.bars()[bar].length - Ticks(if is_last { TICKS_PER_BEAT } else { 0 });
                for note in strokes.iter().filter(|note| note.at.0 % 1_920 == 0 && note.at < until) {
                    let key = note.pitch.key();
                    notes += 1;
                    if under(&band, bar, note).any(|other| rubs(key, other)) {
                        clashes.push(format!("{name} {seed} bar {}: {}", bar + 1, note.pitch));
                    }
                }
            }
        }
        println!("{style}: {} of {notes}", clashes.len());
        assert!(notes > 30, "{style}: {notes}");
        assert!(clashes.is_empty(), "{style}: {clashes:?}");
    }
}

#[test]
fn it_gets_out_of_the_way_of_a_key_that_sounds_where_it_would_have_been() {
    let chart = "[Solo]\n| Cmaj7 | Fmaj7 | Cmaj7 | Fmaj7 |\n| Cmaj7 | Fmaj7 | Cmaj7 | Fmaj7 |";
    let mut moved = 0;
    for seed in 0..20 {
        let alone = brief(Lane::Lead, "ballad", seed, chart);
        let line = |brief: &Brief| {
            let made = compose(&Chart::parse(chart).unwrap(), brief).unwrap();
            made.parts.into_iter().find(|part| part.lane == Lane::Lead).unwrap().sketch
        };
        let before = line(&alone);
        let beside = |note: &Stroke| {
            let pitch = music::pitch::Pitch::new(note.pitch.key() - 1).unwrap();
            Stroke { pitch, ..*note }
        };
        let mut keys = before.clone();
        keys.bars.iter_mut().flatten().for_each(|note| *note = beside(note));
        let mut together = alone.clone();
        together.given.insert(Lane::Keys, keys.clone());
        let after = line(&together);
        // The last bar of a window hears nothing on its last beat, so only the others are asked.
        for bar in (0..8).filter(|bar| bar % 4 != 3) {
            for (note, key) in after.bars[bar].iter().zip(&keys.bars[bar]) {
                let is_heard = note.at.0 % TICKS_PER_BEAT == 0 || note.length.0 >= TICKS_PER_BEAT;
                assert!(
                    !is_heard || !rubs(note.pitch.key(), key.pitch.key()),
                    "seed {seed} bar {bar}: {note:?}"
                );
                moved += usize::from(is_heard);
            }
        }
    }
    assert!(moved > 20, "{moved}");
}
