//! How long a host waits for its band when it sets it up.

use std::time::{Duration, Instant};

use ai_band_plugin::action::Action;
use nice_plug::context::PluginApi;
use nice_plug::prelude::ProcessMode;

use crate::rig::Rig;

/// Between what a live activation waits and what an offline one does.
const LONG: Duration = Duration::from_secs(15);

#[test]
fn a_live_activation_waits_no_longer_than_opening_may_in_any_format() {
    let mut rig = Rig::new(ProcessMode::Realtime);
    rig.settled();
    let window = rig.band.window();
    // The worker shows what it has done when it has done it, and cannot while somebody looks.
    let shown = window.shown.lock().unwrap();
    window.actions.send(Action::Seed(4_711)).unwrap();
    while !rig.saved()["band"].contains("4711") {
        std::thread::yield_now();
    }
    let asked = Instant::now();
    rig.api = PluginApi::Vst3;
    rig.activate(ProcessMode::Realtime);
    assert!(asked.elapsed() < LONG, "{:?}", asked.elapsed());
    drop(shown);
}
