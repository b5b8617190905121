//! Plays along a session's timeline on the audio thread: a small error is caught up with, a large one is a jump.

use super::clock::HostTime;
use super::timeline::Course;

/// As much as a drummer's tempo wanders; it catches up with the largest error that is none to jump for within a second.
const PULL_MAX: f64 = 0.03;
/// An error is to be gone after this long.
const CATCH_UP_SECONDS: f64 = 0.25;
/// More than this is not drift: somebody sought, or another clock holds.
const JUMP_SECONDS: f64 = 0.030;

/// Where it is, from block to block.
#[derive(Clone, Copy, Debug, Default)]
pub struct Following {
    /// Where the next block begins, if the last one played.
    beat: Option<f64>,
}

/// What the player is told of a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub beat: f64,
    pub tempo_bpm: f64,
}

impl Following {
    /// Nothing plays, or something else does.
    pub fn stop(&mut self) {
        self.beat = None;
    }

    /// A block of so many `seconds`, due at `due`.
    pub fn step(&mut self, course: &Course, due: HostTime, seconds: f64) -> Step {
        // A block has one tempo: where the session changes its own within it, both arrive at the end together.
        let (target, bpm) = (course.beat_at(due), course.tempo_over(due, (seconds * 1e9).round() as i64));
        if !course.playing {
            self.stop();
            return Step { beat: target, tempo_bpm: bpm };
        }
        let off = self.beat.map(|beat| short_way(course, target - beat));
        let beat = self.beat.filter(|_| off.is_some_and(|off| off.abs() * 60.0 / bpm <= JUMP_SECONDS));
        let (beat, off) = (beat.unwrap_or(target), beat.and(off).unwrap_or(0.0));
        let pull = (off * 60.0 / bpm / CATCH_UP_SECONDS).clamp(-PULL_MAX, PULL_MAX);
        let tempo_bpm = bpm * (1.0 + pull);
        self.beat = Some(course.wrapped(beat + seconds * tempo_bpm / 60.0));
        Step { beat, tempo_bpm }
    }
}

/// Around a loop's seam two places are close that look far apart.
fn short_way(course: &Course, off: f64) -> f64 {
    match course.looped {
        Some((start, end)) => {
            let length = end - start;
            [off, off - length, off + length]
                .into_iter()
                .min_by(|one, other| one.abs().total_cmp(&other.abs()))
                .unwrap_or(off)
        }
        None => off,
    }
}
