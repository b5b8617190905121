//! The studio: so many at once, the rest in their turn, and nothing for nobody.

use std::path::Path;
use std::sync::Arc;

use domain::WallTime;
use orchestrator::render::{BANKS, Playing, Refused, Studio};
use synth::bank::{Bank, make};
use tokio::task::JoinSet;

use crate::sounds::rendered;
use crate::stage::Stage;

const NOW: WallTime = WallTime(1_756_031_400_000_000_000);
/// With the default bank.
const AT_ONCE: usize = 10;
const WAITING: usize = 32;

async fn open(studio: &Studio, stage: &Stage) -> Result<Playing, Refused> {
    studio.open(stage.order.clone(), stage.library.clone(), NOW).await
}

async fn whole(mut playing: Playing) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(piece) = playing.next().await {
        bytes.extend(piece.unwrap());
    }
    assert!(playing.next().await.is_none(), "it stays over");
    bytes
}

#[tokio::test]
async fn what_is_made_in_turns_is_what_is_made_alone() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Arc::new(Studio::new(folder.path()));
    let bank = Bank::from_bytes("default", make()).unwrap();
    let mut all = JoinSet::new();
    for bar in 0..20 {
        let studio = studio.clone();
        all.spawn(async move {
            let stage = Stage::new().bars(bar % 4, bar % 4 + 1);
            (bar, whole(open(&studio, &stage).await.unwrap()).await)
        });
    }
    let expected: Vec<Vec<u8>> =
        (0..4).map(|bar| rendered(&Stage::new().bars(bar, bar + 1), &bank)).collect();
    while let Some(done) = all.join_next().await {
        let (bar, bytes) = done.unwrap();
        assert!(bytes == expected[bar as usize % 4], "bar {bar}");
    }
}

#[tokio::test]
async fn who_finds_no_room_waits_and_who_finds_no_place_to_wait_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Arc::new(Studio::new(folder.path()));
    let mut playing = Vec::new();
    for _ in 0..AT_ONCE {
        playing.push(open(&studio, &Stage::new()).await.unwrap());
    }
    let mut waiting = JoinSet::new();
    for _ in 0..=WAITING {
        let studio = studio.clone();
        waiting.spawn(async move { open(&studio, &Stage::new()).await.map(drop) });
    }
    let told = waiting.join_next().await.unwrap().unwrap();
    assert!(matches!(told, Err(Refused::Busy)), "one too many, and it need not wait to hear so");
    drop(playing);
    let mut opened = 0;
    while let Some(answer) = waiting.join_next().await {
        answer.unwrap().unwrap();
        opened += 1;
    }
    assert_eq!(opened, WAITING);
}

#[tokio::test]
async fn whoever_goes_away_gives_back_the_room() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Studio::new(folder.path());
    for _ in 0..AT_ONCE * 2 {
        let mut playing = open(&studio, &Stage::new()).await.unwrap();
        playing.next().await.unwrap().unwrap();
        // In the middle of a piece, too.
        let piece = playing.next();
        tokio::select! {
            biased;
            () = tokio::task::yield_now() => {}
            _ = piece => {}
        }
    }
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[tokio::test]
async fn nothing_is_made_before_somebody_asks() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Studio::new(folder.path());
    assert_eq!(files(folder.path()), 0);
    whole(open(&studio, &Stage::new().bars(0, 1)).await.unwrap()).await;
    assert_eq!(files(&folder.path().join("cache")), 1, "the default bank is made once");
}

#[tokio::test]
async fn a_bank_is_named_by_its_file_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Studio::new(folder.path());
    let mut stage = Stage::new().bars(0, 1);
    stage.order.bank = Some("hall.sf2".to_owned());
    assert!(matches!(open(&studio, &stage).await, Err(Refused::Bank(_))));
    std::fs::create_dir(folder.path().join(BANKS)).unwrap();
    std::fs::write(folder.path().join(BANKS).join("hall.sf2"), make()).unwrap();
    let bank = Bank::from_bytes("default", make()).unwrap();
    assert!(whole(open(&studio, &stage).await.unwrap()).await == rendered(&stage, &bank));
}
