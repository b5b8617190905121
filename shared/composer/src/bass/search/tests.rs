//! The search against every line there is, and by the habits of bass players.

use proptest::prelude::*;

use super::*;

fn candidate(key: u8, cost: i32) -> Candidate {
    Candidate::note(key, cost)
}

fn steps(notes: &[(&[u8], Arrives)]) -> Vec<Step> {
    let step = |(keys, arrives): &(&[u8], Arrives)| Step {
        candidates: keys.iter().map(|key| candidate(*key, 0)).collect(),
        arrives: *arrives,
    };
    notes.iter().map(step).collect()
}

/// What a whole line costs, added up by hand.
fn cost(steps: &[Step], line: &[usize], ends: Ends) -> i32 {
    let mut last: Option<(Candidate, Move)> = None;
    let mut total = 0;
    for (step, index) in steps.iter().zip(line) {
        let candidate = step.candidates[*index];
        let from = last.map(|(from, _)| from.key).or(ends.from);
        let by = from.map_or(Move::Still, |from| Move::between(from, candidate.key));
        total += candidate.cost;
        total += match last {
            Some((before, last_move)) => {
                onward(before, candidate.key, step.arrives) + turn(last_move, by, step.arrives)
            }
            None => from.map_or(0, |from| {
                leap(from, candidate.key, reach(from, ends.root, candidate.key), step.arrives)
            }),
        };
        last = Some((candidate, by));
    }
    total + last.map_or(0, |(candidate, by)| landing(candidate, by, ends))
}

fn every_line(steps: &[Step]) -> Vec<Vec<usize>> {
    steps.iter().fold(vec![Vec::new()], |lines, step| {
        let longer = |line: Vec<usize>| {
            (0..step.candidates.len()).map(move |index| line.iter().copied().chain([index]).collect())
        };
        lines.into_iter().flat_map(longer).collect()
    })
}

fn arrives() -> impl Strategy<Value = Arrives> {
    prop::sample::select(&[Arrives::AtChange, Arrives::AtBarLine, Arrives::Inside, Arrives::Stated][..])
}

fn step() -> impl Strategy<Value = Step> {
    let candidate = (28..56u8, 0..20i32, any::<bool>(), prop::option::of(28..56u8), 0..13u8);
    let candidate = candidate.prop_map(|(key, cost, is_outside, root, climbs)| Candidate {
        is_outside,
        root,
        top: key + climbs,
        ..Candidate::note(key, cost)
    });
    (prop::collection::vec(candidate, 1..5), arrives()).prop_map(|(mut candidates, arrives)| {
        candidates.sort_by_key(|candidate| candidate.key);
        candidates.dedup_by_key(|candidate| candidate.key);
        Step { candidates, arrives }
    })
}

fn ends() -> impl Strategy<Value = Ends> {
    let before = (prop::option::of(28..56u8), prop::option::of(28..56u8));
    (before, prop::option::of((28..56u8, arrives()))).prop_map(|((from, root), to)| Ends { from, root, to })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_is_cheaper(steps in prop::collection::vec(step(), 1..6), ends in ends()) {
        let found: Vec<u8> = cheapest(&steps, ends).into_iter().flatten().collect();
        let index = |(step, key): (&Step, &u8)| step.candidates.iter().position(|each| each.key == *key).unwrap();
        let line: Vec<usize> = steps.iter().zip(&found).map(index).collect();
        let least = every_line(&steps).iter().map(|line| cost(&steps, line, ends)).min().unwrap();
        prop_assert_eq!(cost(&steps, &line, ends), least);
    }

    #[test]
    fn there_is_a_key_for_each_step_that_has_candidates(
        steps in prop::collection::vec(prop_oneof![4 => step(), 1 => Just(Step { candidates: Vec::new(), arrives: Arrives::Inside })], 0..9),
        ends in ends(),
    ) {
        let found = cheapest(&steps, ends);
        let expected: Vec<bool> = steps.iter().map(|step| !step.candidates.is_empty()).collect();
        prop_assert_eq!(found.iter().map(Option::is_some).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn lines_go_where_players_go() {
    use Arrives::{AtBarLine, AtChange, Inside};
    let to = |key| Ends { to: Some((key, AtChange)), ..Ends::default() };
    let table: &[(&str, Vec<Step>, Ends, &[u8])] = &[
        (
            "by step into the next chord",
            steps(&[(&[36], AtChange), (&[31, 38, 40, 43], Inside)]),
            to(41),
            &[36, 40],
        ),
        (
            "not on the spot over a bar line",
            steps(&[(&[36], Inside), (&[36, 43], AtBarLine)]),
            Ends::default(),
            &[36, 43],
        ),
        (
            "on by step rather than back and forth",
            steps(&[(&[36], Inside), (&[38], Inside), (&[36, 40], Inside)]),
            Ends::default(),
            &[36, 38, 40],
        ),
        (
            "back after a leap",
            steps(&[(&[36], Inside), (&[43], Inside), (&[41, 48], Inside)]),
            Ends::default(),
            &[36, 43, 41],
        ),
        (
            "to the octave that is near",
            steps(&[(&[33], Inside), (&[31, 43], Inside)]),
            Ends::default(),
            &[33, 31],
        ),
        (
            "towards where the next phrase begins",
            steps(&[(&[36], Inside), (&[35, 37], Inside), (&[29, 45], Inside)]),
            to(46),
            &[36, 37, 45],
        ),
    ];
    for (habit, steps, ends, expected) in table {
        let found: Vec<u8> = cheapest(steps, *ends).into_iter().flatten().collect();
        assert_eq!(&found, expected, "{habit}");
    }
}

#[test]
fn what_is_outside_goes_on_by_step() {
    let mut line = steps(&[(&[36], Arrives::Inside), (&[37, 38], Arrives::Inside), (&[43], Arrives::Inside)]);
    line[1].candidates[1].cost = 20;
    assert_eq!(cheapest(&line, Ends::default())[1], Some(37));
    line[1].candidates[0].is_outside = true;
    assert_eq!(cheapest(&line, Ends::default())[1], Some(38), "a note that leads nowhere was played");
}
