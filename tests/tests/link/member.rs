//! A plugin without a host: its worker, its link, and the ends by which a host and a window would ask.

use std::path::Path;
use std::sync::Arc;

use music::lane::Lane;
use nice_plug::params::persist::PersistentField;
use plugin::action::Action;
use plugin::mailboxes::{self, AudioEnd, HostEnd, Order, WindowEnd};
use plugin::model::{LinkState, Model};
use plugin::saved_state::{self, Saved, SavedText};
use plugin::worker::Worker;

use crate::room::awaited;

pub struct Member {
    saved: SavedText,
    host: HostEnd,
    window: WindowEnd,
    /// Its rings have two ends.
    _audio: AudioEnd,
    worker: Worker,
}

/// A project of somebody who knows where the server is.
pub fn project(file: &Path, owns: &[Lane]) -> Saved {
    let mut saved =
        saved_state::read(r#"{"version":1}"#).expect("the first format, with nothing in it").saved;
    for lane in Lane::ALL {
        saved.chairs[lane.index()].owned = owns.contains(&lane);
    }
    saved.folder.watched = false;
    saved.link.server = Some(file.to_string_lossy().into_owned());
    saved
}

impl Member {
    /// Its project is opened, and a host begins.
    pub fn open(project: &Saved) -> Member {
        let saved = SavedText::default();
        let ends = mailboxes::open(saved.clone());
        let worker = Worker::start(ends.worker);
        let member = Member { saved, host: ends.host, window: ends.window, _audio: ends.audio, worker };
        member.load(project);
        member.host.order(Order::Rate(48_000));
        member
    }

    pub fn load(&self, project: &Saved) {
        self.saved.set(saved_state::write(project));
    }

    pub fn asks(&self, action: Action) {
        self.window.actions.send(action).expect("the worker listens");
        self.host.bell.ring();
    }

    pub fn shown(&self) -> Arc<Model> {
        Arc::clone(&self.window.shown.lock().expect("nobody falls while he shows"))
    }

    /// What a host would save now.
    pub fn project(&self) -> Saved {
        let text = self.saved.map(String::clone);
        saved_state::read(&text).expect("what it writes it can read").saved
    }

    /// As it is called in its session, once it is there.
    pub fn linked(&self) -> String {
        awaited("it is linked", || (self.shown().link == LinkState::Connected).then_some(()));
        awaited("its project has its name", || self.project().link.instance_id)
    }

    pub fn owned(&self) -> Vec<Lane> {
        self.shown().lanes.iter().filter(|lane| lane.owned).map(|lane| lane.lane).collect()
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.host.order(Order::End);
        self.worker.join();
    }
}
