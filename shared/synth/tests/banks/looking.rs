//! Where banks are looked for, and what is listed.

use std::path::{Path, PathBuf};

use ai_band_synth::bank::{folders, listed};

use crate::folder::Folder;

#[test]
fn the_bands_own_folder_comes_first_then_the_persons_then_everybodys() {
    let found = folders(Some(Path::new("data")), Some(Path::new("me")));
    assert_eq!(found[0], Path::new("data").join("banks"));
    let own = found.iter().filter(|folder| folder.starts_with("me")).count();
    assert!(own > 0 && found[1..=own].iter().all(|folder| folder.starts_with("me")));
    assert!(found[own + 1..].iter().all(|folder| folder.is_absolute()));
    assert_eq!(folders(None, None), found[own + 1..]);
}

#[test]
#[cfg(target_os = "linux")]
fn linux_distributions_folders_are_known() {
    let found = folders(None, Some(Path::new("me")));
    for folder in ["/usr/share/sounds/sf2", "/usr/share/soundfonts", "me/.local/share/soundfonts"] {
        assert!(found.contains(&PathBuf::from(folder)), "{folder}");
    }
}

#[test]
fn files_that_call_themselves_banks_are_listed_once_in_order() {
    let folder = Folder::new("looking");
    for name in ["one/b.sf2", "one/A.SF3", "one/notes.txt", "one/sf2", "two/c.sf2", "one/deep/d.sf2"] {
        folder.file(name, b"12345");
    }
    std::fs::create_dir_all(folder.path().join("one").join("folder.sf2")).unwrap();
    let at = |name: &str| folder.path().join(name);
    let found = listed(&[at("one"), at("missing"), at("two"), at("one")]);
    let paths: Vec<PathBuf> = found.iter().map(|listed| listed.path.clone()).collect();
    assert_eq!(paths, [at("one/A.SF3"), at("one/b.sf2"), at("two/c.sf2")]);
    assert!(found.iter().all(|listed| listed.bytes == 5));
}

#[test]
#[cfg(unix)]
fn links_to_one_bank_are_one_bank_and_dead_links_none() {
    let folder = Folder::new("links");
    let real = folder.file("real.sf2", b"1");
    std::os::unix::fs::symlink(&real, folder.path().join("a.sf2")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("gone"), folder.path().join("dead.sf2")).unwrap();
    assert_eq!(listed(&[folder.path().to_path_buf()]).len(), 1);
}
