//! Whether a band is loud and busy where that was planned.

use super::Take;
use super::heard::Heard;
use super::tally::Tally;
use crate::chart::Song;
use crate::time::TICKS_PER_BEAT;

/// Two bars always agree.
const BARS_MIN: usize = 3;

/// The correlation between what was planned for each bar and what is heard there: velocities of all lanes, a beat. From
/// -1 to 1; nothing where the plan or the band never changes.
pub fn follows(takes: &[Take<'_>], song: &Song, planned: &[u8]) -> Tally {
    let mut heard = vec![0.0; song.bars().len()];
    for take in takes {
        for onset in Heard::of(take, song).onsets {
            let beats = song.bars()[onset.bar].length.0 as f64 / TICKS_PER_BEAT as f64;
            heard[onset.bar] += f64::from(onset.velocity) / beats;
        }
    }
    let pairs: Vec<(f64, f64)> = planned.iter().map(|energy| f64::from(*energy)).zip(heard).collect();
    if pairs.len() < BARS_MIN {
        return Tally::default();
    }
    correlation(&pairs).map_or(Tally::default(), Tally::single)
}

/// Pearson's; `None` where one side never changes.
pub(super) fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let count = pairs.len() as f64;
    let mean = |value: fn(&(f64, f64)) -> f64| pairs.iter().map(value).sum::<f64>() / count;
    let (mean_x, mean_y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |product: fn(f64, f64) -> f64| -> f64 {
        pairs.iter().map(|(x, y)| product(x - mean_x, y - mean_y)).sum()
    };
    let (both, x, y) = (sum(|x, y| x * y), sum(|x, _| x * x), sum(|_, y| y * y));
    let is_even = x <= f64::EPSILON || y <= f64::EPSILON;
    (!is_even).then(|| both / (x * y).sqrt())
}
