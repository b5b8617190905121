//! The way out of a window: its lines are written before anybody knows where the next window begins, so that the last
//! note before the approach stays where every beginning can be reached from.

use music::pitch::Class;

use super::cell::Sign;
use super::choices;
use super::manner::Manner;
use super::search::Candidate;
use super::slots::Slot;
use crate::scene::Scene;

/// A line that is to be left: what the approach has for leading on from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exit {
    /// The bar of the approach.
    bar: usize,
    through: Through,
}

#[derive(Clone, Copy, Debug)]
enum Through {
    /// Nobody plays: the line goes on in the next window.
    Nothing,
    /// One note of this class.
    One(Class),
    /// Enough notes to go anywhere.
    Line,
}

/// An octave is as far as one note leads.
const OCTAVE: u8 = 12;
/// A window begins with the key that is nearest to some height.
const NEAREST: u8 = 6;
/// For each key that the next window may begin with and that would be out of reach.
const OUT_OF_REACH: i32 = 8;

impl Exit {
    /// `approach` without its last beat, where the next window may push its chord.
    pub(super) fn of(bar: usize, approach: &[Slot], bass: Option<Class>) -> Exit {
        let mut sounding = approach.iter().filter(|slot| slot.sign != Sign::Dead);
        let through = match (sounding.next(), sounding.next(), bass) {
            (None, _, _) => Through::Nothing,
            (Some(_), None, Some(bass)) => Through::One(bass),
            (Some(_), Some(_), _) | (Some(_), None, None) => Through::Line,
        };
        Exit { bar, through }
    }

    /// The slot is the last of its line, and `next` belongs to the approach or to nobody.
    pub(super) fn is_behind(self, slot: &Slot, next: Option<&Slot>) -> bool {
        slot.bar < self.bar && next.is_none_or(|next| next.bar >= self.bar)
    }

    /// Makes dear what the next window may be out of reach from.
    pub(super) fn weigh(self, scene: &Scene<'_>, candidates: &mut [Candidate]) {
        for candidate in candidates {
            candidate.cost += self.lost(&scene.style.bass, candidate.key) * OUT_OF_REACH;
        }
    }

    /// How many beginnings of the next window cannot be reached.
    fn lost(self, manner: &Manner, key: u8) -> i32 {
        let (low, high) = choices::keys(manner);
        let (home, far) = (manner.home.key(), manner.wander + NEAREST);
        let near = |one: u8, other: u8| one.abs_diff(other) <= OCTAVE;
        let leads = |next: u8| match self.through {
            Through::Line => true,
            Through::Nothing => near(key, next),
            Through::One(class) => (low..=high)
                .filter(|way| Class::new(i32::from(*way)) == class)
                .any(|way| near(key, way) && near(way, next)),
        };
        let beginnings = home.saturating_sub(far).max(low)..=home.saturating_add(far).min(high);
        beginnings.filter(|next| !leads(*next)).count() as i32
    }
}
