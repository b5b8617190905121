//! The thread of an instance that does whatever takes time or memory: composes, compiles, loads, saves, shows.
//!
//! It owns the band and decides nothing about music itself: it carries actions to the band, and what the band says to
//! the player, the project's text and the window.

mod carrying;
mod exports;
mod falling;
mod instruments;
mod joining;
mod linking;
mod posting;
mod rehearsing;
mod showing;
mod watching;

use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::select;
use music::lane::Lane;

use crate::action::Action;
use crate::band::Band;
use crate::bell::Bell;
use crate::chairs::Member;
use crate::mailboxes::{Order, Shown, WorkerEnd};
use crate::model::{LogLine, Model};
use instruments::Instruments;
use joining::Joining;
use linking::Linking;
use posting::Posting;
use rehearsing::Rehearsing;
use watching::Watching;

/// How often it looks what the audio thread has said; nothing audible waits for it.
const LOOK_EVERY: Duration = Duration::from_millis(30);
/// Lines a person can scroll back through.
const LOG_MAX: usize = 200;

/// The other end of the thread. Joined by who started it, after the last order.
pub struct Worker {
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// A machine without a thread to spare leaves a plugin that is silent and harmless.
    pub fn start(end: WorkerEnd) -> Worker {
        let leaving = Leaving { bell: end.bell.clone(), shown: Arc::clone(&end.shown) };
        // Here and not on the thread: a host may save before that has begun.
        let workshop = Workshop::new(end);
        let work = move || {
            let _leaving = leaving;
            workshop.run();
        };
        Worker { thread: std::thread::Builder::new().name("ai-band worker".to_owned()).spawn(work).ok() }
    }

    /// For an instance that nobody plays, asks or saves.
    pub(crate) fn nobody(end: WorkerEnd) -> Worker {
        end.bell.silence();
        Worker { thread: None }
    }

    pub fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic in there was printed by its hook; the host must not fall with it.
            let _ = thread.join();
        }
    }
}

/// However the worker ends, nobody waits for it; and if it falls, the window says so. What plays goes on playing.
struct Leaving {
    bell: Bell,
    shown: Shown,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
            let mut model = Model::clone(&shown);
            let text = "The band has stopped thinking because of a fault in it; what plays goes on. \
                        Save the project and open it again";
            model.log.push(LogLine { text: text.to_owned(), is_fault: true });
            *shown = Arc::new(model);
        }
        self.bell.silence();
    }
}

/// Everything the worker works with.
struct Workshop {
    end: WorkerEnd,
    band: Band,
    member: Member,
    posting: Posting,
    instruments: Instruments,
    log: Vec<LogLine>,
    exports: exports::Exports,
    watching: Watching,
    rehearsing: Rehearsing,
    linking: Linking,
    joining: Joining,
    /// The project's text has to be made anew.
    is_unwritten: bool,
    /// Hosts' saves when the text was last changed.
    saves_at_change: Option<u64>,
    /// The picture has to be made anew.
    is_stale: bool,
}

impl Workshop {
    fn new(end: WorkerEnd) -> Workshop {
        let member = Member::take();
        let mut band = Band::new(first_seed());
        let is_first = member.is_alone();
        if !is_first {
            Lane::ALL.iter().for_each(|lane| drop(band.act(&Action::Own { lane: *lane, owned: false })));
        }
        end.saved.put(band.text());
        Workshop {
            instruments: Instruments::new(end.bell.clone(), instruments::seats(&band)),
            band,
            member,
            posting: Posting::default(),
            log: if is_first { Vec::new() } else { vec![not_alone()] },
            exports: exports::Exports::default(),
            watching: Watching::default(),
            rehearsing: Rehearsing::default(),
            linking: Linking::default(),
            joining: Joining::default(),
            is_unwritten: false,
            saves_at_change: None,
            is_stale: true,
            end,
        }
    }

    /// Until the last order. Every round sees to everything there is, then answers the bell.
    fn run(mut self) {
        self.wire();
        self.watching.follow(&self.band);
        self.until(Workshop::go_round);
    }

    /// Whether that was the last order.
    fn go_round(&mut self) -> bool {
        let rung = self.end.bell.rung();
        if self.see_to_everything() {
            return true;
        }
        if self.instruments.is_idle() {
            self.end.bell.answer(rung);
        }
        if self.is_stale {
            self.show();
        }
        if rung == self.end.bell.rung() {
            self.rest();
        }
        false
    }

    /// Until somebody calls, or it is time to look.
    fn rest(&mut self) {
        let (mut action, mut event, mut news) = (None, None, None);
        select! {
            recv(self.end.actions) -> said => action = said.ok(),
            recv(self.watching.told()) -> told => event = Some(told),
            recv(self.linking.told()) -> told => news = told.ok(),
            recv(self.end.clapper) -> _ => {}
            default(LOOK_EVERY) => {}
        }
        if let Some(action) = action {
            self.act(&action);
        }
        if let Some(news) = news {
            self.hear_of_session(news);
        }
        match event {
            Some(Ok(event)) => self.watching.hear(event),
            Some(Err(_)) => self.watching.lose(),
            None => {}
        }
    }

