//! A fault costs at most the one thing that was being done: what was done before it stays, is saved, and it is said.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::Workshop;
use crate::band::Outcome;
use crate::model::LogLine;

impl Workshop {
    /// Whole, or not at all. Not for opening a project: what could not be read of that must not be written over.
    pub(super) fn attempt(&mut self, thing: impl FnOnce(&mut Workshop)) {
        let before = self.band.clone();
        // Nobody looks at what is left of the band; all else is told anew below.
        if catch_unwind(AssertUnwindSafe(|| thing(self))).is_err() {
            self.band = before;
            self.is_stale = true;
            self.follow(Outcome {
                arranged: true,
                changed: true,
                log: vec![not_done()],
                ..Outcome::default()
            });
        }
    }

    /// Round after round. Whoever falls in one leaves the project as it was last whole.
    pub(super) fn until(mut self, mut is_over: impl FnMut(&mut Workshop) -> bool) {
        let fallen = catch_unwind(AssertUnwindSafe(|| while !is_over(&mut self) {}));
        if let Err(fault) = fallen {
            self.write_text();
            resume_unwind(fault);
        }
    }
}

fn not_done() -> LogLine {
    let text = "One step could not be taken because of a fault in the band; everything before it stands. \
                Try another way to it";
    LogLine { text: text.to_owned(), is_fault: true }
}

#[cfg(test)]
mod tests {
    use nice_plug::params::persist::PersistentField;

    use super::*;
    use crate::action::Action;
    use crate::mailboxes;
    use crate::saved_state::{self, SavedText};

    fn workshop() -> (Workshop, SavedText) {
        let saved = SavedText::default();
        (Workshop::new(mailboxes::open(saved.clone()).worker), saved)
    }

    fn kept(text: &SavedText) -> (u64, f64) {
        let saved = saved_state::read(&text.map(String::clone)).unwrap().saved;
        (saved.seed, saved.origin_beat)
    }

    #[test]
    fn a_fault_costs_the_thing_that_was_asked_and_nothing_before_or_after_it() {
        let (mut workshop, text) = workshop();
        workshop.act(&Action::Seed(4_711));
        workshop.attempt(|workshop| {
            workshop.act(&Action::Seed(4_712));
            panic!("half way through");
        });
        workshop.act(&Action::OriginBeat(8.0));
        assert!(!workshop.see_to_everything(), "it goes on");
        assert_eq!(kept(&text), (4_711, 8.0));
        let said: Vec<&LogLine> = workshop.log.iter().filter(|line| line.is_fault).collect();
        assert_eq!(said, [&not_done()]);
        assert!(workshop.is_stale, "the window is to show it");
    }

    #[test]
    fn who_falls_in_the_middle_of_a_round_leaves_what_was_done_in_it() {
        let (workshop, text) = workshop();
        let falling = std::thread::spawn(|| {
            workshop.until(|workshop| {
                workshop.act(&Action::Seed(4_711));
                panic!("in the middle of a round");
            });
        });
        assert!(falling.join().is_err(), "and it is told who looks after the thread");
        assert_eq!(kept(&text).0, 4_711);
    }
}
