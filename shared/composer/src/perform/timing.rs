//! Micro-timing: how a chair leans, and what no player means.

use music::clip::OFFSET_MAX;
use music::time::{Micros, TICKS_PER_BEAT};

use super::{Hands, Question};
use crate::brief::NEUTRAL;
use crate::sketch::{Stroke, Touch};

const SIXTEENTH: i64 = TICKS_PER_BEAT / 4;
/// Nobody is further off than this share of a sixteenth: beyond, it is another rhythm.
const SIXTEENTH_SHARE: i64 = 3;

/// Widths of draws against the spread wanted, so that drift is near three fifths of the variance, fingers the rest: then
/// neighbouring notes are alike by .2 to .6, whether they are half notes or sixteenths.
const DRIFT_PERCENT: i64 = 59;
const FINGER_PERCENT: i64 = 112;

impl Hands<'_> {
    pub(super) fn offset(&self, stroke: &Stroke) -> Micros {
        if self.is_machine {
            return Micros(stroke.offset.0.clamp(-OFFSET_MAX.0, OFFSET_MAX.0));
        }
        let general = &self.scene.style.general;
        let hand = general.hands[self.lane.index()];
        let humanise = i64::from(self.scene.brief.knobs.humanise);
        let spread = i64::from(hand.spread_ms) * 1_000 * humanise / i64::from(NEUTRAL);
        let lean = i64::from(hand.lean_ms) * 1_000 * humanise.min(i64::from(NEUTRAL)) / i64::from(NEUTRAL);
        let spread = match stroke.touch {
            Touch::Plain | Touch::Ghost => spread,
            Touch::Accent => spread * 2 / 3,
        };
        let finger_width = i32::try_from(spread * FINGER_PERCENT / 100).unwrap_or(OFFSET_MAX.0);
        let finger = self.finger(Question::Finger, stroke).within(finger_width);
        let drift = self.timing.at(stroke.at, spread * DRIFT_PERCENT / 100) + i64::from(finger);
        let micros_per_beat = i64::from(super::tempo(self.scene, self.bar).micros_per_beat());
        let most = micros_per_beat * SIXTEENTH / TICKS_PER_BEAT / SIXTEENTH_SHARE;
        let offset = i64::from(stroke.offset.0) + (lean + drift).clamp(-most, most);
        let limit = i64::from(OFFSET_MAX.0);
        Micros(offset.clamp(-limit, limit) as i32)
    }
}
