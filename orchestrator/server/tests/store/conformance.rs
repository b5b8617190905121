//! What every store does: each case runs on all of them.

use std::collections::BTreeSet;

use music::clip::Hash;
use orchestrator::store::memory::Memory;
use orchestrator::store::sqlite::Sqlite;
use orchestrator::store::{
    ArtifactChange, ArtifactQuery, Batch, BlobUse, Body, Error, Job, JobQuery, JobState, PAGE_MAX, Snapshot,
    Store, TimerChange, Waiting,
};

use crate::block_on;
use crate::rows::{SCOPE, answer, artifact, entry, events, job, principal, timer};

/// Each case on a fresh store of every kind.
macro_rules! on_every_store {
    ($($case:ident),+ $(,)?) => {
        mod memory {
            $(#[test] fn $case() { super::block_on(super::$case(&super::Memory::default())); })+
        }
        mod sqlite {
            $(#[test] fn $case() { super::block_on(super::on_sqlite(async |store| super::$case(store).await)); })+
        }
    };
}

on_every_store!(
    events_come_back_in_order,
    pages_end_where_they_should,
    a_gap_is_refused_and_nothing_of_its_batch_is_kept,
    an_event_is_never_written_twice,
    several_scopes_count_for_themselves,
    a_long_body_is_named,
    snapshots_are_of_one_fold,
    timers_are_set_moved_and_cleared,
    jobs_are_whole_rows,
    open_jobs_are_found,
    the_first_that_wait_of_each_scope_are_found,
    artifacts_are_found_by_what_they_are,
    a_page_of_artifacts_goes_on_after_an_id,
    what_is_deleted_is_gone_and_what_is_used_is_needed,
    all_timers_and_uses_can_be_looked_at,
    principals_keep_only_their_last_rights,
    answers_are_kept_and_forgotten,
    an_empty_batch_is_nothing,
);

async fn on_sqlite(case: impl AsyncFn(&Sqlite)) {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = Sqlite::open(&folder.path().join("band.sqlite"), folder.path()).await.unwrap();
    case(&store).await;
    assert_eq!(store.ailments().await.unwrap(), Vec::<String>::new());
    store.close().await.unwrap();
}

async fn events_come_back_in_order(store: &dyn Store) {
    store.commit(&events(SCOPE, 1..=3)).await.unwrap();
    store.commit(&events(SCOPE, 4..=5)).await.unwrap();
    let all = store.events(SCOPE, 0, 100).await.unwrap();
    assert_eq!(all, (1..=5).map(|seq| entry(SCOPE, seq)).collect::<Vec<_>>());
    assert_eq!(store.heads().await.unwrap().into_iter().collect::<Vec<_>>(), [(SCOPE.to_owned(), 5)]);
}

async fn pages_end_where_they_should(store: &dyn Store) {
    store.commit(&events(SCOPE, 1..=u64::from(PAGE_MAX) + 1)).await.unwrap();
    let seqs = async |after, limit| {
        let page = store.events(SCOPE, after, limit).await.unwrap();
        (page.len(), page.first().map(|entry| entry.seq), page.last().map(|entry| entry.seq))
    };
    assert_eq!(seqs(0, 2).await, (2, Some(1), Some(2)));
    assert_eq!(seqs(2, 2).await, (2, Some(3), Some(4)));
    assert_eq!(seqs(0, u32::MAX).await, (PAGE_MAX as usize, Some(1), Some(u64::from(PAGE_MAX))));
    assert_eq!(seqs(u64::from(PAGE_MAX) + 1, 10).await, (0, None, None));
    assert_eq!(seqs(u64::MAX, 10).await, (0, None, None));
    assert!(store.events("session/other", 0, 10).await.unwrap().is_empty());
}

async fn a_gap_is_refused_and_nothing_of_its_batch_is_kept(store: &dyn Store) {
    store.commit(&events(SCOPE, 1..=1)).await.unwrap();
    for (seqs, expected, found) in [(3..=3, 2, 3), (1..=1, 2, 1), (2..=2, 2, 2)] {
        let mut batch = events("session/other", 1..=1);
        batch.timers.push(TimerChange::Set(timer("t", 1)));
        batch.events.extend(events(SCOPE, seqs).events);
        // The last case is in order but for its second event.
        batch.events.push(entry(SCOPE, 9));
        let refused = store.commit(&batch).await.unwrap_err();
        let (expected, found) = if expected == found { (3, 9) } else { (expected, found) };
        let Error::Gap { expected: told, found: got, .. } = refused else { panic!("{refused}") };
        assert_eq!((told, got), (expected, found));
        assert!(store.events("session/other", 0, 10).await.unwrap().is_empty());
        assert_eq!(store.next_timer().await.unwrap(), None);
        assert_eq!(store.events(SCOPE, 0, 10).await.unwrap().len(), 1);
    }
    store.commit(&events(SCOPE, 2..=2)).await.unwrap();
}

async fn an_event_is_never_written_twice(store: &dyn Store) {
    store.commit(&events(SCOPE, 1..=2)).await.unwrap();
    assert!(store.commit(&events(SCOPE, 2..=2)).await.is_err());
    assert_eq!(store.events(SCOPE, 0, 10).await.unwrap().len(), 2);
}

async fn several_scopes_count_for_themselves(store: &dyn Store) {
    let mut batch = events("house", 1..=2);
    batch.events.extend(events(SCOPE, 1..=1).events);
    batch.events.push(entry("house", 3));
    store.commit(&batch).await.unwrap();
    let heads: Vec<_> = store.heads().await.unwrap().into_iter().collect();
    assert_eq!(heads, [("house".to_owned(), 3), (SCOPE.to_owned(), 1)]);
}

async fn a_long_body_is_named(store: &dyn Store) {
    let hash = Hash::of(b"long");
    let mut batch = events(SCOPE, 1..=1);
    batch.events[0].body = Body::Blob(hash);
    store.commit(&batch).await.unwrap();
    assert_eq!(store.events(SCOPE, 0, 1).await.unwrap(), batch.events);
    assert_eq!(store.blobs_needed().await.unwrap(), BTreeSet::from([hash]));
}

async fn snapshots_are_of_one_fold(store: &dyn Store) {
    let snapshot = |seq, fold| Snapshot { scope: SCOPE.to_owned(), seq, fold, body: vec![0, 255, seq as u8] };
    assert_eq!(store.snapshot(SCOPE, 1).await.unwrap(), None);
    store.save_snapshot(&snapshot(500, 1)).await.unwrap();
    store.save_snapshot(&snapshot(1_000, 1)).await.unwrap();
    assert_eq!(store.snapshot(SCOPE, 1).await.unwrap(), Some(snapshot(1_000, 1)));
    assert_eq!(store.snapshot(SCOPE, 2).await.unwrap(), None);
    assert_eq!(store.snapshot("house", 1).await.unwrap(), None);
}

async fn timers_are_set_moved_and_cleared(store: &dyn Store) {
    let set = |name: &str, due| TimerChange::Set(timer(name, due));
    let timers = vec![set("late", 30), set("soon", 20), set("moved", 5), set("moved", 25)];
    store.commit(&Batch { timers, ..Batch::default() }).await.unwrap();
    assert_eq!(store.next_timer().await.unwrap(), Some(20));
    assert_eq!(store.timer(SCOPE, "moved").await.unwrap(), Some(25));
    assert_eq!(store.timer("house", "moved").await.unwrap(), None);
    assert_eq!(store.timers_due(19, 10).await.unwrap(), []);
    assert_eq!(store.timers_due(25, 10).await.unwrap(), [timer("soon", 20), timer("moved", 25)]);
    assert_eq!(store.timers_due(i64::MAX, 1).await.unwrap(), [timer("soon", 20)]);
    let cleared = |name: &str| TimerChange::Cleared { scope: SCOPE.to_owned(), name: name.to_owned() };
    let timers = vec![cleared("soon"), cleared("never set"), cleared("late"), set("late", 40)];
    store.commit(&Batch { timers, ..Batch::default() }).await.unwrap();
    assert_eq!(store.timers_due(i64::MAX, 10).await.unwrap(), [timer("moved", 25), timer("late", 40)]);
}

async fn jobs_are_whole_rows(store: &dyn Store) {
    assert_eq!(store.job("job_1").await.unwrap(), None);
    let mut row = job("job_1", JobState::Queued);
    row.spec = Body::Blob(Hash::of(b"spec"));
    store.commit(&Batch { jobs: vec![row.clone()], ..Batch::default() }).await.unwrap();
    assert_eq!(store.job("job_1").await.unwrap(), Some(row.clone()));
    assert!(store.blobs_needed().await.unwrap().contains(&Hash::of(b"spec")));
    row.spec = Body::Here("{}".to_owned());
    (row.state, row.leased_by, row.leased_until, row.deadline) = (JobState::Dead, None, None, None);
    row.reason = Some("no".to_owned());
    (row.token, row.priority) = (u64::MAX, -1);
    store.commit(&Batch { jobs: vec![row.clone()], ..Batch::default() }).await.unwrap();
    assert_eq!(store.job("job_1").await.unwrap(), Some(row));
}

async fn open_jobs_are_found(store: &dyn Store) {
    let mut late = job("job_3", JobState::Queued);
    late.run_at = 50;
    let mut elsewhere = job("job_4", JobState::Queued);
    elsewhere.scope = "session/other".to_owned();
    let jobs = vec![job("job_2", JobState::Leased), late, job("job_1", JobState::Queued), elsewhere];
    store.commit(&Batch { jobs, ..Batch::default() }).await.unwrap();
    let found = async |query: JobQuery| {
        let jobs =
            store.jobs(&JobQuery { limit: if query.limit == 0 { 10 } else { query.limit }, ..query }).await;
        jobs.unwrap().into_iter().map(|job| job.id).collect::<Vec<_>>()
    };
    let queued = || JobQuery { states: vec![JobState::Queued], ..JobQuery::default() };
    assert_eq!(found(JobQuery::default()).await, ["job_1", "job_2", "job_3", "job_4"]);
    assert_eq!(found(queued()).await, ["job_1", "job_3", "job_4"]);
    assert_eq!(found(JobQuery { due_at: Some(49), ..queued() }).await, ["job_1", "job_4"]);
    assert_eq!(found(JobQuery { scope: Some(SCOPE.to_owned()), ..queued() }).await, ["job_1", "job_3"]);
    assert_eq!(found(JobQuery { after: Some("job_1".to_owned()), limit: 1, ..queued() }).await, ["job_3"]);
    let states = vec![JobState::Leased, JobState::Dead];
    assert_eq!(found(JobQuery { states, ..JobQuery::default() }).await, ["job_2"]);
}

async fn the_first_that_wait_of_each_scope_are_found(store: &dyn Store) {
    let waiting = |id: &str, scope: &str, priority, queued_at| {
        let queued = job(id, JobState::Queued);
        Job { scope: scope.to_owned(), priority, queued_at, run_at: queued_at, ..queued }
    };
    let jobs = vec![
        waiting("job_1", SCOPE, 4, 30),
        waiting("job_2", SCOPE, 4, 20),
        waiting("job_3", SCOPE, 4, 20),
        waiting("job_4", SCOPE, 4, 10),
        waiting("job_5", SCOPE, 8, 40),
        waiting("job_6", "session/other", 4, 25),
        waiting("job_7", "session/other", 4, 60),
        Job { capability: "render".to_owned(), ..waiting("job_8", SCOPE, 8, 1) },
        Job { state: JobState::Leased, ..waiting("job_9", SCOPE, 8, 1) },
    ];
    let capability = jobs[0].capability.clone();
    store.commit(&Batch { jobs, ..Batch::default() }).await.unwrap();
    for (now, each, expected) in [
        (50, 2, vec!["job_5", "job_4", "job_2", "job_6"]),
        (50, 1, vec!["job_5", "job_4", "job_6"]),
        (50, 9, vec!["job_5", "job_4", "job_2", "job_3", "job_6", "job_1"]),
        (60, 2, vec!["job_5", "job_4", "job_2", "job_6", "job_7"]),
        (9, 2, vec![]),
    ] {
        let found = store.jobs_waiting(&capability, now, each).await.unwrap();
        assert_eq!(found.iter().map(|job| &job.id).collect::<Vec<_>>(), expected, "{now}, {each}");
    }
    let other = store.jobs_waiting("render", 50, 2).await.unwrap();
    let only = Waiting { id: "job_8".to_owned(), scope: SCOPE.to_owned(), priority: 8, queued_at: 1 };
    assert_eq!(other, [only]);
}

async fn artifacts_are_found_by_what_they_are(store: &dyn Store) {
    let plain = artifact("artifact_1", "one");
    let mut image = artifact("artifact_2", "two");
    (image.kind, image.lane, image.length_ticks, image.job) = ("image".to_owned(), None, None, None);
    (image.tags, image.parents, image.is_orphan) = (Vec::new(), vec!["artifact_1".to_owned()], true);
    // The same bytes again: another artifact, one blob.
    let mut twin = artifact("artifact_3", "one");
    (twin.scope, twin.tags) = ("session/other".to_owned(), vec!["lane:keys".to_owned()]);
    let kept = [&plain, &image, &twin].map(|artifact| ArtifactChange::Kept(Box::new(artifact.clone())));
    store.commit(&Batch { artifacts: kept.to_vec(), ..Batch::default() }).await.unwrap();
    assert_eq!(store.artifact("artifact_2").await.unwrap().as_ref(), Some(&image));
    assert_eq!(store.artifact("artifact_9").await.unwrap(), None);
    let text = |text: &str| Some(text.to_owned());
    let none = ArtifactQuery { limit: 10, ..ArtifactQuery::default() };
    let cases = [
        (none.clone(), vec![&plain, &image, &twin]),
        (ArtifactQuery { kind: text("image"), ..none.clone() }, vec![&image]),
        (ArtifactQuery { scope: text(SCOPE), ..none.clone() }, vec![&plain, &image]),
        (ArtifactQuery { tag: text("lane:bass"), ..none.clone() }, vec![&plain]),
        (ArtifactQuery { parent: text("artifact_1"), ..none.clone() }, vec![&image]),
        (ArtifactQuery { hash: Some(Hash::of(b"one")), ..none.clone() }, vec![&plain, &twin]),
        (ArtifactQuery { job: text("job_1"), ..none.clone() }, vec![&plain, &twin]),
        (ArtifactQuery { hash: Some(plain.hash), tag: text("lane:keys"), ..none }, vec![&twin]),
    ];
    for (query, expected) in cases {
        assert_eq!(store.artifacts(&query).await.unwrap().iter().collect::<Vec<_>>(), expected, "{query:?}");
    }
}

async fn a_page_of_artifacts_goes_on_after_an_id(store: &dyn Store) {
    let ids = ["artifact_a", "artifact_b", "artifact_c"];
    let kept = ids.map(|id| ArtifactChange::Kept(Box::new(artifact(id, id))));
    store.commit(&Batch { artifacts: kept.to_vec(), ..Batch::default() }).await.unwrap();
    let mut query = ArtifactQuery { limit: 2, ..ArtifactQuery::default() };
    assert_eq!(store.artifacts(&query).await.unwrap().len(), 2);
    query.after = Some("artifact_b".to_owned());
    assert_eq!(store.artifacts(&query).await.unwrap(), [artifact("artifact_c", "artifact_c")]);
}

async fn what_is_deleted_is_gone_and_what_is_used_is_needed(store: &dyn Store) {
    let (kept, used) = (artifact("artifact_1", "kept"), Hash::of(b"used"));
    let is = |is_used| BlobUse { scope: SCOPE.to_owned(), hash: used, is_used };
    let artifacts = vec![ArtifactChange::Kept(Box::new(kept.clone()))];
    store.commit(&Batch { artifacts, uses: vec![is(true), is(true)], ..Batch::default() }).await.unwrap();
    assert_eq!(store.blobs_needed().await.unwrap(), BTreeSet::from([kept.hash, used]));
    let artifacts = vec![ArtifactChange::Deleted { artifact: kept.id.clone() }];
    store.commit(&Batch { artifacts, ..Batch::default() }).await.unwrap();
    assert_eq!(store.artifact(&kept.id).await.unwrap(), None);
    assert_eq!(store.blobs_needed().await.unwrap(), BTreeSet::from([used]));
    store.commit(&Batch { uses: vec![is(false)], ..Batch::default() }).await.unwrap();
    assert!(store.blobs_needed().await.unwrap().is_empty());
}

async fn all_timers_and_uses_can_be_looked_at(store: &dyn Store) {
    let (one, other) = (Hash::of(b"one"), Hash::of(b"other"));
    let used = |hash, scope: &str| BlobUse { scope: scope.to_owned(), hash, is_used: true };
    let uses = vec![used(one, SCOPE), used(one, "session/other"), used(other, SCOPE)];
    let timers = ["b", "a"].map(|name| TimerChange::Set(timer(name, 5))).to_vec();
    store.commit(&Batch { uses, timers, ..Batch::default() }).await.unwrap();
    let expected = [(one, SCOPE), (one, "session/other"), (other, SCOPE)];
    let expected = expected.map(|(hash, scope)| (hash, scope.to_owned()));
    assert_eq!(store.blob_uses().await.unwrap(), BTreeSet::from(expected));
    assert_eq!(store.timers().await.unwrap(), [timer("a", 5), timer("b", 5)]);
}

async fn principals_keep_only_their_last_rights(store: &dyn Store) {
    let principals = vec![principal("principal_2", &["view"]), principal("principal_1", &["admin", "view"])];
    store.commit(&Batch { principals, ..Batch::default() }).await.unwrap();
    let mut later = principal("principal_1", &["edit"]);
    (later.is_revoked, later.acts_for) = (true, Some("principal_2".to_owned()));
    store.commit(&Batch { principals: vec![later.clone()], ..Batch::default() }).await.unwrap();
    assert_eq!(store.principals().await.unwrap(), [later, principal("principal_2", &["view"])]);
}

async fn answers_are_kept_and_forgotten(store: &dyn Store) {
    let answers = vec![answer("old", 10), answer("new", 20)];
    store.commit(&Batch { answers, ..Batch::default() }).await.unwrap();
    assert_eq!(store.answer("principal_1", "old").await.unwrap(), Some(answer("old", 10)));
    assert_eq!(store.answer("principal_2", "old").await.unwrap(), None);
    store.commit(&Batch { answers_until: Some(20), ..Batch::default() }).await.unwrap();
    assert_eq!(store.answer("principal_1", "old").await.unwrap(), None);
    assert_eq!(store.answer("principal_1", "new").await.unwrap(), Some(answer("new", 20)));
    let again = orchestrator::store::Answer { first_seq: 9, ..answer("new", 30) };
    store.commit(&Batch { answers: vec![again.clone()], ..Batch::default() }).await.unwrap();
    assert_eq!(store.answer("principal_1", "new").await.unwrap(), Some(again));
}

async fn an_empty_batch_is_nothing(store: &dyn Store) {
    assert!(Batch::default().is_empty());
    store.commit(&Batch::default()).await.unwrap();
    assert!(store.heads().await.unwrap().is_empty());
}
