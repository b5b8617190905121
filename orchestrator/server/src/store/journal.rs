//! Events as they are written down, and back; one file for each form the journal ever had.

pub mod v1;

use domain::{Actor, Event};

/// What stands in the columns beside place and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub kind: String,
    pub version: u32,
    pub body: String,
}

/// A line of the journal that this program cannot read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error(
        "\"{kind}\" is written in form {found}, and this ai-band knows up to {known}; start the newer one that wrote it, \
         or restore an older backup"
    )]
    UnknownVersion { kind: String, found: u32, known: u32 },
    #[error(
        "there is no event \"{kind}\" in this ai-band; start the newer one that wrote it, or restore an older backup"
    )]
    UnknownKind { kind: String },
    #[error("\"{kind}\" cannot be read: {reason}; run `ai-band doctor`, or restore a backup")]
    Body { kind: String, reason: String },
}

pub fn write(event: &Event) -> Written {
    v1::write(event)
}

pub fn read(kind: &str, version: u32, body: &str) -> Result<Event, Error> {
    match version {
        v1::VERSION => v1::read(kind, body),
        found => Err(Error::UnknownVersion { kind: kind.to_owned(), found, known: v1::VERSION }),
    }
}

/// Who asked, for the column of that name.
pub fn write_actor(actor: &Actor) -> String {
    v1::write_actor(actor)
}

pub fn read_actor(text: &str) -> Result<Actor, Error> {
    v1::read_actor(text)
}

/// A timer's name within its scope.
pub fn write_timer(timer: domain::Timer) -> String {
    v1::write_timer(timer)
}

pub fn read_timer(text: &str) -> Result<domain::Timer, Error> {
    v1::read_timer(text)
}

/// What a job has to do, as its row has it.
pub fn write_spec(spec: &domain::job::Composing) -> String {
    v1::write_spec(spec)
}
