//! Anything anybody could ask of a session, in small numbers so that wishes meet.

use std::sync::Arc;

use domain::ids::Incarnation;
use domain::job::{self, Fence};
use domain::session::generate::{OfChords, Request};
use domain::session::lane::{Route, Settings};
use domain::session::leader::Mode;
use domain::session::rule::Rule;
use domain::session::transport::{Command as Move, Loop};
use domain::session::{Command, Session};
use domain::{Actor, Beat};
use music::arrangement::{Edit, RegionId};
use music::lane::Lane;
use music::tempo::{self, Tempo};
use music::time::Ticks;
use proptest::prelude::*;

use crate::cast::{beats, chart, edit, id, insert, join_as, made, person, plugin, source, take, worker};

/// A wish names jobs and instances by small numbers; what they are is found when it is asked.
#[derive(Clone, Debug)]
pub(crate) enum Wish {
    Of(u8, Command),
    Job {
        nth: usize,
        fence_back: u64,
        what: u8,
    },
    /// Time, in tenths of a second.
    Pass(u64),
}

const NAMES: [&str; 3] = ["a", "b", "c"];

fn lane() -> impl Strategy<Value = Lane> {
    prop::sample::select(vec![Lane::Drums, Lane::Bass, Lane::Keys])
}

fn span() -> impl Strategy<Value = (i64, i64)> {
    (0..16i64, 1..8i64).prop_map(|(start, length)| (start, start + length))
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&NAMES[..])
}

fn edits() -> impl Strategy<Value = Command> {
    let clips = prop::sample::select(vec!["x", "y", "z"]);
    let region = (1..12u64).prop_map(RegionId);
    let one = prop_oneof![
        (lane(), span(), clips.clone()).prop_map(|(lane, (start, end), clip)| insert(lane, start, end, clip)),
        (lane(), span(), clips).prop_map(|(lane, (start, end), clip)| Edit::Replace {
            lane,
            span: beats(start, end),
            source: source(clip)
        }),
        (region.clone(), lane(), 0..16i64).prop_map(|(region, lane, start)| Edit::Move {
            region,
            lane,
            start: Ticks::from_beats(start)
        }),
        (region.clone(), 0..16i64).prop_map(|(region, at)| Edit::Split { region, at: Ticks::from_beats(at) }),
        region.prop_map(|region| Edit::Delete { region }),
    ];
    prop::collection::vec(one, 1..3).prop_map(edit)
}

fn song() -> impl Strategy<Value = Command> {
    let texts = vec!["| C | F |", "{tempo: 90} | Am |", "{meter: 3/4} | C | Dm | G |", "", "| Hm7 |"];
    prop_oneof![
        prop::sample::select(texts).prop_map(chart),
        (lane(), 0..18u8).prop_map(|(lane, channel)| Command::SetLane {
            lane,
            settings: Settings { channel, route: Route::Midi }
        }),
        (60..63u32).prop_map(|bpm| Command::SetTempoMap {
            map: Arc::new(tempo::Map::constant(Tempo::from_bpm(bpm).unwrap()))
        }),
        (lane(), prop::option::of(name())).prop_map(|(lane, to)| Command::MoveChair { lane, to: to.map(id) }),
    ]
}

fn band() -> impl Strategy<Value = Command> {
    let mode =
        prop_oneof![Just(Mode::Auto), Just(Mode::Session), name().prop_map(|name| Mode::Instance(id(name)))];
    prop_oneof![
        (name(), 1..3u128, any::<bool>()).prop_map(|(name, life, silent)| join_as(name, life, silent)),
        name().prop_map(|name| Command::Leave { instance: id(name) }),
        (name(), 1..3u128)
            .prop_map(|(name, life)| Command::Lose { instance: id(name), incarnation: Incarnation(life) }),
        (name(), prop::bool::weighted(0.2))
            .prop_map(|(name, is_offline)| Command::HostRolls { instance: id(name), is_offline }),
        (name(), 0..6u64, -4..20i64).prop_map(|(name, term, beat)| Command::HostStopped {
            instance: id(name),
            term,
            beat: Beat::from_beats(beat)
        }),
        mode.prop_map(Command::SetLeadMode),
    ]
}

