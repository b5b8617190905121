//! Right notes: keys and guitar play the chord, the bass its bass, and nobody is in another's way.

use ai_band_examples::demo::demo;
use music::chord::Chord;
use music::clip::Note;
use music::lane::Lane;
use music::pitch::ClassSet;
use music::time::Ticks;

use crate::paper::{SIXTEENTH, notes, sounding};

fn allowed(chord: &Chord) -> ClassSet {
    chord.tones().into_iter().chain(chord.tensions()).map(|tone| tone.class).collect()
}

#[test]
fn chords_are_chord_tones_or_tensions_whenever_they_sound() {
    let demo = demo();
    for lane in [Lane::Keys, Lane::Guitar] {
        for note in notes(&demo, lane) {
            let harmony = demo.song.chord_at(note.start).unwrap();
            let chord = harmony.chord.unwrap();
            let is_right = allowed(&chord).contains(note.pitch.class());
            assert!(is_right, "{lane} plays {} over {chord} at beat {}", note.pitch, note.start);
            assert!(
                note.start + note.length <= harmony.span().end,
                "{lane} holds {} past {chord}",
                note.pitch
            );
        }
    }
}

#[test]
fn keys_and_guitar_have_the_guide_tones_between_them() {
    let demo = demo();
    let (keys, guitar) = (notes(&demo, Lane::Keys), notes(&demo, Lane::Guitar));
    let bass = notes(&demo, Lane::Bass);
    for harmony in demo.song.chords() {
        let heard =
            keys.iter().chain(&guitar).chain(&bass).filter(|note| harmony.span().contains(note.start));
        let heard: ClassSet = heard.map(|note| note.pitch.class()).collect();
        let chord = harmony.chord.unwrap();
        for tone in chord.guide_tones() {
            assert!(heard.contains(tone.class), "nobody plays the {} of {chord}", tone.degree);
        }
    }
}

#[test]
fn the_bass_has_the_chords_bass_wherever_it_changes() {
    let demo = demo();
    let bass = notes(&demo, Lane::Bass);
    let entry = bass[0].start;
    assert_eq!(entry, demo.song.bars()[2].start, "it comes in for the intro's second half");
    for harmony in demo.song.chords().iter().filter(|harmony| harmony.start >= entry) {
        let chord = harmony.chord.unwrap();
        let found = bass.iter().find(|note| note.start == harmony.start);
        let note = found.unwrap_or_else(|| panic!("no bass under {chord} at beat {}", harmony.start));
        assert_eq!(note.pitch.class(), chord.bass().class(), "{chord} at beat {}", harmony.start);
        assert_eq!(note.importance, 127, "{chord}: the bass of a chord is never left out");
    }
}

#[test]
fn the_bass_steps_into_the_next_chord() {
    let demo = demo();
    let bass = notes(&demo, Lane::Bass);
    let is_approach = |note: &Note| note.importance < 100;
    let approaches = bass.windows(2).filter(|two| is_approach(&two[0]));
    assert!(approaches.clone().count() >= 15);
    for two in approaches {
        let (from, into) = (two[0], two[1]);
        assert!(demo.song.chords().iter().any(|harmony| harmony.start == into.start), "into a change");
        let step = from.pitch.key().abs_diff(into.pitch.key());
        assert!((1..=2).contains(&step), "{} to {} at beat {}", from.pitch, into.pitch, into.start);
    }
}

#[test]
fn the_keys_move_little() {
    let demo = demo();
    let keys: Vec<Note> =
        notes(&demo, Lane::Keys).into_iter().filter(|note| note.pitch.key() >= RIGHT_HAND).collect();
    let hand_at = |at: Ticks| {
        let soon = keys.iter().filter(|note| (at..at + SIXTEENTH * 8).contains(&note.start));
        let mut hand: Vec<u8> = soon.map(|note| note.pitch.key()).collect();
        hand.sort_unstable();
        hand.dedup();
        hand
    };
    let hands: Vec<Vec<u8>> = demo.song.chords().iter().map(|harmony| hand_at(harmony.start)).collect();
    assert!(hands.iter().all(|hand| hand.len() == 4), "{hands:?}");
    for (two, chords) in hands.windows(2).zip(demo.song.chords().windows(2)) {
        let moves: u8 = two[0].iter().zip(&two[1]).map(|(from, to)| from.abs_diff(*to)).sum();
        assert!(moves <= 10, "{} semitones into {}", moves, chords[1].chord.unwrap());
    }
}

/// Below it is the left hand.
const RIGHT_HAND: u8 = 55;

#[test]
fn low_notes_stand_apart_and_the_guitar_stays_under_the_keys() {
    let demo = demo();
    let (keys, guitar) = (notes(&demo, Lane::Keys), notes(&demo, Lane::Guitar));
    for step in 0..demo.song.end().0 / SIXTEENTH.0 {
        let at = SIXTEENTH * step;
        for chord in [sounding(&keys, at), sounding(&guitar, at)] {
            for two in chord.windows(2).filter(|two| two[0] < RIGHT_HAND) {
                assert!(two[1] - two[0] >= 3, "muddy at beat {at}: {chord:?}");
            }
        }
        let (keys, guitar) = (sounding(&keys, at), sounding(&guitar, at));
        if keys.len() >= 4 && !guitar.is_empty() {
            assert!(guitar.last() <= keys.last(), "at beat {at} the guitar is above the keys");
        }
    }
}
