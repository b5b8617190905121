//! Chord markers of a MIDI file: texts at positions, chords and the names of sections among each other.

use crate::chart::draft::Draft;
use crate::chart::error::Complaints;
use crate::chart::import::placed::{self, Placed, What};
use crate::chart::word;
use crate::chart::{Chart, Errors};
use crate::meter;
use crate::time::Ticks;

/// Bars of the meter map with the chords that fall into them. `[Verse]` and words that are no chord, like `Bridge 2`, begin
/// sections. A mistake's line is the number of its marker.
pub fn read(markers: &[(Ticks, String)], meter: &meter::Map) -> Result<Chart, Errors> {
    let mut text = String::new();
    let mut placed = Vec::new();
    for (at, marker) in markers {
        let marker: String = marker.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let start = text.len();
        text += &marker;
        let range = start..text.len();
        text.push('\n');
        if let Some(what) = what(marker.trim()) {
            placed.push(Placed { at: *at, range, what });
        }
    }
    placed.sort_by_key(|one| one.at);
    Draft::new(Complaints::new(&text)).read(placed::tokens(&placed, meter, None))
}

fn what(marker: &str) -> Option<What> {
    if let Some(name) = marker.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return Some(What::Section(name.trim().to_owned()));
    }
    let is_chord = word::is_silence(marker) || word::chord(marker, None).is_ok();
    match marker {
        "" => None,
        _ if !is_chord && word::is_name(marker) => Some(What::Section(marker.to_owned())),
        _ => Some(What::Chord(marker.to_owned())),
    }
}
