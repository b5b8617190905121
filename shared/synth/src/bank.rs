//! Banks: what a synth plays from, read from a file or made by ourselves, and always checked.

mod cache;
mod choose;
mod discover;
mod error;
mod font;
#[cfg(test)]
mod hostile;
mod made;
mod nearest;
mod read;
#[cfg(test)]
mod small;
mod source;
mod write;

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex};

pub use cache::cached;
pub use choose::{Chosen, choose};
pub use discover::{Listed, folders, listed};
pub use error::Error;
pub(crate) use made::Noise;
pub use made::make;
pub(crate) use source::Image;

use crate::synth::Program;
use error::Fault;
use source::Source;

/// A checked bank. Cheap to clone; what is big is shared.
#[derive(Clone, Debug)]
pub struct Bank {
    name: Arc<str>,
    programs: Arc<[Program]>,
    is_own: bool,
    image: Arc<Image>,
}

impl Bank {
    /// An `.sf2` or `.sf3` file. Samples that are not compressed are read when a synth opens it.
    pub fn load(path: &Path) -> Result<Bank, Error> {
        let name = path.display().to_string();
        let unreadable = |source| Error::Unreadable { bank: name.clone(), source };
        // Before it is opened: whoever opens a pipe waits, perhaps for ever.
        if !path.metadata().map_err(unreadable)?.is_file() {
            return Err(Error::Foreign { bank: name, what: "it is no file".to_owned() });
        }
        let file = File::open(path).map_err(unreadable)?;
        Bank::read(&name, Source::File(Arc::new(Mutex::new(file))))
    }

    /// A file's content. `name` is what errors call it.
    pub fn from_bytes(name: &str, bytes: impl Into<Arc<[u8]>>) -> Result<Bank, Error> {
        Bank::read(name, Source::Bytes(bytes.into()))
    }

    fn read(name: &str, source: Source) -> Result<Bank, Error> {
        let found = read::read(&source).map_err(|fault: Fault| fault.of(name))?;
        let programs = found.font.presets.iter();
        let programs: Arc<[Program]> =
            programs.map(|preset| Program { bank: preset.bank, number: preset.number as u8 }).collect();
        let (head, tail) = write::around(&found.font, found.data_bytes);
        let is_own = found.font.name == made::NAME;
        let data = found.unpacked.map_or(source, |bytes| Source::Bytes(bytes.into()));
        let image = Image::new(head, data, found.data_start, found.data_bytes, tail);
        Ok(Bank { name: name.into(), programs, is_own, image: Arc::new(image) })
    }

    /// The path or name it was opened by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it has.
    pub fn programs(&self) -> &[Program] {
        &self.programs
    }

    /// What of the bank plays when `wanted` is asked for: that, or what comes closest.
    pub fn nearest(&self, wanted: Program) -> Program {
        nearest::nearest(&self.programs, wanted)
    }

    /// What a synth holds of it once it is open.
    pub fn bytes(&self) -> u64 {
        self.image.length()
    }

    /// Made by [`make`], now or by an earlier edition.
    pub fn is_own(&self) -> bool {
        self.is_own
    }

    pub(crate) fn image(&self) -> &Image {
        &self.image
    }
}
