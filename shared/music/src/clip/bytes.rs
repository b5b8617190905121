//! Clips as bytes: a magic word, a version, and what that version says.
//!
//! **Invariant.** A clip has one encoding for ever, because its hash is its name. A later version is only for what no
//! earlier one can say; what an earlier one can say is still written so.

use super::{Clip, Error, v1};

const MAGIC: &[u8; 4] = b"ABcl";
const HEADER_BYTES: usize = MAGIC.len() + 1;

pub(super) fn write(clip: &Clip) -> Vec<u8> {
    let mut bytes = [MAGIC.as_slice(), &[v1::VERSION]].concat();
    v1::write(clip, &mut bytes);
    bytes
}

pub(super) fn read(bytes: &[u8]) -> Result<Clip, Error> {
    let version = match bytes.strip_prefix(MAGIC) {
        Some([version, ..]) => *version,
        Some([]) | None => return Err(Error::NotAClip),
    };
    match version {
        0 => Err(Error::NotAClip),
        v1::VERSION => v1::read(bytes, HEADER_BYTES),
        version => Err(Error::Newer { version }),
    }
}
