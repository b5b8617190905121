//! The audio thread's half of the CLAP host.

use anyhow::Context;
use clack_host::events::UnknownEvent;
use clack_host::events::io::{OutputEventBuffer, TryPushError};
use clack_host::prelude::*;

use super::{Handlers, Range, told};
use crate::block::Block;
use crate::heard::Heard;
use crate::host::Processor;

/// Channels of the one port.
const STEREO: usize = 2;

pub(super) struct ClapProcessor {
    /// Only for a moment nobody.
    processor: Option<PluginAudioProcessor<Handlers>>,
    ranges: Vec<Range>,
    ports: AudioPorts,
    events_in: EventBuffer,
    events_out: EventBuffer,
    frames_so_far: u64,
}

impl ClapProcessor {
    pub(super) fn new(stopped: StoppedPluginAudioProcessor<Handlers>, ranges: Vec<Range>) -> ClapProcessor {
        ClapProcessor {
            processor: Some(stopped.into()),
            ranges,
            ports: AudioPorts::with_capacity(STEREO, 1),
            events_in: EventBuffer::new(),
            events_out: EventBuffer::new(),
            frames_so_far: 0,
        }
    }
}

/// What the host takes out of one block.
struct Taken<'a> {
    into: &'a mut EventBuffer,
    room: Option<usize>,
}

impl OutputEventBuffer for Taken<'_> {
    fn try_push(&mut self, event: &UnknownEvent) -> Result<(), TryPushError> {
        if self.room.is_some_and(|room| self.into.len() as usize >= room) {
            return Err(TryPushError::new());
        }
        self.into.try_push(event)
    }
}

impl Processor for ClapProcessor {
    fn process(&mut self, block: &Block) -> anyhow::Result<Heard> {
        told::events(block, &self.ranges, &mut self.events_in);
        self.events_out.clear();
        let transport = block.transport.as_ref().map(told::transport);
        let mut heard = Heard::silent(block.frames as usize);
        let [left, right] = &mut heard.audio;
        let channels = [left.as_mut_slice(), right.as_mut_slice()];
        let mut outputs = self.ports.with_output_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(channels.into_iter()),
        }]);
        let mut taken = Taken { into: &mut self.events_out, room: block.notes_out_max };
        let processor = self.processor.as_mut().context("the processor is gone")?;
        // The first block comes on the audio thread: that is where processing starts.
        processor.ensure_processing_started()?.process(
            &InputAudioBuffers::empty(),
            &mut outputs,
            &self.events_in.as_input(),
            &mut OutputEvents::from_buffer(&mut taken),
            Some(self.frames_so_far),
            transport.as_ref(),
        )?;
        self.frames_so_far += u64::from(block.frames);
        heard.notes = told::notes(&self.events_out);
        Ok(heard)
    }

    fn reset(&mut self) {
        if let Some(processor) = &mut self.processor {
            processor.reset();
        }
    }
}

impl Drop for ClapProcessor {
    fn drop(&mut self) {
        drop(self.processor.take().map(PluginAudioProcessor::into_stopped));
    }
}
