//! What a person may turn while it plays; acts on the notes that begin in the block.

use music::lane::Lane;

/// Values of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Automation {
    /// 0–127: notes of importance `127 − complexity` and more play.
    pub complexity: u8,
    /// 0–127, 64 neutral: a curve on velocities.
    pub intensity: u8,
    pub pattern: Pattern,
    /// Plays the regions' fill clips for the bars that begin while it is on.
    pub fill: bool,
    /// Time goes on, nothing sounds.
    pub bypass: bool,
    /// By [`Lane::index`].
    pub lanes: [LaneAutomation; Lane::COUNT],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    A,
    B,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneAutomation {
    pub muted: bool,
    pub soloed: bool,
    /// 0–127, 127 full.
    pub level: u8,
}

pub const FULL: u8 = 127;
pub const INTENSITY_NEUTRAL: u8 = 64;

impl Default for LaneAutomation {
    fn default() -> LaneAutomation {
        LaneAutomation { muted: false, soloed: false, level: FULL }
    }
}

impl Default for Automation {
    /// Everything plays as written.
    fn default() -> Automation {
        Automation {
            complexity: FULL,
            intensity: INTENSITY_NEUTRAL,
            pattern: Pattern::A,
            fill: false,
            bypass: false,
            lanes: [LaneAutomation::default(); Lane::COUNT],
        }
    }
}

impl Automation {
    /// Not muted; and soloed, if any lane is.
    pub fn is_audible(&self, lane: Lane) -> bool {
        let any_solo = self.lanes.iter().any(|other| other.soloed);
        let own = &self.lanes[lane.index()];
        !own.muted && (own.soloed || !any_solo)
    }

    /// The velocity that sounds; 0 is silence.
    pub fn velocity(&self, written: u8, lane: Lane) -> u8 {
        let louder = intensified(u32::from(written), u32::from(self.intensity.min(FULL)));
        let level = u32::from(self.lanes[lane.index()].level.min(FULL));
        divided(louder * level, FULL.into()) as u8
    }
}

/// Half of what was written at 0, halfway to full at 127; never silent.
fn intensified(written: u32, intensity: u32) -> u32 {
    let (neutral, full) = (u32::from(INTENSITY_NEUTRAL), u32::from(FULL));
    let curved = if intensity <= neutral {
        divided(written * (neutral + intensity), 2 * neutral)
    } else {
        written + divided((full - written.min(full)) * (intensity - neutral), 2 * (full - neutral))
    };
    curved.clamp(1, full)
}

/// Rounds half up.
pub(crate) fn divided(numerator: u32, denominator: u32) -> u32 {
    (2 * numerator + denominator) / (2 * denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn velocities_follow_intensity_and_level() {
        let table = [
            (100, 64, 127, 100),
            (100, 0, 127, 50),
            (100, 127, 127, 114),
            (1, 0, 127, 1),
            (127, 127, 127, 127),
        ];
        for (written, intensity, level, heard) in
            table.into_iter().chain([(100, 64, 0, 0), (100, 64, 64, 50)])
        {
            let mut automation = Automation { intensity, ..Automation::default() };
            automation.lanes[Lane::Bass.index()].level = level;
            assert_eq!(
                automation.velocity(written, Lane::Bass),
                heard,
                "{written} at {intensity}, level {level}"
            );
        }
    }

    #[test]
    fn a_solo_silences_the_others_and_mute_wins() {
        let mut automation = Automation::default();
        assert!(automation.is_audible(Lane::Keys));
        automation.lanes[Lane::Bass.index()].soloed = true;
        assert!(automation.is_audible(Lane::Bass) && !automation.is_audible(Lane::Keys));
        automation.lanes[Lane::Bass.index()].muted = true;
        assert!(!automation.is_audible(Lane::Bass));
    }
}
