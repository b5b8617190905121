//! The sweep takes what nothing needs, and only when it is old.

use std::time::{Duration, SystemTime};

use music::clip::Hash;
use orchestrator::blobs::Blobs;
use orchestrator::library::{KEPT_FOR, Swept, sweep};
use orchestrator::store::memory::Memory;
use orchestrator::store::{ArtifactChange, Batch, BlobUse, Body, Store};

use crate::block_on;
use crate::rows::{SCOPE, artifact, events};

#[test]
fn only_what_is_old_and_needed_by_nothing_goes() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let (store, blobs) = (Memory::default(), Blobs::open(folder.path()).unwrap());
        let put = |content: &str| blobs.put(content.as_bytes()).unwrap();
        let [kept, played, long, stray, young] = ["kept", "played", "long body", "stray", "young"].map(put);
        let mut batch: Batch = events(SCOPE, 1..=1);
        batch.events[0].body = Body::Blob(long);
        batch.artifacts = vec![ArtifactChange::Kept(Box::new(artifact("artifact_1", "kept")))];
        batch.uses = vec![BlobUse { scope: SCOPE.to_owned(), hash: played, is_used: true }];
        store.commit(&batch).await.unwrap();

        let now = SystemTime::now();
        let swept = sweep(&store, &blobs, now + KEPT_FOR - Duration::from_secs(60)).await.unwrap();
        assert_eq!(swept, Swept::default(), "nothing is old yet");
        let text = young.to_string();
        let file = folder.path().join(&text[7..9]).join(&text[9..]);
        let file = std::fs::OpenOptions::new().write(true).open(file).unwrap();
        file.set_modified(now + KEPT_FOR).unwrap();
        let swept = sweep(&store, &blobs, now + KEPT_FOR + Duration::from_secs(60)).await.unwrap();
        assert_eq!(swept, Swept { blobs: 1, bytes: 5 });
        let left: Vec<Hash> = blobs.list().unwrap().into_iter().map(|entry| entry.hash).collect();
        let mut expected = vec![kept, played, long, young];
        expected.sort();
        assert_eq!(left, expected);
        assert!(!blobs.has(&stray));
    });
}
