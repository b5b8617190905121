//! Files from outside: taken for what their bytes say, under names that are labels.

use music::clip::Note;
use music::meter;
use music::midi_file::{MidiFile, Timing, Track, write};
use music::pitch::Pitch;
use music::tempo::{self, Tempo};
use music::time::{Micros, Ticks};
use serde_json::json;

use crate::server::Server;

/// A file with a track for each: its program, a key, and how long that sounds.
pub(crate) fn midi(tracks: &[(u8, u8, i64)]) -> Vec<u8> {
    let mut file =
        MidiFile::empty(tempo::Map::constant(Tempo::DEFAULT), meter::Map::constant(meter::Meter::COMMON));
    for (index, (program, key, length)) in tracks.iter().enumerate() {
        let note = Note {
            start: Ticks(0),
            length: Ticks(*length),
            offset: Micros(0),
            pitch: Pitch::new(*key).unwrap(),
            velocity: 90,
            importance: 127,
        };
        let channel = u8::try_from(index % 9).unwrap();
        let (name, program) = (None, Some(*program));
        file.tracks.push(Track { name, channel, program, notes: vec![note], controls: vec![] });
    }
    file.length = Ticks::from_beats(4);
    write(&file, Timing::Quantised).unwrap()
}

/// A form with one field, as browsers and `curl -F` send it.
fn form(field: &str, name: &str, bytes: &[u8]) -> (&'static str, Vec<u8>) {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    ("multipart/form-data; boundary=edge", [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat())
}

#[tokio::test]
async fn a_midi_file_becomes_a_clip_for_each_track_that_plays() {
    let server = Server::start().await;
    let file = midi(&[(33, 40, 480), (0, 60, 960), (89, 64, 3840)]);
    let asking = server.request("POST", "/api/midi/upload").bytes("audio/midi", file.clone());
    let asking = asking.header("content-disposition", "attachment; filename=\"../../song.mid\"");
    let uploaded = asking.send().await.expect(201).json();
    let files = uploaded["files"].as_array().unwrap();
    let lanes: Vec<&str> = files.iter().filter_map(|file| file["track_type"].as_str()).collect();
    assert_eq!(lanes, ["bass", "keys", "pad"]);
    assert!(files.iter().all(|file| file["filename"] == "song.mid" && file["duration"] == 4.0), "{uploaded}");
    let (kind, body) = form("file", "song.mid", &file);
    let again = server.request("POST", "/api/midi/upload").bytes(kind, body).send().await.expect(201).json();
    assert_eq!(again["files"][0]["hash"], files[0]["hash"], "the same music is the same blob");
}

#[tokio::test]
async fn what_is_no_midi_file_is_refused_wherever_it_ends() {
    let server = Server::start().await;
    let file = midi(&[(33, 40, 480)]);
    let mut cases: Vec<Vec<u8>> = (0..file.len()).step_by(7).map(|end| file[..end].to_vec()).collect();
    cases.extend([b"MThd".to_vec(), b"RIFF".to_vec(), vec![0xff; 1_000], midi(&[])]);
    for bytes in cases {
        let length = bytes.len();
        let answer = server.request("POST", "/api/midi/upload").bytes("audio/midi", bytes).send().await;
        answer.expect_problem(422, "INVALID_MIDI_FILE");
        assert!(length < file.len() || length == 1_000 || length > 0);
    }
    let listed = server.get("/api/midi/list").await.json();
    assert_eq!(listed["files"], json!([]), "nothing of it is kept");
}

#[tokio::test]
async fn audio_is_what_its_first_bytes_say() {
    let server = Server::start().await;
    let tail = [7; 5_000];
    for (kind, first, format) in [
        ("audio/wav", &b"RIFF\x24\0\0\0WAVEfmt "[..], Some("wav")),
        ("audio/mpeg", b"ID3\x04\0\0\0\0\0\0", Some("mp3")),
        ("audio/flac", b"fLaC\0\0\0\x22", Some("flac")),
        ("application/octet-stream", b"OggS\0\x02\0\0\0\0", Some("ogg")),
        ("audio/wav", b"MZ\x90\0\x03\0\0\0\x04\0\0\0", None),
        ("audio/mpeg", b"<html><script>", None),
        ("audio/wav", b"", None),
    ] {
        let bytes = if first.is_empty() { Vec::new() } else { [first, &tail].concat() };
        let answer = server.request("POST", "/api/audio").bytes(kind, bytes.clone()).send().await;
        match format {
            Some(format) => {
                let audio = answer.expect(201).json();
                assert_eq!((&audio["format"], &audio["bytes"]), (&json!(format), &json!(bytes.len())));
                let back = server.get(audio["url"].as_str().unwrap()).await.expect(200);
                assert_eq!(back.bytes, bytes, "byte for byte");
            }
            None => drop(answer.expect_problem(415, "INVALID_AUDIO_FORMAT")),
        }
    }
    let answer = server.request("POST", "/api/audio").bytes("text/plain", "x").send().await;
    answer.expect_problem(415, "UNSUPPORTED_MEDIA_TYPE");
}

#[tokio::test]
async fn a_form_without_the_file_or_without_an_end_is_refused() {
    let server = Server::start().await;
    let (kind, body) = form("other", "song.wav", b"RIFF\x24\0\0\0WAVEfmt ");
    let answer = server.request("POST", "/api/audio").bytes(kind, body).send().await;
    answer.expect_problem(422, "INVALID_REQUEST");
    let (kind, body) = form("file", "song.wav", b"RIFF\x24\0\0\0WAVEfmt ");
    let cut = body[..body.len() - 14].to_vec();
    let answer = server.request("POST", "/api/audio").bytes(kind, cut).send().await;
    answer.expect_problem(400, "INVALID_REQUEST");
    let listed = server.get("/api/artifacts").await.json();
    assert_eq!(listed["artifacts"], json!([]), "nothing of it is kept");
}

#[tokio::test]
async fn what_was_kept_is_found_by_kind_and_tag() {
    let server = Server::start().await;
    let wav = b"RIFF\x24\0\0\0WAVEfmt ".to_vec();
    server.request("POST", "/api/audio").bytes("audio/wav", wav).send().await.expect(201);
    let file = midi(&[(33, 40, 480), (0, 60, 960)]);
    server.request("POST", "/api/midi/upload").bytes("audio/midi", file).send().await.expect(201);
    for (query, count) in [
        ("", 3),
        ("?kind=audio", 1),
        ("?kind=clip", 2),
        ("?kind=image", 0),
        ("?tag=lane:bass", 1),
        ("?tag=type:midi", 2),
        ("?limit=2", 2),
    ] {
        let found = server.get(&format!("/api/artifacts{query}")).await.expect(200).json();
        assert_eq!(found["artifacts"].as_array().unwrap().len(), count, "{query}");
    }
    let first = server.get("/api/artifacts?limit=2").await.json();
    let next = first["next"].as_str().unwrap();
    let rest = server.get(&format!("/api/artifacts?limit=2&cursor={next}")).await.expect(200).json();
    assert_eq!((rest["artifacts"].as_array().unwrap().len(), &rest["next"]), (1, &json!(null)));
    server.get("/api/artifacts?kind=virus").await.expect_problem(422, "INVALID_REQUEST");
}
