//! Candidates of chords met before: a song has few chords, and comes back to them.

use std::rc::Rc;

use music::chord::Chord;
use music::pitch::ClassSet;

use crate::voicing::{Candidate, Policy, candidates};

pub(super) struct Larder<'a> {
    policy: &'a Policy,
    known: Vec<(Chord, ClassSet, Rc<[Candidate]>)>,
}

impl<'a> Larder<'a> {
    pub(super) fn new(policy: &'a Policy) -> Larder<'a> {
        Larder { policy, known: Vec::new() }
    }

    pub(super) fn policy(&self) -> &'a Policy {
        self.policy
    }

    pub(super) fn of(&mut self, chord: Chord, scale: ClassSet) -> Rc<[Candidate]> {
        if let Some((_, _, found)) = self.known.iter().find(|known| known.0 == chord && known.1 == scale) {
            return Rc::clone(found);
        }
        let found: Rc<[Candidate]> = candidates(&chord, scale, self.policy).into();
        self.known.push((chord, scale, Rc::clone(&found)));
        found
    }
}
