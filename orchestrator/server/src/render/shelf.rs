//! The bank that was played last: loaded when it is first asked for, shared while it is played, put away after a while.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use domain::WallTime;
use synth::Bank;
use synth::bank;

/// In the data folder, for banks that somebody put there.
pub const FOLDER: &str = "banks";
/// In the data folder, for what can be made again.
const CACHE: &str = "cache";
/// Longer than somebody takes between one listening and the next; loading it again takes a moment.
pub const BANK_KEPT_FOR: Duration = Duration::from_secs(5 * 60);
/// About what the default bank has.
const OWN_BYTES: u64 = 4 << 20;

pub(super) struct Shelf {
    data: PathBuf,
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    label: Label,
    bank: Bank,
    used: WallTime,
}

/// Another file under the same name is another bank.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Label {
    Own,
    File { name: String, bytes: u64, modified: Option<SystemTime> },
}

#[derive(Debug, thiserror::Error)]
pub enum BankError {
    #[error("there is no bank {name:?} in the server's folder {FOLDER}; {}", listed(.there))]
    Missing { name: String, there: Vec<String> },
    #[error("{why}")]
    Unusable { why: String },
    #[error("the default bank cannot be had: {0}")]
    Own(bank::Error),
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "there is none; leave it out, and the band's own sounds play".to_owned();
    }
    format!("there are {}", names.join(", "))
}

impl Shelf {
    pub(super) fn new(data: &Path) -> Shelf {
        Shelf { data: data.to_owned(), kept: Mutex::new(None) }
    }

    /// What a synth will hold of it, about.
    pub(super) fn bytes(&self, wanted: Option<&str>) -> Result<u64, BankError> {
        Ok(wanted.map(|name| self.find(name)).transpose()?.map_or(OWN_BYTES, |found| found.bytes))
    }

    /// Whoever comes while it is loaded waits, and shares it.
    pub(super) fn bank(&self, wanted: Option<&str>, now: WallTime) -> Result<Bank, BankError> {
        let found = wanted.map(|name| self.find(name)).transpose()?;
        let label = match (&found, wanted) {
            (Some(found), Some(name)) => {
                let modified = fs::metadata(&found.path).and_then(|about| about.modified()).ok();
                Label::File { name: name.to_owned(), bytes: found.bytes, modified }
            }
            (None, _) | (_, None) => Label::Own,
        };
        let mut kept = self.kept();
        if let Some(kept) = kept.as_mut().filter(|kept| kept.label == label) {
            kept.used = now;
            return Ok(kept.bank.clone());
        }
        let bank = match &found {
            Some(found) => Bank::load(&found.path).map_err(|error| unusable(&error, &found.path))?,
            None => self.own()?,
        };
        *kept = Some(Kept { label, bank: bank.clone(), used: now });
        Ok(bank)
    }

    /// Puts away what nobody has asked for of late; whether there was something.
    pub(super) fn tidy(&self, now: WallTime) -> bool {
        let mut kept = self.kept();
        let is_old = |kept: &Kept| now.since(kept.used) >= BANK_KEPT_FOR;
        kept.take_if(|kept| is_old(kept)).is_some()
    }

    fn own(&self) -> Result<Bank, BankError> {
        let (bank, not_kept) = bank::cached(&self.data.join(CACHE)).map_err(BankError::Own)?;
        if let Some(not_kept) = not_kept {
            tracing::warn!(%not_kept, "the default bank");
        }
        Ok(bank)
    }

    /// A name is looked up among those there are: it is never made into a path.
    fn find(&self, name: &str) -> Result<bank::Listed, BankError> {
        let listed = bank::listed(&[self.data.join(FOLDER)]);
        let named = |listed: &bank::Listed| listed.path.file_name().is_some_and(|file| *file == *name);
        listed.iter().find(|listed| named(listed)).cloned().ok_or_else(|| {
            let files = listed.iter().filter_map(|listed| listed.path.file_name());
            let there = files.map(|file| file.to_string_lossy().into_owned()).take(NAMED_MAX).collect();
            BankError::Missing { name: name.to_owned(), there }
        })
    }

    /// Whoever died while it was loaded has put nothing there.
    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A sentence with more names is read by nobody.
const NAMED_MAX: usize = 20;

/// Where the folder is, is none of a client's business.
fn unusable(error: &bank::Error, path: &Path) -> BankError {
    let name = path.file_name().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
    BankError::Unusable { why: error.to_string().replace(&path.display().to_string(), &name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: WallTime = WallTime(1_756_031_400_000_000_000);

    fn shelf() -> (tempfile::TempDir, Shelf) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(FOLDER)).unwrap();
        let shelf = Shelf::new(folder.path());
        (folder, shelf)
    }

    #[test]
    fn the_default_bank_is_made_once_shared_and_put_away() {
        let (folder, shelf) = shelf();
        assert!(!shelf.tidy(NOON), "nothing is loaded before somebody asks");
        let first = shelf.bank(None, NOON).unwrap();
        assert!(first.is_own());
        let files = || fs::read_dir(folder.path().join(CACHE)).unwrap().count();
        assert_eq!(files(), 1);
        shelf.bank(None, NOON + BANK_KEPT_FOR / 2).unwrap();
        assert!(!shelf.tidy(NOON + BANK_KEPT_FOR), "it was asked for since");
        assert!(shelf.tidy(NOON + BANK_KEPT_FOR + BANK_KEPT_FOR / 2));
        shelf.bank(None, NOON).unwrap();
        assert_eq!(files(), 1, "it was kept on the disk");
    }

    #[test]
    fn only_what_is_in_the_folder_is_a_bank_and_only_by_its_name() {
        let (folder, shelf) = shelf();
        let inside = folder.path().join(FOLDER).join("Big Hall.sf2");
        fs::write(&inside, bank::make()).unwrap();
        fs::write(folder.path().join("outside.sf2"), bank::make()).unwrap();
        fs::write(folder.path().join(FOLDER).join("broken.sf2"), b"RIFF").unwrap();
        assert!(shelf.bank(Some("Big Hall.sf2"), NOON).is_ok());
        let absolute = inside.display().to_string();
        for name in ["../outside.sf2", "outside.sf2", &absolute, "./Big Hall.sf2", "Big Hall", "", ".", ".."]
        {
            let said = shelf.bank(Some(name), NOON).unwrap_err().to_string();
            assert!(said.contains("Big Hall.sf2") && said.contains("there are"), "{said}");
        }
        let said = shelf.bank(Some("broken.sf2"), NOON).unwrap_err().to_string();
        assert!(said.starts_with("broken.sf2: is"), "{said}");
        assert!(!said.contains(&folder.path().display().to_string()), "{said}");
    }

    #[test]
    fn another_file_of_the_same_name_is_another_bank() {
        let (folder, shelf) = shelf();
        let path = folder.path().join(FOLDER).join("a.sf2");
        fs::write(&path, bank::make()).unwrap();
        shelf.bank(Some("a.sf2"), NOON).unwrap();
        fs::write(&path, b"no more").unwrap();
        assert!(shelf.bank(Some("a.sf2"), NOON).is_err());
    }
}
