//! A client that was cut off goes on where it was: nothing is missing, nothing comes twice out of order.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::Client;
use crate::server::Server;

/// What a client keeps: things by kind and id, as far as a number.
#[derive(Clone, Debug, Default, PartialEq)]
struct Kept {
    things: BTreeMap<(String, String), Value>,
    at: u64,
}

impl Kept {
    fn of(snapshot: &Value) -> Kept {
        let things =
            snapshot["state"].as_array().unwrap().iter().map(|kept| (name(kept), kept["body"].clone()));
        Kept { things: things.collect(), at: snapshot["seq"].as_u64().unwrap() }
    }

    fn follow(&mut self, changes: &Value) {
        assert_eq!(changes["from"], self.at, "a gap: {changes}");
        for item in changes["items"].as_array().unwrap() {
            if item["type"] == "removed" {
                self.things.remove(&name(item));
            } else {
                self.things.insert(name(item), item["body"].clone());
            }
        }
        self.at = changes["to"].as_u64().unwrap();
    }

    fn resume(&self, welcome: &Value) -> Value {
        json!({"journal_id": welcome["journal_id"], "after": {"session/default": self.at}})
    }
}

fn name(item: &Value) -> (String, String) {
    let text = |key: &str| item[key].as_str().unwrap().to_owned();
    (text("entity"), text("id"))
}

/// Something of everything, `round` after `round`.
async fn some_change(server: &Server, round: usize) {
    let name = format!("p{}", round % 3);
    match round % 5 {
        0 => drop(server.post("/api/plugin/register", json!({"plugin_id": name})).await.expect(200)),
        1 => {
            let text = format!("| C | {} |", ["F", "G7", "Am"][round % 3]);
            server.put("/api/sessions/default/chart", json!({"text": text})).await.expect(200);
        }
        2 => drop(server.request("POST", "/api/transport/start").send().await.expect(200)),
        3 => drop(server.post("/api/transport/tempo", json!({"tempo": 100 + round % 40})).await.expect(200)),
        _ => drop(server.request("POST", "/api/transport/stop").send().await.expect(200)),
    }
}

async fn snapshot(server: &Server) -> Kept {
    Kept::of(&server.get("/api/snapshot").await.expect(200).json())
}

/// As the server has it now, but for what moves by itself.
fn lasting(kept: &Kept) -> BTreeMap<&(String, String), String> {
    let still = |value: &Value| {
        let mut value = value.clone();
        if let Some(fields) = value.as_object_mut() {
            // Of the moment it was told.
            for moving in ["timestamp", "currentBeat", "beat", "last_seen", "status", "seq"] {
                fields.remove(moving);
            }
        }
        value.to_string()
    };
    kept.things.iter().map(|(name, value)| (name, still(value))).collect()
}

#[tokio::test]
async fn a_cut_at_every_message_loses_nothing() {
    let server = Server::start().await;
    let topics = json!({"subscribe": ["changes"]});
    let (mut steady, welcome) = Client::hello(&server, topics.clone()).await;
    let begun = snapshot(&server).await;
    let (mut followed, mut cut) = (begun.clone(), begun);
    for round in 0..25 {
        some_change(&server, round).await;
        let now = snapshot(&server).await;
        while followed.at < now.at {
            followed.follow(&steady.until("changes").await);
        }
        // Another client hears one message of each round and is cut off; it comes back with what it has.
        let hello = json!({"subscribe": ["changes"], "resume": cut.resume(&welcome)});
        let (mut client, again) = Client::hello(&server, hello).await;
        assert_eq!(again["resume"], "replay", "{again}");
        if cut.at < now.at {
            cut.follow(&client.until("changes").await);
        }
        drop(client);
        assert_eq!(lasting(&followed), lasting(&now), "round {round}");
    }
    let hello = json!({"subscribe": ["changes"], "resume": cut.resume(&welcome)});
    let (mut client, _) = Client::hello(&server, hello).await;
    while cut.at < followed.at {
        cut.follow(&client.until("changes").await);
    }
    assert_eq!(lasting(&cut), lasting(&followed));
}

#[tokio::test]
async fn a_cursor_is_good_after_a_restart_and_worth_nothing_in_another_journal() {
    let server = Server::start().await;
    let (_, welcome) = Client::hello(&server, json!({})).await;
    let mut kept = snapshot(&server).await;
    some_change(&server, 1).await;
    let server = server.restarted().await;
    let hello = json!({"subscribe": ["changes"], "resume": kept.resume(&welcome)});
    let (mut client, again) = Client::hello(&server, hello).await;
    assert_eq!((&again["resume"], &again["journal_id"]), (&json!("replay"), &welcome["journal_id"]));
    assert_ne!(again["clock_epoch"], welcome["clock_epoch"], "clocks are estimated anew");
    let now = snapshot(&server).await;
    while kept.at < now.at {
        kept.follow(&client.until("changes").await);
    }
    assert_eq!(lasting(&kept), lasting(&now));
    for resume in [
        json!({"journal_id": "another", "after": {"session/default": kept.at}}),
        json!({"journal_id": welcome["journal_id"], "after": {"session/default": kept.at + 1}}),
        json!({"journal_id": welcome["journal_id"], "after": {}}),
    ] {
        let (_, again) = Client::hello(&server, json!({"resume": resume})).await;
        assert_eq!(again["resume"]["snapshot_url"], "/api/snapshot?session=default", "{resume}");
    }
}

#[tokio::test]
async fn a_snapshot_that_was_fetched_after_the_welcome_is_never_behind_what_follows() {
    let server = Server::start().await;
    let (mut client, _) = Client::hello(&server, json!({"subscribe": ["changes"]})).await;
    some_change(&server, 1).await;
    let fetched = snapshot(&server).await;
    some_change(&server, 2).await;
    let first = client.until("changes").await;
    assert!(first["from"].as_u64().unwrap() <= fetched.at, "{first}");
}
