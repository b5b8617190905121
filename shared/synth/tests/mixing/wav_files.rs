//! What stands in a WAV file, read back by hand.

use std::io::{self, Cursor};

use ai_band_synth::wav::{Encoder, Format, Writer, header};

fn written(format: Format, rate: u32, left: &[f32], right: &[f32]) -> Vec<u8> {
    let mut writer = Writer::new(Cursor::new(Vec::new()), format, rate).unwrap();
    // In two pieces, the second of unequal sides.
    let half = left.len() / 2;
    writer.write(&left[..half], &right[..half]).unwrap();
    writer.write(&left[half..], &[&right[half..], &[9.0]].concat()).unwrap();
    assert_eq!(writer.frames(), left.len() as u64);
    writer.finish().unwrap().into_inner()
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

fn half_word(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap())
}

#[test]
fn the_head_says_what_follows() {
    for (format, tag, bits) in [(Format::Int16, 1, 16), (Format::Int24, 1, 24), (Format::Float32, 3, 32)] {
        for rate in [8_000, 44_100, 192_000] {
            let bytes = written(format, rate, &[0.5; 7], &[0.0; 7]);
            let frame_bytes = u32::from(bits) / 8 * 2;
            assert_eq!(
                (&bytes[..4], &bytes[8..16], &bytes[36..40]),
                (&b"RIFF"[..], &b"WAVEfmt "[..], &b"data"[..])
            );
            assert_eq!((word(&bytes, 4), word(&bytes, 40)), (bytes.len() as u32 - 8, 7 * frame_bytes));
            assert_eq!(bytes.len(), 44 + 7 * frame_bytes as usize);
            assert_eq!((half_word(&bytes, 20), half_word(&bytes, 22), half_word(&bytes, 34)), (tag, 2, bits));
            assert_eq!((word(&bytes, 24), word(&bytes, 28)), (rate, rate * frame_bytes));
            assert_eq!(u32::from(half_word(&bytes, 32)), frame_bytes);
        }
    }
}

#[test]
fn samples_come_back_as_near_as_the_format_can() {
    let left = [0.0, 0.5, -0.5, 1.0, -1.0, 0.123_456_7, 3.0, -3.0, f32::NAN, f32::INFINITY];
    let kept = [0.0, 0.5, -0.5, 1.0, -1.0, 0.123_456_7, 1.0, -1.0, 0.0, 0.0];
    let right = left.map(|sample| -sample);
    for (format, step) in [(Format::Int16, 2.0 / 32_767.0), (Format::Int24, 1.2 / 8_388_607.0)] {
        let bytes = written(format, 48_000, &left, &right);
        let size = if format == Format::Int16 { 2 } else { 3 };
        for (place, expected) in kept.iter().enumerate() {
            let at = 44 + place * 2 * size;
            let mut wide = [0; 4];
            wide[4 - size..].copy_from_slice(&bytes[at..at + size]);
            let found = f64::from(i32::from_le_bytes(wide)) / f64::from(i32::MAX);
            assert!((found - *expected).abs() <= step, "{format:?}: {found} for {expected}");
        }
    }
    let bytes = written(Format::Float32, 48_000, &left, &right);
    let floats: Vec<f32> = (0..8).map(|place| f32::from_bits(word(&bytes, 44 + place * 8))).collect();
    assert_eq!(floats, left[..8], "floats are kept as they are, loud ones too");
}

/// A tone of a third of the last bit is nothing without dither, and there with it.
#[test]
fn dither_keeps_what_is_smaller_than_the_last_bit() {
    let tone: Vec<f32> =
        (0..48_000).map(|place| ((f64::from(place) * 0.05).sin() * 0.33 / 32_767.0) as f32).collect();
    let bytes = written(Format::Int16, 48_000, &tone, &tone);
    let heard: f64 = (0..48_000)
        .map(|place| f64::from(half_word(&bytes, 44 + place * 4) as i16) * (place as f64 * 0.05).sin())
        .sum::<f64>()
        / 24_000.0;
    assert!((heard - 0.33).abs() < 0.05, "{heard}");
    let mean: f64 = (0..48_000).map(|place| f64::from(half_word(&bytes, 44 + place * 4) as i16)).sum::<f64>();
    assert!((mean / 48_000.0).abs() < 0.02, "dither has a mean of {}", mean / 48_000.0);
}

#[test]
fn a_file_is_the_same_every_time() {
    let side = [0.1; 500];
    assert_eq!(written(Format::Int16, 44_100, &side, &side), written(Format::Int16, 44_100, &side, &side));
}

#[test]
fn nothing_is_a_file_too() {
    assert_eq!(written(Format::Int24, 48_000, &[], &[]).len(), 44);
}

/// Pretends to write.
struct Bottomless(u64);

impl io::Write for Bottomless {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl io::Seek for Bottomless {
    fn seek(&mut self, _: io::SeekFrom) -> io::Result<u64> {
        Ok(self.0)
    }
}

#[test]
fn more_than_the_format_can_say_is_refused_with_the_way_out() {
    let mut writer = Writer::new(Bottomless(0), Format::Float32, 192_000).unwrap();
    let side = vec![0.0; 1 << 22];
    let error = (0..200).find_map(|_| writer.write(&side, &side).err()).unwrap();
    assert!(writer.frames() * 8 < u64::from(u32::MAX));
    assert!(error.to_string().contains("4 GiB; render a shorter part"), "{error}");
}

#[test]
fn a_file_whose_length_is_known_is_written_from_its_beginning() {
    let left: Vec<f32> = (0..1_000).map(|place| (place as f32 * 0.01).sin()).collect();
    for format in [Format::Int16, Format::Int24, Format::Float32] {
        let mut bytes = header(format, 44_100, 1_000).unwrap();
        let mut encoder = Encoder::new(format);
        for piece in left.chunks(333) {
            encoder.encode(piece, piece, &mut bytes);
        }
        assert!(bytes == written(format, 44_100, &left, &left), "{format:?}");
    }
}

#[test]
fn more_than_a_file_can_say_has_no_head() {
    for (format, frames, is_said) in [
        (Format::Int16, 0, true),
        (Format::Int16, 1 << 30, false),
        (Format::Int16, (1 << 30) - 17, true),
        (Format::Float32, 1 << 29, false),
        (Format::Float32, u64::MAX, false),
    ] {
        assert_eq!(header(format, 48_000, frames).is_some(), is_said, "{format:?} {frames}");
    }
}
