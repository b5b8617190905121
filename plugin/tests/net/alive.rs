//! The thread against a server of a few lines, on real sockets: it links, hears, comes back, and is gone when told.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ai_band_plugin::heard::Heard;
use ai_band_plugin::model::LinkState;
use ai_band_plugin::net::{Link, News, Settings, open};
use ai_band_plugin::wiring::Wiring;
use serde_json::json;

use crate::server::FakeServer;
use crate::stage::{SCOPE, changed, clip, kept, region, session, settings};

/// Nothing here takes longer on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn linked(file: &Path) -> Link {
    let settings = Settings { file: file.to_owned(), ..settings() };
    open(settings, Arc::<Wiring>::default(), Arc::<Heard>::default()).unwrap()
}

fn until(link: &Link, is_it: impl Fn(&News) -> bool) -> News {
    loop {
        let news = link.told().recv_timeout(PATIENCE).unwrap();
        if is_it(&news) {
            return news;
        }
    }
}

fn is_state(news: &News, wanted: LinkState) -> bool {
    matches!(news, News::State { state, .. } if *state == wanted)
}

fn given() -> Vec<(String, Vec<u8>)> {
    let one = clip(60);
    let state = [
        kept("session", "default", session(3)),
        kept("region", "1", region(1, "bass", &one.hash().to_string())),
    ];
    let snapshot = json!({ "scope": SCOPE, "seq": 5, "state": state });
    vec![
        ("/api/snapshot".to_owned(), snapshot.to_string().into_bytes()),
        (format!("/api/blobs/{}", one.hash()), one.to_bytes()),
    ]
}

#[test]
fn it_links_hears_what_changes_and_comes_back_to_another_server() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("server.json");
    let server = FakeServer::start(given());
    server.write_file(&file);
    let link = linked(&file);
    let News::Song(song) = until(&link, |news| matches!(news, News::Song(_))) else { panic!("a song") };
    assert_eq!((song.revision, song.regions.len(), song.library.len()), (3, 1, 1));
    until(&link, |news| is_state(news, LinkState::Connected));
    let items = [changed(6, "session", "default", session(4))];
    server.say(&json!({ "type": "changes", "scope": SCOPE, "from": 5, "to": 6, "items": items }));
    let News::Song(song) = until(&link, |news| matches!(news, News::Song(_))) else { panic!("a song") };
    assert_eq!(song.revision, 4);
    server.vanish();
    until(&link, |news| is_state(news, LinkState::Disconnected));
    let again = FakeServer::start(given());
    again.write_file(&file);
    until(&link, |news| is_state(news, LinkState::Connected));
    assert_eq!(again.asked.lock().unwrap()[0], "POST /api/plugin/register");
}

#[test]
fn without_a_server_it_waits_and_is_gone_the_moment_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let link = linked(&folder.path().join("server.json"));
    let news = link.told().recv_timeout(PATIENCE).unwrap();
    assert!(matches!(news, News::State { state: LinkState::Disconnected, ref note } if note.is_empty()));
    // Joined here; a thread that stayed would hang this test.
    drop(link);
}

#[test]
fn a_link_can_be_dropped_in_the_middle_of_anything() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("server.json");
    let server = FakeServer::start(given());
    server.write_file(&file);
    for news in 0..12 {
        let link = linked(&file);
        for _ in 0..news {
            link.told().recv_timeout(Duration::from_millis(1)).ok();
        }
        drop(link);
    }
}
