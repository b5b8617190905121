//! Why a saved text is not read.

/// A song of an hour with every bar re-rolled is a hundredth of this.
pub const TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error(
        "the band in this project was saved by a newer AI Band (format {version}); it is kept as it is, update to open it"
    )]
    Newer { version: u64 },
    #[error(
        "the band in this project is {bytes} bytes long and {TEXT_BYTES_MAX} are read at most; it is kept until you change something"
    )]
    TooLong { bytes: usize },
    #[error(
        "the band in this project is damaged ({reason}); it is kept until you change something, so a backup can still be put in its place"
    )]
    Damaged { reason: String },
}
