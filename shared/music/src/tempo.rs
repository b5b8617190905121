//! Tempo, and the piecewise-constant map of it along a song.

use std::fmt;

use crate::time::{TICKS_PER_BEAT, Ticks};

/// Beats per minute in thousandths, so that `92` and `132.5` come back as they were typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tempo(u32);

/// The slowest whole tempo that a MIDI file's 24 bits can hold.
pub const BPM_MIN: u32 = 4;
/// Twice what anybody counts; above it a beat is shorter than a strum.
pub const BPM_MAX: u32 = 1_000;
/// One change a beat for an hour at 120 BPM, with room: what a host's recorded ramp leaves in a file.
pub const CHANGES_MAX: usize = 16_384;

const NANOS_PER_MINUTE: i128 = 60_000_000_000;
const MICROS_PER_MINUTE: u64 = 60_000_000;

impl Tempo {
    pub const DEFAULT: Tempo = Tempo(120_000);

    pub fn from_milli_bpm(milli_bpm: u32) -> Option<Tempo> {
        (BPM_MIN * 1_000..=BPM_MAX * 1_000).contains(&milli_bpm).then_some(Tempo(milli_bpm))
    }

    pub fn from_bpm(bpm: u32) -> Option<Tempo> {
        bpm.checked_mul(1_000).and_then(Tempo::from_milli_bpm)
    }

    /// A MIDI file's unit. `None` for 0 and for what is outside [`BPM_MIN`]..=[`BPM_MAX`].
    /// Of all tempi that share the microsecond, the one with the fewest decimals: 301 comes back as 301.
    pub fn from_micros_per_beat(micros: u32) -> Option<Tempo> {
        let wide = u64::from(micros);
        let exact = (MICROS_PER_MINUTE * 1_000 + wide / 2).checked_div(wide)?;
        let exact = u32::try_from(exact).ok()?;
        let rounded = [1_000, 100, 10, 1].map(|step| (exact.saturating_add(step / 2)) / step * step);
        let mut plainest = rounded.into_iter().filter_map(Tempo::from_milli_bpm);
        plainest.find(|tempo| tempo.micros_per_beat() == micros).or_else(|| Tempo::from_milli_bpm(exact))
    }

    pub const fn milli_bpm(self) -> u32 {
        self.0
    }

    pub fn bpm_f64(self) -> f64 {
        f64::from(self.0) / 1_000.0
    }

    /// Nearest whole microsecond, as MIDI files keep it.
    pub const fn micros_per_beat(self) -> u32 {
        let milli = self.0 as u64;
        ((MICROS_PER_MINUTE * 1_000 + milli / 2) / milli) as u32
    }
}

