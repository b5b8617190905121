//! What the place and the name of a file say: whether it counts, when it was made, which chair it is for.

use std::ffi::OsStr;
use std::path::{Component, Path};

use music::lane::Lane;
use music::midi_file::name::{FileName, Timestamp};

/// Song, style, lane and one more; deeper is somebody's archive, and each folder costs a watch.
pub const DEPTH_MAX: usize = 4;

/// Where programs keep what is not finished yet.
const UNFINISHED_FOLDERS: &[&str] = &["temp", "tmp"];

/// Chairs that are also everyday words in titles: believed as a whole part of a name only.
const EVERYDAY_WORDS: &[&str] = &["key", "comp", "solo", "other", "extra"];

/// What can be known of a file without opening it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub timestamp: Option<Timestamp>,
    /// By the sub-folder, else by the name.
    pub lane: Option<Lane>,
}

impl Name {
    /// `path` begins in the watched folder.
    pub fn of(path: &Path) -> Name {
        let file = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
        let (timestamp, by_name) = match file.parse::<FileName>() {
            Ok(name) => (Some(name.timestamp), Some(name.lane)),
            Err(_) => (leading_timestamp(&file), lane_among(stem(&file))),
        };
        Name { timestamp, lane: lane_of_folder(path).or(by_name) }
    }
}

/// Whether a file of this name, in these sub-folders, is one to look at.
pub fn counts(path: &Path) -> bool {
    let folders = path.parent().map_or(0, |parent| parent.components().count());
    let is_entered = path.parent().is_none_or(|parent| parent.iter().all(is_entered));
    folders <= DEPTH_MAX && is_entered && path.file_name().is_some_and(is_midi)
}

/// Whether what is in a sub-folder of this name counts: hidden ones and those for unfinished things are left alone.
pub fn is_entered(folder: &OsStr) -> bool {
    let name = folder.to_string_lossy();
    !name.starts_with('.') && !UNFINISHED_FOLDERS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Hidden ones are other programs' notes: `._take.mid` is no music.
pub fn is_midi(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let extension =
        name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, extension)| extension);
    let is_known =
        extension.is_some_and(|found| ["mid", "midi"].iter().any(|known| found.eq_ignore_ascii_case(known)));
    is_known && !name.starts_with('.')
}

/// For people: the same on every system.
pub fn shown(path: &Path) -> String {
    let parts = path.components().map(Component::as_os_str).map(OsStr::to_string_lossy);
    parts.collect::<Vec<_>>().join("/")
}

/// The folder nearest to the file that is called like a chair.
fn lane_of_folder(path: &Path) -> Option<Lane> {
    path.parent()?.iter().rev().filter_map(OsStr::to_str).find_map(Lane::named)
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn leading_timestamp(file: &str) -> Option<Timestamp> {
    let digits = file.find(|char: char| !char.is_ascii_digit()).map_or(file, |end| &file[..end]);
    digits.parse().ok()
}

/// The one chair that is named; with two there is no telling.
fn lane_among(stem: &str) -> Option<Lane> {
    let whole_parts = stem.split('_').filter_map(Lane::named);
    let words = stem.split(|char: char| !char.is_alphabetic());
    let words =
        words.filter(|word| !EVERYDAY_WORDS.iter().any(|everyday| word.eq_ignore_ascii_case(everyday)));
    let mut lanes: Vec<Lane> = whole_parts.chain(words.filter_map(Lane::named)).collect();
    lanes.sort_unstable();
    lanes.dedup();
    match lanes[..] {
        [lane] => Some(lane),
        [] | [_, _, ..] => None,
    }
}
