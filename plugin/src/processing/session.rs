//! Plays by a session's clock: its course as it was last heard of, whether its server still lives or not.

use music::meter::Meter;
use player::Transport;

use crate::net::clock::HostTime;
use crate::net::course_cell::CourseCell;
use crate::net::following::Following;
use crate::net::timeline::Course;

#[derive(Debug, Default)]
pub(super) struct Session {
    course: Option<Course>,
    following: Following,
    /// The host has rolled, and the session with it: until that has stopped too, it is the host that was stopped.
    is_hosts: bool,
}

impl Session {
    /// Whether there is one.
    pub(super) fn is_there(&mut self, cell: &CourseCell) -> bool {
        self.course = cell.get().or(self.course);
        self.course.is_some()
    }

    /// Whether it plays while the host stands.
    pub(super) fn is_to_play(&mut self, cell: &CourseCell, is_host_playing: bool) -> bool {
        let plays = self.is_there(cell) && self.course.is_some_and(|course| course.playing);
        self.is_hosts = is_host_playing || self.is_hosts && plays;
        plays && !self.is_hosts
    }

    pub(super) fn stop(&mut self) {
        self.following.stop();
    }

    pub(super) fn transport(&mut self, due: HostTime, frames: u32, sample_rate: f64) -> Option<Transport> {
        let course = self.course?;
        let step = self.following.step(&course, due, f64::from(frames) / sample_rate);
        let (upper, lower) = course.meter;
        Some(Transport {
            playing: course.playing,
            tempo_bpm: step.tempo_bpm,
            position_beats: Some(step.beat),
            loop_range: course.looped.filter(|(_, end)| step.beat < *end),
            meter: Meter::new(upper, lower),
            bar_start: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::timeline::{Segment, Segments};

    fn cell(playing: bool) -> CourseCell {
        let cell = CourseCell::default();
        let segment = Segment { bpm: 120.0, beat: 4.0, at: HostTime(1_000_000_000) };
        cell.put(&Course { playing, segments: Segments::one(segment), looped: None, meter: (3, 4) });
        cell
    }

    #[test]
    fn a_host_that_is_stopped_is_not_played_over_until_the_session_has_stopped_too() {
        let mut session = Session::default();
        assert!(!session.is_to_play(&CourseCell::default(), false), "there is none");
        assert!(session.is_to_play(&cell(true), false), "the host has stood all the time");
        assert!(!session.is_to_play(&cell(true), true), "the host leads here");
        assert!(!session.is_to_play(&cell(true), false), "it was stopped, and so is the song");
        assert!(!session.is_to_play(&cell(false), false));
        assert!(session.is_to_play(&cell(true), false), "somebody started the session");
    }

    #[test]
    fn blocks_follow_one_another_along_the_course() {
        let mut session = Session::default();
        assert!(session.is_there(&cell(true)));
        assert!(
            session.is_there(&CourseCell::default()),
            "while the next one is written, the last one holds"
        );
        let at = |ms: i64| HostTime(1_000_000_000 + ms * 1_000_000);
        let beats: Vec<f64> = [0, 500, 1_000]
            .map(|ms| session.transport(at(ms), 24_000, 48_000.0).unwrap().position_beats.unwrap())
            .to_vec();
        assert_eq!(beats, [4.0, 5.0, 6.0]);
        let transport = session.transport(at(1_500), 24_000, 48_000.0).unwrap();
        assert_eq!((transport.playing, transport.meter), (true, Meter::new(3, 4)));
    }
}
