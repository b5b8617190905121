//! A reason to say no: a stable code, a sentence for people, and what is possible instead.

use crate::actor::{Verb, Verbs};
use crate::corridor::Scope;

/// Why something asked does not happen. Nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Refusal {
    pub code: Code,
    /// Names the thing, the place and the way out.
    pub sentence: String,
    /// The transitions that are possible from here, where it applies.
    pub allowed: Vec<&'static str>,
    /// What to ask with instead, where one thing would do: another id, the present revision.
    pub instead: Option<String>,
}

/// What programs may rely on; a name is never changed and never given another meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    Forbidden,
    WrongScope,
    InvalidName,
    InvalidText,
    LimitReached,
    PrincipalNotFound,
    PrincipalRevoked,
    PairingNotFound,
    PairingOver,
    FamilyNotFound,
    FamilyRevoked,
    SessionNotFound,
    SessionExists,
    PluginNotFound,
    DuplicateInstance,
    StaleInstance,
    HostLeads,
    StaleLeader,
    BounceNeverLeads,
    InvalidPosition,
    InvalidLoop,
    InvalidLane,
    InvalidChart,
    InvalidChords,
    InvalidTake,
    RevisionConflict,
    EditRefused,
    NothingToUndo,
    NothingToRedo,
    UndoConflict,
    JobNotFound,
    ImpossibleTransition,
    StaleToken,
    NotYet,
    TooManyRunning,
    AlreadyDecided,
    Referenced,
}

impl Code {
    pub const ALL: [Code; 37] = [
        Code::Forbidden,
        Code::WrongScope,
        Code::InvalidName,
        Code::InvalidText,
        Code::LimitReached,
        Code::PrincipalNotFound,
        Code::PrincipalRevoked,
        Code::PairingNotFound,
        Code::PairingOver,
        Code::FamilyNotFound,
        Code::FamilyRevoked,
        Code::SessionNotFound,
        Code::SessionExists,
        Code::PluginNotFound,
        Code::DuplicateInstance,
        Code::StaleInstance,
        Code::HostLeads,
        Code::StaleLeader,
        Code::BounceNeverLeads,
        Code::InvalidPosition,
        Code::InvalidLoop,
        Code::InvalidLane,
        Code::InvalidChart,
        Code::InvalidChords,
        Code::InvalidTake,
        Code::RevisionConflict,
        Code::EditRefused,
        Code::NothingToUndo,
        Code::NothingToRedo,
        Code::UndoConflict,
        Code::JobNotFound,
        Code::ImpossibleTransition,
        Code::StaleToken,
        Code::NotYet,
        Code::TooManyRunning,
        Code::AlreadyDecided,
        Code::Referenced,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Code::Forbidden => "FORBIDDEN",
            Code::WrongScope => "WRONG_SCOPE",
            Code::InvalidName => "INVALID_NAME",
            Code::InvalidText => "INVALID_TEXT",
            Code::LimitReached => "LIMIT_REACHED",
            Code::PrincipalNotFound => "PRINCIPAL_NOT_FOUND",
            Code::PrincipalRevoked => "PRINCIPAL_REVOKED",
            Code::PairingNotFound => "PAIRING_NOT_FOUND",
            Code::PairingOver => "PAIRING_OVER",
            Code::FamilyNotFound => "FAMILY_NOT_FOUND",
            Code::FamilyRevoked => "FAMILY_REVOKED",
            Code::SessionNotFound => "SESSION_NOT_FOUND",
            Code::SessionExists => "SESSION_EXISTS",
            Code::PluginNotFound => "PLUGIN_NOT_FOUND",
            Code::DuplicateInstance => "DUPLICATE_INSTANCE",
            Code::StaleInstance => "STALE_INSTANCE",
            Code::HostLeads => "HOST_LEADS",
            Code::StaleLeader => "STALE_LEADER",
            Code::BounceNeverLeads => "BOUNCE_NEVER_LEADS",
            Code::InvalidPosition => "INVALID_POSITION",
            Code::InvalidLoop => "INVALID_LOOP",
            Code::InvalidLane => "INVALID_LANE",
            Code::InvalidChart => "INVALID_CHART",
            Code::InvalidChords => "INVALID_CHORDS",
            Code::InvalidTake => "INVALID_TAKE",
            Code::RevisionConflict => "REVISION_CONFLICT",
            Code::EditRefused => "EDIT_REFUSED",
            Code::NothingToUndo => "NOTHING_TO_UNDO",
            Code::NothingToRedo => "NOTHING_TO_REDO",
            Code::UndoConflict => "UNDO_CONFLICT",
            Code::JobNotFound => "JOB_NOT_FOUND",
            Code::ImpossibleTransition => "IMPOSSIBLE_TRANSITION",
            Code::StaleToken => "STALE_TOKEN",
            Code::NotYet => "NOT_YET",
            Code::TooManyRunning => "TOO_MANY_RUNNING",
            Code::AlreadyDecided => "ALREADY_DECIDED",
            Code::Referenced => "REFERENCED",
        }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Refusal {
    pub fn new(code: Code, sentence: impl Into<String>) -> Refusal {
        Refusal { code, sentence: sentence.into(), allowed: Vec::new(), instead: None }
    }

    #[must_use]
    pub fn allowing(mut self, allowed: &[&'static str]) -> Refusal {
        self.allowed = allowed.to_vec();
        self
    }

    #[must_use]
    pub fn with_instead(mut self, instead: impl Into<String>) -> Refusal {
        self.instead = Some(instead.into());
        self
    }

    pub(crate) fn forbidden(missing: Verb, has: Verbs) -> Refusal {
        let may = if has.is_empty() { "nothing here".to_owned() } else { format!("only {has}") };
        let sentence = format!(
            "this needs the verb {missing}, and who asks may {may}; somebody with admin can grant {missing}"
        );
        Refusal::new(Code::Forbidden, sentence)
    }

    pub(crate) fn limit(what: &str, max: usize, way_out: &str) -> Refusal {
        Refusal::new(Code::LimitReached, format!("there are {max} {what} already, the limit; {way_out}"))
    }

    pub(crate) fn other_scope(here: &Scope) -> Refusal {
        Refusal::new(
            Code::WrongScope,
            format!("this command is not for {here}; house commands go to house, all others to a session"),
        )
    }
}
