//! Audio: uploaded and kept as it is, known by its first bytes.

use std::sync::Arc;

use axum::extract::{Request, State};
use domain::actor::Verb;
use domain::artifact::{Kind, Made};
use futures_util::StreamExt;
use wire::limits;
use wire::rest::artifact::{Audio, AudioFormat};
use wire::rest::transport::SessionQuery;

use super::artifact;
use super::body::Query;
use super::caller::{Caller, Keyed, allow};
use super::problem::{Answer, Problem};
use super::sent_file::SentFile;
use super::session::{Created, created};
use crate::app::App;

/// What a client may call it; what it is, its bytes say.
const KINDS: &[&str] = &[
    "audio/wav",
    "audio/x-wav",
    "audio/wave",
    "audio/flac",
    "audio/x-flac",
    "audio/mpeg",
    "audio/mp3",
    "audio/ogg",
    "application/ogg",
    "application/octet-stream",
];

/// Keep a recording: WAV, FLAC, MP3 or Ogg, as it is in the body, or as the field `file` of a form.
#[utoipa::path(post, path = "/api/audio", tag = "library", params(SessionQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Audio, headers(("Location" = String)))))]
pub async fn upload(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
    keyed: Keyed,
    request: Request,
) -> Answer<Created<Audio>> {
    let here = caller.in_session(&app, query.session.as_ref()).await?;
    allow(&here.actor, Verb::Library)?;
    let sent = SentFile::of(request, KINDS).await?;
    let name = sent.name;
    let (format, pieces) = sniffed(sent.pieces).await?;
    let (hash, bytes) = super::blob::received(&app, pieces, limits::AUDIO_BYTES_MAX, None).await?;
    let made = Made {
        hash,
        kind: Kind::Audio,
        bytes,
        length: None,
        lane: None,
        label: name.as_str().into(),
        tags: vec!["type:audio".into(), format!("format:{}", word(format)).into()],
        parents: Vec::new(),
        recipe: r#"{"by":"upload"}"#.into(),
    };
    let key = caller.key(&keyed, hash.to_string().as_bytes());
    let id = artifact::keep(&app, &here, made, key).await?;
    let answer = Audio {
        artifact_id: id.to_string(),
        hash: hash.to_string(),
        bytes,
        format,
        filename: name,
        url: format!("/api/blobs/{hash}"),
    };
    Ok(created(format!("/api/artifacts/{id}"), answer))
}

type Pieces = futures_util::stream::BoxStream<'static, Answer<axum::body::Bytes>>;

/// Reads as much as it takes to know what it is, and gives back all of it.
async fn sniffed(mut pieces: Pieces) -> Answer<(AudioFormat, Pieces)> {
    let mut first = Vec::new();
    while first.len() < AudioFormat::MAGIC_BYTES {
        match pieces.next().await {
            Some(piece) => first.extend_from_slice(&piece?),
            None => break,
        }
    }
    let format = AudioFormat::sniffed(&first).ok_or_else(|| {
        let detail = "this is neither WAV, FLAC, MP3 nor Ogg, whatever it is called; convert it first";
        Problem::new(axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE, "INVALID_AUDIO_FORMAT", detail)
    })?;
    let first = futures_util::stream::once(async move { Ok(axum::body::Bytes::from(first)) });
    Ok((format, first.chain(pieces).boxed()))
}

fn word(format: AudioFormat) -> &'static str {
    match format {
        AudioFormat::Wav => "wav",
        AudioFormat::Flac => "flac",
        AudioFormat::Mp3 => "mp3",
        AudioFormat::Ogg => "ogg",
    }
}
