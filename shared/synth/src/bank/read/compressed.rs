//! Samples of an SF3 bank, which are Vorbis streams: unpacked here, in Rust, so that no stranger's stream reaches C.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lewton::inside_ogg::OggStreamReader;
use lewton::samples::InterleavedSamples;

use super::{DATA_BYTES_MAX, Fault};
use crate::bank::source::Source;
use crate::bank::write::PADDING_FRAMES;

/// What all samples have together, unpacked.
const FRAMES_MAX: usize = DATA_BYTES_MAX as usize / 2;

/// Sample data made anew, a sample after another.
#[derive(Default)]
pub(super) struct Unpacked {
    frames: Vec<i16>,
}

impl Unpacked {
    /// Appends a stream's first side; `None` where it is no Vorbis stream. Returns where it begins and ends.
    pub(super) fn stream(
        &mut self,
        source: &Source,
        at: u64,
        bytes: u32,
    ) -> Result<Option<(u32, u32)>, Fault> {
        let mut stream = vec![0; bytes as usize];
        source.read_at(at, &mut stream)?;
        let start = self.frames.len();
        // The decoder is safe Rust and has been fuzzed; should it give up all the same, one sample is lost.
        let is_whole =
            catch_unwind(AssertUnwindSafe(|| decode(&stream, &mut self.frames))).unwrap_or(None).is_some();
        if !is_whole {
            self.frames.truncate(start);
            return Ok(None);
        }
        self.pad(start)
    }

    /// Appends frames as they are in the file.
    pub(super) fn plain(
        &mut self,
        source: &Source,
        at: u64,
        frames: u32,
    ) -> Result<Option<(u32, u32)>, Fault> {
        let mut bytes = vec![0; frames as usize * 2];
        source.read_at(at, &mut bytes)?;
        let start = self.frames.len();
        self.frames.extend(bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])));
        self.pad(start)
    }

    fn pad(&mut self, start: usize) -> Result<Option<(u32, u32)>, Fault> {
        let end = self.frames.len();
        self.frames.extend([0; PADDING_FRAMES]);
        if self.frames.len() > FRAMES_MAX {
            return Err(Fault::TooBig(format!(
                "its samples have more than {} MiB unpacked",
                DATA_BYTES_MAX >> 20
            )));
        }
        Ok(Some((start as u32, end as u32)))
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.frames.iter().flat_map(|frame| frame.to_le_bytes()).collect()
    }
}

/// `None` where the stream is damaged, or grows beyond all bounds.
fn decode(stream: &[u8], frames: &mut Vec<i16>) -> Option<()> {
    let mut reader = OggStreamReader::new(Cursor::new(stream)).ok()?;
    let sides = usize::from(reader.ident_hdr.audio_channels).max(1);
    let start = frames.len();
    while let Some(packet) = reader.read_dec_packet_generic::<InterleavedSamples<i16>>().ok()? {
        frames.extend(packet.samples.iter().step_by(sides));
        if frames.len() > FRAMES_MAX {
            return None;
        }
    }
    // Packets are as long as they are; the stream itself says where it ends.
    let length = reader.get_last_absgp().and_then(|frames| usize::try_from(frames).ok());
    frames.truncate(start.saturating_add(length.unwrap_or(usize::MAX)));
    Some(())
}
