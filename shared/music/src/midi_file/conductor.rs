//! What concerns the whole song and may stand in any of a file's tracks: tempo, meter, key, markers.

use super::{MARKERS_MAX, Marker, Problem, Warning};
use crate::key::{Key, Mode, SIGNATURE_MAX};
use crate::meter::{self, Meter};
use crate::pitch::{Letter, Spelling};
use crate::tempo::{self, Tempo};
use crate::time::{MAX_TICKS, Ticks};

#[derive(Default)]
pub(super) struct Conductor {
    /// Counted over all tracks.
    pub(super) events: usize,
    pub(super) is_rounded: bool,
    pub(super) end: Ticks,
    pub(super) warnings: Vec<Warning>,
    tempi: Vec<(Ticks, Tempo)>,
    meters: Vec<(Ticks, Meter)>,
    markers: Vec<Marker>,
    key: Option<(Ticks, Key)>,
    other_keys: usize,
    unknown_keys: usize,
}

impl Conductor {
    pub(super) fn tempo(&mut self, now: Ticks, micros: u32) -> Result<(), Problem> {
        let tempo = Tempo::from_micros_per_beat(micros).ok_or(Problem::Tempo { micros })?;
        self.tempi.push((now, tempo));
        Ok(())
    }

    pub(super) fn meter(&mut self, now: Ticks, numerator: u8, power: u8) -> Result<(), Problem> {
        if self.meters.len() == meter::CHANGES_MAX {
            let count = meter::CHANGES_MAX + 1;
            return Err(Problem::MeterChanges(meter::MapError::TooMany { count }));
        }
        let denominator = 1_u8.checked_shl(power.into());
        let meter = denominator.and_then(|denominator| Meter::new(numerator, denominator));
        self.meters.push((now, meter.ok_or(Problem::Meter { numerator, power })?));
        Ok(())
    }

    /// A key names things and moves nothing, so one that makes no sense refuses no file.
    pub(super) fn key(&mut self, now: Ticks, sharps: i8, is_minor: bool) {
        let Some(key) = key_of_signature(sharps, is_minor) else {
            self.unknown_keys += 1;
            return;
        };
        let (at, first) = *self.key.get_or_insert((now, key));
        self.other_keys += usize::from(first != key);
        if now < at {
            self.key = Some((now, key));
        }
    }

    pub(super) fn marker(&mut self, now: Ticks, text: String) -> Result<(), Problem> {
        if self.markers.len() == MARKERS_MAX {
            return Err(Problem::TooManyMarkers);
        }
        self.markers.push(Marker { at: now, text });
        Ok(())
    }

    pub(super) fn first_key(&mut self) -> Option<Key> {
        let counted = [
            (self.other_keys, Warning::OtherKeys { count: self.other_keys }),
            (self.unknown_keys, Warning::UnknownKeys { count: self.unknown_keys }),
        ];
        self.warnings.extend(counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, warning)| warning));
        self.key.map(|(_, key)| key)
    }

    pub(super) fn take_markers(&mut self) -> Vec<Marker> {
        self.markers.sort_by_key(|marker| marker.at);
        std::mem::take(&mut self.markers)
    }

    /// Until its first tempo a file goes at 120.
    pub(super) fn tempo_map(&mut self) -> Result<tempo::Map, Problem> {
        let mut changes = std::mem::take(&mut self.tempi);
        changes.insert(0, (Ticks::ZERO, Tempo::DEFAULT));
        tempo::Map::new(changes).map_err(Problem::TempoChanges)
    }

    /// Until its first meter a file is in 4/4. Our bars are whole, so a change inside a bar moves to the nearest bar
    /// line (the earlier of two equally near ones) and is warned about.
    pub(super) fn meter_map(&mut self) -> Result<meter::Map, Problem> {
        let mut changes = std::mem::take(&mut self.meters);
        changes.sort_by_key(|(at, _)| *at);
        let mut bars = vec![(0, Meter::COMMON)];
        let (mut bar, mut start, mut meter) = (0, Ticks::ZERO, Meter::COMMON);
        for (at, next) in changes {
            let length = meter.bar_ticks();
            let (whole, into) = ((at - start).div_floor(length), (at - start).rem_floor(length));
            let nearest = if into * 2 > length { whole + 1 } else { whole };
            // A change that was moved forward may have passed the next one, which then moves to the same bar.
            let passed = nearest.max(0);
            if next == meter {
                continue;
            }
            (bar, start, meter) = (bar + passed, start + length * passed, next);
            if start > Ticks(MAX_TICKS) {
                return Err(Problem::TooLong);
            }
            // The bar it was moved to the end of is part of the song.
            self.end = self.end.max(start);
            if start != at {
                self.warnings.push(Warning::MeterMoved { meter, at, moved_to: start });
            }
            bars.pop_if(|(last, _)| *last == bar);
            bars.push((bar, meter));
        }
        meter::Map::new(&bars).map_err(Problem::MeterChanges)
    }
}

/// Sharps are positive, flats negative; `None` for more than seven.
fn key_of_signature(sharps: i8, is_minor: bool) -> Option<Key> {
    let mode = if is_minor { Mode::Minor } else { Mode::Major };
    let spellings =
        Letter::ALL.into_iter().flat_map(|letter| (-1..=1).map(move |by| Spelling::new(letter, by)));
    let mut keys = spellings.map(|tonic| Key::new(tonic, mode));
    keys.find(|key| key.signature() == sharps && sharps.unsigned_abs() <= SIGNATURE_MAX.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_the_keys_they_are_printed_for() {
        let table = [(0, "C", "Am"), (1, "G", "Em"), (7, "C#", "A#m"), (-1, "F", "Dm"), (-7, "Cb", "Abm")];
        for (sharps, major, minor) in table {
            let named = |is_minor| key_of_signature(sharps, is_minor).map(|key| key.to_string());
            assert_eq!((named(false).as_deref(), named(true).as_deref()), (Some(major), Some(minor)));
        }
        for sharps in (i8::MIN..=-8).chain(8..=i8::MAX) {
            assert_eq!((key_of_signature(sharps, false), key_of_signature(sharps, true)), (None, None));
        }
    }

    #[test]
    fn every_signature_there_is_comes_back() {
        for (sharps, is_minor) in (-7..=7).flat_map(|sharps| [(sharps, false), (sharps, true)]) {
            let key = key_of_signature(sharps, is_minor).unwrap();
            assert_eq!((key.signature(), key.mode.is_minor()), (sharps, is_minor));
        }
    }
}
