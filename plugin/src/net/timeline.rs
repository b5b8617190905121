//! Where the session's song is at a moment of this machine's clock.

use wire::Timeline;

use super::clock::{Clock, HostTime};

/// As many as a server tells ahead. While it lives more are told before these are over; without it, the last goes on.
pub const SEGMENTS: usize = 16;
const NANOS_PER_MINUTE: f64 = 60e9;
/// Shorter loops are nobody's wish, and would be nothing but jumps.
const LOOP_BEATS_MIN: f64 = 1.0 / 64.0;
/// Below and above, a server is not talking about music.
const TEMPI_BPM: std::ops::RangeInclusive<f64> = 1.0..=10_000.0;

/// A timeline on this machine's clock. Numbers only: it goes to the audio thread as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Course {
    pub playing: bool,
    pub segments: Segments,
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

/// In order of time. What holds now, or is the first to, is never missing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Segments {
    all: [Segment; SEGMENTS],
    /// How many there are after the first.
    more: usize,
}

impl Segments {
    pub fn one(segment: Segment) -> Segments {
        Segments { all: [segment; SEGMENTS], more: 0 }
    }

    /// Those that are earliest; `None` of none.
    pub fn of(segments: impl IntoIterator<Item = Segment>) -> Option<Segments> {
        let mut segments = segments.into_iter();
        let mut found = Segments::one(segments.next()?);
        for (place, segment) in found.all.iter_mut().skip(1).zip(segments) {
            *place = segment;
            found.more += 1;
        }
        Some(found)
    }

    pub fn as_slice(&self) -> &[Segment] {
        &self.all[..=self.more.min(SEGMENTS - 1)]
    }

    #[must_use]
    pub fn map(&self, change: impl Fn(Segment) -> Segment) -> Segments {
        Segments { all: self.all.map(change), ..*self }
    }

    /// The last that has come, or the first.
    fn at(&self, at: HostTime) -> Segment {
        let come = self.as_slice().partition_point(|segment| segment.at <= at);
        self.as_slice()[come.saturating_sub(1)]
    }
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
        let segments = Segments::of(all.into_iter().skip(here))?;
        let looped = timeline.looped.map(|range| (range.start.as_beats_f64(), range.end.as_beats_f64()));
        let looped = looped.filter(|(start, end)| end - start >= LOOP_BEATS_MIN);
        let [upper, lower] = timeline.meter;
        Some(Course { playing: timeline.playing, segments, looped, meter: (upper, lower) })
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

    /// The one tempo at which as many beats pass as do between two times, whatever changes there are in between.
    pub fn tempo_over(&self, from: HostTime, nanos: i64) -> f64 {
        let to = HostTime(from.0.saturating_add(nanos));
        if !self.playing || to <= from {
            return self.tempo_at(from);
        }
        let changes = self.segments.as_slice().iter().map(|segment| segment.at);
        let within = changes.filter(|at| *at > from && *at < to);
        let (mut sum, mut begun) = (0.0, from);
        for until in within.chain([to]) {
            sum += self.tempo_at(begun) * (until.0 - begun.0) as f64;
            begun = until;
        }
        sum / (to.0 - from.0) as f64
    }

    fn segment_at(&self, at: HostTime) -> Segment {
        self.segments.at(at)
    }
}
