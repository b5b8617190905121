//! Files made for dragging out: written where they can stay, because a host may read them much later.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::band::Band;
use crate::model::{DroppedFile, Exported, LogLine};
use crate::places;

/// What the window offers to reveal; older files stay on the disk.
const SHOWN: usize = 16;

#[derive(Default)]
pub(super) struct Exports {
    written: Vec<Exported>,
    done: u64,
}

impl Exports {
    pub(super) fn done(&self) -> u64 {
        self.done
    }

    pub(super) fn written(&self) -> Vec<Exported> {
        self.written.clone()
    }

    pub(super) fn write(&mut self, band: &Band, what: DroppedFile) -> LogLine {
        let said = band.export(what).and_then(|file| {
            let folder = places::data().join("exports");
            kept(&folder, &file.name, &file.bytes)
                .map_err(|error| format!("{} cannot be written: {error}", folder.join(&file.name).display()))
        });
        match said {
            Ok(path) => {
                let text = format!("Written: {}", path.display());
                self.done += 1;
                self.written.retain(|other| other.path != path);
                self.written.push(Exported { what, path });
                let over = self.written.len().saturating_sub(SHOWN);
                self.written.drain(..over);
                LogLine { text, is_fault: false }
            }
            Err(text) => LogLine { text, is_fault: true },
        }
    }
}

/// Whole or not at all; the same music under the same name is the same file, other music gets a number.
fn kept(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "mid"));
    for number in 1.. {
        let numbered = if number == 1 { name.to_owned() } else { format!("{stem} {number}.{extension}") };
        let path = folder.join(numbered);
        match fs::read(&path) {
            Ok(there) if there == bytes => return Ok(path),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => match put(&path, bytes) {
                Ok(()) => return Ok(path),
                // Somebody else took the name in the meantime.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            },
            Err(error) => return Err(error),
        }
    }
    unreachable!("numbers do not end before the disk does")
}

/// Nobody's file is written over. What a fallen program leaves behind is a `.part` that nobody looks at.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (half, mut file) = beside(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    let placed = written.and_then(|()| match fs::hard_link(&half, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => fs::rename(&half, path),
        linked => linked,
    });
    // Renamed, it is not there any more.
    let _ = fs::remove_file(&half);
    placed
}

/// A new file by a name nobody else writes to: not another program, not another instance.
fn beside(path: &Path) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let half = path.with_extension(format!("{}-{count}.part", std::process::id()));
        match File::create_new(&half) {
            // Left behind by a program that had this number before.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (half, file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_music_is_one_file_and_other_music_another() {
        let folder = tempfile::tempdir().unwrap();
        let write = |bytes: &[u8]| {
            let path = kept(folder.path(), "Blues in F #2 – bass.mid", bytes).unwrap();
            path.file_name().unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(write(b"one"), "Blues in F #2 – bass.mid");
        assert_eq!(write(b"two"), "Blues in F #2 – bass 2.mid");
        assert_eq!(write(b"one"), "Blues in F #2 – bass.mid");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no half-written file is left");
    }

    #[test]
    fn what_somebody_else_is_writing_under_the_same_name_is_left_to_him() {
        let folder = tempfile::tempdir().unwrap();
        let half = folder.path().join("Waltz - band.part");
        std::fs::write(&half, b"ha").unwrap();
        let path = kept(folder.path(), "Waltz - band.mid", b"whole").unwrap();
        assert_eq!(
            (std::fs::read(&half).unwrap(), std::fs::read(&path).unwrap()),
            (b"ha".to_vec(), b"whole".to_vec())
        );
    }

    #[test]
    fn many_who_write_other_music_under_one_name_at_once_get_what_they_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let write = |writer: u8| {
            for round in 0..20 {
                let bytes = vec![writer; 1_000 + round];
                let path = kept(folder.path(), &format!("Waltz {round}.mid"), &bytes).unwrap();
                assert!(std::fs::read(&path).unwrap() == bytes, "{}", path.display());
            }
        };
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..4).map(|writer| scope.spawn(move || write(writer))).collect();
            writers.into_iter().for_each(|writer| writer.join().unwrap());
        });
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 80, "and no half is left");
    }
}
