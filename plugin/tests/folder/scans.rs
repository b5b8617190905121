//! Looking around in real folders: what is found, what is left out and said, and that a broken look says that it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ai_band_plugin::folder::names::{DEPTH_MAX, shown};
use ai_band_plugin::folder::scan::{FOLDERS_MAX, Scan, Step};

/// Files and folders by name, and whether it went to the end.
fn look_around(scan: &mut Scan) -> (BTreeSet<String>, BTreeSet<String>, bool) {
    let (mut files, mut folders) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..100_000 {
        match scan.step() {
            Step::Folder(path) => assert!(folders.insert(shown(&path))),
            Step::Found(path, _) => assert!(files.insert(shown(&path))),
            Step::Other => {}
            Step::End { is_whole } => return (files, folders, is_whole),
        }
    }
    panic!("it never ends")
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn write(root: &Path, path: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, [0]).unwrap();
}

#[test]
fn all_that_counts_is_found_and_the_rest_is_not() {
    let root = tempfile::tempdir().unwrap();
    for path in ["a.mid", "b.txt", "bass/c.MID", "blues/keys/d.midi", "temp/e.mid", ".git/f.mid", "._g.mid"] {
        write(root.path(), path);
    }
    fs::create_dir(root.path().join("empty")).unwrap();
    let mut scan = Scan::new(root.path());
    let (files, folders, is_whole) = look_around(&mut scan);
    assert_eq!(files, set(&["a.mid", "bass/c.MID", "blues/keys/d.midi"]));
    assert_eq!(folders, set(&["", "bass", "blues", "blues/keys", "empty"]));
    assert!(is_whole && scan.remarks().is_empty());
}

#[test]
fn a_folder_is_named_before_it_is_read() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("bass")).unwrap();
    let mut scan = Scan::new(root.path());
    let mut files = Vec::new();
    loop {
        match scan.step() {
            // What comes now is seen by the watch, and by the look itself too.
            Step::Folder(path) => write(root.path(), path.join("now.mid").to_str().unwrap()),
            Step::Found(path, _) => files.push(shown(&path)),
            Step::Other => {}
            Step::End { is_whole } => break assert!(is_whole),
        }
    }
    files.sort();
    assert_eq!(files, ["bass/now.mid", "now.mid"]);
}

#[test]
fn too_deep_and_too_many_is_said() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "1/2/3/4/a.mid");
    write(root.path(), "1/2/3/4/5/b.mid");
    let mut scan = Scan::new(root.path());
    assert_eq!(look_around(&mut scan).0, set(&["1/2/3/4/a.mid"]));
    assert_eq!(scan.remarks(), [format!("1/2/3/4/5 is more than {DEPTH_MAX} folders deep; move it up")]);

    let root = tempfile::tempdir().unwrap();
    for number in 0..FOLDERS_MAX + 2 {
        fs::create_dir(root.path().join(number.to_string())).unwrap();
    }
    let mut scan = Scan::new(root.path());
    assert_eq!(look_around(&mut scan).1.len(), FOLDERS_MAX);
    assert_eq!(scan.remarks().len(), 3);
    assert!(scan.remarks()[0].ends_with("is left out; move old ones away"), "{:?}", scan.remarks());
}

#[test]
fn a_folder_that_is_not_there_is_no_whole_look() {
    let root = tempfile::tempdir().unwrap();
    let mut scan = Scan::new(&root.path().join("nothing"));
    assert_eq!(look_around(&mut scan), (set(&[]), set(&[""]), false));
}

#[test]
fn a_sub_folder_that_goes_meanwhile_is_empty() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "bass/a.mid");
    let mut scan = Scan::new(root.path());
    let mut found = 0;
    loop {
        match scan.step() {
            Step::Folder(path) if &*path == Path::new("bass") => {
                fs::remove_dir_all(root.path().join("bass")).unwrap();
            }
            Step::Found(..) => found += 1,
            Step::Folder(_) | Step::Other => {}
            Step::End { is_whole } => break assert!(is_whole),
        }
    }
    assert_eq!(found, 0);
}

#[cfg(unix)]
#[test]
fn links_to_folders_are_not_followed_and_that_is_said() {
    use std::os::unix::fs::symlink;
    let root = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    write(elsewhere.path(), "a.mid");
    symlink(elsewhere.path(), root.path().join("bass")).unwrap();
    symlink(root.path(), root.path().join("round")).unwrap();
    symlink(elsewhere.path().join("a.mid"), root.path().join("a.mid")).unwrap();
    symlink(elsewhere.path(), root.path().join("b.mid")).unwrap();
    let mut scan = Scan::new(root.path());
    let (files, folders, is_whole) = look_around(&mut scan);
    assert_eq!((files, folders, is_whole), (set(&["a.mid", "b.mid"]), set(&[""]), true));
    let mut remarks = scan.remarks().to_vec();
    remarks.sort();
    let why = "is a link to a folder and is not followed: it may hold a whole disk, or this folder again";
    assert_eq!(remarks, ["bass", "round"].map(|name| format!("{name} {why}; move the files here")));
}
