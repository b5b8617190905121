//! A file somebody puts into the watched folder is played by a running band, by the folder's rule or by a decision.

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

/// A bar of one bass note.
fn bass(key: u8) -> Vec<u8> {
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
    file.tracks = vec![Track::of_lane(Lane::Bass, &clip)];
    midi_file::write(&file, Timing::AsHeard).unwrap()
}

fn until(rig: &mut Rig, what: &str, is_so: impl Fn(&Model) -> bool) {
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
    let put = |name: &str, bytes: &[u8]| {
        let beside = folder.path().join("half.part");
        std::fs::write(&beside, bytes).unwrap();
        std::fs::rename(&beside, folder.path().join(name)).unwrap();
    };
    put("20261120_120000_bass_C_120.mid", &bass(40));
    until(&mut rig, "the first file", |model| !model.lanes[Lane::Bass.index()].notes.is_empty());
    rig.at_beat(0.0).play(8 * BEAT, 512);
    let begun: Vec<_> = rig.heard.iter().filter(|note| note.3 > 0).map(|note| (note.0, note.2)).collect();
    assert_eq!(begun, [(0, 40), (4 * BEAT, 40)], "it loops");

    rig.asks(Action::FolderApproved(false));
    put("20261120_120100_bass_C_120.mid", &bass(43));
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
