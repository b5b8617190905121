//! The whole of it on a real disk: the system's events, a thread, an owner. Waits for what must come, never for a time.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ai_band_plugin::folder::index::LOOKS_MAX;
use ai_band_plugin::folder::{self, Event, FolderHandle, Listing, Settings};
use crossbeam_channel::Receiver;
use music::clip::Hash;
use music::lane::Lane;
use tempfile::TempDir;

use crate::stage::{anonymous, clip, in_words, song};

/// On the slowest machine, far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longer than any test.
const NEVER: Duration = Duration::from_secs(86_400);

struct Live {
    folder: TempDir,
    handle: FolderHandle,
    events: Receiver<Event>,
    arranged: Arc<Mutex<Vec<Hash>>>,
}

fn open_at(folder: TempDir, path: &Path) -> Live {
    let arranged: Arc<Mutex<Vec<Hash>>> = Arc::default();
    let asked = Arc::clone(&arranged);
    let settings = Settings::new(path.to_owned(), move |hash| asked.lock().unwrap().contains(hash));
    // What is found was told of by an event, or by the loss of one.
    let settings = Settings { scan_every: NEVER, ..settings };
    let (handle, events) = folder::open(settings).unwrap();
    Live { folder, handle, events, arranged }
}

fn open() -> Live {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let mut live = open_at(folder, &path);
    live.until("status watching");
    live
}

impl Live {
    fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.folder.path().join(name);
        let unfinished = path.with_extension("part");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&unfinished, bytes).unwrap();
        fs::rename(unfinished, path).unwrap();
    }

    /// All that is told up to the first that begins like this.
    fn until(&mut self, beginning: &str) -> Vec<String> {
        let mut heard = Vec::new();
        loop {
            let Ok(event) = self.events.recv_timeout(PATIENCE) else {
                panic!("no {beginning} in {heard:#?}")
            };
            let Some(words) = in_words(&event) else { continue };
            let is_it = words.starts_with(beginning);
            heard.push(words);
            if is_it {
                return heard;
            }
        }
    }

    fn until_listed(&mut self, is_it: impl Fn(&Listing) -> bool) -> Listing {
        let mut last = None;
        loop {
            let Ok(event) = self.events.recv_timeout(PATIENCE) else { panic!("the list is still {last:#?}") };
            if let Event::Listing(listing) = event {
                if is_it(&listing) {
                    return listing;
                }
                last = Some(listing);
            }
        }
    }
}

#[test]
fn a_file_renamed_in_arrives_and_enters() {
    let mut live = open();
    live.put("20250824_bass_Cmaj.mid", &song(Lane::Bass, 1));
    live.put("20250824_drums_Cmaj.mid", &song(Lane::Drums, 2));
    let heard = live.until("set");
    assert_eq!(
        heard.last().unwrap(),
        "set 20250824: drums of 20250824_drums_Cmaj.mid, bass of 20250824_bass_Cmaj.mid"
    );
}

#[test]
fn what_no_event_told_of_is_asked_for_with_a_look_around() {
    let mut live = open();
    live.put("20250824_bass_Cmaj.mid", &song(Lane::Bass, 1));
    live.until("set");
    live.handle.rescan();
    live.put("20250825_bass_Cmaj.mid", &song(Lane::Bass, 2));
    live.until("set 20250825");
}

#[test]
fn what_was_there_before_enters_too() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("keys")).unwrap();
    fs::write(folder.path().join("keys/take.mid"), anonymous(1)).unwrap();
    let path = folder.path().to_owned();
    let mut live = open_at(folder, &path);
    assert_eq!(live.until("set").last().unwrap(), "set alone: keys of keys/take.mid");
}

#[test]
fn a_file_in_a_new_sub_folder_is_found_whoever_is_quicker() {
    let mut live = open();
    for number in 0..20 {
        live.put(&format!("new {number}/bass/{number}.mid"), &anonymous(number));
    }
    let listing = live.until_listed(|listing| listing.known == 20);
    assert!(listing.files.iter().all(|line| line.lanes == [Lane::Bass]), "{listing:#?}");
}

#[test]
fn a_file_written_in_place_and_in_pieces_arrives_whole() {
    use std::io::Write;
    let mut live = open();
    let whole = song(Lane::Bass, 1);
    let mut file = fs::File::create(live.folder.path().join("bass.mid")).unwrap();
    for piece in whole.chunks(16) {
        file.write_all(piece).unwrap();
        file.sync_data().unwrap();
    }
    drop(file);
    assert_eq!(live.until("set")[..], ["arrived bass.mid: bass", "set alone: bass of bass.mid"]);
}

#[test]
fn damage_is_told_and_stops_nothing() {
    let mut live = open();
    live.put("20250824_bass_Cmaj.mid", &song(Lane::Bass, 1)[..90]);
    live.put("20250824_drums_Cmaj.mid", &song(Lane::Drums, 2));
    let heard = live.until("damaged 20250824_bass_Cmaj.mid");
    assert!(heard.contains(&"set 20250824: drums of 20250824_drums_Cmaj.mid".to_owned()), "{heard:#?}");
}

#[test]
fn a_chosen_chair_is_taken_and_what_is_arranged_is_not() {
    let mut live = open();
    live.put("take.mid", &anonymous(1));
    live.until("needs lane take.mid: 8 notes");
    live.handle.choose("take.mid", Lane::Lead);
    assert_eq!(live.until("set").last().unwrap(), "set alone: lead of take.mid");
    live.arranged.lock().unwrap().push(clip(5).hash());
    live.put("20250824_bass_Cmaj.mid", &song(Lane::Bass, 5));
    live.put("20250825_keys_Cmaj.mid", &song(Lane::Keys, 6));
    let heard = live.until("set");
    assert_eq!(heard.last().unwrap(), "set 20250825: keys of 20250825_keys_Cmaj.mid");
}

