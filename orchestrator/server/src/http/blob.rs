//! Blobs: bytes by their hash, whole or in part, and put there by whoever has them.

use std::io::{Seek, SeekFrom};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Verb;
use futures_util::StreamExt;
use music::clip::Hash;
use tokio_util::io::ReaderStream;
use wire::limits;
use wire::rest::artifact::Blob;
use wire::text::HashText;

use super::caller::{Caller, allow};
use super::problem::{Answer, Problem};
use super::session::created;
use crate::app::App;
use crate::blobs::{self, Blobs};

/// What is looked at as a whole before any of it is sent: every clip and every MIDI file. A recording is longer, is sent as
/// it is read, and whoever gets it computes the hash.
const CHECKED_BYTES_MAX: u64 = music::midi_file::BYTES_MAX as u64;

/// Bytes by their hash: they never change, so they may be kept forever.
#[utoipa::path(get, path = "/api/blobs/{hash}", tag = "library",
    params(("hash" = HashText, Path), ("Range" = Option<String>, Header, description = "bytes=from-to")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = 206, content_type = "application/octet-stream", body = Vec<u8>),
        (status = 304)))]
pub async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    super::body::Named(hash): super::body::Named<Hash>,
    headers: HeaderMap,
) -> Answer<Response> {
    let (actor, _) = caller.in_house(&app).await?;
    allow(&actor, Verb::View)?;
    let missing = || Problem::not_found("FILE_NOT_FOUND", format!("there is no blob {hash}"));
    if !caller.reaches(&app, &hash).await? {
        return Err(missing());
    }
    let tag = format!("\"{hash}\"");
    let total = app.blobs.bytes(&hash).ok_or_else(missing)?;
    let is_known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|said| said.to_str().is_ok_and(|said| said.contains(&tag)));
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let range = match headers.get(header::RANGE).map(|said| range(said, total)) {
        None | Some(Range::Ignored) => None,
        Some(Range::Bytes(from, to)) => Some((from, to)),
        Some(Range::Unsatisfiable) => {
            let detail = format!("{hash} has {total} bytes");
            let value = HeaderValue::from_str(&format!("bytes */{total}")).map_err(Problem::internal)?;
            return Err(Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, "INVALID_RANGE", detail)
                .with_header(header::CONTENT_RANGE, value));
        }
    };
    let (from, to) = range.unwrap_or((0, total.saturating_sub(1)));
    let length = if total == 0 { 0 } else { to - from + 1 };
    let body = if total <= CHECKED_BYTES_MAX {
        let bytes = Bytes::from(whole(&app, hash).await?.ok_or_else(missing)?);
        Body::from(bytes.slice(from as usize..(from + length) as usize))
    } else {
        let file = file_from(&app, hash, from).await?;
        Body::from_stream(ReaderStream::new(tokio::io::AsyncReadExt::take(file, length)))
    };
    let mut response = body.into_response();
    if range.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let said = format!("bytes {from}-{to}/{total}");
        response
            .headers_mut()
            .insert(header::CONTENT_RANGE, HeaderValue::from_str(&said).map_err(Problem::internal)?);
    }
    let all = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable".to_owned()),
        (header::ETAG, tag),
    ];
    for (name, value) in all {
        response.headers_mut().insert(name, HeaderValue::from_str(&value).map_err(Problem::internal)?);
    }
    Ok(response)
}

async fn file_from(app: &App, hash: Hash, from: u64) -> Answer<tokio::fs::File> {
    let blobs = app.blobs.clone();
    let opened = tokio::task::spawn_blocking(move || {
        let mut file = blobs.file(&hash).map_err(Problem::internal)?;
        file.seek(SeekFrom::Start(from)).map_err(Problem::internal)?;
        Ok::<std::fs::File, Problem>(file)
    });
    opened.await.map_err(Problem::internal)?.map(tokio::fs::File::from_std)
}

enum Range {
    Bytes(u64, u64),
    Unsatisfiable,
    /// Several at once, other units, nonsense: then all of it is sent, as RFC 9110 allows.
    Ignored,
}

fn range(said: &HeaderValue, total: u64) -> Range {
    let parts =
        said.to_str().ok().and_then(|said| said.strip_prefix("bytes=")).and_then(|said| said.split_once('-'));
    let Some((from, to)) = parts else { return Range::Ignored };
    let number = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten()
    };
    match (number(from), number(to)) {
        (None, Some(last)) if from.is_empty() => {
            if last == 0 || total == 0 {
                Range::Unsatisfiable
            } else {
                Range::Bytes(total.saturating_sub(last), total - 1)
            }
        }
        (Some(from), to_number) if to.is_empty() || to_number.is_some() => {
            let last = to_number.unwrap_or(u64::MAX);
            if last < from {
                Range::Ignored
            } else if from >= total {
                Range::Unsatisfiable
            } else {
                Range::Bytes(from, last.min(total - 1))
            }
        }
        _ => Range::Ignored,
    }
}

