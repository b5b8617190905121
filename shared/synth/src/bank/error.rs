//! Why a bank cannot be had.

use std::io;

/// Each names the bank, what is wrong with it, and the way out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{bank}: {}", unreadable(source))]
    Unreadable { bank: String, source: io::Error },
    #[error("{bank}: is no SoundFont: {what}; choose an .sf2 or .sf3 file")]
    Foreign { bank: String, what: String },
    #[error("{bank}: is damaged: {what}; get it again, or choose another bank")]
    Damaged { bank: String, what: String },
    #[error("{bank}: is too big: {what}; choose a smaller bank")]
    TooBig { bank: String, what: String },
    #[error(
        "{folder}: the default bank cannot be kept there ({source}); it plays all the same, and is made again next time"
    )]
    NotKept { folder: String, source: io::Error },
}

fn unreadable(source: &io::Error) -> String {
    let words = match source.kind() {
        io::ErrorKind::NotFound => "is not there; put it back, or choose another bank",
        io::ErrorKind::PermissionDenied => "may not be read; allow that, or choose another bank",
        _ => return format!("cannot be read ({source}); choose another bank"),
    };
    words.to_owned()
}

/// An error that does not know yet whose it is.
#[derive(Debug)]
pub(crate) enum Fault {
    Unreadable(io::Error),
    Foreign(String),
    Damaged(String),
    TooBig(String),
}

impl Fault {
    pub(crate) fn of(self, bank: &str) -> Error {
        let bank = bank.to_owned();
        match self {
            Fault::Unreadable(source) => Error::Unreadable { bank, source },
            Fault::Foreign(what) => Error::Foreign { bank, what },
            Fault::Damaged(what) => Error::Damaged { bank, what },
            Fault::TooBig(what) => Error::TooBig { bank, what },
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Fault::Damaged("it ends too early".to_owned()),
            _ => Fault::Unreadable(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_says_why_and_what_to_do() {
        for (kind, said) in [
            (io::ErrorKind::NotFound, "a.sf2: is not there; put it back, or choose another bank"),
            (io::ErrorKind::PermissionDenied, "a.sf2: may not be read; allow that, or choose another bank"),
            (io::ErrorKind::TimedOut, "a.sf2: cannot be read (timed out); choose another bank"),
        ] {
            assert_eq!(Fault::from(io::Error::from(kind)).of("a.sf2").to_string(), said);
        }
    }
}
