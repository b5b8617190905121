//! One song from its ask to a verdict.

use composer::compose;

use super::ask::Ask;
use super::laws::{Fault, LAWS};
use super::performance::Performance;

/// What was found, and how much there was to judge.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    pub faults: Vec<Fault>,
    pub bars: usize,
    pub notes: usize,
}

/// Composes twice and judges; an error is a song that could not even be composed.
pub fn trial(ask: &Ask) -> anyhow::Result<Verdict> {
    let (chart, brief) = ask.read()?;
    let composition = compose(&chart, &brief)?;
    let is_same_again = compose(&chart, &brief)? == composition;
    let performance = Performance::of(chart.song(), &brief, &composition, is_same_again);
    Ok(Verdict {
        faults: LAWS.iter().flat_map(|law| law.broken_by(&performance)).collect(),
        bars: performance.song.bars().len(),
        notes: performance.main.values().map(Vec::len).sum(),
    })
}
