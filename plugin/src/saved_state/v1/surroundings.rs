//! Where the band is: the host's beat, folder, bank, window, and the session it was linked to.

use std::path::{Path, PathBuf};

use music::time::Ticks;
use serde::{Deserialize, Serialize};

use super::Mended;
use crate::band::Folder;
use crate::model::WindowView;
use crate::saved_state::saved::{self, Saved};

/// Longer than any path a system opens.
const PATH_BYTES_MAX: usize = 32 * 1024;
/// Names of sessions and instances are 36 characters.
const NAME_BYTES_MAX: usize = 256;

#[derive(Serialize, Deserialize)]
pub(super) struct Surroundings {
    origin_beat: f64,
    folder: String,
    folder_watched: bool,
    folder_approved: bool,
    bank: Option<String>,
    window: Window,
}

#[derive(Serialize, Deserialize)]
struct Window {
    width: u16,
    height: u16,
    zoom_percent: u16,
    is_light: bool,
}

impl Surroundings {
    pub(super) fn of(saved: &Saved) -> Surroundings {
        let Folder { path, watched, approved } = &saved.folder;
        let WindowView { width, height, zoom_percent, is_light } = saved.window;
        // Paths come in as text; one that is none cannot be typed, and would not be found elsewhere either.
        let text = |path: &Path| path.to_string_lossy().into_owned();
        Surroundings {
            origin_beat: saved.origin_beat,
            folder: text(path),
            folder_watched: *watched,
            folder_approved: *approved,
            bank: saved.bank.as_deref().map(text),
            window: Window { width, height, zoom_percent, is_light },
        }
    }

    pub(super) fn into_saved(self, saved: &mut Saved, mended: &mut Mended) {
        if Ticks::from_beats_f64(self.origin_beat).is_some() {
            saved.origin_beat = self.origin_beat;
        } else {
            mended.say("the beat on which the song begins: is none that a song has, so it is 0");
        }
        if self.folder.len() <= PATH_BYTES_MAX {
            saved.folder.path = PathBuf::from(self.folder);
        } else {
            mended.say("the folder: its path is longer than any, so it is the usual one");
        }
        saved.folder.watched = self.folder_watched;
        saved.folder.approved = self.folder_approved;
        saved.bank = self.bank.filter(|path| path.len() <= PATH_BYTES_MAX).map(PathBuf::from);
        let Window { width, height, zoom_percent, is_light } = self.window;
        saved.window = WindowView { width, height, zoom_percent, is_light }.within_limits();
    }
}

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Link {
    instance_id: Option<String>,
    session: Option<String>,
    server_revision: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agreed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_automatic: bool,
}

impl Link {
    pub(super) fn of(link: &saved::Link) -> Link {
        let saved::Link { instance_id, session, server_revision, agreed, server, is_automatic } =
            link.clone();
        let agreed = agreed.map(|hash| hash.to_string());
        Link { instance_id, session, server_revision, agreed, server, is_automatic }
    }

    pub(super) fn into_link(self) -> saved::Link {
        let name = |name: Option<String>| name.filter(|name| name.len() <= NAME_BYTES_MAX);
        saved::Link {
            instance_id: name(self.instance_id),
            session: name(self.session),
            server_revision: self.server_revision,
            agreed: self.agreed.and_then(|text| text.parse().ok()),
            server: self.server.filter(|path| path.len() <= PATH_BYTES_MAX),
            is_automatic: self.is_automatic,
        }
    }
}
