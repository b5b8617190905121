//! Looks around in the folder and its sub-folders, a few entries at a time: what is there is the truth.

use std::fs::{DirEntry, ReadDir};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{self, Stat};
use super::names::{self, DEPTH_MAX};

/// Each costs a watch, and some systems give eight thousand to all programs together.
pub const FOLDERS_MAX: usize = 256;

/// Of a hundred of a kind the first say enough.
const REMARKS_MAX: usize = 100;

pub enum Step {
    /// About to be read: watch it now, and nothing that comes later is missed.
    Folder(Arc<Path>),
    Found(Arc<Path>, Stat),
    /// Not for us.
    Other,
    End {
        is_whole: bool,
    },
}

pub struct Scan {
    root: PathBuf,
    to_enter: Vec<Arc<Path>>,
    entering: Option<Arc<Path>>,
    inside: Option<Inside>,
    folders: usize,
    is_whole: bool,
    remarks: Vec<String>,
}

struct Inside {
    folder: Arc<Path>,
    entries: ReadDir,
}

impl Scan {
    pub fn new(root: &Path) -> Scan {
        Scan {
            root: root.to_owned(),
            to_enter: vec![Path::new("").into()],
            entering: None,
            inside: None,
            folders: 1,
            is_whole: true,
            remarks: Vec::new(),
        }
    }

    pub fn step(&mut self) -> Step {
        if let Some(folder) = self.entering.take() {
            self.open(folder);
        }
        if let Some(inside) = &mut self.inside {
            let folder = Arc::clone(&inside.folder);
            return match inside.entries.next() {
                Some(Ok(entry)) => self.meet(&folder, &entry),
                Some(Err(_)) => self.leave(false),
                None => self.leave(true),
            };
        }
        match self.to_enter.pop() {
            Some(folder) => {
                self.entering = Some(Arc::clone(&folder));
                Step::Folder(folder)
            }
            None => Step::End { is_whole: self.is_whole },
        }
    }

    /// What was left out, and the way out.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    fn open(&mut self, folder: Arc<Path>) {
        let is_root = folder.as_os_str().is_empty();
        match std::fs::read_dir(self.root.join(&folder)) {
            Ok(entries) => self.inside = Some(Inside { folder, entries }),
            // It went while we looked.
            Err(error) if error.kind() == ErrorKind::NotFound && !is_root => {}
            Err(error) if error.kind() == ErrorKind::PermissionDenied && !is_root => {
                let name = names::shown(&folder);
                self.remark(format!("you may not read the folder {name}: allow it, or move its files"));
            }
            Err(_) => self.is_whole = false,
        }
    }

    fn leave(&mut self, is_whole: bool) -> Step {
        self.is_whole &= is_whole;
        self.inside = None;
        Step::Other
    }

    fn meet(&mut self, folder: &Path, entry: &DirEntry) -> Step {
        let name = entry.file_name();
        let path: Arc<Path> = folder.join(&name).into();
        let Ok(kind) = entry.file_type() else { return Step::Other };
        if kind.is_dir() {
            self.plan(path);
        } else if names::is_midi(&name) {
            // The entry's own word is cheaper, but about a link it speaks of the link.
            let full = || self.root.join(&path);
            let metadata = if kind.is_symlink() { disk::metadata(&full()) } else { entry.metadata() };
            return metadata.map_or(Step::Other, |metadata| Step::Found(path, Stat::of(&metadata)));
        } else if kind.is_symlink() && names::is_entered(&name) && self.root.join(&path).is_dir() {
            let name = names::shown(&path);
            let why = "it may hold a whole disk, or this folder again";
            self.remark(format!(
                "{name} is a link to a folder and is not followed: {why}; move the files here"
            ));
        }
        Step::Other
    }

    fn remark(&mut self, text: String) {
        if self.remarks.len() < REMARKS_MAX {
            self.remarks.push(text);
        }
    }

    fn plan(&mut self, folder: Arc<Path>) {
        if !folder.file_name().is_some_and(names::is_entered) {
            return;
        }
        let name = names::shown(&folder);
        if folder.components().count() > DEPTH_MAX {
            self.remark(format!("{name} is more than {DEPTH_MAX} folders deep; move it up"));
        } else if self.folders == FOLDERS_MAX {
            self.remark(format!("more than {FOLDERS_MAX} folders, {name} is left out; move old ones away"));
        } else {
            self.folders += 1;
            self.to_enter.push(folder);
        }
    }
}
