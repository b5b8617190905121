//! What is written: plain bytes, the same for the same content, and refusals of what no file can hold.

use ai_band_music::clip::{ControlKind, Note};
use ai_band_music::key::{Key, Mode};
use ai_band_music::lane::Lane;
use ai_band_music::midi_file::{self, Marker, MidiFile, TRACKS_MAX, Timing, Track, Unwritable};
use ai_band_music::pitch::{Letter, Spelling};
use ai_band_music::time::{MAX_TICKS, Micros, Ticks};
use ai_band_music::{meter, tempo};

use super::bytes::{chunk, header, notes, read};
use super::lanes::{control, note, track};

fn empty() -> MidiFile {
    MidiFile::empty(tempo::Map::constant("92".parse().unwrap()), meter::Map::constant("3/4".parse().unwrap()))
}

fn with(tracks: Vec<Track>) -> MidiFile {
    MidiFile { tracks, ..empty() }
}

#[test]
fn a_file_is_written_byte_by_byte_as_promised() {
    let marker = Marker { at: Ticks(960), text: "Am7".to_owned() };
    let bass = Track {
        name: Some("bass".to_owned()),
        program: Some(33),
        ..track(&[note(0, 960, 40), note(960, 960, 40)], &[control(0, 0, 8), control(0, 7, 100)])
    };
    let file = MidiFile { markers: vec![marker], length: Ticks(2_880), ..with(vec![bass]) };
    let conductor = [
        &[0, 0xff, 0x58, 4, 3, 2, 24, 8, 0, 0xff, 0x51, 3, 9, 0xf3, 0x8e][..],
        &[0x87, 0x40, 0xff, 6, 3, b'A', b'm', b'7', 0x8f, 0, 0xff, 0x2f, 0],
    ]
    .concat();
    let part = [
        &[0, 0xff, 3, 4, b'b', b'a', b's', b's', 0, 0xb0, 0, 8, 0, 0xc0, 33, 0, 0xb0, 7, 100][..],
        &[0, 0x90, 40, 100, 0x87, 0x40, 0x80, 40, 64, 0, 0x90, 40, 100, 0x87, 0x40, 0x80, 40, 64],
        &[0x87, 0x40, 0xff, 0x2f, 0],
    ]
    .concat();
    let expected = [header(1, 2, 960), chunk(*b"MTrk", &conductor), chunk(*b"MTrk", &part)].concat();
    assert_eq!(midi_file::write(&file, Timing::AsHeard), Ok(expected.clone()));
    assert_eq!(midi_file::write(&file, Timing::Quantised), Ok(expected));
}

#[test]
fn hands_are_heard_or_quantised() {
    let late = Note { offset: Micros(10_000), ..note(960, 480, 60) };
    let early = Note { offset: Micros(-50_000), ..note(0, 480, 62) };
    let file = with(vec![track(&[early, late], &[])]);
    let written = |timing| notes(&read(&midi_file::write(&file, timing).unwrap()));
    assert_eq!(written(Timing::Quantised), [[(0, 480, 62, 100), (960, 480, 60, 100)]]);
    assert_eq!(
        written(Timing::AsHeard),
        [[(0, 406, 62, 100), (975, 480, 60, 100)]],
        "10 ms at 92 is 15 ticks"
    );
}

#[test]
fn every_lane_comes_back_as_it_was() {
    let clip = track(&[note(0, 0, 36), note(0, 10, 36), note(10, 10, 36)], &[]).to_clip(Ticks(960)).unwrap();
    let tracks: Vec<_> = Lane::ALL.into_iter().map(|lane| Track::of_lane(lane, &clip)).collect();
    let read = read(&midi_file::write(&with(tracks.clone()), Timing::AsHeard).unwrap());
    assert_eq!(read.tracks, tracks);
    assert!(read.warnings.is_empty());
}

#[test]
fn a_part_without_events_keeps_its_channel() {
    let silent = Track { channel: 7, name: Some("Pad".to_owned()), ..track(&[], &[]) };
    let nameless = Track { channel: 15, ..track(&[], &[]) };
    let file = with(vec![silent, nameless]);
    assert_eq!(read(&midi_file::write(&file, Timing::AsHeard).unwrap()).tracks, file.tracks);
}

#[test]
fn maps_from_before_the_first_beat_hold_from_it_on() {
    let slow = |at: i64, bpm: &str| (Ticks(at), bpm.parse().unwrap());
    let tempo = tempo::Map::new(vec![slow(-960, "60"), slow(-1, "70"), slow(960, "80")]).unwrap();
    let meter = meter::Map::new(&[(-2, "3/4".parse().unwrap()), (0, "4/4".parse().unwrap())]).unwrap();
    let read = read(&midi_file::write(&MidiFile::empty(tempo, meter), Timing::AsHeard).unwrap());
    assert_eq!(read.tempo.changes(), [slow(0, "70"), slow(960, "80")]);
    assert_eq!(read.meter, meter::Map::constant("4/4".parse().unwrap()));
}

