//! Everybody lands together, on the tonic, and lets it ring.

use ai_band_examples::demo::demo;
use music::lane::Lane;
use music::time::{Span, Ticks};

use crate::paper::{notes_in, section};

const BAND: [Lane; 4] = [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar];

#[test]
fn everybody_lands_together_on_the_tonic_and_nobody_plays_on() {
    let demo = demo();
    let last = demo.song.chords().last().unwrap();
    let (chord, tonic) = (last.chord.unwrap(), demo.song.bars()[0].key.unwrap().tonic);
    assert_eq!((chord.root(), chord.bass()), (tonic, tonic));
    for lane in BAND {
        let played = notes_in(&demo, lane, last.span());
        assert!(!played.is_empty() && played.iter().all(|note| note.start == last.start), "{lane}");
        assert!(played.iter().all(|note| note.importance == 127), "{lane} lands at any complexity");
    }
    let bass = &notes_in(&demo, Lane::Bass, last.span())[0];
    assert_eq!(bass.pitch.class(), tonic.class());
}

#[test]
fn the_last_chord_rings_for_two_bars() {
    let demo = demo();
    let last = demo.song.chords().last().unwrap();
    assert_eq!(last.length, Ticks::from_beats(8));
    assert_eq!(last.span().end, section(&demo, "Ending").span.end);
    for lane in [Lane::Bass, Lane::Keys, Lane::Guitar] {
        let played = notes_in(&demo, lane, last.span());
        assert!(played.iter().all(|note| note.length > Ticks::from_beats(7)), "{lane}");
    }
}

#[test]
fn a_fill_never_takes_the_landing_away() {
    let demo = demo();
    let ending = section(&demo, "Ending");
    let landing = demo.song.chords().last().unwrap().start - ending.span.start;
    let clips = crate::paper::drum_clips(&demo, ending);
    let after = Span { start: landing, end: ending.span.length() };
    let counts = clips.map(|clip| clip.notes().iter().filter(|note| after.contains(note.start)).count());
    assert_eq!(counts, [2, 2, 2], "a kick and a crash in main, B and fill");
}
