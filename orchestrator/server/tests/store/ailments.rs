//! Every table broken once, in every way: the doctor names what, and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::actor::Kind;
use domain::house::pairing::{CodeHash, Offer};
use domain::house::principal::{Introduction, Rights, Sessions};
use domain::{Actor, Asked, Command, Scope, Verbs, WallTime, house, session};
use orchestrator::clock::{CountedChance, ManualClock};
use orchestrator::rooms::{Rooms, Settings};
use orchestrator::store::maintenance::examine;

use crate::block_on;
use crate::doctor::{break_with, compose};

/// The year 2106: a timer that is set then is not due when this is read.
const LATER: WallTime = WallTime(4_300_000_000_000_000_000);

const MISSING: &str = "the journal tells of it, and it is not in the table";
const STRANGE: &str = "it is in the table, and the journal does not know it";
const OTHERWISE: &str = "the table says otherwise than the journal";

/// What is done to the tables, which of them, and what is said.
const CASES: &[(&str, &str, &str)] = &[
    ("DELETE FROM job", "job job_", MISSING),
    ("UPDATE job SET state = 'queued'", "job job_", "the table says queued, the journal done"),
    ("UPDATE job SET priority = priority + 1", "job job_", OTHERWISE),
    ("UPDATE job SET reason = 'no'", "job job_", OTHERWISE),
    ("UPDATE job SET id = 'job_0'", "job job_0", STRANGE),
    ("DELETE FROM artifact WHERE id = (SELECT MIN(id) FROM artifact)", "artifact artifact_", MISSING),
    (
        "UPDATE artifact SET label = 'x' WHERE id = (SELECT MIN(id) FROM artifact)",
        "artifact artifact_",
        OTHERWISE,
    ),
    (
        "DELETE FROM artifact_tag WHERE place = 0 AND artifact = (SELECT MIN(artifact) FROM artifact_tag)",
        "artifact artifact_",
        OTHERWISE,
    ),
    (
        "INSERT INTO artifact SELECT 'artifact_0', hash, scope, kind, bytes, at, creator, length_ticks, lane, label, job, \
         is_orphan, recipe FROM artifact LIMIT 1",
        "artifact artifact_0",
        STRANGE,
    ),
    ("DELETE FROM blob_use WHERE hash = (SELECT MIN(hash) FROM blob_use)", "use of sha256:", MISSING),
    ("INSERT INTO blob_use SELECT hash, 'session/other' FROM blob_use LIMIT 1", "in session/other", STRANGE),
    ("DELETE FROM principal", "principal principal_", MISSING),
    ("UPDATE principal SET is_revoked = 1", "principal principal_", OTHERWISE),
    ("DELETE FROM granted WHERE verb = 'view'", "principal principal_", OTHERWISE),
    (
        "INSERT INTO principal VALUES ('principal_0', 'person', 'Eve', NULL, 0)",
        "principal principal_0",
        STRANGE,
    ),
    ("DELETE FROM timer", "of house", MISSING),
    ("UPDATE timer SET due = due + 1", "of house", OTHERWISE),
    (
        "INSERT INTO timer VALUES ('session/default', 'job_ends', 1)",
        "timer job_ends of session/default",
        STRANGE,
    ),
];

/// Music that was made, somebody who was let in, and a door that is open for two minutes.
async fn lived_in(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    let settings = Settings { data: data.clone(), holder: "a test".to_owned(), export: None };
    let clock = Arc::new(ManualClock::new(LATER));
    let rooms = Rooms::open(&settings, clock, Arc::new(CountedChance::new(1))).await.unwrap();
    compose(&rooms).await;
    let rights =
        Rights { verbs: Verbs::of(&[domain::Verb::View, domain::Verb::Edit]), sessions: Sessions::All };
    let name = "Anna".to_owned();
    let introduction =
        Introduction { kind: Kind::Person, name, rights: rights.clone(), acts_for: None, key: None };
    let offer = Offer { code: CodeHash([1; 32]), kind: Kind::Plugin, rights };
    for command in [house::Command::Introduce(introduction), house::Command::BeginPairing(offer)] {
        let asked = Asked { by: Actor::system(), command: Command::House(command) };
        rooms.writer.ask(Scope::House, asked, None).await.unwrap();
    }
    // So that something was deleted again, and is nobody's ailment.
    let undo = Asked { by: Actor::system(), command: Command::Session(session::Command::Undo) };
    let _ = rooms.writer.ask("session/default".parse().unwrap(), undo, None).await;
    rooms.close().await;
    data
}

#[test]
fn the_doctor_holds_every_table_against_the_journals() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let data = lived_in(folder.path()).await;
        assert_eq!(examine(&data).await.unwrap(), Vec::<String>::new());
        let (database, healthy) = (data.join("band.sqlite"), folder.path().join("healthy"));
        fs::copy(&database, &healthy).unwrap();
        for (sql, what, problem) in CASES {
            break_with(&data, sql).await;
            let told = examine(&data).await.unwrap();
            let is_told = |told: &String| told.contains(what) && told.contains(problem);
            assert!(told.iter().any(is_told), "{sql}: {told:?}");
            // A row under another name is one too many and one too few.
            assert!(told.len() == 1 || sql.contains("SET id"), "{sql}: {told:?}");
            for beside in ["band.sqlite-wal", "band.sqlite-shm"] {
                let _ = fs::remove_file(data.join(beside));
            }
            fs::copy(&healthy, &database).unwrap();
        }
        assert_eq!(examine(&data).await.unwrap(), Vec::<String>::new());
    });
}
