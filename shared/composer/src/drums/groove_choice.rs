//! Which groove a bar is played with: one for the A sections of a song, one for its B sections, as a drummer chooses.

use music::chart::Feel;

use super::pattern_book::{Groove, Place};
use super::spot::{Question, Spot};
use super::strokes::Pace;
use crate::arrange::SectionRole;

/// What to do where a style has nothing for a place or an energy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lacking {
    /// The nearest groove does.
    Nearest,
    /// Then one sits out.
    Silence,
}

pub(crate) fn chosen<'m>(
    spot: &Spot<'_>,
    grooves: &'m [Groove],
    lacking: Lacking,
) -> Option<(&'m Groove, Pace)> {
    let meter = spot.meter();
    let own = grooves.first()?.meter;
    let meter = if grooves.iter().any(|groove| groove.meter == meter) { meter } else { own };
    let feel = spot.scene.bar(spot.bar).feel;
    let in_meter: Vec<&Groove> = grooves.iter().filter(|groove| groove.meter == meter).collect();
    let felt: Vec<&Groove> = in_meter.iter().copied().filter(|groove| groove.feel == feel).collect();
    let (felt, pace) = if felt.is_empty() {
        (in_meter.into_iter().filter(|groove| groove.feel == Feel::Normal).collect(), pace_of(feel))
    } else {
        (felt, Pace::Normal)
    };
    let candidates = right_energy(spot, right_place(spot, felt, lacking), lacking);
    // Each groove has its own luck: one that a louder section adds takes over only if it is the luckiest.
    let luck = |groove: &Groove| {
        let slot = grooves.iter().position(|other| std::ptr::eq(other, groove)).unwrap_or(0);
        spot.whole_song(Question::Groove, slot as u32).below(LUCK) * groove.weight as usize
    };
    let groove = candidates.into_iter().max_by_key(|groove| luck(groove))?;
    Some((groove, pace))
}

const LUCK: usize = 1 << 16;

fn pace_of(feel: Feel) -> Pace {
    match feel {
        Feel::HalfTime => Pace::Half,
        Feel::DoubleTime => Pace::Double,
        Feel::Normal | Feel::Straight | Feel::Swing | Feel::InTwo | Feel::InFour | Feel::StopTime => {
            Pace::Normal
        }
    }
}

fn right_place<'m>(spot: &Spot<'_>, grooves: Vec<&'m Groove>, lacking: Lacking) -> Vec<&'m Groove> {
    let section = spot.section();
    let role = section.map_or(SectionRole::Verse, |section| section.role);
    let by_letter = if section.is_some_and(|section| section.is_b) { Place::B } else { Place::A };
    let wanted: &[Place] = match role {
        SectionRole::Intro if opens_intro(spot) => &[Place::Count, Place::Intro],
        SectionRole::Intro => &[Place::Intro],
        SectionRole::Bridge => &[Place::Bridge],
        SectionRole::Verse | SectionRole::Chorus | SectionRole::Solo | SectionRole::Ending => &[],
    };
    let anywhere = match lacking {
        Lacking::Nearest => &[Place::A, Place::B][..],
        Lacking::Silence => &[],
    };
    let letter = match (lacking, role) {
        (Lacking::Silence, SectionRole::Intro) => None,
        (Lacking::Silence | Lacking::Nearest, _) => Some(&by_letter),
    };
    let places = wanted.iter().chain(letter).chain(anywhere);
    let at = |place: &Place| -> Vec<&'m Groove> {
        grooves.iter().copied().filter(|groove| groove.place == *place).collect()
    };
    places.map(at).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The first bar a player plays of an intro, with more of it to come.
fn opens_intro(spot: &Spot<'_>) -> bool {
    let section = spot.plan().section;
    let goes_on = spot.plays_next() && spot.scene.bar_plan(spot.bar + 1).section == section;
    goes_on && spot.before().is_none_or(|before| before.plan().section != section)
}

fn right_energy<'m>(spot: &Spot<'_>, grooves: Vec<&'m Groove>, lacking: Lacking) -> Vec<&'m Groove> {
    let energy = spot.section_energy();
    let distance = |groove: &&Groove| {
        let (least, most) = groove.energy;
        least.saturating_sub(energy).max(energy.saturating_sub(most))
    };
    let nearest = match lacking {
        Lacking::Nearest => grooves.iter().map(distance).min().unwrap_or(0),
        Lacking::Silence => 0,
    };
    grooves.into_iter().filter(|groove| distance(groove) == nearest).collect()
}
