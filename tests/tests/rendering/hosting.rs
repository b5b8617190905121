//! How the player is hosted: blocks leave no trace, automation does, nonsense is refused.

use ai_band_tests::render::{Hosting, Piece, render};
use examples::demo::demo;
use music::arrangement::{Arrangement, Clips, Source};
use music::chart::Chart;
use music::clip::{Clip, Library, Note};
use music::lane::Lane;
use music::midi_file::{self, Timing};
use music::pitch::Pitch;
use music::time::{Micros, Span, Ticks};
use player::Automation;

use crate::written::{notes, piece, rendered, track};

#[test]
fn the_file_is_the_same_whatever_the_block_size() {
    let demo = demo();
    let bytes = |block_frames: u32| {
        let file = rendered(&demo, &Hosting { block_frames, ..Hosting::default() });
        midi_file::write(&file, Timing::Quantised).unwrap()
    };
    let usual = bytes(512);
    for block_frames in [64, 441, 4_096, 48_000 * 600] {
        assert!(bytes(block_frames) == usual, "blocks of {block_frames} frames make another file");
    }
}

#[test]
fn complexity_leaves_out_what_matters_less() {
    let demo = demo();
    for complexity in [0, 60, 100, 127] {
        let automation = Automation { complexity, ..Automation::default() };
        let file = rendered(&demo, &Hosting { automation, ..Hosting::default() });
        for lane in [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar] {
            let wanted = notes(&demo, lane).iter().filter(|note| note.importance >= 127 - complexity).count();
            assert_eq!(track(&file, lane).notes.len(), wanted, "{lane} at complexity {complexity}");
        }
    }
}

#[test]
fn intensity_makes_the_band_louder() {
    let demo = demo();
    let loudness = [0, 64, 127].map(|intensity| {
        let automation = Automation { intensity, ..Automation::default() };
        let file = rendered(&demo, &Hosting { automation, ..Hosting::default() });
        let velocities = file.tracks.iter().flat_map(|track| &track.notes);
        velocities.map(|note| u32::from(note.velocity)).sum::<u32>()
    });
    assert!(loudness[0] < loudness[1] && loudness[1] < loudness[2], "{loudness:?}");
}

#[test]
fn fills_and_pattern_b_are_heard_when_asked_for() {
    let demo = demo();
    let drums = |automation: Automation| {
        track(&rendered(&demo, &Hosting { automation, ..Hosting::default() }), Lane::Drums).notes.clone()
    };
    let main = drums(Automation::default());
    let b = drums(Automation { pattern: player::Pattern::B, ..Automation::default() });
    let fill = drums(Automation { fill: true, ..Automation::default() });
    assert!(main != b && b.len() == main.len() && fill != main && fill != b);
}

#[test]
fn nonsense_is_refused_with_a_way_out() {
    let demo = demo();
    let no_frames = Hosting { block_frames: 0, ..Hosting::default() };
    let error = render(&piece(&demo), &no_frames).unwrap_err().to_string();
    assert!(error.contains("take 1 or more"), "{error}");

    let library = Library::new();
    let lost = Piece { library: &library, ..piece(&demo) };
    let error = render(&lost, &Hosting::default()).unwrap_err().to_string();
    assert!(error.contains("is not in the library"), "{error}");
}

#[test]
fn silence_is_a_file_without_tracks() {
    let song = Chart::parse("{tempo: 120} | C | D |").unwrap().song();
    let (arrangement, library) = (Arrangement::new(), Library::new());
    let silence = Piece { song: &song, arrangement: &arrangement, library: &library };
    let file = render(&silence, &Hosting::default()).unwrap();
    assert_eq!((file.tracks.len(), file.markers.len(), file.length), (0, 2, song.end()));
}

#[test]
fn a_pickup_is_played_at_the_end_of_a_bar_before_the_song() {
    let song = Chart::parse("{meter: 3/4} {pickup: 1/4} | C | {tempo: 90} D | {meter: 2/4} {tempo: 60} E |");
    let song = song.unwrap().song();
    let mut library = Library::new();
    let note = |beat| Note {
        start: Ticks::from_beats(beat),
        length: Ticks(480),
        offset: Micros(0),
        pitch: Pitch::MIDDLE_C,
        velocity: 90,
        importance: 127,
    };
    let length = song.end() - song.start();
    let clip = library.insert(Clip::new(length, vec![note(0), note(1), note(4)], Vec::new()).unwrap());
    let mut arrangement = Arrangement::new();
    let span = Span { start: song.start(), end: song.end() };
    arrangement.insert(Lane::Keys, span, Source::once(Clips::only(clip))).unwrap();
    let early = Piece { song: &song, arrangement: &arrangement, library: &library };
    let file = render(&early, &Hosting::default()).unwrap();
    let starts: Vec<i64> = file.tracks[0].notes.iter().map(|note| note.start.0).collect();
    assert_eq!(starts, [2 * 960, 3 * 960, 6 * 960], "the pickup is the third beat of the first bar");
    let markers: Vec<(i64, &str)> = file.markers.iter().map(|marker| (marker.at.0, &*marker.text)).collect();
    assert_eq!(markers, [(2 * 960, "C"), (3 * 960, "D"), (6 * 960, "E")]);
    let meters: Vec<String> = (0..3).map(|bar| file.meter.at_bar(bar).to_string()).collect();
    assert_eq!(meters, ["3/4", "3/4", "2/4"]);
    let tempi = [0, 3, 6].map(|beat| file.tempo.at(Ticks::from_beats(beat)).to_string());
    assert_eq!(tempi, ["90", "90", "60"], "the first tempo holds before it, too");
}
