//! Where a song is, by hand: hosts, loops, tempi and a session of its own, at chosen moments.

use std::sync::Arc;
use std::time::Duration;

use domain::actor::Actor;
use domain::session::Command;
use domain::session::leader::Mode;
use domain::session::transport;
use domain::{Asked, Scope, Seed, State, decide};
use music::tempo::{Map, Tempo};
use music::time::Ticks;
use proptest::prelude::*;
use wire::HostTransport;

use super::*;
use crate::live::hosts::Hosts;

const START: WallTime = WallTime(1_756_031_400_000_000_000);
const EPOCH: &str = "e-0";

fn later(ms: u64) -> WallTime {
    START + Duration::from_millis(ms)
}

/// A session after commands, each at its time.
fn after(commands: &[(u64, Command)]) -> State {
    let mut state = State::new(&Scope::Session("default".parse().unwrap()));
    for (ms, command) in commands {
        let asked = Asked { by: Actor::system(), command: domain::Command::Session(command.clone()) };
        for event in decide(&state, &asked, later(*ms), Seed::from_number(1)).unwrap() {
            state.apply(&event);
        }
    }
    state
}

fn moved(command: transport::Command) -> Command {
    Command::Transport(command)
}

fn start() -> Command {
    moved(transport::Command::Start { from: None })
}

fn looped(start: f64, end: f64) -> Command {
    let place = |beats| Beat::from_f64(beats).unwrap();
    moved(transport::Command::Loop(Some(transport::Loop { start: place(start), end: place(end) })))
}

fn tempos(changes: &[(i64, u32)]) -> Command {
    let changes =
        changes.iter().map(|(beat, bpm)| (Ticks::from_beats(*beat), Tempo::from_bpm(*bpm).unwrap()));
    Command::SetTempoMap { map: Arc::new(Map::new(changes.collect()).unwrap()) }
}

fn of(state: &State, now: WallTime) -> Timeline {
    Moving { session: state.session().unwrap(), host: None, clock_epoch: EPOCH, now }.timeline()
}

/// `(bpm, beat, milliseconds after the start)` of each line.
fn lines(timeline: &Timeline) -> Vec<(f64, f64, f64)> {
    let line = |segment: &Segment| {
        (segment.bpm, segment.beat0.as_beats_f64(), (segment.at_ns.0 - START.0) as f64 / 1e6)
    };
    timeline.segments.iter().map(line).collect()
}

#[test]
fn a_session_that_stands_is_where_it_stands_for_ever() {
    let state = after(&[(0, moved(transport::Command::Seek { to: Beat::from_beats(8) }))]);
    let timeline = of(&state, later(5_000));
    assert!(!timeline.playing);
    assert_eq!((&timeline.leader, timeline.meter), (&Leader::Session, [4, 4]));
    assert_eq!(timeline, of(&state, later(90_000)));
    assert_eq!(at(&timeline, later(90_000)), (ExactBeat(8 << 31), 120.0));
}

#[test]
fn a_session_that_plays_is_a_line_for_each_tempo_and_each_way_round_a_loop() {
    let slower = tempos(&[(0, 120), (4, 60), (6, 240)]);
    for (name, commands, at_ms, expected) in [
        ("one tempo", vec![(0, start())], 60_000, vec![(120.0, 0.0, 0.0)]),
        (
            "all that are ahead",
            vec![(0, slower.clone()), (0, start())],
            1_000,
            vec![(120.0, 0.0, 0.0), (60.0, 4.0, 2_000.0), (240.0, 6.0, 4_000.0)],
        ),
        (
            "and one is behind",
            vec![(0, slower.clone()), (0, start())],
            2_500,
            vec![(60.0, 4.0, 2_000.0), (240.0, 6.0, 4_000.0)],
        ),
        (
            "round a loop of two seconds, the third time",
            vec![(0, looped(4.0, 8.0)), (0, start())],
            8_500,
            vec![(120.0, 4.0, 8_000.0), (120.0, 4.0, 10_000.0)],
        ),
        (
            "before a loop and into it",
            vec![(0, looped(2.0, 4.0)), (0, start())],
            0,
            vec![(120.0, 0.0, 0.0), (120.0, 2.0, 2_000.0)],
        ),
        (
            "behind a loop",
            vec![
                (0, looped(2.0, 4.0)),
                (0, moved(transport::Command::Seek { to: Beat::from_beats(8) })),
                (0, start()),
            ],
            1_000,
            vec![(120.0, 8.0, 0.0)],
        ),
        (
            "a loop with a change in it",
            vec![(0, slower), (0, looped(3.0, 5.0)), (0, start())],
            1_600,
            vec![(120.0, 0.0, 0.0), (60.0, 4.0, 2_000.0), (120.0, 3.0, 3_000.0), (60.0, 4.0, 3_500.0)],
        ),
    ] {
        let timeline = of(&after(&commands), later(at_ms));
        assert!(timeline.playing);
        assert_eq!(lines(&timeline), expected, "{name}");
    }
}

