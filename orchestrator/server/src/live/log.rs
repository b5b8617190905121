//! The last facts of a session as what became of things, written once for all who follow.

use std::collections::VecDeque;

use axum::extract::ws::Utf8Bytes;
use domain::Scope;
use domain::session::Event;
use wire::limits::CHANGES_PER_MESSAGE_MAX;
use wire::rest::changes::{Change, Changes};
use wire::{Followed, ToPlugin};

use crate::published::Shown;
use crate::writer::Committed;

/// Whoever is further behind reads the journal.
const ITEMS_MAX: usize = 1_024;
/// Clients that are at the same place get the same text; there are few such places at a time.
const PAGES_MAX: usize = 64;
/// A socket keeps room for the longest message it ever wrote: with short ones a thousand sockets take a few megabytes.
/// Only a fact that is longer by itself makes a longer message.
const PAGE_BYTES: usize = 720;

#[derive(Debug)]
pub struct Log {
    /// What whoever can go on here has at least.
    from: u64,
    facts: VecDeque<Fact>,
    items: usize,
    /// From where, how far at most.
    pages: VecDeque<((u64, u64), Page)>,
}

#[derive(Debug)]
struct Fact {
    seq: u64,
    items: Vec<Change>,
    bytes: usize,
}

/// What is put on a page as long as there is room.
#[derive(Debug, Default)]
struct Filling {
    items: Vec<Change>,
    bytes: usize,
}

impl Filling {
    /// A fact is never cut: the first is taken however long it is.
    fn takes(&mut self, items: &[Change], bytes: usize) -> bool {
        let is_room =
            self.items.len() + items.len() <= CHANGES_PER_MESSAGE_MAX && self.bytes + bytes <= PAGE_BYTES;
        let is_taken = self.items.is_empty() || is_room;
        if is_taken {
            self.items.extend_from_slice(items);
            self.bytes += bytes;
        }
        is_taken
    }
}

/// What they take in a message.
pub(crate) fn bytes(items: &[Change]) -> usize {
    // What cannot be written is found out where it is.
    serde_json::to_string(items).map_or(0, |text| text.len())
}

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub to: u64,
    /// Nothing where no message holds it.
    pub text: Option<Utf8Bytes>,
}

impl Page {
    pub(super) fn of(scope: &str, changes: Changes) -> Page {
        let to = changes.to;
        let message = ToPlugin::Changes(Followed { scope: scope.to_owned(), changes });
        Page { to, text: wire::codec::encode(&message).ok().map(Utf8Bytes::from) }
    }

    /// What the journal says of the events that follow `after`, as far as a message holds it.
    pub fn of_journal(
        scope: &Scope,
        after: u64,
        events: &[(u64, domain::Event)],
        shown: &Shown<'_>,
    ) -> Option<Page> {
        let (mut to, mut filling) = (after, Filling::default());
        for (number, event) in events {
            let changes = match event {
                domain::Event::Session(event) => shown.changes(*number, event),
                domain::Event::House(_) => Vec::new(),
            };
            if !filling.takes(&changes, bytes(&changes)) {
                break;
            }
            to = *number;
        }
        let items = filling.items;
        (to > after).then(|| Page::of(&scope.to_string(), Changes { from: after, to, items }))
    }
}

impl Log {
    pub fn after(seq: u64) -> Log {
        Log { from: seq, facts: VecDeque::new(), items: 0, pages: VecDeque::new() }
    }

    /// How far it has come.
    pub fn to(&self) -> u64 {
        self.facts.back().map_or(self.from, |fact| fact.seq)
    }

    pub fn add(&mut self, committed: &Committed, mut changes: impl FnMut(u64, &Event) -> Vec<Change>) {
        if committed.first_seq != self.to() + 1 {
            // Something was missed, or is known already: the journal has it.
            *self = Log::after(committed.last_seq().max(self.to()));
            return;
        }
        for (seq, event) in (committed.first_seq..).zip(&committed.events) {
            let items = match event {
                domain::Event::Session(event) => changes(seq, event),
                domain::Event::House(_) => Vec::new(),
            };
            self.items += items.len();
            let bytes = bytes(&items);
            self.facts.push_back(Fact { seq, items, bytes });
        }
        while self.items > ITEMS_MAX || self.facts.len() > ITEMS_MAX {
            let Some(oldest) = self.facts.pop_front() else { break };
            (self.from, self.items) = (oldest.seq, self.items - oldest.items.len());
        }
    }

