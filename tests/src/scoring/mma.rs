//! The same charts as Musical MIDI Accompaniment plays them, where it is installed.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use music::chart::Song;
use music::chart::song::{Harmony, PUSH};
use music::lane::Lane;
use music::meter::Meter;
use music::midi_file::{self, Track};
use music::time::{Span, Ticks};

use super::Band;

/// A style of ours, the groove that comes nearest to it, and that groove's fill, or the nearest one where it has none.
/// `Swing1Walk` because it walks: the bass of `SwingWalk` plays dotted figures.
const GROOVES: &[(&str, &str, &str)] = &[
    ("pop", "8Beat", "8BeatFill"),
    ("ballad", "Ballad", "BalladFill"),
    ("swing", "Swing1Walk", "SwingFill"),
    ("jazz-waltz", "JazzWaltz", "JazzWaltzFill"),
    ("bossa", "BossaNova", "BossaNovaFill"),
    ("funk", "BVFunk", "R&BFill"),
    ("shuffle", "ShuffleBoggie", "ShuffleBoggieFill"),
    ("house", "Trance", "8BeatFill"),
];

/// Whether fills are placed by hand at the ends of sections; of itself it plays none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fills {
    None,
    ByHand,
}

pub fn is_installed() -> bool {
    Command::new("mma").arg("-v").output().is_ok_and(|output| output.status.success())
}

/// The song in its language; `None` where it has no such style, or the song a pickup or a meter that the groove lacks.
/// Chords stand where they sound, pushes an eighth early; it knows no half-time and no two-feel.
pub fn text(song: &Song, style: &str, fills: Fills) -> Option<String> {
    let (_, groove, fill) = GROOVES.iter().find(|(name, _, _)| *name == style)?;
    let own_meter = Meter::new(if style == "jazz-waltz" { 3 } else { 4 }, 4)?;
    if song.bars().iter().any(|bar| bar.meter != own_meter) || song.start().is_negative() {
        return None;
    }
    let (mut text, mut tempo) = (String::new(), None);
    for (index, bar) in song.bars().iter().enumerate() {
        if bar.tempo != tempo || index == 0 {
            text += &format!("Tempo {}\n", bar.tempo?);
            tempo = bar.tempo;
        }
        if index == 0 {
            text += &format!("Groove {groove}\n");
        }
        let next = song.bars().get(index + 1);
        let is_end = next.is_some_and(|next| next.section != bar.section);
        let is_filled = is_end && fills == Fills::ByHand;
        let line = format!("{} {}\n", index + 1, chords(song, bar.span()));
        text += &if is_filled { format!("Groove {fill}\n{line}Groove {groove}\n") } else { line };
    }
    Some(text)
}

/// A bar's chords, each at its beat, counted from 1.
fn chords(song: &Song, bar: Span) -> String {
    let sounding = |chord: &Harmony| if chord.pushed { chord.start - PUSH } else { chord.start };
    let after = song.chords().partition_point(|chord| sounding(chord) < bar.end);
    let first = song.chords().partition_point(|chord| sounding(chord) <= bar.start).saturating_sub(1);
    let symbol = |chord: &Harmony| {
        let at = (sounding(chord) - bar.start).max(Ticks::ZERO);
        let name = chord.chord.map_or("z".to_owned(), |chord| chord.to_string());
        let beat = 1.0 + at.as_beats_f64();
        if at == Ticks::ZERO { name } else { format!("{name}@{beat}") }
    };
    let symbols: Vec<String> = song.chords()[first..after].iter().map(symbol).collect();
    symbols.join(" ")
}

/// Runs it once; it plays differently each time.
pub fn play(text: &str, folder: &Path) -> anyhow::Result<Band> {
    let (paper, sound) = (folder.join("song.mma"), folder.join("song.mid"));
    std::fs::write(&paper, text).with_context(|| format!("cannot write {}", paper.display()))?;
    let output = Command::new("mma").arg(&paper).arg("-f").arg(&sound).output();
    let output = output.context("mma cannot be started; install it, or leave --against out")?;
    let told = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "mma refuses the song: {}", told.trim());
    let bytes = std::fs::read(&sound).with_context(|| format!("cannot read {}", sound.display()))?;
    Ok(band(midi_file::read(&bytes)?.tracks))
}

/// In General MIDI: tambourine, cowbell, and from the vibraslap on what no drummer plays. Its drum tracks have them too,
/// and a drummer's hands should not be charged for somebody else's.
fn is_percussion(key: u8) -> bool {
    matches!(key, 54 | 56 | 58 | 60..=81)
}

/// Its tracks in our chairs; the first that plays chords sits at the keys.
fn band(tracks: Vec<Track>) -> Band {
    let mut band = Band::new();
    for track in tracks {
        let name = track.name.unwrap_or_default().to_lowercase();
        let lane = match name.split('-').next().unwrap_or_default() {
            _ if track.channel == Lane::Drums.character().channel => Lane::Drums,
            "bass" | "walk" => Lane::Bass,
            "chord" if name.contains("guitar") => Lane::Guitar,
            "chord" if !band.contains_key(&Lane::Keys) => Lane::Keys,
            _ => Lane::Extra,
        };
        for note in track.notes {
            let is_percussion = lane == Lane::Drums && is_percussion(note.pitch.key());
            band.entry(if is_percussion { Lane::Percussion } else { lane }).or_default().push(note);
        }
    }
    band.values_mut().for_each(|notes| notes.sort_by_key(|note| (note.start, note.pitch)));
    band.retain(|_, notes| !notes.is_empty());
    band
}
