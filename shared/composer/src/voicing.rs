//! Voicings: what a keyboard player's hands hold, enumerated by form and chosen so that the hands move little.
//!
//! A [`Form`] says which degrees stand above each other; `candidates` puts them everywhere the hands, the register
//! and the ear allow; `search` walks from chord to chord in four-bar windows with exact dynamic programming.

mod candidates;
mod form;
mod movement;
mod palette;
mod policy;
mod rules;
mod search;

use music::pitch::{Class, Pitch};

pub use candidates::{Candidate, candidates};
pub use form::Form;
pub use movement::movement;
pub use policy::{Colour, Policy};
pub use rules::{HAND_SPAN_MAX, is_clash, is_muddy};
pub use search::{Voiced, searched};

/// Two hands hold more, but no comping voicing needs it.
pub const NOTES_MAX: usize = 6;

/// Notes held together, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Voicing {
    keys: [u8; NOTES_MAX],
    count: u8,
    /// How many of the lowest notes are the left hand's.
    left: u8,
}

impl Voicing {
    /// `None` unless the keys ascend, there are few enough of them, and two hands can hold them.
    pub fn new(notes: &[u8]) -> Option<Voicing> {
        let ascends = notes.windows(2).all(|pair| pair[0] < pair[1]);
        let fits = (1..=NOTES_MAX).contains(&notes.len()) && notes.iter().all(|key| *key <= 127);
        if !ascends || !fits {
            return None;
        }
        let mut keys = [0; NOTES_MAX];
        keys[..notes.len()].copy_from_slice(notes);
        let left = rules::left_hand(notes)?;
        Some(Voicing { keys, count: notes.len() as u8, left: left as u8 })
    }

    pub fn keys(&self) -> &[u8] {
        &self.keys[..usize::from(self.count)]
    }

    pub fn pitches(&self) -> impl Iterator<Item = Pitch> + '_ {
        self.keys().iter().filter_map(|key| Pitch::new(*key))
    }

    pub fn top(&self) -> u8 {
        self.keys[usize::from(self.count) - 1]
    }

    pub fn bottom(&self) -> u8 {
        self.keys[0]
    }

    /// What the left hand holds; never everything, unless it is a single note.
    pub fn left_hand(&self) -> &[u8] {
        &self.keys[..usize::from(self.left)]
    }

    pub fn right_hand(&self) -> &[u8] {
        &self.keys[usize::from(self.left)..usize::from(self.count)]
    }

    pub fn contains(&self, class: Class) -> bool {
        self.keys().iter().any(|key| key % 12 == class.semitones())
    }
}
