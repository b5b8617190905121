//! Artifacts: everything that is kept, with where it came from.

use serde::{Deserialize, Serialize};

use crate::number::{self, PageSize};
use crate::text::{Cursor, Tag};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ArtifactKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Clip,
    Midi,
    Audio,
    Soundfont,
    Image,
    Json,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Artifact {
    pub artifact_id: String,
    pub kind: Kind,
    pub hash: String,
    pub bytes: u64,
    /// What a person calls it.
    pub label: String,
    pub tags: Vec<String>,
    /// Who it was made for.
    pub creator: String,
    /// Artifacts it was made from.
    pub parents: Vec<String>,
    /// RFC 3339.
    pub created: String,
    /// Where its bytes are.
    pub url: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Artifacts {
    pub artifacts: Vec<Artifact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ArtifactQuery {
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<crate::text::Id>))]
    pub session: Option<crate::text::Id>,
    #[serde(default)]
    pub kind: Option<Kind>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Tag>))]
    pub tag: Option<Tag>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<crate::text::Id>))]
    pub parent: Option<crate::text::Id>,
    #[serde(default, deserialize_with = "number::from_text")]
    #[cfg_attr(feature = "schema", param(value_type = Option<PageSize>))]
    pub limit: Option<PageSize>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", param(value_type = Option<Cursor>))]
    pub cursor: Option<Cursor>,
}

/// 201 of `PUT /api/blobs/{hash}`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Blob {
    pub hash: String,
    pub bytes: u64,
    pub url: String,
}

/// 201 of `POST /api/audio`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Audio {
    pub artifact_id: String,
    pub hash: String,
    pub bytes: u64,
    pub format: AudioFormat,
    pub filename: String,
    pub url: String,
}

/// What its first bytes say it is, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum AudioFormat {
    Wav,
    Flac,
    Mp3,
    Ogg,
}

impl AudioFormat {
    /// How many bytes it takes to know.
    pub const MAGIC_BYTES: usize = 12;

    pub fn sniffed(bytes: &[u8]) -> Option<AudioFormat> {
        let at = |place: usize, magic: &[u8]| bytes.get(place..).is_some_and(|rest| rest.starts_with(magic));
        if at(0, b"RIFF") && at(8, b"WAVE") {
            Some(AudioFormat::Wav)
        } else if at(0, b"fLaC") {
            Some(AudioFormat::Flac)
        } else if at(0, b"OggS") {
            Some(AudioFormat::Ogg)
        } else if at(0, b"ID3") || is_mpeg_frame(bytes) {
            Some(AudioFormat::Mp3)
        } else {
            None
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            AudioFormat::Wav => "audio/wav",
            AudioFormat::Flac => "audio/flac",
            AudioFormat::Mp3 => "audio/mpeg",
            AudioFormat::Ogg => "audio/ogg",
        }
    }
}

/// Eleven bits of synchronisation, then a version and a layer (III) that exist, a bit rate and a rate that do.
fn is_mpeg_frame(bytes: &[u8]) -> bool {
    let [0xff, second, third, ..] = bytes else { return false };
    let (version, layer) = ((second >> 3) & 3, (second >> 1) & 3);
    let (bit_rate, rate) = (third >> 4, (third >> 2) & 3);
    second >> 5 == 7 && version != 1 && layer == 1 && !matches!(bit_rate, 0 | 15) && rate != 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audio_is_known_by_its_first_bytes() {
        for (bytes, format) in [
            (&b"RIFF\x24\0\0\0WAVEfmt "[..], Some(AudioFormat::Wav)),
            (b"fLaC\0\0\0\x22", Some(AudioFormat::Flac)),
            (b"OggS\0\x02", Some(AudioFormat::Ogg)),
            (b"ID3\x04\0\0", Some(AudioFormat::Mp3)),
            (b"\xff\xfb\x90\x64", Some(AudioFormat::Mp3)),
            (b"\xff\xf3\x40\xc0", Some(AudioFormat::Mp3)),
            (b"\xff\xfb\xf0\x64", None),
            (b"\xff\xff\xff\xff", None),
            (b"\xff\xfe\x00\x00", None),
            (b"RIFF\x24\0\0\0AVI LIST", None),
            (b"MThd\0\0\0\x06", None),
            (b"RIFF", None),
            (b"", None),
        ] {
            assert_eq!(AudioFormat::sniffed(bytes), format, "{bytes:?}");
        }
    }
}
