//! What was heard against the timeline that the server tells everybody.

use std::net::TcpStream;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context;
use harness::server::Server;
use serde_json::json;
use tungstenite::Message;
use tungstenite::client::IntoClientRequest;
use wire::{Segment, ToPlugin};

use crate::studio::Struck;

/// Where the song is, in nanoseconds of the clock of the room.
#[derive(Clone, Copy, Debug)]
pub struct Truth {
    pub bpm: f64,
    pub beat: f64,
    pub at_ns: f64,
}

impl Truth {
    /// As a socket hears it. Server and room are one machine, and the server's clock is the machine's.
    pub fn ask(server: &Server, opened: Instant) -> anyhow::Result<Truth> {
        let mut request = format!("ws://{}/ws/sync", server.authority).into_client_request()?;
        request.headers_mut().insert("authorization", format!("Bearer {}", server.token).parse()?);
        let stream = TcpStream::connect(&server.authority)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        let (mut socket, _) = tungstenite::client(request, stream).context("the socket opens")?;
        let hello = json!({ "type": "hello", "proto": 1, "session": "default", "subscribe": ["timeline"] });
        socket.send(Message::text(hello.to_string()))?;
        loop {
            let Message::Text(text) = socket.read()? else { continue };
            if let ToPlugin::Timeline(timeline) = wire::codec::decode(text.as_str())?
                && timeline.playing
            {
                let segment = timeline.segments.first().context("a timeline has a segment")?;
                return Ok(Truth::of(segment, opened));
            }
        }
    }

    fn of(segment: &Segment, opened: Instant) -> Truth {
        // The pair of readings that took least time.
        let reading = || {
            let (before, wall, after) = (Instant::now(), SystemTime::now(), Instant::now());
            (after - before, before + (after - before) / 2, wall)
        };
        let (_, steady, wall) =
            (0..1_000).map(|_| reading()).min_by_key(|(took, ..)| *took).expect("a thousand readings");
        let wall = wall.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_nanos() as i128;
        let room = wall - steady.duration_since(opened).as_nanos() as i128;
        let at_ns = (i128::from(segment.at_ns.0) - room) as f64;
        Truth { bpm: segment.bpm, beat: segment.beat0.as_beats_f64(), at_ns }
    }

    pub fn beat_at(&self, at: Duration) -> f64 {
        self.beat + (at.as_nanos() as f64 - self.at_ns) * self.bpm / 60e9
    }

    /// How late a note is on its beat.
    pub fn error_ms(&self, struck: &Struck) -> f64 {
        let beat = self.beat_at(struck.at);
        (beat - beat.round()) * 60_000.0 / self.bpm
    }
}

/// Early or late; the one that so many of a hundred are not above.
pub fn percentile(errors: &[f64], percent: usize) -> f64 {
    let mut sorted: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

/// The first beat that is missing, doubled or wrong, between the first note and the last.
pub fn fault(struck: &[Struck], keys: [u8; 4], truth: &Truth) -> Option<String> {
    let mut expected = None;
    for note in struck {
        let beat = truth.beat_at(note.at).round() as i64;
        let (due, key) = (expected.unwrap_or(beat), keys[beat.rem_euclid(4) as usize]);
        if beat != due || note.key != key {
            return Some(format!("beat {beat} with key {} where beat {due} was due with {key}", note.key));
        }
        expected = Some(beat + 1);
    }
    None
}
