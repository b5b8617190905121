//! A plugin's worker that watches a folder, with the audio thread's end in our hands.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use player::{Automation, Block, NoteEvent, NoteKind, NoteSink, Refused, Transport};
use plugin::action::Action;
use plugin::mailboxes::{self, AudioEnd, HostEnd, Order, WindowEnd};
use plugin::saved_state::SavedText;
use plugin::worker::Worker;

use super::files;

/// Three minutes at 120.
const BARS: usize = 96;
/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// The second sixteenth, whose key tells a file from the next one for its chair.
const SECOND_NOTE_BEATS: f64 = 0.25;

pub struct Band {
    audio: AudioEnd,
    window: WindowEnd,
    host: HostEnd,
    worker: Worker,
}

/// What begins.
#[derive(Default)]
struct Begun(Vec<(music::lane::Lane, u8)>);

impl NoteSink for Begun {
    fn send(&mut self, event: NoteEvent) -> Result<(), Refused> {
        if matches!(event.kind, NoteKind::Begin { .. }) {
            self.0.push((event.lane, event.key));
        }
        Ok(())
    }
}

impl Band {
    pub fn watching(folder: &Path) -> anyhow::Result<Band> {
        let ends = mailboxes::open(SavedText::default());
        let worker = Worker::start(ends.worker);
        let band = Band { audio: ends.audio, window: ends.window, host: ends.host, worker };
        band.ask(Action::Chart("| C ".repeat(BARS) + "|"))?;
        band.ask(Action::FolderPath(folder.to_owned()))?;
        Ok(band)
    }

    fn ask(&self, action: Action) -> anyhow::Result<()> {
        self.window.actions.send(action).context("the worker has gone")?;
        self.host.bell.ring();
        ensure!(self.host.bell.wait(PATIENCE), "the worker hangs");
        Ok(())
    }

    /// Blocks are played, one after the other, until this file is heard in one.
    pub fn until_playable(&mut self, number: u64) -> anyhow::Result<()> {
        let (until, wanted) = (Instant::now() + PATIENCE, (files::lane(number), files::key(number, 1)));
        while Instant::now() < until {
            if self.begun().contains(&wanted) {
                return Ok(());
            }
        }
        anyhow::bail!("file {number} was never playable")
    }

    /// A host that stands still, and then begins in the midst of the first beat.
    fn begun(&mut self) -> Vec<(music::lane::Lane, u8)> {
        let mut begun = Begun::default();
        for playing in [false, true] {
            let transport = Transport {
                playing,
                tempo_bpm: 120.0,
                position_beats: Some(SECOND_NOTE_BEATS),
                loop_range: None,
                meter: None,
                bar_start: None,
            };
            let automation = Automation::default();
            let block = Block { frames: 64, sample_rate: 48_000.0, transport: Some(transport), automation };
            self.audio.player.process(&block, &mut begun);
        }
        begun.0
    }
}

impl Drop for Band {
    fn drop(&mut self) {
        self.host.order(Order::End);
        self.worker.join();
    }
}