impl fmt::Display for Tempo {
    /// The shortest decimal that parses back: `92`, `132.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, milli) = (self.0 / 1_000, self.0 % 1_000);
        if milli == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{milli:03}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl std::str::FromStr for Tempo {
    type Err = ParseTempoError;

    /// Reads `92`, `132.5` or `97.125`; more than three decimals would be lost, so they are refused.
    fn from_str(text: &str) -> Result<Tempo, ParseTempoError> {
        let refuse = || ParseTempoError { text: text.chars().take(16).collect() };
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 4 || decimals.len() > 3 || !digits(whole) || !digits(decimals) {
            return Err(refuse());
        }
        let milli: u32 = format!("{whole}{decimals:0<3}").parse().map_err(|_| refuse())?;
        Tempo::from_milli_bpm(milli).ok_or_else(refuse)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a tempo; write beats per minute from {BPM_MIN} to {BPM_MAX}, as in 92 or 132.5")]
pub struct ParseTempoError {
    text: String,
}

/// Tempo along a song. The first change holds for everything before it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    changes: Vec<(Ticks, Tempo)>,
    /// When each change comes, counted from beat 0: a file has thousands of changes, and thousands of notes ask.
    nanos: Vec<i64>,
}

impl Map {
    pub fn constant(tempo: Tempo) -> Map {
        Map::timed(vec![(Ticks::ZERO, tempo)])
    }

    fn timed(changes: Vec<(Ticks, Tempo)>) -> Map {
        let nanos = nanos_of_changes(&changes);
        Map { changes, nanos }
    }

    /// Sorts, keeps the last of several changes at one place and drops those that change nothing.
    /// An empty list is 120 BPM, as in a MIDI file.
    pub fn new(mut changes: Vec<(Ticks, Tempo)>) -> Result<Map, TooManyChanges> {
        changes.sort_by_key(|(at, _)| *at);
        let mut kept: Vec<(Ticks, Tempo)> = Vec::with_capacity(changes.len());
        for change in changes {
            match kept.last_mut() {
                Some(last) if last.0 == change.0 => *last = change,
                Some(last) if last.1 == change.1 => {}
                Some(_) | None => kept.push(change),
            }
        }
        kept.dedup_by_key(|(_, tempo)| *tempo);
        match kept.len() {
            0 => Ok(Map::constant(Tempo::DEFAULT)),
            1..=CHANGES_MAX => Ok(Map::timed(kept)),
            count => Err(TooManyChanges { count }),
        }
    }

    pub fn changes(&self) -> &[(Ticks, Tempo)] {
        &self.changes
    }

    pub fn at(&self, position: Ticks) -> Tempo {
        let after = self.changes.partition_point(|(at, _)| *at <= position);
        self.changes[after.saturating_sub(1)].1
    }

    /// Nanoseconds from beat 0 to `position`, each stretch rounded towards it once: no drift, however long the song.
    pub fn nanos_at(&self, position: Ticks) -> i64 {
        let after = self.changes.partition_point(|(at, _)| *at <= position);
        let tempo = self.changes[after.saturating_sub(1)].1;
        // The change between here and beat 0 that is next to here, if there is one.
        let nearer = if position.is_negative() { Some(after) } else { after.checked_sub(1) };
        let timed = nearer.and_then(|index| Some((self.changes.get(index)?.0, self.nanos[index])));
        let is_between = |at: Ticks| if position.is_negative() { at.is_negative() } else { at > Ticks::ZERO };
        let (from, passed) = timed.filter(|(at, _)| is_between(*at)).unwrap_or((Ticks::ZERO, 0));
        passed + nanos(position - from, tempo)
    }
}

/// Counted away from beat 0 in both directions.
fn nanos_of_changes(changes: &[(Ticks, Tempo)]) -> Vec<i64> {
    let mut all = vec![0; changes.len()];
    let first_after = changes.partition_point(|(at, _)| *at <= Ticks::ZERO);
    let (mut from, mut passed) = (Ticks::ZERO, 0);
    for index in first_after..changes.len() {
        let at = changes[index].0;
        passed += nanos(at - from, changes[index.saturating_sub(1)].1);
        (from, all[index]) = (at, passed);
    }
    (from, passed) = (Ticks::ZERO, 0);
    for index in (0..first_after).rev() {
        let (at, tempo) = changes[index];
        passed += nanos(at - from, tempo);
        (from, all[index]) = (at, passed);
    }
    all
}

fn nanos(length: Ticks, tempo: Tempo) -> i64 {
    let numerator = i128::from(length.0) * NANOS_PER_MINUTE * 1_000;
    (numerator / (i128::from(TICKS_PER_BEAT) * i128::from(tempo.milli_bpm()))) as i64
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{count} tempo changes; a song may have {CHANGES_MAX}")]
pub struct TooManyChanges {
    pub count: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tempo(text: &str) -> Tempo {
        text.parse().unwrap()
    }

    #[test]
    fn tempo_text_round_trips() {
        for text in ["92", "132.5", "97.125", "4", "1000", "120.05"] {
            assert_eq!(tempo(text).to_string(), text);
        }
        for bad in
            ["", "0", "3.999", "1000.001", "10000", "-5", "12.3456", "1e3", "ninety", "１２０", ".5", "+92"]
        {
            assert!(bad.parse::<Tempo>().is_err(), "{bad} was taken for a tempo");
        }
    }

    #[test]
    fn the_unit_of_midi_files_round_trips_at_every_whole_tempo() {
        for bpm in BPM_MIN..=BPM_MAX {
            let tempo = Tempo::from_bpm(bpm).unwrap();
            assert_eq!(Tempo::from_micros_per_beat(tempo.micros_per_beat()), Some(tempo));
            assert!(tempo.micros_per_beat() < 1 << 24, "{bpm} does not fit a MIDI file");
        }
        assert_eq!(Tempo::from_micros_per_beat(0), None);
        assert_eq!(Tempo::from_micros_per_beat(1), None);
        assert_eq!(Tempo::from_micros_per_beat(500_000), Some(Tempo::DEFAULT));
    }

    #[test]
    fn a_map_sorts_and_says_nothing_twice() {
        let map = Map::new(vec![
            (Ticks(1_920), tempo("90")),
            (Ticks(0), tempo("120")),
            (Ticks(960), tempo("120")),
            (Ticks(1_920), tempo("80")),
            (Ticks(3_840), tempo("80")),
        ])
        .unwrap();
        assert_eq!(map.changes(), [(Ticks(0), tempo("120")), (Ticks(1_920), tempo("80"))]);
        for (at, text) in [(-960, "120"), (0, "120"), (1_919, "120"), (1_920, "80"), (99_999, "80")] {
            assert_eq!(map.at(Ticks(at)), tempo(text), "at tick {at}");
        }
        assert_eq!(Map::new(vec![]).unwrap(), Map::constant(Tempo::DEFAULT));
    }

    #[test]
    fn time_in_nanoseconds_is_exact_over_changes_and_below_zero() {
        let map = Map::new(vec![(Ticks(0), tempo("120")), (Ticks::from_beats(4), tempo("60"))]).unwrap();
        for (beats, nanos) in [(0, 0), (4, 2_000_000_000), (6, 4_000_000_000), (-2, -1_000_000_000)] {
            assert_eq!(map.nanos_at(Ticks::from_beats(beats)), nanos, "at beat {beats}");
        }
        let odd = Map::constant(tempo("97.125"));
        let day = odd.nanos_at(Ticks::from_beats(97_125 * 60));
        assert_eq!(day, 60_000 * 60_000_000_000, "60 000 minutes of 97.125 beats");
    }

    #[test]
    fn time_is_the_sum_of_the_stretches_wherever_the_changes_stand() {
        let changes = [(-2_000, "97.125"), (-961, "31.7"), (0, "133.333"), (7, "500"), (2_881, "61.003")];
        for first in 0..changes.len() {
            let kept: Vec<_> = changes[first..].iter().map(|(at, text)| (Ticks(*at), tempo(text))).collect();
            let map = Map::new(kept.clone()).unwrap();
            let stretches = |start: Ticks, end: Ticks| {
                let inside = kept.iter().map(|(at, _)| *at).filter(|at| start < *at && *at < end);
                let bounds: Vec<Ticks> = [start].into_iter().chain(inside).chain([end]).collect();
                bounds.windows(2).map(|pair| nanos(pair[1] - pair[0], map.at(pair[0]))).sum::<i64>()
            };
            for position in (-2_200..3_100).map(Ticks) {
                let before = -stretches(position.min(Ticks::ZERO), Ticks::ZERO);
                let expected = before + stretches(Ticks::ZERO, position.max(Ticks::ZERO));
                assert_eq!(map.nanos_at(position), expected, "at {position} from change {first} on");
            }
        }
    }

    #[test]
    fn too_many_changes_are_refused() {
        let changes =
            |count| (0..count).map(|n| (Ticks(n), if n % 2 == 0 { tempo("90") } else { tempo("91") }));
        assert!(Map::new(changes(CHANGES_MAX as i64).collect()).is_ok());
        assert!(Map::new(changes(CHANGES_MAX as i64 + 1).collect()).is_err());
    }
}
