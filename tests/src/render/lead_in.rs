//! A MIDI file begins at 0 and a pickup before it: the whole song is moved by as many bars as its pickup takes.

use anyhow::Context;
use music::arrangement::{Arrangement, Region};
use music::chart::Song;
use music::meter;
use music::tempo;
use music::time::{Span, Ticks};

/// A song's maps as they are in the file, and how far everything has moved.
pub(super) struct Paper {
    pub(super) tempo: tempo::Map,
    pub(super) meter: meter::Map,
    pub(super) shift: Ticks,
}

impl Paper {
    pub(super) fn of(song: &Song) -> anyhow::Result<Paper> {
        let first = song.meter().at(Ticks::ZERO);
        let pickups = song.bars().iter().take_while(|bar| bar.start.is_negative()).count() as i64;
        if pickups == 0 {
            return Ok(Paper {
                tempo: song.tempo().clone(),
                meter: song.meter().clone(),
                shift: Ticks::ZERO,
            });
        }
        // Whole bars of the first meter, so that every bar line of the song is one of the file's.
        let shift = first.bar_ticks() * pickups;
        let tempi = song.tempo().changes().iter().map(|(at, tempo)| ((*at + shift).max(Ticks::ZERO), *tempo));
        let tempo = tempo::Map::new(tempi.collect()).context("the song changes its tempo too often")?;
        let meters = std::iter::once((0, first));
        let later = song.bars().iter().filter(|bar| !bar.start.is_negative()).enumerate();
        let meters = meters.chain(later.map(|(index, bar)| (index as i64 + pickups, bar.meter)));
        let meter = meter::Map::new(&meters.collect::<Vec<_>>());
        Ok(Paper { tempo, meter: meter.context("the song changes its meter too often")?, shift })
    }

    pub(super) fn moved(&self, arrangement: &Arrangement) -> anyhow::Result<Arrangement> {
        let region = |region: &Region| {
            let span = Span { start: region.span.start + self.shift, end: region.span.end + self.shift };
            Region { span, ..*region }
        };
        let regions: Vec<Region> = arrangement.regions().iter().map(region).collect();
        let moved = Arrangement::from_regions(arrangement.revision(), arrangement.last_id(), regions);
        moved.context("the song is too long to be moved behind its pickup")
    }
}
