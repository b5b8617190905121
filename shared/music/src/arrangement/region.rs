//! Regions: a stretch of a lane, the clips it plays, and where in them it is at any moment.

use std::fmt;

use crate::clip;
use crate::lane::Lane;
use crate::time::{Span, Ticks};

/// Names a region for as long as its session lives; never used twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionId(pub u64);

impl fmt::Display for RegionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "region {}", self.0)
    }
}

/// The clips a region may play: all of equal length. Where B or the fill is missing, main plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clips {
    pub main: clip::Hash,
    pub b: Option<clip::Hash>,
    pub fill: Option<clip::Hash>,
}

impl Clips {
    pub const fn only(main: clip::Hash) -> Clips {
        Clips { main, b: None, fill: None }
    }

    /// One to three names.
    pub fn hashes(&self) -> impl Iterator<Item = clip::Hash> + use<> {
        [Some(self.main), self.b, self.fill].into_iter().flatten()
    }

    /// How long all of them are. Whoever brings clips into an arrangement asks this first, and so does whoever
    /// compiles one: in between they are names, so that edits need no notes at hand.
    pub fn length(&self, library: &clip::Library) -> Result<Ticks, ClipsError> {
        let length_of = |hash: clip::Hash| match library.get(&hash) {
            Some(clip) => Ok(clip.length()),
            None => Err(ClipsError::Missing { hash }),
        };
        let main_length = length_of(self.main)?;
        for hash in [self.b, self.fill].into_iter().flatten() {
            let length = length_of(hash)?;
            if length != main_length {
                return Err(ClipsError::Unequal { hash, length, main_length });
            }
        }
        Ok(main_length)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClipsError {
    #[error("clip {hash} is not at hand; fetch it first")]
    Missing { hash: clip::Hash },
    #[error(
        "clip {hash} is {length} beats long and its region's main clip {main_length}; they must be equal"
    )]
    Unequal { hash: clip::Hash, length: Ticks, main_length: Ticks },
}

/// What a region plays, wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    pub clips: Clips,
    pub into: Ticks,
    pub looped: bool,
}

impl Source {
    /// From the clips' start, once.
    pub const fn once(clips: Clips) -> Source {
        Source { clips, into: Ticks::ZERO, looped: false }
    }

    /// From the clips' start, over and over.
    pub const fn looped(clips: Clips) -> Source {
        Source { clips, into: Ticks::ZERO, looped: true }
    }
}

/// A stretch of a lane that plays clips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    pub id: RegionId,
    pub lane: Lane,
    pub span: Span,
    pub clips: Clips,
    /// Where in the clips the region's start is; splitting a region moves this.
    /// In a looped region it may lie outside the clips, in another pass: see [`Region::clip_position`].
    pub into: Ticks,
    /// Starts the clips over when they end before the region does.
    pub looped: bool,
}

impl Region {
    pub fn source(&self) -> Source {
        Source { clips: self.clips, into: self.into, looped: self.looped }
    }

    /// Where in clips of `clip_length` the region is at `at`. `None` outside the region, and where a region that
    /// does not loop has come to the clips' end and is silent.
    pub fn clip_position(&self, at: Ticks, clip_length: Ticks) -> Option<Ticks> {
        let sounds = self.span.contains(at) && clip_length > Ticks::ZERO;
        let played = sounds.then(|| self.into + (at - self.span.start))?;
        if self.looped {
            Some(played.rem_floor(clip_length))
        } else {
            (Ticks::ZERO <= played && played < clip_length).then_some(played)
        }
    }
}
