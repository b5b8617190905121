//! A corridor for tests: decides, applies, reacts, and after every step rebuilds the state from its events.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::session::{self, Session};
use domain::{
    Actor, Asked, Beat, Code, Command, Event, House, Refusal, Scope, Seed, State, Timer, WallTime, decide,
    house, react,
};

pub(crate) struct Stage {
    pub state: State,
    pub log: Vec<Event>,
    pub now: WallTime,
    pub timers: BTreeMap<Timer, WallTime>,
    asked: u64,
}

impl Stage {
    pub(crate) fn new(scope: &Scope) -> Stage {
        Stage {
            state: State::new(scope),
            log: Vec::new(),
            now: WallTime(1_800_000_000_000_000_000),
            timers: BTreeMap::new(),
            asked: 0,
        }
    }

    pub(crate) fn session() -> Stage {
        Stage::new(&"session/default".parse().unwrap())
    }

    pub(crate) fn house() -> Stage {
        Stage::new(&Scope::House)
    }

    pub(crate) fn song(&self) -> &Session {
        self.state.session().unwrap()
    }

    pub(crate) fn home(&self) -> &House {
        self.state.house().unwrap()
    }

    pub(crate) fn beat(&self) -> Beat {
        self.song().position(self.now)
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        self.now = self.now + time;
    }

    /// All timers that are due by `time` from now, each at its time.
    pub(crate) fn pass_with_timers(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some((timer, due)) =
            self.timers.iter().map(|(timer, due)| (*timer, *due)).min_by_key(|(timer, due)| (*due, *timer))
            && due <= end
        {
            self.now = self.now.max(due);
            self.timers.remove(&timer);
            self.put(&Actor::system(), timer.command()).expect("a timer may come at any time");
        }
        self.now = end;
    }

    pub(crate) fn ask(
        &mut self,
        by: &Actor,
        command: session::Command,
    ) -> Result<Vec<session::Event>, Refusal> {
        let events = self.put(by, Command::Session(command))?;
        Ok(events.into_iter().map(session_event).collect())
    }

    pub(crate) fn ask_house(
        &mut self,
        by: &Actor,
        command: house::Command,
    ) -> Result<Vec<house::Event>, Refusal> {
        let events = self.put(by, Command::House(command))?;
        Ok(events.into_iter().map(house_event).collect())
    }

    /// Refused, and nothing has changed.
    pub(crate) fn refused(&mut self, by: &Actor, command: session::Command) -> Refusal {
        let before = self.state.clone();
        let refusal = self.ask(by, command.clone()).expect_err(&format!("{command:?} was granted"));
        assert_eq!(self.state, before);
        assert!(!refusal.sentence.is_empty(), "{refusal:?}");
        refusal
    }

    pub(crate) fn refused_with(&mut self, by: &Actor, command: session::Command, code: Code) -> Refusal {
        let refusal = self.refused(by, command);
        assert_eq!(refusal.code, code, "{}", refusal.sentence);
        refusal
    }

    /// Granted, and there was nothing to do.
    pub(crate) fn idle(&mut self, by: &Actor, command: session::Command) {
        assert_eq!(self.ask(by, command), Ok(Vec::new()));
    }

    pub(crate) fn put(&mut self, by: &Actor, command: Command) -> Result<Vec<Event>, Refusal> {
        let first = self.log.len();
        let mut waiting = vec![Asked { by: by.clone(), command }];
        let mut is_first = true;
        while let Some(asked) = waiting.pop() {
            self.asked += 1;
            let decided = decide(&self.state, &asked, self.now, Seed::from_number(self.asked));
            let events = if is_first { decided? } else { decided.expect("a reaction is granted") };
            is_first = false;
            for event in events {
                self.state.apply(&event);
                let commands = react(&self.state, &event);
                waiting.extend(commands.into_iter().map(|command| Asked { by: Actor::system(), command }));
                self.note(event);
            }
        }
        self.assert_folds();
        Ok(self.log[first..].to_vec())
    }

    fn note(&mut self, event: Event) {
        match &event {
            Event::Session(session::Event::TimerSet { timer, due })
            | Event::House(house::Event::TimerSet { timer, due }) => {
                self.timers.insert(*timer, *due);
            }
            Event::Session(session::Event::TimerCleared { timer })
            | Event::House(house::Event::TimerCleared { timer }) => {
                self.timers.remove(timer);
            }
            Event::Session(_) | Event::House(_) => {}
        }
        self.log.push(event);
    }

    /// The state is the fold of its journal, and nothing else.
    fn assert_folds(&self) {
        let mut folded = State::new(&self.state.scope());
        self.log.iter().for_each(|event| folded.apply(event));
        assert!(folded == self.state, "the journal tells another story");
    }
}

fn session_event(event: Event) -> session::Event {
    match event {
        Event::Session(event) => event,
        Event::House(event) => panic!("{event:?} in a session"),
    }
}

fn house_event(event: Event) -> house::Event {
    match event {
        Event::House(event) => event,
        Event::Session(event) => panic!("{event:?} in the house"),
    }
}
