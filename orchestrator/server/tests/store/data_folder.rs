//! One server to a folder.

use orchestrator::store::{DataFolder, Error};

#[test]
fn a_second_server_hears_who_is_there_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("new/band");
    let first = DataFolder::hold(&root, "process 41, http://127.0.0.1:8000").unwrap();
    let refused = DataFolder::hold(&root, "process 42").unwrap_err();
    assert!(matches!(refused, Error::Held { .. }));
    let told = refused.to_string();
    let way_out = "is in use by process 41, http://127.0.0.1:8000; stop that server, or choose another folder with --data";
    assert!(told.starts_with(&root.display().to_string()) && told.ends_with(way_out), "{told}");
    assert_eq!(first.root(), root);
    drop(first);
    DataFolder::hold(&root, "process 42").unwrap();
}

#[test]
fn whatever_stands_beside_the_lock_is_no_reason_to_fail() {
    let folder = tempfile::tempdir().unwrap();
    let held = DataFolder::hold(folder.path(), "").unwrap();
    let refused = DataFolder::hold(folder.path(), "me").unwrap_err().to_string();
    assert!(refused.contains("in use by another ai-band server"), "{refused}");
    std::fs::write(folder.path().join("held-by.txt"), [0xff, 0xfe].repeat(10_000)).unwrap();
    assert!(DataFolder::hold(folder.path(), "me").unwrap_err().to_string().len() < 1_000);
    drop(held);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let refused = DataFolder::hold(&file.join("data"), "me").unwrap_err().to_string();
    assert!(refused.contains("cannot create the folder") && refused.contains("file"), "{refused}");
}
