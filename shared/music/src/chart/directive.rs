//! What stands between braces: `{key: D}`, `{title: …}`, and friends.

use crate::chart::error::Problem;
use crate::chart::limits::{NAME_CHARS_MAX, RITARD_BARS_MAX};
use crate::chart::{Ending, Feel, Header};
use crate::key::Key;
use crate::meter::Meter;
use crate::tempo::Tempo;

/// A directive that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Directive {
    Key(Key),
    Meter(Meter),
    Tempo(Tempo),
    Feel(Feel),
    Pickup(Pickup),
    Title(String),
    Composer(String),
    Style(String),
    Ending(Ending),
    Ritard(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pickup {
    FullBar,
    Of(Meter),
}

/// Every name a directive goes by, the canonical one of each kind first.
const NAMES: [(&str, Kind); 18] = [
    ("key", Kind::Key),
    ("meter", Kind::Meter),
    ("metre", Kind::Meter),
    ("time", Kind::Meter),
    ("tempo", Kind::Tempo),
    ("bpm", Kind::Tempo),
    ("feel", Kind::Feel),
    ("pickup", Kind::Pickup),
    ("anacrusis", Kind::Pickup),
    ("title", Kind::Title),
    ("composer", Kind::Composer),
    ("by", Kind::Composer),
    ("artist", Kind::Composer),
    ("style", Kind::Style),
    ("ending", Kind::Ending),
    ("outro", Kind::Ending),
    ("ritard", Kind::Ritard),
    ("rit", Kind::Ritard),
];

/// Names a sign goes by, so that `{sengo}` gets an answer too.
const SIGN_NAMES: [&str; 6] = ["segno", "coda", "to coda", "fine", "D.C.", "D.S."];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Key,
    Meter,
    Tempo,
    Feel,
    Pickup,
    Title,
    Composer,
    Style,
    Ending,
    Ritard,
}

impl Directive {
    pub(crate) fn read(name: &str, value: &str) -> Result<Directive, Problem> {
        let lower = name.to_lowercase();
        let Some((_, kind)) = NAMES.into_iter().find(|(known, _)| *known == lower) else {
            return Err(Problem::Directive { name: shown(name) });
        };
        let text = shown(value);
        match kind {
            Kind::Key => value.parse().map(Directive::Key).map_err(Problem::Key),
            Kind::Meter => meter(value).map(Directive::Meter),
            Kind::Tempo => value.parse().map(Directive::Tempo).map_err(Problem::Tempo),
            Kind::Feel => Feel::from_name(value).map(Directive::Feel).ok_or(Problem::Feel { text }),
            Kind::Pickup => pickup(value).map(Directive::Pickup).ok_or(Problem::Pickup { text }),
            Kind::Title => name_of(value).map(Directive::Title),
            Kind::Composer => name_of(value).map(Directive::Composer),
            Kind::Style => name_of(value).map(Directive::Style),
            Kind::Ending => Ending::from_name(value).map(Directive::Ending).ok_or(Problem::Ending { text }),
            Kind::Ritard => ritard(value).map(Directive::Ritard).ok_or(Problem::Ritard { text }),
        }
    }

    /// Writes what concerns the whole chart into its header; gives back what concerns a bar.
    pub(crate) fn into_header(self, header: &mut Header) -> Result<Option<Directive>, Problem> {
        let (place, name, value) = match self {
            Directive::Title(title) => (&mut header.title, "title", title),
            Directive::Composer(composer) => (&mut header.composer, "composer", composer),
            Directive::Style(style) => (&mut header.style, "style", style),
            Directive::Ending(ending) => {
                let is_second = header.ending.replace(ending).is_some();
                return if is_second { Err(Problem::Twice { name: "ending" }) } else { Ok(None) };
            }
            Directive::Ritard(bars) => {
                let is_second = header.ritard_bars.replace(bars).is_some();
                return if is_second { Err(Problem::Twice { name: "ritard" }) } else { Ok(None) };
            }
            of_a_bar @ (Directive::Key(_)
            | Directive::Meter(_)
            | Directive::Tempo(_)
            | Directive::Feel(_)
            | Directive::Pickup(_)) => return Ok(Some(of_a_bar)),
        };
        let is_second = place.replace(value).is_some();
        if is_second { Err(Problem::Twice { name }) } else { Ok(None) }
    }
}

/// `C` and `c|` are the signs of common and cut time.
fn meter(value: &str) -> Result<Meter, Problem> {
    let text = match value {
        "C" | "c" => "4/4",
        "C|" | "c|" => "2/2",
        fraction => fraction,
    };
    text.parse().map_err(Problem::Meter)
}

/// Nothing for a full bar, whole beats (quarter notes), or a fraction of a whole note.
fn pickup(value: &str) -> Option<Pickup> {
    if value.is_empty() {
        return Some(Pickup::FullBar);
    }
    let fraction = value.parse().ok();
    let beats = || value.parse().ok().and_then(|beats| Meter::new(beats, 4));
    fraction.or_else(beats).map(Pickup::Of)
}

/// Nothing for as many bars as usual, or a number of them.
fn ritard(value: &str) -> Option<u8> {
    const USUAL_BARS: u8 = 2;
    if value.is_empty() {
        return Some(USUAL_BARS);
    }
    value.parse().ok().filter(|bars| (1..=RITARD_BARS_MAX).contains(bars))
}

/// A name on one line, without the braces and brackets that would end it early when it is printed.
pub(crate) fn name_of(text: &str) -> Result<String, Problem> {
    let plain = text.chars().map(|c| match c {
        '{' | '[' => '(',
        '}' | ']' => ')',
        c if c.is_control() => ' ',
        c => c,
    });
    let plain: String = plain.collect();
    let name = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > NAME_CHARS_MAX { Err(Problem::LongName) } else { Ok(name) }
}

/// The beginning of what somebody wrote: an error is no place for a novel.
pub(crate) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

const SHOWN_CHARS_MAX: usize = 24;

/// The known name that one slip of the finger leads to, or two where at least the first letter is right.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let known = NAMES.into_iter().map(|(known, _)| known).chain(SIGN_NAMES);
    let slips = known.map(|known| (slips_between(&name, &known.to_lowercase()), known));
    let near = slips.filter(|(slips, known)| {
        let begins_alike = known.to_lowercase().chars().next() == name.chars().next();
        *slips < known.len() && (*slips <= 1 || *slips == 2 && begins_alike)
    });
    near.min_by_key(|(slips, known)| (*slips, known.len().abs_diff(name.len()))).map(|(_, known)| known)
}

/// Letters to insert, drop or replace until `from` reads `to`.
fn slips_between(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, letter) in from.chars().take(SHOWN_CHARS_MAX).enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests;
