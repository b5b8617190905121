//! A token that is soon over is changed for another: in time, and nobody notices.

use std::time::{Duration, Instant};

use ai_band_plugin::net::discovery::Found;
use ai_band_plugin::net::door::Door;
use ai_band_plugin::net::lan::certificate::Certificate;
use ai_band_plugin::net::lan::entering::{Entry, Seen};
use ai_band_plugin::net::lan::pairing::{Reached, Sight};
use ai_band_plugin::net::lan::{Happened, Lan, Outcome, Work};
use ai_band_plugin::net::link::{Do, Event};
use ai_band_plugin::net::rest::Purpose;
use serde_json::json;
use wire::ToOrchestrator;

use crate::stage::{Stage, registered};

fn found(token: &str) -> Event {
    Event::Found(Ok(Found { authority: "192.168.1.7:8001".to_owned(), token: token.to_owned() }))
}

fn seen(lasts: Option<Duration>) -> Happened {
    let at = "192.168.1.7:8001".parse().unwrap();
    let server = Reached { address: "studio:8001".to_owned(), at, certificate: Certificate([1; 32]) };
    let door = Door::Here("192.168.1.7:8001".to_owned());
    let entry = lasts.map(|lasts| Entry { door, token: "t".to_owned(), lasts });
    let sight = if entry.is_some() { Sight::Open(server) } else { Sight::Nobody };
    Happened::Saw(Box::new(Seen { sight, entry, refused: None, note: String::new() }))
}

fn lan() -> Lan {
    let folder = tempfile::tempdir().unwrap();
    Lan::new(ai_band_plugin::net::lan::address::Address::read("studio"), &folder.path().join("paired.json"))
}

#[test]
fn it_is_looked_for_when_two_thirds_of_its_time_are_over_and_again_if_that_was_in_vain() {
    let mut lan = lan();
    assert!(matches!(lan.find(), Some(Work::Look(_))));
    assert!(lan.find().is_none(), "one look at a time");
    let before = Instant::now();
    let (_, outcome) = lan.happened(seen(Some(Duration::from_secs(600))));
    assert!(matches!(outcome, Some(Outcome::Entered(_))));
    let due = lan.due().unwrap();
    assert!(due >= before + Duration::from_secs(400) && due <= Instant::now() + Duration::from_secs(400));
    assert!(lan.tick(due - Duration::from_millis(1)).is_none());
    assert!(matches!(lan.tick(due), Some(Work::Look(_))));
    let (_, outcome) = lan.happened(seen(None));
    assert!(outcome.is_none(), "nobody waits: the one that is over soon is good until then");
    let again = lan.due().unwrap();
    assert!(again > due && again <= due + Duration::from_secs(60));
    assert!(matches!(lan.tick(again), Some(Work::Look(_))));
}

#[test]
fn what_was_found_on_this_machine_is_not_renewed() {
    let mut lan = lan();
    lan.find();
    lan.happened(seen(Some(Duration::from_secs(600))));
    lan.rest();
    assert_eq!(lan.due(), None);
}

#[test]
fn a_second_socket_takes_over_and_goes_on_where_the_first_one_was() {
    let mut stage = Stage::open();
    stage.forget().event(found("another"));
    assert_eq!(stage.paths(), ["POST /api/plugin/register"]);
    assert_eq!(stage.asked()[0].token, "another");
    let mut answer = registered();
    answer["token"] = json!("mine again");
    stage.answer(Purpose::Register, &answer);
    assert!(stage.done.iter().any(|done| matches!(done, Do::Open { token, .. } if token == "mine again")));
    assert!(stage.link.is_open(), "the first one is still there");
    stage.event(Event::Opened);
    let hello = stage.said().into_iter().find_map(|said| match said {
        ToOrchestrator::Hello(hello) => Some(hello),
        _ => None,
    });
    assert!(hello.unwrap().resume.is_some(), "nothing is fetched anew");
    stage.welcome("e1", json!("replay")).keep_time(5_500, 0);
    assert!(stage.states().is_empty(), "nothing was to be seen of it: {:?}", stage.states());
    let heartbeat = stage.asked().into_iter().rfind(|asked| asked.purpose == Purpose::Heartbeat);
    assert_eq!(heartbeat.unwrap().token, "mine again");
}

#[test]
fn what_cannot_be_renewed_stays_until_it_is_over() {
    let mut stage = Stage::open();
    stage.forget().event(found("another")).refuse(Purpose::Register, "FORBIDDEN");
    stage.event(Event::Found(Err(Some("nobody".to_owned()))));
    assert!(stage.link.is_open() && stage.states().is_empty());
    assert!(!stage.done.iter().any(|done| matches!(done, Do::Open { .. } | Do::Close)));
}

#[test]
fn whoever_is_found_while_it_rests_is_not_made_to_wait() {
    let mut stage = Stage::new();
    stage.event(Event::Tick).event(Event::Found(Err(None)));
    stage.forget().event(found("t"));
    assert_eq!(stage.paths(), ["POST /api/plugin/register"]);
}
