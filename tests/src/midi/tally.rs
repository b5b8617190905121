//! What many runs came to.

use std::collections::HashMap;
use std::fmt;
use std::mem::{Discriminant, discriminant};

use music::midi_file::{Error, Problem, Warning};

/// What one read may cost, its result included; and what the whole fuzzer may, which reads one costly file at a time.
pub const MEMORY_MAX: usize = 64 * 1024 * 1024;
/// A few say what is broken; all of them would hide it.
const FAILURES_SHOWN: usize = 10;

#[derive(Default)]
pub struct Tally {
    pub runs: u64,
    pub accepted: u64,
    pub rewritten: u64,
    /// Accepted, but more than a file may hold when it is written: notes that were never released are, then.
    pub too_much_to_write: u64,
    pub truncations: u64,
    pub failures: u64,
    shown: Vec<String>,
    refused: HashMap<Discriminant<Problem>, Kind>,
    warned: HashMap<Discriminant<Warning>, Kind>,
    /// The most one read took, and which it was.
    peak: (usize, String),
}

struct Kind {
    count: u64,
    example: String,
}

impl Tally {
    pub(super) fn refuse(&mut self, error: &Error) {
        let kind = self.refused.entry(discriminant(&error.problem));
        kind.or_insert_with(|| Kind { count: 0, example: error.to_string() }).count += 1;
    }

    pub(super) fn warn(&mut self, warning: &Warning) {
        let kind = self.warned.entry(discriminant(warning));
        kind.or_insert_with(|| Kind { count: 0, example: warning.to_string() }).count += 1;
    }

    pub(super) fn fail(&mut self, what: String) {
        self.failures += 1;
        if self.shown.len() < FAILURES_SHOWN {
            self.shown.push(what);
        }
    }

    pub(super) fn measure(&mut self, bytes: usize, what: impl FnOnce() -> String) {
        if bytes > self.peak.0 {
            self.peak = (bytes, what());
            if bytes > MEMORY_MAX {
                self.fail(format!("{}: {bytes} bytes of memory at once", self.peak.1));
            }
        }
    }

    pub fn peak_bytes(&self) -> usize {
        self.peak.0
    }

    /// How many kinds of refusal were seen: a fuzzer that only ever meets one finds nothing.
    pub fn kinds_of_refusal(&self) -> usize {
        self.refused.len()
    }

    pub fn kinds_of_warning(&self) -> usize {
        self.warned.len()
    }

    pub(super) fn join(mut self, other: Tally) -> Tally {
        self.runs += other.runs;
        self.accepted += other.accepted;
        self.rewritten += other.rewritten;
        self.too_much_to_write += other.too_much_to_write;
        self.truncations += other.truncations;
        self.failures += other.failures;
        self.shown.extend(other.shown);
        self.peak = self.peak.max(other.peak);
        merge(&mut self.refused, other.refused);
        merge(&mut self.warned, other.warned);
        self
    }
}

fn merge<Key: Eq + std::hash::Hash>(into: &mut HashMap<Key, Kind>, from: HashMap<Key, Kind>) {
    for (key, kind) in from {
        let Kind { count, example } = kind;
        into.entry(key).or_insert(Kind { count: 0, example }).count += count;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { runs, accepted, rewritten, too_much_to_write, .. } = self;
        writeln!(f, "{runs} runs: {accepted} accepted, {} refused", runs - accepted)?;
        writeln!(
            f,
            "{rewritten} of the accepted were written and read again; {too_much_to_write} are too much to write"
        )?;
        for (what, kinds) in [("refused", rows(&self.refused)), ("warned", rows(&self.warned))] {
            for (count, example) in kinds {
                writeln!(f, "  {what} {count:>10}  {example}")?;
            }
        }
        writeln!(f, "{} truncations", self.truncations)?;
        writeln!(f, "largest read: {:.1} MiB ({})", self.peak.0 as f64 / 1_048_576.0, self.peak.1)?;
        self.shown.iter().try_for_each(|failure| writeln!(f, "FAILURE {failure}"))
    }
}

/// Most frequent first.
fn rows<Key>(kinds: &HashMap<Key, Kind>) -> Vec<(u64, &str)> {
    let mut rows: Vec<_> = kinds.values().map(|kind| (kind.count, kind.example.as_str())).collect();
    rows.sort_unstable_by(|one, other| other.cmp(one));
    rows
}
