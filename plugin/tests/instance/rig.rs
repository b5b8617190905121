//! A host of a page: activates, calls block after block, writes down notes and sound.

use std::sync::Arc;
use std::time::Duration;

use ai_band_plugin::AiBand;
use ai_band_plugin::action::Action;
use ai_band_plugin::model::Model;
use nice_plug::context::PluginApi;
use nice_plug::context::process::SendEventError;
use nice_plug::prelude::*;

pub(crate) const RATE: u32 = 48_000;
/// As many frames as a beat has at 120 BPM.
pub(crate) const BEAT: usize = 24_000;
/// Nothing here takes longer on the slowest machine; whoever waits that long hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was heard: sample since activation, channel, key, velocity (0 for an end).
pub(crate) type Note = (usize, u8, u8, u8);

pub(crate) struct Rig {
    pub(crate) band: AiBand,
    pub(crate) transport: Transport,
    pub(crate) heard: Vec<Note>,
    pub(crate) left: Vec<f32>,
    /// Notes of the next block that come in.
    pub(crate) incoming: Vec<NoteEvent<()>>,
    /// Whether the host has anywhere to put notes.
    pub(crate) takes_notes: bool,
    /// Whose host it is, as the framework says it.
    pub(crate) api: PluginApi,
    frames: usize,
}

struct Activating(PluginApi);

impl ActivateContext<AiBand> for Activating {
    fn plugin_api(&self) -> PluginApi {
        self.0
    }
    fn execute(&self, (): ()) {}
    fn set_latency_samples(&self, _: u32) {}
    fn set_current_voice_capacity(&self, _: u32) {}
}

struct Processing<'a> {
    transport: &'a Transport,
    incoming: std::vec::IntoIter<NoteEvent<()>>,
    outgoing: &'a mut Vec<NoteEvent<()>>,
    takes_notes: bool,
}

impl ProcessContext<AiBand> for Processing<'_> {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }
    fn execute_background(&self, (): ()) {}
    fn execute_gui(&self, (): ()) {}
    fn transport(&self) -> &Transport {
        self.transport
    }
    fn next_event(&mut self) -> Option<NoteEvent<()>> {
        self.incoming.next()
    }
    fn try_send_event(&mut self, event: NoteEvent<()>) -> Result<(), (NoteEvent<()>, SendEventError)> {
        if !self.takes_notes {
            return Err((event, SendEventError::NoOutputBuffer));
        }
        self.outgoing.push(event);
        Ok(())
    }
    fn set_latency_samples(&self, _: u32) {}
    fn request_restart(&self) {}
    fn set_current_voice_capacity(&self, _: u32) {}
}

impl Rig {
    /// Loaded and activated, as a new track is.
    pub(crate) fn new(mode: ProcessMode) -> Rig {
        Rig::opened(None, mode)
    }

    /// As a project is opened: its state comes before activation.
    pub(crate) fn opened(state: Option<&Fields>, mode: ProcessMode) -> Rig {
        let mut transport = Transport::new(RATE as f32);
        transport.tempo = Some(120.0);
        (transport.time_sig_numerator, transport.time_sig_denominator) = (Some(4), Some(4));
        let mut rig = Rig {
            band: AiBand::default(),
            transport,
            heard: Vec::new(),
            left: Vec::new(),
            incoming: Vec::new(),
            takes_notes: true,
            api: PluginApi::Clap,
            frames: 0,
        };
        if let Some(state) = state {
            rig.band.params().deserialize_fields(state);
        }
        rig.activate(mode);
        rig
    }

    /// As a host does it before playing, and before and after a bounce.
    pub(crate) fn activate(&mut self, mode: ProcessMode) {
        let config = BufferConfig {
            sample_rate: RATE as f32,
            min_buffer_size: None,
            max_buffer_size: 4_096,
            process_mode: mode,
        };
        assert!(self.band.activate(&AiBand::AUDIO_IO_LAYOUTS[0], &config, &mut Activating(self.api)));
        self.band.reset();
    }

    /// A person at the window; returns when it has been done.
    pub(crate) fn asks(&mut self, action: Action) -> Arc<Model> {
        self.band.window().actions.send(action).unwrap();
        self.settled()
    }

