//! Sound: a span of what a session plays as a WAV file, sent while it is made.

mod listener;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body as Sending;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Verb;
use domain::ids::SessionId;
use domain::session::Session;
use domain::time::Beat;
use music::arrangement::{Arrangement, Region, Revision};
use music::clip::{Clip, Hash, Library};
use music::time::{Span, TICKS_PER_BEAT, Ticks};
use player::compiled::{Humanise, Performance, Swing};
use synth::wav::Format;
use wire::number::{self, SampleRate};
use wire::rest::render::{self, ChairSound, Render, SwungUnit};

use super::body::{Body, Sent};
use super::caller::{Caller, InSession, allow};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::render::{BankError, Order, Refused, SECONDS_MAX, SoundError, whole};
use listener::Listener;

impl Sent for Render {
    fn when_empty() -> Option<Render> {
        Some(Render::default())
    }
}

/// Of clips at once, as they are written: far more than a song of a million notes, and that is the player's own limit.
const CLIP_BYTES_MAX: usize = 64 << 20;
/// A render that others are in the way of is tried again after this.
const RETRY_AFTER_SECONDS: u64 = 5;

/// What the session plays, as sound, sent while it is rendered.
#[utoipa::path(post, path = "/api/render", tag = "sound", request_body = Render,
    responses((status = 200, content_type = "audio/wav", body = Vec<u8>)))]
pub async fn render(State(app): State<Arc<App>>, caller: Caller, body: Body<Render>) -> Answer<Response> {
    let here = caller.in_session(&app, body.value.session.as_ref()).await?;
    allow(&here.actor, Verb::View)?;
    let order = order(&here, &body.value)?;
    wav(&app, caller, here.id().clone(), order).await
}

/// The answer to whoever may listen in that session. Whatever can go wrong does so before the first byte.
pub(super) async fn wav(
    app: &Arc<App>,
    caller: Caller,
    session: SessionId,
    order: Order,
) -> Answer<Response> {
    let seconds = order.seconds();
    if seconds > SECONDS_MAX as f64 {
        let detail = format!(
            "that lasts {seconds:.0} seconds, and a render at most {SECONDS_MAX}; name from_beat and to_beat"
        );
        return Err(Problem::invalid("LIMIT_REACHED", "/to_beat", detail));
    }
    let (_, bytes_total) = order.header().ok_or_else(|| refused(SoundError::TooLong.into()))?;
    let library = library(app, &order.regions()).await?;
    let playing = tokio::select! {
        () = app.closing.cancelled() => return Err(Problem::closing()),
        playing = app.studio.open(order, library, app.now()) => playing.map_err(refused)?,
    };
    let listener = Listener::new(app, caller, session, playing);
    let mut response = Sending::from_stream(listener.pieces()).into_response();
    let all: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("audio/wav")),
        (header::CONTENT_LENGTH, HeaderValue::from(bytes_total)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    response.headers_mut().extend(all);
    Ok(response)
}

fn order(here: &InSession, asked: &Render) -> Answer<Order> {
    let session = here.session();
    let arrangement = arrangement(session, asked)?;
    let span = span(session, &arrangement, asked)?;
    let mut order = Order { arrangement, ..Order::of(session, span) };
    for lane in music::lane::Lane::ALL {
        let is_named = asked.lanes.as_ref().is_none_or(|lanes| lanes.iter().any(|named| named.0 == lane));
        order.chairs[lane.index()].is_heard = is_named;
    }
    for (index, heard) in asked.chairs.iter().flatten().enumerate() {
        let chairs = asked.chairs.iter().flatten();
        if chairs.take(index).any(|earlier| earlier.lane == heard.lane) {
            let detail = format!("{} is there twice; say all of it at once", heard.lane.0);
            return Err(Problem::invalid("INVALID_REQUEST", format!("/chairs/{index}/lane"), detail));
        }
        set(&mut order.chairs[heard.lane.0.index()], heard);
    }
    order.sample_rate = asked.sample_rate.unwrap_or(SampleRate::DEFAULT).get();
    order.format = match asked.format.unwrap_or_default() {
        render::Format::Int16 => Format::Int16,
        render::Format::Int24 => Format::Int24,
        render::Format::Float32 => Format::Float32,
    };
    order.tail_seconds = asked.tail_seconds.map_or(order.tail_seconds, number::Seconds::get);
    order.bank = asked.bank.as_ref().map(ToString::to_string);
    Ok(order)
}

