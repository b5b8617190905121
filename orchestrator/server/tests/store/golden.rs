//! The golden journal: what a release wrote, every later one reads. `UPDATE_GOLDEN=1` writes it, before a release only.

use std::collections::BTreeSet;
use std::path::PathBuf;

use orchestrator::store::journal::{self, v1};
use serde_json::{Value, json};

use crate::samples;

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/store/data/journal-v1.jsonl")
}

#[test]
fn the_golden_journal_is_written_as_ever() {
    let line = |event: &domain::Event| {
        let journal::Written { kind, version, body } = journal::write(event);
        let body: Value = serde_json::from_str(&body).unwrap();
        format!("{}\n", json!({ "kind": kind, "version": version, "body": body }))
    };
    let written: String = samples::all().iter().map(line).collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path(), &written).unwrap();
    }
    let golden = std::fs::read_to_string(path()).unwrap();
    for (number, (ours, theirs)) in written.lines().zip(golden.lines()).enumerate() {
        assert_eq!(ours, theirs, "line {}", number + 1);
    }
    assert_eq!(written.lines().count(), golden.lines().count());
}

#[test]
fn the_golden_journal_is_read_as_ever() {
    let golden = std::fs::read_to_string(path()).unwrap();
    let mut kinds = BTreeSet::new();
    for (line, expected) in golden.lines().zip(samples::all()) {
        let line: Value = serde_json::from_str(line).unwrap();
        let kind = line["kind"].as_str().unwrap();
        let version = u32::try_from(line["version"].as_u64().unwrap()).unwrap();
        assert_eq!(journal::read(kind, version, &line["body"].to_string()).unwrap(), expected, "{kind}");
        kinds.insert(kind.to_owned());
    }
    let all: BTreeSet<String> = v1::KINDS.iter().map(|kind| (*kind).to_owned()).collect();
    assert_eq!(kinds, all, "every kind has a line");
}
