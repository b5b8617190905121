//! What holds in the house whatever is asked of it.

use std::time::Duration;

use domain::actor::Kind;
use domain::house::family::TokenHash;
use domain::house::pairing::{CodeHash, Offer, TRIES, Try};
use domain::house::principal::{Introduction, Rights, Sessions};
use domain::house::{Command, Event, House};
use domain::ids::{FamilyId, PairingId, PrincipalId, SessionId};
use domain::{Actor, Verb, Verbs};
use proptest::prelude::*;

use crate::stage::Stage;

/// What is meant by number is found when it is asked.
#[derive(Clone, Debug)]
enum Wish {
    Introduce { kind: usize, verbs: u8, acts_for: Option<usize> },
    Grant { whom: usize, verbs: u8 },
    Revoke { whom: usize, only_tokens: bool },
    Open(u8),
    Offer { kind: usize },
    Try { nth: usize, is_right: bool },
    LogIn { whom: usize },
    Refresh { nth: usize, back: u8 },
    Pass(u64),
}

fn wish() -> impl Strategy<Value = (usize, Wish)> {
    let verbs = any::<u8>;
    let what = prop_oneof![
        (0..5usize, verbs(), prop::option::of(0..4usize))
            .prop_map(|(kind, verbs, acts_for)| Wish::Introduce { kind, verbs, acts_for }),
        (0..5usize, verbs()).prop_map(|(whom, verbs)| Wish::Grant { whom, verbs }),
        (0..5usize, any::<bool>()).prop_map(|(whom, only_tokens)| Wish::Revoke { whom, only_tokens }),
        (0..3u8).prop_map(Wish::Open),
        (0..5usize).prop_map(|kind| Wish::Offer { kind }),
        (0..3usize, prop::bool::weighted(0.3)).prop_map(|(nth, is_right)| Wish::Try { nth, is_right }),
        (0..4usize).prop_map(|whom| Wish::LogIn { whom }),
        (0..3usize, 0..3u8).prop_map(|(nth, back)| Wish::Refresh { nth, back }),
        (1..60u64).prop_map(Wish::Pass),
    ];
    (0..5usize, what)
}

fn verbs(bits: u8) -> Verbs {
    let some = Verb::ALL.into_iter().enumerate().filter(|(index, _)| bits >> index & 1 == 1);
    Verbs::of(&some.map(|(_, verb)| verb).collect::<Vec<_>>())
}

fn rights(bits: u8) -> Rights {
    Rights { verbs: verbs(bits), sessions: Sessions::All }
}

fn nth(house: &House, number: usize) -> PrincipalId {
    house.principals().keys().nth(number).copied().unwrap_or(PrincipalId(404))
}

const RIGHT: CodeHash = CodeHash([1; 32]);
const WRONG: CodeHash = CodeHash([2; 32]);

fn command(stage: &Stage, wish: &Wish, step: u8) -> Option<Command> {
    let house = stage.home();
    let kind = |number: usize| Kind::ALL[number];
    Some(match *wish {
        Wish::Introduce { kind: number, verbs, acts_for } => Command::Introduce(Introduction {
            kind: kind(number),
            name: "x".into(),
            rights: rights(verbs),
            acts_for: acts_for.map(|number| nth(house, number)),
            key: None,
        }),
        Wish::Grant { whom, verbs } => Command::Grant { principal: nth(house, whom), rights: rights(verbs) },
        Wish::Revoke { whom, only_tokens: true } => Command::RevokeTokens { principal: nth(house, whom) },
        Wish::Revoke { whom, only_tokens: false } => Command::Revoke { principal: nth(house, whom) },
        Wish::Open(number) => {
            Command::OpenSession { session: format!("s{number}").parse().unwrap(), name: "S".into() }
        }
        Wish::Offer { kind: number } => {
            Command::BeginPairing(Offer { code: RIGHT, kind: kind(number), rights: rights(3) })
        }
        Wish::Try { nth, is_right } => {
            let pairing = house.pairings().keys().nth(nth).copied().unwrap_or(PairingId(404));
            let code = if is_right { RIGHT } else { WRONG };
            Command::TryPairing(Try { pairing, code, name: "y".into(), key: None })
        }
        Wish::LogIn { whom } => {
            Command::BeginFamily { principal: nth(house, whom), token: TokenHash([step; 32]) }
        }
        Wish::Refresh { nth, back } => {
            let family = house.families().values().nth(nth);
            let shown = family.and_then(|family| match back {
                0 => family.current.last(),
                1 => family.previous.last(),
                _ => None,
            });
            Command::Refresh {
                family: family.map_or(FamilyId(404), |family| family.id),
                presented: shown.copied().unwrap_or(TokenHash([255; 32])),
                next: TokenHash([step; 32]),
            }
        }
        Wish::Pass(_) => return None,
    })
}

fn check(house: &House) {
    assert!(house.sessions().contains_key(&SessionId::default_session()));
    for pairing in house.pairings().values() {
        assert!((1..=TRIES).contains(&pairing.tries_left), "a door without tries is closed");
    }
    for family in house.families().values() {
        assert!(!house.principal(family.principal).unwrap().is_revoked, "the revoked stay logged in");
        assert!(!family.current.is_empty());
    }
    for who in house.principals().values() {
        assert_ne!(who.kind, Kind::System);
        let Some(actor) = house.actor(who.id, domain::WallTime(i64::MAX)) else {
            assert!(who.is_revoked);
            continue;
        };
        assert!(actor.verbs.without(who.rights.verbs).is_empty());
        if let Some(person) = who.acts_for.and_then(|person| house.principal(person)) {
            assert!(actor.verbs.without(person.rights.verbs).is_empty(), "it may more than its person");
            assert!(!person.is_revoked || actor.verbs.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn laws_hold_whatever_is_asked(wishes in prop::collection::vec(wish(), 1..60)) {
        let mut stage = Stage::house();
        let mut revoked: Vec<PrincipalId> = Vec::new();
        for (step, (by, wish)) in wishes.iter().enumerate() {
            if let Wish::Pass(seconds) = wish {
                stage.pass_with_timers(Duration::from_secs(*seconds));
            }
            let Some(command) = command(&stage, wish, step as u8) else { continue };
            let by = match by {
                0..=2 => Actor::system(),
                number => match stage.home().actor(nth(stage.home(), number - 3), stage.now) {
                    Some(actor) => actor,
                    None => continue,
                },
            };
            let before = stage.state.clone();
            match stage.ask_house(&by, command) {
                Ok(events) => {
                    let gone = events.iter().filter_map(|event| match event {
                        Event::PrincipalRevoked { principal } => Some(*principal),
                        _ => None,
                    });
                    revoked.extend(gone);
                }
                Err(_) => prop_assert!(stage.state == before),
            }
            check(stage.home());
            for gone in &revoked {
                prop_assert!(stage.home().actor(*gone, domain::WallTime(i64::MAX)).is_none(), "nobody comes back");
            }
        }
    }
}
