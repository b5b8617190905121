//! A host's long day with the plugin, in one process: it plays, somebody works at the window, files come in, the project
//! is saved and opened; and again and again a fresh copy of the project must play the same notes.

pub mod held;
mod host;
mod person;
mod script;
mod steady;
pub mod tally;

use std::path::PathBuf;

use music::lane::Lane;
use plugin::action::Action;
use plugin::model::Route;

use crate::chance::Chance;
use host::{Host, Note};
use person::Person;
use script::Script;
use steady::Steady;
pub use tally::Tally;

pub const RATE: u32 = 48_000;
/// A scene with somebody at the window, and one that is compared.
const LIVELY_SECONDS: u64 = 20;
const COMPARED_SECONDS: u64 = 10;
/// A copy is played in blocks of one size.
const COPY_BLOCK: u32 = 512;
/// So often does somebody do something, in frames at most.
const DEED_EVERY: u64 = 2 * RATE as u64;

/// How long an hour's run takes over what is short in a minute's.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// At one tempo, without a seek, in a project of its own.
    pub steady_seconds: u64,
    pub steady_every_seconds: u64,
    /// Then everything that has an end has reached it, or is on its way there at a known pace.
    pub settled_seconds: u64,
    /// Of what is allocated, from then on.
    pub live_growth_bytes_max: u64,
    /// Of the process: an instrument is made on a thread of its own, and C's allocator keeps in hand what each thread
    /// freed. With one hand for all of them (`MALLOC_ARENA_MAX=1`) it stays within ten megabytes.
    pub growth_bytes_max: u64,
}

impl Pace {
    /// Undo, takes and the log have reached their ends.
    pub const HOUR: Pace = Pace {
        steady_seconds: 600,
        steady_every_seconds: 600,
        settled_seconds: 300,
        live_growth_bytes_max: 32 << 20,
        growth_bytes_max: 128 << 20,
    };
    /// Undo, takes and the log still grow, in ten seeds' minutes by a quarter of a megabyte at most; and what C's
    /// allocator has in hand, by twenty.
    pub const MINUTE: Pace = Pace {
        steady_seconds: 600,
        steady_every_seconds: 20,
        settled_seconds: 20,
        live_growth_bytes_max: 2 << 20,
        growth_bytes_max: 64 << 20,
    };
}

/// One run.
pub struct Soak {
    host: Host,
    person: Person,
    chance: Chance,
    tally: Tally,
    pace: Pace,
    /// Steady minutes so far.
    steadies: u64,
}

impl Soak {
    /// `folder` is an empty one that is watched.
    pub fn new(seed: u64, folder: PathBuf, pace: Pace) -> anyhow::Result<Soak> {
        let mut host = Host::new()?;
        let person = Person::arrive(&mut host, folder)?;
        Ok(Soak { host, person, chance: Chance::new(seed), tally: Tally::default(), pace, steadies: 0 })
    }

    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Simulated so far.
    pub fn seconds(&self) -> u64 {
        self.host.frames() / u64::from(RATE)
    }

    /// One round: a lively scene, then one that is compared, and now and then a steady one. An error is what went wrong.
    pub fn round(&mut self) -> anyhow::Result<()> {
        self.lively()?;
        self.compared()?;
        self.person.go_on(&mut self.host)?;
        if self.seconds() >= self.steadies * self.pace.steady_every_seconds {
            self.steady()?;
        }
        self.tally.take(&mut self.host, self.person.deeds(), &self.pace);
        self.tally.check(&self.pace)
    }

    fn lively(&mut self) -> anyhow::Result<()> {
        let end = self.host.frames() + LIVELY_SECONDS * u64::from(RATE);
        let mut deed_at = self.host.frames();
        while self.host.frames() < end {
            let script = Script::random(&mut self.chance, RATE);
            self.host.seek(&script);
            for part in &script.parts {
                let mut left = part.frames;
                while left > 0 {
                    if self.host.frames() >= deed_at {
                        self.person.act(&mut self.host, &mut self.chance)?;
                        deed_at = self.host.frames() + self.chance.below(DEED_EVERY);
                    }
                    let frames = script::block_frames(&mut self.chance).min(left);
                    self.host.play(frames, part.tempo_bpm);
                    left -= frames;
                }
            }
            if self.chance.one_in(3) {
                self.host.stop()?;
            }
            if self.chance.one_in(8) {
                self.host.reactivate()?;
            }
        }
        self.host.stop()
    }

    /// Nobody touches anything: what is heard is what a copy of the project plays, sample for sample.
    fn compared(&mut self) -> anyhow::Result<()> {
        self.person.rest(&mut self.host)?;
        for lane in Lane::ALL {
            self.host.asks(Action::Own { lane, owned: true })?;
            self.host.asks(Action::Route { lane, route: Route::Both })?;
        }
        let state = self.host.saved();
        let script = Script::lasting(&mut self.chance, RATE, COMPARED_SECONDS);
        let mut chance = self.chance.clone();
        let live = perform(&mut self.host, &script, || script::block_frames(&mut chance))?;
        let mut copy = Host::opened(&state)?;
        let copied = perform(&mut copy, &script, || COPY_BLOCK)?;
        copy.close(&mut self.tally)?;
        self.tally.compare(&live, &copied)
    }

    /// Another project beside this one, which is not counted. Every second time its host says where it begins only:
    /// then the plugin must count by itself.
    fn steady(&mut self) -> anyhow::Result<()> {
        let steady = Steady::lasting(self.pace.steady_seconds);
        let mut other = Host::opened(&steady.state()?)?;
        other.tells_every_block = self.steadies.is_multiple_of(2);
        self.steadies += 1;
        let heard = perform(&mut other, &steady.script(), || script::block_frames(&mut self.chance))?;
        other.close(&mut self.tally)?;
        self.tally.time(steady.drift_samples(&heard)?);
        Ok(())
    }
}

fn perform(host: &mut Host, script: &Script, mut block: impl FnMut() -> u32) -> anyhow::Result<Vec<Note>> {
    host.seek(script);
    host.record();
    for part in &script.parts {
        let mut left = part.frames;
        while left > 0 {
            let frames = block().min(left);
            host.play(frames, part.tempo_bpm);
            left -= frames;
        }
    }
    host.stop()?;
    Ok(host.recorded())
}
