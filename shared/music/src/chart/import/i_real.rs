//! iReal links: `irealbook://`, which is readable, and `irealb://`, whose music is shuffled in blocks of fifty.

mod link;
mod music;

use std::ops::Range;

use crate::chart::draft::Draft;
use crate::chart::error::{Complaints, Problem};
use crate::chart::import::refusal;
use crate::chart::token::{Kind, Token};
use crate::chart::{Chart, Errors};

pub use link::shuffled;

pub fn is_likely(text: &str) -> bool {
    link::find(text).is_some()
}

/// A song of a link and its chart, or why it cannot be read: one of a playlist does not spoil the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Song {
    pub title: String,
    pub chart: Result<Chart, Errors>,
}

/// The first song of the first link in the text.
pub fn read(text: &str) -> Result<Chart, Errors> {
    let (range, songs) = open(text)?;
    match songs.first() {
        Some(song) => chart(text, &range, song),
        None => Err(refusal(text, Problem::Import(UNREADABLE.to_owned()))),
    }
}

/// Every song of the first link in the text, which may be a whole playlist.
pub fn songs(text: &str) -> Result<Vec<Song>, Errors> {
    let (range, songs) = open(text)?;
    let read = songs.iter().take(SONGS_MAX);
    Ok(read.map(|song| Song { title: song.title.clone(), chart: chart(text, &range, song) }).collect())
}

fn open(text: &str) -> Result<(Range<usize>, Vec<link::Song>), Errors> {
    if text.len() > LINK_BYTES_MAX {
        return Err(refusal(text, Problem::Import(LONG.to_owned())));
    }
    let range = link::find(text).ok_or_else(|| refusal(text, Problem::Import(NOTHING.to_owned())))?;
    let songs = link::songs(&text[range.clone()]);
    if songs.is_empty() {
        return Err(refusal(text, Problem::Import(UNREADABLE.to_owned())));
    }
    Ok((range, songs))
}

fn chart(text: &str, range: &Range<usize>, song: &link::Song) -> Result<Chart, Errors> {
    let tokens = header(song).chain(music::tokens(&song.music));
    Draft::new(Complaints::new(text)).read(tokens.map(|kind| Token { kind, range: range.clone() }))
}

/// The largest playlists people share have about 1 500.
const SONGS_MAX: usize = 2_000;

/// A playlist of all of them is about 700 KiB.
const LINK_BYTES_MAX: usize = 2 * 1024 * 1024;

const UNREADABLE: &str =
    "this link holds no song; share the song from iReal Pro once more as a link and paste all of it";
const NOTHING: &str = "there is no irealb:// or irealbook:// link in this text; paste the whole link";
const LONG: &str = "the text has more than 2 MiB; share fewer songs at once";

fn header(song: &link::Song) -> impl Iterator<Item = Kind> {
    let key = song.key.replace('-', "m");
    let fields = [
        ("title", &song.title),
        ("composer", &song.composer),
        ("style", &song.style),
        ("key", &key),
        ("tempo", &song.tempo),
    ];
    let known = fields.map(|(name, value)| (name, value.trim().to_owned()));
    known
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| Kind::Directive { name: name.to_owned(), value })
}
