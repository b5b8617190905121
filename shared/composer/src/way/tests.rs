//! The way against every way there is.

use proptest::prelude::*;

use super::*;

/// Staying is rewarded, so that steps may cost less than nothing; each stage finds distance dearer than the one before.
const LEAST_STEP: i32 = -3;

fn step(stage: usize, from: i32, to: i32) -> i32 {
    if from == to { LEAST_STEP } else { (from - to).abs() * (1 + stage as i32 % 3) }
}

fn onward(goal: Option<i32>) -> impl Fn(i32) -> i32 {
    move |last| goal.map_or(0, |goal| (last - goal).abs() * 2)
}

fn found(from: Option<i32>, stages: &[Vec<Choice<i32>>], goal: Option<i32>) -> Vec<i32> {
    cheapest(from, stages.iter().cloned(), LEAST_STEP, step, onward(goal))
}

/// What a whole way costs, added up by hand.
fn cost(from: Option<i32>, way: &[Choice<i32>], goal: Option<i32>) -> i32 {
    let before = std::iter::once(from).chain(way.iter().map(|(_, place)| Some(*place)));
    let each = way.iter().zip(before).enumerate();
    let steps = each.map(|(stage, ((own, to), from))| own + from.map_or(0, |from| step(stage, from, *to)));
    steps.sum::<i32>() + way.last().map_or(0, |(_, last)| onward(goal)(*last))
}

fn every_way(stages: &[Vec<Choice<i32>>]) -> Vec<Vec<Choice<i32>>> {
    stages.iter().fold(vec![Vec::new()], |ways, stage| {
        let longer = |way: Vec<Choice<i32>>| {
            stage.iter().map(move |choice| way.iter().copied().chain([*choice]).collect::<Vec<_>>())
        };
        ways.into_iter().flat_map(longer).collect()
    })
}

/// A stage's choices stand at different places, so that a way says which were chosen.
fn stage() -> impl Strategy<Value = Vec<Choice<i32>>> {
    prop::collection::btree_map(0..30, -4..25, 1..5)
        .prop_map(|stage| stage.into_iter().map(|(place, cost)| (cost, place)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_way_is_cheaper(
        from in prop::option::of(0..30),
        stages in prop::collection::vec(stage(), 1..6),
        goal in prop::option::of(0..30),
    ) {
        let found = found(from, &stages, goal);
        let own = |(stage, place): (&Vec<Choice<i32>>, &i32)| *stage.iter().find(|(_, each)| each == place).unwrap();
        let way: Vec<Choice<i32>> = stages.iter().zip(&found).map(own).collect();
        prop_assert_eq!(way.len(), stages.len());
        let least = every_way(&stages).iter().map(|way| cost(from, way, goal)).min().unwrap();
        prop_assert_eq!(cost(from, &way, goal), least);
    }
}

#[test]
fn of_ways_as_good_the_first_is_taken() {
    assert_eq!(found(Some(5), &[vec![(0, 4), (0, 6)]], Some(5)), [4]);
    assert_eq!(found(None, &[vec![(0, 6), (0, 4)], vec![(0, 5)]], None), [6, 5]);
}

#[test]
fn nothing_leads_nowhere() {
    assert_eq!(found(Some(5), &[], Some(9)), Vec::<i32>::new());
    assert_eq!(found(None, &[], None), Vec::<i32>::new());
}
