//! Carries what is asked to the band, and what the band says to the player, the project's text and everybody else.

use player::{Moment, Strategy};

use super::rehearsing::Rehearsing;
use super::{Workshop, first_seed, instruments, no_host_beat, not_alone};
use crate::action::Action;
use crate::band::{Band, Outcome};
use crate::model::LogLine;
use crate::net::lan;
use crate::net::mailbox::Move;

impl Workshop {
    pub(super) fn act(&mut self, action: &Action) {
        self.attempt(|workshop| workshop.carry_out(action));
    }

    fn carry_out(&mut self, action: &Action) {
        self.is_stale = true;
        match action {
            Action::OriginHere => match self.end.heard.glance().host_beat {
                Some(beat) => self.carry_out(&Action::OriginBeat(beat)),
                None => self.say(vec![no_host_beat()]),
            },
            Action::Play => self.move_session(Move::Start),
            Action::Stop => self.move_session(Move::Stop),
            Action::Locate(beat) => self.move_session(Move::Seek(*beat)),
            Action::Reopen(choice) => self.reopen(*choice),
            Action::LookAround => self.look_around(),
            Action::Pair(code) => self.linking.wish_abroad(lan::Wish::Code(code.clone())),
            Action::Forget(certificate) => self.forget(certificate),
            Action::DismissLog => self.log.clear(),
            Action::Export(what) => {
                let said = self.exports.write(&self.band, *what);
                self.say(vec![said]);
            }
            Action::FolderLane { file, lane } => self.watching.choose(file, *lane),
            Action::Rescan => self.watching.rescan(),
            other => {
                if matches!(other, Action::Bank(_)) {
                    self.instruments.choose_anew();
                }
                let outcome = self.band.act(other);
                self.follow(outcome);
                if let Action::Own { lane, owned } = other {
                    self.linking.seat(*lane, *owned);
                }
                if matches!(other, Action::Server(_)) {
                    self.linking.look_anew();
                    self.joining.begin_anew();
                }
            }
        }
    }

    /// Carries what the band said to everybody else.
    pub(super) fn follow(&mut self, outcome: Outcome) {
        if outcome.arranged || outcome.rerouted {
            self.post(outcome.moment, outcome.strategy);
        }
        self.instruments.want(self.band.bank().cloned(), instruments::seats(&self.band));
        self.is_unwritten |= outcome.changed;
        self.say(outcome.log);
        self.wire();
        self.watching.follow(&self.band);
    }

    /// Once a round, before anybody who waits is answered: it is the whole project.
    pub(super) fn write_text(&mut self) {
        if std::mem::take(&mut self.is_unwritten) {
            self.end.saved.put(self.band.text());
            self.saves_at_change = Some(self.end.saved.saves());
        }
    }

    pub(super) fn post(&mut self, moment: Moment, strategy: Strategy) {
        let compiled = self.posting.post(&self.band, moment, strategy, &mut self.end.player);
        if let Err(problem) = compiled {
            self.say(vec![LogLine { text: problem.to_string(), is_fault: true }]);
        }
    }

    /// Live, or rendered.
    pub(super) fn go(&mut self, is_offline: bool) {
        if self.posting.is_offline != is_offline {
            self.posting.is_offline = is_offline;
            self.post(Moment::Now, Strategy::HardCut);
        }
    }

    /// A project was opened: what it says holds from now on. Hosts also set the whole state back to undo one of their
    /// own steps: then nothing is to be opened, and takes and undo stay.
    pub(super) fn load(&mut self, text: &str) {
        self.log.retain(|line| *line != not_alone());
        self.is_stale = true;
        (self.is_unwritten, self.saves_at_change) = (false, None);
        if *text == *self.band.text() {
            return;
        }
        let (band, lines) = Band::open(text, first_seed());
        self.band = band;
        self.say(lines);
        self.posting.silence(&mut self.end.player);
        self.post(Moment::Now, Strategy::HardCut);
        self.watching.begin_anew();
        self.rehearsing = Rehearsing::default();
        self.instruments.want(self.band.bank().cloned(), instruments::seats(&self.band));
        self.wire();
        self.watching.follow(&self.band);
        self.end.saved.put(self.band.text());
        self.meet_anew();
    }
}
