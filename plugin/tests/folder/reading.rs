//! Real files and what only looks like one: read, or refused with words, and never waited for.

use std::fs;
use std::path::Path;

use ai_band_plugin::folder::disk::{self, Look, Outcome, Stat};
use ai_band_plugin::folder::lane::Split;
use music::lane::Lane;
use music::midi_file::BYTES_MAX;
use tempfile::TempDir;

use crate::stage::{anonymous, bytes, file, song};

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn read(folder: &TempDir, name: &str) -> Outcome {
    disk::read(folder.path(), Path::new(name), None)
}

fn refusal(outcome: Outcome) -> String {
    match outcome {
        Outcome::Refused { reason, .. } => reason,
        Outcome::Broken { reason, .. } => format!("perhaps later: {reason}"),
        Outcome::Absent | Outcome::Folder | Outcome::Whole { .. } => panic!("{outcome:?}"),
    }
}

#[test]
fn a_whole_file_is_read_with_its_name_and_its_folder() {
    let folder = folder();
    fs::create_dir(folder.path().join("Pad")).unwrap();
    fs::write(folder.path().join("Pad/Ümlaut #1 %20.mid"), song(Lane::Bass, 1)).unwrap();
    let Outcome::Whole { split: Split::Parts { parts, .. }, stat, .. } =
        read(&folder, "Pad/Ümlaut #1 %20.mid")
    else {
        panic!("it is whole")
    };
    assert_eq!((parts[0].lane, &*parts[0].file), (Lane::Pad, "Pad/Ümlaut #1 %20.mid"));
    assert_eq!(disk::look(folder.path(), Path::new("Pad/Ümlaut #1 %20.mid")), Look::Item(stat));
    assert_eq!(disk::look(folder.path(), Path::new("Pad")), Look::Folder);
}

#[test]
fn a_chosen_chair_goes_before_all() {
    let folder = folder();
    fs::write(folder.path().join("a.mid"), anonymous(1)).unwrap();
    let Outcome::Whole { split, content, .. } = read(&folder, "a.mid") else { panic!("it is whole") };
    assert_eq!(split, Split::NeedsLane { notes: 8 });
    let chosen = disk::read(folder.path(), Path::new("a.mid"), Some(Lane::Lead));
    let Outcome::Whole { split: Split::Parts { parts, .. }, content: again, .. } = chosen else {
        panic!("{chosen:?}")
    };
    assert_eq!((parts[0].lane, again), (Lane::Lead, content));
}

#[test]
fn what_cannot_be_read_is_refused_with_the_way_out() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("empty.mid"), []).unwrap();
    fs::write(path("text.mid"), "this is no music").unwrap();
    fs::write(path("half.mid"), &song(Lane::Bass, 1)[..80]).unwrap();
    fs::write(path("silent.mid"), bytes(&file(Vec::new()))).unwrap();
    let huge = fs::File::create(path("huge.mid")).unwrap();
    huge.set_len(BYTES_MAX as u64 + 1).unwrap();
    let endless = fs::File::create(path("endless.mid")).unwrap();
    endless.set_len(1 << 40).unwrap();
    let table = [
        ("empty.mid", "perhaps later: byte 0: 14 bytes should follow and 0 do"),
        ("text.mid", "perhaps later: byte 0: not a Standard MIDI File"),
        ("half.mid", "perhaps later: byte "),
        ("silent.mid", "there are no notes in it; export it again"),
        ("huge.mid", "it has 4194305 bytes; at most 4194304 are read, split it or leave tracks out"),
        ("endless.mid", "it has 1099511627776 bytes; at most 4194304 are read"),
    ];
    for (name, expected) in table {
        let reason = refusal(read(&folder, name));
        assert!(reason.starts_with(expected), "{name}: {reason}");
    }
}

#[test]
fn what_is_not_there_or_a_folder_is_said_to_be_so() {
    let folder = folder();
    fs::create_dir(folder.path().join("folder.mid")).unwrap();
    assert_eq!(read(&folder, "nothing.mid"), Outcome::Absent);
    assert_eq!(read(&folder, "folder.mid"), Outcome::Folder);
    assert_eq!(disk::look(folder.path(), Path::new("nothing.mid")), Look::Absent);
}

#[test]
fn another_file_under_the_same_name_is_another_stat() {
    let folder = folder();
    let path = folder.path().join("a.mid");
    let stat = || match disk::look(folder.path(), Path::new("a.mid")) {
        Look::Item(stat) => stat,
        other @ (Look::Absent | Look::Folder) => panic!("{other:?}"),
    };
    fs::write(&path, [1]).unwrap();
    let first: Stat = stat();
    let then = fs::File::open(&path).unwrap().metadata().unwrap().modified().unwrap();
    // As large and as old as the first.
    fs::write(folder.path().join("b"), [2]).unwrap();
    fs::File::options().write(true).open(folder.path().join("b")).unwrap().set_modified(then).unwrap();
    fs::rename(folder.path().join("b"), &path).unwrap();
    let second = stat();
    assert_eq!((first.bytes, first.modified_ns), (second.bytes, second.modified_ns));
    if cfg!(unix) {
        assert_ne!(first, second);
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_to_plain_files_only() {
        let (folder, elsewhere) = (folder(), folder());
        let path = |name: &str| folder.path().join(name);
        fs::write(elsewhere.path().join("song.mid"), song(Lane::Bass, 1)).unwrap();
        symlink(elsewhere.path().join("song.mid"), path("good.mid")).unwrap();
        symlink(elsewhere.path(), path("folder.mid")).unwrap();
        symlink(elsewhere.path().join("nothing.mid"), path("broken.mid")).unwrap();
        symlink("/dev/zero", path("device.mid")).unwrap();
        symlink(path("loop.mid"), path("loop.mid")).unwrap();
        assert!(matches!(read(&folder, "good.mid"), Outcome::Whole { .. }));
        let plain = "the link leads to no plain file, and nothing else is opened; copy the music here";
        let nothing = "the link leads to nothing; link it again or copy the file here";
        for (name, expected) in
            [("folder.mid", plain), ("device.mid", plain), ("broken.mid", nothing), ("loop.mid", nothing)]
        {
            assert_eq!(refusal(read(&folder, name)), expected, "{name}");
            assert!(matches!(disk::look(folder.path(), Path::new(name)), Look::Item(_)), "{name}");
        }
    }

    /// A reader of a pipe waits for its writer: this test ends, or the law is broken.
    #[cfg(target_os = "linux")]
    #[test]
    fn pipes_and_sockets_keep_nobody_waiting() {
        let folder = folder();
        let pipe = folder.path().join("pipe.mid");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.mid")).unwrap();
        let expected = "it is no plain file, and nothing else is opened; copy the music here";
        assert_eq!(refusal(read(&folder, "pipe.mid")), expected);
        assert_eq!(refusal(read(&folder, "socket.mid")), expected);
    }
}
