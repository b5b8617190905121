//! A song of eight lanes that a file's parts are put into, compiled and posted: what the plugin does with an arrival.

use anyhow::{Context, anyhow};
use music::arrangement::{Arrangement, Clips, Edit, Source};
use music::clip::Library;
use music::lane::Lane;
use music::time::{Span, Ticks};
use player::compiled::Settings;
use player::{Automation, Block, Moment, NoteEvent, NoteSink, Player, PlayerHandle, Program};
use player::{Refused, Strategy, Transport};
use plugin::folder::Part;

use super::files;

/// Three minutes at 120.
const BARS: i64 = 96;
const BAR: Ticks = Ticks(3_840);

pub struct Band {
    arrangement: Arrangement,
    library: Library,
    settings: Settings,
    player: Player,
    handle: PlayerHandle,
}

struct Deaf;

impl NoteSink for Deaf {
    fn send(&mut self, _: NoteEvent) -> Result<(), Refused> {
        Ok(())
    }
}

impl Band {
    pub fn new() -> anyhow::Result<Band> {
        let (player, handle) = Player::new();
        let (arrangement, library) = (Arrangement::new(), Library::new());
        let mut band = Band { arrangement, library, settings: Settings::default(), player, handle };
        for number in 0..Lane::COUNT as u64 {
            let clip = band.library.insert(files::clip(number)?);
            let source = Source::looped(Clips::only(clip));
            band.arrangement.insert(files::lane(number), whole_song(), source)?;
        }
        Ok(band)
    }

    /// From a part to a program in the audio thread's mailbox.
    pub fn take(&mut self, parts: &[Part]) -> anyhow::Result<()> {
        for part in parts {
            let clip = self.library.insert(std::sync::Arc::clone(&part.clip));
            let source = Source::looped(Clips::only(clip));
            self.arrangement.apply(&Edit::Replace { lane: part.lane, span: whole_song(), source })?;
        }
        let program = Program::compile(&self.arrangement, &self.library, &self.settings, &[])?;
        let posted = self.handle.play(Box::new(program), Moment::NextBar, Strategy::HardCut);
        posted.map_err(|_| anyhow!("the audio thread's mailbox is full")).context("an arrival was not posted")
    }

    /// The audio thread takes what is there, as between two files it would.
    pub fn play_a_block(&mut self) {
        let transport = Transport {
            playing: false,
            tempo_bpm: 120.0,
            position_beats: Some(0.0),
            loop_range: None,
            meter: None,
            bar_start: None,
        };
        let automation = Automation::default();
        let block = Block { frames: 64, sample_rate: 48_000.0, transport: Some(transport), automation };
        self.player.process(&block, &mut Deaf);
        self.handle.reports();
    }
}

fn whole_song() -> Span {
    Span { start: Ticks::ZERO, end: Ticks(BARS * BAR.0) }
}
