//! Everything of a band that a project keeps, as values; takes and auditions are not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use composer::brief::Knobs;
use music::arrangement::Arrangement;
use music::chart::{Ids, PassId};
use music::clip::{Hash, Library};
use music::lane::Lane;

use crate::band::{Chair, Folder, LaidBar};
use crate::model::{Bars, WindowView};

#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// As typed.
    pub chart: String,
    /// The last text that could be read, with the names of its bars.
    pub read: Option<(String, Ids)>,
    pub style: String,
    pub seed: u64,
    pub lanes: Option<Vec<Lane>>,
    pub bars: Option<Bars>,
    pub knobs: Knobs,
    pub locks: BTreeSet<(Lane, PassId)>,
    pub rerolls: BTreeMap<(Lane, PassId), u32>,
    pub arrangement: Arrangement,
    /// The clips that it plays, and no others.
    pub library: Library,
    /// The bars it was laid on.
    pub layout: Vec<LaidBar>,
    /// By [`Lane::index`].
    pub chairs: [Chair; Lane::COUNT],
    pub origin_beat: f64,
    pub folder: Folder,
    pub bank: Option<PathBuf>,
    pub window: WindowView,
    pub link: Link,
    /// A state that a newer version of the plugin saved and this one could not read, as it was.
    pub newer: Option<String>,
}

/// What is known of a session that it was once linked to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    pub instance_id: Option<String>,
    pub session: Option<String>,
    pub server_revision: Option<u64>,
    /// Of the music when the two last agreed.
    pub agreed: Option<Hash>,
    /// A server's file that somebody named, instead of the usual one.
    pub server: Option<String>,
    /// "Follow the session when a project is opened."
    pub is_automatic: bool,
}

/// A state that was read, and what of it could not be kept, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub saved: Saved,
    pub mended: Vec<String>,
}
