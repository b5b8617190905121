//! Makes a failing scenario smaller: drops steps, notes and regions as long as it still fails.

use super::run;
use crate::scenario::Scenario;

/// Trials to spend at most; each is a few milliseconds.
const TRIALS_MAX: usize = 2_000;

/// A smaller scenario that fails, too; the same one if none was found.
pub fn shrunk(scenario: &Scenario) -> Scenario {
    let mut best = scenario.clone();
    let mut trials = 0;
    loop {
        let before = size(&best);
        best = without_steps(best, &mut trials);
        best = without_notes(best, &mut trials);
        if size(&best) == before || trials >= TRIALS_MAX {
            return best;
        }
    }
}

fn size(scenario: &Scenario) -> usize {
    let notes: usize = scenario.clips.iter().map(|clip| clip.notes.len()).sum();
    let regions: usize = scenario.programs.iter().map(|program| program.regions.len()).sum();
    scenario.steps.len() + notes + regions
}

/// A panic while shrinking counts as no failure: what is looked for is the first fault, not a new one.
fn fails(scenario: &Scenario, trials: &mut usize) -> bool {
    *trials += 1;
    *trials < TRIALS_MAX && std::panic::catch_unwind(|| run(scenario).is_err()).unwrap_or(false)
}

/// Drops runs of steps, long ones first; the last step stays, so that everything ends.
fn without_steps(mut best: Scenario, trials: &mut usize) -> Scenario {
    let mut run = best.steps.len() / 2;
    while run > 0 {
        let mut start = 0;
        while start + run < best.steps.len() {
            let mut smaller = best.clone();
            smaller.steps.drain(start..start + run);
            if fails(&smaller, trials) {
                best = smaller;
            } else {
                start += run;
            }
        }
        run /= 2;
    }
    best
}

fn without_notes(mut best: Scenario, trials: &mut usize) -> Scenario {
    for clip in 0..best.clips.len() {
        for note in (0..best.clips[clip].notes.len()).rev() {
            let mut smaller = best.clone();
            smaller.clips[clip].notes.remove(note);
            if fails(&smaller, trials) {
                best = smaller;
            }
        }
    }
    for program in 0..best.programs.len() {
        for region in (0..best.programs[program].regions.len()).rev() {
            let mut smaller = best.clone();
            smaller.programs[program].regions.remove(region);
            if fails(&smaller, trials) {
                best = smaller;
            }
        }
    }
    best
}
