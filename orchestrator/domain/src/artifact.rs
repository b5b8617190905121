//! Artifacts: what the library keeps, by hash, with tags and where it came from.

use std::sync::Arc;

use music::clip::Hash;
use music::lane::Lane;
use music::time::Ticks;

use crate::ids::{ArtifactId, JobId, PrincipalId};
use crate::refusal::{Code, Refusal};
use crate::time::WallTime;

/// A stored thing. Its bytes are a blob of the same hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    pub id: ArtifactId,
    pub made: Made,
    pub creator: PrincipalId,
    pub at: WallTime,
    /// The job that made it.
    pub job: Option<JobId>,
    /// Nobody waits for it any more: its job was cancelled before it was done.
    pub is_orphan: bool,
}

/// What its maker says of it; the bytes are in the blob store before this is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub hash: Hash,
    pub kind: Kind,
    pub bytes: u64,
    /// Measured, where the kind has a length.
    pub length: Option<Ticks>,
    pub lane: Option<Lane>,
    /// For people: a file name, a style.
    pub label: Arc<str>,
    /// `type:midi`, `lane:bass`, whatever helps to find it.
    pub tags: Vec<Arc<str>>,
    pub parents: Vec<ArtifactId>,
    /// Engine and version, and what else it takes to make it again.
    pub recipe: Arc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `music::clip` in canonical bytes.
    Clip,
    Midi,
    Audio,
    SoundFont,
    Image,
    Json,
}

/// One line of a window.
pub const LABEL_BYTES_MAX: usize = 256;
/// More than anybody filters by.
pub const TAGS_MAX: usize = 32;
pub const TAG_BYTES_MAX: usize = 64;
/// A mix has as many sources as lanes, and then some.
pub const PARENTS_MAX: usize = 32;
/// Parameters, not music: that is in the blob.
pub const RECIPE_BYTES_MAX: usize = 4_096;

impl Kind {
    pub const ALL: [Kind; 6] =
        [Kind::Clip, Kind::Midi, Kind::Audio, Kind::SoundFont, Kind::Image, Kind::Json];

    pub const fn name(self) -> &'static str {
        match self {
            Kind::Clip => "clip",
            Kind::Midi => "midi",
            Kind::Audio => "audio",
            Kind::SoundFont => "soundfont",
            Kind::Image => "image",
            Kind::Json => "json",
        }
    }

    pub fn named(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == text)
    }
}

impl Made {
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let counts = [
            ("its label", self.label.len(), LABEL_BYTES_MAX, "bytes"),
            ("its list of tags", self.tags.len(), TAGS_MAX, "entries"),
            (
                "its longest tag",
                self.tags.iter().map(|tag| tag.len()).max().unwrap_or(0),
                TAG_BYTES_MAX,
                "bytes",
            ),
            ("its list of parents", self.parents.len(), PARENTS_MAX, "entries"),
            ("its recipe", self.recipe.len(), RECIPE_BYTES_MAX, "bytes"),
        ];
        match counts.iter().find(|(_, count, max, _)| count > max) {
            Some((what, count, max, unit)) => {
                let hash = self.hash;
                let sentence = format!("artifact {hash}: {what} has {count} {unit}; {max} is the limit");
                Err(Refusal::new(Code::InvalidText, sentence))
            }
            None => Ok(()),
        }
    }
}
