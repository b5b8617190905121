//! Dynamics: velocities follow the section's energy, breathe a little, and fade where the song does.

use music::clip::VELOCITY_MAX;

use super::{Hands, Question};
use crate::arrange::Landing;
use crate::arrange::landing::FADE_BARS;
use crate::brief::NEUTRAL;
use crate::sketch::{Stroke, Touch};

/// Of the velocity meant, at no energy and at full.
const PERCENT_AT_REST: i32 = 78;
const PERCENT_AT_FULL: i32 = 114;
const ENERGY_MAX: i32 = 127;
/// What one draw may add or take.
const BREATH: i32 = 3;
/// A ghost note that is heard is none.
const GHOST_MAX: i32 = 50;
/// What is left of the last bar's velocity when the song fades.
const FADED_PERCENT: i32 = 22;

impl Hands<'_> {
    pub(super) fn velocity(&self, stroke: &Stroke) -> u8 {
        let energy = i32::from(self.scene.bar_plan(self.bar).energy);
        let percent = PERCENT_AT_REST + (PERCENT_AT_FULL - PERCENT_AT_REST) * energy / ENERGY_MAX;
        let meant = i32::from(stroke.velocity) * percent / 100 + self.breath(stroke);
        let meant = match stroke.touch {
            Touch::Ghost => meant.min(GHOST_MAX),
            Touch::Plain | Touch::Accent => meant,
        };
        (meant * self.fade_percent() / 100).clamp(1, i32::from(VELOCITY_MAX)) as u8
    }

    fn breath(&self, stroke: &Stroke) -> i32 {
        if self.is_machine {
            return 0;
        }
        let width = BREATH * i32::from(self.scene.brief.knobs.humanise) / i32::from(NEUTRAL);
        let finger = self.finger(Question::FingerStrength, stroke).within(width);
        self.strength.at(stroke.at, i64::from(width)) as i32 + finger
    }

    fn fade_percent(&self) -> i32 {
        let bars = &self.scene.plan.bars;
        if bars.last().and_then(|bar| bar.ending) != Some(Landing::Fade) {
            return 100;
        }
        let fading = FADE_BARS.min(bars.len() / 2).max(1);
        let left = (bars.len() - 1 - self.bar).min(fading) as i32;
        FADED_PERCENT + (100 - FADED_PERCENT) * left / fading as i32
    }
}
