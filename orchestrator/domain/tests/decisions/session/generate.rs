//! Asking for music: what becomes of a request.

use domain::job::{JOBS_MAX, Priority};
use domain::session::generate::{BEATS_MAX, OfChart, OfChords, Request};
use domain::session::{Command, Event};
use domain::{Code, Timer};
use music::lane::Lane;

use crate::cast::{chart, person, plugin};
use crate::stage::Stage;

pub(super) fn of_chart() -> OfChart {
    let lanes = vec![Lane::Bass, Lane::Drums];
    OfChart { text: None, style: None, seed: Some(7), lanes, bars: None, priority: Priority::Normal }
}

pub(super) fn of_chords(chords: &str) -> OfChords {
    let tracks = vec!["bass".to_owned(), "drums".to_owned()];
    OfChords { tracks, chords: chords.to_owned(), tempo: None, beats: None, key: None }
}

fn ask(stage: &mut Stage, request: Request) -> domain::job::Job {
    let events = stage.ask(&plugin("a"), Command::Generate(request)).unwrap();
    let [Event::JobQueued(job), Event::TimerSet { timer, due }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!((*timer, *due), (Timer::JobEnds(job.id), job.deadline));
    (**job).clone()
}

#[test]
fn a_row_of_chords_becomes_a_chart() {
    let cases: &[(&str, Option<u32>, Option<&str>, &str)] = &[
        ("C-Am-F-G", None, None, "| C | Am | F | G |"),
        ("C-Am-F-G", Some(32), None, "| C | Am | F | G | C | Am | F | G |"),
        ("C-Am-F-G", Some(6), None, "| C | Am |"),
        ("C-F", Some(1), None, "| C |"),
        ("D-7-G7", None, None, "| D-7 | G7 |"),
        ("Am7 – D7 | Gmaj7, C", None, None, "| Am7 | D7 | Gmaj7 | C |"),
        ("C-Am-F-G", None, Some("C major"), "{key: C} | C | Am | F | G |"),
    ];
    for (chords, beats, key, expected) in cases {
        let mut stage = Stage::session();
        let key = key.map(|key| key.parse().unwrap());
        let job = ask(&mut stage, Request::Chords(OfChords { beats: *beats, key, ..of_chords(chords) }));
        assert_eq!(&*job.spec.text, *expected, "{chords}");
        assert_eq!(job.spec.lanes, [Lane::Drums, Lane::Bass]);
        assert!(job.spec.replaces_own);
    }
}

#[test]
fn a_wrong_row_names_the_chord() {
    let mut stage = Stage::session();
    for (chords, code, part) in [
        ("C-Hm7-F", Code::InvalidChords, "chord 2 of the progression: "),
        ("", Code::InvalidChords, "at least one chord"),
        ("---", Code::InvalidChords, "at least one chord"),
        (&"C-".repeat(300), Code::InvalidChords, "a progression of 300 chords; 256 is the limit"),
        (&"C".repeat(9_000), Code::InvalidChords, "at most 8192 bytes"),
    ] {
        let command = Command::Generate(Request::Chords(of_chords(chords)));
        let refusal = stage.refused_with(&person(1), command, code);
        assert!(refusal.sentence.contains(part), "{}", refusal.sentence);
    }
    for beats in [0, BEATS_MAX + 1, u32::MAX] {
        let request = OfChords { beats: Some(beats), ..of_chords("C") };
        stage.refused_with(&person(1), Command::Generate(Request::Chords(request)), Code::InvalidPosition);
    }
    let request = OfChords { tracks: vec!["kazoo".into()], ..of_chords("C") };
    let refusal =
        stage.refused_with(&person(1), Command::Generate(Request::Chords(request)), Code::InvalidLane);
    assert_eq!(
        refusal.sentence,
        "\"kazoo\" is no track type; there are drums, bass, keys, guitar, pad, lead, percussion, extra"
    );
}

#[test]
fn ours_takes_the_sessions_chart_as_it_is_now() {
    let mut stage = Stage::session();
    stage.ask(&person(1), chart("| C | F |")).unwrap();
    let job = ask(&mut stage, Request::Chart(of_chart()));
    stage.ask(&person(1), chart("| G |")).unwrap();
    let kept = &stage.song().jobs().get(job.id).unwrap().spec;
    assert_eq!((&*kept.text, kept.seed, kept.replaces_own), ("| C | F |", 7, false));
    assert_eq!(job.asker.person, person(1).principal);
    assert_eq!(job.asker.client.principal, plugin("a").principal);
}

#[test]
fn without_a_seed_each_request_has_its_own() {
    let mut stage = Stage::session();
    stage.ask(&person(1), chart("| C |")).unwrap();
    let request = || Request::Chart(OfChart { seed: None, ..of_chart() });
    let (first, second) = (ask(&mut stage, request()), ask(&mut stage, request()));
    assert_ne!(first.spec.seed, second.spec.seed);
    assert!(first.spec.seed < 1 << 53);
}

#[test]
fn what_cannot_be_composed_is_refused_before_it_is_queued() {
    let mut stage = Stage::session();
    let cases = [
        (of_chart(), Code::InvalidChart, "no bars"),
        (OfChart { text: Some("| Hm7 |".into()), ..of_chart() }, Code::InvalidChart, "bar 1"),
        (
            OfChart { text: Some("| C |".into()), bars: Some(0..2), ..of_chart() },
            Code::InvalidPosition,
            "of 1",
        ),
        (
            OfChart { text: Some("| C |".into()), bars: Some(1..1), ..of_chart() },
            Code::InvalidPosition,
            "of 1",
        ),
        (
            OfChart { text: Some("| C |".into()), style: Some("x".repeat(65).into()), ..of_chart() },
            Code::InvalidText,
            "64",
        ),
    ];
    for (request, code, part) in cases {
        let refusal = stage.refused_with(&person(1), Command::Generate(Request::Chart(request)), code);
        assert!(refusal.sentence.contains(part), "{}", refusal.sentence);
    }
}

#[test]
fn the_queue_has_an_end() {
    let mut state = domain::State::new(&"session/busy".parse().unwrap());
    for number in 0..=JOBS_MAX as u64 {
        let command = Command::Generate(Request::Chords(of_chords("C-F")));
        let asked = domain::Asked { by: person(1), command: domain::Command::Session(command) };
        match domain::decide(&state, &asked, domain::WallTime(0), domain::Seed::from_number(number)) {
            Ok(events) => events.iter().for_each(|event| state.apply(event)),
            Err(refusal) => {
                assert_eq!((number, refusal.code), (JOBS_MAX as u64, Code::LimitReached));
                return;
            }
        }
    }
    panic!("the queue has no end");
}
