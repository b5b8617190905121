//! Chairs and the leader against a plain account: who is here, who sits where, who leads.

use domain::Beat;
use domain::ids::Incarnation;
use domain::session::Command;
use domain::session::leader::Mode;
use music::lane::Lane;
use proptest::prelude::*;

use crate::cast::{id, join, person, plugin};
use crate::stage::Stage;

const NAMES: [&str; 3] = ["a", "b", "c"];

#[derive(Clone, Debug, PartialEq)]
struct Account {
    here: Vec<usize>,
    chairs: Vec<Option<usize>>,
    /// `None`: the first that rolls. `Some(None)`: never a host.
    chosen: Option<Option<usize>>,
    leader: Option<usize>,
    term: u64,
}

#[derive(Clone, Copy, Debug)]
enum Wish {
    Join(usize),
    Leave(usize),
    Lose(usize),
    Chair(usize, Option<usize>),
    Roll(usize),
    Stop(usize, u64),
    Choose(Option<Option<usize>>),
}

fn wish() -> impl Strategy<Value = Wish> {
    let who = 0..NAMES.len();
    prop_oneof![
        4 => who.clone().prop_map(Wish::Join),
        1 => who.clone().prop_map(Wish::Leave),
        1 => who.clone().prop_map(Wish::Lose),
        3 => (0..Lane::COUNT, prop::option::of(who.clone())).prop_map(|(chair, to)| Wish::Chair(chair, to)),
        4 => who.clone().prop_map(Wish::Roll),
        3 => (who.clone(), 0..2u64).prop_map(|(who, back)| Wish::Stop(who, back)),
        2 => prop::option::of(prop::option::of(who)).prop_map(Wish::Choose),
    ]
}

impl Account {
    fn new() -> Account {
        Account { here: vec![], chairs: vec![None; Lane::COUNT], chosen: None, leader: None, term: 0 }
    }

    fn lead(&mut self, leader: Option<usize>) {
        if self.leader != leader {
            self.leader = leader;
            self.term += 1;
        }
    }

    /// Whether it is granted.
    fn make(&mut self, wish: Wish) -> bool {
        match wish {
            Wish::Join(who) => {
                if !self.here.contains(&who) {
                    if self.here.is_empty() {
                        self.chairs = vec![Some(who); Lane::COUNT];
                    }
                    self.here.push(who);
                    if self.chosen == Some(Some(who)) {
                        self.lead(Some(who));
                    }
                }
                true
            }
            Wish::Leave(who) | Wish::Lose(who) => {
                let was_here = self.here.contains(&who);
                self.here.retain(|other| *other != who);
                self.chairs.iter_mut().filter(|chair| **chair == Some(who)).for_each(|chair| *chair = None);
                if self.leader == Some(who) {
                    self.lead(None);
                }
                was_here
            }
            Wish::Chair(chair, to) => {
                let is_possible = to.is_none_or(|who| self.here.contains(&who));
                if is_possible {
                    self.chairs[chair] = to;
                }
                is_possible
            }
            Wish::Roll(who) => {
                let is_here = self.here.contains(&who);
                if is_here && self.chosen.is_none() && self.leader.is_none() {
                    self.lead(Some(who));
                }
                is_here
            }
            Wish::Stop(who, back) => {
                let counts = self.leader == Some(who) && (back == 0 || self.term == 0);
                if counts && self.chosen.is_none() {
                    self.lead(None);
                }
                counts
            }
            Wish::Choose(chosen) => {
                let is_possible =
                    chosen.flatten().is_none_or(|who| self.here.contains(&who) || self.chosen == chosen);
                if is_possible && self.chosen != chosen {
                    self.chosen = chosen;
                    if let Some(leader) = chosen {
                        self.lead(leader);
                    }
                }
                is_possible
            }
        }
    }
}

fn ask(stage: &mut Stage, wish: Wish) -> bool {
    let instance = |who: usize| id(NAMES[who]);
    let term = stage.song().lead().term();
    let (by, command) = match wish {
        Wish::Join(who) => (plugin(NAMES[who]), join(NAMES[who])),
        Wish::Leave(who) => (plugin(NAMES[who]), Command::Leave { instance: instance(who) }),
        Wish::Lose(who) => {
            (domain::Actor::system(), Command::Lose { instance: instance(who), incarnation: Incarnation(1) })
        }
        Wish::Chair(chair, to) => {
            (person(1), Command::MoveChair { lane: Lane::ALL[chair], to: to.map(instance) })
        }
        Wish::Roll(who) => {
            (plugin(NAMES[who]), Command::HostRolls { instance: instance(who), is_offline: false })
        }
        Wish::Stop(who, back) => {
            let term = term.saturating_sub(back);
            let beat = Beat::from_beats(3);
            (plugin(NAMES[who]), Command::HostStopped { instance: instance(who), term, beat })
        }
        Wish::Choose(chosen) => {
            let mode = match chosen {
                None => Mode::Auto,
                Some(None) => Mode::Session,
                Some(Some(who)) => Mode::Instance(instance(who)),
            };
            (person(1), Command::SetLeadMode(mode))
        }
    };
    stage.ask(&by, command).is_ok()
}

/// What the session says, in the account's words.
fn found(stage: &Stage, account: &Account) -> Account {
    let song = stage.song();
    let number =
        |instance: &domain::ids::InstanceId| NAMES.iter().position(|name| *name == instance.as_str());
    let mut here: Vec<usize> = song.instances().keys().filter_map(number).collect();
    here.sort_by_key(|who| account.here.iter().position(|other| other == who));
    Account {
        here,
        chairs: Lane::ALL.iter().map(|lane| song.seat(*lane).owner.as_ref().and_then(number)).collect(),
        chosen: match song.lead().mode() {
            Mode::Auto => None,
            Mode::Session => Some(None),
            Mode::Instance(chosen) => Some(number(chosen)),
        },
        leader: song.lead().host().and_then(number),
        term: song.lead().term(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn three_instances_sit_and_lead_as_they_are_told(wishes in prop::collection::vec(wish(), 1..60)) {
        let mut stage = Stage::session();
        let mut account = Account::new();
        for wish in wishes {
            let expected = account.make(wish);
            prop_assert_eq!(ask(&mut stage, wish), expected, "{:?}", wish);
            prop_assert_eq!(&found(&stage, &account), &account, "after {:?}", wish);
        }
    }
}
