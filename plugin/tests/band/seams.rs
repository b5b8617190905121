//! Where new music meets what stays: a chord struck before the seam sounds on until the lane strikes again.

use ai_band_plugin::action::{Action, Knob};
use ai_band_plugin::band::{Band, FileClip};
use ai_band_plugin::model::RollNote;
use music::clip::{Clip, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Ticks};

use crate::stage::{bars, model, newest, on};

/// A file of two bars for one lane: notes by beat, key and length in beats.
fn file(lane: Lane, notes: &[(i64, u8, i64)]) -> FileClip {
    let note = |(beat, key, length): &(i64, u8, i64)| Note {
        start: Ticks::from_beats(*beat),
        length: Ticks::from_beats(*length),
        offset: Micros(0),
        pitch: Pitch::new(*key).expect("a key"),
        velocity: 90,
        importance: 127,
    };
    let clip = Clip::new(Ticks::from_beats(8), notes.iter().map(note).collect(), vec![]).expect("a clip");
    FileClip { lane, clip, name: "x.mid".to_owned() }
}

/// What sounds: beat, key, length in beats.
fn heard(band: &mut Band, lane: Lane) -> Vec<(i64, u8, i64)> {
    let lanes = model(band).lanes;
    let notes = lanes[lane.index()].notes.iter();
    notes.map(|note| (note.start.0 / 960, note.key, note.length.0 / 960)).collect()
}

/// The first of two files is arranged, the second laid around what is locked of it.
fn around(
    lane: Lane,
    first: &[(i64, u8, i64)],
    second: &[(i64, u8, i64)],
    locked: u32,
) -> Vec<(i64, u8, i64)> {
    let mut band = on("| Am | D |");
    band.insert_files(vec![file(lane, first)]);
    band.act(&Action::Lock { lane, bars: bars(locked, locked), locked: true });
    band.act(&Action::FolderApproved(false));
    band.insert_files(vec![file(lane, second)]);
    let take = newest(&mut band);
    assert!(band.act(&Action::Approve(take)).arranged);
    heard(&mut band, lane)
}

#[test]
fn what_rings_over_a_seam_rings_on_until_the_next_stroke() {
    // Locked bar 1 with a chord that rings into bar 2; what is new strikes there on beat 6, or on 4, or not at all.
    let held = [(0, 60, 2), (3, 64, 4)];
    assert_eq!(around(Lane::Keys, &held, &[(6, 67, 1)], 1), [(0, 60, 2), (3, 64, 3), (6, 67, 1)]);
    assert_eq!(around(Lane::Keys, &held, &[(4, 67, 1)], 1), [(0, 60, 2), (3, 64, 1), (4, 67, 1)]);
    assert_eq!(around(Lane::Keys, &held, &[(0, 67, 1)], 1), [(0, 60, 2), (3, 64, 4)]);
    // New bar 1 rings into locked bar 2, up to the first note there.
    assert_eq!(around(Lane::Keys, &[(5, 60, 1)], &[(3, 64, 4)], 2), [(3, 64, 2), (5, 60, 1)]);
    // What the long chord's own file plays behind the seam is not to be heard.
    assert_eq!(around(Lane::Keys, &[(3, 64, 4), (5, 50, 1)], &[(7, 67, 1)], 1), [(3, 64, 2), (7, 67, 1)]);
}

#[test]
fn kits_are_cut() {
    assert_eq!(around(Lane::Drums, &[(3, 49, 4)], &[(6, 36, 1)], 1), [(3, 49, 1), (6, 36, 1)]);
}

/// A chord that comes early is struck before the bar line: a re-roll behind it must not cut it off.
#[test]
fn a_chord_held_over_the_bar_line_survives_a_re_roll_behind_it() {
    let mut band = on("{style: ballad} {tempo: 70}\n| C | % | F | % | G | % | C | % |");
    band.act(&Action::AskLanes(vec![Lane::Pad, Lane::Bass]));
    band.act(&Action::Knob(Knob::Intensity, 127));
    band.act(&Action::Generate);
    let held = |band: &mut Band, edge: Ticks| {
        let lanes = model(band).lanes;
        let over = |note: &&RollNote| note.start < edge && note.start + note.length > edge + Ticks(240);
        lanes[Lane::Pad.index()]
            .notes
            .iter()
            .filter(over)
            .map(|note| (note.start, note.key))
            .collect::<Vec<_>>()
    };
    let edges = (1..8).map(|bar| Ticks::from_beats(4 * bar));
    let edge = edges.into_iter().find(|edge| !held(&mut band, *edge).is_empty()).expect("pads hold");
    let before = held(&mut band, edge);
    let bar = (edge.0 / 3_840) as u32 + 1;
    band.act(&Action::Reroll { lane: Lane::Pad, bars: bars(bar, bar) });
    assert_eq!(held(&mut band, edge), before);
}
