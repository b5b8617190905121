//! When a session's sockets are told of new facts: at once, or, where many are told, together with those that follow.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::ids::SessionId;

use super::stage::Stage;

/// Times are of the steady clock.
#[derive(Default)]
pub(super) struct Pace {
    told: HashMap<SessionId, Duration>,
    waiting: HashMap<SessionId, (Duration, Arc<Stage>)>,
}

impl Pace {
    /// Something was written: it is told now, or `pause` after the last time.
    pub(super) fn written(&mut self, stage: &Arc<Stage>, now: Duration, pause: Duration) {
        let id = stage.session();
        let due = self.told.get(id).map_or(now, |told| *told + pause);
        if due > now {
            self.waiting.entry(id.clone()).or_insert_with(|| (due, stage.clone()));
            return;
        }
        self.waiting.remove(id);
        self.told.insert(id.clone(), now);
        stage.tell();
    }

    pub(super) fn wakes_at(&self) -> Option<Duration> {
        self.waiting.values().map(|(due, _)| *due).min()
    }

    /// Those whose time has come.
    pub(super) fn tell(&mut self, now: Duration) {
        for (id, (_, stage)) in self.waiting.extract_if(|_, (due, _)| *due <= now) {
            self.told.insert(id, now);
            stage.tell();
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::session::Event;
    use domain::time::{Beat, WallTime};
    use domain::{Scope, State};

    use super::*;
    use crate::clock::ManualClock;
    use crate::live::Live;
    use crate::presence::Presence;
    use crate::published::Shown;
    use crate::writer::Committed;

    #[test]
    fn facts_that_come_quickly_are_told_together() {
        let scope = Scope::Session("default".parse().unwrap());
        let state = Arc::new(State::new(&scope));
        let session = state.session().unwrap();
        let live = Live::new("j1".to_owned(), 1, &ManualClock::new(WallTime(0)));
        let stage = Arc::new(Stage::new(session, 5, &live, WallTime(0)));
        let (seats, presence, mut pace) = (stage.sit(), Presence::new(WallTime(0)), Pace::default());
        let (pause, at) = (Duration::from_millis(100), |ms: u64| Duration::from_millis(1_000 + ms));
        for (now, seq, told, wakes) in [
            (0, Some(6), 6, None),
            (40, Some(7), 6, Some(100)),
            (60, Some(8), 6, Some(100)),
            (99, None, 6, Some(100)),
            (100, None, 8, None),
            (150, Some(9), 8, Some(200)),
            (205, Some(10), 10, None),
            (305, Some(11), 11, None),
        ] {
            if let Some(seq) = seq {
                let events = vec![domain::Event::Session(Event::TransportHalted { beat: Beat::ZERO })];
                let committed =
                    Committed { scope: scope.clone(), first_seq: seq, events, state: state.clone() };
                let shown =
                    Shown { session, name: "default", seq, presence: &presence, led: None, now: WallTime(0) };
                stage.write(&committed, &shown, &live);
                pace.written(&stage, at(now), pause);
            }
            pace.tell(at(now));
            assert_eq!(*seats.seq.borrow(), told, "at {now}");
            assert_eq!(pace.wakes_at(), wakes.map(at), "at {now}");
        }
    }
}