    /// What follows a place, as far as everybody is told; nothing where the journal has to be read.
    pub fn page(&mut self, scope: &str, after: u64, until: u64) -> Option<Page> {
        let place = (after, until.min(self.to()));
        if let Some((_, page)) = self.pages.iter().find(|(known, _)| *known == place) {
            return Some(page.clone());
        }
        if after < self.from || after >= place.1 {
            return None;
        }
        let begun = self.facts.partition_point(|fact| fact.seq <= after);
        let (mut to, mut filling) = (after, Filling::default());
        for fact in self.facts.range(begun..).take_while(|fact| fact.seq <= until) {
            if !filling.takes(&fact.items, fact.bytes) {
                break;
            }
            to = fact.seq;
        }
        let page = Page::of(scope, Changes { from: after, to, items: filling.items });
        if self.pages.len() >= PAGES_MAX {
            self.pages.pop_front();
        }
        self.pages.push_back((place, page.clone()));
        Some(page)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::session::rule::Rule;
    use domain::time::Beat;
    use domain::{Scope, State};

    use super::*;

    const SCOPE: &str = "session/default";

    fn committed(first_seq: u64, count: usize) -> Committed {
        let scope: Scope = Scope::Session("default".parse().unwrap());
        let state = Arc::new(State::new(&scope));
        let event = domain::Event::Session(Event::TransportHalted { beat: Beat::ZERO });
        Committed { scope, first_seq, events: vec![event; count], state }
    }

    fn things(count: usize) -> impl FnMut(u64, &Event) -> Vec<Change> {
        move |seq, _| {
            let (scope, entity) = (SCOPE.to_owned(), "rule".to_owned());
            let id = Rule::ApproveFirstTake.name().to_owned();
            vec![Change::Removed { scope, seq, entity, id }; count]
        }
    }

    /// Every page from a place on: `(from, to, items)`.
    fn read(log: &mut Log, after: u64) -> Vec<(u64, u64, usize)> {
        read_until(log, after, u64::MAX)
    }

    fn read_until(log: &mut Log, mut after: u64, until: u64) -> Vec<(u64, u64, usize)> {
        let mut all = Vec::new();
        while let Some(page) = log.page(SCOPE, after, until) {
            let ToPlugin::Changes(said) = wire::codec::decode(&page.text.unwrap()).unwrap() else { panic!() };
            assert_eq!((said.changes.from, said.changes.to), (after, page.to));
            all.push((after, page.to, said.changes.items.len()));
            after = page.to;
        }
        all
    }

    #[test]
    fn whoever_is_anywhere_in_it_reads_on_without_a_gap() {
        let mut log = Log::after(10);
        log.add(&committed(11, 3), things(1));
        log.add(&committed(14, 2), things(0));
        for (after, expected) in [
            (9, vec![]),
            (10, vec![(10, 15, 3)]),
            (12, vec![(12, 15, 1)]),
            (13, vec![(13, 15, 0)]),
            (15, vec![]),
            (99, vec![]),
        ] {
            assert_eq!(read(&mut log, after), expected, "after {after}");
        }
    }

    #[test]
    fn nobody_is_told_more_than_everybody() {
        let mut log = Log::after(0);
        log.add(&committed(1, 5), things(1));
        assert_eq!(read_until(&mut log, 0, 3), [(0, 3, 3)]);
        assert_eq!(read_until(&mut log, 3, 3), []);
        log.add(&committed(6, 2), things(1));
        assert_eq!(read_until(&mut log, 0, 3), [(0, 3, 3)], "what was told stays told");
        assert_eq!(read_until(&mut log, 3, 6), [(3, 6, 3)]);
        assert_eq!(read(&mut log, 3), [(3, 7, 4)]);
    }

    #[test]
    fn a_message_holds_so_much_and_a_fact_is_never_cut() {
        let mut log = Log::after(0);
        log.add(&committed(1, 3), things(5));
        log.add(&committed(4, 1), things(300));
        let room = PAGE_BYTES / bytes(&things(1)(1, &Event::TransportHalted { beat: Beat::ZERO }));
        assert!((5..10).contains(&room), "{room}");
        assert_eq!(read(&mut log, 0), [(0, 1, 5), (1, 2, 5), (2, 3, 5), (3, 4, 300)]);
    }

    #[test]
    fn what_was_missed_is_left_to_the_journal() {
        let mut log = Log::after(0);
        log.add(&committed(1, 1), things(1));
        log.add(&committed(5, 2), things(1));
        assert_eq!((read(&mut log, 0), read(&mut log, 5)), (vec![], vec![]));
        log.add(&committed(7, 1), things(1));
        assert_eq!((read(&mut log, 5), read(&mut log, 6)), (vec![], vec![(6, 7, 1)]));
        // What was known already is not told twice.
        log.add(&committed(6, 2), things(1));
        assert_eq!((read(&mut log, 6), log.to()), (vec![], 7));
    }

    #[test]
    fn it_forgets_the_oldest() {
        let mut log = Log::after(0);
        for seq in 1..=2_000 {
            log.add(&committed(seq, 1), things(1));
        }
        assert_eq!(log.page(SCOPE, 2_000 - ITEMS_MAX as u64 - 1, u64::MAX), None);
        let all = read(&mut log, 2_000 - ITEMS_MAX as u64);
        assert_eq!(all.iter().map(|(_, _, items)| items).sum::<usize>(), ITEMS_MAX);
    }

    #[test]
    fn what_is_too_large_for_a_message_is_said_to_be() {
        let mut log = Log::after(0);
        log.add(&committed(1, 1), things(5_000));
        assert_eq!(log.page(SCOPE, 0, u64::MAX), None, "it is not even kept");
        let items = things(5_000)(1, &Event::TransportHalted { beat: Beat::ZERO });
        assert_eq!(Page::of(SCOPE, Changes { from: 0, to: 1, items }), Page { to: 1, text: None });
    }
}