#[test]
fn a_key_is_written_as_files_can_say_it() {
    let table = [
        ("Eb", Some("Eb")),
        ("F#m", Some("F#m")),
        ("D dorian", Some("Am")),
        ("G mixolydian", Some("C")),
        ("F lydian", Some("C")),
        ("B locrian", Some("Am")),
    ];
    for (key, expected) in table {
        let file = MidiFile { key: Some(key.parse().unwrap()), ..empty() };
        let read = read(&midi_file::write(&file, Timing::AsHeard).unwrap());
        assert_eq!(read.key.map(|key| key.to_string()).as_deref(), expected, "{key}");
    }
    let sharp = Key::new(Spelling::new(Letter::G, 1), Mode::Major);
    let file = MidiFile { key: Some(sharp), ..empty() };
    assert_eq!(read(&midi_file::write(&file, Timing::AsHeard).unwrap()).key, None, "eight sharps");
}

#[test]
fn what_no_file_can_hold_is_refused() {
    let before = |at: i64, what: &'static str| Unwritable::OutsideOfTheFile { what, at: Ticks(at) };
    let marker =
        |at: i64| MidiFile { markers: vec![Marker { at: Ticks(at), text: String::new() }], ..empty() };
    let of_note = |note: Note| with(vec![track(&[note], &[])]);
    let range = |what, value, min, max| Unwritable::OutOfRange { track: 1, what, value, min, max };
    let bend = |value| ai_band_music::clip::Control { kind: ControlKind::Bend, ..control(0, 0, value) };
    let table = [
        (marker(-1), before(-1, "a marker")),
        (marker(i64::MAX), before(i64::MAX, "a marker")),
        (MidiFile { length: Ticks(-1), ..empty() }, before(-1, "the end")),
        (MidiFile { length: Ticks(MAX_TICKS + 1), ..empty() }, before(MAX_TICKS + 1, "the end")),
        (of_note(note(-960, 10, 60)), before(-960, "a note's start")),
        (of_note(note(i64::MIN, i64::MIN, 60)), before(i64::MIN, "a note's start")),
        (of_note(note(9, -1, 60)), range("a note's length", -1, 0, MAX_TICKS - 9)),
        (of_note(note(9, i64::MAX, 60)), range("a note's length", i64::MAX, 0, MAX_TICKS - 9)),
        (of_note(Note { velocity: 0, ..note(0, 1, 60) }), range("a velocity", 0, 1, 127)),
        (
            of_note(Note { offset: Micros(100_001), ..note(0, 1, 60) }),
            range("a hand's microseconds", 100_001, -100_000, 100_000),
        ),
        (of_note(Note { velocity: 200, ..note(0, 1, 60) }), range("a velocity", 200, 1, 127)),
        (with(vec![track(&[], &[control(-5, 1, 1)])]), before(-5, "a control")),
        (with(vec![track(&[], &[control(0, 1, 128)])]), range("a control's value", 128, 0, 127)),
        (with(vec![track(&[], &[control(0, 123, 0)])]), range("a controller", 123, 0, 119)),
        (with(vec![track(&[], &[bend(16_384)])]), range("a control's value", 16_384, 0, 16_383)),
        (with(vec![Track { channel: 16, ..track(&[], &[]) }]), range("channel", 16, 0, 15)),
        (with(vec![Track { program: Some(128), ..track(&[], &[]) }]), range("program", 128, 0, 127)),
        (with(vec![track(&[], &[]); TRACKS_MAX]), Unwritable::TooManyTracks { count: TRACKS_MAX }),
    ];
    for (file, expected) in table {
        assert_eq!(midi_file::write(&file, Timing::AsHeard), Err(expected));
    }
    let late = Note { offset: Micros(100_000), ..note(MAX_TICKS, 0, 60) };
    let written = midi_file::write(&of_note(late), Timing::AsHeard);
    assert_eq!(written, Err(before(MAX_TICKS + 147, "the end")), "a tenth of a second at 92");
}

#[test]
fn refusals_name_the_place_and_the_way_out() {
    let text = |file: &MidiFile| midi_file::write(file, Timing::AsHeard).unwrap_err().to_string();
    let early = with(vec![track(&[note(-960, 10, 60)], &[])]);
    assert_eq!(
        text(&early),
        "a note's start at tick -960: a file goes from tick 0 to 200000000; move the music into it"
    );
    let many = |count| with(vec![track(&vec![note(0, 1, 60); count], &[])]);
    let way_out = "a file may have 500000, so leave lanes out or write fewer bars";
    assert_eq!(text(&many(250_000)), format!("500004 events; {way_out}"), "what every file has included");
    assert_eq!(text(&many(250_001)), format!("500002 events; {way_out}"), "counted before anything is built");
}
