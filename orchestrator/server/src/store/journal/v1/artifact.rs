//! Artifacts.

use domain::artifact;
use domain::ids::{ArtifactId, JobId, PrincipalId};
use music::clip::Hash;
use music::lane::Lane;
use music::time::Ticks;
use serde::{Deserialize, Serialize};

use super::text::{Name, Text, Time};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Artifact {
    id: Text<ArtifactId>,
    hash: Text<Hash>,
    kind: Name<artifact::Kind>,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    length_ticks: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lane: Option<Name<Lane>>,
    label: String,
    tags: Vec<String>,
    parents: Vec<Text<ArtifactId>>,
    recipe: String,
    creator: Text<PrincipalId>,
    at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<Text<JobId>>,
    is_orphan: bool,
}

impl Artifact {
    pub(super) fn of(artifact: &artifact::Artifact) -> Artifact {
        let made = &artifact.made;
        Artifact {
            id: Text(artifact.id),
            hash: Text(made.hash),
            kind: Name(made.kind),
            bytes: made.bytes,
            length_ticks: made.length.map(|length| length.0),
            lane: made.lane.map(Name),
            label: made.label.to_string(),
            tags: made.tags.iter().map(ToString::to_string).collect(),
            parents: made.parents.iter().copied().map(Text).collect(),
            recipe: made.recipe.to_string(),
            creator: Text(artifact.creator),
            at: Time::of(artifact.at),
            job: artifact.job.map(Text),
            is_orphan: artifact.is_orphan,
        }
    }

    pub(super) fn back(self) -> artifact::Artifact {
        let made = artifact::Made {
            hash: self.hash.0,
            kind: self.kind.0,
            bytes: self.bytes,
            length: self.length_ticks.map(Ticks),
            lane: self.lane.map(|lane| lane.0),
            label: self.label.into(),
            tags: self.tags.into_iter().map(Into::into).collect(),
            parents: self.parents.into_iter().map(|parent| parent.0).collect(),
            recipe: self.recipe.into(),
        };
        artifact::Artifact {
            id: self.id.0,
            made,
            creator: self.creator.0,
            at: self.at.back(),
            job: self.job.map(|job| job.0),
            is_orphan: self.is_orphan,
        }
    }
}
