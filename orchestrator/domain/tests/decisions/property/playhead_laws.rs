//! The playhead along any tempo map: forwards, without drift, and inside its loop.

use std::sync::Arc;
use std::time::Duration;

use domain::session::transport::{Command as Move, Loop};
use domain::session::{Command, Session};
use domain::{Beat, WallTime};
use music::tempo::{self, Tempo};
use music::time::Ticks;
use proptest::prelude::*;

use crate::cast::person;
use crate::stage::Stage;

fn map() -> impl Strategy<Value = tempo::Map> {
    let change = (0..400_000i64, 4_000..1_000_000u32);
    prop::collection::vec(change, 1..12).prop_map(|changes| {
        let tempo = |milli| Tempo::from_milli_bpm(milli).unwrap();
        tempo::Map::new(changes.into_iter().map(|(at, milli)| (Ticks(at), tempo(milli))).collect()).unwrap()
    })
}

fn playing(map: tempo::Map, from: Beat, looped: Option<Loop>) -> (Session, WallTime) {
    let mut stage = Stage::session();
    let moves = [Move::Loop(looped), Move::Start { from: Some(from) }];
    stage.ask(&person(1), Command::SetTempoMap { map: Arc::new(map) }).unwrap();
    for command in moves {
        stage.ask(&person(1), Command::Transport(command)).unwrap();
    }
    (stage.song().clone(), stage.now)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn time_runs_forwards_and_meets_the_tempo_map(map in map(), from in 0..300_000i64, steps in prop::collection::vec(1..9_000u64, 1..40)) {
        let start = Ticks(from);
        let (session, began) = playing(map.clone(), Beat::from_ticks(start), None);
        let (mut last, mut passed) = (Beat::from_ticks(start), 0);
        for millis in steps {
            passed += millis * 1_000_000;
            let here = session.position(began + Duration::from_nanos(passed));
            prop_assert!(here > last);
            last = here;
            // Counted the other way round, by the map itself: less than a tick off, however long it played.
            let nanos = map.nanos_at(here.to_ticks()) - map.nanos_at(start);
            let tick = 62_500_000_000 / i64::from(map.at(here.to_ticks()).milli_bpm()).min(i64::from(map.at(Ticks((here.to_ticks().0 - 1).max(0))).milli_bpm()));
            prop_assert!((nanos - passed as i64).abs() <= tick + 100, "{nanos} and {passed}");
        }
    }

    #[test]
    fn a_loop_is_never_left(map in map(), start in 0..200i64, length in 1..64i64, into in 0..64i64, millis in 0..10_000_000u64) {
        let looped = Loop { start: Beat::from_beats(start), end: Beat::from_beats(start + length) };
        let from = Beat::from_beats(start + into % length);
        let (session, began) = playing(map, from, Some(looped));
        let here = session.position(began + Duration::from_millis(millis));
        prop_assert!(looped.start <= here && here < looped.end, "{here}");
    }

    /// Asked once or often on the way: the same.
    #[test]
    fn asking_does_not_move_it(map in map(), anchors in prop::collection::vec(1..5_000u64, 1..6)) {
        let (session, began) = playing(map, Beat::ZERO, None);
        let mut stage = Stage::session();
        stage.state = domain::State::Session(Box::new(session.clone()));
        let total = Duration::from_millis(anchors.iter().sum());
        let at_once = session.position(began + total);
        let mut now = began;
        let mut anchored = session;
        for millis in &anchors {
            now = now + Duration::from_millis(*millis);
            let beat = anchored.position(now);
            let mut state = domain::State::Session(Box::new(anchored));
            state.apply(&domain::Event::Session(domain::session::Event::TransportStarted { beat, at: now }));
            anchored = state.session().unwrap().clone();
        }
        let step_by_step = anchored.position(now);
        // Each anchor rounds down once, by less than a nanosecond of the fastest tempo.
        prop_assert!((at_once.0 - step_by_step.0).abs() <= 80 * anchors.len() as i64, "{at_once:?} {step_by_step:?}");
    }
}
