//! Where the folder is, what can be wrong with it, and what is said about that.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use ai_band_plugin::folder::place;
use ai_band_plugin::folder::root::{Ground, Root, describe, explain};
use music::lane::Lane;

#[test]
fn the_music_folder_is_where_the_desktop_says() {
    let home = Path::new("/people/ann");
    let table = [
        ("XDG_MUSIC_DIR=\"$HOME/Musik\"", Some("/people/ann/Musik")),
        (
            "# a note\nXDG_DESKTOP_DIR=\"$HOME/Desk\"\n  XDG_MUSIC_DIR=\"/data/My Music\"  \n",
            Some("/data/My Music"),
        ),
        ("XDG_MUSIC_DIR=\"$HOME/a\"\nXDG_MUSIC_DIR=\"$HOME/b\"", Some("/people/ann/b")),
        ("XDG_MUSIC_DIR=\"$HOME/a \\\"b\\\\ c\"", Some("/people/ann/a \"b\\ c")),
        // "There is none", nonsense, and nothing.
        ("XDG_MUSIC_DIR=\"$HOME\"", None),
        ("XDG_MUSIC_DIR=\"$HOME/\"", None),
        ("XDG_MUSIC_DIR=\"$HOMER/a\"", None),
        ("XDG_MUSIC_DIR=\"music\"", None),
        ("XDG_MUSIC_DIR=music", None),
        ("XDG_MUSIC_DIR=\"", None),
        ("XDG_MUSIC_DIR=\"/a\\\"", None),
        ("#XDG_MUSIC_DIR=\"/a\"", None),
        ("", None),
    ];
    for (text, expected) in table {
        assert_eq!(place::music_of_user_dirs(text, home), expected.map(PathBuf::from), "{text}");
    }
}

#[test]
fn the_usual_folder_has_the_name_that_others_know() {
    if let Some(path) = place::usual() {
        assert!(path.is_absolute() && path.ends_with("generated_accompaniments"), "{}", path.display());
    }
}

#[test]
fn a_folder_is_made_with_a_chair_for_everybody_and_again_without_harm() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("music/generated_accompaniments");
    place::make(&path).unwrap();
    fs::write(path.join("bass/a.mid"), [0]).unwrap();
    place::make(&path).unwrap();
    assert!(Lane::ALL.iter().all(|lane| path.join(lane.name()).is_dir()));
    assert!(path.join("bass/a.mid").is_file());
    assert!(place::make(&path.join("bass/a.mid")).is_err());
}

#[test]
fn what_is_wrong_is_said_with_the_way_out() {
    let path = Path::new("/music");
    let table = [
        (ErrorKind::NotFound, "/music is not there; make it, or choose another folder"),
        (ErrorKind::PermissionDenied, "you may not read /music; allow it, or choose another folder"),
        (ErrorKind::NotADirectory, "something on the way to /music is a file; choose another folder"),
        (
            ErrorKind::TimedOut,
            "/music cannot be read (timed out); it is tried again, or choose another folder",
        ),
    ];
    for (kind, expected) in table {
        assert_eq!(explain(path, &Error::from(kind)), expected);
    }
}

#[test]
fn how_it_goes_is_said_in_a_sentence() {
    let ground = |is_network, is_read_only| Ground { is_network, is_read_only };
    let slowly = "so it is looked at every second";
    let table = [
        (ground(false, false), true, "watching /music".to_owned()),
        (
            ground(false, true),
            true,
            "watching /music; it can only be read, which is enough to play from it".to_owned(),
        ),
        (ground(true, false), true, format!("watching /music; it is on a network share, {slowly}")),
        (
            ground(false, false),
            false,
            format!(
                "watching /music; the system gives no more watches (on Linux raise fs.inotify.max_user_watches), {slowly}"
            ),
        ),
    ];
    for (ground, has_events, expected) in table {
        assert_eq!(describe(Path::new("/music"), ground, has_events, &[]), expected);
    }
    let remarks = ["one".to_owned(), "two".to_owned(), "three".to_owned()];
    let text = describe(Path::new("/music"), ground(false, false), true, &remarks);
    assert_eq!(text, "watching /music; one; and 2 more like this");
}

#[test]
fn a_root_is_checked_each_time() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("band");
    let mut root = Root::new(path.clone());
    assert!(root.check().unwrap_err().ends_with("is not there; make it, or choose another folder"));
    fs::write(&path, [0]).unwrap();
    assert!(root.check().unwrap_err().ends_with("is a file; choose a folder"));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(root.check(), Ok(Ground { is_network: false, is_read_only: false }));
    fs::remove_dir(&path).unwrap();
    assert!(root.check().is_err());
    fs::create_dir(&path).unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    assert_eq!(root.check().unwrap().is_read_only, cannot_write(&path), "mode bits do not bind root");
}

