//! What a soak has counted, and what of it would be a fault.

use anyhow::ensure;

use super::Pace;
use super::held::Held;
use super::host::{Host, Note};

/// A watched folder, opened and closed, may be caught in the midst of it.
const FILES_MORE_MAX: usize = 4;
/// Since the host was made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heard {
    pub blocks: u64,
    pub begun: u64,
    /// Allocations on the audio thread.
    pub caught: usize,
    pub hanging: u64,
    pub loudest: f32,
    /// Samples that are no numbers.
    pub nonsense: u64,
}

#[derive(Default)]
pub struct Tally {
    pub heard: Heard,
    pub deeds: u64,
    /// Notes that a copy played on the same samples.
    pub compared: u64,
    /// Notes of steady minutes, whose samples were worked out.
    pub timed: u64,
    /// How far one of them was from arithmetic, at most.
    pub drift_samples: u64,
    pub seconds: u64,
    pub held: Held,
    /// As it was when everything that has an end should have reached it.
    pub settled: Option<Held>,
    copies: Heard,
}

impl Tally {
    pub(super) fn take(&mut self, host: &mut Host, deeds: u64, pace: &Pace) {
        (self.heard, self.deeds) = (host.heard, deeds);
        self.seconds = host.frames() / u64::from(super::RATE);
        self.held = host.held();
        if self.settled.is_none() && self.seconds >= pace.settled_seconds {
            self.settled = Some(self.held);
        }
    }

    pub(super) fn add(&mut self, copy: &Heard) {
        self.copies.caught += copy.caught;
        self.copies.nonsense += copy.nonsense;
    }

    pub(super) fn compare(&mut self, live: &[Note], copied: &[Note]) -> anyhow::Result<()> {
        let (live, copied) = (sorted(live), sorted(copied));
        let first = live.iter().zip(&copied).find(|(one, other)| one != other);
        ensure!(first.is_none(), "a copy of the project plays something else: {first:?} (live, copy)");
        let (many, more) = (live.len(), copied.len());
        ensure!(many == more, "{many} events live, {more} in a copy of the project");
        self.compared += live.len() as u64;
        Ok(())
    }

    pub(super) fn time(&mut self, (drift_samples, notes): (u64, u64)) {
        self.drift_samples = self.drift_samples.max(drift_samples);
        self.timed += notes;
    }

    pub fn caught(&self) -> usize {
        self.heard.caught + self.copies.caught
    }

    /// Since it had settled; `None` before, and where the system does not say.
    pub fn growth_bytes(&self) -> Option<u64> {
        let settled = self.settled?.resident_bytes?;
        Some(self.held.resident_bytes?.saturating_sub(settled))
    }

    /// As [`growth_bytes`](Tally::growth_bytes), of what is allocated.
    pub fn live_growth_bytes(&self) -> Option<u64> {
        Some(self.held.live_bytes.saturating_sub(self.settled?.live_bytes))
    }

    pub(super) fn check(&self, pace: &Pace) -> anyhow::Result<()> {
        ensure!(self.caught() == 0, "{} allocations on the audio thread", self.caught());
        let nonsense = self.heard.nonsense + self.copies.nonsense;
        ensure!(nonsense == 0, "{nonsense} samples are no numbers");
        let drift = self.drift_samples;
        ensure!(
            drift == 0,
            "at one tempo, without a seek, a note is {drift} samples from where it is written"
        );
        let since = pace.settled_seconds;
        if let Some(grown) = self.live_growth_bytes() {
            let most = pace.live_growth_bytes_max;
            ensure!(
                grown <= most,
                "{grown} bytes more are allocated than after {since} s, at most {most} may"
            );
        }
        if let Some(grown) = self.growth_bytes() {
            let most = pace.growth_bytes_max;
            ensure!(grown <= most, "memory grew by {grown} bytes since second {since}, at most {most} may");
        }
        if let (Some(before), Some(now)) = (self.settled.and_then(|held| held.files), self.held.files) {
            ensure!(now <= before + FILES_MORE_MAX, "{now} files are open, {before} were");
        }
        Ok(())
    }
}

/// Within one sample the order is nobody's business.
fn sorted(notes: &[Note]) -> Vec<Note> {
    let mut notes = notes.to_vec();
    notes.sort_unstable();
    notes
}
