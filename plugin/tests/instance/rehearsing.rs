//! A file that arrives while something else waits for its bar: neither keeps the other from entering where it was said.

use ai_band_plugin::action::Action;
use ai_band_plugin::folder::Standing;
use ai_band_plugin::model::{Model, TakeState};
use music::lane::Lane;

use crate::deciding::{BAR, BLOCK, with_a_take};
use crate::folder::{music, put, until};
use crate::rig::BEAT;

const NAME: &str = "20261120_120000_keys_C_120.mid";
/// A set enters half a second after its last file; a machine may sleep that long, so there are several tries.
const TRIES: usize = 10;

/// Whether the bar line was crossed before the file's set was complete: then the take must have entered at it.
fn is_early(tried: usize) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let (mut rig, take) = with_a_take();
    rig.asks(Action::FolderPath(folder.path().to_owned()));
    until(&mut rig, "watching", |model| model.folder.path == folder.path() && !model.folder.is_fault);
    // Half a beat before bar 7: a set that is quiet half a second later enters at bar 8.
    rig.at_beat(0.0).play(6 * BAR - BEAT / 2, BLOCK);
    rig.settled();
    let armed = rig.asks(Action::Approve(take));
    let state = |model: &Model| model.takes.iter().find(|other| other.id == take).unwrap().state.clone();
    assert_eq!(state(&armed), TakeState::Armed { bar: 7 });
    put(folder.path(), NAME, &music(Lane::Keys, 40));
    let stands = |model: &Model| {
        model.folder.files.iter().find(|file| file.name == NAME).map(|file| file.state.clone())
    };
    let ready = Standing::Ready.to_string();
    until(&mut rig, "the file", |model| {
        stands(model).is_some_and(|state| state != Standing::Waiting.to_string())
    });
    rig.play(BEAT, BLOCK);
    let model = rig.settled();
    let is_early = stands(&model) == Some(ready);
    assert!(!is_early || state(&model) == TakeState::Playing, "try {tried}: {:?} in bar 7", state(&model));
    is_early
}

#[test]
fn a_take_enters_at_its_bar_whatever_arrives_in_the_folder() {
    assert!((0..TRIES).any(is_early), "the set was complete before the bar line every time");
}
