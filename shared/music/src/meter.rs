//! Meter, and the map that says which bar a position is in.

use std::fmt;

use crate::time::{MAX_TICKS, TICKS_PER_BEAT, Ticks};

/// A time signature. The denominator is a power of two, as on paper and in MIDI files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Meter {
    numerator: u8,
    denominator: u8,
}

/// Longer bars than 32 units are written as several by everybody.
pub const NUMERATOR_MAX: u8 = 32;
/// 960 ticks divide evenly down to 64th notes.
pub const DENOMINATOR_MAX: u8 = 64;
/// As many as a song has bars at most.
pub const CHANGES_MAX: usize = 16_384;

impl Meter {
    pub const COMMON: Meter = Meter { numerator: 4, denominator: 4 };

    pub fn new(numerator: u8, denominator: u8) -> Option<Meter> {
        let fits = (1..=NUMERATOR_MAX).contains(&numerator)
            && denominator.is_power_of_two()
            && denominator <= DENOMINATOR_MAX;
        fits.then_some(Meter { numerator, denominator })
    }

    pub const fn numerator(self) -> u8 {
        self.numerator
    }

    pub const fn denominator(self) -> u8 {
        self.denominator
    }

    /// Length of one written unit: an eighth note in 6/8.
    pub const fn unit_ticks(self) -> Ticks {
        Ticks(TICKS_PER_BEAT * 4 / self.denominator as i64)
    }

    pub const fn bar_ticks(self) -> Ticks {
        Ticks(self.unit_ticks().0 * self.numerator as i64)
    }

    /// What a foot taps: the written unit, or three of them in 6/8, 9/8, 12/8 and their kin.
    pub const fn pulse_ticks(self) -> Ticks {
        Ticks(self.bar_ticks().0 / self.pulses() as i64)
    }

    /// How often a foot taps in a bar.
    pub const fn pulses(self) -> u8 {
        let is_compound = self.denominator >= 8 && self.numerator > 3 && self.numerator.is_multiple_of(3);
        if is_compound { self.numerator / 3 } else { self.numerator }
    }
}

impl fmt::Display for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl std::str::FromStr for Meter {
    type Err = ParseMeterError;

    fn from_str(text: &str) -> Result<Meter, ParseMeterError> {
        let refuse = || ParseMeterError { text: text.chars().take(16).collect() };
        let (numerator, denominator) = text.split_once('/').ok_or_else(refuse)?;
        let number = |part: &str| {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse().ok()).flatten()
        };
        let both = number(numerator).zip(number(denominator));
        both.and_then(|(numerator, denominator)| Meter::new(numerator, denominator)).ok_or_else(refuse)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a meter; write 1 to {NUMERATOR_MAX} over 1, 2, 4, 8, 16, 32 or 64, as in 7/8")]
pub struct ParseMeterError {
    text: String,
}

/// A bar counted from 0 (negative before the song) and how far into it a position is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarPosition {
    pub bar: i64,
    pub into: Ticks,
}

/// Meter along a song; changes stand on bar lines by construction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    changes: Vec<Change>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub bar: i64,
    pub start: Ticks,
    pub meter: Meter,
}

impl Map {
    pub fn constant(meter: Meter) -> Map {
        Map { changes: vec![Change { bar: 0, start: Ticks::ZERO, meter }] }
    }

    /// From `(bar, meter)` pairs, bars counted from 0 and ascending. The first holds before its bar too. All stand within
    /// [`MAX_TICKS`] of beat 0.
    pub fn new(by_bar: &[(i64, Meter)]) -> Result<Map, MapError> {
        if by_bar.len() > CHANGES_MAX {
            return Err(MapError::TooMany { count: by_bar.len() });
        }
        let Some((first, rest)) = by_bar.split_first() else { return Ok(Map::constant(Meter::COMMON)) };
        let beat_0 = Change { bar: 0, start: Ticks::ZERO, meter: first.1 };
        let start = start_of(first.0, &beat_0)?;
        let mut changes = vec![Change { bar: first.0, start, meter: first.1 }];
        for (bar, meter) in rest {
            let last = changes[changes.len() - 1];
            if *bar <= last.bar {
                return Err(MapError::OutOfOrder { bar: *bar });
            }
            if *meter != last.meter {
                let start = start_of(*bar, &last)?;
                changes.push(Change { bar: *bar, start, meter: *meter });
            }
        }
        Ok(Map { changes })
    }

    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    pub fn at_bar(&self, bar: i64) -> Meter {
        self.change_before(|change| change.bar <= bar).meter
    }

    pub fn at(&self, position: Ticks) -> Meter {
        self.change_before(|change| change.start <= position).meter
    }

    pub fn bar_start(&self, bar: i64) -> Ticks {
        let change = self.change_before(|change| change.bar <= bar);
        change.start + change.meter.bar_ticks() * (bar - change.bar)
    }

