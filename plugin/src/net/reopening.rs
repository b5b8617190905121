//! What plays here against what the session plays: whether that is the same, and who may decide it.

use music::arrangement::Region;
use music::clip::Hash;

/// What a person may choose where the two differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    UseSession,
    PushMine,
    StayLocal,
}

/// What is arranged here, and what was the session's when the two last agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ours {
    pub session: Option<String>,
    pub revision: Option<u64>,
    /// Of the music when they agreed.
    pub agreed: Option<Hash>,
    pub music: Hash,
    pub is_empty: bool,
    /// A person allowed it once for all.
    pub is_automatic: bool,
    pub is_rolling: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theirs {
    pub session: String,
    pub revision: u64,
    pub music: Hash,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to do.
    Same,
    /// Nothing is lost by it, or it was allowed.
    Use,
    /// A person decides; until then what is here plays.
    Ask,
}

/// A project and its session, from when the project was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// They play the same, or did: from now on the session is followed.
    has_met: bool,
    asks: bool,
    /// Of the session's music that a person did not want.
    declined: Option<Hash>,
}

impl Meeting {
    /// What the session plays now was looked at.
    pub fn judge(&mut self, ours: &Ours, theirs: &Theirs) -> Verdict {
        let verdict = if self.has_met { follow(ours, theirs) } else { judge(ours, theirs) };
        self.asks = verdict == Verdict::Ask && self.declined != Some(theirs.music);
        self.has_met |= verdict == Verdict::Same;
        verdict
    }

    /// Whether a person is to choose.
    pub fn asks(&self) -> bool {
        self.asks
    }

    /// The session's music plays here.
    pub fn use_session(&mut self) {
        *self = Meeting { has_met: true, ..Meeting::default() };
    }

    /// What comes back is what is here already; until then nobody is asked again about what it replaces.
    pub fn push(&mut self, replaced: Option<Hash>) {
        *self = Meeting { has_met: true, asks: false, declined: replaced };
    }

    /// It was not taken: what was to be replaced still plays there.
    pub fn was_not_pushed(&mut self) {
        self.declined = None;
    }

    /// Not asked about this music again; another one is another question.
    pub fn stay_local(&mut self, theirs: Option<Hash>) {
        (self.asks, self.declined) = (false, theirs);
    }
}

/// When a project meets its session again. What rolls is never changed by it.
pub fn judge(ours: &Ours, theirs: &Theirs) -> Verdict {
    if ours.music == theirs.music {
        return Verdict::Same;
    }
    if ours.is_empty && ours.agreed.is_none_or(|agreed| agreed == ours.music) {
        return Verdict::Use;
    }
    let descends = ours.session.as_ref() == Some(&theirs.session)
        && ours.agreed == Some(ours.music)
        && ours.revision.is_some_and(|revision| theirs.revision >= revision);
    if ours.is_automatic && !ours.is_rolling && descends { Verdict::Use } else { Verdict::Ask }
}

/// While it is linked: what the session does is followed, unless something was done here that it does not know.
pub fn follow(ours: &Ours, theirs: &Theirs) -> Verdict {
    if ours.music == theirs.music {
        Verdict::Same
    } else if ours.is_empty || ours.agreed == Some(ours.music) {
        Verdict::Use
    } else {
        Verdict::Ask
    }
}

/// The same for the same music, whatever its regions are called.
pub fn fingerprint(regions: &[Region]) -> Hash {
    let hash = |hash: Option<Hash>| hash.map_or_else(|| "-".to_owned(), |hash| hash.to_string());
    let mut lines: Vec<String> = regions
        .iter()
        .map(|region| {
            let (clips, span) = (&region.clips, region.span);
            format!(
                "{} {} {} {} {} {} {} {}\n",
                region.lane.name(),
                span.start.0,
                span.end.0,
                hash(Some(clips.main)),
                hash(clips.b),
                hash(clips.fill),
                region.into.0,
                region.looped
            )
        })
        .collect();
    lines.sort();
    Hash::of(lines.concat().as_bytes())
}
