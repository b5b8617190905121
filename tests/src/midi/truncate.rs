//! Files cut short: every proper prefix of valid files, as it is and with its last length made to fit.

use music::midi_file;

use super::caught::caught;
use super::chunked::length_places;
use super::generate::song;
use super::{Plan, Tally, hand_made};
use crate::chance::Chance;

/// Kept apart from the runs' streams.
const STREAM: u64 = 0x7472_756e_6361_7465;
const NOTES: usize = 24;

/// This thread's share of the truncations: none of them may be taken for a whole file.
pub(super) fn all(tally: &mut Tally, plan: Plan, thread: u64) {
    let mine = plan.truncations / plan.threads + u64::from(thread < plan.truncations % plan.threads);
    let hand_made = if thread == 0 { hand_made::files() } else { Vec::new() };
    let mut chance = Chance::of_run(plan.seed ^ STREAM, thread);
    let songs = std::iter::from_fn(|| Some(song(&mut chance, NOTES)));
    let mut left = mine;
    for (number, whole) in hand_made.into_iter().chain(songs).enumerate() {
        if left == 0 {
            return;
        }
        let name = || format!("thread {thread}, file {number}");
        if let Err(error) = read(&whole) {
            tally.fail(format!("{}: valid, but {error}", name()));
        }
        for length in 0..whole.len().min(usize::try_from(left).unwrap_or(usize::MAX)) {
            check(tally, &whole[..length], || format!("{}, the first {length} bytes", name()));
            left -= 1;
        }
    }
}

fn check(tally: &mut Tally, cut: &[u8], name: impl Fn() -> String) {
    tally.truncations += 1;
    must_refuse(tally, cut, &name);
    if let Some(fitted) = fitted(cut) {
        must_refuse(tally, &fitted, || format!("{} with a length to fit", name()));
    }
}

fn must_refuse(tally: &mut Tally, bytes: &[u8], name: impl Fn() -> String) {
    match caught(|| midi_file::read(bytes)) {
        Ok(Err(_)) => {}
        Ok(Ok(_)) => tally.fail(format!("{}: taken for whole", name())),
        Err(panic) => tally.fail(format!("{}: the reader {panic}", name())),
    }
}

fn read(bytes: &[u8]) -> Result<(), String> {
    let read = caught(|| midi_file::read(bytes))?;
    read.map(drop).map_err(|error| error.to_string())
}

/// With the length of its last, cut chunk made to fit: only the events can tell.
fn fitted(cut: &[u8]) -> Option<Vec<u8>> {
    let at = *length_places(cut).last()?;
    let left = u32::try_from(cut.len() - (at + 4)).ok()?;
    let mut bytes = cut.to_vec();
    bytes[at..at + 4].copy_from_slice(&left.to_be_bytes());
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fitted_file_lacks_only_events() {
        let whole = hand_made::file(1, 480, &[&[0, 0x90, 60, 100, 9, 60, 0]]);
        let cut = fitted(&whole[..whole.len() - 3]).unwrap();
        assert_eq!(cut[18..22], [0, 0, 0, 8]);
        let error = midi_file::read(&cut).unwrap_err();
        assert_eq!((error.track, error.problem), (Some(1), midi_file::Problem::BadEvent));
        assert_eq!(fitted(&whole[..5]), None);
    }

    #[test]
    fn the_count_is_kept_whatever_the_threads() {
        for threads in [1, 2, 3] {
            let mut tally = Tally::default();
            let plan = Plan { seed: 1, runs: 0, truncations: 1_000, threads };
            (0..threads).for_each(|thread| all(&mut tally, plan, thread));
            assert_eq!((tally.truncations, tally.failures), (1_000, 0));
        }
    }
}
