//! Sound: a span of what a session plays, as a WAV file.

use serde::{Deserialize, Serialize};

use crate::lane::Lane;
use crate::list;
use crate::number::{
    Beat, HumaniseMicros, MidiValue, RevisionNumber, SampleRate, Seconds, Seed, SwingPercent,
};
use crate::text::{Id, Name};

/// `POST /api/render`. Everything may be missing: then it is all that the session plays, from its beginning to its end.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Render {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Id>,
    /// Of the arrangement, as far back as it is remembered, by the maps of today; the current one where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<RevisionNumber>,
    /// Where to begin; where it is missing, where the song does, its pickup included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_beat: Option<Beat>,
    /// Where to stop; where it is missing, where the chart and the last region have ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_beat: Option<Beat>,
    /// Who is heard; where it is missing, everybody.
    #[serde(
        default,
        deserialize_with = "list::or_none::<_, _, 1, 8>",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schema(min_items = 1, max_items = 8))]
    pub lanes: Option<Vec<Lane>>,
    /// How they are heard, each lane at most once; where one is missing, as its chair usually is.
    #[serde(
        default,
        deserialize_with = "list::or_none::<_, _, 0, 8>",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schema(max_items = 8))]
    pub chairs: Option<Vec<ChairSound>>,
    /// 48000 where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample_rate: Option<SampleRate>,
    /// `16` where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// What rings out after the end; 2 where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tail_seconds: Option<Seconds>,
    /// A file in the server's `banks` folder by its name; where it is missing, the band's own sounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<Name>,
}

/// How one lane is heard, in the words of a plugin's chairs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChairSound {
    pub lane: Lane,
    #[serde(default)]
    pub muted: bool,
    /// 127 is full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<MidiValue>,
    /// 64 is the middle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pan: Option<MidiValue>,
    /// Of General MIDI, counted from 0; of a kit where the lane is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<MidiValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swing: Option<Swing>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub humanise: Option<Humanise>,
}

/// The second of each pair of units comes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Swing {
    pub unit: SwungUnit,
    /// The first's share of the pair.
    pub percent: SwingPercent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SwungUnit {
    Eighth,
    Sixteenth,
}

/// Each note is moved a little, by a hash of the seed and the note: the same every time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Humanise {
    pub micros_max: HumaniseMicros,
    pub seed: Seed,
}

/// Of a sample: whole numbers of 16 or 24 bits, or floats of 32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = SampleFormat))]
pub enum Format {
    #[default]
    #[serde(rename = "16")]
    Int16,
    #[serde(rename = "24")]
    Int24,
    #[serde(rename = "32f")]
    Float32,
}
