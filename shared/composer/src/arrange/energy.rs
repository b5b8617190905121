//! How hard the band plays: an arc over the song, a slope within each section.

use music::lane::Lane;

use super::SectionRole;
use super::form::Stretch;
use super::section::{Part, Question};
use crate::brief::{Knobs, NEUTRAL};
use crate::style::General;

pub(super) const ENERGY_MAX: i32 = 127;
/// A verse that comes again comes with more.
const EACH_TIME: i32 = 5;
const TIMES_COUNTED: usize = 3;
/// The last chorus is where the song was going.
const LAST_CHORUS: i32 = 8;
/// From a section's first bar to its last.
const SLOPE: i32 = 7;
/// In a song whose sections are all alike, which has nothing else to go to.
const LONE_SLOPE: i32 = 20;
/// Sections that differ by less are alike.
const ALIKE: u8 = 12;
/// Of a section's energy, in either direction.
pub(super) const JITTER: i32 = 3;

pub(super) fn of_section(part: &Part, stretch: &Stretch, is_last_chorus: bool, general: &General) -> u8 {
    let base = i32::from(general.energy[part.role.index()]);
    let times = EACH_TIME * part.earlier.min(TIMES_COUNTED) as i32;
    let arc = match part.role {
        SectionRole::Verse | SectionRole::Chorus | SectionRole::Solo => times,
        SectionRole::Intro | SectionRole::Bridge | SectionRole::Ending => 0,
    };
    let goal = i32::from(is_last_chorus && (part.earlier > 0 || stretch.phrase > 0)) * LAST_CHORUS;
    let jitter = part.draw(Question::Energy, Lane::Drums, 0).around_zero(JITTER);
    (base + arc + goal + jitter).clamp(0, ENERGY_MAX) as u8
}

/// How much a section rises, by how much the song does.
pub(super) fn slope(parts: &[Part]) -> i32 {
    let energies = || parts.iter().map(|part| part.energy);
    let (least, most) = (energies().min().unwrap_or(0), energies().max().unwrap_or(0));
    if most - least < ALIKE { LONE_SLOPE } else { SLOPE }
}

pub(super) fn in_bar(stretch: &Stretch, part: &Part, slope: i32, bar: usize, knobs: &Knobs) -> u8 {
    let into = bar.saturating_sub(stretch.bars.start) as i32;
    let rise = slope * into / stretch.bars.len().max(1) as i32 - slope / 2;
    with_knob((i32::from(part.energy) + rise).clamp(0, ENERGY_MAX) as u8, knobs)
}

/// The intensity knob moves everything by a third of the scale either way.
pub(super) fn with_knob(energy: u8, knobs: &Knobs) -> u8 {
    let by = (i32::from(knobs.intensity) - i32::from(NEUTRAL)) * 2 / 3;
    (i32::from(energy) + by).clamp(0, ENERGY_MAX) as u8
}
