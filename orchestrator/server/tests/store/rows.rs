//! Rows to try stores with.

use music::clip::Hash;
use orchestrator::store::{Answer, Artifact, Batch, Body, Entry, Grant, Job, JobState, Principal, Timer};

pub(crate) const SCOPE: &str = "session/default";

pub(crate) fn entry(scope: &str, seq: u64) -> Entry {
    Entry {
        scope: scope.to_owned(),
        seq,
        at: 1_000 + seq.cast_signed(),
        actor: r#"{"principal":"me"}"#.to_owned(),
        kind: "session.chair_moved".to_owned(),
        version: 1,
        body: Body::Here(format!("{{\"n\":{seq}}}")),
    }
}

pub(crate) fn events(scope: &str, seqs: std::ops::RangeInclusive<u64>) -> Batch {
    Batch { events: seqs.map(|seq| entry(scope, seq)).collect(), ..Batch::default() }
}

pub(crate) fn job(id: &str, state: JobState) -> Job {
    Job {
        id: id.to_owned(),
        scope: SCOPE.to_owned(),
        kind: "compose".to_owned(),
        capability: "compose".to_owned(),
        spec: Body::Here("{\"text\":\"Am7 \u{266d}\"}".to_owned()),
        state,
        attempt: 1,
        priority: 5,
        queued_at: 10,
        run_at: 20,
        deadline: Some(i64::MAX),
        token: 7,
        leased_by: Some("principal_0".to_owned()),
        leased_until: Some(99),
        reason: None,
    }
}

pub(crate) fn artifact(id: &str, content: &str) -> Artifact {
    Artifact {
        id: id.to_owned(),
        hash: Hash::of(content.as_bytes()),
        scope: SCOPE.to_owned(),
        kind: "clip".to_owned(),
        bytes: content.len() as u64,
        at: 5,
        creator: "principal_1".to_owned(),
        length_ticks: Some(3_840),
        lane: Some("bass".to_owned()),
        label: "bass, pop".to_owned(),
        tags: vec!["type:midi".to_owned(), "lane:bass".to_owned()],
        parents: vec!["artifact_0".to_owned()],
        job: Some("job_1".to_owned()),
        is_orphan: false,
        recipe: "{}".to_owned(),
    }
}

pub(crate) fn timer(name: &str, due: i64) -> Timer {
    Timer { scope: SCOPE.to_owned(), name: name.to_owned(), due }
}

pub(crate) fn principal(id: &str, verbs: &[&str]) -> Principal {
    let grant = |verb: &&str| Grant { scopes: "*".to_owned(), verb: (*verb).to_owned() };
    Principal {
        id: id.to_owned(),
        kind: "person".to_owned(),
        name: "Anna".to_owned(),
        acts_for: None,
        is_revoked: false,
        grants: verbs.iter().map(grant).collect(),
    }
}

pub(crate) fn answer(key: &str, at: i64) -> Answer {
    Answer {
        principal: "principal_1".to_owned(),
        key: key.to_owned(),
        request: Hash::of(key.as_bytes()),
        at,
        scope: SCOPE.to_owned(),
        first_seq: 3,
        count: 2,
    }
}
