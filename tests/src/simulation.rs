//! A whole band in one process: server, plugins and browsers, with a network, clocks and crashes by chance.
//!
//! **Invariant.** A run depends on its seed and on nothing else: no thread, no clock, no file takes part in it.

pub mod client;
pub mod clocks;
pub mod disk;
pub mod network;
pub mod people;
pub mod sentence;
pub mod server;
pub mod witness;
pub mod work;
pub mod world;

use std::path::Path;

use world::World;

/// What happened in a run, so that a run in which nothing happens is seen to be one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub runs: u64,
    pub steps: u64,
    pub events: u64,
    pub checks: u64,
    pub crashes: u64,
    pub cuts: u64,
    pub restarts: u64,
    pub clock_steps: u64,
    pub stalls: u64,
    pub let_go: u64,
    pub resumed: u64,
    pub snapshots: u64,
    pub jobs: u64,
    pub mirrors: u64,
    pub beats: u64,
}

/// The law that was broken, and when.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("seed {seed}, step {step}, {at_ms} ms: {law}")]
pub struct Broken {
    pub seed: u64,
    pub step: u64,
    pub at_ms: i64,
    pub law: String,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        let pairs = [
            (&mut self.runs, other.runs),
            (&mut self.steps, other.steps),
            (&mut self.events, other.events),
            (&mut self.checks, other.checks),
            (&mut self.crashes, other.crashes),
            (&mut self.cuts, other.cuts),
            (&mut self.restarts, other.restarts),
            (&mut self.clock_steps, other.clock_steps),
            (&mut self.stalls, other.stalls),
            (&mut self.let_go, other.let_go),
            (&mut self.resumed, other.resumed),
            (&mut self.snapshots, other.snapshots),
            (&mut self.jobs, other.jobs),
            (&mut self.mirrors, other.mirrors),
            (&mut self.beats, other.beats),
        ];
        for (sum, more) in pairs {
            *sum += more;
        }
    }
}

/// One run. `folder` is where bodies too long for a row would go; none is. `is_told` prints every step.
pub fn run(seed: u64, folder: &Path, is_told: bool) -> Result<Tally, Broken> {
    World::new(seed, folder, is_told).run()
}
