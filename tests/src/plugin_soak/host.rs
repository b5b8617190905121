//! A host in this process: calls block after block under the allocator's watch, and writes down what it hears.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use nice_plug::context::PluginApi;
use nice_plug::context::process::SendEventError;
use nice_plug::prelude::*;
use plugin::AiBand;
use plugin::action::Action;
use plugin::model::Model;

use super::script::Script;
use super::tally::{Heard, Tally};
use super::{RATE, held};
use crate::audio_guard;

/// What was heard: frame since the scene began, channel, key, velocity (0 for an end).
pub(super) type Note = (u64, u8, u8, u8);

/// Nothing takes longer on the slowest machine; whoever waits that long hangs.
const PATIENCE: Duration = Duration::from_secs(60);
/// The longest block.
const FRAMES_MAX: usize = 2_048;
/// More than a band sends in one block.
const NOTES_MAX: usize = 4_096;

pub(super) struct Host {
    band: AiBand,
    transport: Transport,
    outgoing: Vec<NoteEvent<()>>,
    audio: [Vec<f32>; 2],
    frames: u64,
    place: Place,
    /// Some hosts say where they begin, and then nothing but how fast they are.
    pub(super) tells_every_block: bool,
    down: BTreeMap<(u8, u8), i32>,
    recording: Option<(u64, Vec<Note>)>,
    pub(super) heard: Heard,
}

/// Where the transport is, from the last point where it jumped or changed its tempo: nothing adds up.
#[derive(Clone, Copy, Default)]
struct Place {
    beat: f64,
    frames: u64,
    tempo_bpm: f64,
}

struct Activating;

impl ActivateContext<AiBand> for Activating {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }
    fn execute(&self, (): ()) {}
    fn set_latency_samples(&self, _: u32) {}
    fn set_current_voice_capacity(&self, _: u32) {}
}

struct Processing<'a> {
    transport: &'a Transport,
    outgoing: &'a mut Vec<NoteEvent<()>>,
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
        None
    }
    fn try_send_event(&mut self, event: NoteEvent<()>) -> Result<(), (NoteEvent<()>, SendEventError)> {
        if self.outgoing.len() == self.outgoing.capacity() {
            return Err((event, SendEventError::HostBufferFull));
        }
        self.outgoing.push(event);
        Ok(())
    }
    fn set_latency_samples(&self, _: u32) {}
    fn request_restart(&self) {}
    fn set_current_voice_capacity(&self, _: u32) {}
}

impl Host {
    pub(super) fn new() -> anyhow::Result<Host> {
        Host::loaded(None)
    }

    /// As a project is opened: its state comes before activation.
    pub(super) fn opened(state: &BTreeMap<String, String>) -> anyhow::Result<Host> {
        Host::loaded(Some(state))
    }

    fn loaded(state: Option<&BTreeMap<String, String>>) -> anyhow::Result<Host> {
        let mut transport = Transport::new(RATE as f32);
        (transport.time_sig_numerator, transport.time_sig_denominator) = (Some(4), Some(4));
        let mut host = Host {
            band: AiBand::default(),
            transport,
            outgoing: Vec::with_capacity(NOTES_MAX),
            audio: [vec![0.0; FRAMES_MAX], vec![0.0; FRAMES_MAX]],
            frames: 0,
            place: Place { tempo_bpm: 120.0, ..Place::default() },
            tells_every_block: true,
            down: BTreeMap::new(),
            recording: None,
            heard: Heard::default(),
        };
        if let Some(state) = state {
            host.load(state);
        }
        host.activate()?;
        Ok(host)
    }

    fn activate(&mut self) -> anyhow::Result<()> {
        let config = BufferConfig {
            sample_rate: RATE as f32,
            min_buffer_size: None,
            max_buffer_size: FRAMES_MAX as u32,
            process_mode: ProcessMode::Realtime,
        };
        let is_active = self.band.activate(&AiBand::AUDIO_IO_LAYOUTS[0], &config, &mut Activating);
        ensure!(is_active, "the plugin refuses to be activated");
        self.band.reset();
        self.settle().map(drop)
    }

    pub(super) fn reactivate(&mut self) -> anyhow::Result<()> {
        self.band.deactivate();
        self.activate()
    }

    pub(super) fn asks(&mut self, action: Action) -> anyhow::Result<Arc<Model>> {
        self.band.window().actions.send(action).context("the worker has gone")?;
        self.settle()
    }

    /// Twice: what is shown is made after what is asked is done.
    pub(super) fn settle(&mut self) -> anyhow::Result<Arc<Model>> {
        ensure!(self.band.settle(PATIENCE) && self.band.settle(PATIENCE), "the worker hangs");
        let shown = self.band.window().shown;
        let model = shown.lock().ok().context("the window's picture is lost")?;
        Ok(Arc::clone(&model))
    }