    pub fn bar_at(&self, position: Ticks) -> BarPosition {
        let change = self.change_before(|change| change.start <= position);
        let (past, bar_ticks) = (position - change.start, change.meter.bar_ticks());
        BarPosition { bar: change.bar + past.div_floor(bar_ticks), into: past.rem_floor(bar_ticks) }
    }

    /// The first bar line strictly after `position`.
    pub fn next_bar_line(&self, position: Ticks) -> Ticks {
        self.bar_start(self.bar_at(position).bar + 1)
    }

    fn change_before(&self, is_before: impl Fn(&Change) -> bool) -> &Change {
        let after = self.changes.partition_point(is_before);
        &self.changes[after.saturating_sub(1)]
    }
}

/// Of a bar counted on from a change.
fn start_of(bar: i64, from: &Change) -> Result<Ticks, MapError> {
    let length = bar.checked_sub(from.bar).and_then(|bars| from.meter.bar_ticks().0.checked_mul(bars));
    let start = length.and_then(|length| from.start.0.checked_add(length));
    start.filter(|start| (-MAX_TICKS..=MAX_TICKS).contains(start)).map(Ticks).ok_or(MapError::TooFar { bar })
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    #[error("{count} meter changes; a song may have {CHANGES_MAX}")]
    TooMany { count: usize },
    #[error("the meter change at bar {bar} is further away than a song can reach")]
    TooFar { bar: i64 },
    #[error("the meter change at bar {bar} does not come after the one before it")]
    OutOfOrder { bar: i64 },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(text: &str) -> Meter {
        text.parse().unwrap()
    }

    #[test]
    fn meters_round_trip_and_know_their_length() {
        for (text, ticks) in [("4/4", 3_840), ("3/4", 2_880), ("7/8", 3_360), ("6/8", 2_880), ("5/16", 1_200)]
        {
            assert_eq!((meter(text).to_string().as_str(), meter(text).bar_ticks()), (text, Ticks(ticks)));
        }
        for bad in
            ["", "4", "4/", "/4", "0/4", "4/0", "33/4", "4/3", "4/128", "-4/4", "4/4/4", "+4/4", "300/4"]
        {
            assert!(bad.parse::<Meter>().is_err(), "{bad} was taken for a meter");
        }
    }

    #[test]
    fn threes_of_eighths_are_one_pulse() {
        for (text, pulses, ticks) in [
            ("4/4", 4, 960),
            ("2/2", 2, 1_920),
            ("3/4", 3, 960),
            ("6/4", 6, 960),
            ("3/8", 3, 480),
            ("6/8", 2, 1_440),
            ("7/8", 7, 480),
            ("9/8", 3, 1_440),
            ("12/8", 4, 1_440),
            ("6/16", 2, 720),
        ] {
            assert_eq!((meter(text).pulses(), meter(text).pulse_ticks()), (pulses, Ticks(ticks)), "{text}");
        }
    }

    #[test]
    fn bars_are_found_from_positions_and_back() {
        let map = Map::new(&[(0, meter("4/4")), (2, meter("7/8")), (4, meter("3/4"))]).unwrap();
        let table = [(-3_841, -2, 3_839), (-1, -1, 3_839), (0, 0, 0), (7_679, 1, 3_839), (7_680, 2, 0)];
        for (ticks, bar, into) in table.into_iter().chain([(11_040, 3, 0), (14_400, 4, 0), (17_280, 5, 0)]) {
            assert_eq!(map.bar_at(Ticks(ticks)), BarPosition { bar, into: Ticks(into) }, "tick {ticks}");
            assert_eq!(map.bar_start(bar) + Ticks(into), Ticks(ticks));
        }
        assert_eq!(map.next_bar_line(Ticks(7_680)), Ticks(11_040));
        assert_eq!(map.next_bar_line(Ticks(-1)), Ticks(0));
    }

    #[test]
    fn a_map_refuses_disorder() {
        let twice = Map::new(&[(0, meter("4/4")), (0, meter("3/4"))]);
        assert_eq!(twice, Err(MapError::OutOfOrder { bar: 0 }));
        assert_eq!(Map::new(&[]).unwrap(), Map::constant(Meter::COMMON));
    }

    #[test]
    fn a_map_refuses_bars_that_no_song_reaches() {
        let last = MAX_TICKS / meter("4/4").bar_ticks().0;
        for bar in [last + 1, -last - 1, i64::MAX, i64::MIN] {
            assert_eq!(Map::new(&[(bar, meter("4/4"))]), Err(MapError::TooFar { bar }));
        }
        for bar in [last + 1, i64::MAX] {
            let far = Map::new(&[(-last, meter("4/4")), (bar, meter("3/4"))]);
            assert_eq!(far, Err(MapError::TooFar { bar }));
        }
        assert!(Map::new(&[(-last, meter("4/4")), (last, meter("3/4"))]).is_ok());
    }
}
