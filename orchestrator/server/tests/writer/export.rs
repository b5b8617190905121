//! Finished parts as files, named and placed as plugins expect them.

use std::path::Path;

use domain::session::{self, rule::Rule};
use music::midi_file;
use music::midi_file::name::FileName;
use orchestrator::library::{Export, FOLDER};

use crate::stage::{Stage, block_on, generate};

fn files(folder: &Path) -> Vec<String> {
    let Ok(read) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = read.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn each_part_has_its_file_in_its_lanes_folder() {
    block_on(async {
        let stage = Stage::new();
        let folder = tempfile::tempdir().unwrap();
        let mut workshop = stage.workshop();
        workshop.export = Some(Export::into(folder.path()));
        for _ in 0..2 {
            stage.ask(generate(&["bass", "drums"])).await.unwrap();
        }
        assert_eq!(workshop.work_off().await.unwrap(), 2);
        let root = folder.path().join(FOLDER);
        assert_eq!(files(&root), ["bass", "drums", "temp"]);
        assert!(files(&root.join("temp")).is_empty());
        // Finished within a second, named a second apart.
        let bass = files(&root.join("bass"));
        assert_eq!(bass, ["20251120223025_bass_Cmaj_120.mid", "20251120223026_bass_Cmaj_120.mid"]);
        for name in &bass {
            name.parse::<FileName>().unwrap();
            let read = midi_file::read(&std::fs::read(root.join("bass").join(name)).unwrap()).unwrap();
            assert_eq!((read.tracks.len(), read.length.0), (1, 16 * 960));
            assert!(!read.tracks[0].notes.is_empty());
        }
    });
}

#[test]
fn a_folder_of_that_name_is_taken_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join(FOLDER);
    assert_eq!(Export::into(&named).root(), named);
    assert_eq!(Export::into(folder.path()).root(), named);
}

#[test]
fn a_folder_that_cannot_be_written_costs_nobody_the_music() {
    block_on(async {
        let stage = Stage::new();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        let mut workshop = stage.workshop();
        workshop.export = Some(Export::into(&file));
        stage.ask(generate(&["bass"])).await.unwrap();
        assert_eq!(workshop.work_off().await.unwrap(), 1);
        let (state, _) = stage.session().await;
        assert_eq!(state.session().unwrap().arrangement().regions().len(), 1);
    });
}

#[test]
fn what_nobody_approved_is_not_in_the_folder_that_plugins_play() {
    block_on(async {
        let stage = Stage::new();
        let folder = tempfile::tempdir().unwrap();
        let mut workshop = stage.workshop();
        workshop.export = Some(Export::into(folder.path()));
        let off = session::Command::SetRule { rule: Rule::ApproveFirstTake, is_on: false };
        stage.ask(off).await.unwrap();
        stage.ask(generate(&["bass", "drums"])).await.unwrap();
        assert_eq!(workshop.work_off().await.unwrap(), 1);
        let root = folder.path().join(FOLDER);
        assert!(files(&root.join("bass")).is_empty() && files(&root.join("drums")).is_empty());
    });
}
