//! Every sentence once, as it stands on the wire: what a client's author may count on.

use std::collections::BTreeMap;

use wire::lane::Lane;
use wire::rest::changes::{Change, Changes, Entity};
use wire::rest::generate::Generate;
use wire::rest::session::{Chair, Route};
use wire::{
    Clip, ExactBeat, Followed, Hello, HostTransport, Leader, Loop, MidiReady, Nanos, Outcome, Ping, Pong,
    Position, Reply, Resume, Resumed, Resync, Segment, Switched, Timeline, ToOrchestrator, ToPlugin, Topic,
    TransportSync, Welcome,
};

/// One sentence a line.
const HEARD: &str = include_str!("data/to_orchestrator.jsonl");
const SAID: &str = include_str!("data/to_plugin.jsonl");

fn heard() -> Vec<ToOrchestrator> {
    let after = BTreeMap::from([("house".to_owned(), 3), ("session/default".to_owned(), 41)]);
    vec![
        ToOrchestrator::Hello(Hello {
            proto: 1,
            instance: Some("keys-room".parse().expect("a name")),
            session: Some("default".parse().expect("a name")),
            resume: Some(Resume { journal_id: "j1".into(), after }),
            subscribe: vec![Topic::Changes, Topic::Timeline, Topic::Clips],
        }),
        ToOrchestrator::Hello(Hello {
            proto: 1,
            instance: None,
            session: None,
            resume: None,
            subscribe: vec![],
        }),
        ToOrchestrator::Ping(Ping { id: 7, t0: Nanos(9_007_199_254_740_993) }),
        ToOrchestrator::HostTransport(HostTransport {
            playing: true,
            beat: ExactBeat(-2_147_483_648),
            at_ns: Nanos(1),
            bpm: 120.5,
            meter: [6, 8],
            looped: Some(Loop { start: ExactBeat(0), end: ExactBeat(17_179_869_184) }),
            offline: false,
        }),
        ToOrchestrator::Switched(Switched { latent: None, revision: 12, beat: ExactBeat(34_359_738_368) }),
        ToOrchestrator::GenerateRequest(Box::new(Generate {
            track_types: Some(vec![Lane(music::lane::Lane::Bass), Lane(music::lane::Lane::Drums)]),
            chord_progression: Some("C-Am-F-G".parse().expect("chords")),
            tempo: wire::number::Bpm::new(120.0),
            duration: wire::number::Beats::new(32.0),
            key: Some("C major".parse().expect("a key")),
            ..Generate::default()
        })),
        ToOrchestrator::TransportSync(sync()),
    ]
}

fn sync() -> TransportSync {
    let timestamp = "2025-08-24T10:30:00Z".into();
    TransportSync { is_playing: true, current_beat: 16.75, tempo: 120.0, timestamp }
}

fn followed() -> Followed {
    let scope = "session/default".to_owned();
    let chair =
        Chair { lane: Lane(music::lane::Lane::Bass), plugin_id: None, channel: 0, route: Route::Both };
    let changed = Change::Changed {
        scope: scope.clone(),
        seq: 42,
        id: "bass".into(),
        rev: 42,
        entity: Entity::Lane(chair),
    };
    let removed = Change::Removed { scope: scope.clone(), seq: 43, entity: "region".into(), id: "2".into() };
    Followed { scope, changes: Changes { from: 41, to: 50, items: vec![changed, removed] } }
}

fn said() -> Vec<ToPlugin> {
    let welcome = |resume| Welcome {
        proto: 1,
        session: "default".into(),
        instance: Some("keys-room".into()),
        journal_id: "j1".into(),
        clock_epoch: "e1".into(),
        server_time: Nanos(1_795_000_000_000_000_000),
        settings: BTreeMap::new(),
        resume,
    };
    vec![
        ToPlugin::Welcome(welcome(Resumed::Replay)),
        ToPlugin::Welcome(welcome(Resumed::SnapshotUrl("/api/snapshot".into()))),
        ToPlugin::Pong(Pong { id: 7, t0: Nanos(1), t1: Nanos(2), t2: Nanos(3) }),
        ToPlugin::Timeline(Timeline {
            clock_epoch: "e1".into(),
            rev: 9,
            leader: Leader::Session,
            playing: true,
            segments: vec![Segment { bpm: 120.0, beat0: ExactBeat(0), at_ns: Nanos(4) }],
            looped: None,
            meter: [4, 4],
        }),
        ToPlugin::Position(Position { n: 1, beat: ExactBeat(8), at_ns: Nanos(4), playing: true, bpm: 99.5 }),
        ToPlugin::Changes(followed()),
        ToPlugin::Clip(Clip {
            region: 3,
            sha256: "sha256:ab".into(),
            len: 312,
            url: "/api/blobs/sha256:ab".into(),
        }),
        ToPlugin::MidiReady(MidiReady {
            filename: "20250824_bass_Cmaj.mid".into(),
            track_type: "bass".into(),
            duration: 32.0,
            key: "C major".into(),
        }),
        ToPlugin::Reply(Reply {
            to: "generate_request".into(),
            outcome: Outcome::Accepted { job: "job_1".into() },
        }),
        ToPlugin::Reply(Reply {
            to: "generate_request".into(),
            outcome: Outcome::Refused {
                code: "HOST_LEADS".into(),
                detail: "Keys leads; stop it there".into(),
                allowed: vec!["stop".into()],
            },
        }),
        ToPlugin::TransportSync(sync()),
        ToPlugin::Resync(Resync {
            reason: "the client was too slow".into(),
            snapshot_url: "/api/snapshot".into(),
        }),
    ]
}

fn compared<M>(page: &str, sentences: &[M])
where
    M: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let lines: Vec<&str> = page.lines().collect();
    for (line, sentence) in lines.iter().zip(sentences) {
        assert_eq!(wire::codec::encode(sentence).expect("short"), *line);
        assert_eq!(&wire::codec::decode::<M>(line).expect(line), sentence);
    }
    assert_eq!(lines.len(), sentences.len(), "a line for every sentence");
}

#[test]
fn what_is_heard_stands_as_written() {
    compared(HEARD, &heard());
}

#[test]
fn what_is_said_stands_as_written() {
    compared(SAID, &said());
}

#[test]
fn every_kind_of_sentence_is_on_the_page() {
    for kind in ["hello", "ping", "host_transport", "switched", "generate_request", "transport_sync"] {
        assert!(HEARD.contains(&format!("{{\"type\":\"{kind}\"")), "{kind}");
    }
}
