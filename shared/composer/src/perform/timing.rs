//! Micro-timing: how a chair leans, and what no player means.

use music::clip::OFFSET_MAX;
use music::time::{Micros, TICKS_PER_BEAT};

use super::{Hands, Question};
use crate::brief::NEUTRAL;
use crate::sketch::{Stroke, Touch};

const SIXTEENTH: i64 = TICKS_PER_BEAT / 4;
/// Nobody is further off than this share of a sixteenth: beyond, it is another rhythm.
const SIXTEENTH_SHARE: i64 = 3;

impl Hands<'_> {
    /// Three draws of the same width: one is shared with the onset before, one with the whole onset, one with nothing.
    /// Their sum has the spread of the style, and neighbours are alike by a third to a half.
    pub(super) fn offset(&self, stroke: &Stroke, onset: usize, onsets: usize) -> Micros {
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
        let width = i32::try_from(spread).unwrap_or(OFFSET_MAX.0);
        let [own, before] = self.pair(Question::Timing, onset, onsets);
        let finger = self.finger(Question::Finger, onset, stroke.pitch);
        let drift: i64 = [own, before, finger].into_iter().map(|draw| i64::from(draw.within(width))).sum();
        let micros_per_beat = i64::from(super::tempo(self.scene, self.bar).micros_per_beat());
        let most = micros_per_beat * SIXTEENTH / TICKS_PER_BEAT / SIXTEENTH_SHARE;
        let offset = i64::from(stroke.offset.0) + (lean + drift).clamp(-most, most);
        let limit = i64::from(OFFSET_MAX.0);
        Micros(offset.clamp(-limit, limit) as i32)
    }
}
