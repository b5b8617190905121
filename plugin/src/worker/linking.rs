//! The session at the worker's: what it plays is judged against what is here, chairs are shared out, wishes go there.
//!
//! Where no server may be there is no thread and no socket: once a second it is looked whether one may.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use music::arrangement::Revision;
use music::lane::Lane;

use super::Workshop;
use crate::action::Action;
use crate::model::{Differs, LinkState, LogLine, Model};
use crate::net::mailbox::{Move, Seats, Settings, Wish};
use crate::net::mirror::Song;
use crate::net::reopening::{self, Choice, Ours, Theirs, Verdict, fingerprint};
use crate::net::{self, News, lan};
use crate::saved_state::Link;

/// How often it is looked whether a server has come.
const LOOK_EVERY: Duration = Duration::from_secs(1);

pub(super) struct Linking {
    /// A host has begun: whatever project there is was opened by now.
    pub(super) is_wanted: bool,
    open: Option<net::Link>,
    /// Of what is open; else of nobody.
    told: Receiver<News>,
    look_at: Instant,
    incarnation: u64,
    state: LinkState,
    note: String,
    instance: String,
    session: String,
    seats: Option<Seats>,
    /// What the session plays, as it was last told.
    song: Option<Box<Song>>,
    /// The project has met its session: from now on that is followed.
    has_met: bool,
    asks: bool,
    /// Of the session's music that a person did not want.
    declined: Option<music::clip::Hash>,
    /// What is the session's in which revision of ours, until it is heard.
    awaited: Option<(Revision, u64)>,
}

impl Default for Linking {
    fn default() -> Linking {
        Linking {
            is_wanted: false,
            open: None,
            told: crossbeam_channel::never(),
            look_at: Instant::now(),
            incarnation: RandomState::new().hash_one(0_u8),
            state: LinkState::default(),
            note: String::new(),
            instance: String::new(),
            session: String::new(),
            seats: None,
            song: None,
            has_met: false,
            asks: false,
            declined: None,
            awaited: None,
        }
    }
}

impl Linking {
    /// Where the link speaks; nobody does while there is none.
    pub(super) fn told(&self) -> &Receiver<News> {
        &self.told
    }

    /// A project was opened. The same instance stays linked, another one comes in anew.
    pub(super) fn begin_anew(&mut self, link: &Link) {
        let is_another =
            |named: &Option<String>, known: &str| named.as_ref().is_some_and(|name| name != known);
        let is_other =
            is_another(&link.instance_id, &self.instance) || is_another(&link.session, &self.session);
        if self.open.is_some() && !is_other {
            (self.has_met, self.asks, self.declined) = (false, false, None);
            return;
        }
        self.look_anew();
    }

    pub(super) fn look_anew(&mut self) {
        *self = Linking { is_wanted: self.is_wanted, incarnation: self.incarnation, ..Linking::default() };
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some() && self.state != LinkState::Disconnected
    }

    pub(super) fn seat(&self, lane: Lane, mine: bool) {
        self.wish(Wish::Seat { lane, mine });
    }

    fn wish(&self, wish: Wish) {
        if let Some(open) = &self.open {
            open.wish(wish);
        }
    }

    pub(super) fn wish_abroad(&self, wish: lan::Wish) {
        if let Some(open) = &self.open {
            open.wish_abroad(wish);
        }
    }

    pub(super) fn incarnation(&self) -> u64 {
        self.incarnation
    }

    pub(super) fn taken_elsewhere(&self) -> Vec<Lane> {
        let Some(seats) = self.seats.as_ref().filter(|_| self.is_open()) else { return Vec::new() };
        let is_others =
            |lane: &Lane| seats.by_lane[lane.index()].as_ref().is_some_and(|id| *id != self.instance);
        Lane::ALL.into_iter().filter(is_others).collect()
    }

