//! What the session plays: a note on every beat of each lane, so that a missing one is seen.

use harness::kept::Kept;
use harness::server::Server;
use harness::{Format, Rig, Setup};
use music::clip::{Clip, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Ticks};
use plugin::model::Route;
use plugin::saved_state;
use serde_json::json;

use crate::studio::{FRAMES, RATE};

pub const BEAT_TICKS: i64 = 960;
/// Keys of the four beats of a bar.
pub const DRUMS: [u8; 4] = [36, 42, 38, 46];
pub const BASS: [u8; 4] = [40, 43, 45, 47];
/// Longer than any test plays.
const BARS: i64 = 100;

/// A bar with a note on each beat.
fn clip(keys: [u8; 4]) -> Clip {
    let note = |(beat, key): (usize, u8)| Note {
        start: Ticks(beat as i64 * BEAT_TICKS),
        length: Ticks(240),
        offset: Micros(0),
        pitch: Pitch::new(key).expect("a key of a keyboard"),
        velocity: 100,
        importance: 127,
    };
    let notes = keys.into_iter().enumerate().map(note).collect();
    Clip::new(Ticks(4 * BEAT_TICKS), notes, Vec::new()).expect("four notes are a clip")
}

/// A drummer and a bass player.
pub fn arrange(server: &Server) -> anyhow::Result<()> {
    arrange_for(server, &[(Lane::Drums, DRUMS), (Lane::Bass, BASS)])
}

/// Puts them into the session, looped.
pub fn arrange_for(server: &Server, lanes: &[(Lane, [u8; 4])]) -> anyhow::Result<()> {
    for (lane, keys) in lanes.iter().copied() {
        let clip = clip(keys);
        let hash = clip.hash();
        server.put(&format!("/api/blobs/{hash}"), &clip.to_bytes())?;
        let region = json!({
            "lane": lane.name(), "start": 0, "length": BARS * 4 * BEAT_TICKS, "clip": hash.to_string(), "looped": true,
        });
        server.json("POST", "/api/sessions/default/regions", &region)?;
    }
    Ok(())
}

/// A plugin whose project owns these chairs, sends notes, follows the session, and knows where its server is.
pub fn member(format: Format, data: &std::path::Path, owns: impl Fn(Lane) -> bool) -> Rig {
    member_at(format, &Server::file(data).to_string_lossy(), owns)
}

/// The same, with a server's file or an address.
pub fn member_at(format: Format, server: &str, owns: impl Fn(Lane) -> bool) -> Rig {
    let mut rig = Rig::band(format);
    rig.load(&Kept::text("band", &project(server, owns)).write(format));
    rig.set("Follow", 1.0);
    rig.activate(Setup::realtime(RATE, FRAMES));
    rig
}

/// What a host has kept of it.
pub fn project(server: &str, owns: impl Fn(Lane) -> bool) -> String {
    let mut saved =
        saved_state::read(r#"{"version":1}"#).expect("the first format, with nothing in it").saved;
    for lane in Lane::ALL {
        saved.chairs[lane.index()].route = Route::Midi;
        saved.chairs[lane.index()].owned = owns(lane);
    }
    saved.folder.watched = false;
    saved.link.server = Some(server.to_owned());
    saved_state::write(&saved)
}
