//! What the server told of its session: kept whole, and handed on only when every clip of it is here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use music::arrangement::{Arrangement, Clips, Region, RegionId, Revision};
use music::clip::{Clip, Hash, Library};
use music::lane::Lane;
use music::time::{Span, Ticks};
use wire::rest;
use wire::rest::changes::{Change, Entity, Snapshot};
use wire::rest::job;

/// Clips that are kept though nothing plays them: they were told to come.
const SPARE_MAX: usize = 256;

#[derive(Clone, Debug, Default)]
pub struct Mirror {
    session: Option<rest::session::Session>,
    chart: String,
    /// By [`Lane::index`]: who sits there.
    seats: [Option<String>; Lane::COUNT],
    regions: BTreeMap<u64, rest::region::Region>,
    working: BTreeSet<String>,
    clips: BTreeMap<Hash, Arc<Clip>>,
    /// Told to come.
    coming: BTreeSet<Hash>,
    /// As each thing was last changed.
    revs: BTreeMap<(&'static str, String), u64>,
    /// Something came since the last whole song.
    is_changed: bool,
}

/// What a session plays, with all of its clips.
#[derive(Clone, Debug)]
pub struct Song {
    pub session: String,
    pub revision: u64,
    pub chart: String,
    pub tempo_bpm: f64,
    pub regions: Vec<Region>,
    pub library: Library,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    #[error("what came as clip {asked} is {came}")]
    OtherHash { asked: Hash, came: Hash },
    #[error("clip {hash} cannot be read: {why}")]
    NoClip { hash: Hash, why: String },
}

impl Mirror {
    /// Everything as it is; clips stay, for a hash is a hash.
    pub fn replace(&mut self, snapshot: &Snapshot) {
        let (clips, coming) = (std::mem::take(&mut self.clips), std::mem::take(&mut self.coming));
        *self = Mirror { clips, coming, is_changed: true, ..Mirror::default() };
        for kept in &snapshot.state {
            self.put(&kept.id, &kept.entity);
        }
    }

    pub fn apply(&mut self, change: &Change) {
        self.is_changed = true;
        match change {
            Change::Changed { id, rev, entity, .. } => {
                let last = self.revs.entry((entity.kind(), id.clone())).or_default();
                if *rev >= *last {
                    *last = *rev;
                    self.put(id, entity);
                }
            }
            Change::Removed { seq, entity, id, .. } => self.remove(*seq, entity, id),
        }
    }

    fn put(&mut self, id: &str, entity: &Entity) {
        match entity {
            Entity::Session(session) => self.session = Some(session.clone()),
            Entity::Chart(chart) => self.chart.clone_from(&chart.text),
            Entity::Lane(chair) => {
                self.seats[chair.lane.0.index()] = chair.plugin_id.as_ref().map(|id| id.as_str().to_owned());
            }
            Entity::Region(region) => {
                self.regions.insert(region.region.get(), region.clone());
            }
            Entity::Job(job) => {
                let is_on = matches!(job.status, job::State::Queued | job::State::Running);
                if is_on {
                    self.working.insert(id.to_owned());
                } else {
                    self.working.remove(id);
                }
            }
            Entity::Instance(_) | Entity::Rule(_) | Entity::Transport(_) => {}
        }
    }

    fn remove(&mut self, seq: u64, entity: &str, id: &str) {
        match entity {
            "region" if self.is_gone(seq, "region", id) => {
                if let Ok(number) = id.parse::<u64>() {
                    self.regions.remove(&number);
                }
            }
            "job" if self.is_gone(seq, "job", id) => {
                self.working.remove(id);
            }
            // Of the others there is always one, or nothing here depends on it; the wire may know more kinds than we do.
            _ => {}
        }
    }

    /// Who reads on is told of a thing as it is by now: what was removed before that is there again.
    fn is_gone(&mut self, seq: u64, kind: &'static str, id: &str) -> bool {
        let name = (kind, id.to_owned());
        let is_gone = self.revs.get(&name).is_none_or(|rev| *rev <= seq);
        if is_gone {
            self.revs.remove(&name);
        }
        is_gone
    }

    pub fn seats(&self) -> &[Option<String>; Lane::COUNT] {
        &self.seats
    }

    /// Whether there may be another song than the last one.
    pub fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// The arrangement's.
    pub fn revision(&self) -> Option<u64> {
        self.session.as_ref().map(|session| session.revision)
    }

    /// Somebody composes.
    pub fn is_generating(&self) -> bool {
        !self.working.is_empty()
    }

    /// It will be needed.
    pub fn expect(&mut self, hash: Hash) {
        if self.coming.len() < SPARE_MAX {
            self.coming.insert(hash);
        }
    }

    /// Clips that are not here.
    pub fn missing(&self) -> Vec<Hash> {
        let played: BTreeSet<Hash> = self.hashes().collect();
        played.union(&self.coming).filter(|hash| !self.clips.contains_key(hash)).copied().collect()
    }

    /// Bytes that came for a hash: taken only if they are what the hash says.
    pub fn keep(&mut self, asked: Hash, bytes: &[u8]) -> Result<(), Damage> {
        let came = Hash::of(bytes);
        if came != asked {
            return Err(Damage::OtherHash { asked, came });
        }
        let clip = Clip::from_bytes(bytes);
        let clip = clip.map_err(|error| Damage::NoClip { hash: asked, why: error.to_string() })?;
        self.clips.insert(asked, Arc::new(clip));
        self.is_changed = true;
        Ok(())
    }

    /// What could not be fetched although it was only expected is given up; what is played is asked for again.
    pub fn give_up(&mut self, hash: Hash) {
        self.coming.remove(&hash);
    }

    /// `None` while a clip is missing, or nothing was told yet, or it is no music.
    pub fn song(&mut self) -> Option<Song> {
        let session = self.session.as_ref()?;
        let regions: Option<Vec<Region>> = self.regions.values().map(region).collect();
        let regions = regions?;
        let mut library = Library::new();
        for hash in regions.iter().flat_map(|region| region.clips.hashes()) {
            library.insert(Arc::clone(self.clips.get(&hash)?));
        }
        let last = RegionId(regions.iter().map(|region| region.id.0).max().unwrap_or(0));
        let arrangement = Arrangement::from_regions(Revision(0), last, regions).ok()?;
        let song = Song {
            session: session.session.as_str().to_owned(),
            revision: session.revision,
            chart: self.chart.clone(),
            tempo_bpm: session.tempo,
            regions: arrangement.regions().to_vec(),
            library,
        };
        self.is_changed = false;
        if self.clips.len() > song.library.len() + SPARE_MAX {
            self.clips.retain(|hash, _| song.library.get(hash).is_some());
            self.coming.clear();
        }
        Some(song)
    }

    fn hashes(&self) -> impl Iterator<Item = Hash> {
        self.regions.values().filter_map(region).flat_map(|region| region.clips.hashes())
    }
}

fn region(told: &rest::region::Region) -> Option<Region> {
    let optional = |text: &Option<String>| match text {
        Some(text) => text.parse().map(Some),
        None => Ok(None),
    };
    let clips = Clips {
        main: told.clip.parse().ok()?,
        b: optional(&told.clip_b).ok()?,
        fill: optional(&told.fill).ok()?,
    };
    Some(Region {
        id: RegionId(told.region.get()),
        lane: told.lane.0,
        span: Span::new(Ticks(told.start), Ticks(told.end))?,
        clips,
        into: Ticks(told.into),
        looped: told.looped,
    })
}
