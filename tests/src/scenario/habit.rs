//! What hosts, people and songs do that has broken players: every scenario says which of it happens in it.

use std::fmt;
use std::ops::BitOrAssign;

macro_rules! habits {
    ($($name:ident),* $(,)?) => {
        /// One thing that happens.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Habit {
            $($name),*
        }

        impl Habit {
            pub const ALL: &'static [Habit] = &[$(Habit::$name),*];
        }
    };
}

habits![
    // Sample rates and block sizes.
    RateOfMusic,
    RateOfFilm,
    RateDoubled,
    RateQuadrupled,
    RateLow,
    RateChanges,
    BlocksOfOne,
    BlocksOf17,
    BlocksOf64,
    BlocksOf512,
    BlocksOf4096,
    BlocksRandom,
    BlocksOddSizes,
    EmptyBlock,
    // Tempo.
    TempoConstant,
    TempoSteps,
    TempoStepsInsideBlocks,
    TempoRamp,
    TempoNonsense,
    // Transport.
    PlayOn,
    StopAndPlay,
    PlayAgainWithoutStop,
    Seek,
    SeekUnderASample,
    SeekOnTheBoundary,
    LoopSplitToItsStart,
    LoopSplitWithFraction,
    LoopUnsplit,
    LoopInWholeSamples,
    LoopShorterThanBlock,
    LoopTooShort,
    LoopMoves,
    PlayBeyondLoop,
    PreRoll,
    LoopWhileStopped,
    NoTransport,
    NoPosition,
    NoPositionInLoop,
    FirstBlockNotPlaying,
    PositionJitter,
    PositionFixedPoint,
    PositionNonsense,
    SampleRateNonsense,
    LoopNonsense,
    MeterMissing,
    MeterChanges,
    BarStartMissing,
    BarStartOdd,
    BarStartNonsense,
    // People.
    SwitchNow,
    SwitchNextBeat,
    SwitchNextBar,
    SwitchNextSection,
    SwitchAtBeat,
    HardCut,
    Crossfade,
    CrossfadeOverNothing,
    SeveralSwitches,
    SwitchSuperseded,
    SwitchWhileStopped,
    Mute,
    Solo,
    Level,
    Complexity,
    Intensity,
    PatternB,
    Fill,
    Bypass,
    Reset,
    SinkHolds,
    SinkFickle,
    SilenceAtFirst,
    // Songs.
    OverlappingPitch,
    Unison,
    SharedChannel,
    ZeroLength,
    OneTick,
    AtZero,
    AtLoopEnd,
    TickBeforeLoopEnd,
    EarlyAtZero,
    LateAtLoopEnd,
    HeldAcrossLoopEnd,
    HeldAcrossRegionEnd,
    BeforeZero,
    RegionLooped,
    RegionIntoItsClip,
    RegionSeam,
    BClip,
    FillClip,
    LaneOfOthers,
    SustainingLane,
    EarlyNote,
    LateNote,
    ChannelChanges,
    SustainChanges,
    ChairChanges,
    ManyNotes,
    LongSong,
];

/// A set of habits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habits(u128);

impl Habits {
    pub fn add(&mut self, habit: Habit) {
        self.0 |= 1 << habit as u32;
    }

    pub fn contains(self, habit: Habit) -> bool {
        self.0 >> habit as u32 & 1 == 1
    }
}

impl BitOrAssign for Habits {
    fn bitor_assign(&mut self, other: Habits) {
        self.0 |= other.0;
    }
}

impl fmt::Display for Habits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = Habit::ALL.iter().filter(|habit| self.contains(**habit));
        let names: Vec<String> = own.map(|habit| format!("{habit:?}")).collect();
        f.write_str(&names.join(" "))
    }
}
