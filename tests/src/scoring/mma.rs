//! The same charts as Musical MIDI Accompaniment plays them, where it is installed.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use music::chart::Song;
use music::lane::Lane;
use music::meter::Meter;
use music::midi_file::{self, Track};
use music::time::{TICKS_PER_BEAT, Ticks};

use super::Band;

/// A style of ours, the groove that comes nearest to it, and that groove's fill.
const GROOVES: &[(&str, &str, &str)] = &[
    ("pop", "8Beat", "8BeatFill"),
    ("ballad", "Ballad", "BalladFill"),
    ("swing", "SwingWalk", "SwingFill"),
    ("jazz-waltz", "JazzWaltz", "JazzWaltzFill"),
    ("bossa", "BossaNova", "BossaNovaFill"),
    ("shuffle", "ShuffleBoggie", "ShuffleBoggieFill"),
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

/// The song in its language; `None` where it has no such style or groove, or the song more than one meter or tempo.
pub fn text(song: &Song, style: &str, fills: Fills) -> Option<String> {
    let (_, groove, fill) = GROOVES.iter().find(|(name, _, _)| *name == style)?;
    let first = song.bars().first()?;
    let is_even = song.bars().iter().all(|bar| bar.meter == first.meter && bar.tempo == first.tempo);
    let own_meter = Meter::new(if style == "jazz-waltz" { 3 } else { 4 }, 4)?;
    if !is_even || first.meter != own_meter || song.start().is_negative() {
        return None;
    }
    let mut text = format!("Tempo {}\nGroove {groove}\n", first.tempo?);
    for (index, bar) in song.bars().iter().enumerate() {
        let next = song.bars().get(index + 1);
        let is_end = next.is_some_and(|next| next.section != bar.section);
        let is_filled = is_end && fills == Fills::ByHand;
        let chords: Vec<String> =
            song.chords_in(bar.span()).iter().map(|chord| symbol(chord, bar.start)).collect();
        let line = format!("{} {}\n", index + 1, chords.join(" "));
        text += &if is_filled { format!("Groove {fill}\n{line}Groove {groove}\n") } else { line };
    }
    Some(text)
}

/// A chord at its beat, counted from 1.
fn symbol(harmony: &music::chart::song::Harmony, bar_start: Ticks) -> String {
    let at = (harmony.start - bar_start).0.max(0);
    let name = harmony.chord.map_or("z".to_owned(), |chord| chord.to_string());
    let beat = 1.0 + at as f64 / TICKS_PER_BEAT as f64;
    if at == 0 { name } else { format!("{name}@{beat}") }
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
        let notes = band.entry(lane).or_default();
        notes.extend(track.notes);
        notes.sort_by_key(|note| (note.start, note.pitch));
    }
    band.retain(|_, notes| !notes.is_empty());
    band
}
