//! Measures of a part against its chart: what can be counted about a take, whoever made it.
//!
//! None says "good": each is read as a distance to what people play in a style, and beside its **null**, the same
//! measure against [`Changes::rotated`], because what scores as well on another chart has heard no chords.

mod changes;
mod clash;
mod fills;
mod groove;
mod hands;
mod harmony;
mod heard;
mod line;
mod tally;
mod touch;
mod voices;

use std::collections::BTreeMap;

use crate::chart::Song;
use crate::clip::Note;
use crate::lane::Lane;

pub use changes::Changes;
pub use clash::clashes;
pub use tally::Tally;
pub use voices::distance as voice_leading_distance;

use heard::Heard;

/// What a lane plays; starts count from the song's beat 0.
#[derive(Clone, Copy, Debug)]
pub struct Take<'a> {
    pub lane: Lane,
    pub notes: &'a [Note],
}

/// What is counted. **Strong beats** are a bar's first and, from four units on, its middle one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Of the notes struck on strong beats, those of the chord.
    ChordTones,
    /// Of the notes struck on strong beats, those of the chord and the tensions it allows.
    Colours,
    /// Of the chord changes on which the bass strikes, those that get the chord's bass.
    RootOnChange,
    /// Of those changes with a note within the beat before, those reached by one or two semitones.
    StepIntoChange,
    /// Of all notes but the first, those of the pitch before.
    RepeatedNotes,
    /// Semitones a voice moves at a chord change, voices paired so that they move least.
    VoiceLeading,
    /// Of the time that two notes sound together, that of semitones which the chord does not ask for.
    Clashes,
    /// Bars unlike all others in rhythm (drums: and in drums; bass: and in intervals above the root), and the first of
    /// those alike, of all bars played.
    DistinctBars,
    /// Share of a bar's places on which it agrees with the bar before.
    GrooveConsistency,
    /// By how many strokes the last bar of a section differs from its others, over how much those differ among
    /// themselves.
    FillSalience,
    /// Of fills, those that are the fill before, stroke by stroke.
    SameFill,
    /// Notes that the instrument does not have.
    OutOfRange,
    /// Moments that would take a third hand or foot.
    Limbs,
    /// Chords that two hands do not reach.
    HandSpan,
    /// Chords that no hand holds on a guitar's neck.
    FretSpan,
    /// Of snare strokes, those softer than half the loudest.
    Ghosts,
    /// Standard deviation of velocities.
    VelocitySd,
    /// Standard deviation in milliseconds from where the take usually strikes that part of a beat.
    TimingSd,
    /// Notes on a twelfth of a beat to the tick.
    OnGrid,
}

/// A take's measures; one that finds nothing to count is absent.
pub type Card = BTreeMap<Measure, Tally>;

impl Measure {
    pub const ALL: [Measure; 19] = [
        Measure::ChordTones,
        Measure::Colours,
        Measure::RootOnChange,
        Measure::StepIntoChange,
        Measure::RepeatedNotes,
        Measure::VoiceLeading,
        Measure::Clashes,
        Measure::DistinctBars,
        Measure::GrooveConsistency,
        Measure::FillSalience,
        Measure::SameFill,
        Measure::OutOfRange,
        Measure::Limbs,
        Measure::HandSpan,
        Measure::FretSpan,
        Measure::Ghosts,
        Measure::VelocitySd,
        Measure::TimingSd,
        Measure::OnGrid,
    ];

    /// Whether another chart would change it.
    pub fn hears_chords(self) -> bool {
        match self {
            Measure::ChordTones
            | Measure::Colours
            | Measure::RootOnChange
            | Measure::StepIntoChange
            | Measure::VoiceLeading
            | Measure::Clashes => true,
            Measure::RepeatedNotes
            | Measure::DistinctBars
            | Measure::GrooveConsistency
            | Measure::FillSalience
            | Measure::SameFill
            | Measure::OutOfRange
            | Measure::Limbs
            | Measure::HandSpan
            | Measure::FretSpan
            | Measure::Ghosts
            | Measure::VelocitySd
            | Measure::TimingSd
            | Measure::OnGrid => false,
        }
    }
}

/// Everything that can be said of one take; what concerns several is [`clashes`].
pub fn card(take: &Take<'_>, song: &Song, changes: &Changes) -> Card {
    let heard = Heard::of(take, song);
    let mut card = Card::new();
    let mut add = |measure, tally: Tally| {
        if tally.count() > 0 {
            card.insert(measure, tally);
        }
    };
    add(Measure::DistinctBars, groove::distinct_bars(&heard, changes));
    add(Measure::GrooveConsistency, groove::consistency(&heard));
    add(Measure::OutOfRange, hands::out_of_range(&heard));
    add(Measure::VelocitySd, touch::velocity_sd(&heard));
    add(Measure::TimingSd, touch::timing_sd(&heard));
    add(Measure::OnGrid, touch::on_grid(&heard));
    if take.lane.character().is_kit {
        if take.lane == Lane::Drums {
            add(Measure::Limbs, hands::limbs(&heard));
            add(Measure::FillSalience, fills::salience(&heard));
            add(Measure::SameFill, fills::same(&heard));
            add(Measure::Ghosts, touch::ghosts(&heard));
        }
        return card;
    }
    add(Measure::ChordTones, harmony::chord_tones(&heard, changes));
    add(Measure::Colours, harmony::colours(&heard, changes));
    match take.lane {
        Lane::Bass => {
            add(Measure::RootOnChange, line::root_on_change(&heard, changes));
            add(Measure::StepIntoChange, line::step_into_change(&heard, changes));
            add(Measure::RepeatedNotes, line::repeated_notes(&heard));
        }
        Lane::Keys | Lane::Pad => {
            add(Measure::VoiceLeading, voices::leading(&heard, changes));
            add(Measure::HandSpan, hands::hand_span(&heard));
        }
        Lane::Guitar => {
            add(Measure::VoiceLeading, voices::leading(&heard, changes));
            add(Measure::FretSpan, hands::fret_span(&heard));
        }
        Lane::Drums | Lane::Percussion | Lane::Lead | Lane::Extra => {}
    }
    card
}
