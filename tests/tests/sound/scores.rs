//! From notes to a score: what the player plays and what a MIDI file says are the same thing.

use ai_band_tests::render::{Hosting, Piece, render};
use ai_band_tests::sound::Performance;
use examples::demo::demo;
use music::midi_file::{self, Timing};
use synth::Program;

const RATE_HZ: u32 = 48_000;

#[test]
fn a_song_and_its_midi_file_are_the_same_score() {
    let demo = demo();
    let piece = Piece { song: &demo.song, arrangement: &demo.arrangement, library: &demo.library };
    let played = Performance::of_piece(&piece, RATE_HZ).unwrap();
    let file = render(&piece, &Hosting::default()).unwrap();
    let bytes = midi_file::write(&file, Timing::Quantised).unwrap();
    let read = Performance::of_midi(&midi_file::read(&bytes).unwrap(), RATE_HZ);
    let mut seats = read.seats.clone();
    seats.sort_by_key(|seat| played.seats.iter().position(|other| other == seat));
    assert_eq!(seats, played.seats);
    assert_eq!(read.score.channels(), played.score.channels());
    let apart = read.score.end_frame().abs_diff(played.score.end_frame());
    assert!(apart < u64::from(RATE_HZ) / 100, "{apart} frames");
}

#[test]
fn kits_are_found_on_the_tenth_channel_and_by_name() {
    let demo = demo();
    let piece = Piece { song: &demo.song, arrangement: &demo.arrangement, library: &demo.library };
    let mut file = render(&piece, &Hosting::default()).unwrap();
    for track in &mut file.tracks {
        track.name = (track.channel != 9).then(|| "Percussion".to_owned());
    }
    let seats = Performance::of_midi(&file, RATE_HZ).seats;
    assert!(seats.len() > 1 && seats.iter().all(|seat| seat.program.is_kit()), "{seats:?}");
    file.tracks.iter_mut().for_each(|track| track.name = None);
    let seats = Performance::of_midi(&file, RATE_HZ).seats;
    let named: Vec<&str> = seats.iter().map(|seat| seat.name.as_str()).collect();
    assert!(named.contains(&"channel 10") && named.contains(&"channel 1"), "{named:?}");
    let kits = seats.iter().filter(|seat| seat.program.is_kit());
    assert!(
        kits.clone().all(|seat| seat.channel == 9 && seat.program == Program::kit(0)) && kits.count() == 1
    );
}
