//! Durations as people compare them.

use std::time::Duration;

/// In ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures(Vec<Duration>);

impl Figures {
    pub fn of(mut all: Vec<Duration>) -> Figures {
        all.sort_unstable();
        Figures(all)
    }

    pub fn and(self, others: Figures) -> Figures {
        Figures::of([self.0, others.0].concat())
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The smallest that is not exceeded by this many of a thousand.
    pub fn per_mille(&self, share: usize) -> Duration {
        let rank = (self.0.len() * share).div_ceil(1_000);
        self.0.get(rank.max(1) - 1).copied().unwrap_or_default()
    }

    pub fn p99(&self) -> Duration {
        self.per_mille(990)
    }

    pub fn max(&self) -> Duration {
        self.per_mille(1_000)
    }

    /// `count   p50 …   p99 …   p99.9 …   max …` in milliseconds.
    pub fn line(&self) -> String {
        let named = [("p50", 500), ("p99", 990), ("p99.9", 999), ("max", 1_000)];
        let words = named.map(|(name, share)| format!("{name} {:>8.3}", milliseconds(self.per_mille(share))));
        format!("{:>8}   {}", self.count(), words.join("   "))
    }

    /// A line under its name.
    pub fn print(&self, name: &str) {
        println!("  {name:<44} {}", self.line());
    }
}

pub fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_those_there_are() {
        let ms = Duration::from_millis;
        let figures = Figures::of((1..=1_000).rev().map(ms).collect());
        for (share, expected) in [(500, 500), (990, 990), (999, 999), (1_000, 1_000), (0, 1)] {
            assert_eq!(figures.per_mille(share), ms(expected));
        }
        assert_eq!(Figures::default().max(), Duration::ZERO);
    }

    #[test]
    fn two_runs_are_one() {
        let of = |all: &[u64]| Figures::of(all.iter().copied().map(Duration::from_micros).collect());
        assert_eq!(of(&[5, 1]).and(of(&[3, 2])), of(&[1, 2, 3, 5]));
        assert!(
            of(&[250, 4_000]).line().ends_with("p50    0.250   p99    4.000   p99.9    4.000   max    4.000")
        );
    }
}
