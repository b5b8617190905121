//! Writes stereo sound as a WAV file, frame by frame.

use std::io::{self, Seek, SeekFrom, Write};

use crate::bank::Noise;

/// How a frame is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With dither: noise as loud as the last bit, so that what is quieter than it is still heard.
    Int16,
    Int24,
    Float32,
}

/// What a WAV file can say of its own length.
const DATA_BYTES_MAX: u64 = u32::MAX as u64 - 64;
const SIDES: u16 = 2;
const INTEGERS: u16 = 1;
const FLOATS: u16 = 3;
/// Where the lengths stand that are known only at the end.
const RIFF_LENGTH_AT: u64 = 4;

impl Format {
    /// Of one sample.
    const fn bytes(self) -> u16 {
        match self {
            Format::Int16 => 2,
            Format::Int24 => 3,
            Format::Float32 => 4,
        }
    }

    /// Of both sides.
    pub const fn frame_bytes(self) -> u64 {
        (self.bytes() * SIDES) as u64
    }

    const fn tag(self) -> u16 {
        match self {
            Format::Int16 | Format::Int24 => INTEGERS,
            Format::Float32 => FLOATS,
        }
    }
}

/// What stands in front of so many frames. Nothing if a WAV file cannot hold them.
pub fn header(format: Format, sample_rate: u32, frames: u64) -> Option<Vec<u8>> {
    let data_bytes = data_bytes(format, frames)?;
    Some(header_of(format, sample_rate, data_bytes))
}

fn data_bytes(format: Format, frames: u64) -> Option<u32> {
    let bytes = frames.checked_mul(format.frame_bytes()).filter(|bytes| *bytes <= DATA_BYTES_MAX);
    bytes.and_then(|bytes| u32::try_from(bytes).ok())
}

/// Turns frames into a file's bytes, one stretch after the other.
pub struct Encoder {
    format: Format,
    dither: Noise,
}

impl Encoder {
    pub fn new(format: Format) -> Encoder {
        Encoder { format, dither: Noise::new(1) }
    }

    /// Appends as many frames as the shorter side has.
    pub fn encode(&mut self, left: &[f32], right: &[f32], bytes: &mut Vec<u8>) {
        for sample in left.iter().zip(right).flat_map(|(left, right)| [*left, *right]) {
            let sample = if sample.is_finite() { sample } else { 0.0 };
            match self.format {
                Format::Int16 => bytes.extend(int16(sample, &mut self.dither).to_le_bytes()),
                Format::Int24 => bytes.extend(&int24(sample).to_le_bytes()[..3]),
                Format::Float32 => bytes.extend(sample.to_le_bytes()),
            }
        }
    }
}

/// A file that is being written. It is whole after [`Writer::finish`].
pub struct Writer<File: Write + Seek> {
    file: File,
    encoder: Encoder,
    frames: u64,
    bytes: Vec<u8>,
}

impl<File: Write + Seek> Writer<File> {
    pub fn new(mut file: File, format: Format, sample_rate: u32) -> io::Result<Writer<File>> {
        file.write_all(&header_of(format, sample_rate, 0))?;
        Ok(Writer { file, encoder: Encoder::new(format), frames: 0, bytes: Vec::new() })
    }

    /// As many frames as the shorter side has.
    pub fn write(&mut self, left: &[f32], right: &[f32]) -> io::Result<()> {
        let count = left.len().min(right.len()) as u64;
        if data_bytes(self.encoder.format, self.frames + count).is_none() {
            let what = "a WAV file holds 4 GiB; render a shorter part, a lower rate or 16 bits";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
        }
        self.bytes.clear();
        self.encoder.encode(left, right, &mut self.bytes);
        self.frames += count;
        self.file.write_all(&self.bytes)
    }

    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Says how long it has become, and gives the file back.
    pub fn finish(mut self) -> io::Result<File> {
        let format = self.encoder.format;
        let data_bytes = self.frames * format.frame_bytes();
        let again = header_of(format, 0, data_bytes as u32);
        self.file.seek(SeekFrom::Start(RIFF_LENGTH_AT))?;
        self.file.write_all(&again[4..8])?;
        self.file.seek(SeekFrom::Start(again.len() as u64 - 4))?;
        self.file.write_all(&again[again.len() - 4..])?;
        self.file.seek(SeekFrom::End(0))?;
        self.file.flush()?;
        Ok(self.file)
    }
}

fn header_of(format: Format, sample_rate: u32, data_bytes: u32) -> Vec<u8> {
    let frame_bytes = format.bytes() * SIDES;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + data_bytes).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    bytes.extend(format.tag().to_le_bytes());
    bytes.extend(SIDES.to_le_bytes());
    bytes.extend(sample_rate.to_le_bytes());
    bytes.extend((sample_rate.saturating_mul(frame_bytes.into())).to_le_bytes());
    bytes.extend(frame_bytes.to_le_bytes());
    bytes.extend((format.bytes() * 8).to_le_bytes());
    bytes.extend(b"data");
    bytes.extend(data_bytes.to_le_bytes());
    bytes
}

/// Two dice make a triangle: the error has then neither mean nor loudness of the signal in it.
fn int16(sample: f32, dither: &mut Noise) -> i16 {
    let noise = (dither.next() + dither.next()) * 0.5;
    (f64::from(sample) * 32_767.0 + noise).round().clamp(-32_768.0, 32_767.0) as i16
}

fn int24(sample: f32) -> i32 {
    (f64::from(sample) * 8_388_607.0).round().clamp(-8_388_608.0, 8_388_607.0) as i32
}
