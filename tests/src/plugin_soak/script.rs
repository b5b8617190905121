//! What a host's transport does: where it begins, whether it loops, which tempo when.

use crate::chance::Chance;

pub(super) struct Script {
    pub(super) start_beat: f64,
    /// From and to, in beats; the start is before its end.
    pub(super) range: Option<(f64, f64)>,
    pub(super) parts: Vec<Part>,
}

/// One tempo.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) frames: u32,
    pub(super) tempo_bpm: f64,
}

/// Bars that songs here have, in beats, and some in which there is nothing.
const BEATS: i64 = 52;
const BEATS_A_BAR: i64 = 4;

impl Script {
    /// A few seconds.
    pub(super) fn random(chance: &mut Chance, rate: u32) -> Script {
        let seconds = chance.between(1, 6) as u64;
        Script::lasting(chance, rate, seconds)
    }

    pub(super) fn lasting(chance: &mut Chance, rate: u32, seconds: u64) -> Script {
        let range = chance.one_in(2).then(|| {
            let start = chance.between(0, BEATS / BEATS_A_BAR - 1) * BEATS_A_BAR;
            (start as f64, (start + chance.between(1, 16)) as f64)
        });
        let end = range.map_or(BEATS as f64, |(_, end)| end);
        let sixteenths = chance.between(-16, end as i64 * 4 - 1);
        let count = chance.between(1, 4) as u64;
        let part = |chance: &mut Chance| Part {
            frames: (seconds * u64::from(rate) / count) as u32,
            tempo_bpm: chance.between(40_000, 240_000) as f64 / 1_000.0,
        };
        Script {
            start_beat: sixteenths as f64 / 4.0,
            range,
            parts: (0..count).map(|_| part(chance)).collect(),
        }
    }
}

/// As hosts call: mostly one size for a while, sometimes whatever is left until something happens.
pub(super) fn block_frames(chance: &mut Chance) -> u32 {
    match chance.below(8) {
        0 => chance.between(1, 2_048) as u32,
        1 => 64,
        2 => 1_024,
        _ => 512,
    }
}
