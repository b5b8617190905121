//! How this machine stands with a server, by a table: where it stood, what happened, where it stands, what is done.

use std::net::SocketAddr;

use ai_band_plugin::net::lan::certificate::Certificate;
use ai_band_plugin::net::lan::pairing::{Do, Event, Reached, Sight, Stage, Why};

fn server(certificate: u8) -> Reached {
    let at: SocketAddr = "192.168.1.7:8001".parse().unwrap();
    Reached { address: at.to_string(), at, certificate: Certificate([certificate; 32]) }
}

fn asks(why: Why) -> Stage {
    Stage::Asks { server: server(1), why }
}

fn proving() -> Stage {
    Stage::Proving { server: server(1) }
}

fn paired() -> Stage {
    Stage::Paired { server: server(1) }
}

fn changed() -> Stage {
    Stage::Changed { address: server(1).address, paired: Certificate([1; 32]) }
}

fn forgotten() -> Stage {
    Stage::Forgotten { address: server(1).address }
}

fn another() -> Event {
    Event::Saw(Sight::Another { address: server(1).address, paired: Certificate([1; 32]) })
}

fn code(text: &str) -> Event {
    Event::Code(text.to_owned())
}

fn stranger() -> Event {
    Event::Saw(Sight::Stranger(server(1)))
}

#[track_caller]
fn check(table: Vec<(Stage, Event, Stage)>) {
    for (before, event, after) in table {
        let (stage, done) = before.clone().after(event.clone());
        assert_eq!((&stage, done), (&after, None), "{before:?}, {event:?}");
    }
}

#[test]
fn what_is_seen_is_where_it_stands() {
    check(vec![
        (Stage::Away, Event::Saw(Sight::Nobody), Stage::Away),
        (Stage::Away, stranger(), asks(Why::New)),
        (Stage::Away, Event::Saw(Sight::Open(server(1))), paired()),
        (Stage::Away, Event::Saw(Sight::Refused(server(1))), asks(Why::Revoked)),
        (Stage::Away, another(), changed()),
        (paired(), Event::Saw(Sight::Nobody), Stage::Away),
        (paired(), Event::Saw(Sight::Refused(server(1))), asks(Why::Revoked)),
        (paired(), stranger(), asks(Why::New)),
        (paired(), another(), changed()),
        (changed(), Event::Saw(Sight::Open(server(1))), paired()),
        (changed(), Event::Saw(Sight::Nobody), Stage::Away),
        (forgotten(), Event::Saw(Sight::Nobody), forgotten()),
        (forgotten(), stranger(), asks(Why::Forgotten)),
        (asks(Why::WrongCode), Event::Saw(Sight::Open(server(1))), paired()),
    ]);
}

#[test]
fn what_was_said_stays_until_something_else_is_to_be_said() {
    check(vec![
        (asks(Why::WrongCode), stranger(), asks(Why::WrongCode)),
        (asks(Why::Revoked), Event::Saw(Sight::Refused(server(1))), asks(Why::Revoked)),
        // Somebody is typing.
        (asks(Why::New), Event::Saw(Sight::Nobody), asks(Why::New)),
        (
            asks(Why::WrongCode),
            Event::Saw(Sight::Stranger(server(2))),
            Stage::Asks { server: server(2), why: Why::New },
        ),
    ]);
}

#[test]
fn six_digits_are_proved_and_nothing_else_is() {
    for typed in ["123456", " 123 456 ", "123-456", "1 2 3 4 5 6"] {
        let (stage, done) = asks(Why::New).after(code(typed));
        assert_eq!(stage, proving(), "{typed}");
        assert_eq!(done, Some(Do::Prove { server: server(1), code: "123456".to_owned() }), "{typed}");
    }
    let none = ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "12.456"];
    check(none.into_iter().map(|typed| (asks(Why::New), code(typed), asks(Why::NoCode))).collect());
    // Where nobody asks for one.
    check(
        [Stage::Away, proving(), paired(), changed(), forgotten()]
            .map(|it| (it.clone(), code("123456"), it))
            .into(),
    );
}

#[test]
fn a_proof_ends_as_the_server_says() {
    let mut table: Vec<_> = [
        Why::WrongCode,
        Why::NotShown,
        Why::TooOften,
        Why::NotProved,
        Why::Exchanged,
        Why::Other("the disk is full".to_owned()),
    ]
    .into_iter()
    .map(|why| (proving(), Event::Failed(why.clone()), asks(why)))
    .collect();
    // What is seen meanwhile says nothing about it.
    table.extend(
        [another(), stranger(), Event::Saw(Sight::Nobody)].map(|event| (proving(), event, proving())),
    );
    // An answer that nobody waits for any more.
    table.push((Stage::Away, Event::Proved, Stage::Away));
    table.push((paired(), Event::Failed(Why::WrongCode), paired()));
    check(table);
    assert_eq!(proving().after(Event::Proved), (paired(), Some(Do::Look)), "it is entered at once");
}

#[test]
fn what_is_forgotten_is_looked_for_anew() {
    for before in [paired(), changed(), asks(Why::Revoked), proving()] {
        let after = before.after(Event::Forgot { address: server(1).address });
        assert_eq!(after, (forgotten(), Some(Do::Look)));
    }
}

#[test]
fn every_reason_says_what_to_do() {
    for (why, words) in [
        (Why::New, "ai-band pair"),
        (Why::NoCode, "6 digits"),
        (Why::WrongCode, "five tries"),
        (Why::NotShown, "ai-band pair"),
        (Why::TooOften, "Wait"),
        (Why::NotProved, "address"),
        (Why::Exchanged, "told nothing"),
        (Why::Revoked, "ai-band pair"),
        (Why::Forgotten, "ai-band pair"),
        (Why::Other("The disk is full".to_owned()), "disk"),
    ] {
        assert!(why.said().contains(words), "{why:?}: {}", why.said());
        assert!(!why.said().contains('!') && why.said().starts_with(char::is_uppercase), "{}", why.said());
    }
}