    pub(crate) fn settled(&mut self) -> Arc<Model> {
        // Twice: what is shown is made after what is asked is done.
        assert!(self.band.settle(PATIENCE) && self.band.settle(PATIENCE), "the worker hangs");
        Arc::clone(&self.band.window().shown.lock().unwrap())
    }

    pub(crate) fn saved(&self) -> Fields {
        self.band.params().serialize_fields()
    }

    /// Goes to a beat and plays from there.
    pub(crate) fn at_beat(&mut self, beat: f64) -> &mut Rig {
        self.transport.pos_beats = Some(beat);
        self.transport.playing = true;
        self
    }

    pub(crate) fn stop(&mut self) -> &mut Rig {
        self.transport.playing = false;
        self
    }

    /// Whole blocks of `block` frames, until `frames` are played.
    pub(crate) fn play(&mut self, frames: usize, block: usize) -> &mut Rig {
        let mut left_over = frames;
        while left_over > 0 {
            let now = block.min(left_over);
            self.block(now);
            left_over -= now;
        }
        self
    }

    #[allow(unsafe_code, reason = "the framework hands out its buffers like this")]
    fn block(&mut self, frames: usize) {
        let (mut left, mut right) = (vec![1.0; frames], vec![1.0; frames]);
        let mut outgoing = Vec::new();
        let mut buffer = Buffer::default();
        // SAFETY: both slices live until the end of this function, longer than the buffer, and are as long as said.
        unsafe {
            buffer.set_slices(frames, |slices| {
                let (left, right) = (left.as_mut_slice(), right.as_mut_slice());
                *slices = vec![&mut *std::ptr::from_mut(left), &mut *std::ptr::from_mut(right)];
            });
        }
        let mut context = Processing {
            transport: &self.transport,
            incoming: std::mem::take(&mut self.incoming).into_iter(),
            outgoing: &mut outgoing,
            takes_notes: self.takes_notes,
        };
        let mut aux = AuxiliaryBuffers { inputs: &mut [], outputs: &mut [] };
        let status = self.band.process(&mut buffer, &mut aux, &mut context);
        assert_eq!(status, ProcessStatus::KeepAlive);
        drop(buffer);
        self.heard.extend(outgoing.iter().map(|event| note(event, self.frames)));
        self.left.extend(left);
        self.frames += frames;
        if self.transport.playing {
            let beats = frames as f64 * self.transport.tempo.unwrap() / 60.0 / f64::from(RATE);
            self.transport.pos_beats = self.transport.pos_beats.map(|beat| self.wrapped(beat + beats));
        }
    }

    /// A host that splits its blocks at the loop's end says the loop's start next.
    fn wrapped(&self, beat: f64) -> f64 {
        match self.transport.loop_range_beats {
            Some((start, end)) if beat > end - 1e-6 => start + (beat - end),
            _ => beat,
        }
    }

    pub(crate) fn loudest(&self) -> f32 {
        self.left.iter().fold(0.0, |most, sample| most.max(sample.abs()))
    }
}

/// What a host keeps beside the parameters.
pub(crate) type Fields = std::collections::BTreeMap<String, String>;

fn note(event: &NoteEvent<()>, before: usize) -> Note {
    let number = |velocity: f32| (velocity * 127.0).round() as u8;
    match *event {
        NoteEvent::NoteOn { timing, channel, key, velocity, .. } => {
            (before + timing as usize, channel.number().unwrap(), key.number().unwrap(), number(velocity))
        }
        NoteEvent::NoteOff { timing, channel, key, .. } => {
            (before + timing as usize, channel.number().unwrap(), key.number().unwrap(), 0)
        }
        ref other => panic!("nothing else is sent: {other:?}"),
    }
}

/// Every beginning has an end, in order.
pub(crate) fn hanging(heard: &[Note]) -> Vec<(u8, u8)> {
    let mut down = std::collections::BTreeMap::<(u8, u8), i32>::new();
    for (_, channel, key, velocity) in heard {
        *down.entry((*channel, *key)).or_default() += if *velocity > 0 { 1 } else { -1 };
    }
    down.into_iter().filter(|(_, count)| *count != 0).map(|(key, _)| key).collect()
}