    pub(super) fn model(&self, model: &mut Model) {
        model.link = self.state;
        model.link_note.clone_from(&self.note);
        let song = self.song.as_ref().filter(|_| self.asks);
        model.differs = song.map(|song| Differs { session: song.session.clone(), revision: song.revision });
    }
}

impl Workshop {
    /// Once a round.
    pub(super) fn see_to_session(&mut self) {
        while let Ok(news) = self.linking.told.try_recv() {
            self.hear_of_session(news);
        }
        // Allowed once for all, and the host has stopped.
        if self.linking.asks && self.band.link().is_automatic {
            self.attempt(Workshop::meet);
        }
        self.look_for_server();
    }

    /// A bounce is nobody's colleague.
    fn look_for_server(&mut self) {
        let now = Instant::now();
        if !self.linking.is_wanted
            || self.posting.is_offline
            || self.linking.open.is_some()
            || now < self.linking.look_at
        {
            return;
        }
        self.linking.look_at = now + LOOK_EVERY;
        match self.whereabouts() {
            Ok(Some(settings)) => self.open_link(settings),
            Ok(None) => {}
            Err(why) => {
                self.is_stale |= self.linking.note != why;
                self.linking.note = why;
            }
        }
    }

    fn open_link(&mut self, settings: Settings) {
        match net::open(settings, Arc::clone(&self.end.wiring), Arc::clone(&self.end.heard)) {
            Ok(open) => {
                self.linking.told = open.told().clone();
                self.joining.wish().into_iter().for_each(|wish| open.wish_abroad(wish));
                self.linking.open = Some(open);
            }
            Err(error) => self.linking.note = format!("No thread for the link: {error}"),
        }
        self.is_stale = true;
    }

    pub(super) fn hear_of_session(&mut self, news: News) {
        self.is_stale = true;
        match news {
            News::State { state, note } => {
                if state != LinkState::Disconnected {
                    self.end.wiring.set_on_its_own(false);
                }
                (self.linking.state, self.linking.note) = (state, note);
            }
            News::Named { instance, session } => {
                self.is_unwritten |= self.band.name(&instance, &session);
                (self.linking.instance, self.linking.session) = (instance, session);
            }
            News::Song(song) => {
                self.linking.song = Some(song);
                self.attempt(Workshop::meet);
            }
            News::Seats(seats) => self.attempt(|workshop| workshop.sit(*seats)),
            News::Lan(view) => self.joining.hear(*view),
            News::NotPushed(why) => {
                let text = format!("The session was left as it is: {why}");
                self.say(vec![LogLine { text, is_fault: true }]);
                self.linking.declined = None;
                self.attempt(Workshop::meet);
            }
            News::Said { text, is_fault } => self.say(vec![LogLine { text, is_fault }]),
        }
    }

    /// What is here, and what the session plays.
    fn meet(&mut self) {
        let Some(song) = self.linking.song.clone() else { return };
        let theirs = Theirs {
            session: song.session.clone(),
            revision: song.revision,
            music: fingerprint(&song.regions),
        };
        let ours = self.ours();
        let judge = if self.linking.has_met { reopening::follow } else { reopening::judge };
        let verdict = judge(&ours, &theirs);
        self.linking.asks = verdict == Verdict::Ask && self.linking.declined != Some(theirs.music);
        match verdict {
            Verdict::Same => {
                let is_news = self.band.agree(&theirs.session, theirs.revision, theirs.music);
                self.is_unwritten |= is_news;
                self.linking.has_met = true;
                if is_news {
                    self.await_session(theirs.revision);
                }
            }
            Verdict::Use => self.use_session(),
            Verdict::Ask => {}
        }
    }

    fn ours(&self) -> Ours {
        let link = self.band.link();
        let regions = self.band.arrangement().regions();
        Ours {
            session: link.session.clone(),
            revision: link.server_revision,
            agreed: link.agreed,
            music: fingerprint(regions),
            is_empty: regions.is_empty(),
            is_automatic: link.is_automatic,
            is_rolling: self.end.heard.glance().playing,
        }
    }

