//! Where a client's changes go on: from what it has, or from a snapshot.

use wire::Resume;

/// Facts that are told one by one; a client that has missed more than a busy quarter of an hour is quicker with a snapshot.
pub(super) const REPLAYED_MAX: u64 = 4_096;

/// What becomes of a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// The facts after this one follow.
    Replay { after: u64 },
    /// It fetches everything as it is; what happens from now on follows, which may be in there already.
    Snapshot { after: u64 },
}

impl Cursor {
    /// Of a client that says what it has, where the journal `journal` of `scope` is at `seq`, and as many facts as
    /// `replayed_max` are told one by one.
    pub(super) fn of(
        resume: Option<&Resume>,
        journal: &str,
        scope: &str,
        seq: u64,
        replayed_max: u64,
    ) -> Cursor {
        let same = resume.filter(|resume| resume.journal_id == journal);
        match same.and_then(|resume| resume.after.get(scope).copied()) {
            // One from the future is from another past.
            Some(after) if after <= seq && seq - after <= replayed_max => Cursor::Replay { after },
            Some(_) | None => Cursor::Snapshot { after: seq },
        }
    }

    pub(super) fn after(self) -> u64 {
        match self {
            Cursor::Replay { after } | Cursor::Snapshot { after } => after,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_go_on_where_a_client_is_unless_it_is_somewhere_else() {
        for (said, seq, expected) in [
            (Some(("j1", "session/default", 41)), 41, Cursor::Replay { after: 41 }),
            (Some(("j1", "session/default", 41)), 50, Cursor::Replay { after: 41 }),
            (Some(("j1", "session/default", 0)), 4_096, Cursor::Replay { after: 0 }),
            (Some(("j1", "session/default", 0)), 4_097, Cursor::Snapshot { after: 4_097 }),
            (Some(("j1", "session/default", 51)), 50, Cursor::Snapshot { after: 50 }),
            (Some(("j1", "session/default", u64::MAX)), 50, Cursor::Snapshot { after: 50 }),
            (Some(("j0", "session/default", 41)), 50, Cursor::Snapshot { after: 50 }),
            (Some(("j1", "session/other", 41)), 50, Cursor::Snapshot { after: 50 }),
            (None, 50, Cursor::Snapshot { after: 50 }),
            (None, 0, Cursor::Snapshot { after: 0 }),
        ] {
            let resume = said.map(|(journal, scope, after)| Resume {
                journal_id: journal.to_owned(),
                after: [(scope.to_owned(), after)].into(),
            });
            let cursor = Cursor::of(resume.as_ref(), "j1", "session/default", seq, REPLAYED_MAX);
            assert_eq!(cursor, expected, "{said:?}");
        }
    }
}
