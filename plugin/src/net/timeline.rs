//! Where the session's song is at a moment of this machine's clock.

use wire::Timeline;

use super::clock::{Clock, HostTime};

/// What holds now and what comes next: more is said again before it is due.
pub const SEGMENTS: usize = 2;
const NANOS_PER_MINUTE: f64 = 60e9;
/// Shorter loops are nobody's wish, and would be nothing but jumps.
const LOOP_BEATS_MIN: f64 = 1.0 / 64.0;
/// Below and above, a server is not talking about music.
const TEMPI_BPM: std::ops::RangeInclusive<f64> = 1.0..=10_000.0;

/// A timeline on this machine's clock. Numbers only: it goes to the audio thread as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Course {
    pub playing: bool,
    /// In order of time; the second may be the first again.
    pub segments: [Segment; SEGMENTS],
    /// First and last beat.
    pub looped: Option<(f64, f64)>,
    pub meter: (u8, u8),
}

/// From `at` on, until the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    pub bpm: f64,
    pub beat: f64,
    pub at: HostTime,
}

impl Default for Segment {
    fn default() -> Segment {
        Segment { bpm: 120.0, beat: 0.0, at: HostTime(0) }
    }
}

impl Course {
    /// `None`: the clocks have not been compared yet, or there is nothing sensible in it.
    pub fn of(timeline: &Timeline, clock: &Clock, now: HostTime) -> Option<Course> {
        if timeline.clock_epoch != clock.epoch() {
            return None;
        }
        let mut all = Vec::with_capacity(timeline.segments.len());
        for segment in &timeline.segments {
            let bpm = Some(segment.bpm).filter(|bpm| TEMPI_BPM.contains(bpm))?;
            all.push(Segment { bpm, beat: segment.beat0.as_beats_f64(), at: clock.to_host(segment.at_ns)? });
        }
        all.sort_by_key(|segment| segment.at);
        let here = all.partition_point(|segment| segment.at <= now).saturating_sub(1);
        let first = *all.get(here)?;
        let next = all.get(here + 1).copied().unwrap_or(first);
        let looped = timeline.looped.map(|range| (range.start.as_beats_f64(), range.end.as_beats_f64()));
        let looped = looped.filter(|(start, end)| end - start >= LOOP_BEATS_MIN);
        let [upper, lower] = timeline.meter;
        Some(Course { playing: timeline.playing, segments: [first, next], looped, meter: (upper, lower) })
    }

    pub fn beat_at(&self, at: HostTime) -> f64 {
        let segment = self.segment_at(at);
        if !self.playing {
            return segment.beat;
        }
        let passed = at.0.saturating_sub(segment.at.0) as f64;
        let beat = segment.beat + passed * segment.bpm / NANOS_PER_MINUTE;
        // A playhead before the loop's end goes round at it; one behind it goes on.
        match self.looped {
            Some((_, end)) if segment.beat < end => self.wrapped(beat),
            Some(_) | None => beat,
        }
    }

    pub fn tempo_at(&self, at: HostTime) -> f64 {
        self.segment_at(at).bpm
    }

    /// Where a beat is that has run past the loop's end.
    pub fn wrapped(&self, beat: f64) -> f64 {
        match self.looped {
            Some((start, end)) if beat >= end => start + (beat - start).rem_euclid(end - start),
            Some(_) | None => beat,
        }
    }

    fn segment_at(&self, at: HostTime) -> Segment {
        let [first, next] = self.segments;
        if next.at > first.at && at >= next.at { next } else { first }
    }
}
