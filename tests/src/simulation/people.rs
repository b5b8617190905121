//! What people do by chance: edit, move chairs, press play, ask for music, undo.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use domain::ids::InstanceId;
use domain::session::generate::{OfChart, Request};
use domain::session::leader::Mode;
use domain::session::rule::Rule;
use domain::session::takes::{Placed, Take};
use domain::session::transport::Command as Transport;
use domain::session::{Command, lane};
use domain::time::Beat;
use music::arrangement::{Clips, Source};
use music::clip::{Clip, Hash, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::tempo::Tempo;
use music::time::{Micros, Span, Ticks};

use crate::chance::Chance;

/// Clips that there are: few, for every plugin fetches every one.
const CLIPS: u64 = 24;

/// One wish; `number` marks it, so that it can be found in the journal.
pub fn wish(number: u64, own: Option<&InstanceId>, others: &[InstanceId], chance: &mut Chance) -> Command {
    let lane = chance.pick(&Lane::ALL);
    let somebody =
        |chance: &mut Chance| (!others.is_empty()).then(|| others[chance.index(others.len())].clone());
    match chance.below(16) {
        0..=2 => Command::MoveChair { lane, to: somebody(chance).filter(|_| !chance.one_in(4)) },
        3 => Command::SetLane { lane, settings: settings(chance) },
        4..=5 => Command::SetChart { text: chart(number), expected: None },
        6..=7 => Command::Transport(transport(chance)),
        8 => lead(somebody(chance), chance),
        9 => Command::SetRule { rule: Rule::ApproveFirstTake, is_on: chance.one_in(2) },
        10 => Command::Undo,
        11 => Command::Redo,
        12 => {
            Command::ReplaceArrangement { chart: None, regions: arrangement(number, chance), expected: None }
        }
        13 => match own {
            // A word of whatever term: only the one that leads in this very term may say so.
            Some(own) => Command::HostStopped {
                instance: own.clone(),
                term: chance.below(8),
                beat: Beat::from_beats(chance.between(0, 64)),
            },
            None => Command::Undo,
        },
        _ => Command::Generate(Request::Chart(OfChart {
            text: Some(chart(number)),
            style: None,
            seed: Some(number),
            lanes: vec![lane],
            bars: None,
            priority: Default::default(),
        })),
    }
}

fn chart(number: u64) -> Arc<str> {
    format!("{{title: Wish {number}}}\n\n[Verse]\n| C | F | G | C |\n").into()
}

fn settings(chance: &mut Chance) -> lane::Settings {
    lane::Settings { channel: chance.below(16) as u8, route: chance.pick(&lane::Route::ALL) }
}

fn transport(chance: &mut Chance) -> Transport {
    match chance.below(6) {
        0..=1 => Transport::Start { from: None },
        2 => Transport::Stop,
        3 => Transport::Pause,
        4 => Transport::Seek { to: Beat::from_beats(chance.between(0, 200)) },
        _ => Transport::Tempo(Tempo::from_bpm(chance.between(60, 180) as u32).expect("a tempo of music")),
    }
}

fn lead(somebody: Option<InstanceId>, chance: &mut Chance) -> Command {
    Command::SetLeadMode(match (chance.below(4), somebody) {
        (0, _) => Mode::Session,
        (1, Some(instance)) => Mode::Instance(instance),
        _ => Mode::Auto,
    })
}

/// A few regions one after the other, of clips that nobody ever hears.
fn arrangement(number: u64, chance: &mut Chance) -> Vec<Take> {
    let lane = chance.pick(&Lane::ALL);
    let bar = |index: u64| Ticks::from_beats(index as i64 * 4);
    let regions = (0..1 + chance.below(3)).filter_map(|index| {
        Some(Placed { span: Span::new(bar(index), bar(index + 1))?, source: source(number << 8 | index) })
    });
    vec![Take { lane, regions: regions.collect() }]
}

pub fn source(number: u64) -> Source {
    let hash = clips().keys().nth((number % CLIPS) as usize).copied();
    Source::once(Clips::only(hash.expect("there are so many of them")))
}

/// What a clip is.
pub fn clip(hash: &Hash) -> Option<&'static Vec<u8>> {
    clips().get(hash)
}

/// One note each.
fn clips() -> &'static BTreeMap<Hash, Vec<u8>> {
    static MADE: OnceLock<BTreeMap<Hash, Vec<u8>>> = OnceLock::new();
    MADE.get_or_init(|| {
        let note = |number: u64| Note {
            start: Ticks::from_beats(0),
            length: Ticks::from_beats(1),
            offset: Micros(0),
            pitch: Pitch::new(36 + number as u8).expect("a piano has more keys"),
            velocity: 100,
            importance: 127,
        };
        let clip = |number| Clip::new(Ticks::from_beats(4), vec![note(number)], Vec::new());
        let clips = (0..CLIPS).map(|number| clip(number).expect("a note within its clip"));
        clips.map(|clip| (clip.hash(), clip.to_bytes())).collect()
    })
}
