//! `midi_ready`: when a take is arranged, to everybody; when a file is only kept, to the client that asked for it.

use domain::Event;
use domain::ids::JobId;
use domain::session::takes::Client;
use domain::session::{self, Session};
use music::arrangement::Region;
use music::key::Key;
use music::lane::Lane;
use music::time::Ticks;
use wire::{MidiReady, ToPlugin};

use super::stage::{Call, Stage, said};
use crate::app::App;
use crate::http::midi;
use crate::library;
use crate::store::Artifact;
use crate::writer::Committed;

/// A lane of a finished job, and who is told.
#[derive(Debug, PartialEq)]
struct Finished<'a> {
    job: JobId,
    lanes: &'a [Lane],
    is_arranged: bool,
}

/// Says what a commit has made ready: each lane once, however many files it is in.
pub(super) async fn announce(app: &App, stage: &Stage, committed: &Committed) {
    for finished in finished(committed) {
        let Some(session) = committed.state.session() else { continue };
        let Some(job) = session.jobs().get(finished.job) else { continue };
        let files = files(app, stage, finished.job).await;
        for lane in finished.lanes {
            let of_lane = |row: &&Artifact| row.lane.as_deref().and_then(Lane::named) == Some(*lane);
            if let Some(row) = files.iter().find(of_lane) {
                let only = (!finished.is_arranged).then(|| job.asker.client.clone());
                stage.call(Call { text: said(&ready(row, length(session, *lane, &files))), only });
            }
        }
    }
}

/// From where the first of its clips begins in the song to where the last one ends.
fn length(session: &Session, lane: Lane, files: &[Artifact]) -> Option<Ticks> {
    let is_ours = |region: &&Region| {
        region.lane == lane && files.iter().any(|row| region.clips.hashes().any(|hash| hash == row.hash))
    };
    let spans = || session.arrangement().regions().iter().filter(is_ours).map(|region| region.span);
    let start = spans().map(|span| span.start).min()?;
    Some(spans().map(|span| span.end).max()? - start)
}

fn finished(committed: &Committed) -> impl Iterator<Item = Finished<'_>> {
    committed.events.iter().filter_map(|event| match event {
        Event::Session(session::Event::TakesArranged { job, lanes, .. }) => {
            Some(Finished { job: *job, lanes, is_arranged: true })
        }
        Event::Session(session::Event::TakesWithheld { job, lanes, .. }) => {
            Some(Finished { job: *job, lanes, is_arranged: false })
        }
        Event::Session(_) | Event::House(_) => None,
    })
}

async fn files(app: &App, stage: &Stage, job: JobId) -> Vec<Artifact> {
    match library::clips_of(&*app.store, stage.scope().to_string(), job.to_string()).await {
        Ok(mut found) => {
            found.retain(midi::is_file);
            found
        }
        Err(error) => {
            tracing::error!(%error, %job, "who waits for these files is not told; the list has them");
            Vec::new()
        }
    }
}

fn ready(row: &Artifact, length: Option<Ticks>) -> ToPlugin {
    let file = midi::file(row);
    let key = file.key.as_deref().and_then(|key| key.parse::<Key>().ok());
    ToPlugin::MidiReady(MidiReady {
        filename: file.filename,
        track_type: file.track_type.map(|lane| lane.0.name().to_owned()).unwrap_or_default(),
        duration: length.map_or(file.duration, Ticks::as_beats_f64),
        // In the seed's words: `C major`.
        key: key.map(|key| format!("{} {}", key.tonic, key.mode)).unwrap_or_default(),
    })
}

impl Call {
    /// Whether it is for somebody.
    pub(super) fn is_for(&self, client: &Client) -> bool {
        self.only.as_ref().is_none_or(|only| {
            // Whoever asked over HTTP may listen with a token that names no instance.
            only.principal == client.principal
                && (only.instance == client.instance || client.instance.is_none() || only.instance.is_none())
        })
    }
}
