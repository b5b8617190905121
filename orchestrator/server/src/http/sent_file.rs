//! A file in a request: the body itself, or the field `file` of a form. Its name is a label and nothing else.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use wire::limits::NAME_CHARS_MAX;

use super::body::LET_GO_BY_MAX;
use super::problem::{Answer, Problem};

/// A name, and bytes as they come.
pub struct SentFile {
    pub name: String,
    pub pieces: BoxStream<'static, Result<Bytes, Problem>>,
}

const FIELD: &str = "file";

impl SentFile {
    /// Of a request whose body is one of `kinds`, or a form.
    pub async fn of(request: Request, kinds: &[&str]) -> Answer<SentFile> {
        let kind = kind(request.headers());
        if kind == "multipart/form-data" {
            return of_form(request).await;
        }
        if !kinds.contains(&kind.as_str()) {
            let detail = format!("a file here is {}, or in a form as \"{FIELD}\"", kinds.join(", "));
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", detail));
        }
        let name = label(disposed_name(request.headers()).as_deref().unwrap_or_default());
        Ok(SentFile { name, pieces: pieces(request.into_body()) })
    }
}

fn pieces(body: Body) -> BoxStream<'static, Result<Bytes, Problem>> {
    let cut =
        |_| Problem::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", "the file ended before it was whole");
    body.into_data_stream().map(move |piece| piece.map_err(cut)).boxed()
}

async fn of_form(request: Request) -> Answer<SentFile> {
    let wrong = |why: String| {
        Problem::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", format!("the form cannot be read: {why}"))
    };
    let mut form = Multipart::from_request(request, &()).await.map_err(|error| wrong(error.body_text()))?;
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<Bytes, Problem>>(4);
    let (named, name) = tokio::sync::oneshot::channel();
    // A form's field borrows the form: both live in a task that hands on what it reads, and ends when nobody listens.
    tokio::spawn(async move {
        let mut named = Some(named);
        loop {
            let mut field = match form.next_field().await {
                Ok(Some(field)) if field.name() == Some(FIELD) => field,
                Ok(Some(_)) => continue,
                Ok(None) => return,
                Err(error) => {
                    let _ = sender.send(Err(wrong(error.body_text()))).await;
                    return;
                }
            };
            if let Some(named) = named.take() {
                let _ = named.send(label(field.file_name().unwrap_or_default()));
            }
            loop {
                let piece = match field.chunk().await {
                    Ok(Some(piece)) => Ok(piece),
                    Ok(None) => return,
                    Err(error) => Err(wrong(error.body_text())),
                };
                let is_over = piece.is_err();
                if sender.send(piece).await.is_err() || is_over {
                    return;
                }
            }
        }
    });
    let missing = || {
        Problem::invalid("INVALID_REQUEST", FIELD, format!("the form has no file in it called \"{FIELD}\""))
    };
    let name = name.await.map_err(|_| missing())?;
    let pieces = futures_util::stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|piece| (piece, receiver))
    });
    Ok(SentFile { name, pieces: pieces.boxed() })
}

/// All of a file that is small enough to be held.
pub async fn whole(mut sent: SentFile, bytes_max: usize) -> Answer<(String, Vec<u8>)> {
    let (mut bytes, mut total) = (Vec::new(), 0);
    while let Some(piece) = sent.pieces.next().await {
        let piece = piece?;
        total += piece.len();
        if total <= bytes_max {
            bytes.extend_from_slice(&piece);
        } else if total > bytes_max + LET_GO_BY_MAX {
            break;
        }
    }
    if total > bytes_max { Err(Problem::too_large(bytes_max as u64)) } else { Ok((sent.name, bytes)) }
}

fn kind(headers: &HeaderMap) -> String {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn disposed_name(headers: &HeaderMap) -> Option<String> {
    let said = headers.get(header::CONTENT_DISPOSITION)?.to_str().ok()?;
    let name = said.split(';').find_map(|part| part.trim().strip_prefix("filename="))?;
    Some(name.trim_matches('"').to_owned())
}

/// The last part of whatever path it may be, on one line, not too long.
pub fn label(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|char| !char.is_control()).take(NAME_CHARS_MAX).collect();
    let shown = shown.trim().trim_start_matches('.').to_owned();
    if shown.is_empty() { "upload".to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_file_name_is_a_label() {
        let long = "x".repeat(500);
        for (name, shown) in [
            ("song.mid", "song.mid"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\evil.mid", "evil.mid"),
            ("/", "upload"),
            ("..", "upload"),
            ("", "upload"),
            (".bashrc", "bashrc"),
            ("a\0b\nc.mid", "abc.mid"),
            (&long, &long[..NAME_CHARS_MAX]),
        ] {
            assert_eq!(label(name), shown, "{name:?}");
        }
    }
}
