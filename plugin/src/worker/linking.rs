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
use crate::net::awaited::Awaited;
use crate::net::made::Made;
use crate::net::mailbox::{Move, Seats, Settings, Wish};
use crate::net::mirror::Song;
use crate::net::reopening::{Choice, Meeting, Ours, Theirs, Verdict, fingerprint};
use crate::net::sitting::{self, Sitter, Step};
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
    /// By the session's work, as it was last told.
    made: Vec<Made>,
    meeting: Meeting,
    awaited: Awaited,
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
            made: Vec::new(),
            meeting: Meeting::default(),
            awaited: Awaited::default(),
        }
    }
}

impl Linking {
    /// Where the link speaks; nobody does while there is none.
    pub(super) fn told(&self) -> &Receiver<News> {
        &self.told
    }

    /// A project was opened. The same instance stays linked, another one comes in anew.
    fn begin_anew(&mut self, link: &Link) {
        let is_another =
            |named: &Option<String>, known: &str| named.as_ref().is_some_and(|name| name != known);
        let is_other =
            is_another(&link.instance_id, &self.instance) || is_another(&link.session, &self.session);
        if self.open.is_some() && !is_other {
            self.meeting = Meeting::default();
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
        let seats = self.seats.as_ref().filter(|_| self.is_open());
        seats.map_or_else(Vec::new, |seats| sitting::taken_elsewhere(&self.instance, seats))
    }

    pub(super) fn model(&self, model: &mut Model) {
        model.link = self.state;
        model.link_note.clone_from(&self.note);
        let song = self.song.as_ref().filter(|_| self.meeting.asks());
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
        if self.linking.meeting.asks() && self.band.link().is_automatic {
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
            News::Made(made) => {
                self.linking.made.clone_from(&made);
                self.band.hear_of_made(made);
            }
            News::Lan(view) => self.joining.hear(*view),
            News::NotPushed(why) => {
                let text = format!("The session was left as it is: {why}");
                self.say(vec![LogLine { text, is_fault: true }]);
                self.linking.meeting.was_not_pushed();
                self.attempt(Workshop::meet);
            }
            News::Said { text, is_fault } => self.say(vec![LogLine { text, is_fault }]),
        }
    }

    /// Another project was opened: for one that stays linked, what the session has told holds for it, too.
    pub(super) fn meet_anew(&mut self) {
        self.linking.begin_anew(self.band.link());
        self.band.hear_of_made(self.linking.made.clone());
        self.attempt(Workshop::meet);
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
        match self.linking.meeting.judge(&ours, &theirs) {
            Verdict::Same => {
                let is_news = self.band.agree(&theirs.session, theirs.revision, theirs.music);
                self.is_unwritten |= is_news;
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
        self.linking.meeting.use_session();
        let revision = song.revision;
        let outcome = self.band.adopt(*song);
        self.follow(outcome);
        self.await_session(revision);
    }

    /// The session is told when it is heard; at once, if it is heard already.
    fn await_session(&mut self, revision: u64) {
        self.linking.awaited.expect(self.band.arrangement().revision(), revision);
        if !self.posting.is_awaited() {
            self.heard_session(self.band.arrangement().revision(), self.end.heard.glance().beat);
        }
    }

    /// The player has begun to play this revision.
    pub(super) fn heard_session(&mut self, entered: Revision, beat: f64) {
        let newest = self.band.arrangement().revision();
        if let Some(revision) = self.linking.awaited.heard(entered, newest) {
            self.linking.wish(Wish::Heard { revision, beat });
        }
    }

    pub(super) fn reopen(&mut self, choice: Choice) {
        let theirs = self.linking.song.as_ref().map(|song| fingerprint(&song.regions));
        match choice {
            Choice::UseSession => self.use_session(),
            Choice::PushMine => {
                self.linking.meeting.push(theirs);
                self.linking.wish(Wish::Push(Box::new(self.band.push())));
            }
            Choice::StayLocal => self.linking.meeting.stay_local(theirs),
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

    /// Who plays what.
    fn sit(&mut self, seats: Seats) {
        let sitter = Sitter {
            name: &self.linking.instance,
            owned: std::array::from_fn(|lane| self.band.chairs()[lane].owned),
            is_new: self.band.link().agreed.is_none() && self.band.arrangement().regions().is_empty(),
        };
        let steps = sitting::steps(&sitter, self.linking.seats.as_ref(), &seats);
        self.linking.seats = Some(seats);
        for step in steps {
            match step {
                Step::Seat { lane, mine } => self.linking.seat(lane, mine),
                Step::Own { lane, owned } => {
                    let outcome = self.band.act(&Action::Own { lane, owned });
                    self.follow(outcome);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailboxes;
    use crate::net::timeline::Course;
    use crate::saved_state::SavedText;

    fn block(playing: bool, beat: f64) -> player::Transport {
        player::Transport {
            playing,
            tempo_bpm: 120.0,
            position_beats: Some(beat),
            loop_range: None,
            meter: None,
            bar_start: None,
        }
    }

    #[test]
    fn a_song_whose_server_is_lost_goes_on_from_where_it_is_until_the_server_is_back() {
        let ends = mailboxes::open(SavedText::default());
        let (heard, wiring) = (Arc::clone(&ends.audio.heard), Arc::clone(&ends.audio.wiring));
        let mut workshop = Workshop::new(ends.worker);
        wiring.course.put(&Course::default());
        heard.block(Some(&block(true, 37.5)), None);
        workshop.move_session(Move::Stop);
        assert!(wiring.is_on_its_own() && !wiring.clock.is_running());
        let stopped = wiring.clock.place();
        assert_eq!(stopped.0, 37.5);
        heard.block(Some(&block(false, 38.0)), None);
        workshop.move_session(Move::Start);
        assert!(wiring.clock.is_running());
        assert_eq!(wiring.clock.place(), stopped, "it is on its own clock already");
        workshop.hear_of_session(News::State { state: LinkState::Connected, note: String::new() });
        assert!(!wiring.is_on_its_own());
    }

    #[test]
    fn a_plugin_that_was_never_linked_moves_its_own_clock_and_nothing_else() {
        let ends = mailboxes::open(SavedText::default());
        let wiring = Arc::clone(&ends.audio.wiring);
        let mut workshop = Workshop::new(ends.worker);
        workshop.move_session(Move::Seek(12.0));
        workshop.move_session(Move::Start);
        assert_eq!((wiring.clock.place().0, wiring.clock.is_running()), (12.0, true));
        assert!(!wiring.is_on_its_own(), "there is no session that it would have left");
    }
}
