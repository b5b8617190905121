//! The walk over a file's chunks: the header's promises, and that the tracks keep them to the byte.
//!
//! Our own, before `midly` sees anything: it says what is damaged and where, and keeps from `midly` the divisions that
//! overflow in it.

use super::{BYTES_MAX, Error, Problem, TRACKS_MAX};

/// The events of one track, not yet looked at.
pub(super) struct TrackChunk<'a> {
    /// Counted from 1.
    pub(super) number: usize,
    /// Where in the file `events` begins.
    pub(super) byte: usize,
    pub(super) events: &'a [u8],
}

pub(super) struct Chunks<'a> {
    /// Ticks per quarter note, 1 to 32 767.
    pub(super) division: u16,
    pub(super) tracks: Vec<TrackChunk<'a>>,
}

pub(super) fn walk(bytes: &[u8]) -> Result<Chunks<'_>, Error> {
    if bytes.len() > BYTES_MAX {
        return Err(Problem::TooLarge { bytes: bytes.len() }.at(BYTES_MAX));
    }
    refuse_other_files(bytes)?;
    let mut rest = Rest { bytes, at: 0 };
    let header = read_header(rest.chunk()?)?;
    let mut tracks = Vec::new();
    while tracks.len() < header.tracks {
        if rest.left() == 0 {
            let found = tracks.len();
            return Err(Problem::MissingTracks { announced: header.tracks, found }.at(rest.at));
        }
        let chunk = rest.chunk()?;
        match &chunk.id {
            b"MTrk" => {
                tracks.push(TrackChunk { number: tracks.len() + 1, byte: chunk.body_at, events: chunk.body });
            }
            b"MThd" => return Err(Problem::SecondHeader.at(chunk.at)),
            _ => {}
        }
    }
    match rest.left() {
        0 => Ok(Chunks { division: header.division, tracks }),
        left => Err(Problem::AfterLastTrack { left }.at(rest.at)),
    }
}

fn refuse_other_files(bytes: &[u8]) -> Result<(), Error> {
    match bytes.get(..4) {
        Some(b"MThd") => Ok(()),
        Some(b"RIFF") => Err(Problem::Riff.at(0)),
        Some(_) => Err(Problem::NotMidi.at(0)),
        None if b"MThd".starts_with(bytes) => Err(Problem::Cut { announced: 14, left: bytes.len() }.at(0)),
        None => Err(Problem::NotMidi.at(0)),
    }
}

struct Header {
    tracks: usize,
    division: u16,
}

/// The standard allows headers to grow; what comes after the six bytes it knows is skipped.
fn read_header(chunk: Chunk<'_>) -> Result<Header, Error> {
    let &[f1, f0, t1, t0, d1, d0, ..] = chunk.body else {
        return Err(Problem::ShortHeader { bytes: chunk.body.len() }.at(chunk.body_at));
    };
    let announced = usize::from(u16::from_be_bytes([t1, t0]));
    match u16::from_be_bytes([f1, f0]) {
        0 if announced > 1 => return Err(Problem::NotOneTrack { announced }.at(chunk.body_at + 2)),
        0 | 1 => {}
        2 => return Err(Problem::Patterns.at(chunk.body_at)),
        format => return Err(Problem::UnknownFormat { format }.at(chunk.body_at)),
    }
    match announced {
        0 => return Err(Problem::NoTracks.at(chunk.body_at + 2)),
        1..=TRACKS_MAX => {}
        _ => return Err(Problem::TooManyTracks { announced }.at(chunk.body_at + 2)),
    }
    match u16::from_be_bytes([d1, d0]) {
        0 => Err(Problem::NoDivision.at(chunk.body_at + 4)),
        0x8000.. => Err(Problem::FilmFrames.at(chunk.body_at + 4)),
        division => Ok(Header { tracks: announced, division }),
    }
}

struct Chunk<'a> {
    at: usize,
    id: [u8; 4],
    body_at: usize,
    body: &'a [u8],
}

struct Rest<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Rest<'a> {
    const HEAD: usize = 8;

    fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    fn chunk(&mut self) -> Result<Chunk<'a>, Error> {
        let (at, left) = (self.at, self.left());
        let Some(&[i0, i1, i2, i3, l3, l2, l1, l0]) = self.bytes[at..].first_chunk() else {
            return Err(Problem::Cut { announced: Self::HEAD as u64, left }.at(at));
        };
        let id = [i0, i1, i2, i3];
        if !id.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') {
            return Err(Problem::NotAChunk.at(at));
        }
        let body_at = at + Self::HEAD;
        let length = u32::from_be_bytes([l3, l2, l1, l0]);
        let body = usize::try_from(length).ok().and_then(|length| self.bytes[body_at..].get(..length));
        let Some(body) = body else {
            let left = left - Self::HEAD;
            return Err(Problem::Cut { announced: u64::from(length), left }.at(at));
        };
        self.at = body_at + body.len();
        Ok(Chunk { at, id, body_at, body })
    }
}
