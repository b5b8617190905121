//! A minute of what `cargo xtask soak plugin` does for an hour.

use ai_band_tests::audio_guard::{Watching, caught_in};
use ai_band_tests::plugin_soak::{Pace, Soak};

#[global_allocator]
static ALLOCATOR: Watching = Watching;

const SECONDS: u64 = 60;

#[test]
fn a_minute_of_a_hosts_life_leaves_nothing_hanging_and_allocates_nothing() {
    assert!(caught_in(&mut || drop(Box::new(std::hint::black_box(1)))) > 0, "the guard sees");
    let folder = tempfile::tempdir().unwrap();
    let mut soak = Soak::new(7, folder.path().to_owned(), Pace::MINUTE).unwrap();
    while soak.seconds() < SECONDS {
        soak.round().unwrap_or_else(|fault| panic!("after {} s: {fault:#}", soak.seconds()));
    }
    let tally = soak.tally();
    assert!(tally.compared > 100 && tally.deeds > 20, "{} compared, {} deeds", tally.compared, tally.deeds);
    assert!(tally.timed > 2_000 && tally.drift_samples == 0, "{} timed in twice ten minutes", tally.timed);
    assert!(tally.live_growth_bytes().is_some(), "what grows is weighed");
    assert!(tally.growth_bytes().is_some() || !cfg!(target_os = "linux"), "the process too");
    assert!(tally.heard.loudest > 0.01, "it sounds");
}
