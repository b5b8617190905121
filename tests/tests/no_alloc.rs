//! Nothing that runs on the audio thread allocates or frees: scenarios play under an allocator that counts.

use ai_band_tests::audio_guard::{Watching, caught_in};
use ai_band_tests::chance::mixed;
use ai_band_tests::scenario::Scenario;
use ai_band_tests::trial::Stand;

const SCENARIOS: u64 = 500;

#[global_allocator]
static ALLOCATOR: Watching = Watching;

#[test]
fn the_guard_sees_allocating_and_freeing() {
    let mut kept = None;
    assert!(
        caught_in(&mut || kept = Some(Box::new(std::hint::black_box(1)))) > 0,
        "an allocation went unseen"
    );
    assert!(caught_in(&mut || drop(kept.take())) > 0, "freeing went unseen");
    assert_eq!(caught_in(&mut || ()), 0);
}

#[test]
fn process_and_reset_neither_allocate_nor_free() {
    for seed in (0..SCENARIOS).map(mixed) {
        let scenario = Scenario::from_seed(seed);
        let mut stand = Stand::new(&scenario);
        let mut caught = 0;
        stand.play(&scenario, &mut |audio| caught += caught_in(audio)).unwrap();
        assert_eq!(caught, 0, "seed {seed} allocates or frees; run soak_player --only-seed {seed}");
    }
}
