//! What a guest is told: a step at a time, with time and seats as arguments.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::actor::Actor;
use domain::session::Event;
use domain::session::rule::Rule;
use domain::time::WallTime;
use domain::{Scope, State};
use wire::{Resume, Resumed, ToPlugin, Topic};

use super::*;
use crate::clock::ManualClock;
use crate::live::Live;
use crate::live::stage::Stage;
use crate::presence::Presence;
use crate::published::Shown;
use crate::writer::Committed;

const MAX: u64 = 5;

/// A guest of a session whose journal is at event 10.
struct Room {
    live: Live,
    state: Arc<State>,
    stage: Arc<Stage>,
    presence: Presence,
    guest: Guest,
    queue: Queue,
    now: Duration,
}

fn scope() -> Scope {
    Scope::Session("default".parse().unwrap())
}

fn rule_set() -> domain::Event {
    let by = Actor::system().principal;
    domain::Event::Session(Event::RuleSet { by, rule: Rule::ApproveFirstTake, is_on: true })
}

impl Room {
    fn with(topics: &[Topic]) -> Room {
        let live = Live::new("j1".to_owned(), 1, &ManualClock::new(WallTime(0))).with_replayed_max(MAX);
        let (state, now) = (Arc::new(State::new(&scope())), Duration::from_secs(9));
        let session = state.session().unwrap();
        let stage = live.stage_of(session, 10, WallTime(0)).0;
        let topics: BTreeSet<Topic> = topics.iter().copied().collect();
        let guest = Guest::new(stage.clone(), Actor::system(), None, topics, 0, now);
        let presence = Presence::new(WallTime(0));
        Room { live, state, stage, presence, guest, queue: Queue::default(), now }
    }

    fn moment(&self) -> Moment {
        Moment { steady: self.now, wall: WallTime(0), sockets: 1 }
    }

    fn pass(&mut self, ms: u64) -> &mut Room {
        self.now += Duration::from_millis(ms);
        self
    }

    /// Rules that were set, one event each.
    fn commit(&mut self, first_seq: u64, count: u64) {
        let events = vec![rule_set(); count as usize];
        let committed = Committed { scope: scope(), first_seq, events, state: self.state.clone() };
        self.stage.follow(&committed, &self.shown(first_seq + count - 1), &self.live);
        let moment = self.moment();
        self.guest.note(&News::Journal, &mut self.queue, moment).unwrap();
    }

    fn shown(&self, seq: u64) -> Shown<'_> {
        let session = self.state.session().unwrap();
        Shown { session, name: "default", seq, presence: &self.presence, led: None, now: WallTime(0) }
    }

    fn welcome(&mut self, journal: &str, after: u64) -> Resumed {
        let resume = Resume { journal_id: journal.to_owned(), after: [(scope().to_string(), after)].into() };
        let moment = self.moment();
        self.live.welcome(&mut self.guest, Some(&resume), moment).resume
    }

    fn changes(&mut self) -> Wanted {
        self.pass(1);
        let moment = self.moment();
        self.guest.tell_changes(&mut self.queue, moment).unwrap()
    }

    /// What was told, and is read now: changes as from where to where and how many.
    fn read(&mut self) -> Vec<String> {
        let said = std::iter::from_fn(|| self.queue.pop(self.now));
        said.map(|message| match message {
            Message::Each(text) => match wire::codec::decode(&text).unwrap() {
                ToPlugin::Changes(said) => {
                    format!("{}..{}: {}", said.changes.from, said.changes.to, said.changes.items.len())
                }
                ToPlugin::Resync(_) => "resync".to_owned(),
                other => panic!("{other:?}"),
            },
            Message::Timeline(_) => "timeline".to_owned(),
            Message::Position(_) => "position".to_owned(),
            Message::TransportSync(_) => "transport_sync".to_owned(),
            Message::Pong(_) => "pong".to_owned(),
        })
        .collect()
    }
}

