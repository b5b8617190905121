//! A composition as what the player plays and a project saves: regions that name clips, and the clips.

use music::arrangement::{self, Arrangement, Clips, Refusal, RegionId, Revision};
use music::clip::Library;
use music::time::Ticks;

use crate::compose::Composition;

/// Refuses only a song of more regions than an arrangement holds.
pub fn arrangement(composition: &Composition) -> Result<(Arrangement, Library), Refusal> {
    let mut library = Library::new();
    let mut regions = Vec::new();
    for part in &composition.parts {
        for region in &part.regions {
            let fill = region.fill.clone().map(|fill| library.insert(fill));
            let clips = Clips { main: library.insert(region.main.clone()), b: None, fill };
            let id = RegionId(regions.len() as u64 + 1);
            let (lane, span) = (part.lane, region.span);
            regions.push(arrangement::Region { id, lane, span, clips, into: Ticks::ZERO, looped: false });
        }
    }
    let last_id = RegionId(regions.len() as u64);
    Ok((Arrangement::from_regions(Revision(1), last_id, regions)?, library))
}