#[test]
fn deleted_renamed_and_moved_folders_are_followed() {
    let mut live = open();
    live.put("bass/a.mid", &anonymous(1));
    live.put("keys/b.mid", &anonymous(2));
    live.until_listed(|listing| listing.known == 2);
    let root = live.folder.path().to_owned();
    fs::rename(root.join("bass"), root.join("pad")).unwrap();
    fs::remove_dir_all(root.join("keys")).unwrap();
    live.until_listed(|listing| listing.files.iter().map(|line| &*line.name).eq(["pad/a.mid"]));
    live.put("pad/c.mid", &anonymous(3));
    live.until_listed(|listing| listing.known == 2);
}

#[test]
fn a_folder_that_goes_is_missed_and_found_again() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("band");
    let mut live = open_at(parent, &path);
    let fault = format!("status fault {} is not there", path.display());
    live.until(&fault);
    fs::create_dir(&path).unwrap();
    live.until("status watching");
    live.put("band/20250824_bass_Cmaj.mid", &song(Lane::Bass, 1));
    live.until("set");
    fs::remove_dir_all(&path).unwrap();
    live.until(&fault);
    live.put("band/20250825_bass_Cmaj.mid", &song(Lane::Bass, 2));
    let heard = live.until("set");
    assert!(heard.last().unwrap().ends_with("20250825_bass_Cmaj.mid"), "{heard:#?}");
    // Another folder in its place, with nobody looking in between.
    fs::rename(&path, path.with_extension("old")).unwrap();
    live.put("band/20250826_bass_Cmaj.mid", &song(Lane::Bass, 3));
    live.until("set 20250826");
    live.put("band/20250827_bass_Cmaj.mid", &song(Lane::Bass, 4));
    live.until("set 20250827");
}

#[cfg(unix)]
#[test]
fn a_folder_replaced_by_a_link_is_not_read() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("band");
    fs::create_dir(&path).unwrap();
    let mut live = open_at(parent, &path);
    live.until("status watching");
    let elsewhere = path.with_extension("elsewhere");
    fs::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    let heard = live.until("status fault");
    assert!(heard.last().unwrap().contains("has become a link to"), "{heard:#?}");
}

#[test]
fn an_owner_who_listens_late_hears_of_everything() {
    let mut live = open();
    // More than can be underway at once.
    for number in 0..500 {
        live.put(
            &format!("20250824{:02}{:02}00_bass_Cmaj.mid", number / 60, number % 60),
            &song(Lane::Bass, number),
        );
    }
    let listing = live.until_listed(|listing| listing.known == 500);
    assert_eq!(listing.files[0].name, "20250824081900_bass_Cmaj.mid");
}

/// The system may say more than anybody can keep while the folder's thread is held up; then it looks for itself.
#[test]
fn a_thread_that_was_held_up_misses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (reached, is_reached) = crossbeam_channel::bounded(1);
    let (go, may_go) = crossbeam_channel::bounded::<()>(0);
    let hold = move |_: &Hash| {
        let _ = reached.try_send(());
        // Holds up the first file; when the other end is gone nothing is held up any more.
        let _ = may_go.recv();
        false
    };
    let settings = Settings { scan_every: NEVER, ..Settings::new(folder.path().to_owned(), hold) };
    let (_handle, events) = folder::open(settings).unwrap();
    let put = |name: String, bytes: &[u8]| {
        fs::write(folder.path().join("next.part"), bytes).unwrap();
        fs::rename(folder.path().join("next.part"), folder.path().join(name)).unwrap();
    };
    put("20250824_bass_Cmaj.mid".to_owned(), &song(Lane::Bass, 1));
    is_reached.recv_timeout(PATIENCE).unwrap();
    let (count, bytes) = (LOOKS_MAX + 500, song(Lane::Bass, 2));
    for number in 1..count {
        put(format!("20240101_bass_{number}.mid"), &bytes);
    }
    drop(go);
    let mut known = 0;
    while known < count {
        if let Event::Listing(listing) = events.recv_timeout(PATIENCE).unwrap() {
            known = listing.known;
        }
    }
    assert_eq!(known, count);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_a_name() {
    use std::os::unix::ffi::OsStrExt;
    let mut live = open();
    let name = std::ffi::OsStr::from_bytes(b"20250824_bass_\xfc.mid");
    fs::write(live.folder.path().join(name), song(Lane::Bass, 1)).unwrap();
    assert_eq!(live.until("set").last().unwrap(), "set 20250824: bass of 20250824_bass_\u{fffd}.mid");
}

#[test]
fn it_ends_when_it_is_let_go_whatever_it_was_doing() {
    for number in 0..20 {
        let live = open();
        live.put("a.mid", &song(Lane::Bass, number));
        let Live { handle, events, .. } = live;
        drop(handle);
        // The thread has ended, so nobody is left who could send.
        while events.try_recv().is_ok() {}
        assert_eq!(events.try_recv(), Err(crossbeam_channel::TryRecvError::Disconnected));
    }
}

#[test]
fn an_owner_may_leave_first() {
    let Live { handle, events, folder, .. } = open();
    drop(events);
    fs::write(folder.path().join("a.mid"), song(Lane::Bass, 1)).unwrap();
    drop(handle);
}
