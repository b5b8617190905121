//! The corridor itself: same question, same answer; facts in any order harm nobody.

use domain::{Asked, Command, Event, Scope, Seed, State, decide, house, session};
use proptest::prelude::*;

use crate::cast::{join, person};
use crate::property::wishes::{Wish, asker, job_wish, wish};
use crate::stage::Stage;

/// A session in which this was asked, as far as it was granted.
fn lived(wishes: &[Wish]) -> Stage {
    let mut stage = Stage::session();
    for wish in wishes {
        let asked = match wish {
            Wish::Pass(tenths) => {
                stage.pass_with_timers(std::time::Duration::from_millis(tenths * 100));
                None
            }
            Wish::Of(who, command) => Some((asker(*who, command), command.clone())),
            Wish::Job { nth, fence_back, what } => job_wish(stage.song(), *nth, *fence_back, *what),
        };
        if let Some((by, command)) = asked {
            let _ = stage.ask(&by, command);
        }
    }
    stage
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_same_question_has_the_same_answer(wishes in prop::collection::vec(wish(), 1..40), number: u64) {
        let stage = lived(&wishes);
        let before = stage.state.clone();
        for wish in &wishes {
            let Wish::Of(who, command) = wish else { continue };
            let asked = Asked { by: asker(*who, command), command: Command::Session(command.clone()) };
            let seed = Seed::from_number(number);
            let answers = [0, 1].map(|_| decide(&stage.state, &asked, stage.now, seed));
            prop_assert_eq!(&answers[0], &answers[1]);
            prop_assert!(stage.state == before, "deciding changed something");
        }
    }

    /// A journal is read in order; should one ever not be, nothing panics, and two readers still agree.
    #[test]
    fn facts_in_any_order_panic_nobody(
        wishes in prop::collection::vec(wish(), 1..40),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..80),
    ) {
        let log = lived(&wishes).log;
        let mut states = [State::new(&Scope::House), State::new(&"session/x".parse().unwrap()), State::new(&"session/x".parse().unwrap())];
        for pick in picks.iter().filter(|_| !log.is_empty()) {
            let event = pick.get(&log);
            states.iter_mut().for_each(|state| state.apply(event));
        }
        prop_assert_eq!(&states[1], &states[2]);
        prop_assert!(states[0] == State::new(&Scope::House), "a session's fact changed the house");
    }

    /// What was lived can be lived on from any point: the events after it lead to the same end.
    #[test]
    fn a_journal_can_be_read_in_two_sittings(wishes in prop::collection::vec(wish(), 1..40), at: prop::sample::Index) {
        let stage = lived(&wishes);
        let middle = if stage.log.is_empty() { 0 } else { at.index(stage.log.len()) };
        let mut first = State::new(&stage.state.scope());
        stage.log[..middle].iter().for_each(|event| first.apply(event));
        let mut second = first.clone();
        stage.log[middle..].iter().for_each(|event| second.apply(event));
        prop_assert!(second == stage.state);
    }
}

#[test]
fn ids_come_from_the_seed_and_from_nothing_else() {
    let state = State::new(&Scope::House);
    let offer = house::pairing::Offer {
        code: house::pairing::CodeHash([0; 32]),
        kind: domain::actor::Kind::Plugin,
        rights: house::principal::Rights {
            verbs: domain::Verbs::NONE,
            sessions: house::principal::Sessions::All,
        },
    };
    let command = Command::House(house::Command::BeginPairing(offer));
    let asked = Asked { by: domain::Actor::system(), command };
    let id = |seed: u64, at: i64| {
        let events = decide(&state, &asked, domain::WallTime(at), Seed::from_number(seed)).unwrap();
        let Event::House(house::Event::PairingBegan(began)) = &events[0] else { panic!("{events:?}") };
        began.id
    };
    assert_eq!(id(1, 0), id(1, 99));
    assert_ne!(id(1, 0), id(2, 0));
}

#[test]
fn facts_of_other_scopes_change_nothing() {
    let mut stage = Stage::session();
    stage.ask(&person(1), join("a")).unwrap();
    let mut house = State::new(&Scope::House);
    stage.log.iter().for_each(|event| house.apply(event));
    assert_eq!(house, State::new(&Scope::House));
    let before = stage.state.clone();
    let gone = house::Event::PrincipalRevoked { principal: person(1).principal };
    stage.state.apply(&Event::House(gone));
    assert_eq!(stage.state, before);
    assert_eq!(
        domain::react(
            &stage.state,
            &Event::House(house::Event::TimerCleared {
                timer: domain::Timer::JobEnds(domain::ids::JobId(1))
            })
        ),
        []
    );
}

#[test]
fn a_finished_job_is_all_that_asks_for_more() {
    let state = State::new(&"session/x".parse().unwrap());
    let job = domain::ids::JobId(1);
    let done = Event::Session(session::Event::JobDone { job, takes: Vec::new().into() });
    assert_eq!(domain::react(&state, &done), [Command::Session(session::Command::ArrangeTakes { job })]);
}

#[test]
fn timers_say_what_they_ask_for() {
    use domain::Timer;
    use domain::ids::{FamilyId, JobId, PairingId};
    use domain::job::{self, Fence};
    let (job, fence) = (JobId(1), Fence(2));
    let of_job = |command| Command::Session(session::Command::Job(command));
    for (timer, command) in [
        (Timer::LeaseEnds(job, fence), of_job(job::Command::LapseLease { job, fence })),
        (Timer::JobEnds(job), of_job(job::Command::LapseJob { job })),
        (
            Timer::PairingEnds(PairingId(3)),
            Command::House(house::Command::EndPairing { pairing: PairingId(3) }),
        ),
        (Timer::FamilyEnds(FamilyId(4)), Command::House(house::Command::EndFamily { family: FamilyId(4) })),
    ] {
        assert_eq!(timer.command(), command);
    }
}