fn cannot_write(folder: &Path) -> bool {
    fs::write(folder.join("a.part"), [0]).is_err()
}

/// Set in the process that root's own rights do not help.
#[cfg(target_os = "linux")]
const FOLDER: &str = "AI_BAND_TEST_FOLDER";

/// The same test in a process with users and mounts of its own: root there is nobody to what others own, and what it
/// mounts goes with it. `false` where the system lets nobody have that.
#[cfg(target_os = "linux")]
fn passes_apart(test: &str, folder: &Path, first: &str) -> bool {
    let program = std::env::current_exe().unwrap();
    let mut child = std::process::Command::new("unshare");
    child.args(["--map-root-user", "--mount", "sh", "-c", &format!("{first} && exec \"$@\"")]);
    child.arg(folder).arg(program).args(["--exact", test]).env(FOLDER, folder);
    let ended = child.output().expect("unshare is on every Linux");
    let said = String::from_utf8_lossy(&ended.stderr);
    let is_forbidden = ["unshare:", "mount:"].iter().any(|who| said.starts_with(who));
    assert!(ended.status.success() || is_forbidden, "{said}{}", String::from_utf8_lossy(&ended.stdout));
    !is_forbidden
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_is_mounted_to_be_read_only_is_known_also_by_root() {
    const MOUNT: &str = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"";
    if let Some(folder) = std::env::var_os(FOLDER) {
        assert!(cannot_write(Path::new(&folder)), "it is mounted so");
        assert!(Root::new(folder.into()).check().unwrap().is_read_only);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    assert!(!Root::new(folder.path().to_path_buf()).check().unwrap().is_read_only);
    let test = "places::a_folder_that_is_mounted_to_be_read_only_is_known_also_by_root";
    if !passes_apart(test, folder.path(), MOUNT) {
        eprintln!("this system lets nobody mount anything; nothing was shown");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_read_is_said_with_the_way_out() {
    use std::os::unix::fs::{PermissionsExt, chown};
    let check = |folder: &Path| {
        let words = format!("you may not read {}; allow it, or choose another folder", folder.display());
        assert_eq!(Root::new(folder.to_path_buf()).check(), Err(words));
    };
    if let Some(folder) = std::env::var_os(FOLDER) {
        return check(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o000)).unwrap();
    if chown(folder.path(), Some(SOMEBODY), None).is_err() {
        // Not root: the mode is enough.
        return check(folder.path());
    }
    if !passes_apart("places::a_folder_that_may_not_be_read_is_said_with_the_way_out", folder.path(), "true")
    {
        eprintln!("this system lets nobody have users of their own; nothing was shown");
    }
}

/// Not root, and not whoever runs tests.
#[cfg(target_os = "linux")]
const SOMEBODY: u32 = 54_321;

#[cfg(unix)]
#[test]
fn a_folder_that_becomes_a_link_is_not_followed_and_one_that_was_chosen_so_is() {
    use std::os::unix::fs::symlink;
    let parent = tempfile::tempdir().unwrap();
    let (path, target) = (parent.path().join("band"), parent.path().join("target"));
    fs::create_dir(&path).unwrap();
    fs::create_dir(&target).unwrap();
    let mut root = Root::new(path.clone());
    root.check().unwrap();
    fs::remove_dir(&path).unwrap();
    symlink(&target, &path).unwrap();
    let words = root.check().unwrap_err();
    let expected =
        format!("has become a link to {}; choose the folder again if that is meant", target.display());
    assert!(words.ends_with(&expected), "{words}");
    assert!(root.check().is_err(), "and stays refused");
    assert!(Root::new(path.clone()).check().is_ok(), "chosen again, it is meant");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(root.check().is_ok(), "the folder is back");
}

#[cfg(target_os = "linux")]
#[test]
fn shares_in_a_network_are_known_by_their_kind() {
    use ai_band_plugin::folder::network::is_remote_kind;
    for (kind, is_remote) in [
        (0x6969, true),
        (0xff53_4d42, true),
        (0xffff_ffff_ff53_4d42, true),
        (0x0102_1997, true),
        // ext4, tmpfs, btrfs, overlay.
        (0xef53, false),
        (0x0102_1994, false),
        (0x9123_683e, false),
        (0x794c_7630, false),
    ] {
        assert_eq!(is_remote_kind(kind), is_remote, "{kind:#x}");
    }
}
