//! A revision of the session's that is on its way to be heard here: told once, when the player plays it.

use music::arrangement::Revision;

/// What is the session's in which revision of ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Awaited(Option<(Revision, u64)>);

impl Awaited {
    /// The last one counts: what it replaced is never heard of.
    pub fn expect(&mut self, ours: Revision, theirs: u64) {
        self.0 = Some((ours, theirs));
    }

    /// The player plays this revision of ours, of which the newest is `newest`: auditions are numbered above all of them.
    pub fn heard(&mut self, entered: Revision, newest: Revision) -> Option<u64> {
        let is_ours = entered <= newest;
        let (_, theirs) = self.0.take_if(|(ours, _)| is_ours && *ours <= entered)?;
        Some(theirs)
    }
}
