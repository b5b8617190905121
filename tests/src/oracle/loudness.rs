//! How loud a note sounds (law 5).

use crate::scenario::{Automation, LaneAutomation};

/// Where a note stands in a crossfade: `share` of `whole` of it is heard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fade {
    pub(super) share: i64,
    pub(super) whole: i64,
}

/// 0 is silence.
pub(super) fn heard(written: u8, automation: &Automation, lane: &LaneAutomation, fade: Option<Fade>) -> u8 {
    let (written, intensity) = (i64::from(written), i64::from(automation.intensity.min(127)));
    let intense = if intensity <= 64 {
        half_up(written * (64 + intensity), 128)
    } else {
        written + half_up((127 - written) * (intensity - 64), 126)
    };
    let audible = if written == 0 { 0 } else { intense.max(1) };
    let levelled = half_up(audible * i64::from(lane.level.min(127)), 127);
    let faded = fade.map_or(levelled, |fade| half_up(levelled * fade.share, fade.whole));
    u8::try_from(faded).expect("a share of 127 fits")
}

fn half_up(a: i64, b: i64) -> i64 {
    (2 * a + b) / (2 * b)
}
