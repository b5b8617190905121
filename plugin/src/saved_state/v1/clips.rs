//! Clips: those of a lane one after another, in canonical bytes, compressed together, as text.
//!
//! Measured on 232 bars for eight lanes, 17 666 notes in 261 clips: 157 kB of canonical bytes are 120 kB when each clip is
//! compressed for itself and 76 kB when those that follow each other are compressed together.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use music::arrangement::{Arrangement, REGIONS_MAX};
use music::clip::{Clip, Hash, Library};
use music::lane::Lane;

use super::Mended;
use super::by_lane::ByLane;

/// Each region has three at most.
const CLIPS_MAX: usize = 3 * REGIONS_MAX;
/// All clips of one state: hours of a dense band. A note takes at least six bytes of this and 40 in memory.
const BYTES_MAX: usize = 32 * 1024 * 1024;
/// Of a wheel from 0 to 10; beyond it these get no smaller.
const LEVEL: u8 = 9;

/// Base64 of zlib of each clip's length in four bytes, least first, and its [`Clip::to_bytes`].
pub(super) type Packs = ByLane<String>;

/// By [`Lane::index`], its clips in the order in which its regions first play them.
#[derive(Default)]
pub(super) struct Shelf {
    lanes: [Vec<Hash>; Lane::COUNT],
    places: BTreeMap<(Lane, Hash), usize>,
}

impl Shelf {
    pub(super) fn of(arrangement: &Arrangement) -> Shelf {
        let mut shelf = Shelf::default();
        for region in arrangement.regions() {
            let lane = &mut shelf.lanes[region.lane.index()];
            for hash in region.clips.hashes() {
                shelf.places.entry((region.lane, hash)).or_insert_with(|| {
                    lane.push(hash);
                    lane.len() - 1
                });
            }
        }
        shelf
    }

    pub(super) fn place(&self, lane: Lane, hash: Hash) -> Option<usize> {
        self.places.get(&(lane, hash)).copied()
    }

    pub(super) fn packed(&self, library: &Library) -> Packs {
        ByLane::of(|lane| {
            let hashes = &self.lanes[lane.index()];
            let clips =
                hashes.iter().map(|hash| library.get(hash).map(|clip| clip.to_bytes()).unwrap_or_default());
            (!hashes.is_empty()).then(|| packed(clips))
        })
    }
}

fn packed(clips: impl Iterator<Item = Vec<u8>>) -> String {
    let mut bytes = Vec::new();
    for clip in clips {
        let length =
            u32::try_from(clip.len()).expect("a clip has fewer than 2³² bytes: its notes are counted");
        bytes.extend(length.to_le_bytes());
        bytes.extend(clip);
    }
    STANDARD.encode(miniz_oxide::deflate::compress_to_vec_zlib(&bytes, LEVEL))
}

/// What was packed, each clip hashed once.
#[derive(Default)]
pub(super) struct Unpacked {
    pub(super) library: Library,
    /// By [`Lane::index`], in the order they were packed in; none where a pack is damaged.
    lanes: [Vec<Hash>; Lane::COUNT],
}

impl Unpacked {
    pub(super) fn of(packs: &Packs, mended: &mut Mended) -> Unpacked {
        let mut unpacked = Unpacked::default();
        let mut room = BYTES_MAX;
        for lane in Lane::ALL {
            let Some(pack) = packs.get(lane) else { continue };
            match clips(pack, &mut room) {
                Some(clips) => {
                    let hashes = clips.into_iter().map(|clip| unpacked.library.insert(clip));
                    unpacked.lanes[lane.index()] = hashes.collect();
                }
                None => mended.say(format!("{lane}: its clips are damaged, so it is silent")),
            }
        }
        unpacked
    }

    pub(super) fn get(&self, lane: Lane, place: usize) -> Option<Hash> {
        self.lanes[lane.index()].get(place).copied()
    }
}

fn clips(pack: &str, room: &mut usize) -> Option<Vec<Clip>> {
    let packed = STANDARD.decode(pack).ok()?;
    let bytes = miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&packed, *room).ok()?;
    *room = room.saturating_sub(bytes.len());
    let mut clips = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((length, behind)) = rest.split_first_chunk() {
        let (clip, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        clips.push(Clip::from_bytes(clip).ok()?);
        rest = behind;
    }
    (rest.is_empty() && clips.len() <= CLIPS_MAX).then_some(clips)
}
