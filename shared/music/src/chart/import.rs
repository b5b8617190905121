//! Charts from other people's formats: each reader cuts its text into the tokens a chart is drafted from, so that
//! mistakes are told alike whatever they were written in.

pub mod band_in_a_box;
pub mod chord_pro;
pub mod chordino;
pub mod i_real;
pub mod markers;
mod placed;

use crate::chart::error::{Complaints, Problem};
use crate::chart::limits::TEXT_BYTES_MAX;
use crate::chart::{Chart, Errors};
use crate::{meter, tempo};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Our own text.
    Chart,
    ChordPro,
    IReal,
    BandInABox,
    Chordino,
}

/// Where the beats are in a recording: what formats that count seconds need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    pub tempo: tempo::Map,
    pub meter: meter::Map,
}

/// The format a text is most likely in; our own when nothing speaks for another. A text longer than any chart is judged by
/// its beginning.
pub fn detect(text: &str) -> Format {
    let text = &text[..text.floor_char_boundary(TEXT_BYTES_MAX)];
    if i_real::is_likely(text) {
        Format::IReal
    } else if chordino::is_likely(text) {
        Format::Chordino
    } else if chord_pro::is_likely(text) {
        Format::ChordPro
    } else if band_in_a_box::is_likely(text) {
        Format::BandInABox
    } else {
        Format::Chart
    }
}

/// Reads a text in a format; of several songs, the first. The grid is for formats that count seconds.
pub fn read(text: &str, format: Format, grid: &Grid) -> Result<Chart, Errors> {
    match format {
        Format::Chart => Chart::parse(text),
        Format::ChordPro => chord_pro::read(text),
        Format::IReal => i_real::read(text),
        Format::BandInABox => band_in_a_box::read(text),
        Format::Chordino => chordino::read(text, grid),
    }
}

/// A notebook for complaints about `text`, or the one complaint that it is too long.
fn open(text: &str) -> Result<Complaints<'_>, Errors> {
    if text.len() <= TEXT_BYTES_MAX {
        Ok(Complaints::new(text))
    } else {
        Err(refusal(text, Problem::LongText))
    }
}

fn refusal(text: &str, problem: Problem) -> Errors {
    let mut complaints = Complaints::new(text);
    complaints.add(None, 0..0, problem);
    complaints.into_errors().expect("one complaint was added")
}

/// Each line without its end, and where it starts.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        (start, line.strip_suffix('\r').unwrap_or(line))
    })
}
