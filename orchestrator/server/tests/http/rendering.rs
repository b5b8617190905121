//! A session is heard: whole, in part, in every form; and whatever cannot be heard is said before the first byte.

use music::clip::Hash;
use serde_json::{Value, json};

use crate::contract::finished;
use crate::server::{Answer, Server};

const CHART: &str = include_str!("../../../../examples/charts/pop-four-chords.chart");

pub(crate) async fn render(server: &Server, body: Value) -> Answer {
    server.post("/api/render", body).await
}

/// A band plays a whole song in the default session.
pub(crate) async fn with_a_song(server: &Server) {
    server.put("/api/sessions/default/chart", json!({"text": CHART})).await.expect(200);
    let accepted = server.post("/api/midi/generate", json!({"seed": 2})).await.expect(202).json();
    let job = finished(server, accepted["job_id"].as_str().unwrap()).await;
    assert_eq!(job["status"], "done", "{job}");
}

fn word(answer: &Answer, at: usize) -> u32 {
    u32::from_le_bytes(answer.bytes[at..at + 4].try_into().unwrap())
}

/// The frames of a file of 16 bits, whose head says what follows.
fn frames(answer: &Answer) -> Vec<i16> {
    assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "audio/wav"));
    assert_eq!(answer.header("content-length"), answer.bytes.len().to_string());
    assert_eq!((&answer.bytes[..4], &answer.bytes[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
    assert_eq!(word(answer, 4) as usize, answer.bytes.len() - 8);
    assert_eq!(word(answer, 40) as usize, answer.bytes.len() - 44);
    answer.bytes[44..].chunks_exact(2).map(|side| i16::from_le_bytes([side[0], side[1]])).collect()
}

fn loudest(sides: &[i16]) -> u16 {
    sides.iter().map(|side| side.unsigned_abs()).max().unwrap_or(0)
}

#[tokio::test]
async fn a_whole_song_is_heard_from_its_beginning_to_its_end() {
    let server = Server::start().await;
    with_a_song(&server).await;
    let chart = server.get("/api/sessions/default/chart").await.expect(200).json();
    let tempo = server.get("/api/sessions/default").await.expect(200).json()["tempo"].as_f64().unwrap();
    let seconds = chart["duration"].as_f64().unwrap() * 60.0 / tempo;
    let answer = render(&server, json!({})).await;
    let sides = frames(&answer);
    let expected = (seconds * 48_000.0).ceil() as usize + 2 * 48_000;
    assert!((sides.len() / 2).abs_diff(expected) <= 1, "{} for {expected}", sides.len() / 2);
    let second = 2 * 48_000;
    for (at, second) in sides.chunks_exact(second).enumerate().take(seconds as usize) {
        assert!(loudest(second) > 300, "second {at} of {seconds} is silent");
    }
    assert!(loudest(&sides) < 30_000, "and nowhere too loud");
}

#[tokio::test]
async fn a_part_of_it_is_the_same_every_time_in_every_form() {
    let server = Server::start().await;
    with_a_song(&server).await;
    let body = json!({"from_beat": 16, "to_beat": 20, "tail_seconds": 0});
    let first = render(&server, body.clone()).await;
    let length = frames(&first).len() / 2;
    assert!(render(&server, body).await.bytes == first.bytes, "asked for again");
    for (rate, format, frame_bytes) in [(44_100, "24", 6), (96_000, "32f", 8), (88_200, "16", 4)] {
        let body =
            json!({"from_beat": 16, "to_beat": 20, "tail_seconds": 0, "sample_rate": rate, "format": format});
        let answer = render(&server, body).await.expect(200);
        let found = (answer.bytes.len() - 44) / frame_bytes;
        let expected = length as f64 * f64::from(rate) / 48_000.0;
        assert!((found as f64 - expected).abs() <= 2.0, "{rate} {format}: {found} for {expected}");
        assert_eq!(word(&answer, 24), rate);
    }
    let body = json!({"from_beat": 16, "to_beat": 20, "lanes": ["bass"], "chairs": [{"lane": "bass", "muted": true}]});
    assert!(loudest(&frames(&render(&server, body).await)) <= 1, "nobody is left");
    let alone = json!({"from_beat": 16, "to_beat": 20, "tail_seconds": 0, "lanes": ["bass"]});
    let alone = frames(&render(&server, alone).await);
    assert!(loudest(&alone) > 300 && alone != frames(&first));
}

#[tokio::test]
async fn silence_is_as_long_as_was_asked() {
    let server = Server::start().await;
    let problem = render(&server, json!({})).await.expect_problem(422, "INVALID_POSITION");
    assert!(problem["detail"].as_str().unwrap().contains("to_beat"), "{problem}");
    let sides = frames(&render(&server, json!({"to_beat": 3, "tail_seconds": 0.25})).await);
    assert_eq!(sides.len() / 2, 72_000 + 12_000, "three beats at 120, and the tail");
    assert!(loudest(&sides) <= 1);
    let empty = json!({"text": "{tempo: 60} | C | F |"});
    server.put("/api/sessions/default/chart", empty).await.expect(200);
    let sides = frames(&render(&server, json!({"tail_seconds": 0})).await);
    assert_eq!(sides.len() / 2, 8 * 48_000, "the chart's bars at the chart's tempo");
}

#[tokio::test]
async fn what_was_there_before_an_edit_can_be_heard_still() {
    let server = Server::start().await;
    let clip = crate::edits::clip(&server).await;
    let place = json!({"lane": "bass", "start": 0, "length": 3840, "clip": clip});
    let placed = server.post("/api/sessions/default/regions", place).await.expect(201);
    let played = render(&server, json!({"tail_seconds": 0})).await.expect(200).bytes;
    server.delete(&placed.header("location")).await.expect(204);
    let revision = &placed.json()["revision"];
    let before = render(&server, json!({"revision": revision, "tail_seconds": 0})).await;
    assert!(loudest(&frames(&before)) > 300 && before.bytes == played);
    for (revision, is_silent) in
        [(json!(0), true), (revision.clone(), false), (json!(2), true), (json!(null), true)]
    {
        let body = json!({"revision": revision, "to_beat": 4, "tail_seconds": 0});
        let sides = frames(&render(&server, body).await);
        assert_eq!(loudest(&sides) <= 1, is_silent, "revision {revision}");
    }
    for other in [3, 1_000_000] {
        let problem =
            render(&server, json!({"revision": other})).await.expect_problem(422, "REVISION_NOT_FOUND");
        assert_eq!(problem["errors"][0]["pointer"], "/revision", "{problem}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("the current one is 2, and as far back as 0"), "{problem}");
    }
}

#[tokio::test]
async fn a_clip_that_has_rotted_or_is_gone_is_named_before_the_first_byte() {
    let server = Server::start().await;
    let clip = crate::edits::clip(&server).await;
    let place = json!({"lane": "bass", "start": 3840, "length": 3840, "clip": clip});
    server.post("/api/sessions/default/regions", place).await.expect(201);
    let hash = clip.parse::<Hash>().unwrap().to_string();
    let path = server.serving.app.blobs.root().join(&hash[7..9]).join(&hash[9..]);
    let mut bytes = std::fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let problem = render(&server, json!({})).await.expect_problem(500, "BLOB_DAMAGED");
    assert!(problem["detail"].as_str().unwrap().contains(&clip), "{problem}");
    std::fs::remove_file(&path).unwrap();
    let problem = render(&server, json!({})).await.expect_problem(500, "FILE_NOT_FOUND");
    for part in [clip.as_str(), "bass", "beat 4", "PUT /api/blobs/", "ai-band doctor"] {
        assert!(problem["detail"].as_str().unwrap().contains(part), "{part}: {problem}");
    }
    frames(&render(&server, json!({"to_beat": 4})).await);
    frames(&render(&server, json!({"lanes": ["drums"], "to_beat": 8})).await);
}

#[tokio::test]
async fn what_cannot_be_heard_says_why() {
    let server = Server::start().await;
    for (body, status, code, pointer) in [
        (json!({"session": "nowhere"}), 404, "SESSION_NOT_FOUND", None),
        (json!({"from": 1}), 422, "INVALID_REQUEST", Some("/from")),
        (json!({"from_beat": -1}), 422, "INVALID_REQUEST", Some("/from_beat")),
        (json!({"from_beat": 4}), 422, "INVALID_POSITION", Some("/to_beat")),
        (json!({"from_beat": 4, "to_beat": 4}), 422, "INVALID_POSITION", Some("/to_beat")),
        (json!({"from_beat": 4, "to_beat": 3.999}), 422, "INVALID_POSITION", Some("/to_beat")),
        (json!({"to_beat": 7_201}), 422, "LIMIT_REACHED", Some("/to_beat")),
        (json!({"to_beat": 208_333}), 422, "LIMIT_REACHED", Some("/to_beat")),
        (json!({"to_beat": 208_334}), 422, "INVALID_REQUEST", Some("/to_beat")),
        (json!({"to_beat": "4"}), 422, "INVALID_REQUEST", Some("/to_beat")),
        (json!({"lanes": []}), 422, "INVALID_REQUEST", Some("/lanes")),
        (json!({"lanes": ["kazoo"]}), 422, "INVALID_REQUEST", Some("/lanes/0")),
        (
            json!({"chairs": [{"lane": "bass", "level": 128}]}),
            422,
            "INVALID_REQUEST",
            Some("/chairs/0/level"),
        ),
        (
            json!({"to_beat": 1, "chairs": [{"lane": "bass"}, {"lane": "bass"}]}),
            422,
            "INVALID_REQUEST",
            Some("/chairs/1/lane"),
        ),
        (json!({"sample_rate": 0}), 422, "INVALID_REQUEST", Some("/sample_rate")),
        (json!({"sample_rate": 4_294_967_296_u64}), 422, "INVALID_REQUEST", Some("/sample_rate")),
        (json!({"format": "mp3"}), 422, "INVALID_REQUEST", Some("/format")),
        (json!({"tail_seconds": 1e300}), 422, "INVALID_REQUEST", Some("/tail_seconds")),
        (json!({"to_beat": 1, "bank": "../keys.json"}), 422, "FILE_NOT_FOUND", Some("/bank")),
        (
            json!({"to_beat": 1, "bank": "/usr/share/sounds/sf2/default.sf2"}),
            422,
            "FILE_NOT_FOUND",
            Some("/bank"),
        ),
        (json!({"to_beat": 1, "bank": "a\u{0}b"}), 422, "INVALID_REQUEST", Some("/bank")),
        (json!({"revision": 7}), 422, "REVISION_NOT_FOUND", Some("/revision")),
    ] {
        let problem = render(&server, body.clone()).await.expect_problem(status, code);
        if let Some(pointer) = pointer {
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}: {problem}");
        }
    }
    let other = server.request("GET", "/api/render").send().await;
    other.expect_problem(405, "METHOD_NOT_ALLOWED");
    assert_eq!(other.header("allow"), "POST");
}

#[tokio::test]
async fn a_bank_is_one_that_somebody_put_into_the_folder() {
    let server = Server::start().await;
    let folder = server.folder.path().join(orchestrator::render::BANKS);
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("Big Hall.sf2"), synth::bank::make()).unwrap();
    std::fs::write(folder.join("broken.sf2"), b"RIFF").unwrap();
    render(&server, json!({"to_beat": 1, "bank": "Big Hall.sf2"})).await.expect(200);
    let problem = render(&server, json!({"to_beat": 1, "bank": "small hall.sf2"})).await;
    let problem = problem.expect_problem(422, "FILE_NOT_FOUND");
    assert!(problem["detail"].as_str().unwrap().contains("there are Big Hall.sf2, broken.sf2"), "{problem}");
    let problem = render(&server, json!({"to_beat": 1, "bank": "broken.sf2"})).await;
    let problem = problem.expect_problem(422, "INVALID_AUDIO_FORMAT");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("broken.sf2") && !detail.contains(folder.to_str().unwrap()), "{problem}");
}
