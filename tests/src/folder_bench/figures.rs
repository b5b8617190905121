//! Durations as people compare them: percentiles, a histogram, the memory a process has.

use std::time::Duration;

/// In ascending order.
pub struct Figures(Vec<Duration>);

/// Upper ends, in microseconds, of the histogram's rows; the last row has none.
const ROWS_US: &[u64] = &[100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000];
/// Width of the longest bar.
const BAR_CHARS: usize = 40;

impl Figures {
    pub fn of(mut all: Vec<Duration>) -> Figures {
        all.sort_unstable();
        Figures(all)
    }

    /// The smallest that is not exceeded by this many of a thousand.
    pub fn per_mille(&self, share: usize) -> Duration {
        let rank = (self.0.len() * share).div_ceil(1_000);
        self.0.get(rank.max(1) - 1).copied().unwrap_or_default()
    }

    /// `p50 0.31 ms   p90 …`.
    pub fn line(&self) -> String {
        let named = [("p50", 500), ("p90", 900), ("p99", 990), ("max", 1_000)];
        let words =
            named.map(|(name, share)| format!("{name} {:.2} ms", milliseconds(self.per_mille(share))));
        format!("{:<5} {}", self.0.len(), words.join("   "))
    }

    pub fn histogram(&self) -> String {
        let ends = ROWS_US.iter().map(|us| Duration::from_micros(*us)).chain([Duration::MAX]);
        let mut counted = 0;
        let mut text = String::new();
        for end in ends {
            let count = self.0.partition_point(|took| *took <= end) - counted;
            counted += count;
            let bar = "█".repeat((count * BAR_CHARS).div_ceil(self.0.len().max(1)));
            let name = if end == Duration::MAX {
                "more".to_owned()
            } else {
                format!("≤ {} ms", milliseconds(end))
            };
            text += &format!("  {name:>9} {count:>6} {bar}\n");
        }
        text
    }
}

pub fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

/// What this process has in memory now; `None` where the system does not say.
pub fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_what_was_measured() {
        let figures = Figures::of((1..=200).rev().map(Duration::from_millis).collect());
        for (share, expected) in [(500, 100), (900, 180), (990, 198), (1_000, 200)] {
            assert_eq!(figures.per_mille(share), Duration::from_millis(expected), "{share}");
        }
        assert_eq!(Figures::of(Vec::new()).per_mille(990), Duration::ZERO);
    }

    #[test]
    fn every_figure_is_in_one_row_of_the_histogram() {
        let figures = Figures::of([50, 100, 101, 9_000, 70_000].map(Duration::from_micros).to_vec());
        let text = figures.histogram();
        let counts: Vec<usize> = text
            .lines()
            .filter_map(|line| line.split_whitespace().find_map(|word| word.parse().ok()))
            .collect();
        assert_eq!(text.lines().count(), ROWS_US.len() + 1);
        assert!(text.lines().next().is_some_and(|row| row.contains(" 2 ")), "{text}");
        assert!(text.lines().last().is_some_and(|row| row.contains(" 1 ")), "{text}");
        assert!(!counts.is_empty());
    }
}
