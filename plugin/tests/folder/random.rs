//! Whatever happens in a folder, in whatever order and however much of it is seen: in the end what is there is known.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ai_band_plugin::folder::Event;
use ai_band_plugin::folder::disk::{self, Outcome};
use ai_band_plugin::folder::index::Hint;
use ai_band_plugin::folder::lane::Split;
use music::lane::Lane;
use proptest::prelude::*;

use crate::stage::{Stage, anonymous, ms, song};

const FILES: &[&str] = &[
    "20250824_bass_Cmaj.mid",
    "20250824_drums_Cmaj.mid",
    "20250825_bass_Cmaj.mid",
    "take.mid",
    "take.mid.tmp",
    "bass/take.mid",
    "bass/20250823_take.mid",
    "keys/take.mid",
    "temp/take.mid",
];
const FOLDERS: &[&str] = &["bass", "keys", "temp", "new"];

#[derive(Clone, Copy, Debug)]
enum Step {
    Create {
        file: usize,
        number: u32,
    },
    /// In two steps, each seen as such.
    WriteHalf {
        file: usize,
        number: u32,
    },
    Rename {
        from: usize,
        to: usize,
    },
    Delete {
        file: usize,
    },
    MakeFolder {
        folder: usize,
    },
    RenameFolder {
        from: usize,
        to: usize,
    },
    RemoveFolder {
        folder: usize,
    },
}

#[derive(Clone, Copy, Debug)]
struct Turn {
    step: Step,
    /// Nobody sees it, but that something was missed is said then or with a later one.
    is_lost: bool,
    /// What the index may do before the next turn.
    works: usize,
    time_ms: u64,
}

fn step() -> impl Strategy<Value = Step> {
    let (file, folder, number) = (0..FILES.len(), 0..FOLDERS.len(), 0..6_u32);
    prop_oneof![
        6 => (file.clone(), number.clone()).prop_map(|(file, number)| Step::Create { file, number }),
        3 => (file.clone(), number).prop_map(|(file, number)| Step::WriteHalf { file, number }),
        3 => (file.clone(), file.clone()).prop_map(|(from, to)| Step::Rename { from, to }),
        2 => file.prop_map(|file| Step::Delete { file }),
        1 => folder.clone().prop_map(|folder| Step::MakeFolder { folder }),
        1 => (folder.clone(), folder.clone()).prop_map(|(from, to)| Step::RenameFolder { from, to }),
        1 => folder.prop_map(|folder| Step::RemoveFolder { folder }),
    ]
}

fn turn() -> impl Strategy<Value = Turn> {
    let rest = (prop::bool::weighted(0.15), 0..20_usize, 0..30_u64);
    (step(), rest).prop_map(|(step, (is_lost, works, time_ms))| Turn { step, is_lost, works, time_ms })
}

/// Some that say their chair, some that do not.
fn content(number: u32) -> Vec<u8> {
    let lane = Lane::from_index(number as usize);
    lane.filter(|_| number < 3).map_or_else(|| anonymous(number), |lane| song(lane, number))
}

/// Does it, and says which names a watching system would name.
fn happen(stage: &mut Stage, step: Step) -> Vec<(PathBuf, Hint)> {
    let settled = |path: &str| (PathBuf::from(path), Hint::Settled);
    match step {
        Step::Create { file, number } => {
            stage.write(FILES[file], content(number));
            vec![(FILES[file].into(), Hint::Touched), settled(FILES[file])]
        }
        Step::WriteHalf { file, number } => {
            let whole = content(number);
            stage.write(FILES[file], whole[..whole.len() / 2].to_vec());
            vec![(FILES[file].into(), Hint::Touched)]
        }
        Step::Rename { from, to } => {
            if let Some(stored) = stage.files.remove(&PathBuf::from(FILES[from])) {
                stage.files.insert(FILES[to].into(), stored);
            }
            vec![settled(FILES[from]), settled(FILES[to])]
        }
        Step::Delete { file } => {
            stage.files.remove(&PathBuf::from(FILES[file]));
            vec![settled(FILES[file])]
        }
        Step::MakeFolder { folder } => {
            stage.folders.insert(FOLDERS[folder].into());
            vec![settled(FOLDERS[folder])]
        }
        Step::RenameFolder { from, to } => {
            let moved = take_folder(stage, FOLDERS[from]);
            take_folder(stage, FOLDERS[to]);
            for (path, stored) in moved {
                stage.files.insert(PathBuf::from(FOLDERS[to]).join(path), stored);
            }
            stage.folders.insert(FOLDERS[to].into());
            vec![settled(FOLDERS[from]), settled(FOLDERS[to])]
        }
        Step::RemoveFolder { folder } => {
            take_folder(stage, FOLDERS[folder]);
            vec![settled(FOLDERS[folder])]
        }
    }
}

fn take_folder(stage: &mut Stage, folder: &str) -> BTreeMap<PathBuf, crate::stage::Stored> {
    stage.folders.remove(&PathBuf::from(folder));
    let (inside, outside) =
        std::mem::take(&mut stage.files).into_iter().partition(|(path, _)| path.starts_with(folder));
    stage.files = outside;
    let relative = |(path, stored): (PathBuf, _)| (path.strip_prefix(folder).unwrap().to_owned(), stored);
    BTreeMap::into_iter(inside).map(relative).collect()
}

