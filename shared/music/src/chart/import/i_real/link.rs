//! The link around the music: percent signs decoded, fields cut apart, blocks of fifty put back in order.

use std::ops::Range;

/// One song of a link, as it is written there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Song {
    pub(super) title: String,
    pub(super) composer: String,
    pub(super) style: String,
    pub(super) key: String,
    /// Empty where the link leaves it to the style.
    pub(super) tempo: String,
    pub(super) music: String,
}

/// The music of an `irealb://` link begins with this and is shuffled after it.
const SHUFFLED_MARK: &str = "1r34LbKcu7";
const SCHEMES: [&str; 2] = ["irealb://", "irealbook://"];

/// Where the first link of a text is: up to what ends a link in a page or a mail.
pub(super) fn find(text: &str) -> Option<Range<usize>> {
    let start = SCHEMES.iter().filter_map(|scheme| text.find(scheme)).min()?;
    let rest = &text[start..];
    let ends = [rest.find(['"', '\n', '\r']), rest.find("</"), Some(rest.len())];
    let length = ends.into_iter().flatten().min()?;
    Some(start..start + length)
}

pub(super) fn songs(link: &str) -> Vec<Song> {
    let body = SCHEMES.iter().find_map(|scheme| link.strip_prefix(scheme)).unwrap_or(link);
    let decoded = percent_decoded(body);
    if decoded.contains(SHUFFLED_MARK) { shuffled_songs(&decoded) } else { plain_songs(&decoded) }
}

/// `Title=Composer=Style=Key=n=Music`, songs apart by `===`.
fn plain_songs(text: &str) -> Vec<Song> {
    let song = |text: &str| {
        let fields: Vec<&str> = text.split('=').collect();
        let [title, composer, style, key, _, music] = *fields.get(..6)?.first_chunk::<6>()?;
        let owned = str::to_owned;
        let (title, composer, style) = (owned(title), owned(composer), owned(style));
        Some(Song { title, composer, style, key: owned(key), tempo: String::new(), music: owned(music) })
    };
    text.split("===").filter_map(song).collect()
}

/// `Title=Composer=(unused)=Style=Key=Transposed=Music=Groove=Tempo=Repeats`: every field may be empty, so that only the
/// music says for certain where a song is.
fn shuffled_songs(text: &str) -> Vec<Song> {
    let fields: Vec<&str> = text.split('=').collect();
    let song = |(index, field): (usize, &&str)| {
        let music = field.strip_prefix(SHUFFLED_MARK)?;
        let before = |back: usize| {
            index.checked_sub(back).and_then(|at| fields.get(at)).map_or("", |field| *field).to_owned()
        };
        let tempo = fields.get(index + 2).copied().unwrap_or_default();
        let tempo = if tempo == "0" { "" } else { tempo }.to_owned();
        let music = shuffled(music);
        Some(Song { title: before(6), composer: before(5), style: before(3), key: before(2), tempo, music })
    };
    fields.iter().enumerate().filter_map(song).collect()
}

const BLOCK: usize = 50;

/// Swaps what `irealb://` swaps in every block of fifty characters; doing it twice changes nothing.
///
/// The first five characters change places with the last five, mirrored, and so do those from the eleventh to the
/// twenty-fourth with theirs. A last block that would leave fewer than two characters behind it stays as it is.
pub fn shuffled(music: &str) -> String {
    let mut letters: Vec<char> = music.chars().collect();
    let mut start = 0;
    while letters.len() - start > BLOCK + 1 {
        for at in (0..5).chain(10..24) {
            letters.swap(start + at, start + BLOCK - 1 - at);
        }
        start += BLOCK;
    }
    letters.into_iter().collect()
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests;
