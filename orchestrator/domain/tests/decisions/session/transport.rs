//! The session's transport: every command while it stands and while it plays.

use std::time::Duration;

use domain::session::transport::{Command as Move, LOOP_MIN, Loop};
use domain::session::{Command, Event};
use domain::{Beat, Code};
use music::tempo::Tempo;

use crate::cast::{chart, person};
use crate::stage::Stage;

fn ask(stage: &mut Stage, command: Move) -> Vec<Event> {
    stage.ask(&person(1), Command::Transport(command)).unwrap()
}

fn looped(start: i64, end: i64) -> Move {
    Move::Loop(Some(Loop { start: Beat::from_beats(start), end: Beat::from_beats(end) }))
}

/// At beat 4, for one second: standing, or playing since beat 4.
fn stage(plays: bool) -> Stage {
    let mut stage = Stage::session();
    ask(&mut stage, Move::Seek { to: Beat::from_beats(4) });
    if plays {
        ask(&mut stage, Move::Start { from: None });
    }
    stage.pass(Duration::from_secs(1));
    stage
}

/// At 120 BPM one second is two beats: what stood at 4 stands there, what played is at 6.
#[test]
fn every_command_in_both_states() {
    let (four, six, nine) = (Beat::from_beats(4), Beat::from_beats(6), Beat::from_beats(9));
    let slow = Tempo::from_bpm(60).unwrap();
    // The command; where it is now and whether it plays, after it stood; and after it played.
    let table: &[(Move, (Beat, bool), (Beat, bool))] = &[
        (Move::Start { from: None }, (four, true), (six, true)),
        (Move::Start { from: Some(nine) }, (nine, true), (nine, true)),
        (Move::Stop, (Beat::ZERO, false), (Beat::ZERO, false)),
        (Move::Pause, (four, false), (six, false)),
        (Move::Reset, (Beat::ZERO, false), (Beat::ZERO, true)),
        (Move::Seek { to: nine }, (nine, false), (nine, true)),
        (Move::Tempo(slow), (four, false), (six, true)),
        (looped(0, 8), (four, false), (six, true)),
        (Move::Loop(None), (four, false), (six, true)),
    ];
    for (command, stood, played) in table {
        for (plays, expected) in [(false, stood), (true, played)] {
            let mut stage = stage(plays);
            ask(&mut stage, *command);
            let found = (stage.beat(), stage.song().transport().is_playing());
            assert_eq!(found, *expected, "{command:?} while playing: {plays}");
        }
    }
}

#[test]
fn what_changes_nothing_is_no_event() {
    let mut stage = Stage::session();
    for command in [Move::Stop, Move::Pause, Move::Reset, Move::Loop(None), Move::Seek { to: Beat::ZERO }] {
        assert_eq!(ask(&mut stage, command), [], "{command:?}");
    }
    ask(&mut stage, Move::Start { from: None });
    stage.pass(Duration::from_secs(1));
    assert_eq!(ask(&mut stage, Move::Start { from: None }), []);
    assert_eq!(ask(&mut stage, Move::Tempo(Tempo::DEFAULT)), []);
}

#[test]
fn playing_is_one_event_with_its_place_and_time() {
    let mut stage = Stage::session();
    let at = stage.now;
    assert_eq!(
        ask(&mut stage, Move::Start { from: None }),
        [Event::TransportStarted { beat: Beat::ZERO, at }]
    );
    let mut seen = Vec::new();
    for _ in 0..4 {
        stage.pass(Duration::from_millis(250));
        seen.push(stage.beat().as_f64());
    }
    assert_eq!(seen, [0.5, 1.0, 1.5, 2.0]);
}

#[test]
fn the_seeds_scenario_plays_on_and_stops_at_zero() {
    let mut stage = Stage::session();
    ask(&mut stage, Move::Start { from: None });
    stage.pass(Duration::from_secs(1));
    assert!(stage.beat() > Beat::ZERO);
    ask(&mut stage, Move::Stop);
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.beat(), Beat::ZERO);
}

#[test]
fn a_tempo_changed_on_the_way_counts_from_there() {
    let mut stage = stage(true);
    ask(&mut stage, Move::Tempo(Tempo::from_bpm(60).unwrap()));
    assert_eq!(stage.beat(), Beat::from_beats(6));
    stage.pass(Duration::from_secs(3));
    assert_eq!(stage.beat(), Beat::from_beats(9));
    stage.ask(&person(1), Command::Undo).unwrap();
    assert_eq!(stage.beat(), Beat::from_beats(9), "an undone tempo moves nobody either");
    stage.pass(Duration::from_secs(3));
    assert_eq!(stage.beat(), Beat::from_beats(15));
}

#[test]
fn a_loop_goes_round_and_what_is_behind_it_goes_on() {
    let mut stage = Stage::session();
    ask(&mut stage, looped(2, 4));
    ask(&mut stage, Move::Start { from: None });
    for (millis, beat) in [(1_500, 3.0), (500, 2.0), (750, 3.5), (100_000, 3.5)] {
        stage.pass(Duration::from_millis(millis));
        assert_eq!(stage.beat().as_f64(), beat);
    }
    ask(&mut stage, Move::Loop(None));
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.beat().as_f64(), 5.5);
    ask(&mut stage, looped(2, 4));
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.beat().as_f64(), 7.5, "it had passed the loop's end");
}

#[test]
fn places_that_no_song_has_are_refused() {
    let mut stage = Stage::session();
    let behind = Beat(Beat::MAX.0 + 1);
    let cases = [
        (Move::Seek { to: Beat(-1) }, Code::InvalidPosition),
        (Move::Seek { to: behind }, Code::InvalidPosition),
        (Move::Seek { to: Beat(i64::MIN) }, Code::InvalidPosition),
        (Move::Start { from: Some(Beat(i64::MAX)) }, Code::InvalidPosition),
        (Move::Loop(Some(Loop { start: Beat::ZERO, end: behind })), Code::InvalidPosition),
        (Move::Loop(Some(Loop { start: Beat::ZERO, end: Beat(LOOP_MIN.0 - 1) })), Code::InvalidLoop),
        (looped(4, 4), Code::InvalidLoop),
        (looped(4, 2), Code::InvalidLoop),
    ];
    for (command, code) in cases {
        stage.refused_with(&person(1), Command::Transport(command), code);
    }
    let refusal = stage.refused(&person(1), Command::Transport(Move::Seek { to: Beat::from_beats(-1) }));
    assert!(refusal.sentence.starts_with("beat -1 is nowhere in a song; beat 0 to "), "{}", refusal.sentence);
}

#[test]
fn a_pickup_is_part_of_the_song() {
    let mut stage = Stage::session();
    stage.ask(&person(1), chart("{pickup: 1} | G7 | C | F |")).unwrap();
    ask(&mut stage, Move::Seek { to: Beat::from_beats(-1) });
    stage.refused_with(
        &person(1),
        Command::Transport(Move::Seek { to: Beat::from_beats(-2) }),
        Code::InvalidPosition,
    );
}

#[test]
fn a_clock_that_steps_back_does_not_move_the_song_back_before_its_start() {
    let mut stage = stage(true);
    stage.now = domain::WallTime(stage.now.0 - 60_000_000_000);
    assert_eq!(stage.beat(), Beat::from_beats(4));
}

#[test]
fn the_playhead_ends_where_timelines_end() {
    let mut stage = stage(true);
    stage.pass(Duration::from_secs(u64::from(u32::MAX)));
    assert_eq!(stage.beat(), Beat::MAX);
}