#[test]
fn of_a_song_whose_tempo_changes_all_the_time_the_next_changes_are_told() {
    let changes: Vec<(i64, u32)> = (0..100).map(|beat| (beat, 60 + beat as u32 % 2)).collect();
    let state = after(&[(0, tempos(&changes)), (0, start())]);
    for ms in [0, 30_000, 200_000] {
        let timeline = of(&state, later(ms));
        let is_over = timeline.segments.last().unwrap().beat0 == ExactBeat(99 << 31);
        assert!(timeline.segments.len() == SEGMENTS_MAX || is_over, "{ms}: {timeline:?}");
        assert!(timeline.segments[0].at_ns.0 <= later(ms).0, "{ms}: it begins with what holds");
    }
}

#[test]
fn a_buzz_of_a_loop_is_told_in_part_and_goes_round_by_itself() {
    let state = after(&[(0, tempos(&[(0, 1_000)])), (0, looped(0.0, 0.25)), (0, start())]);
    let timeline = of(&state, later(100_000));
    assert_eq!(timeline.segments.len(), SEGMENTS_MAX);
    for ms in [100_000, 100_014, 100_900, 103_000] {
        let expected = state.session().unwrap().position(later(ms)).as_f64();
        assert!((at(&timeline, later(ms)).0.as_beats_f64() - expected).abs() < 1e-4, "{ms}");
    }
}

proptest! {
    /// What clients compute is what the session itself says, as long as the timeline is told anew in time.
    #[test]
    fn every_client_is_where_the_session_is(
        changes in prop::collection::vec((1i64..64, 30u32..300), 0..6),
        from in 0i64..40,
        round in prop::option::of((0i64..32, 1i64..16)),
        asked_ms in 0u64..60_000,
        read_ms in 0u64..1_000,
    ) {
        let changes: Vec<_> = std::iter::once((0, 120)).chain(changes).collect();
        let mut commands = vec![(0, tempos(&changes))];
        if let Some((start, length)) = round {
            commands.push((0, looped(start as f64, (start + length) as f64)));
        }
        commands.push((0, moved(transport::Command::Start { from: Some(Beat::from_beats(from)) })));
        let state = after(&commands);
        let read = later(asked_ms + read_ms);
        let expected = state.session().unwrap().position(read).as_f64();
        let timeline = of(&state, later(asked_ms));
        let (beat, _) = at(&timeline, read);
        prop_assert!((beat.as_beats_f64() - expected).abs() < 1e-5, "{} is not {expected}: {timeline:?}", beat.as_beats_f64());
        prop_assert!(timeline.segments.len() <= SEGMENTS_MAX);
        prop_assert!(timeline.segments.is_sorted_by_key(|segment| segment.at_ns));
    }
}

fn host_leads(word: HostTransport) -> (State, Hosts) {
    let keys = domain::session::instance::Join {
        instance: "keys".parse().unwrap(),
        incarnation: domain::ids::Incarnation(1),
        name: "Keys".to_owned(),
        capabilities: Vec::new(),
        replaces_silent: false,
    };
    let lead = Command::SetLeadMode(Mode::Instance("keys".parse().unwrap()));
    let state = after(&[(0, Command::Join(keys)), (0, lead)]);
    let mut hosts = Hosts::default();
    hosts.hear(&"keys".parse().unwrap(), word, START);
    (state, hosts)
}

fn word(beat: i64) -> HostTransport {
    HostTransport {
        playing: true,
        beat: ExactBeat(beat << 31),
        at_ns: Nanos(START.0),
        bpm: 60.0,
        meter: [6, 8],
        looped: None,
        offline: false,
    }
}

#[test]
fn a_host_that_leads_is_followed_as_it_says() {
    let round = Some(Loop { start: ExactBeat(0), end: ExactBeat(4 << 31) });
    let halted = HostTransport { playing: false, ..word(3) };
    for (name, said, at_ms, playing, expected) in [
        ("rolling", word(3), 90_000, true, vec![(60.0, 3.0, 0.0)]),
        ("standing", halted, 90_000, false, vec![]),
        ("bouncing", HostTransport { offline: true, ..word(3) }, 0, false, vec![]),
        (
            "in a loop",
            HostTransport { looped: round, ..word(3) },
            0,
            true,
            vec![(60.0, 3.0, 0.0), (60.0, 0.0, 1_000.0)],
        ),
        (
            "round it",
            HostTransport { looped: round, ..word(3) },
            9_500,
            true,
            vec![(60.0, 0.0, 9_000.0), (60.0, 0.0, 13_000.0)],
        ),
    ] {
        let (state, hosts) = host_leads(said);
        let host = hosts.said(&"keys".parse().unwrap());
        let moving =
            Moving { session: state.session().unwrap(), host, clock_epoch: EPOCH, now: later(at_ms) };
        let timeline = moving.timeline();
        assert_eq!(
            (&timeline.leader, timeline.playing),
            (&Leader::Instance("keys".to_owned()), playing),
            "{name}"
        );
        if playing {
            assert_eq!(lines(&timeline), expected, "{name}");
        } else {
            assert_eq!(at(&timeline, later(at_ms)), (ExactBeat(3 << 31), 60.0), "{name}");
        }
    }
}

#[test]
fn a_leader_that_has_not_spoken_leaves_the_song_where_it_is() {
    let (state, _) = host_leads(word(3));
    let timeline = of(&state, later(0));
    assert_eq!((timeline.leader, timeline.playing), (Leader::Instance("keys".to_owned()), false));
}
