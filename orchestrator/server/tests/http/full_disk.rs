//! A full disk: what cannot be kept is refused by the name of the folder, and once there is room all goes on.
//!
//! Every file of `blobs/unfinished` is written to a device that is always full, as far as its names can be foreseen.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::server::{Answer, Server};

/// As short as one may be.
const WAV: &[u8] = b"RIFF\x24\0\0\0WAVEfmt ";

/// More files than one of these tests begins.
const FILES: usize = 64;

struct Full {
    links: Vec<PathBuf>,
}

impl Full {
    fn fill(server: &Server) -> Full {
        let folder = server.serving.app.blobs.root().join("unfinished");
        let links: Vec<PathBuf> = (0..FILES).map(|number| folder.join(number.to_string())).collect();
        links.iter().for_each(|link| std::os::unix::fs::symlink("/dev/full", link).unwrap());
        Full { links }
    }

    fn make_room(self) {
        for link in self.links {
            // What was tried is cleared away already.
            let _ = std::fs::remove_file(link);
        }
    }
}

async fn upload(server: &Server) -> Answer {
    let file = crate::uploads::midi(&[(33, 40, 480)]);
    server.request("POST", "/api/midi/upload").bytes("audio/midi", file).send().await
}

/// So long that it has a file of its own beside the journal.
fn chart() -> Value {
    json!({"text": "| Cmaj7 | Fmaj7 | G7sus4 | Am7b5 |\n".repeat(500)})
}

#[tokio::test]
async fn what_has_no_room_is_refused_with_the_way_out_and_reading_goes_on() {
    let server = Server::start().await;
    upload(&server).await.expect(201);
    let chart_of = "/api/sessions/default/chart";
    server.put(chart_of, json!({"text": "| C |"})).await.expect(200);
    let before = server.get("/api/snapshot").await.expect(200).json();
    let full = Full::fill(&server);
    let other = crate::uploads::midi(&[(0, 60, 960)]);
    let other = || server.request("POST", "/api/midi/upload").bytes("audio/midi", other.clone());
    for answer in [
        other().send().await,
        other().header("idempotency-key", "once").send().await,
        server.put(chart_of, chart()).await,
        server.request("POST", "/api/audio").bytes("audio/wav", WAV).send().await,
    ] {
        let problem = answer.expect_problem(507, "FOLDER_NOT_WRITABLE");
        let detail = problem["detail"].as_str().unwrap();
        let folder = server.serving.app.blobs.root().display().to_string();
        assert!(detail.contains(&folder) && detail.contains("free some space"), "{detail}");
    }
    assert_eq!(server.get(chart_of).await.expect(200).json()["text"], "| C |");
    assert_eq!(server.get("/api/snapshot").await.expect(200).json()["seq"], before["seq"]);
    assert_eq!(server.get("/api/midi/list").await.expect(200).json()["files"].as_array().unwrap().len(), 1);
    // What needs no file of its own is kept.
    server.put(chart_of, json!({"text": "| F |"})).await.expect(200);
    full.make_room();
    other().header("idempotency-key", "once").send().await.expect(201);
    server.put(chart_of, chart()).await.expect(200);
    assert_eq!(server.get("/api/midi/list").await.expect(200).json()["files"].as_array().unwrap().len(), 2);
    let server = server.restarted().await;
    assert_eq!(server.get(chart_of).await.expect(200).json()["text"], chart()["text"]);
}
