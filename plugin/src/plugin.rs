//! The object a host loads: its names, its ports, and who lives how long.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use nice_plug::prelude::*;

use crate::kept;
use crate::mailboxes::{self, HostEnd, Order, WindowEnd};
use crate::net::host_clock;
use crate::params::BandParams;
use crate::processing::{OFFLINE_PATIENCE, Processing};
use crate::saved_state::SavedText;
use crate::worker::Worker;

pub const NAME: &str = "AI Band";
pub const CLAP_ID: &str = "org.ai-band.plugin";
/// Never changes: it is in people's projects.
pub const VST3_ID: [u8; 16] = *b"AiBandInstrument";

/// How long opening a project waits for its music and sound to be ready, live. Whatever takes longer comes in later.
const OPENING_PATIENCE: Duration = Duration::from_secs(3);

pub struct AiBand {
    params: Arc<BandParams>,
    processing: Processing,
    host: HostEnd,
    window: WindowEnd,
    /// Last: it is joined when everybody who may call it is gone.
    worker: Worker,
}

impl Default for AiBand {
    fn default() -> AiBand {
        kept::make();
        host_clock::begin();
        let saved = SavedText::default();
        let ends = mailboxes::open(saved.clone());
        let start = if kept::is_this() { Worker::nobody } else { Worker::start };
        AiBand {
            params: Arc::new(BandParams::new(saved)),
            processing: Processing::new(ends.audio, ends.host.bell.clone()),
            host: ends.host,
            window: ends.window,
            worker: start(ends.worker),
        }
    }
}

impl AiBand {
    /// What a window is made of: what a person there sees, and how they ask.
    pub fn window(&self) -> WindowEnd {
        self.window.clone()
    }

    /// Whether everything asked of the worker so far has been done, now or within `patience`. Not for a live block.
    pub fn settle(&self, patience: Duration) -> bool {
        self.host.bell.ring();
        self.host.bell.wait(patience)
    }
}

impl Drop for AiBand {
    fn drop(&mut self) {
        self.host.order(Order::End);
        self.worker.join();
    }
}

impl Plugin for AiBand {
    const NAME: &'static str = NAME;
    const VENDOR: &'static str = "AI Band";
    const URL: &'static str = "https://github.com/ai-band/ai-band";
    const EMAIL: &'static str = "";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] =
        &[AudioIOLayout { main_output_channels: NonZeroU32::new(2), ..AudioIOLayout::const_default() }];
    /// Notes, no controllers: those would be 2 080 parameters in a VST3 host.
    const MIDI_INPUT: MidiConfig = MidiConfig::Basic;
    const MIDI_OUTPUT: MidiConfig = MidiConfig::Basic;
    /// With it, a transport event inside a block would be counted twice by the framework.
    const SAMPLE_ACCURATE_AUTOMATION: bool = false;

    #[cfg(feature = "gui")]
    type Editor = crate::editor::BandEditor;
    #[cfg(not(feature = "gui"))]
    type Editor = ();
    type SysExMessage = ();
    type BackgroundTask = ();

    fn params(&self) -> Arc<dyn Params> {
        Arc::clone(&self.params) as Arc<dyn Params>
    }

    #[cfg(feature = "gui")]
    fn editor(&mut self, _: AsyncExecutor<AiBand>) -> Option<Self::Editor> {
        crate::editor::create(crate::editor::EditorEnds {
            shown: Arc::clone(&self.window.shown),
            actions: self.window.actions.clone(),
            heard: Arc::clone(&self.window.heard),
            params: Arc::clone(&self.params),
        })
    }

    fn activate(
        &mut self,
        _: &AudioIOLayout,
        config: &BufferConfig,
        _: &mut impl ActivateContext<AiBand>,
    ) -> bool {
        let is_offline = config.process_mode == ProcessMode::Offline;
        self.processing.activate(config, is_offline);
        self.host.order(Order::Offline(is_offline));
        self.host.order(Order::Rate(config.sample_rate.round() as u32));
        let patience = if is_offline { OFFLINE_PATIENCE } else { OPENING_PATIENCE };
        // Late is not a reason to refuse: it plays when it is ready.
        let _ = self.host.bell.wait(patience);
        true
    }

    fn reset(&mut self) {
        self.processing.reset();
    }

    fn process(
        &mut self,
        buffer: &mut Buffer<'_>,
        _: &mut AuxiliaryBuffers<'_>,
        context: &mut impl ProcessContext<AiBand>,
    ) -> ProcessStatus {
        self.processing.process(buffer, &self.params, context)
    }
}

impl ClapPlugin for AiBand {
    const CLAP_ID: &'static str = CLAP_ID;
    const CLAP_DESCRIPTION: Option<&'static str> = Some("A backing band that follows your song");
    const CLAP_MANUAL_URL: Option<&'static str> = None;
    const CLAP_SUPPORT_URL: Option<&'static str> = None;
    const CLAP_FEATURES: &'static [ClapFeature] =
        &[ClapFeature::Instrument, ClapFeature::NoteEffect, ClapFeature::Stereo];
}

impl Vst3Plugin for AiBand {
    const VST3_CLASS_ID: [u8; 16] = VST3_ID;
    const VST3_SUBCATEGORIES: &'static [Vst3SubCategory] =
        &[Vst3SubCategory::Instrument, Vst3SubCategory::Generator];
}