/// Put bytes there under the hash they must have.
#[utoipa::path(put, path = "/api/blobs/{hash}", tag = "library", params(("hash" = HashText, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Blob, headers(("Location" = String)))))]
pub async fn put(
    State(app): State<Arc<App>>,
    caller: Caller,
    super::body::Named(hash): super::body::Named<Hash>,
    request: Request,
) -> Answer<Response> {
    let (actor, _) = caller.in_house(&app).await?;
    allow(&actor, Verb::Library)?;
    let sent = super::sent_file::SentFile::of(request, &["application/octet-stream"]).await?;
    let (hash, bytes) = received(&app, sent.pieces, limits::BLOB_BYTES_MAX, Some(hash)).await?;
    let url = format!("/api/blobs/{hash}");
    Ok(created(url.clone(), Blob { hash: hash.to_string(), bytes, url }).into_response())
}

/// Writes down what comes, piece by piece, and names it when it is whole.
pub(super) async fn received(
    app: &App,
    mut pieces: futures_util::stream::BoxStream<'static, Answer<axum::body::Bytes>>,
    bytes_max: u64,
    expected: Option<Hash>,
) -> Answer<(Hash, u64)> {
    let blobs = app.blobs.clone();
    let opened = tokio::task::spawn_blocking(move || blobs.receive()).await.map_err(Problem::internal)?;
    let mut incoming = opened.map_err(kept)?;
    let mut total = 0_u64;
    while let Some(piece) = pieces.next().await {
        let piece = piece?;
        total += piece.len() as u64;
        if total > bytes_max {
            return Err(Problem::too_large(bytes_max));
        }
        let written = tokio::task::spawn_blocking(move || incoming.write(&piece).map(|()| incoming));
        incoming = written.await.map_err(Problem::internal)?.map_err(kept)?;
    }
    let finished = tokio::task::spawn_blocking(move || incoming.finish(expected)).await;
    finished.map_err(Problem::internal)?.map_err(kept)
}

pub(super) fn kept(error: blobs::Error) -> Problem {
    match error {
        blobs::Error::Mismatch { .. } => Problem::invalid("INVALID_HASH", "hash", error.to_string()),
        blobs::Error::TooLong => Problem::too_large(blobs::BYTES_MAX),
        blobs::Error::Disk(disk) if disk.is_full() => {
            Problem::new(StatusCode::INSUFFICIENT_STORAGE, "FOLDER_NOT_WRITABLE", disk.to_string())
        }
        blobs::Error::Missing { .. } | blobs::Error::Damaged { .. } | blobs::Error::Disk(_) => {
            Problem::internal(error)
        }
    }
}

/// What has rotted on the disk is said to have, and how it is mended.
fn unread(error: blobs::Error) -> Problem {
    let blobs::Error::Damaged { hash, .. } = &error else { return Problem::internal(error) };
    tracing::error!(%error, "a blob is not what it was");
    let detail = format!(
        "blob {hash} is damaged on the server's disk: put it there again (PUT /api/blobs/{hash}), or restore a backup; \
         ai-band doctor names every such blob"
    );
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "BLOB_DAMAGED", detail)
}

/// A small blob as a whole, checked; `None` where there is none.
pub(super) async fn whole(app: &App, hash: Hash) -> Answer<Option<Vec<u8>>> {
    whole_by(app, hash, Blobs::get).await
}

/// The same, before something refers to it.
pub(super) async fn whole_to_keep(app: &App, hash: Hash) -> Answer<Option<Vec<u8>>> {
    whole_by(app, hash, Blobs::get_to_keep).await
}

async fn whole_by(
    app: &App,
    hash: Hash,
    read: fn(&Blobs, &Hash) -> Result<Vec<u8>, blobs::Error>,
) -> Answer<Option<Vec<u8>>> {
    let blobs = app.blobs.clone();
    let read = tokio::task::spawn_blocking(move || match read(&blobs, &hash) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(blobs::Error::Missing { .. }) => Ok(None),
        Err(error) => Err(unread(error)),
    });
    read.await.map_err(Problem::internal)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_rfc_9110_says() {
        for (said, total, expected) in [
            ("bytes=0-3", 10, "0-3"),
            ("bytes=4-", 10, "4-9"),
            ("bytes=-3", 10, "7-9"),
            ("bytes=-30", 10, "0-9"),
            ("bytes=9-99", 10, "9-9"),
            ("bytes=10-", 10, "unsatisfiable"),
            ("bytes=-0", 10, "unsatisfiable"),
            ("bytes=0-", 0, "unsatisfiable"),
            ("bytes=5-4", 10, "ignored"),
            ("bytes=0-1,3-4", 10, "ignored"),
            ("bytes=-", 10, "ignored"),
            ("bytes=+1-2", 10, "ignored"),
            ("lines=1-2", 10, "ignored"),
            ("bytes=99999999999999999999-", 10, "ignored"),
        ] {
            let read = match range(&HeaderValue::from_static(said), total) {
                Range::Bytes(from, to) => format!("{from}-{to}"),
                Range::Unsatisfiable => "unsatisfiable".to_owned(),
                Range::Ignored => "ignored".to_owned(),
            };
            assert_eq!(read, expected, "{said}");
        }
    }
}
