//! Following the house: which sessions there are, and to whom that is told.

use serde_json::{Value, json};

use crate::client::Client;
use crate::server::Server;

async fn open(server: &Server, session: &str) {
    server
        .post("/api/sessions", json!({"session": session, "name": session.to_uppercase()}))
        .await
        .expect(201);
}

/// Names of the sessions told of, until the house's journal is as far as `to`.
async fn told(client: &mut Client, to: u64) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        let said = client.find(|said| said["type"] == "changes" && said["scope"] == "house").await;
        for item in said["items"].as_array().unwrap() {
            assert_eq!((&item["entity"], &item["scope"]), (&json!("session"), &json!("house")));
            assert_eq!(item["body"]["name"], item["id"].as_str().unwrap().to_uppercase());
            all.push(item["id"].as_str().unwrap().to_owned());
        }
        if said["to"].as_u64().unwrap() >= to {
            return all;
        }
    }
}

/// How far the house's journal is.
async fn house(server: &Server) -> u64 {
    server.serving.app.state_and_seq(&domain::Scope::House).await.unwrap().1
}

fn resuming(welcome: &Value, after: u64) -> Value {
    json!({"resume": {"journal_id": welcome["journal_id"], "after": {"house": after}}, "subscribe": ["timeline"]})
}

#[tokio::test]
async fn who_follows_the_house_hears_of_the_sessions_it_may_see_and_of_no_other() {
    let server = Server::start().await;
    let narrow = server.token_for(json!({"name": "narrow", "sessions": ["default", "gig"]})).await;
    let hello = json!({"subscribe": ["house"]});
    let (mut owner, welcome) = Client::hello(&server, hello.clone()).await;
    let (mut guest, _) = Client::hello_with(&server, &narrow, hello).await;
    let (mut stranger, _) = Client::hello(&server, json!({"subscribe": ["changes"]})).await;
    let before = house(&server).await;
    for session in ["secret", "gig", "other"] {
        open(&server, session).await;
    }
    let now = house(&server).await;
    assert_eq!(told(&mut owner, now).await, ["secret", "gig", "other"]);
    assert_eq!(told(&mut guest, now).await, ["gig"]);

    // Who comes back goes on where it was, and no further than it may see.
    for (after, expected) in [(before, vec!["gig"]), (before + 2, vec![]), (now, vec![])] {
        let (mut again, _) = Client::hello_with(&server, &narrow, resuming(&welcome, after)).await;
        if after < now {
            assert_eq!(told(&mut again, now).await, expected, "after {after}");
        }
        open(&server, &format!("later-{after}")).await;
        assert_eq!(told(&mut again, now + 1).await, Vec::<String>::new());
    }
    server.put("/api/sessions/default/chart", json!({"text": "| C |"})).await.expect(200);
    let first = stranger.until("changes").await;
    assert_eq!(first["scope"], "session/default", "who did not ask is not told");
}

#[tokio::test]
async fn who_comes_with_a_cursor_of_another_time_is_sent_to_the_list() {
    let server = Server::start().await;
    let (_, welcome) = Client::hello(&server, json!({})).await;
    let mut of_another = welcome.clone();
    of_another["journal_id"] = json!("another");
    for hello in [resuming(&welcome, 1_000), resuming(&of_another, 0)] {
        let (mut client, _) = Client::hello(&server, hello).await;
        assert_eq!(client.until("resync").await["snapshot_url"], "/api/sessions");
        let now = house(&server).await;
        open(&server, &format!("new-{now}")).await;
        assert_eq!(told(&mut client, now + 1).await, [format!("new-{now}")], "and goes on from now");
    }
}

#[tokio::test]
async fn whose_rights_are_changed_is_sent_to_the_list() {
    use domain::house::principal::{Rights, Sessions};
    use domain::{Actor, Command, Scope};

    let server = Server::start().await;
    let made = server.post("/api/auth/token", json!({"name": "guest", "sessions": ["default"]})).await;
    let token = made.expect(200).json()["token"].as_str().unwrap().to_owned();
    let (mut guest, _) = Client::hello_with(&server, &token, json!({"subscribe": ["house"]})).await;
    let me = server.request("GET", "/api/auth/me").token(Some(&token)).send().await.expect(200).json();
    let verbs = domain::actor::Verbs::of(&[domain::actor::Verb::View, domain::actor::Verb::Edit]);
    let rights = Rights { verbs, sessions: Sessions::All };
    let principal = me["principal"].as_str().unwrap().parse().unwrap();
    let grant = Command::House(domain::house::Command::Grant { principal, rights });
    server.serving.app.ask(Scope::House, Actor::system(), grant, None).await.unwrap();
    assert_eq!(guest.until("resync").await["snapshot_url"], "/api/sessions");
}
