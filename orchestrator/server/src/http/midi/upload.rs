//! A MIDI file from outside: read strictly, and kept as one clip for each of its tracks that plays.

use std::sync::Arc;

use axum::extract::{Request, State};
use domain::actor::Verb;
use domain::artifact::{Kind, Made};
use music::clip::Clip;
use music::lane::Lane;
use music::midi_file::{self, MidiFile};
use music::time::Ticks;
use wire::limits;
use wire::rest::midi::{File, Uploaded};
use wire::rest::transport::SessionQuery;

use super::super::artifact;
use super::super::body::Query;
use super::super::caller::{Caller, InSession, Keyed, allow};
use super::super::problem::{Answer, Problem};
use super::super::sent_file::{SentFile, whole};
use super::super::session::{Created, created};
use super::file;
use crate::app::App;

/// Tracks that are kept of one file: a clip each.
const TRACKS_MAX: usize = 64;

/// Keep a MIDI file: as it is in the body, or as the field `file` of a form.
#[utoipa::path(post, path = "/api/midi/upload", tag = "midi", params(SessionQuery),
    request_body(content((Vec<u8> = "audio/midi"), (Vec<u8> = "application/octet-stream"))),
    responses((status = 201, body = Uploaded, headers(("Location" = String)))))]
pub async fn upload(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(query): Query<SessionQuery>,
    keyed: Keyed,
    request: Request,
) -> Answer<Created<Uploaded>> {
    let here = caller.in_session(&app, query.session.as_ref()).await?;
    allow(&here.actor, Verb::Library)?;
    let sent =
        SentFile::of(request, &["audio/midi", "audio/x-midi", "audio/mid", "application/octet-stream"])
            .await?;
    let (name, bytes) = whole(sent, limits::MIDI_BYTES_MAX).await?;
    let read = midi_file::read(&bytes).map_err(|error| invalid(&error.to_string()))?;
    let mut files: Vec<File> = Vec::new();
    for (index, (lane, clip)) in clips(&read)?.into_iter().enumerate() {
        let made = made(&app, &name, lane, &clip, &read).await?;
        // A request sent again is done once: each of its clips under the key's own name for it.
        let key = caller.key_of_part(&keyed, &bytes, index);
        files.push(keep(&app, &here, made, key).await?);
    }
    let warnings = read.warnings.iter().map(ToString::to_string).collect();
    let location = files.first().map(|file| file.url.clone()).unwrap_or_default();
    Ok(created(location, Uploaded { files, warnings }))
}

fn invalid(why: &str) -> Problem {
    Problem::invalid("INVALID_MIDI_FILE", "", format!("this is no MIDI file that can be kept: {why}"))
}

/// The tracks that play, each on the chair that its channel and program ask for.
fn clips(file: &MidiFile) -> Answer<Vec<(Lane, Clip)>> {
    let playing: Vec<_> = file.tracks.iter().filter(|track| !track.notes.is_empty()).collect();
    if playing.is_empty() {
        return Err(invalid("no track of it has a note"));
    }
    if playing.len() > TRACKS_MAX {
        return Err(invalid(&format!("{} tracks of it play; {TRACKS_MAX} is the limit", playing.len())));
    }
    let length = file.whole_bars().max(Ticks(1));
    let clip = |track: &midi_file::Track| {
        let lane = match track.channel {
            9 => Lane::Drums,
            _ => track
                .name
                .as_deref()
                .and_then(Lane::named)
                .unwrap_or(Lane::for_program(track.program.unwrap_or(0))),
        };
        let clip = Clip::new(length, track.notes.clone(), track.controls.clone());
        clip.map(|clip| (lane, clip)).map_err(|error| invalid(&error.to_string()))
    };
    playing.into_iter().map(clip).collect()
}

async fn made(app: &App, name: &str, lane: Lane, clip: &Clip, file: &MidiFile) -> Answer<Made> {
    let bytes = clip.to_bytes();
    let length = bytes.len() as u64;
    let blobs = app.blobs.clone();
    let hash = tokio::task::spawn_blocking(move || blobs.put(&bytes)).await;
    let hash = hash.map_err(Problem::internal)?.map_err(super::super::blob::kept)?;
    let tempo = file.tempo.at(Ticks::ZERO);
    let mut tags = vec!["type:midi".into(), format!("lane:{lane}").into(), format!("tempo:{tempo}").into()];
    tags.extend(file.key.map(|key| format!("key:{key}").into()));
    Ok(Made {
        hash,
        kind: Kind::Clip,
        bytes: length,
        length: Some(clip.length()),
        lane: Some(lane),
        label: name.into(),
        tags,
        parents: Vec::new(),
        recipe: r#"{"by":"upload"}"#.into(),
    })
}

async fn keep(
    app: &App,
    here: &InSession,
    made: Made,
    key: Option<crate::writer::IdempotencyKey>,
) -> Answer<File> {
    let id = artifact::keep(app, here, made, key).await?;
    let row = app.store.artifact(&id.to_string()).await.map_err(|error| Problem::storage(&error))?;
    row.as_ref().map(file).ok_or_else(|| Problem::internal("an upload is not where it was kept"))
}
