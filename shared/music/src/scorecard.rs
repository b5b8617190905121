//! Measures of a part against its chart: what can be counted about a take, whoever made it.
//!
//! None says "good": each is read as a distance to what people play in a style, and beside its **null**, the same
//! measure against [`Changes::rotated`], because what scores as well on another chart has heard no chords.

mod changes;
mod clash;
mod energy;
mod fills;
mod groove;
mod hands;
mod harmony;
mod heard;
mod line;
mod measure;
mod tally;
mod touch;
mod voices;

use std::collections::BTreeMap;

use crate::chart::Song;
use crate::clip::Note;
use crate::lane::Lane;

pub use changes::Changes;
pub use clash::clashes;
pub use energy::follows;
pub use measure::Measure;
pub use tally::Tally;
pub use voices::distance as voice_leading_distance;

use heard::Heard;

/// What a lane plays; starts count from the song's beat 0.
#[derive(Clone, Copy, Debug)]
pub struct Take<'a> {
    pub lane: Lane,
    pub notes: &'a [Note],
}

/// A take's measures; one that finds nothing to count is absent.
pub type Card = BTreeMap<Measure, Tally>;

/// Everything that can be said of one take; what concerns several is in [`clashes`] and [`follows`].
pub fn card(take: &Take<'_>, song: &Song, changes: &Changes) -> Card {
    let heard = Heard::of(take, song);
    let mut card = of_anybody(&heard, changes);
    card.extend(match take.lane {
        Lane::Drums => of_drums(&heard, changes),
        Lane::Percussion => Vec::new(),
        Lane::Bass => [of_chords(&heard, changes), of_line(&heard, changes)].concat(),
        Lane::Keys | Lane::Pad => {
            let reach = vec![
                (Measure::HandSpan, hands::hand_span(&heard)),
                (Measure::LowIntervals, hands::low_intervals(&heard)),
            ];
            [of_chords(&heard, changes), of_comp(&heard, changes), reach].concat()
        }
        Lane::Guitar => {
            let reach = vec![(Measure::FretSpan, hands::fret_span(&heard))];
            [of_chords(&heard, changes), of_comp(&heard, changes), reach].concat()
        }
        Lane::Lead | Lane::Extra => of_chords(&heard, changes),
    });
    counted(card)
}

/// A bass, only in the bars in which it walks: a note on every beat, and hardly any between.
pub fn walking_card(take: &Take<'_>, song: &Song, changes: &Changes) -> Card {
    let heard = Heard::of(take, song).where_it_walks();
    let mut card = of_line(&heard, changes);
    card.push((Measure::DistinctBars, groove::distinct_bars(&heard, changes)));
    card.push((Measure::DistinctRhythms, groove::distinct_rhythms(&heard)));
    counted(card)
}

type Counted = Vec<(Measure, Tally)>;

fn counted(counted: Counted) -> Card {
    counted.into_iter().filter(|(_, tally)| tally.count() > 0).collect()
}

fn of_anybody(heard: &Heard<'_>, changes: &Changes) -> Counted {
    vec![
        (Measure::DistinctBars, groove::distinct_bars(heard, changes)),
        (Measure::DistinctRhythms, groove::distinct_rhythms(heard)),
        (Measure::GrooveConsistency, groove::consistency(heard)),
        (Measure::OutOfRange, hands::out_of_range(heard)),
        (Measure::VelocitySd, touch::velocity_sd(heard)),
        (Measure::TimingSd, touch::timing_sd(heard)),
        (Measure::TimingDrift, touch::timing_drift(heard)),
        (Measure::OnGrid, touch::on_grid(heard)),
    ]
}

fn of_drums(heard: &Heard<'_>, changes: &Changes) -> Counted {
    vec![
        (Measure::Limbs, hands::limbs(heard)),
        (Measure::FillSalience, fills::salience(heard, changes)),
        (Measure::SameFill, fills::same(heard)),
        (Measure::Ghosts, touch::ghosts(heard)),
    ]
}

fn of_chords(heard: &Heard<'_>, changes: &Changes) -> Counted {
    vec![
        (Measure::ChordTones, harmony::chord_tones(heard, changes)),
        (Measure::Colours, harmony::colours(heard, changes)),
        (Measure::Tensions, harmony::tensions(heard, changes)),
        (Measure::Pushes, harmony::pushes(heard, changes)),
    ]
}

fn of_line(heard: &Heard<'_>, changes: &Changes) -> Counted {
    vec![
        (Measure::RootOnChange, line::root_on_change(heard, changes)),
        (Measure::StepIntoChange, line::step_into_change(heard, changes)),
        (Measure::RepeatedNotes, line::repeated_notes(heard)),
        (Measure::DistinctLines, groove::distinct_lines(heard, changes)),
    ]
}

fn of_comp(heard: &Heard<'_>, changes: &Changes) -> Counted {
    vec![
        (Measure::GuideTones, harmony::guide_tones(heard, changes)),
        (Measure::VoiceLeading, voices::leading(heard, changes)),
    ]
}
