//! The session's course on its way to the audio thread, which takes it up with the next block.

use super::clock::HostTime;
use super::glimpse::Glimpse;
use super::timeline::{Course, Segment};

/// Nothing in it until a session was heard of; then the last that was, whether its server still lives or not.
#[derive(Debug, Default)]
pub struct CourseCell(Glimpse<9>);

impl CourseCell {
    pub fn put(&self, course: &Course) {
        let (upper, lower) = course.meter;
        let flags = u64::from(course.playing) << 16 | u64::from(upper) << 8 | u64::from(lower);
        let [one, two] = course
            .segments
            .map(|segment: Segment| [segment.bpm.to_bits(), segment.beat.to_bits(), segment.at.0 as u64]);
        let (start, end) = course.looped.unwrap_or((f64::NAN, f64::NAN));
        self.0.put([flags, one[0], one[1], one[2], two[0], two[1], two[2], start.to_bits(), end.to_bits()]);
    }

    /// `None` also while it is written: then the last one holds for a block longer.
    pub fn get(&self) -> Option<Course> {
        let [flags, bpm, beat, at, next_bpm, next_beat, next_at, start, end] = self.0.get()?;
        let segment = |bpm, beat, at: u64| Segment {
            bpm: f64::from_bits(bpm),
            beat: f64::from_bits(beat),
            at: HostTime(at as i64),
        };
        let looped = (f64::from_bits(start), f64::from_bits(end));
        Some(Course {
            playing: flags >> 16 & 1 == 1,
            segments: [segment(bpm, beat, at), segment(next_bpm, next_beat, next_at)],
            looped: Some(looped).filter(|(start, end)| start < end),
            meter: ((flags >> 8) as u8, flags as u8),
        })
    }
}
