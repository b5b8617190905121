//! A band: who plays when, how hard, how together, and what complexity leaves.

use std::collections::BTreeSet;

use ai_band_examples::demo::demo;
use music::clip::Note;
use music::lane::Lane;
use music::time::Ticks;

use crate::paper::{drum_clips, notes, notes_in, section};

const BAND: [Lane; 4] = [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar];
const CRASH: u8 = 49;

#[test]
fn nobody_plays_keys_the_instrument_does_not_have() {
    let demo = demo();
    for lane in BAND {
        let (lowest, highest) = lane.character().range;
        for note in notes(&demo, lane) {
            let key = note.pitch.key();
            assert!((lowest..=highest).contains(&key), "{lane} has no {} (beat {})", note.pitch, note.start);
        }
    }
}

#[test]
fn a_key_is_let_go_before_it_is_struck_again() {
    let demo = demo();
    for lane in BAND {
        let mut all = notes(&demo, lane);
        all.sort_by_key(|note| (note.pitch, note.start));
        for two in all.windows(2).filter(|two| two[0].pitch == two[1].pitch) {
            let end = two[0].start + two[0].length;
            assert!(
                two[0].start < two[1].start,
                "{lane} has {} twice at beat {}",
                two[1].pitch,
                two[1].start
            );
            assert!(end <= two[1].start, "{lane} holds {} into beat {}", two[1].pitch, two[1].start);
        }
    }
}

#[test]
fn the_band_fills_up_and_thins_out() {
    let demo = demo();
    let bar = |number: usize| demo.song.bars()[number - 1].span();
    let table: [(usize, &[Lane]); 7] = [
        (1, &[Lane::Drums, Lane::Keys]),
        (3, &[Lane::Drums, Lane::Bass, Lane::Keys]),
        (5, &[Lane::Drums, Lane::Bass, Lane::Keys]),
        (9, &BAND),
        (13, &BAND),
        (21, &BAND),
        (29, &BAND),
    ];
    for (number, expected) in table {
        let playing: Vec<Lane> =
            BAND.into_iter().filter(|lane| !notes_in(&demo, *lane, bar(number)).is_empty()).collect();
        assert_eq!(playing, expected, "bar {number}");
    }
    for lane in BAND {
        let in_bar = |number| notes_in(&demo, lane, bar(number)).len();
        assert!(in_bar(13) > in_bar(21), "{lane} has more to do in the chorus than in the break");
    }
}

#[test]
fn sections_differ_in_loudness_and_in_what_is_played() {
    let demo = demo();
    for lane in BAND {
        let loudness = |name: &str| {
            let mut played = notes_in(&demo, lane, section(&demo, name).span);
            played.retain(|note| note.importance == 127);
            let sum: u32 = played.iter().map(|note| u32::from(note.velocity)).sum();
            sum / (played.len() as u32).max(1)
        };
        assert!(loudness("Chorus") > loudness("Verse"), "{lane}");
        assert!(loudness("Verse") > loudness("Intro"), "{lane}");
        assert!(loudness("Chorus") > loudness("Break"), "{lane}");
    }
    let clips: BTreeSet<_> = demo.arrangement.regions().iter().map(|region| region.clips.main).collect();
    assert_eq!(clips.len(), demo.arrangement.regions().len(), "no two sections play the same clip");
}

#[test]
fn every_section_has_a_fill_and_what_follows_begins_with_a_crash() {
    let demo = demo();
    for (index, section) in demo.sections.iter().enumerate() {
        let [main, b, fill] = drum_clips(&demo, section);
        assert_eq!([b.length(), fill.length()], [main.length(); 2], "{}", section.name);
        assert!(main != fill && main != b && b != fill, "{} has three different clips", section.name);
        let has_crash =
            main.notes().iter().any(|note| note.start == Ticks::ZERO && note.pitch.key() == CRASH);
        assert_eq!(has_crash, index > 0, "{}", section.name);
        if section.name != "Ending" {
            let last = |notes: &[Note]| {
                let from = main.length() - Ticks::from_beats(4);
                notes.iter().filter(|note| note.start >= from).copied().collect::<Vec<_>>()
            };
            assert_eq!(last(main.notes()), last(fill.notes()), "{} ends with its fill", section.name);
        }
    }
}

#[test]
fn b_is_the_same_groove_on_the_other_cymbal() {
    let demo = demo();
    let [main, b, _] = drum_clips(&demo, section(&demo, "Chorus"));
    let count = |clip: &music::clip::Clip, key: u8| {
        clip.notes().iter().filter(|note| note.pitch.key() == key).count()
    };
    let (hat, ride, snare) = (42, 51, 38);
    assert!(count(main, ride) > 50 && count(main, hat) == 0);
    assert_eq!((count(b, hat), count(b, ride)), (count(main, ride), 0));
    assert_eq!(count(b, snare), count(main, snare));
}

#[test]
fn complexity_takes_away_step_by_step_and_leaves_a_song() {
    let demo = demo();
    for lane in BAND {
        let all = notes(&demo, lane);
        let left = |complexity: u8| all.iter().filter(|note| note.importance >= 127 - complexity).count();
        let counts = [0, 40, 80, 127].map(left);
        assert!(counts.windows(2).all(|two| two[0] <= two[1]), "{lane}: {counts:?}");
        assert!(counts[0] * 4 < counts[3] * 3, "{lane}: {counts:?}: the bare bones are fewer");
        assert!(counts[0] > 40, "{lane}: {counts:?}: the bare bones are there");
    }
}

#[test]
fn strums_go_across_the_strings_down_and_up() {
    let demo = demo();
    let guitar = notes_in(&demo, Lane::Guitar, section(&demo, "Chorus").span);
    let (mut down, mut up) = (0, 0);
    for strum in guitar.chunk_by(|note, next| note.start == next.start) {
        let offsets: Vec<i32> = strum.iter().map(|note| note.offset.0).collect();
        let gaps: Vec<i32> = offsets.windows(2).map(|two| two[1] - two[0]).collect();
        let size = gaps[0].abs();
        assert!((10_000..=20_000).contains(&size), "{gaps:?}");
        assert!(gaps.iter().all(|gap| *gap == gaps[0]), "one way, evenly: {gaps:?}");
        if gaps[0] > 0 { down += 1 } else { up += 1 }
    }
    assert!(down > 15 && up > 15, "{down} down, {up} up");
}

#[test]
fn no_stroke_is_repeated_at_the_same_velocity_three_times() {
    let demo = demo();
    for lane in BAND {
        let mut all = notes(&demo, lane);
        all.sort_by_key(|note| (note.pitch, note.start));
        let same = |notes: &[Note]| {
            notes.iter().all(|note| (note.pitch, note.velocity) == (notes[0].pitch, notes[0].velocity))
        };
        let machine_gun = all.windows(3).find(|three| same(three));
        assert_eq!(machine_gun, None, "{lane}");
    }
}
