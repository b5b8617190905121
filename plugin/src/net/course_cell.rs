//! The session's course on its way to the audio thread, which takes it up with the next block.

use super::clock::HostTime;
use super::glimpse::Glimpse;
use super::timeline::{Course, SEGMENTS, Segment, Segments};

/// Flags and how many segments there are, the loop's ends, and three numbers for each segment.
const WORDS: usize = 3 + 3 * SEGMENTS;

/// Nothing in it until a session was heard of; then the last that was, whether its server still lives or not.
#[derive(Debug, Default)]
pub struct CourseCell(Glimpse<WORDS>);

impl CourseCell {
    pub fn put(&self, course: &Course) {
        let (upper, lower) = course.meter;
        let (start, end) = course.looped.unwrap_or((f64::NAN, f64::NAN));
        let all = course.segments.as_slice();
        let flags = (all.len() as u64) << 32
            | u64::from(course.playing) << 16
            | u64::from(upper) << 8
            | u64::from(lower);
        let mut words = [0; WORDS];
        words[..3].copy_from_slice(&[flags, start.to_bits(), end.to_bits()]);
        for (place, segment) in words[3..].chunks_exact_mut(3).zip(all) {
            place.copy_from_slice(&[segment.bpm.to_bits(), segment.beat.to_bits(), segment.at.0 as u64]);
        }
        self.0.put(words);
    }

    /// `None` also while it is written: then the last one holds for a block longer.
    pub fn get(&self) -> Option<Course> {
        let words = self.0.get()?;
        let [flags, start, end] = [words[0], words[1], words[2]];
        let segments = words[3..].chunks_exact(3).take((flags >> 32) as usize).map(|place| Segment {
            bpm: f64::from_bits(place[0]),
            beat: f64::from_bits(place[1]),
            at: HostTime(place[2] as i64),
        });
        let looped = (f64::from_bits(start), f64::from_bits(end));
        Some(Course {
            playing: flags >> 16 & 1 == 1,
            segments: Segments::of(segments)?,
            looped: Some(looped).filter(|(start, end)| start < end),
            meter: ((flags >> 8) as u8, flags as u8),
        })
    }
}
