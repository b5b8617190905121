//! Files made for dragging out: written where they can stay, because a host may read them much later.

use std::io::Write;
use std::path::{Path, PathBuf};

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
fn kept(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "mid"));
    for number in 1.. {
        let numbered = if number == 1 { name.to_owned() } else { format!("{stem} {number}.{extension}") };
        let path = folder.join(numbered);
        match std::fs::read(&path) {
            Ok(there) if there == bytes => return Ok(path),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let half = path.with_extension("part");
                let mut file = std::fs::File::create(&half)?;
                file.write_all(bytes)?;
                file.sync_all()?;
                std::fs::rename(&half, &path)?;
                return Ok(path);
            }
            Err(error) => return Err(error),
        }
    }
    unreachable!("numbers do not end before the disk does")
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
}
