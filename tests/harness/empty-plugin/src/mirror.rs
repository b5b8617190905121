//! A plugin that shows what it was told: the transport as samples, notes as notes, and text that it keeps as it is.

use std::sync::{Arc, Mutex};

use nice_plug::prelude::*;

use crate::shown::Shown;

pub struct Mirror {
    params: Arc<MirrorParams>,
    config: Option<BufferConfig>,
    resets: u32,
    activations: u32,
}

#[derive(Params)]
struct MirrorParams {
    #[persist = "text"]
    text: Arc<Mutex<String>>,
    #[id = "knob"]
    knob: IntParam,
    #[id = "switch"]
    switch: BoolParam,
    /// What nothing may do in a block: to see that whoever does it is caught.
    #[id = "allocate"]
    allocate: BoolParam,
    #[id = "bypass"]
    bypass: BoolParam,
}

impl Default for Mirror {
    fn default() -> Mirror {
        let params = MirrorParams {
            text: Arc::default(),
            knob: IntParam::new("Knob", 64, IntRange::Linear { min: 0, max: 127 }),
            switch: BoolParam::new("Switch", false),
            allocate: BoolParam::new("Allocate", false),
            bypass: BoolParam::new("Bypass", false).make_bypass(),
        };
        Mirror { params: Arc::new(params), config: None, resets: 0, activations: 0 }
    }
}

impl Plugin for Mirror {
    const NAME: &'static str = "AI Band mirror";
    const VENDOR: &'static str = super::VENDOR;
    const URL: &'static str = "";
    const EMAIL: &'static str = "";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] = super::STEREO;
    const MIDI_INPUT: MidiConfig = MidiConfig::Basic;
    const MIDI_OUTPUT: MidiConfig = MidiConfig::Basic;

    type Editor = ();
    type SysExMessage = ();
    type BackgroundTask = ();

    fn params(&self) -> Arc<dyn Params> {
        self.params.clone()
    }

    fn activate(
        &mut self,
        _layout: &AudioIOLayout,
        config: &BufferConfig,
        _context: &mut impl ActivateContext<Self>,
    ) -> bool {
        self.config = Some(*config);
        self.activations += 1;
        true
    }

    fn reset(&mut self) {
        self.resets += 1;
    }

    fn process(
        &mut self,
        buffer: &mut Buffer<'_>,
        _aux: &mut AuxiliaryBuffers<'_>,
        context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        while let Some(event) = context.next_event() {
            // A full buffer is the host's to find out about.
            let _ = context.try_send_event(event);
        }
        if self.params.allocate.value() {
            drop(std::hint::black_box(Box::new(0_u8)));
        }
        let [left, right] = buffer.as_slice() else { return ProcessStatus::KeepAlive };
        if left.len() < Shown::COUNT {
            return ProcessStatus::KeepAlive;
        }
        for (shown, number) in self.numbers(context.transport()) {
            left[shown.place()] = number.unwrap_or(0.0) as f32;
            right[shown.place()] = f32::from(u8::from(number.is_some()));
        }
        ProcessStatus::KeepAlive
    }
}

impl Mirror {
    fn numbers(&self, said: &Transport) -> [(Shown, Option<f64>); Shown::COUNT] {
        let truth = |is_so: bool| Some(f64::from(u8::from(is_so)));
        let config = self.config.as_ref();
        [
            (Shown::Playing, truth(said.playing)),
            (Shown::Tempo, said.tempo),
            (Shown::Beats, said.pos_beats),
            (Shown::BarStart, said.bar_start_pos_beats),
            (Shown::LoopStart, said.loop_range_beats.map(|(start, _)| start)),
            (Shown::LoopEnd, said.loop_range_beats.map(|(_, end)| end)),
            (Shown::MeterUpper, said.time_sig_numerator.map(f64::from)),
            (Shown::MeterLower, said.time_sig_denominator.map(f64::from)),
            (Shown::SampleRate, config.map(|config| f64::from(config.sample_rate))),
            (Shown::MaxFrames, config.map(|config| f64::from(config.max_buffer_size))),
            (Shown::IsOffline, config.and_then(|config| truth(config.process_mode == ProcessMode::Offline))),
            (Shown::Resets, Some(f64::from(self.resets))),
            (Shown::Knob, Some(f64::from(self.params.knob.value()))),
            (Shown::Switch, truth(self.params.switch.value())),
            (Shown::Activations, Some(f64::from(self.activations))),
        ]
    }
}

impl ClapPlugin for Mirror {
    const CLAP_ID: &'static str = "org.ai-band.mirror";
    const CLAP_DESCRIPTION: Option<&'static str> = Some("Shows what its host tells it");
    const CLAP_MANUAL_URL: Option<&'static str> = None;
    const CLAP_SUPPORT_URL: Option<&'static str> = None;
    const CLAP_FEATURES: &'static [ClapFeature] = &[ClapFeature::Instrument];
}

impl Vst3Plugin for Mirror {
    const VST3_CLASS_ID: [u8; 16] = *b"AIBandMirror0001";
    const VST3_SUBCATEGORIES: &'static [Vst3SubCategory] = &[Vst3SubCategory::Instrument];
}
