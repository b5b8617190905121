//! Why a bank cannot be had.

use std::io;

/// Each names the bank, what is wrong with it, and the way out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{bank}: cannot be read ({source}); check that it is there and that you may read it")]
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