/// A folder has to be there for a file in it; who makes it so is seen doing it.
fn make_parents(stage: &mut Stage) -> Vec<(PathBuf, Hint)> {
    let parents: Vec<PathBuf> =
        stage.files.keys().filter_map(|path| path.parent()).map(PathBuf::from).collect();
    parents
        .into_iter()
        .filter(|folder| stage.folders.insert(folder.clone()))
        .map(|folder| (folder, Hint::Settled))
        .collect()
}

fn play(turns: &[Turn]) -> Stage {
    let mut stage = Stage::new();
    for folder in ["bass", "keys", "temp"] {
        stage.folders.insert(folder.into());
    }
    stage.settle();
    let mut is_lost = false;
    for turn in turns {
        let mut hints = happen(&mut stage, turn.step);
        hints.append(&mut make_parents(&mut stage));
        is_lost |= turn.is_lost;
        if is_lost && !turn.is_lost {
            stage.index.overflow();
            is_lost = false;
        }
        if !turn.is_lost {
            for (path, hint) in hints {
                stage.hint(path, hint);
            }
        }
        for _ in 0..turn.works {
            stage.step();
        }
        stage.listen();
        stage.now += ms(turn.time_ms);
    }
    if is_lost {
        stage.index.overflow();
    }
    // Long enough for every second try, too short for the look around that comes every five seconds.
    stage.pass(ms(2_900));
    assert!(stage.now < ms(5_000), "it would be found anyhow");
    stage
}

fn half_ones(stage: &Stage) -> Vec<PathBuf> {
    let is_half = |bytes: &[u8]| music::midi_file::read(bytes).is_err();
    let known = stage.on_disk();
    known.into_iter().filter(|path| is_half(&stage.files[path].bytes)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn in_the_end_exactly_the_files_on_disk_are_known(turns in prop::collection::vec(turn(), 0..50)) {
        let mut stage = play(&turns);
        prop_assert_eq!(stage.known(), stage.on_disk());
        let half = half_ones(&stage);
        let lines = stage.lines();
        prop_assert_eq!(lines.len(), stage.on_disk().len());
        for line in lines {
            let is_half = half.contains(&PathBuf::from(&line.name));
            let words = line.standing.to_string();
            // Who is older than what plays is not read, so nobody knows.
            let is_right = match line.standing {
                ai_band_plugin::folder::Standing::Damaged(_) => is_half,
                ai_band_plugin::folder::Standing::Older => true,
                ai_band_plugin::folder::Standing::HandedOver
                | ai_band_plugin::folder::Standing::NeedsLane => !is_half,
                ai_band_plugin::folder::Standing::Waiting
                | ai_band_plugin::folder::Standing::Unfinished
                | ai_band_plugin::folder::Standing::Ready
                | ai_band_plugin::folder::Standing::Arranged
                | ai_band_plugin::folder::Standing::Old => false,
            };
            prop_assert!(is_right, "{} {}", line.name, words);
        }
    }

    #[test]
    fn a_chair_with_a_file_that_stays_has_something_to_play(turns in prop::collection::vec(turn(), 0..50)) {
        let stage = play(&turns);
        let parts = stage.told.iter().filter_map(|event| match event {
            Event::Set { parts, .. } => Some(parts),
            Event::Arrived(_)
            | Event::Damaged { .. }
            | Event::NeedsLane { .. }
            | Event::Status(_)
            | Event::Listing(_) => None,
        });
        let entered: Vec<Lane> = parts.flatten().map(|part| part.lane).collect();
        for path in stage.on_disk() {
            let stored = &stage.files[&path];
            let outcome = disk::parse(stored.stat, &stored.bytes, &path, None);
            if let Outcome::Whole { split: Split::Parts { parts, .. }, .. } = outcome {
                let lane = parts[0].lane;
                prop_assert!(entered.contains(&lane), "{} never entered", path.display());
            }
        }
    }

    #[test]
    fn whatever_enters_was_told_before_and_no_chair_goes_back(turns in prop::collection::vec(turn(), 0..50)) {
        let stage = play(&turns);
        let mut arrived = Vec::new();
        for event in &stage.told {
            match event {
                Event::Arrived(arrival) => arrived.extend(arrival.parts.iter().map(|part| (part.lane, part.hash))),
                Event::Set { parts, .. } => {
                    let mut lanes: Vec<Lane> = parts.iter().map(|part| part.lane).collect();
                    prop_assert!(parts.iter().all(|part| arrived.contains(&(part.lane, part.hash))));
                    lanes.dedup();
                    prop_assert_eq!(lanes.len(), parts.len(), "one part a chair");
                    prop_assert!(!parts.is_empty());
                }
                Event::Damaged { .. } | Event::NeedsLane { .. } | Event::Status(_) | Event::Listing(_) => {}
            }
        }
    }
}
