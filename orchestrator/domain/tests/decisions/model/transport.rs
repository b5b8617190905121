//! The transport against a plain account that takes the song in small steps of time, in floating point.

use std::time::Duration;

use domain::session::Command;
use domain::session::transport::{Command as Move, Loop};
use domain::{Beat, Code};
use music::tempo::Tempo;
use proptest::prelude::*;

use crate::cast::person;
use crate::stage::Stage;

struct Account {
    beat: f64,
    bpm: f64,
    plays: bool,
    looped: Option<(f64, f64)>,
    /// The playhead was before the loop's end when last it was put somewhere.
    is_in_loop: bool,
}

#[derive(Clone, Copy, Debug)]
enum Wish {
    Move(Move),
    Millis(u64),
}

fn wish() -> impl Strategy<Value = Wish> {
    // Eighths of a beat and of a bar a minute: exact in both ways of counting.
    let beat = (-8..200i64).prop_map(|eighth| Beat(eighth << 28));
    let moves = prop_oneof![
        prop::option::of(beat.clone()).prop_map(|from| Move::Start { from }),
        Just(Move::Start { from: None }),
        Just(Move::Stop),
        Just(Move::Pause),
        Just(Move::Reset),
        beat.clone().prop_map(|to| Move::Seek { to }),
        (40..240u32).prop_map(|bpm| Move::Tempo(Tempo::from_bpm(bpm).unwrap())),
        Just(Move::Loop(None)),
        (beat.clone(), beat).prop_map(|(start, end)| Move::Loop(Some(Loop { start, end }))),
    ];
    prop_oneof![moves.prop_map(Wish::Move), (1..4_000u64).prop_map(Wish::Millis)]
}

impl Account {
    fn put(&mut self, beat: f64) {
        self.beat = beat;
        self.is_in_loop = self.looped.is_some_and(|(_, end)| beat < end);
    }

    /// Whether it is granted.
    fn make(&mut self, wish: Move) -> bool {
        let is_place = |beat: Beat| beat >= Beat::ZERO;
        match wish {
            Move::Start { from } => {
                if from.is_some_and(|from| !is_place(from)) {
                    return false;
                }
                if let Some(from) = from {
                    self.put(from.as_f64());
                } else if !self.plays {
                    self.put(self.beat);
                }
                self.plays = true;
            }
            Move::Stop => {
                self.plays = false;
                self.put(0.0);
            }
            Move::Pause => self.plays = false,
            Move::Reset => self.put(0.0),
            Move::Seek { to } if is_place(to) => self.put(to.as_f64()),
            Move::Seek { .. } => return false,
            Move::Tempo(tempo) => {
                if self.bpm != tempo.bpm_f64() {
                    self.bpm = tempo.bpm_f64();
                    self.put(self.beat);
                }
            }
            Move::Loop(looped) => {
                let is_loop = |Loop { start, end }: Loop| {
                    is_place(start) && is_place(end) && end.0 - start.0 >= 1 << 29
                };
                if !looped.is_none_or(is_loop) {
                    return false;
                }
                let looped = looped.map(|Loop { start, end }| (start.as_f64(), end.as_f64()));
                if looped != self.looped {
                    self.looped = looped;
                    self.put(self.beat);
                }
            }
        }
        true
    }

    fn pass(&mut self, millis: u64) {
        if !self.plays {
            return;
        }
        self.beat += self.bpm * millis as f64 / 60_000.0;
        if let Some((start, end)) = self.looped.filter(|_| self.is_in_loop) {
            while self.beat >= end - 1e-9 {
                self.beat -= end - start;
            }
        }
    }

    /// A place at a loop's end is one at its start.
    fn is_near(&self, beat: f64) -> bool {
        let around = self.looped.map_or(0.0, |(start, end)| end - start);
        let off = (beat - self.beat).abs();
        off < 1e-5 || (self.is_in_loop && (off - around).abs() < 1e-5)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_playhead_is_where_a_plain_account_has_it(wishes in prop::collection::vec(wish(), 1..60)) {
        let mut stage = Stage::session();
        let mut account = Account { beat: 0.0, bpm: 120.0, plays: false, looped: None, is_in_loop: false };
        for wish in wishes {
            match wish {
                Wish::Millis(millis) => {
                    account.pass(millis);
                    stage.pass(Duration::from_millis(millis));
                }
                Wish::Move(command) => {
                    let granted = match stage.ask(&person(1), Command::Transport(command)) {
                        Ok(_) => true,
                        Err(refusal) => {
                            let is_place = matches!(refusal.code, Code::InvalidPosition | Code::InvalidLoop);
                            prop_assert!(is_place, "{refusal}");
                            false
                        }
                    };
                    prop_assert_eq!(granted, account.make(command), "{:?}", command);
                }
            }
            let found = stage.beat().as_f64();
            prop_assert!(account.is_near(found), "{found} and {} after {wish:?}", account.beat);
            // Where a loop's end is met to the nanosecond, both sides of it are right, and the next move starts there.
            account.beat = found;
            prop_assert_eq!(stage.song().transport().is_playing(), account.plays);
        }
    }
}
