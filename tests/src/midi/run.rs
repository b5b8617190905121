//! The runs: each damages a file, reads it, and now and then writes what was read and reads it again.

use music::midi_file::{self, MidiFile, Timing, Unwritable};

use super::caught::caught;
use super::corpus::is_hostile;
use super::{Corpus, Tally, hostile, memory, mutate, truncate};
use crate::chance::Chance;

#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    pub runs: u64,
    pub truncations: u64,
    pub threads: u64,
}

/// Writing and reading again costs three times as much as reading; of the hostile files only whole ones are worth it.
/// Odd, so that every thread has its share.
const ONE_REWRITTEN_IN: u64 = 33;

/// The bytes of one run: the same for the same seed and number.
pub fn damaged_file(corpus: &Corpus, seed: u64, number: u64) -> Vec<u8> {
    let mut chance = Chance::of_run(seed, number);
    mutate::damaged(corpus.pick(number, &mut chance), corpus, &mut chance)
}

/// All of `plan`; a panic in the reader is a failure that names its run.
pub fn fuzz(plan: Plan) -> Tally {
    let corpus = Corpus::from_seed(plan.seed);
    let tally = hostile_runs(plan, &corpus);
    let parts = std::thread::scope(|scope| {
        let corpus = &corpus;
        let threads: Vec<_> =
            (0..plan.threads).map(|first| scope.spawn(move || every_nth(plan, corpus, first))).collect();
        let parts = threads.into_iter().map(|thread| thread.join().expect("a run's panics are caught"));
        parts.collect::<Vec<_>>()
    });
    parts.into_iter().fold(tally, Tally::join)
}

/// Whole, then damaged; never two at once, so that the process stays as small as one read of the worst file.
fn hostile_runs(plan: Plan, corpus: &Corpus) -> Tally {
    let mut tally = Tally::default();
    for (what, make) in hostile::FILES {
        tally.runs += 1;
        check(&mut tally, &make(), true, || format!("hostile file \"{what}\""));
    }
    for number in (0..plan.runs).filter(|number| is_hostile(*number)) {
        one(&mut tally, plan.seed, corpus, number);
    }
    tally
}

fn every_nth(plan: Plan, corpus: &Corpus, first: u64) -> Tally {
    let mut tally = Tally::default();
    let stride = usize::try_from(plan.threads).unwrap_or(usize::MAX);
    for number in (first..plan.runs).step_by(stride).filter(|number| !is_hostile(*number)) {
        one(&mut tally, plan.seed, corpus, number);
    }
    truncate::all(&mut tally, plan, first);
    tally
}

fn one(tally: &mut Tally, seed: u64, corpus: &Corpus, number: u64) {
    let bytes = damaged_file(corpus, seed, number);
    tally.runs += 1;
    let is_rewritten = number.is_multiple_of(ONE_REWRITTEN_IN) && !is_hostile(number);
    check(tally, &bytes, is_rewritten, || format!("run {number}"));
}

fn check(tally: &mut Tally, bytes: &[u8], is_rewritten: bool, name: impl Fn() -> String) {
    let (read, peak) = memory::peak_of(|| caught(|| midi_file::read(bytes)));
    tally.measure(peak, &name);
    match read {
        Err(panic) => tally.fail(format!("{}: the reader {panic}", name())),
        Ok(Err(error)) => tally.refuse(&error),
        Ok(Ok(file)) => {
            tally.accepted += 1;
            file.warnings.iter().for_each(|warning| tally.warn(warning));
            if is_rewritten {
                let panicked = |panic| Err(format!("the writer, or the reader after it, {panic}"));
                match caught(|| rewrite(file)).unwrap_or_else(panicked) {
                    Ok(Rewritten::Same) => tally.rewritten += 1,
                    Ok(Rewritten::TooMuch) => tally.too_much_to_write += 1,
                    Err(what) => tally.fail(format!("{}: {what}", name())),
                }
            }
        }
    }
}

enum Rewritten {
    Same,
    TooMuch,
}

/// Whatever was read comes back when it is written and read again.
fn rewrite(file: MidiFile) -> Result<Rewritten, String> {
    let file = MidiFile { warnings: Vec::new(), ..file };
    let bytes = match midi_file::write(&file, Timing::Quantised) {
        Ok(bytes) => bytes,
        Err(
            Unwritable::TooManyEvents { .. } | Unwritable::TooManyTracks { .. } | Unwritable::TooLarge { .. },
        ) => return Ok(Rewritten::TooMuch),
        Err(error @ (Unwritable::TooManyMarkers { .. } | Unwritable::OutsideOfTheFile { .. })) => {
            return Err(format!("read, but not written: {error}"));
        }
        Err(error @ Unwritable::OutOfRange { .. }) => {
            return Err(format!("read, but not written: {error}"));
        }
    };
    match midi_file::read(&bytes) {
        Err(error) => Err(format!("written, but not read again: {error}")),
        Ok(again) if again == file => Ok(Rewritten::Same),
        Ok(again) => Err(difference(&file, &again)),
    }
}

fn difference(file: &MidiFile, again: &MidiFile) -> String {
    let parts = [
        ("tempo", again.tempo == file.tempo),
        ("meter", again.meter == file.meter),
        ("key", again.key == file.key),
        ("markers", again.markers == file.markers),
        ("tracks", again.tracks == file.tracks),
        ("length", again.length == file.length),
        ("warnings", again.warnings == file.warnings),
    ];
    let changed = parts.iter().filter(|(_, same)| !same).map(|(what, _)| *what);
    format!("changed by writing and reading again: {}", changed.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_files_differ_and_repeat() {
        let corpus = Corpus::from_seed(1);
        let of_run = |number| damaged_file(&corpus, 1, number);
        assert_eq!(of_run(5), of_run(5));
        let distinct: std::collections::BTreeSet<_> = (1..500).map(of_run).collect();
        assert!(distinct.len() > 400, "{} of 499 differ", distinct.len());
    }

    #[test]
    fn every_run_but_the_hostile_is_some_threads() {
        let corpus = Corpus::from_seed(1);
        for threads in [1, 2, 3] {
            let plan = Plan { seed: 1, runs: 1_000, truncations: 0, threads };
            let runs: u64 = (0..threads).map(|first| every_nth(plan, &corpus, first).runs).sum();
            assert_eq!(runs, 999, "{threads} threads");
        }
        assert!(is_hostile(0) && !(1..1_000).any(is_hostile));
    }
}
