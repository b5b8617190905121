//! Songs and mistakes as lines that a person can check by eye.

use ai_band_music::chart::song::{Bar, Harmony};
use ai_band_music::chart::{Errors, Feel, Song};
use ai_band_music::time::Ticks;

/// A line per section pass, bars between strokes: `Verse.1: Am7=2 D7=2 | Gmaj7 | ~`.
///
/// A chord that does not fill its bar says its beats, `>` is a push, `~` goes on from the bar before. What changes is told
/// in braces where it changes; a pickup tells where it starts.
pub(crate) fn song(song: &Song) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut before: Option<&Bar> = None;
    for bar in song.bars() {
        let text = format!("{}{}", changes(before, bar), chords(song, bar));
        match (before, lines.last_mut()) {
            (Some(last), Some(line)) if last.section == bar.section => *line += &format!(" | {text}"),
            _ => lines.push(format!("{}{text}", title(song, bar))),
        }
        before = Some(bar);
    }
    lines.join("\n")
}

fn title(song: &Song, bar: &Bar) -> String {
    match song.sections()[bar.section.index].as_str() {
        "" => String::new(),
        name => format!("{name}.{}: ", bar.section.pass),
    }
}

fn changes(before: Option<&Bar>, bar: &Bar) -> String {
    let mut told = Vec::new();
    if bar.start.is_negative() {
        told.push(format!("from {}", bar.start));
    }
    if let Some(key) = bar.key.filter(|key| before.and_then(|last| last.key) != Some(*key)) {
        told.push(format!("key {key}"));
    }
    if before.map_or("4/4".to_owned(), |last| last.meter.to_string()) != bar.meter.to_string() {
        told.push(bar.meter.to_string());
    }
    if let Some(tempo) = bar.tempo.filter(|tempo| before.and_then(|last| last.tempo) != Some(*tempo)) {
        told.push(format!("{tempo} bpm"));
    }
    if before.map_or(Feel::Normal, |last| last.feel) != bar.feel {
        told.push(bar.feel.to_string());
    }
    if told.is_empty() { String::new() } else { format!("{{{}}} ", told.join(", ")) }
}

fn chords(song: &Song, bar: &Bar) -> String {
    let inside = song.chords_in(bar.span());
    let told: Vec<String> = inside.iter().map(|harmony| chord(harmony, bar)).collect();
    told.join(" ")
}

fn chord(harmony: &Harmony, bar: &Bar) -> String {
    let part = harmony.span().intersection(bar.span()).expect("asked for chords in this bar");
    let name = harmony.chord.map_or("N.C.".to_owned(), |chord| chord.to_string());
    let name = if harmony.start < bar.start { "~".to_owned() } else { name };
    let push = if harmony.pushed && harmony.start >= bar.start { ">" } else { "" };
    if part.length() == bar.length {
        format!("{push}{name}")
    } else {
        format!("{push}{name}={}", beats(part.length()))
    }
}

/// `2`, `1.5`, `0.333`.
fn beats(length: Ticks) -> String {
    let text = format!("{:.3}", length.as_beats_f64());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `line:column` before each mistake.
pub(crate) fn mistakes(errors: &Errors) -> String {
    let told = errors.all().iter().map(|error| format!("{}:{} {error}", error.line, error.column));
    let mut lines: Vec<String> = told.collect();
    if errors.untold() > 0 {
        lines.push(format!("and {} more", errors.untold()));
    }
    lines.join("\n")
}
