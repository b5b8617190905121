//! A lane is pulled out of the window that a host opened, into another program: a file of the notes that are heard.

use std::path::{Path, PathBuf};
use std::time::Duration;

use harness::display::Display;
use harness::kept::Kept;
use harness::{Daw, Format, Heard as Played, Rig, Setup, Sizes, Tempo};
use music::clip::Note;
use music::lane::Lane;
use music::midi_file::{MidiFile, Track};
use music::time::{Micros, TICKS_PER_BEAT, Ticks};
use plugin::action::Action;
use plugin::model::Route;

use crate::target::{Heard, Manner, Target};
use crate::twin::{Twin, asked, project, screen, settled, shown, size};

const RATE: f64 = 48_000.0;
/// Samples of a tick at 120 BPM.
const SAMPLES_PER_TICK: f64 = 25.0;
const SONG: u64 = 4 * 96_000;
const BAR_TICKS: i64 = 4 * TICKS_PER_BEAT;
const TITLE: &str = "Späte Boote #1 (100 %)";
/// Files do not show what the window's thread has to do first.
const STEP: Duration = Duration::from_millis(150);
const PULL_PATIENCE: Duration = Duration::from_secs(4);
const PULLS_MAX: usize = 10;

fn song(lane: Lane) -> String {
    let chart = format!("{{title: {TITLE}}}\n[A]\n| C | Am | F | G |\n");
    let route = Action::Route { lane, route: Route::Midi };
    project(&asked(&[Action::Chart(chart), Action::Seed(1), route, Action::Generate]))
}

#[allow(unsafe_code, reason = "the environment belongs to the whole process")]
fn at_home(home: &Path) {
    // SAFETY: each test that opens a window is a process of its own, and sets this before it starts a thread.
    unsafe {
        std::env::set_var("HOME", home);
        std::env::set_var("XDG_DATA_HOME", home.join("däta"));
    }
}

/// Beside the window.
fn beside() -> (i16, i16) {
    (size().width as i16 + 120, 100)
}

/// A hand presses where the handle is, pulls, and lets go over the target.
fn pulled(display: &Display, from: (i16, i16), target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let entered = (0..PULLS_MAX).find_map(|_| {
        display.go(from).expect("the pointer moves");
        target.within(STEP);
        display.press().expect("the button is down");
        for step in 1..=3 {
            display.go((from.0 + step * 12, from.1 + step * 4)).expect("the pointer moves");
            target.within(STEP);
        }
        let (x, y) = beside();
        display.go((x + 60, y + 60)).expect("the pointer moves");
        let heard = target.within(PULL_PATIENCE);
        if heard.is_none() {
            display.let_go().expect("the button is up");
        }
        heard
    });
    assert!(matches!(entered, Some(Heard::Entered { version: 5, .. })), "{entered:?}");
    display.let_go().expect("the button is up");
    let Heard::Files(files) = target.next_deed() else { panic!("a file was expected") };
    files
}

/// A note as a track has it: where it begins, where it ends, and what it is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Struck {
    channel: u8,
    key: u8,
    start: u64,
    end: u64,
    velocity: u8,
}

fn heard_notes(heard: &Played) -> Vec<Struck> {
    let mut struck: Vec<Struck> = Vec::new();
    for note in &heard.notes {
        let (channel, key, start) = (note.channel, note.key, note.sample);
        if note.is_on {
            struck.push(Struck { channel, key, start, end: u64::MAX, velocity: note.velocity });
        } else {
            let is_it = |it: &&mut Struck| (it.channel, it.key, it.end) == (channel, key, u64::MAX);
            struck.iter_mut().rfind(is_it).expect("what ends has begun").end = start;
        }
    }
    struck.sort_unstable();
    struck
}

/// What a file says, on the samples that it means at its own tempo.
fn written_notes(file: &MidiFile) -> Vec<Struck> {
    let sample = |at: Ticks, offset: Micros| {
        let seconds = file.tempo.nanos_at(at) as f64 / 1e9 + f64::from(offset.0) / 1e6;
        (seconds * RATE).max(0.0).round() as u64
    };
    let struck = |track: &Track, note: &Note| Struck {
        channel: track.channel,
        key: note.pitch.key(),
        start: sample(note.start, note.offset),
        end: sample(note.start + note.length, note.offset),
        velocity: note.velocity,
    };
    let mut written: Vec<Struck> =
        file.tracks.iter().flat_map(|track| track.notes.iter().map(|note| struck(track, note))).collect();
    written.sort_unstable();
    written
}

/// A file's ticks are all that may lie between.
fn assert_as_heard(heard: &[Struck], written: &[Struck]) {
    assert_eq!(written.len(), heard.len());
    for (one, other) in heard.iter().zip(written) {
        let is_same = (one.channel, one.key, one.velocity) == (other.channel, other.key, other.velocity);
        let is_near = |one: u64, other: u64| one.abs_diff(other) as f64 <= SAMPLES_PER_TICK;
        let is_there = is_near(one.start, other.start) && is_near(one.end, other.end);
        assert!(is_same && is_there, "heard {one:?}, written {other:?}");
    }
}

fn dragged(format: Format, lane: Lane, label: &str) {
    let (display, home) = (screen(), tempfile::tempdir().expect("a folder"));
    at_home(home.path());
    let text = song(lane);
    let mut rig = Rig::band(format);
    rig.load(&Kept::text("band", &text).write(format));
    rig.activate(Setup::realtime(RATE, 512));
    let mut daw = Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[480]));
    let mut heard = rig.play(daw.play(), SONG);
    heard.append(rig.play(daw.stop(), 480));

    let frame = shown(&display, &mut rig);
    let target = Target::open_at(&display.name, beside(), 5, Manner::Takes);
    let files = pulled(&display, Twin::opened(&text).place(label), &target);
    settled(&frame, &mut rig);
    rig.host.close_editor();

    let [(path, bytes)]: [(PathBuf, Vec<u8>); 1] = files.try_into().expect("one lane is one file");
    assert!(path.starts_with(home.path()), "{}", path.display());
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    assert_eq!(name, format!("{TITLE} - {}.mid", lane.name()));
    assert!(path.exists(), "files are kept");
    let file = music::midi_file::read(&bytes).expect("a MIDI file");
    let heard = heard_notes(&heard);
    assert!(heard.len() > 4, "{label}: {heard:?}");
    assert_as_heard(&heard, &written_notes(&file));
    assert_eq!(file.length, Ticks(4 * BAR_TICKS), "{label}: it loops as the song does");
    let names: Vec<Option<&str>> = file.tracks.iter().map(|track| track.name.as_deref()).collect();
    assert_eq!(names, [Some(lane.name())]);
    assert!(file.tracks[0].program.is_some(), "{label}: another program is told the sound");
    let chords: Vec<(i64, &str)> = file.markers.iter().map(|marker| (marker.at.0, &*marker.text)).collect();
    let expected = [(0, "C"), (BAR_TICKS, "Am"), (2 * BAR_TICKS, "F"), (3 * BAR_TICKS, "G")];
    assert_eq!(chords, expected, "{label}");
}

in_both_hosts! {
    fn the_bass_is_pulled_into_another_program(format) {
        dragged(format, Lane::Bass, "Drag Bass out");
    }

    fn the_drums_are_pulled_into_another_program(format) {
        dragged(format, Lane::Drums, "Drag Drums out");
    }
}