    pub(super) fn saved(&self) -> BTreeMap<String, String> {
        self.band.params().serialize_fields()
    }

    pub(super) fn load(&mut self, state: &BTreeMap<String, String>) {
        self.band.params().deserialize_fields(state);
    }

    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    pub(super) fn seek(&mut self, script: &Script) {
        let tempo_bpm = script.parts.first().map_or(120.0, |part| part.tempo_bpm);
        self.place = Place { beat: script.start_beat, frames: 0, tempo_bpm };
        self.transport.loop_range_beats = script.range;
        self.transport.playing = true;
    }

    /// One block at this tempo.
    pub(super) fn play(&mut self, frames: u32, tempo_bpm: f64) {
        if tempo_bpm.to_bits() != self.place.tempo_bpm.to_bits() {
            self.place = Place { beat: self.place.now(), frames: 0, tempo_bpm };
        }
        self.block(frames);
        self.place.frames += u64::from(frames);
        if let Some((start, end)) = self.transport.loop_range_beats {
            while self.place.now() >= end {
                self.place.beat -= end - start;
            }
        }
    }

    /// Everything has its end then.
    pub(super) fn stop(&mut self) -> anyhow::Result<()> {
        self.transport.playing = false;
        for _ in 0..2 {
            self.block(512);
        }
        let hanging: Vec<_> =
            self.down.iter().filter(|(_, count)| **count != 0).map(|(key, _)| *key).collect();
        self.heard.hanging += hanging.len() as u64;
        ensure!(hanging.is_empty(), "hanging after {} frames: {hanging:?}", self.frames);
        Ok(())
    }

    pub(super) fn record(&mut self) {
        self.recording = Some((self.frames, Vec::new()));
    }

    pub(super) fn recorded(&mut self) -> Vec<Note> {
        self.recording.take().map(|(_, notes)| notes).unwrap_or_default()
    }

    /// A copy that is not needed any more; what was caught in it counts.
    pub(super) fn close(self, tally: &mut Tally) -> anyhow::Result<()> {
        tally.add(&self.heard);
        drop(self);
        Ok(())
    }

    #[expect(unsafe_code, reason = "the framework hands out its buffers like this")]
    fn block(&mut self, frames: u32) {
        let tells = self.tells_every_block || self.place.frames == 0;
        self.transport.tempo = Some(self.place.tempo_bpm);
        self.transport.pos_beats = tells.then(|| self.place.now());
        self.outgoing.clear();
        let [left, right] = &mut self.audio;
        let mut buffer = Buffer::default();
        let count = frames as usize;
        // SAFETY: both slices live until the end of this function, longer than the buffer, and are as long as said.
        unsafe {
            buffer.set_slices(count, |slices| {
                *slices = vec![
                    &mut *std::ptr::from_mut(&mut left[..count]),
                    &mut *std::ptr::from_mut(&mut right[..count]),
                ];
            });
        }
        let mut context = Processing { transport: &self.transport, outgoing: &mut self.outgoing };
        let mut aux = AuxiliaryBuffers { inputs: &mut [], outputs: &mut [] };
        let band = &mut self.band;
        self.heard.caught += audio_guard::caught_in(&mut || {
            band.process(&mut buffer, &mut aux, &mut context);
        });
        drop(buffer);
        self.hear(count);
        self.frames += u64::from(frames);
    }

    fn hear(&mut self, frames: usize) {
        let heard = &mut self.heard;
        heard.blocks += 1;
        for sample in self.audio.iter().flat_map(|side| &side[..frames]) {
            heard.nonsense += u64::from(!sample.is_finite());
            heard.loudest = heard.loudest.max(sample.abs());
        }
        for event in &self.outgoing {
            let Some((at, channel, key, velocity)) = note(event) else { continue };
            heard.begun += u64::from(velocity > 0);
            *self.down.entry((channel, key)).or_default() += if velocity > 0 { 1 } else { -1 };
            if let Some((start, notes)) = &mut self.recording {
                notes.push((self.frames + at - *start, channel, key, velocity));
            }
        }
    }

    pub(super) fn held(&self) -> held::Held {
        held::Held::now()
    }
}

impl Place {
    fn now(&self) -> f64 {
        self.beat + self.frames as f64 * self.tempo_bpm / (60.0 * f64::from(RATE))
    }
}

fn note(event: &NoteEvent<()>) -> Option<Note> {
    match *event {
        NoteEvent::NoteOn { timing, channel, key, velocity, .. } => {
            Some((timing.into(), channel.number()?, key.number()?, (velocity * 127.0).round() as u8))
        }
        NoteEvent::NoteOff { timing, channel, key, .. } => {
            Some((timing.into(), channel.number()?, key.number()?, 0))
        }
        _ => None,
    }
}
