//! The watched folder at the worker's: opened as the band wishes, its news carried to the band and its list to the
//! window.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::Receiver;
use music::clip;
use music::lane::Lane;

use crate::band::{self, Band, FileClip};
use crate::folder::{self, Arrival, Event, FolderHandle, Listing, Part, Settings, Standing, Status};
use crate::model::{FileView, FolderView};

pub(super) struct Watching {
    open: Option<Open>,
    /// Of what is open; else of nobody.
    told: Receiver<Event>,
    news: News,
    is_of_project: bool,
    /// Clips the song has already; asked on the folder's thread.
    arranged: Arc<Mutex<HashSet<clip::Hash>>>,
    status: Status,
    listing: Listing,
}

/// What the worker has not seen yet.
#[derive(Default)]
pub(super) struct News {
    /// Files of sets that are not quiet yet.
    pub(super) arrivals: Vec<Arc<Arrival>>,
    pub(super) sets: Vec<Vec<FileClip>>,
    /// The list is newer than the last arrival.
    pub(super) is_listed: bool,
    /// The picture has changed.
    pub(super) is_other: bool,
}

struct Open {
    path: PathBuf,
    handle: FolderHandle,
}

impl Default for Watching {
    fn default() -> Watching {
        Watching {
            open: None,
            told: crossbeam_channel::never(),
            news: News::default(),
            is_of_project: false,
            arranged: Arc::default(),
            status: Status::default(),
            listing: Listing::default(),
        }
    }
}

impl Watching {
    /// Watches what the band wishes to have watched, and nothing else.
    pub(super) fn follow(&mut self, band: &Band) {
        *self.arranged.lock().unwrap_or_else(PoisonError::into_inner) =
            band.arrangement().regions().iter().map(|region| region.clips.main).collect();
        let wanted = wanted(band.folder());
        if self.open.as_ref().map(|open| &open.path) == wanted.as_ref() {
            return;
        }
        self.close();
        (self.status, self.listing, self.news.is_other) = (Status::default(), Listing::default(), true);
        if let Some(path) = wanted {
            self.begin(path);
        } else if band.folder().watched {
            let text = "This system does not say where your music is; choose a folder".to_owned();
            self.status = Status { text, is_fault: true };
        }
    }

    /// A project was opened: it plays what it says, and what is in the folder by then is no news to it.
    pub(super) fn begin_anew(&mut self) {
        self.close();
        self.is_of_project = true;
    }

    /// Nobody speaks there any more.
    pub(super) fn lose(&mut self) {
        self.told = crossbeam_channel::never();
        let text = "The folder is not watched any more because of a fault; choose it again".to_owned();
        (self.status, self.news.is_other) = (Status { text, is_fault: true }, true);
    }

    /// Closed before another is opened: two would both tell of a folder inside of the other.
    fn close(&mut self) {
        (self.open, self.told) = (None, crossbeam_channel::never());
        self.news = News { is_listed: true, ..News::default() };
        self.listing = Listing::default();
    }

    fn begin(&mut self, path: PathBuf) {
        let arranged = Arc::clone(&self.arranged);
        let is_arranged =
            move |hash: &clip::Hash| arranged.lock().unwrap_or_else(PoisonError::into_inner).contains(hash);
        let mut settings = Settings::new(path.clone(), is_arranged);
        if self.is_of_project {
            settings.age_max = Duration::ZERO;
        }
        match folder::open(settings) {
            Ok((handle, told)) => (self.open, self.told) = (Some(Open { path, handle }), told),
            Err(error) => {
                let text = format!("{} cannot be watched: {error}; choose it again", path.display());
                self.status = Status { text, is_fault: true };
            }
        }
    }

    /// Where the folder speaks; nobody does while none is open.
    pub(super) fn told(&self) -> &Receiver<Event> {
        &self.told
    }

    pub(super) fn hear(&mut self, event: Event) {
        match event {
            Event::Set { parts, .. } => self.news.sets.push(parts.into_iter().map(file_clip).collect()),
            Event::Status(status) => self.status = status,
            Event::Listing(listing) => (self.listing, self.news.is_listed) = (listing, true),
            Event::Arrived(arrival) => {
                self.news.arrivals.push(arrival);
                self.news.is_listed = false;
            }
            // The list tells of these as well.
            Event::Damaged { .. } | Event::NeedsLane { .. } => {}
        }
        self.news.is_other = true;
    }

    /// Since the last call.
    pub(super) fn news(&mut self) -> News {
        while let Ok(event) = self.told.try_recv() {
            self.hear(event);
        }
        std::mem::take(&mut self.news)
    }

    pub(super) fn listing(&self) -> &Listing {
        &self.listing
    }

    pub(super) fn choose(&self, file: &str, lane: Lane) {
        if let Some(open) = &self.open {
            open.handle.choose(file, lane);
        }
    }

    pub(super) fn rescan(&self) {
        if let Some(open) = &self.open {
            open.handle.rescan();
        }
    }

    pub(super) fn view(&self, wish: &band::Folder) -> FolderView {
        FolderView {
            path: self.open.as_ref().map(|open| open.path.clone()).unwrap_or_else(|| wish.path.clone()),
            watched: wish.watched,
            approved: wish.approved,
            status: self.status.text.clone(),
            is_fault: self.status.is_fault,
            files: self.listing.files.iter().map(file_view).collect(),
        }
    }
}

fn wanted(wish: &band::Folder) -> Option<PathBuf> {
    let chosen = Some(wish.path.as_path()).filter(|path| *path != Path::new("")).map(Path::to_owned);
    wish.watched.then(|| chosen.or_else(folder::place::usual)).flatten()
}

pub(super) fn file_clip(part: Part) -> FileClip {
    FileClip { lane: part.lane, clip: Arc::unwrap_or_clone(part.clip), name: part.file.to_string() }
}

fn file_view(line: &folder::Line) -> FileView {
    let damage = match &line.standing {
        Standing::Damaged(reason) => Some(reason.clone()),
        Standing::Waiting
        | Standing::Unfinished
        | Standing::Ready
        | Standing::HandedOver
        | Standing::Older
        | Standing::Arranged
        | Standing::Old
        | Standing::NeedsLane => None,
    };
    FileView {
        name: line.name.clone(),
        lane: line.lanes.first().copied(),
        damage,
        state: line.standing.to_string(),
    }
}
