//! The straight lines of a song that plays: another at every change of tempo, another at every end of a loop.

use domain::session::transport::Loop;
use domain::time::{Beat, PARTS_PER_BEAT, WallTime};
use music::tempo;
use music::time::Ticks;
use wire::{ExactBeat, Nanos, Segment};

use super::{AHEAD_NANOS, NANOS_PER_MINUTE, SEGMENTS_MAX};

/// What 1/1000 BPM is in a nanosecond is 1 over this.
const NANOS_PER_MINUTE_MILLI: i128 = 60_000_000_000_000;

/// A session that plays by itself.
pub(super) struct Playing<'a> {
    pub from: Beat,
    pub since: WallTime,
    pub looped: Option<Loop>,
    pub tempo: &'a tempo::Map,
}

/// One way from a place on: to the end of the loop, or for ever.
#[derive(Clone, Copy)]
struct Lap {
    from: Beat,
    /// When it begins.
    at: i128,
    end: Option<Beat>,
}

impl Playing<'_> {
    /// From the line that holds now on; the same whenever it is asked, but for what lies behind and ahead. Of a song
    /// that goes on, all changes of tempo that there is room for: whoever hears no more of it plays on by them.
    pub(super) fn segments(&self, now: WallTime) -> Vec<Segment> {
        let mut lap = self.lap_at(now.max(self.since));
        let mut all: Vec<Segment> = Vec::new();
        loop {
            for segment in self.of_lap(lap) {
                let is_far = lap.end.is_some() && segment.at_ns.0 > now.0.saturating_add(AHEAD_NANOS);
                let is_enough = all.len() >= SEGMENTS_MAX || (all.len() > 1 && is_far);
                if is_enough {
                    return all;
                }
                if segment.at_ns.0 <= now.0 {
                    all.clear();
                }
                all.push(segment);
            }
            match self.after(lap) {
                Some(next) => lap = next,
                None => return all,
            }
        }
    }

    /// The lap that the playhead is in. Those before it are counted, not walked.
    fn lap_at(&self, now: WallTime) -> Lap {
        let first = self.first();
        let (Some(Loop { start, end }), Some(second)) = (self.looped, self.after(first)) else {
            return first;
        };
        let round = (self.nanos(end) - self.nanos(start)).max(1);
        let passed = i128::from(now.0) - second.at;
        if passed < 0 { first } else { Lap { at: second.at + passed / round * round, ..second } }
    }

    fn first(&self) -> Lap {
        let end = self.looped.map(|looped| looped.end).filter(|end| self.from < *end);
        Lap { from: self.from, at: self.since.0.into(), end }
    }

    fn after(&self, lap: Lap) -> Option<Lap> {
        let (end, looped) = (lap.end?, self.looped?);
        let at = lap.at + (self.nanos(end) - self.nanos(lap.from)).max(1);
        Some(Lap { from: looped.start, at, end: Some(end) })
    }

    fn of_lap(&self, lap: Lap) -> impl Iterator<Item = Segment> {
        let changes = self.tempo.changes();
        let first = changes.partition_point(|(start, _)| Beat::from_ticks(*start) <= lap.from).max(1) - 1;
        let begun = changes[first..]
            .iter()
            .map(move |(start, tempo)| (Beat::from_ticks(*start).max(lap.from), tempo));
        let here = begun
            .enumerate()
            .map(move |(index, (beat, tempo))| (if index == 0 { lap.from } else { beat }, tempo));
        let ahead = here.take_while(move |(beat, _)| lap.end.is_none_or(|end| *beat < end));
        ahead.map(move |(beat, tempo)| {
            let at = lap.at + self.nanos(beat) - self.nanos(lap.from);
            Segment { bpm: tempo.bpm_f64(), beat0: ExactBeat(beat.0), at_ns: Nanos(clamped(at)) }
        })
    }

    /// Nanoseconds from beat 0.
    fn nanos(&self, beat: Beat) -> i128 {
        let changes = self.tempo.changes();
        let after = changes.partition_point(|(start, _)| Beat::from_ticks(*start) <= beat);
        let (start, tempo): (Ticks, tempo::Tempo) = changes[after.saturating_sub(1)];
        let beats = i128::from(beat.0) - i128::from(Beat::from_ticks(start).0);
        let rest =
            beats * NANOS_PER_MINUTE_MILLI / (i128::from(tempo.milli_bpm()) * i128::from(PARTS_PER_BEAT));
        i128::from(self.tempo.nanos_at(start)) + rest
    }
}

fn clamped(at: i128) -> i64 {
    i64::try_from(at).unwrap_or(if at < 0 { i64::MIN } else { i64::MAX })
}

/// A host's line, and where it goes round.
pub(super) fn of_host(anchored: Segment, looped: Option<wire::Loop>, now: WallTime) -> Vec<Segment> {
    let round = looped.filter(|looped| anchored.beat0 < looped.end && looped.start < looped.end);
    let Some(looped) = round else { return vec![anchored] };
    let nanos = |parts: i64| parts as f64 / PARTS_PER_BEAT as f64 * NANOS_PER_MINUTE / anchored.bpm;
    let first = nanos(looped.end.0.saturating_sub(anchored.beat0.0));
    let lap = nanos(looped.end.0.saturating_sub(looped.start.0)).max(1.0);
    let passed = (now.0.saturating_sub(anchored.at_ns.0)) as f64 - first;
    let mut all = if passed < 0.0 { vec![anchored] } else { Vec::new() };
    let begun = if passed < 0.0 { 0.0 } else { (passed / lap).floor() };
    for index in 0.. {
        let offset = (first + (begun + f64::from(index)) * lap).round() as i64;
        let at_ns = Nanos(anchored.at_ns.0.saturating_add(offset));
        let is_ahead = at_ns.0 > now.0.saturating_add(AHEAD_NANOS);
        if all.len() >= SEGMENTS_MAX || (is_ahead && all.len() > 1) {
            break;
        }
        all.push(Segment { beat0: looped.start, at_ns, ..anchored });
    }
    all
}
