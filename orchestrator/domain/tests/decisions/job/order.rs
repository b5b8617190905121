//! Which job goes next: priority, age, and everybody's turn.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::WallTime;
use domain::ids::{JobId, SessionId};
use domain::job::Priority::{self, High, Low, Normal};
use domain::job::order::{AGE_STEP, Candidate, order};
use proptest::prelude::*;

const NOW: WallTime = WallTime(1_000_000_000_000);

fn session(name: &str) -> SessionId {
    name.parse().unwrap()
}

/// `("a", 1, Normal, 30)`: job 1 of session a has waited for 30 seconds.
type Waiting<'a> = (&'a str, u128, Priority, i64);

fn candidate(&(name, job, priority, waited): &Waiting<'_>) -> Candidate {
    let queued_at = WallTime(NOW.0 - waited * 1_000_000_000);
    Candidate { session: session(name), job: JobId(job), priority, queued_at }
}

fn next(jobs: &[Waiting<'_>], running: &[(&str, usize)]) -> Vec<u128> {
    let candidates: Vec<Candidate> = jobs.iter().map(candidate).collect();
    let running: BTreeMap<SessionId, usize> =
        running.iter().map(|(name, count)| (session(name), *count)).collect();
    order(&candidates, &running, NOW).iter().map(|candidate| candidate.job.0).collect()
}

#[test]
fn first_come_first_served_until_something_speaks_against_it() {
    let cases: &[(&str, &[Waiting<'_>], &[(&str, usize)], &[u128])] = &[
        ("nobody waits", &[], &[], &[]),
        ("the older first", &[("a", 1, Normal, 1), ("a", 2, Normal, 2)], &[], &[2, 1]),
        ("the name where all is equal", &[("a", 2, Normal, 1), ("a", 1, Normal, 1)], &[], &[1, 2]),
        (
            "the more urgent first",
            &[("a", 1, Low, 5), ("a", 2, High, 0), ("a", 3, Normal, 5)],
            &[],
            &[2, 3, 1],
        ),
        ("age counts", &[("a", 1, Low, 41), ("a", 2, Normal, 0)], &[], &[1, 2]),
        ("but not at once", &[("a", 1, Low, 39), ("a", 2, Normal, 0)], &[], &[2, 1]),
        ("turns", &[("a", 1, Normal, 9), ("a", 2, Normal, 9), ("b", 3, Normal, 0)], &[], &[1, 3, 2]),
        ("who has less running", &[("a", 1, Normal, 9), ("b", 2, Normal, 0)], &[("a", 1)], &[2, 1]),
        ("no more than four", &[("a", 1, Normal, 9), ("a", 2, Normal, 8)], &[("a", 3)], &[1]),
        ("none beyond four", &[("a", 1, High, 99), ("b", 2, Low, 0)], &[("a", 9)], &[2]),
    ];
    for (what, jobs, running, expected) in cases {
        assert_eq!(next(jobs, running), *expected, "{what}");
    }
}

#[test]
fn a_queue_of_hundreds_does_not_keep_a_single_job_from_its_turn() {
    let mut jobs: Vec<Waiting<'_>> = (0..200).map(|job| ("many", job, Normal, 30)).collect();
    jobs.push(("one", 999, Normal, 0));
    let place = next(&jobs, &[]).iter().position(|job| *job == 999).unwrap();
    assert!(place <= 4, "the single job is number {place}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever else waits: after a while even the least urgent is the next of its session.
    #[test]
    fn nobody_waits_for_ever(others in prop::collection::vec((0..3usize, 0..60i64), 0..40)) {
        let waited = AGE_STEP.as_secs() as i64 * (i64::from(High.level()) + 7);
        let mut jobs: Vec<_> = others
            .iter()
            .zip(1..)
            .map(|((priority, waited), job)| ("a", job, Priority::ALL[*priority], *waited))
            .collect();
        jobs.push(("a", 0, Low, waited));
        prop_assert_eq!(next(&jobs, &[])[0], 0);
    }

    #[test]
    fn the_order_depends_on_nothing_but_the_jobs(
        mut jobs in prop::collection::vec((0..3usize, 0..3usize, 0..60i64), 1..30),
        turn in 0..30usize,
    ) {
        let named = |jobs: &[(usize, usize, i64)]| -> Vec<Waiting<'_>> {
            let name = |index: usize| ["a", "b", "c"][index];
            jobs.iter().zip(0..).map(|((s, p, w), job)| (name(*s), job, Priority::ALL[*p], *w)).collect()
        };
        let mut all = named(&jobs);
        let expected = next(&all, &[]);
        let middle = turn % all.len();
        all.rotate_left(middle);
        prop_assert_eq!(&next(&all, &[]), &expected);
        jobs.clear();
        for name in ["a", "b", "c"] {
            let of_session = all.iter().filter(|job| job.0 == name).count();
            let chosen = expected.iter().filter(|id| all.iter().any(|job| job.1 == **id && job.0 == name));
            prop_assert_eq!(chosen.count(), of_session.min(4));
        }
    }
}

#[test]
fn a_clock_that_stepped_back_ages_nobody() {
    let young = Candidate { queued_at: NOW + Duration::from_secs(60), ..candidate(&("a", 1, Normal, 0)) };
    let old = candidate(&("a", 2, Normal, 0));
    assert_eq!(order(&[young, old], &BTreeMap::new(), NOW)[0].job, JobId(2));
}

#[test]
fn priorities_have_names_and_levels() {
    for priority in Priority::ALL {
        assert_eq!(Priority::named(priority.name()), Some(priority));
        assert_eq!(Priority::from_level(priority.level()), priority);
    }
    assert_eq!((Priority::from_level(3), Priority::from_level(u8::MAX)), (Low, High));
    assert_eq!(Priority::named("urgent"), None);
}
