//! Minutes at one tempo without a seek: whether a note at their end still falls on the sample that arithmetic says.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use music::arrangement::{Arrangement, Clips, Source};
use music::clip::{self, Clip, Library};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Span, Ticks};
use plugin::model::Route;
use plugin::saved_state;

use super::RATE;
use super::host::Note;
use super::script::{Part, Script};

/// A prime: notes fall on every 97th of a sample, so a hundredth of one that is lost is seen at one of them. None
/// falls between two samples, where either would be right.
const TEMPO_BPM: u64 = 97;
const BAR_TICKS: u64 = 3_840;
const TICKS_PER_BEAT: u64 = 960;
/// Ticks of the bar and keys, over and over.
const BAR: [(u64, u8); 5] = [(0, 36), (701, 40), (1_499, 43), (2_237, 38), (3_301, 45)];
const LENGTH_TICKS: i64 = 400;

/// A stretch, with what is to be heard in it.
pub(super) struct Steady {
    seconds: u64,
    bars: u64,
}

impl Steady {
    /// The music ends a bar or two before the stretch does: a note that comes too late is there, and late.
    pub(super) fn lasting(seconds: u64) -> Steady {
        let bars = (seconds * TEMPO_BPM * TICKS_PER_BEAT / 60 / BAR_TICKS).saturating_sub(1);
        Steady { seconds, bars }
    }

    pub(super) fn script(&self) -> Script {
        let part = Part { frames: (self.seconds * u64::from(RATE)) as u32, tempo_bpm: TEMPO_BPM as f64 };
        Script { start_beat: 0.0, range: None, parts: vec![part] }
    }

    /// A project in which a bass plays this, for nobody but the host.
    pub(super) fn state(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let mut saved = saved_state::read(r#"{"version":1}"#)?.saved;
        (saved.arrangement, saved.library) = (Arrangement::new(), Library::new());
        let note = |&(start, key): &(u64, u8)| {
            Some(clip::Note {
                start: Ticks(start as i64),
                length: Ticks(LENGTH_TICKS),
                offset: Micros(0),
                pitch: Pitch::new(key)?,
                velocity: 100,
                importance: 127,
            })
        };
        let notes = BAR.iter().map(note).collect::<Option<Vec<_>>>().context("keys of a keyboard")?;
        let hash = saved.library.insert(Clip::new(Ticks(BAR_TICKS as i64), notes, Vec::new())?);
        let span = Span::new(Ticks(0), Ticks((self.bars * BAR_TICKS) as i64)).context("a bar at least")?;
        saved.arrangement.insert(Lane::Bass, span, Source::looped(Clips::only(hash)))?;
        let chair = &mut saved.chairs[Lane::Bass.index()];
        (chair.owned, chair.route) = (true, Route::Midi);
        Ok(BTreeMap::from([("band".to_owned(), serde_json::to_string(&saved_state::write(&saved))?)]))
    }

    /// How far a note was from where it is written, in samples, at most; and how many were measured.
    pub(super) fn drift_samples(&self, heard: &[Note]) -> anyhow::Result<(u64, u64)> {
        let begun = || heard.iter().filter(|(_, _, _, velocity)| *velocity > 0);
        let (expected, count) = (self.bars * BAR.len() as u64, begun().count() as u64);
        ensure!(count == expected, "{count} notes in {} s, {expected} are written", self.seconds);
        let written = (0..self.bars).flat_map(|bar| BAR.map(|(ticks, key)| (bar * BAR_TICKS + ticks, key)));
        let mut drift = 0;
        for ((sample, _, key, _), (ticks, written_key)) in begun().zip(written) {
            ensure!(*key == written_key, "key {key} on sample {sample}, {written_key} is written there");
            drift = drift.max(sample.abs_diff(sample_of(ticks)));
        }
        Ok((drift, count))
    }
}

/// The nearest, in whole numbers.
fn sample_of(ticks: u64) -> u64 {
    let (samples, parts) = (ticks * 60 * u64::from(RATE), TEMPO_BPM * TICKS_PER_BEAT);
    (2 * samples + parts) / (2 * parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(steady: &Steady) -> Vec<Note> {
        let bars = (0..steady.bars).flat_map(|bar| BAR.map(|(ticks, key)| (bar * BAR_TICKS + ticks, key)));
        bars.flat_map(|(ticks, key)| [(sample_of(ticks), 0, key, 100), (sample_of(ticks) + 9, 0, key, 0)])
            .collect()
    }

    #[test]
    fn a_note_falls_on_the_nearest_sample() {
        // 3 000 samples are 97 ticks.
        for (ticks, sample) in [(0, 0), (97, 3_000), (1, 31), (2, 62), (48, 1_485), (970_000, 30_000_000)] {
            assert_eq!(sample_of(ticks), sample, "{ticks}");
        }
    }

    #[test]
    fn one_late_note_is_the_figure_and_a_lost_or_wrong_one_is_a_fault() {
        let steady = Steady::lasting(20);
        let right = written(&steady);
        assert_eq!(steady.drift_samples(&right).unwrap(), (0, 35));
        let with = |change: &dyn Fn(&mut Vec<Note>)| {
            let mut heard = right.clone();
            change(&mut heard);
            steady.drift_samples(&heard)
        };
        assert_eq!(with(&|heard| heard[68].0 += 1).unwrap().0, 1);
        assert_eq!(with(&|heard| heard[10].0 -= 2).unwrap().0, 2);
        assert!(with(&|heard| heard.truncate(68)).is_err());
        assert!(with(&|heard| heard[4].2 += 1).is_err());
    }
}
