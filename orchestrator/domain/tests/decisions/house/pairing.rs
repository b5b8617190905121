//! Pairing: five tries, two minutes, once.

use std::time::Duration;

use domain::actor::Kind;
use domain::house::pairing::{CodeHash, End, OPEN_FOR, Offer, PAIRINGS_MAX, TRIES, Try};
use domain::house::principal::{Rights, Sessions};
use domain::house::{Command, Event};
use domain::ids::PairingId;
use domain::{Actor, Code, Verb, Verbs};

use crate::cast::{all_but, person};
use crate::stage::Stage;

const RIGHT: CodeHash = CodeHash([7; 32]);
const WRONG: CodeHash = CodeHash([8; 32]);

fn offer(kind: Kind) -> Offer {
    let verbs = Verbs::of(&[Verb::View, Verb::Edit]);
    Offer { code: RIGHT, kind, rights: Rights { verbs, sessions: Sessions::All } }
}

fn begin(stage: &mut Stage) -> PairingId {
    let events = stage.ask_house(&Actor::system(), Command::BeginPairing(offer(Kind::Plugin))).unwrap();
    let [Event::PairingBegan(began), Event::TimerSet { due, .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!((*due, began.tries_left), (stage.now + OPEN_FOR, TRIES));
    began.id
}

fn attempt(pairing: PairingId, code: CodeHash) -> Command {
    Command::TryPairing(Try { pairing, code, name: "Studio laptop".into(), key: Some([3; 32]) })
}

/// Whoever is at the door is nobody yet.
fn stranger() -> Actor {
    Actor { verbs: Verbs::NONE, ..person(0xbad) }
}

#[test]
fn who_knows_the_code_is_let_in_once() {
    let mut stage = Stage::house();
    let pairing = begin(&mut stage);
    let events = stage.ask_house(&stranger(), attempt(pairing, RIGHT)).unwrap();
    let [Event::PrincipalIntroduced(new), Event::PairingEnded { how, .. }, Event::TimerCleared { .. }] =
        events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!((*how, new.kind, new.key), (End::Paired(new.id), Kind::Plugin, Some([3; 32])));
    assert!(stage.timers.is_empty());
    let refusal = stage.ask_house(&stranger(), attempt(pairing, RIGHT)).unwrap_err();
    assert_eq!(refusal.code, Code::PairingNotFound);
    assert_eq!(stage.home().principals().len(), 1);
}

/// Wrong tries, then one with the right code, so long after the door was opened.
#[test]
fn tries_and_time() {
    let cases = [
        (0, 0, "in"),
        (4, 119, "in"),
        (5, 0, "PAIRING_NOT_FOUND"),
        (0, 120, "PAIRING_OVER"),
        (4, 121, "PAIRING_OVER"),
    ];
    for (wrong, seconds, expected) in cases {
        let mut stage = Stage::house();
        let pairing = begin(&mut stage);
        for number in 1..=wrong {
            let events = stage.ask_house(&stranger(), attempt(pairing, WRONG)).unwrap();
            assert_eq!(events[0], Event::PairingMissed { pairing, tries_left: TRIES - number });
        }
        stage.pass(Duration::from_secs(seconds));
        let found = match stage.ask_house(&stranger(), attempt(pairing, RIGHT)) {
            Ok(_) => "in",
            Err(refusal) => refusal.code.name(),
        };
        assert_eq!(found, expected, "{wrong} wrong, {seconds} s");
    }
}

#[test]
fn the_timer_closes_the_door_and_comes_for_nothing_where_it_is_closed() {
    let mut stage = Stage::house();
    let pairing = begin(&mut stage);
    stage.pass_with_timers(OPEN_FOR);
    assert!(stage.home().pairings().is_empty());
    assert!(
        stage.log.iter().any(|event| matches!(
            event,
            domain::Event::House(Event::PairingEnded { how: End::TimeIsUp, .. })
        ))
    );
    assert_eq!(stage.ask_house(&Actor::system(), Command::EndPairing { pairing }), Ok(vec![]));
}

#[test]
fn only_so_many_doors_are_open() {
    let mut stage = Stage::house();
    let doors: Vec<PairingId> = (0..PAIRINGS_MAX).map(|_| begin(&mut stage)).collect();
    let another = Command::BeginPairing(offer(Kind::Plugin));
    assert_eq!(stage.ask_house(&Actor::system(), another.clone()).unwrap_err().code, Code::LimitReached);
    stage.ask_house(&Actor::system(), Command::EndPairing { pairing: doors[0] }).unwrap();
    stage.ask_house(&Actor::system(), another).unwrap();
}

#[test]
fn what_is_paired_acts_for_who_opened_the_door() {
    let mut stage = Stage::house();
    let everything = Rights { verbs: Verbs::ALL, sessions: Sessions::All };
    let owner = domain::house::principal::Introduction {
        kind: Kind::Person,
        name: "Owner".into(),
        rights: everything,
        acts_for: None,
        key: None,
    };
    let events = stage.ask_house(&Actor::system(), Command::Introduce(owner)).unwrap();
    let Event::PrincipalIntroduced(owner) = &events[0] else { panic!() };
    let actor = stage.home().actor(owner.id, stage.now).unwrap();
    for (kind, acts_for) in
        [(Kind::Plugin, Some(owner.id)), (Kind::Agent, Some(owner.id)), (Kind::Person, None)]
    {
        let events = stage.ask_house(&actor, Command::BeginPairing(offer(kind))).unwrap();
        let Event::PairingBegan(began) = &events[0] else { panic!() };
        let events = stage.ask_house(&stranger(), attempt(began.id, RIGHT)).unwrap();
        let Event::PrincipalIntroduced(new) = &events[0] else { panic!() };
        assert_eq!(new.acts_for, acts_for, "{kind}");
    }
}

#[test]
fn a_bad_name_costs_no_try_and_opens_no_door() {
    let mut stage = Stage::house();
    let pairing = begin(&mut stage);
    let nameless = Command::TryPairing(Try { pairing, code: RIGHT, name: " ".into(), key: None });
    assert_eq!(stage.ask_house(&stranger(), nameless).unwrap_err().code, Code::InvalidName);
    stage.ask_house(&stranger(), attempt(pairing, RIGHT)).unwrap();
}

#[test]
fn doors_are_opened_and_closed_by_admins() {
    let mut stage = Stage::house();
    let pairing = begin(&mut stage);
    let by = all_but(Verb::Admin);
    for command in [Command::BeginPairing(offer(Kind::Plugin)), Command::EndPairing { pairing }] {
        assert_eq!(stage.ask_house(&by, command).unwrap_err().code, Code::Forbidden);
    }
    let generous =
        Offer { rights: Rights { verbs: Verbs::ALL, sessions: Sessions::All }, ..offer(Kind::Plugin) };
    let refusal = stage.ask_house(&all_but(Verb::Work), Command::BeginPairing(generous)).unwrap_err();
    assert!(refusal.sentence.contains("the verb work"), "{}", refusal.sentence);
}
