//! Scenarios made by chance are what they should be: repeatable, whole, and of every kind.

use std::collections::BTreeSet;

use ai_band_tests::chance::mixed;
use ai_band_tests::oracle;
use ai_band_tests::scenario::habit::{Habit, Habits};
use ai_band_tests::scenario::{Scenario, Step, steady};

const SCENARIOS: u64 = 3_000;

#[test]
fn a_seed_is_a_scenario() {
    let texts: Vec<String> = (0..50).map(|seed| Scenario::from_seed(seed).to_string()).collect();
    let again = (0..50).map(|seed| Scenario::from_seed(seed).to_string());
    assert!(texts.iter().cloned().eq(again));
    assert_eq!(texts.iter().collect::<BTreeSet<&String>>().len(), 50);
}

#[test]
fn no_habit_is_forgotten_and_all_keep_to_their_size() {
    let mut habits = Habits::default();
    for seed in (0..SCENARIOS).map(mixed) {
        let scenario = Scenario::from_seed(seed);
        habits |= scenario.habits;
        let frames: u64 = scenario.blocks().map(|block| u64::from(block.frames)).sum();
        assert!(frames < 40_000, "seed {seed} has {frames} frames");
        let Some(Step::Block(last)) = scenario.steps.last() else {
            panic!("seed {seed} does not end in a block")
        };
        assert!(
            last.transport.as_ref().is_some_and(|transport| !transport.playing),
            "seed {seed} does not stop"
        );
    }
    let forgotten: Vec<&Habit> = Habit::ALL.iter().filter(|habit| !habits.contains(**habit)).collect();
    assert!(forgotten.is_empty(), "no scenario had {forgotten:?}");
}

#[test]
fn by_the_law_nothing_is_left_hanging_and_next_to_nothing_hangs_on_a_hair() {
    let (mut events, mut tight) = (0, 0);
    for seed in (0..SCENARIOS / 3).map(mixed) {
        let heard = oracle::listen(&Scenario::from_seed(seed));
        assert_eq!(heard.left_sounding, 0, "seed {seed}");
        events += heard.events.len();
        tight += heard.events.iter().filter(|event| event.tight).count();
    }
    assert!(events > 10 * SCENARIOS as usize / 3, "scenarios are silent: {events} events");
    assert!(tight < events / 500, "{tight} of {events} events hang on a hair");
}

#[test]
fn by_the_law_block_sizes_do_not_move_notes() {
    for seed in (0..SCENARIOS / 15).map(|seed| mixed(seed + 77)) {
        let (once, again) = steady::cut_twice(seed);
        let heard = |scenario: &Scenario| {
            let events = oracle::listen(scenario).events;
            events
                .iter()
                .map(|event| (event.moment, event.channel, event.key, event.kind))
                .collect::<Vec<_>>()
        };
        assert_eq!(heard(&once), heard(&again), "seed {seed}");
    }
}