fn transport() -> impl Strategy<Value = Command> {
    let beat = (-2..20i64).prop_map(Beat::from_beats);
    prop_oneof![
        prop::option::of(beat.clone()).prop_map(|from| Move::Start { from }),
        Just(Move::Stop),
        Just(Move::Pause),
        Just(Move::Reset),
        beat.clone().prop_map(|to| Move::Seek { to }),
        (60..200u32).prop_map(|bpm| Move::Tempo(Tempo::from_bpm(bpm).unwrap())),
        prop::option::of((beat.clone(), beat))
            .prop_map(|looped| Move::Loop(looped.map(|(start, end)| Loop { start, end }))),
    ]
    .prop_map(Command::Transport)
}

fn music() -> impl Strategy<Value = Command> {
    let chords = OfChords {
        tracks: vec!["bass".into(), "drums".into()],
        chords: "C-F".into(),
        tempo: None,
        beats: None,
        key: None,
    };
    prop_oneof![
        3 => Just(Command::Generate(Request::Chords(chords))),
        1 => any::<bool>().prop_map(|is_on| Command::SetRule { rule: Rule::ApproveFirstTake, is_on }),
    ]
}

pub(crate) fn wish() -> impl Strategy<Value = Wish> {
    let of = |commands: BoxedStrategy<Command>| {
        (0..4u8, commands).prop_map(|(who, command)| Wish::Of(who, command))
    };
    let undo = prop_oneof![3 => Just(Command::Undo), 2 => Just(Command::Redo)];
    prop_oneof![
        4 => of(edits().boxed()),
        2 => of(song().boxed()),
        4 => of(undo.boxed()),
        3 => of(band().boxed()),
        2 => of(transport().boxed()),
        3 => of(music().boxed()),
        6 => (0..4usize, 0..2u64, 0..7u8).prop_map(|(nth, fence_back, what)| Wish::Job { nth, fence_back, what }),
        2 => (1..900u64).prop_map(Wish::Pass),
    ]
}

/// Two persons, a plugin of the first, and the house.
pub(crate) fn asker(who: u8, command: &Command) -> Actor {
    match (who, command) {
        (_, Command::Lose { .. }) => Actor::system(),
        (
            0 | 1,
            Command::Join(domain::session::instance::Join { instance, .. })
            | Command::Leave { instance }
            | Command::HostRolls { instance, .. }
            | Command::HostStopped { instance, .. },
        ) => plugin(instance.as_str()),
        (0, _) => person(1),
        (1, _) => plugin("a"),
        (2, _) => person(2),
        (_, _) => Actor::system(),
    }
}

/// The job a wish means, if there are so many, and who may ask that of it.
pub(crate) fn job_wish(session: &Session, nth: usize, fence_back: u64, what: u8) -> Option<(Actor, Command)> {
    let found = session.jobs().iter().nth(nth)?;
    let (job, fence) = (found.id, Fence(found.fence.0.saturating_sub(fence_back)));
    let name = format!("{}-{}", nth, fence.0);
    let (by, command) = match what {
        0 | 1 => (worker(), job::Command::Lease { job }),
        2 | 3 => {
            let artifacts = vec![made(&name)];
            let takes = vec![take(Lane::Bass, nth as i64, nth as i64 + 4, &name)];
            (worker(), job::Command::Complete { job, fence, artifacts, takes })
        }
        4 => (worker(), job::Command::Fail { job, fence, reason: "x".into(), is_retryable: fence_back == 0 }),
        5 => (person(1), job::Command::Cancel { job }),
        _ => (person(2), job::Command::Retry { job }),
    };
    Some((by, Command::Job(command)))
}