#[test]
fn whoever_comes_back_is_told_what_it_missed_of_the_log_or_asks_for_a_page_of_the_journal() {
    for (after, wanted, told) in [
        (13, Wanted::Nothing, vec![]),
        (11, Wanted::Nothing, vec!["11..13: 2"]),
        (10, Wanted::Nothing, vec!["10..13: 3"]),
        (9, Wanted::Page { after: 9 }, vec![]),
    ] {
        let mut room = Room::with(&[Topic::Changes]);
        room.commit(11, 3);
        assert_eq!(room.welcome("j1", after), Resumed::Replay, "{after}");
        assert_eq!((room.changes(), room.read()), (wanted, told.iter().map(ToString::to_string).collect()));
    }
}

#[test]
fn whoever_was_away_for_too_long_or_knows_another_past_hears_only_what_comes() {
    for (journal, after) in [("j1", 7), ("j1", 14), ("j0", 12)] {
        let mut room = Room::with(&[Topic::Changes]);
        room.commit(11, 3);
        assert!(matches!(room.welcome(journal, after), Resumed::SnapshotUrl(_)), "{journal} {after}");
        assert_eq!((room.changes(), room.read()), (Wanted::Nothing, vec![]));
        room.commit(14, 1);
        assert_eq!((room.changes(), room.read()), (Wanted::Nothing, vec!["13..14: 1".to_owned()]));
    }
}

#[test]
fn a_page_of_the_journal_is_handed_in_and_the_log_goes_on_from_it() {
    let mut room = Room::with(&[Topic::Changes]);
    room.welcome("j1", 8);
    assert_eq!(room.changes(), Wanted::Page { after: 8 });
    let page = Page::of_journal(&scope(), 8, &[(9, rule_set()), (10, rule_set())], &room.shown(10));
    room.commit(11, 1);
    let moment = room.moment();
    assert_eq!(room.guest.hand(page, &mut room.queue, moment), Ok(Wanted::Nothing));
    assert_eq!(room.read(), ["8..10: 2", "10..11: 1"]);
    assert_eq!(Page::of_journal(&scope(), 11, &[], &room.shown(11)), None);
}

#[test]
fn a_page_that_cannot_be_had_is_wanted_again_later() {
    let mut room = Room::with(&[Topic::Changes]);
    room.welcome("j1", 8);
    assert_eq!(room.changes(), Wanted::Page { after: 8 });
    let moment = room.moment();
    assert_eq!(room.guest.hand(None, &mut room.queue, moment), Ok(Wanted::Nothing));
    assert_eq!((room.changes(), room.read()), (Wanted::Page { after: 8 }, vec![]));
}

#[test]
fn whoever_does_not_read_for_long_is_told_to_begin_anew_and_is_not_told_more() {
    let mut room = Room::with(&[Topic::Changes]);
    for number in 0..8 {
        let moment = room.moment();
        room.queue.push(Message::Each(number.to_string().into()), moment.steady).unwrap();
    }
    for seq in 11..17 {
        room.commit(seq, 1);
        assert_eq!(room.changes(), Wanted::Nothing, "there is no room");
    }
    while room.queue.pop(room.now).is_some() {}
    assert_eq!((room.changes(), room.read()), (Wanted::Nothing, vec!["resync".to_owned()]));
    room.commit(17, 1);
    assert_eq!((room.changes(), room.read()), (Wanted::Nothing, vec!["16..17: 1".to_owned()]));
}

#[test]
fn where_the_song_is_is_told_at_once_and_then_in_turn_to_whoever_wants_to_know() {
    for (topics, expected) in [
        (vec![Topic::Timeline], vec!["timeline", "timeline"]),
        (vec![Topic::Positions], vec!["position", "position"]),
        (
            vec![Topic::TransportSync, Topic::Timeline],
            vec!["timeline", "transport_sync", "timeline", "transport_sync"],
        ),
        (vec![Topic::Changes], vec![]),
    ] {
        let mut room = Room::with(&topics);
        let mut told = Vec::new();
        // While nothing moves once a second is enough.
        for _ in 0..11 {
            let moment = room.moment();
            room.guest.tell_song(&mut room.queue, moment).unwrap();
            told.extend(room.read());
            room.pass(100);
        }
        assert_eq!(told, expected, "{topics:?}");
    }
}
