//! Touch: how hard a stroke is, how much it matters, and the small unevenness of hands.

use music::clip::{Note, VELOCITY_MAX};
use music::pitch::Pitch;
use music::time::{Micros, Ticks};

use super::STEP;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    Ghost,
    Soft,
    Plain,
    Accent,
}

impl Strength {
    /// The marks of rhythms that say nothing but how hard.
    pub(super) fn of_mark(mark: char) -> Strength {
        match mark {
            'X' => Strength::Accent,
            'o' => Strength::Soft,
            '.' => Strength::Ghost,
            _ => Strength::Plain,
        }
    }

    const fn velocity(self) -> i32 {
        match self {
            Strength::Ghost => 38,
            Strength::Soft => 68,
            Strength::Plain => 84,
            Strength::Accent => 100,
        }
    }

    /// What *complexity* takes away first are ghosts; accents it never takes.
    pub(super) const fn importance(self) -> u8 {
        match self {
            Strength::Ghost => 25,
            Strength::Soft => 65,
            Strength::Plain => 100,
            Strength::Accent => 127,
        }
    }
}

/// A note being played.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touch {
    pub(super) strength: Strength,
    /// On top of the strength's own velocity: the passage's energy, an instrument's balance.
    pub(super) louder: i32,
    pub(super) late_us: i32,
}

impl Touch {
    pub(super) fn note(self, key: u8, start: Ticks, end: Ticks) -> Note {
        let velocity = self.strength.velocity() + self.louder + unevenness(start, key);
        Note {
            start,
            length: end - start,
            offset: Micros(self.late_us),
            pitch: Pitch::new(key).expect("the demo's parts stay on the keyboard"),
            velocity: velocity.clamp(1, VELOCITY_MAX.into()) as u8,
            importance: self.strength.importance(),
        }
    }
}

/// Seven steps against sixteen to the bar: no two bars are quite alike, and no two hands move together.
pub(super) fn unevenness(start: Ticks, key: u8) -> i32 {
    const WAVE: [i32; 7] = [0, -3, 3, -1, 2, -4, 1];
    let step = start.div_floor(STEP) + i64::from(key);
    WAVE[step.rem_euclid(WAVE.len() as i64) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harder_is_louder_and_matters_more() {
        let note = |strength| Touch { strength, louder: 0, late_us: 0 }.note(60, Ticks::ZERO, STEP);
        let all = [Strength::Ghost, Strength::Soft, Strength::Plain, Strength::Accent].map(note);
        assert!(all.windows(2).all(|two| two[0].velocity < two[1].velocity));
        assert!(all.windows(2).all(|two| two[0].importance < two[1].importance));
    }

    #[test]
    fn a_repeated_stroke_is_never_as_loud_as_the_last_one() {
        for step in 0..32 {
            let (now, next) = (unevenness(STEP * step, 42), unevenness(STEP * (step + 1), 42));
            assert!(now != next && now.abs() <= 4, "step {step}");
        }
    }

    #[test]
    fn no_balance_leaves_the_velocities_there_are() {
        for (louder, expected) in [(-500, 1), (500, 127)] {
            let touch = Touch { strength: Strength::Plain, louder, late_us: 0 };
            assert_eq!(touch.note(60, Ticks::ZERO, STEP).velocity, expected);
        }
    }
}
