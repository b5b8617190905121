//! Where the pad comes and goes: by whole sections, as an arranger has it, and fuller when what it let pass comes again.

use std::collections::BTreeMap;

use music::chart::song::SectionPass;
use music::lane::Lane;

use crate::arrange::SectionRole;
use crate::brief::NEUTRAL;
use crate::chance::Slots;
use crate::scene::Scene;

/// For each role, and each time that something of one name comes in it.
const REST: Slots = Slots::new(16, 64);

/// One for each of the plan's sections; of a long one those that are alike go together. The last is never let pass: the
/// band ends together. Names and how often they came decide it, and no bar, so that no edit is heard in other phrases.
pub(super) fn by_section(scene: &Scene<'_>) -> Vec<bool> {
    let percent = rest_percent(scene);
    // How often it came, and whether it passed the last time.
    let mut came: BTreeMap<(String, SectionRole), (usize, bool)> = BTreeMap::new();
    let mut before: Option<(SectionPass, SectionRole)> = None;
    let mut rests: Vec<bool> = Vec::with_capacity(scene.plan.sections.len());
    for (index, section) in scene.plan.sections.iter().enumerate() {
        let here = (scene.bar(section.bars.start).section, section.role);
        let goes_on = before.replace(here) == Some(here);
        let (times, passed) = came.entry((scene.section_letters(index), section.role)).or_default();
        if !goes_on {
            let slot = REST.of(*times * SectionRole::COUNT + section.role.index());
            let is_drawn = scene.section_draw(Lane::Pad, index, slot).percent(percent);
            (*times, *passed) = (*times + 1, is_drawn && is_quiet(section.role) && !*passed);
        }
        rests.push(*passed);
    }
    if let Some(last) = rests.last_mut() {
        *last = false;
    }
    rests
}

fn is_quiet(role: SectionRole) -> bool {
    match role {
        SectionRole::Chorus | SectionRole::Ending => false,
        SectionRole::Intro | SectionRole::Verse | SectionRole::Bridge | SectionRole::Solo => true,
    }
}

/// The density knob fills the rests, or doubles them.
fn rest_percent(scene: &Scene<'_>) -> u32 {
    let density = u32::from(scene.brief.knobs.density[Lane::Pad.index()].min(127));
    let left = (2 * u32::from(NEUTRAL)).saturating_sub(density.max(1));
    scene.style.pad.rest_percent * left / u32::from(NEUTRAL)
}
