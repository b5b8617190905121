//! Where a session's song is, as straight lines through time: from the session's own transport, or from who leads.
//!
//! A timeline is exact whenever it is read; where it is read at a time, [`at`] says what every client computes.

mod lap;

use domain::session::Session;
use domain::session::leader::Leader as Leads;
use domain::session::transport::Run;
use domain::time::{Beat, PARTS_PER_BEAT, WallTime};
use wire::{ExactBeat, Leader, Loop, Nanos, Segment, Timeline};

use super::hosts::Said;

/// Ways round a loop that are told ahead, so that each is known before it comes: longer than the pause between two
/// timelines.
pub(super) const AHEAD_NANOS: i64 = 2_000_000_000;
/// Of the shortest loop at its fastest there would be more, and a song may change its tempo with every beat; from the
/// last one on a client goes on, or round, by itself until it is told the next.
pub(super) const SEGMENTS_MAX: usize = 16;

const NANOS_PER_MINUTE: f64 = 60e9;

/// What moves a song: as the last commit left the session, and what its leader's host said last.
pub(super) struct Moving<'a> {
    pub session: &'a Session,
    /// Of the instance that leads.
    pub host: Option<&'a Said>,
    pub clock_epoch: &'a str,
    pub now: WallTime,
}

impl Moving<'_> {
    /// With revision 0: whoever publishes it counts.
    pub(super) fn timeline(&self) -> Timeline {
        match (self.session.lead().leader(), self.host) {
            (Leads::Session, _) => self.of_session(),
            (Leads::Host(instance), Some(said)) => self.of_host(instance.as_str(), said),
            // It leads and has not said a word since this server started: the song stands where it was left.
            (Leads::Host(instance), None) => {
                let standing = self.standing(self.session.position(self.now));
                Timeline { leader: Leader::Instance(instance.to_string()), ..standing }
            }
        }
    }

    fn of_session(&self) -> Timeline {
        let transport = self.session.transport();
        match transport.run() {
            Run::Standing { at } => self.standing(at),
            Run::Playing { from, since } => {
                let run =
                    lap::Playing { from, since, looped: transport.looped(), tempo: self.session.tempo() };
                Timeline { playing: true, segments: run.segments(self.now), ..self.standing(from) }
            }
        }
    }

    fn standing(&self, at: Beat) -> Timeline {
        let looped = self.session.transport().looped();
        let meter = self.session.meter().at(at.to_ticks());
        let bpm = self.session.tempo().at(at.to_ticks()).bpm_f64();
        Timeline {
            clock_epoch: self.clock_epoch.to_owned(),
            rev: 0,
            leader: Leader::Session,
            playing: false,
            // It has stood there for as long as anybody asks.
            segments: vec![Segment { bpm, beat0: ExactBeat(at.0), at_ns: Nanos(0) }],
            looped: looped
                .map(|looped| Loop { start: ExactBeat(looped.start.0), end: ExactBeat(looped.end.0) }),
            meter: [meter.numerator(), meter.denominator()],
        }
    }

    fn of_host(&self, instance: &str, said: &Said) -> Timeline {
        let word = said.word;
        let playing = word.playing && !word.offline;
        let anchored = Segment { bpm: word.bpm, beat0: word.beat, at_ns: word.at_ns };
        let segments = if playing {
            lap::of_host(anchored, word.looped, self.now)
        } else {
            vec![Segment { at_ns: Nanos(0), ..anchored }]
        };
        Timeline {
            clock_epoch: self.clock_epoch.to_owned(),
            rev: 0,
            leader: Leader::Instance(instance.to_owned()),
            playing,
            segments,
            looped: word.looped,
            meter: word.meter,
        }
    }
}

/// Where the song is at a time, and how fast.
pub(crate) fn at(timeline: &Timeline, now: WallTime) -> (ExactBeat, f64) {
    let begun = timeline.segments.partition_point(|segment| segment.at_ns.0 <= now.0);
    let Some(segment) = timeline.segments.get(begun.saturating_sub(1)) else { return (ExactBeat(0), 0.0) };
    if !timeline.playing {
        return (segment.beat0, segment.bpm);
    }
    let beat = line(segment, now.0);
    let is_last = begun == timeline.segments.len();
    let looped = timeline.looped.filter(|looped| is_last && segment.beat0 < looped.end);
    (looped.map_or(beat, |looped| round(beat, looped)), segment.bpm)
}

fn line(segment: &Segment, at: i64) -> ExactBeat {
    let nanos = i128::from(at) - i128::from(segment.at_ns.0);
    let parts = nanos as f64 * (segment.bpm / NANOS_PER_MINUTE) * PARTS_PER_BEAT as f64;
    ExactBeat(segment.beat0.0.saturating_add(parts.round() as i64))
}

fn round(beat: ExactBeat, looped: Loop) -> ExactBeat {
    let length = looped.end.0.saturating_sub(looped.start.0);
    if beat < looped.end || length <= 0 {
        return beat;
    }
    ExactBeat(looped.start.0 + beat.0.saturating_sub(looped.start.0) % length)
}

#[cfg(test)]
mod tests;
