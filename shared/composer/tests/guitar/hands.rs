//! What two hands do: nothing sounds that one hand cannot hold, and strings follow each other in a stroke.

use ai_band_composer::guitar::neck;
use ai_band_composer::sketch::{Sketch, Stroke, Touch};
use ai_band_composer::style::Style;
use music::pitch::Pitch;
use music::time::Ticks;

use crate::band::{Band, brief};
use crate::golden::SONGS;

/// Everything that sounds at once, for each place where something begins.
pub(crate) fn sounding(band: &Band, sketch: &Sketch) -> Vec<(Ticks, Vec<Pitch>)> {
    let strokes = band.timeline(sketch);
    let mut starts: Vec<Ticks> = strokes.iter().map(|stroke| stroke.at).collect();
    starts.sort_unstable();
    starts.dedup();
    let at = |start: Ticks| {
        let held = strokes.iter().filter(|stroke| stroke.at <= start && start < stroke.at + stroke.length);
        (start, held.map(|stroke| stroke.pitch).collect())
    };
    starts.into_iter().map(at).collect()
}

#[test]
fn one_hand_holds_all_that_sounds() {
    for (name, chart) in SONGS {
        for seed in 0..6 {
            let band = Band::playing(chart, brief(name, seed));
            let written = band.written(&Default::default());
            for sketch in [&written.main, written.fill.as_ref().unwrap()] {
                for (at, pitches) in sounding(&band, sketch) {
                    let mut each = pitches.clone();
                    each.sort_unstable();
                    each.dedup();
                    assert_eq!(
                        each.len(),
                        pitches.len(),
                        "{name} {seed} at {at}: one pitch twice in {pitches:?}"
                    );
                    assert!(neck::can_hold(&pitches), "{name} {seed} at {at}: {pitches:?}");
                }
            }
        }
    }
}

/// Chords that come early by half of a short one leave a fill's last stroke a few ticks: no finger is back by then.
#[test]
fn a_stroke_that_has_no_room_before_the_next_chord_does_not_sound_into_it() {
    let chart = "{tempo: 84}\n[A]\n\
        | Db9 . Db6/9 . G#m9 . C . Eb7sus4/Bb N.C. >Fm6 >Caug >Cm7 >A/F# . . | >Bm7 | C . >G . | C |\n";
    for name in Style::BUILT_IN {
        for seed in 0..6 {
            let band = Band::playing(chart, brief(name, seed));
            let written = band.written(&Default::default());
            for sketch in [&written.main, written.fill.as_ref().unwrap()] {
                for (at, pitches) in sounding(&band, sketch) {
                    assert!(neck::can_hold(&pitches), "{name} {seed} at {at}: {pitches:?}");
                }
            }
        }
    }
}

/// The notes of each stroke that has several.
fn struck_together(strokes: &[Stroke]) -> Vec<Vec<&Stroke>> {
    let chunks = strokes.chunk_by(|one, next| one.at == next.at);
    chunks.filter(|chunk| chunk.len() > 1).map(|chunk| chunk.iter().collect()).collect()
}

#[test]
fn strings_of_a_strum_follow_each_other_by_8_to_25_milliseconds() {
    for name in ["pop", "swing", "jazz-waltz", "funk", "shuffle"] {
        let chart = SONGS.iter().find(|(song, _)| *song == name).unwrap().1;
        let sketch = Band::playing(chart, brief(name, 3)).played();
        let mut strums = 0;
        for chord in sketch.bars.iter().flat_map(|strokes| struck_together(strokes)) {
            let gaps = chord.windows(2).map(|pair| pair[1].offset.0 - pair[0].offset.0);
            let fast = gaps.clone().filter(|gap| *gap < 4_000).count();
            if fast == 0 {
                strums += 1;
                assert!(gaps.clone().all(|gap| (8_000..=25_000).contains(&gap)), "{name}: {chord:?}");
            }
        }
        assert!(strums > 20, "{name} strums {strums} times");
    }
}

#[test]
fn a_down_stroke_begins_low_and_an_up_stroke_high_with_fewer_strings() {
    let band = Band::playing(SONGS[0].1, brief("pop", 7));
    let sketch = band.played();
    let (mut down, mut up) = (Vec::new(), Vec::new());
    for chord in sketch.bars[12..20].iter().flat_map(|strokes| struck_together(strokes)) {
        let rises = chord.is_sorted_by_key(|stroke| stroke.pitch);
        let falls = chord.iter().rev().is_sorted_by_key(|stroke| stroke.pitch);
        assert!(rises || falls, "{chord:?}");
        if rises { down.push(chord.len()) } else { up.push(chord.len()) }
    }
    assert!(up.len() > 5 && down.len() > up.len(), "{} down, {} up", down.len(), up.len());
    assert!(up.iter().max() <= Some(&4) && down.iter().max() >= Some(&5));
}

#[test]
fn funk_scratches_and_nobody_else_does_so_much() {
    let ghosts = |name: &str| {
        let chart = SONGS.iter().find(|(song, _)| *song == name).unwrap().1;
        let strokes: Vec<Stroke> = Band::playing(chart, brief(name, 2)).played().bars.concat();
        let ghosts = strokes.iter().filter(|stroke| stroke.touch == Touch::Ghost).count();
        ghosts * 100 / strokes.len()
    };
    assert!((20..80).contains(&ghosts("funk")), "{}", ghosts("funk"));
    for name in Style::BUILT_IN.into_iter().filter(|name| !["funk", "house"].contains(name)) {
        assert_eq!(ghosts(name), 0, "{name}");
    }
}
