//! Who leads takes everybody along: a host with its tempo, its places and its loop; or the session, round a loop of its own.

use std::time::Duration;

use harness::server::Server;
use harness::{Format, Rig};
use music::lane::Lane;
use serde_json::{Value, json};

use crate::band::{self, BASS, DRUMS};
use crate::studio::{Struck, Studio};
use crate::together::{awaited, seated, when};

/// What the first description asks of two players.
const APART: Duration = Duration::from_millis(5);
/// What was changed is heard of by then, as a rule; on a busy machine it takes another stretch, or one more.
const SETTLED: Duration = Duration::from_millis(1_500);
const STRETCH: Duration = Duration::from_secs(3);
const STRETCHES_MAX: usize = 6;

struct Pair {
    server: Server,
    studio: Studio,
    _data: tempfile::TempDir,
}

/// A drummer whose host may lead, and a bass player who follows the session.
fn pair() -> Pair {
    let data = tempfile::tempdir().expect("a folder of a moment");
    let server = Server::start(data.path()).unwrap_or_else(|error| panic!("{error:#}"));
    band::arrange(&server).expect("the session takes the music");
    let mut drummer = band::member(Format::Clap, data.path(), |lane| lane == Lane::Drums);
    drummer.set("Follow", 0.0);
    let rigs: Vec<Rig> = vec![drummer, band::member(Format::Clap, data.path(), |lane| lane == Lane::Bass)];
    let mut studio = Studio::open(rigs);
    let told = when(&server, "/api/sessions/default/lanes", |answer| seated(answer).is_some());
    awaited(&mut studio, &told, "two instances in different chairs");
    studio.play_for(SETTLED);
    Pair { server, studio, _data: data }
}

impl Pair {
    fn ask(&self, path: &str, body: &Value) {
        self.server.json("POST", path, body).expect("the session does it");
    }

    /// Lets what was changed be heard of; then, for a whole stretch, both play the same beats of the bar at the same time,
    /// so many of them at least, and go round `count` without leaving one out.
    fn go_round(&mut self, what: &str, count: usize, least: usize) {
        self.studio.play_for(SETTLED);
        let mut said = String::new();
        for _ in 0..STRETCHES_MAX {
            match self.beats() {
                Ok(beats) if beats.len() >= least && is_round(&beats, count) => return,
                Ok(beats) => said = format!("not {least} beats of {count}: {beats:?}"),
                Err(why) => said = why,
            }
        }
        panic!("{what}: {said}");
    }

    /// Listens for a stretch: which beats of the bar the bass played, each together with the drums.
    fn beats(&mut self) -> Result<Vec<usize>, String> {
        let from = self.studio.opened.elapsed();
        self.studio.play_for(STRETCH);
        let until = self.studio.opened.elapsed().saturating_sub(APART * 4);
        let [drums, bass] = [0, 1].map(|rig| self.studio.struck[rig].as_slice());
        // A little more of the one, so that every note of the other has its like.
        let drums = between(drums, from.saturating_sub(APART), until + APART);
        between(bass, from, until).iter().map(|note| together(note, &drums)).collect()
    }

    /// Until nobody has played for a while.
    fn is_still(&mut self) -> bool {
        (0..STRETCHES_MAX).any(|_| {
            let before = [0, 1].map(|rig| self.studio.struck[rig].len());
            self.studio.play_for(SETTLED);
            before == [0, 1].map(|rig| self.studio.struck[rig].len())
        })
    }
}

fn between(struck: &[Struck], from: Duration, until: Duration) -> Vec<Struck> {
    struck.iter().copied().filter(|note| (from..until).contains(&note.at)).collect()
}

/// The beat of the bar of a bass note, if the drums play it too.
fn together(note: &Struck, drums: &[Struck]) -> Result<usize, String> {
    let beat = |keys: [u8; 4], note: &Struck| keys.iter().position(|key| *key == note.key);
    let mate = drums.iter().min_by_key(|drum| drum.at.abs_diff(note.at)).ok_or("no drums")?;
    let apart = mate.at.abs_diff(note.at);
    let beats = (beat(DRUMS, mate), beat(BASS, note));
    match beats {
        (Some(one), Some(other)) if one == other && apart < APART => Ok(one),
        (one, other) => {
            Err(format!("drums {one:?} and bass {other:?} are {apart:?} apart, at {:?}", note.at))
        }
    }
}

/// Whether they go round so many beats, without one left out.
fn is_round(beats: &[usize], count: usize) -> bool {
    beats.windows(2).all(|pair| pair[1] == (pair[0] + 1) % count)
}

#[test]
fn a_host_that_leads_takes_everybody_along() {
    let mut pair = pair();
    pair.studio.decks[0].playing = true;
    pair.go_round("it rolls", 4, 5);

    pair.studio.decks[0].bpm = 200.0;
    pair.go_round("another tempo", 4, 9);

    // Half a beat on: whoever went on as before would play between.
    pair.studio.decks[0].beat = 64.5;
    pair.go_round("another place", 4, 9);

    pair.studio.decks[0].beat = 96.0;
    pair.studio.decks[0].looped = Some((96.0, 99.0));
    pair.go_round("a loop of three beats", 3, 9);

    pair.studio.decks[0].playing = false;
    assert!(pair.is_still(), "it has stopped, and so has everybody");
}

#[test]
fn a_loop_of_the_session_is_gone_round_by_everybody() {
    let mut pair = pair();
    pair.ask("/api/transport/loop", &json!({ "enabled": true, "start_beat": 8.0, "end_beat": 11.0 }));
    pair.ask("/api/transport/seek", &json!({ "beat": 8.0 }));
    pair.ask("/api/transport/start", &Value::Null);
    pair.go_round("a loop of three beats", 3, 5);
    pair.ask("/api/transport/loop", &json!({ "enabled": false }));
    pair.go_round("and on", 4, 5);
}
