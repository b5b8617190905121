//! Scenarios small enough to work out on paper: ten samples a tick, one note per line, one loop, one lane.

use ai_band_tests::oracle::{self, Kind};
use ai_band_tests::scenario::habit::Habits;
use ai_band_tests::scenario::ratio::Ratio;
use ai_band_tests::scenario::{
    Automation, Block, Clip, LaneSetting, Moment, Note, Number, Program, Region, Scenario, Sink, Step,
    Strategy, Transport,
};
use ai_band_tests::trial;
use music::lane::Lane;

/// 16 000 Hz at 100 BPM: a tick is ten samples, a beat 9 600.
pub(crate) const RATE: i128 = 16_000;
pub(crate) const TEMPO: i128 = 100;

pub(crate) fn note(start: i64, length: i64, key: u8) -> Note {
    Note { start, length, offset_us: 0, key, velocity: 100, importance: 127 }
}

/// Moved by so many samples.
pub(crate) fn moved(note: Note, samples: i32) -> Note {
    Note { offset_us: samples * 125 / 2, ..note }
}

/// A program of one region `[-1000, 100000)` on each lane that is named, with its notes where they say.
pub(crate) fn program(clips: &mut Vec<Clip>, lanes: &[(Lane, &[Note])]) -> Program {
    let mut program = silent();
    for (lane, notes) in lanes {
        let main = clip(clips, notes);
        program.regions.push(Region { main, ..region(*lane, -1_000, 100_000) });
    }
    program
}

pub(crate) fn silent() -> Program {
    let lanes = Lane::ALL.map(|lane| LaneSetting {
        plays: true,
        channel: lane.character().channel,
        sustains: lane.character().sustains,
    });
    Program { regions: Vec::new(), sections: Vec::new(), lanes }
}

pub(crate) fn region(lane: Lane, start: i64, end: i64) -> Region {
    Region { lane, start, end, into: 0, looped: false, main: 0, b: None, fill: None }
}

/// A clip for a region that starts at −1000.
pub(crate) fn clip(clips: &mut Vec<Clip>, notes: &[Note]) -> usize {
    let notes = notes.iter().map(|note| Note { start: note.start + 1_000, ..*note }).collect();
    clips.push(Clip { length: 101_000, notes });
    clips.len() - 1
}

/// A scenario that plays one program of these lanes from its first block on.
pub(crate) fn song(lanes: &[(Lane, &[Note])], steps: Vec<Step>) -> Scenario {
    let mut clips = Vec::new();
    let programs = vec![program(&mut clips, lanes)];
    scenario(clips, programs, std::iter::once(post(0, Moment::Now)).chain(steps).collect())
}

pub(crate) fn scenario(clips: Vec<Clip>, programs: Vec<Program>, steps: Vec<Step>) -> Scenario {
    Scenario { seed: 0, habits: Habits::default(), clips, programs, steps, sink: Sink::Accepts }
}

pub(crate) fn post(program: usize, moment: Moment) -> Step {
    Step::Post { program, moment, strategy: Strategy::HardCut }
}

/// A playing block at a position in ticks.
pub(crate) fn at(ticks: i64, frames: u32) -> Block {
    at_exactly(Ratio::whole(ticks.into()), frames)
}

pub(crate) fn at_exactly(ticks: Ratio, frames: u32) -> Block {
    let position = Number::Exact(ticks / Ratio::whole(960));
    let mut block = freely(frames);
    said(&mut block).position_beats = Some(position);
    block
}

/// A playing block without a position.
pub(crate) fn freely(frames: u32) -> Block {
    let transport = Transport {
        playing: true,
        tempo_bpm: Number::whole(TEMPO),
        position_beats: None,
        loop_range: None,
        meter: None,
        bar_start: None,
    };
    let sample_rate = Number::whole(RATE);
    Block { frames, sample_rate, transport: Some(transport), automation: Automation::default() }
}

pub(crate) fn stopped(frames: u32) -> Block {
    let mut block = freely(frames);
    said(&mut block).playing = false;
    block
}

pub(crate) fn said(block: &mut Block) -> &mut Transport {
    block.transport.as_mut().expect("hosts here speak")
}

/// With a loop of these ticks.
pub(crate) fn looping(mut block: Block, start: i128, end: i128) -> Block {
    let beats = |ticks: i128| Number::Exact(Ratio::new(ticks, 960));
    said(&mut block).loop_range = Some((beats(start), beats(end)));
    block
}

pub(crate) fn with(mut block: Block, change: impl Fn(&mut Automation)) -> Block {
    change(&mut block.automation);
    block
}

pub(crate) fn blocks(blocks: impl IntoIterator<Item = Block>) -> Vec<Step> {
    blocks.into_iter().map(|block| Step::Block(Box::new(block))).collect()
}

/// What the law wants; and the player must do the same.
fn judged(scenario: &Scenario) -> oracle::Hearing {
    if let Err(fault) = trial::run(scenario) {
        panic!("{fault}\n{scenario}");
    }
    oracle::listen(scenario)
}

/// `12+60 32-60`: key 60 begins at sample 12 of the scenario and ends at 32.
pub(crate) fn heard(scenario: &Scenario) -> String {
    let hearing = judged(scenario);
    let events = hearing.events.iter().map(|event| match event.kind {
        Kind::Begin { .. } => format!("{}+{}", event.moment, event.key),
        Kind::End => format!("{}-{}", event.moment, event.key),
    });
    events.collect::<Vec<String>>().join(" ")
}

/// Velocities in the order in which notes begin.
pub(crate) fn velocities(scenario: &Scenario) -> Vec<u8> {
    let events = judged(scenario).events;
    events
        .iter()
        .filter_map(|event| match event.kind {
            Kind::Begin { velocity } => Some(velocity),
            Kind::End => None,
        })
        .collect()
}

/// `(program, beat in ticks, sample)` of every report.
pub(crate) fn reports(scenario: &Scenario) -> Vec<(usize, f64, u64)> {
    let reports = judged(scenario).reports;
    reports.iter().map(|report| (report.program, report.beat * 960.0, report.sample)).collect()
}

pub(crate) fn shown(blocks: &[Block]) -> String {
    blocks.iter().map(|block| format!("\n{block}")).collect()
}
