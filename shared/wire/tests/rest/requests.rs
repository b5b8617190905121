//! Requests: the seed's are taken as it writes them; what is unknown, too much or not a number is refused by name.

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use wire::rest::generate::Generate;
use wire::rest::region::{Edit, Place};
use wire::rest::{auth, chart, midi, plugin, render, rule, session, transport};

/// Reads a body and tells only what is wrong with it.
type Reader = fn(&str) -> Result<(), String>;

fn reads<T: DeserializeOwned>(text: &str) -> Result<(), String> {
    serde_json::from_str::<T>(text).map(drop).map_err(|error| error.to_string())
}

/// The request's name, its reader, a body, and a part of what is said against it.
const BODIES: &[(&str, Reader, &str, Option<&str>)] = &[
    ("register", reads::<plugin::Register>, r#"{"plugin_id": "test_plugin"}"#, None),
    (
        "register",
        reads::<plugin::Register>,
        r#"{"plugin_id": "3f2c-1", "name": "Bitwig, track 3", "session": "gig", "capabilities": ["midi", "sound"]}"#,
        None,
    ),
    ("register", reads::<plugin::Register>, "{}", Some("missing field `plugin_id`")),
    ("register", reads::<plugin::Register>, r#"{"plugin_id": ""}"#, Some("1 to 64 characters")),
    ("register", reads::<plugin::Register>, r#"{"plugin_id": "../../etc"}"#, Some("is made of letters")),
    ("register", reads::<plugin::Register>, r#"{"plugin_id": "a\u0000"}"#, Some("is made of letters")),
    ("register", reads::<plugin::Register>, r#"{"plugin_id": "\ud800"}"#, Some("hex escape")),
    (
        "register",
        reads::<plugin::Register>,
        r#"{"plugin_id": "a", "admin": true}"#,
        Some("unknown field `admin`"),
    ),
    (
        "register",
        reads::<plugin::Register>,
        r#"{"plugin_id": "a", "plugin_id": "b"}"#,
        Some("duplicate field"),
    ),
    (
        "heartbeat",
        reads::<plugin::Heartbeat>,
        r#"{"plugin_id": "a", "status": "playing", "isPlaying": true, "currentBeat": 16.75, "tempo": 120}"#,
        None,
    ),
    (
        "heartbeat",
        reads::<plugin::Heartbeat>,
        r#"{"plugin_id": "a", "currentBeat": -1}"#,
        Some("a beat is from 0"),
    ),
    (
        "heartbeat",
        reads::<plugin::Heartbeat>,
        r#"{"plugin_id": "a", "tempo": 1e300}"#,
        Some("a tempo is from 4"),
    ),
    (
        "generate",
        reads::<Generate>,
        r#"{"type": "generate_request", "track_types": ["bass", "drums"], "chord_progression": "C-Am-F-G",
            "tempo": 120, "duration": 32, "key": "C major"}"#,
        None,
    ),
    ("generate", reads::<Generate>, r#"{"track_types": ["bass"], "tempo": 120.0}"#, None),
    ("generate", reads::<Generate>, r#"{"track_types": ["piano"]}"#, Some("did you mean keys?")),
    ("generate", reads::<Generate>, r#"{"duration": 0}"#, Some("a length in beats is from 0.25")),
    (
        "generate",
        reads::<Generate>,
        r#"{"seed": 9007199254740992}"#,
        Some("a seed is from 0 to 9007199254740991"),
    ),
    ("generate", reads::<Generate>, r#"{"bars": {"from": 0, "to": 8.0}}"#, None),
    ("generate", reads::<Generate>, r#"{"bars": {"from": 0}}"#, Some("missing field `to`")),
    ("generate", reads::<Generate>, r#"{"type": "midi_ready"}"#, Some("unknown variant")),
    ("stream", reads::<midi::Stream>, r#"{"file_id": "art_12", "from_beat": 16}"#, None),
    ("stream", reads::<midi::Stream>, "{}", None),
    ("seek", reads::<transport::Seek>, r#"{"beat": 16.75}"#, None),
    ("seek", reads::<transport::Seek>, r#"{"beat": "16"}"#, Some("expected f64")),
    ("seek", reads::<transport::Seek>, r#"{"beat": 1e9}"#, Some("a beat is from 0 to 208333")),
    ("tempo", reads::<transport::SetTempo>, r#"{"tempo": 92.5}"#, None),
    ("loop", reads::<transport::SetLoop>, r#"{"enabled": true, "start_beat": 0, "end_beat": 16}"#, None),
    ("loop", reads::<transport::SetLoop>, r#"{"enabled": false}"#, None),
    ("loop", reads::<transport::SetLoop>, r#"{"enabled": 1}"#, Some("expected a boolean")),
    ("session", reads::<session::Create>, r#"{"session": "gig", "name": "Freitag"}"#, None),
    ("session", reads::<session::Create>, r#"{"session": "a/b"}"#, Some("is made of letters")),
    ("seat", reads::<session::Seat>, r#"{"plugin_id": "a"}"#, None),
    ("leader", reads::<session::Leader>, r#"{"policy": "instance", "plugin_id": "a"}"#, None),
    ("leader", reads::<session::Leader>, r#"{"policy": "me"}"#, Some("unknown variant")),
    ("chart", reads::<chart::Write>, "{\"text\": \"Am7 | D7 |\\nG |\"}", None),
    ("chart", reads::<chart::Write>, r#"{"text": "Am7\u0007"}"#, Some("lines without control characters")),
    (
        "place",
        reads::<Place>,
        r#"{"lane": "bass", "start": 0, "length": 3840,
            "clip": "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"}"#,
        None,
    ),
    (
        "place",
        reads::<Place>,
        r#"{"lane": "bass", "start": -1, "length": 1, "clip": ""}"#,
        Some("not negative"),
    ),
    ("edit", reads::<Edit>, r#"{"edit": "move", "lane": "keys", "start": 960}"#, None),
    ("edit", reads::<Edit>, r#"{"edit": "loop"}"#, None),
    ("edit", reads::<Edit>, r#"{"edit": "loop", "start": 1}"#, Some("unknown field `start`")),
    ("edit", reads::<Edit>, r#"{"edit": "melt"}"#, Some("unknown variant")),
    ("rule", reads::<rule::Set>, r#"{"enabled": false}"#, None),
    (
        "token",
        reads::<auth::Ask>,
        r#"{"name": "my script", "kind": "script", "verbs": ["view", "generate"]}"#,
        None,
    ),
    ("token", reads::<auth::Ask>, r#"{"name": "x", "verbs": ["everything"]}"#, Some("unknown variant")),
    ("token", reads::<auth::Ask>, r#"{"name": "x", "minutes": 0}"#, Some("a number of minutes is from 1")),
    ("token", reads::<auth::Ask>, r#"{"name": "x", "verbs": []}"#, Some("1 to 8 entries, this has 0")),
    ("generate", reads::<Generate>, r#"{"track_types": []}"#, Some("1 to 8 entries")),
    ("revoke", reads::<auth::Revoke>, r#"{"token_id": "abc"}"#, None),
    ("revoke", reads::<auth::Revoke>, r#"{"principal": "person_1"}"#, None),
    ("revoke", reads::<auth::Revoke>, r#"{"everybody": true}"#, Some("unknown field `everybody`")),
    ("render", reads::<render::Render>, "{}", None),
    (
        "render",
        reads::<render::Render>,
        r#"{"session": "gig", "revision": 4, "from_beat": 16, "to_beat": 48.5, "lanes": ["bass", "drums"],
            "chairs": [{"lane": "bass", "muted": false, "level": 90, "pan": 64, "program": 33,
                "swing": {"unit": "eighth", "percent": 67}, "humanise": {"micros_max": 8000, "seed": 7}}],
            "sample_rate": 44100, "format": "32f", "tail_seconds": 0.5, "bank": "Big Hall.sf2"}"#,
        None,
    ),
    ("render", reads::<render::Render>, r#"{"from": 1}"#, Some("unknown field `from`")),
    ("render", reads::<render::Render>, r#"{"format": 16}"#, Some("expected value")),
    ("render", reads::<render::Render>, r#"{"format": "8"}"#, Some("unknown variant `8`")),
    (
        "render",
        reads::<render::Render>,
        r#"{"sample_rate": 22050}"#,
        Some("one of 44100, 48000, 88200, 96000"),
    ),
    ("render", reads::<render::Render>, r#"{"tail_seconds": 13}"#, Some("number of seconds is from 0 to 12")),
    ("render", reads::<render::Render>, r#"{"lanes": []}"#, Some("1 to 8 entries")),
    ("render", reads::<render::Render>, r#"{"chairs": [{"level": 9}]}"#, Some("missing field `lane`")),
    ("render", reads::<render::Render>, r#"{"bank": "a\u0000b"}"#, Some("control characters")),
];

#[test]
fn bodies_are_taken_or_refused_by_name() {
    for (name, read, body, refused) in BODIES {
        match (read(body), refused) {
            (Ok(()), None) => {}
            (Err(said), Some(part)) => assert!(said.contains(part), "{name} {body}: {said}"),
            (said, expected) => panic!("{name} {body}: {said:?} instead of {expected:?}"),
        }
    }
}

#[test]
fn no_request_takes_a_field_it_does_not_know() {
    for (name, read, body, refused) in BODIES {
        if refused.is_some() {
            continue;
        }
        let separator = if body.trim() == "{}" { "" } else { ", " };
        let more = format!(r#"{}{separator}"no_such_field": 1}}"#, body.trim_end().trim_end_matches('}'));
        let more = more.replace(r#""to": 8.0, "no"#, r#""to": 8.0}, "no"#);
        let said = read(&more).unwrap_err();
        assert!(said.contains("unknown field `no_such_field`"), "{name} {more}: {said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,80}|[\\[\\]{}\":,0-9a-z_.\\\\ ]{0,80}") {
        for (_, read, _, _) in BODIES {
            let _ = read(&text);
        }
    }
}
