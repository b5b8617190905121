//! A file somebody puts into the watched folder is played by a running band, by the folder's rule or by a decision.

use std::path::Path;

use ai_band_plugin::action::Action;
use ai_band_plugin::model::{Model, TakeState};
use music::clip::{Clip, Note};
use music::lane::Lane;
use music::meter::{self, Meter};
use music::midi_file::{self, MidiFile, Timing, Track};
use music::pitch::Pitch;
use music::tempo::{self, Tempo};
use music::time::{Micros, Ticks};
use nice_plug::prelude::ProcessMode;

use crate::rig::{BEAT, Rig};

fn bass(key: u8) -> Vec<u8> {
    music(Lane::Bass, key)
}

/// A bar of one note.
pub(crate) fn music(lane: Lane, key: u8) -> Vec<u8> {
    let note = Note {
        start: Ticks::ZERO,
        length: Ticks::from_beats(4),
        offset: Micros(0),
        pitch: Pitch::new(key).unwrap(),
        velocity: 100,
        importance: 127,
    };
    let clip = Clip::new(Ticks::from_beats(4), vec![note], vec![]).unwrap();
    let (tempo, meter) = (Tempo::from_milli_bpm(120_000).unwrap(), Meter::new(4, 4).unwrap());
    let mut file = MidiFile::empty(tempo::Map::constant(tempo), meter::Map::constant(meter));
    file.length = Ticks::from_beats(4);
    file.tracks = vec![Track::of_lane(lane, &clip)];
    midi_file::write(&file, Timing::AsHeard).unwrap()
}

pub(crate) fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let beside = folder.join("half.part");
    std::fs::write(&beside, bytes).unwrap();
    std::fs::rename(&beside, folder.join(name)).unwrap();
}

pub(crate) fn until(rig: &mut Rig, what: &str, is_so: impl Fn(&Model) -> bool) {
    // A set enters after half a second of quiet; whoever waits for a minute waits for ever.
    for _ in 0..2_000 {
        if is_so(&rig.settled()) {
            return;
        }
        std::thread::park_timeout(std::time::Duration::from_millis(30));
    }
    panic!("{what} never happened: {:?}", rig.settled().folder);
}

#[test]
fn a_file_enters_a_playing_band_by_the_folders_rule_and_waits_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut rig = Rig::new(ProcessMode::Realtime);
    rig.asks(Action::Route { lane: Lane::Bass, route: ai_band_plugin::model::Route::Both });
    rig.asks(Action::FolderPath(folder.path().to_owned()));
    until(&mut rig, "watching", |model| model.folder.path == folder.path() && !model.folder.is_fault);
    put(folder.path(), "20261120_120000_bass_C_120.mid", &bass(40));
    until(&mut rig, "the first file", |model| !model.lanes[Lane::Bass.index()].notes.is_empty());
    rig.at_beat(0.0).play(8 * BEAT, 512);
    let begun: Vec<_> = rig.heard.iter().filter(|note| note.3 > 0).map(|note| (note.0, note.2)).collect();
    assert_eq!(begun, [(0, 40), (4 * BEAT, 40)], "it loops");

    rig.asks(Action::FolderApproved(false));
    put(folder.path(), "20261120_120100_bass_C_120.mid", &bass(43));
    until(&mut rig, "the second file", |model| {
        model.takes.iter().any(|take| take.state == TakeState::ToDecide)
    });
    let take = rig.settled().takes.iter().find(|take| take.state == TakeState::ToDecide).unwrap().id;
    rig.asks(Action::Approve(take));
    rig.heard.clear();
    rig.play(4 * BEAT, 512);
    let begun: Vec<_> = rig.heard.iter().filter(|note| note.3 > 0).map(|note| note.2).collect();
    assert_eq!(begun, [43]);

    std::fs::write(folder.path().join("20261120_120200_bass_C_120.mid"), b"MThd what").unwrap();
    until(&mut rig, "the damage", |model| model.folder.files.iter().any(|file| file.damage.is_some()));
}

/// The set enters half a second after its last file; a machine may sleep that long, so there are several tries.
#[test]
fn a_file_is_playable_before_its_set_is_complete_and_no_longer_if_it_goes_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut rig = Rig::new(ProcessMode::Realtime);
    rig.asks(Action::Route { lane: Lane::Bass, route: ai_band_plugin::model::Route::Both });
    rig.asks(Action::FolderPath(folder.path().to_owned()));
    until(&mut rig, "watching", |model| model.folder.path == folder.path() && !model.folder.is_fault);
    let mut was_early = false;
    for number in 0..10 {
        let (key, name) = (40 + number, format!("2026112012000{number}_bass_C_120.mid"));
        put(folder.path(), &name, &bass(key));
        while !plays(&mut rig, key) {
            std::thread::yield_now();
        }
        let model = rig.settled();
        std::fs::remove_file(folder.path().join(&name)).unwrap();
        if !model.lanes[Lane::Bass.index()].notes.iter().any(|note| note.key == key) {
            was_early = true;
            until_silent(&mut rig, key);
            break;
        }
    }
    assert!(was_early, "ten files were heard only when their set had entered");
}

/// What the band would play now from its first beat on.
fn plays(rig: &mut Rig, key: u8) -> bool {
    rig.stop().play(64, 64);
    rig.heard.clear();
    rig.at_beat(0.0).play(64, 64);
    let is_played = rig.heard.iter().any(|note| note.3 > 0 && note.2 == key);
    rig.stop().play(64, 64);
    is_played
}

fn until_silent(rig: &mut Rig, key: u8) {
    for _ in 0..2_000 {
        if !plays(rig, key) {
            return;
        }
        rig.settled();
        std::thread::park_timeout(std::time::Duration::from_millis(5));
    }
    panic!("a file that has gone again plays on");
}