    /// Whether that was all there will ever be.
    fn see_to_everything(&mut self) -> bool {
        while let Ok(order) = self.end.orders.try_recv() {
            // What was loaded before the order came: the first instrument that is made is the project's.
            self.read_loaded();
            match order {
                Order::Rate(rate) => {
                    self.instruments.want_rate(rate);
                    self.linking.is_wanted = true;
                }
                Order::Offline(is_offline) => self.go(is_offline),
                Order::End => return true,
            }
        }
        self.read_loaded();
        while let Ok(action) = self.end.actions.try_recv() {
            self.act(&action);
        }
        self.listen();
        self.see_to_session();
        self.bring_files();
        self.bring_instruments();
        self.write_text();
        false
    }

    fn read_loaded(&mut self) {
        if let Some(text) = self.end.saved.take_loaded() {
            self.load(&text);
        }
    }

    /// What the audio thread said.
    fn listen(&mut self) {
        let glance = self.end.heard.glance();
        self.band.playhead(glance.playing.then_some(glance.beat));
        if glance.tempo_bpm > 0.0 {
            self.band.host_tempo(glance.tempo_bpm);
        }
        for switched in self.end.player.reports() {
            self.posting.switched(&switched);
            self.band.switched(&switched);
            self.heard_session(switched.revision, switched.beat);
            self.is_stale = true;
        }
        if self.saves_at_change.is_some_and(|saves| self.end.saved.saves() > saves) {
            self.saves_at_change = None;
            self.is_stale = true;
        }
    }

    fn bring_instruments(&mut self) {
        while let Ok(done_with) = self.end.instruments_home.pop() {
            drop(done_with);
        }
        if let Some(made) = self.instruments.made() {
            if let Some(instrument) = made.instrument {
                // One that nobody has taken is dropped here.
                drop(self.end.instrument.swap(Some(Box::new(instrument))));
            }
            self.say(made.fault.map(|text| LogLine { text, is_fault: true }).into_iter().collect());
            self.is_stale = true;
        }
    }

    fn say(&mut self, lines: Vec<LogLine>) {
        self.log.extend(lines);
        let over = self.log.len().saturating_sub(LOG_MAX);
        self.log.drain(..over);
    }
}

fn not_alone() -> LogLine {
    let text = "There is another AI Band here, which plays already. Choose the lanes this one plays";
    LogLine { text: text.to_owned(), is_fault: false }
}

fn no_host_beat() -> LogLine {
    let text =
        "This host does not say where it stands; bar 1 stays where it was. Start it once, or follow Session";
    LogLine { text: text.to_owned(), is_fault: true }
}

/// A band of one's own: no two new instances ask with the same seed.
fn first_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    // As far as a person can say it over the telephone.
    RandomState::new().hash_one(0_u8) % 10_000
}

#[cfg(test)]
mod tests {
    use nice_plug::params::persist::PersistentField;

    use super::*;
    use crate::mailboxes;
    use crate::saved_state::SavedText;

    /// Nothing here takes longer on the slowest machine.
    const PATIENCE: Duration = Duration::from_secs(60);

    #[test]
    fn the_first_instrument_of_a_project_is_made_from_its_bank() {
        let saved = SavedText::default();
        let ends = mailboxes::open(saved.clone());
        let mut workshop = Workshop::new(ends.worker);
        let mut band = Band::new(1);
        band.act(&Action::Bank(Some("/nowhere/of-the-project.sf2".into())));
        saved.set(band.text().to_string());
        ends.host.order(Order::Rate(48_000));
        // Rung by the host already; the next ring is the instrument's.
        while workshop.end.clapper.try_recv().is_ok() {}
        assert!(!workshop.see_to_everything());
        workshop.end.clapper.recv_timeout(PATIENCE).unwrap();
        workshop.bring_instruments();
        assert!(
            workshop.log.iter().any(|line| line.text.contains("of-the-project.sf2")),
            "{:?}",
            workshop.log
        );
    }

    #[test]
    fn the_project_is_written_once_for_all_that_was_asked_at_once() {
        let saved = SavedText::default();
        let ends = mailboxes::open(saved.clone());
        let mut workshop = Workshop::new(ends.worker);
        let text = || saved.map(String::clone);
        let before = text();
        for seed in 10_001..10_004 {
            workshop.act(&Action::Seed(seed));
        }
        assert_eq!(text(), before, "more may come");
        assert!(!workshop.see_to_everything());
        assert_eq!(text(), *workshop.band.text());
        assert_ne!(text(), before);
    }
}