fn arrangement(session: &Session, asked: &Render) -> Answer<Arc<Arrangement>> {
    let Some(revision) = asked.revision.map(number::RevisionNumber::get) else {
        return Ok(session.arrangement().clone());
    };
    session.arrangement_at(Revision(revision)).ok_or_else(|| {
        let (earliest, current) = (session.earliest_arrangement().0, session.arrangement().revision().0);
        let detail = format!(
            "revision {revision} cannot be had: the current one is {current}, and as far back as {earliest} they are \
             remembered"
        );
        Problem::invalid("REVISION_NOT_FOUND", "/revision", detail)
    })
}

fn span(session: &Session, arrangement: &Arrangement, asked: &Render) -> Answer<Span> {
    let ticks = |beat: number::Beat| Beat::from_f64(beat.get()).map_or(Ticks::ZERO, Beat::to_ticks);
    let (first, last) = whole(session, arrangement);
    let (start, end) = (asked.from_beat.map_or(first, ticks), asked.to_beat.map_or(last, ticks));
    Span::new(start, end).ok_or_else(|| {
        let detail = match (asked.from_beat, asked.to_beat) {
            (None, None) => {
                "this session has no chart and no region yet; say how long it lasts: to_beat".to_owned()
            }
            (Some(_), None) => format!("the song ends at beat {end}; begin before that, or name to_beat"),
            (_, Some(_)) => format!("from beat {start} to beat {end} is nothing; end later than it begins"),
        };
        Problem::invalid("INVALID_POSITION", "/to_beat", detail)
    })
}

fn set(chair: &mut crate::render::Chair, heard: &ChairSound) {
    chair.is_heard &= !heard.muted;
    let small = |value: number::MidiValue| value.get() as u8;
    chair.level = heard.level.map_or(chair.level, small);
    chair.program = heard.program.map_or(chair.program, small);
    chair.pan = heard.pan.map(small);
    let swing = heard.swing.map(|swing| Swing {
        unit: match swing.unit {
            SwungUnit::Eighth => Ticks(TICKS_PER_BEAT / 2),
            SwungUnit::Sixteenth => Ticks(TICKS_PER_BEAT / 4),
        },
        percent: swing.percent.get() as u8,
    });
    let humanise = heard
        .humanise
        .map(|moved| Humanise { micros_max: moved.micros_max.get() as u32, seed: moved.seed.get() });
    chair.performance =
        Performance { swing, humanise: humanise.unwrap_or_default(), ..Performance::default() };
}

/// The clips that those regions play, each read and checked once.
async fn library(app: &App, regions: &[Region]) -> Answer<Library> {
    let first: BTreeMap<Hash, &Region> =
        regions.iter().rev().map(|region| (region.clips.main, region)).collect();
    let (mut library, mut bytes_total) = (Library::new(), 0);
    for (hash, region) in first {
        let bytes = super::blob::whole(app, hash).await?.ok_or_else(|| gone(hash, region))?;
        bytes_total += bytes.len();
        if bytes_total > CLIP_BYTES_MAX {
            let detail =
                "more plays there than can be rendered at once; name from_beat and to_beat, or lanes";
            return Err(Problem::invalid("LIMIT_REACHED", "/to_beat", detail));
        }
        library.insert(Clip::from_bytes(&bytes).map_err(Problem::internal)?);
    }
    Ok(library)
}

fn gone(hash: Hash, region: &Region) -> Problem {
    let detail = format!(
        "clip {hash}, which the {} plays at beat {}, is not on the server's disk: put it there again (PUT \
         /api/blobs/{hash}), or restore a backup; ai-band doctor names every such blob",
        region.lane, region.span.start
    );
    tracing::error!(%detail, "a clip is gone");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "FILE_NOT_FOUND", detail)
}

fn refused(refused: Refused) -> Problem {
    let said = refused.to_string();
    match refused {
        Refused::Busy => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "LIMIT_REACHED", said)
            .with_header(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS)),
        Refused::Bank(BankError::Missing { .. }) => Problem::invalid("FILE_NOT_FOUND", "/bank", said),
        Refused::Bank(BankError::Unusable { .. }) => Problem::invalid("INVALID_AUDIO_FORMAT", "/bank", said),
        Refused::Sound(SoundError::Song(_) | SoundError::TooLong) => {
            Problem::invalid("LIMIT_REACHED", "/to_beat", said)
        }
        Refused::Bank(BankError::Own(_)) | Refused::Sound(SoundError::Synth(_)) | Refused::Broken => {
            Problem::internal(said)
        }
    }
}
