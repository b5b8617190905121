//! Why an arrangement is not edited so, and what is possible instead.

use std::fmt;

use super::{COUNT_MAX, REGIONS_MAX, RegionId, Revision};
use crate::time::{MAX_TICKS, Span, Ticks};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there is no {region} at {at}")]
    NoSuchRegion { region: RegionId, at: Revision },
    /// `region` is `None` for one that is yet to get its name.
    #[error("{} would overlap {other} at {span}; {}", named(*region), free_there(*free))]
    Overlap { region: Option<RegionId>, other: RegionId, span: Span, free: Option<Span> },
    #[error("nothing is inside {span}; a stretch of a lane ends after it starts")]
    Empty { span: Span },
    #[error("{span} reaches beyond beat {max} before or after the start", max = Ticks(MAX_TICKS))]
    OutOfBounds { span: Span },
    #[error("{region} at {span} cannot be split at {at}, only between its ends")]
    SplitOutside { region: RegionId, span: Span, at: Ticks },
    #[error("a region cannot start {into} beats into its clips; {earliest} to {max} is possible", max = Ticks(MAX_TICKS))]
    Into { into: Ticks, earliest: Ticks },
    #[error("{region} cannot start before {earliest}, where its clip does, unless it is looped")]
    BeforeClip { region: RegionId, earliest: Ticks },
    #[error("a clip is never {length} beats long")]
    ClipLength { length: Ticks },
    #[error(
        "that makes {count} regions and {REGIONS_MAX} is the limit; delete some, or loop one instead of many"
    )]
    TooMany { count: usize },
    #[error("nothing would change")]
    NoChange,
    #[error("{region} is not as it was when this was decided")]
    Changed { region: RegionId },
    #[error("there is another {region}; a region's name is given once")]
    Twice { region: RegionId },
    #[error(transparent)]
    Undo(Conflict),
    #[error("there is nothing left to undo")]
    NothingToUndo,
    #[error("there is nothing left to redo")]
    NothingToRedo,
    #[error("{revision} does not follow here; {expected} is next")]
    OutOfStep { revision: Revision, expected: Revision },
    #[error("{region} was never made; the last was {last}")]
    NeverGiven { region: RegionId, last: RegionId },
    #[error("this arrangement has counted to {COUNT_MAX}; save its clips and start a new one")]
    WornOut,
}

fn named(region: Option<RegionId>) -> String {
    region.map_or_else(|| "the new region".into(), |region| region.to_string())
}

fn free_there(free: Option<Span>) -> String {
    free.map_or_else(|| "nothing is free there".into(), |free| format!("free there is {free}"))
}

/// What an undo would bring back has been touched since.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Conflict {
    pub undone: Revision,
    /// The region in the way.
    pub region: RegionId,
    /// Where it stands, if it is in the place of what would come back; otherwise it has itself changed.
    pub stands_at: Option<Span>,
    /// The last revision that touched it, where that is remembered.
    pub later: Option<Revision>,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Conflict { undone, region, stands_at, later } = self;
        write!(f, "{undone} cannot be undone: {region} ")?;
        match stands_at {
            Some(span) => write!(f, "now stands at {span}")?,
            None => f.write_str("has changed since")?,
        }
        match later {
            Some(later) => write!(f, " ({later}); undo that first"),
            None => f.write_str("; undo that first"),
        }
    }
}
