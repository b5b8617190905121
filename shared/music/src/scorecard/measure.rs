//! What is counted, by name.

/// What is counted. **Strong beats** are a bar's first and, from four units on, its middle one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Of the notes struck on strong beats, those of the chord.
    ChordTones,
    /// Of the notes struck on strong beats, those of the chord and the tensions it allows.
    Colours,
    /// Of the notes struck on strong beats that are not of the chord, the tensions it allows.
    Tensions,
    /// Of a chord's guide tones, those that sound while it holds, where anything sounds.
    GuideTones,
    /// Of the chord changes on which the bass strikes, those that get the chord's bass.
    RootOnChange,
    /// Of those changes with a note within the beat before, those whose bass is reached by one or two semitones.
    StepIntoChange,
    /// Of all notes but the first, those of the pitch before.
    RepeatedNotes,
    /// Of pushed chords around which something is struck, those that come early and are the new chord.
    Pushes,
    /// Semitones a voice moves at a chord change, voices paired so that they move least.
    VoiceLeading,
    /// Of the time that two notes sound together, that of semitones which the chord does not ask for.
    Clashes,
    /// Bars unlike all others in rhythm (drums: and in drums; bass: and in intervals above the root), and the first of
    /// those alike, of all bars played.
    DistinctBars,
    /// As [`Measure::DistinctBars`], whatever the pitches are.
    DistinctRhythms,
    /// Of bars that have their chords and the next one in common with others, seen from the root, those that are unlike
    /// those others on their beats, and the first of those alike.
    DistinctLines,
    /// Share of a bar's places on which it agrees with the bar before.
    GrooveConsistency,
    /// By how many strokes the last bar of a section differs from its others, over how much those differ among
    /// themselves.
    FillSalience,
    /// Of fills, those that are the fill before: the same hands in the same places, as far back as both reach.
    SameFill,
    /// How loudness and density follow the energy that was planned, bar by bar: a correlation.
    Energy,
    /// Notes that the instrument does not have.
    OutOfRange,
    /// Moments that would take a third hand or foot.
    Limbs,
    /// Chords that two hands do not reach.
    HandSpan,
    /// Chords that no hand holds on a guitar's neck.
    FretSpan,
    /// Chords with an interval too close for its depth.
    LowIntervals,
    /// Of snare strokes, those softer than half the loudest.
    Ghosts,
    /// Standard deviation of velocities.
    VelocitySd,
    /// Standard deviation in milliseconds from where the take usually strikes that part of a beat.
    TimingSd,
    /// How alike that is for a moment and the next one, from -1 to 1: hands drift, dice do not.
    TimingDrift,
    /// Notes on a twelfth of a beat to the tick.
    OnGrid,
}

impl Measure {
    pub const ALL: [Measure; 27] = [
        Measure::ChordTones,
        Measure::Colours,
        Measure::Tensions,
        Measure::GuideTones,
        Measure::RootOnChange,
        Measure::StepIntoChange,
        Measure::RepeatedNotes,
        Measure::Pushes,
        Measure::VoiceLeading,
        Measure::Clashes,
        Measure::DistinctBars,
        Measure::DistinctRhythms,
        Measure::DistinctLines,
        Measure::GrooveConsistency,
        Measure::FillSalience,
        Measure::SameFill,
        Measure::Energy,
        Measure::OutOfRange,
        Measure::Limbs,
        Measure::HandSpan,
        Measure::FretSpan,
        Measure::LowIntervals,
        Measure::Ghosts,
        Measure::VelocitySd,
        Measure::TimingSd,
        Measure::TimingDrift,
        Measure::OnGrid,
    ];

    /// As styles and tables write it.
    pub const fn name(self) -> &'static str {
        match self {
            Measure::ChordTones => "chord-tones",
            Measure::Colours => "colours",
            Measure::Tensions => "tensions",
            Measure::GuideTones => "guide-tones",
            Measure::RootOnChange => "root-on-change",
            Measure::StepIntoChange => "step-into-change",
            Measure::RepeatedNotes => "repeated-notes",
            Measure::Pushes => "pushes",
            Measure::VoiceLeading => "voice-leading",
            Measure::Clashes => "clashes",
            Measure::DistinctBars => "distinct-bars",
            Measure::DistinctRhythms => "distinct-rhythms",
            Measure::DistinctLines => "distinct-lines",
            Measure::GrooveConsistency => "groove-consistency",
            Measure::FillSalience => "fill-salience",
            Measure::SameFill => "same-fill",
            Measure::Energy => "energy",
            Measure::OutOfRange => "out-of-range",
            Measure::Limbs => "limbs",
            Measure::HandSpan => "hand-span",
            Measure::FretSpan => "fret-span",
            Measure::LowIntervals => "low-intervals",
            Measure::Ghosts => "ghosts",
            Measure::VelocitySd => "velocity-sd",
            Measure::TimingSd => "timing-sd",
            Measure::TimingDrift => "timing-drift",
            Measure::OnGrid => "on-grid",
        }
    }

    pub fn named(name: &str) -> Option<Measure> {
        Measure::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// Whether a chart moved by a bar would change it: chords, pushes, the ends of sections, the plan.
    pub const fn has_null(self) -> bool {
        match self {
            Measure::ChordTones
            | Measure::Colours
            | Measure::Tensions
            | Measure::GuideTones
            | Measure::RootOnChange
            | Measure::StepIntoChange
            | Measure::Pushes
            | Measure::VoiceLeading
            | Measure::Clashes
            | Measure::FillSalience
            | Measure::Energy => true,
            Measure::RepeatedNotes
            | Measure::DistinctBars
            | Measure::DistinctRhythms
            | Measure::DistinctLines
            | Measure::GrooveConsistency
            | Measure::SameFill
            | Measure::OutOfRange
            | Measure::Limbs
            | Measure::HandSpan
            | Measure::FretSpan
            | Measure::LowIntervals
            | Measure::Ghosts
            | Measure::VelocitySd
            | Measure::TimingSd
            | Measure::TimingDrift
            | Measure::OnGrid => false,
        }
    }
}