    fn use_session(&mut self) {
        let Some(song) = self.linking.song.clone() else { return };
        (self.linking.has_met, self.linking.asks, self.linking.declined) = (true, false, None);
        let revision = song.revision;
        let outcome = self.band.adopt(*song);
        self.follow(outcome);
        self.await_session(revision);
    }

    /// The session is told when it is heard; at once, if it is heard already.
    fn await_session(&mut self, revision: u64) {
        self.linking.awaited = Some((self.band.arrangement().revision(), revision));
        if !self.posting.is_awaited() {
            self.heard_session(self.band.arrangement().revision(), self.end.heard.glance().beat);
        }
    }

    /// The player has begun to play a revision of ours; auditions are numbered above all of them.
    pub(super) fn heard_session(&mut self, entered: Revision, beat: f64) {
        if entered > self.band.arrangement().revision() {
            return;
        }
        if let Some((_, revision)) = self.linking.awaited.take_if(|(ours, _)| *ours <= entered) {
            self.linking.wish(Wish::Heard { revision, beat });
        }
    }

    pub(super) fn reopen(&mut self, choice: Choice) {
        let theirs = self.linking.song.as_ref().map(|song| fingerprint(&song.regions));
        match choice {
            Choice::UseSession => self.use_session(),
            Choice::PushMine => {
                // What comes back is what is here already; until then nobody is asked again.
                (self.linking.has_met, self.linking.asks, self.linking.declined) = (true, false, theirs);
                self.linking.wish(Wish::Push(Box::new(self.band.push())));
            }
            Choice::StayLocal => (self.linking.asks, self.linking.declined) = (false, theirs),
        }
    }

    /// The session's transport where there is one; without it the own clock goes on from where the song is.
    pub(super) fn move_session(&mut self, wish: Move) {
        if self.linking.is_open() {
            self.linking.wish(Wish::Move(wish));
            return;
        }
        let (wiring, glance) = (&self.end.wiring, self.end.heard.glance());
        if wiring.course.get().is_some() && !wiring.is_on_its_own() {
            wiring.clock.locate(glance.beat);
            wiring.clock.run(glance.playing);
            wiring.set_on_its_own(true);
        }
        match wish {
            Move::Start => wiring.clock.run(true),
            Move::Stop => wiring.clock.run(false),
            Move::Seek(beat) => wiring.clock.locate(beat),
        }
    }

    /// Who plays what. A project keeps its chairs; one that never had any takes what the session gives.
    fn sit(&mut self, seats: Seats) {
        let before = self.linking.seats.replace(seats.clone());
        let is_new = self.band.link().agreed.is_none() && self.band.arrangement().regions().is_empty();
        let owns_all = self.band.chairs().iter().all(|chair| chair.owned);
        for lane in Lane::ALL {
            let seat = seats.by_lane[lane.index()].as_deref();
            let owned = self.band.chairs()[lane.index()].owned;
            let is_mine = seat == Some(self.linking.instance.as_str());
            if seats.is_first {
                match seat {
                    Some(_) if is_mine && !owned => self.linking.seat(lane, false),
                    None if owned => self.linking.seat(lane, true),
                    Some(_) if !is_mine && is_new && owns_all => self.own(lane, false),
                    Some(_) | None => {}
                }
                continue;
            }
            let was = before.as_ref().and_then(|before| before.by_lane[lane.index()].as_deref());
            let was_mine = was == Some(self.linking.instance.as_str());
            match seat {
                _ if seat == was => {}
                Some(_) if is_mine => self.own(lane, true),
                Some(_) | None if was_mine => self.own(lane, false),
                // Somebody else gave it up, and it is played here.
                None if owned => self.linking.seat(lane, true),
                Some(_) | None => {}
            }
        }
    }

    fn own(&mut self, lane: Lane, owned: bool) {
        if self.band.chairs()[lane.index()].owned != owned {
            let outcome = self.band.act(&Action::Own { lane, owned });
            self.follow(outcome);
        }
    }
}
