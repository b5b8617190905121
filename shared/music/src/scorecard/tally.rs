//! A mean that remembers how much it stands on, so that takes can be pooled.

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    sum: f64,
    count: u32,
}

impl Tally {
    /// A share: `true` counts 1.
    pub fn of_cases(cases: impl IntoIterator<Item = bool>) -> Tally {
        Tally::of_values(cases.into_iter().map(f64::from))
    }

    pub fn of_values(values: impl IntoIterator<Item = f64>) -> Tally {
        values.into_iter().fold(Tally::default(), Tally::with)
    }

    /// `hits` out of `count`, whole or not.
    pub fn share(hits: f64, count: u32) -> Tally {
        Tally { sum: hits, count }
    }

    /// As one value, whatever it was computed from.
    pub fn single(value: f64) -> Tally {
        Tally::default().with(value)
    }

    #[must_use]
    pub fn with(self, value: f64) -> Tally {
        Tally { sum: self.sum + value, count: self.count.saturating_add(1) }
    }

    #[must_use]
    pub fn and(self, other: Tally) -> Tally {
        Tally { sum: self.sum + other.sum, count: self.count.saturating_add(other.count) }
    }

    pub fn count(self) -> u32 {
        self.count
    }

    /// `None` where nothing was counted.
    pub fn mean(self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / f64::from(self.count))
    }
}
