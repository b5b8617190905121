//! Files that are whole or not there, and what is said when a disk will not.

use std::fs;
use std::io;

use orchestrator::disk::{Error, create_folder, name, sync_folder, write_whole};

#[test]
fn a_file_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (temporary, path) = (folder.path().join("temporary"), folder.path().join("file"));
    for content in ["one", "", "three"] {
        write_whole(&temporary, &path, content.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
        assert!(!temporary.exists());
    }
}

#[test]
fn what_could_not_be_written_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let temporary = folder.path().join("temporary");
    let nowhere = folder.path().join("missing").join("file");
    let refused = write_whole(&temporary, &nowhere, b"content").unwrap_err();
    assert_eq!(refused.doing, "name");
    assert!(!temporary.exists() && !nowhere.exists());
    let refused = write_whole(&folder.path().join("missing/temporary"), &nowhere, b"content").unwrap_err();
    assert_eq!(refused.doing, "create");
}

#[test]
fn every_trouble_names_the_folder_and_a_way_out() {
    let cases = [
        (io::ErrorKind::StorageFull, "the disk that holds /data/band is full: free some space there", true),
        (io::ErrorKind::QuotaExceeded, "is full: free some space there, or move the data folder", true),
        (
            io::ErrorKind::PermissionDenied,
            "let this user write to /data/band, or choose another data folder",
            false,
        ),
        (io::ErrorKind::ReadOnlyFilesystem, "let this user write to /data/band", false),
        (io::ErrorKind::Other, "check the disk that holds /data/band", false),
    ];
    for (kind, told, is_full) in cases {
        let error = Error { doing: "write", path: "/data/band/file".into(), source: kind.into() };
        let text = error.to_string();
        assert!(text.starts_with("cannot write /data/band/file: ") && text.contains(told), "{text}");
        assert_eq!(error.is_full(), is_full);
    }
}

#[test]
fn folders_are_made_once_and_flushed() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b/c");
    create_folder(&deep).unwrap();
    create_folder(&deep).unwrap();
    sync_folder(&deep).unwrap();
    let (from, to) = (deep.join("from"), folder.path().join("to"));
    fs::write(&from, "moved").unwrap();
    name(&from, &to).unwrap();
    assert_eq!(fs::read_to_string(to).unwrap(), "moved");
    assert_eq!(name(&from, &deep.join("again")).unwrap_err().doing, "name");
}
