//! Styles are data: a folder with a file for each role, built in or the user's, checked line by line.

mod bands;
mod builtin;
mod error;
mod general;
mod inheritance;
mod page;

use std::collections::BTreeMap;

use crate::{bass, comping, drums, guitar, lead, pad, percussion};

pub use bands::{Band, Whose};
pub use error::Error;
pub use general::{Drummer, General, Hand, Swing};
pub(crate) use page::{ENERGY_MAX, Page};

/// How a band plays, whatever the song.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    pub name: String,
    pub general: General,
    pub drums: drums::Manner,
    pub percussion: percussion::Manner,
    pub bass: bass::Manner,
    pub comping: comping::Manner,
    pub guitar: guitar::Manner,
    pub pad: pad::Manner,
    pub lead: lead::Manner,
}

/// The files that a style may have; those it lacks it inherits, or plays plainly.
pub const FILES: [&str; 8] = [
    "style.toml",
    "drums.toml",
    "percussion.toml",
    "bass.toml",
    "comping.toml",
    "guitar.toml",
    "pad.toml",
    "lead.toml",
];

/// Ten times the longest built-in file; a longer one is no style.
pub const FILE_BYTES_MAX: usize = 64 * 1024;

/// Files of one style by name (`style.toml`, `drums.toml` …), wherever they came from.
pub type Files = BTreeMap<String, String>;

impl Style {
    pub const BUILT_IN: [&'static str; 8] =
        ["pop", "ballad", "swing", "jazz-waltz", "bossa", "funk", "shuffle", "house"];

    /// One of [`Style::BUILT_IN`].
    pub fn built_in(name: &str) -> Option<Style> {
        builtin::style(name)
    }

    /// Reads a user's style; what its files do not say comes from the style it inherits, one of the built-in ones.
    pub fn read(name: &str, files: &Files) -> Result<Style, Error> {
        Style::read_among(name, files, &BTreeMap::new())
    }

    /// As [`Style::read`], where it may also inherit one of the user's other styles; those go before built-in ones.
    pub fn read_among(name: &str, files: &Files, others: &BTreeMap<String, Files>) -> Result<Style, Error> {
        let folder = |parent: &str| others.get(parent).cloned().or_else(|| builtin::files(parent));
        // On its own first, so that a mistake is told with its line in the user's file.
        let alone = Style::of_files(name, files)?;
        let whole = inheritance::whole(name, files, &folder)?;
        if whole == *files { Ok(alone) } else { Style::of_files(name, &whole) }
    }

    fn of_files(name: &str, files: &Files) -> Result<Style, Error> {
        check(name, files)?;
        let text = |file: &str| files.get(file).map_or("", String::as_str);
        let path = |file: &str| format!("{name}/{file}");
        Ok(Style {
            name: name.to_owned(),
            general: General::read(&path("style.toml"), text("style.toml"))?,
            drums: drums::Manner::read(&path("drums.toml"), text("drums.toml"))?,
            percussion: percussion::Manner::read(&path("percussion.toml"), text("percussion.toml"))?,
            bass: bass::Manner::read(&path("bass.toml"), text("bass.toml"))?,
            comping: comping::Manner::read(&path("comping.toml"), text("comping.toml"))?,
            guitar: guitar::Manner::read(&path("guitar.toml"), text("guitar.toml"))?,
            pad: pad::Manner::read(&path("pad.toml"), text("pad.toml"))?,
            lead: lead::Manner::read(&path("lead.toml"), text("lead.toml"))?,
        })
    }
}

/// A file's bytes as text, or where they are none.
pub fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Error> {
    let refusal = |line: usize, message: String| Error { file: file.to_owned(), line, message };
    if bytes.len() > FILE_BYTES_MAX {
        return Err(refusal(1, too_long()));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        refusal(line, "this is not text; a style's file is TOML in UTF-8".to_owned())
    })
}

fn too_long() -> String {
    format!(
        "the file is longer than {FILE_BYTES_MAX} bytes; a style says it in fewer, or inherits what it shares"
    )
}

/// Before anything is read: files that nobody would look into, and those too long to.
fn check(name: &str, files: &Files) -> Result<(), Error> {
    for (file, text) in files {
        let refuse = |message: String| Err(Error { file: format!("{name}/{file}"), line: 1, message });
        if !FILES.contains(&file.as_str()) {
            return refuse(format!("nobody reads a file of this name; there are {}", FILES.join(", ")));
        }
        if text.len() > FILE_BYTES_MAX {
            return refuse(too_long());
        }
    }
    Ok(())
}
