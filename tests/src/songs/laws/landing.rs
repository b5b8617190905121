//! How a song ends: all who play arrive together on the chart's last chord, and then do what the ending asks.
//!
//! Exceptions: a short loop without a word about its ending goes round, a fade never arrives, and a chart that ends
//! without a chord has nowhere to arrive. Where the song slows down all arrive later.

use composer::arrange::Landing;
use music::chart::Ending;
use music::chart::song::{Harmony, PUSH};
use music::clip::Note;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use super::{Fault, Performance};
use crate::songs::performance::Line;

/// A song of so many bars that names no ending is a loop.
const LOOP_BARS_MAX: usize = 8;
/// In General MIDI: crashes, rides, a splash and a china.
const CYMBALS: [u8; 7] = [49, 51, 52, 53, 55, 57, 59];
/// Swing moves what is off the beat.
const SWING_MAX: Ticks = Ticks(TICKS_PER_BEAT / 4);
/// A button is over after a beat.
const BUTTON_MAX: Ticks = Ticks(TICKS_PER_BEAT);
/// Over so many bars a fade is heard.
const FADE_BARS: usize = 8;
/// A mean velocity that is hardly heard.
const SOFTEST: u64 = 12;

fn ending(performance: &Performance) -> Option<Landing> {
    let is_loop = performance.song.bars().len() <= LOOP_BARS_MAX && performance.song.ritard_bars().is_none();
    match performance.song.ending() {
        Some(Ending::Button) => Some(Landing::Button),
        Some(Ending::Ring | Ending::Tag) => Some(Landing::Ring),
        Some(Ending::Fade) => Some(Landing::Fade),
        None => (!is_loop).then_some(performance.general.ending),
    }
}

/// The chord that is arrived on, and when at the earliest and at the latest.
struct Home<'a> {
    harmony: &'a Harmony,
    from: Ticks,
    to: Ticks,
    landing: Landing,
}

fn home(performance: &Performance) -> Option<Home<'_>> {
    let landing = ending(performance).filter(|landing| *landing != Landing::Fade)?;
    let last_bar = performance.song.bars().last()?;
    let harmony = performance.song.chords().last().filter(|harmony| harmony.chord.is_some())?;
    let at = harmony.start.max(last_bar.start);
    let early = if harmony.pushed && harmony.start == at { PUSH } else { Ticks::ZERO };
    let late = late(performance, at);
    let from = at - early + Ticks(late.0 - early.0.min(late.0));
    Some(Home { harmony, from, to: at + late + SWING_MAX, landing })
}

/// How much later than on paper the last chord comes in a song that slows down: a quarter of the bars that do, but never
/// more than half of what is left.
fn late(performance: &Performance, at: Ticks) -> Ticks {
    let bars = performance.song.bars();
    let Some(count) = performance.song.ritard_bars() else { return Ticks::ZERO };
    let first = bars[bars.len().saturating_sub(1 + usize::from(count))].start;
    Ticks((at - first).0 / 4).min(Ticks((performance.song.end() - at).0 / 2)).max(Ticks::ZERO)
}

/// What a lane strikes last. Under a chord that rings a cymbal may swell and die away: that is no new beginning.
fn last_struck<'a>(home: &Home<'_>, lane: Lane, line: &'a [Note]) -> &'a [Note] {
    let is_swell = |note: &Note| lane == Lane::Drums && CYMBALS.contains(&note.pitch.key());
    let rings = home.landing == Landing::Ring;
    let arrives = line.iter().map(|note| note.start).find(|start| *start >= home.from);
    let follows = |note: &Note| arrives.is_some_and(|arrives| note.start > arrives);
    let after = line.iter().rposition(|note| !(rings && follows(note) && is_swell(note)));
    let line = &line[..after.map_or(0, |last| last + 1)];
    let first = line.last().map_or(0, |last| line.partition_point(|note| note.start < last.start));
    &line[first..]
}

fn players<'a>(performance: &'a Performance, home: &Home<'_>) -> impl Iterator<Item = (Lane, &'a [Note])> {
    let last = |(lane, line): (&Lane, &'a Line)| (*lane, last_struck(home, *lane, line));
    performance.main.iter().map(last).filter(|(_, last)| !last.is_empty())
}

pub(super) fn together(performance: &Performance) -> Vec<Fault> {
    let Some(home) = home(performance) else { return Vec::new() };
    let mut faults = Vec::new();
    let mut first: Option<(Lane, Ticks)> = None;
    for (lane, last) in players(performance, &home) {
        let at = last[0].start;
        if at < home.from || at > home.to {
            let away = (at - home.harmony.start).0;
            let what = format!("strikes last {away} ticks from the last chord ({:?})", home.landing);
            faults.push(Fault::at(performance, lane, at, what));
        } else if let Some((other, then)) = first.filter(|(_, then)| *then != at) {
            let what = format!("lands {} ticks from {other}", (at - then).0);
            faults.push(Fault::at(performance, lane, at, what));
        }
        first = first.or(Some((lane, at)));
    }
    faults
}

pub(super) fn at_home(performance: &Performance) -> Vec<Fault> {
    let Some(home) = home(performance) else { return Vec::new() };
    let Some(chord) = home.harmony.chord else { return Vec::new() };
    let mut faults = Vec::new();
    for (lane, last) in players(performance, &home).filter(|(lane, _)| !lane.character().is_kit) {
        let (at, lowest) = (last[0].start, last[0].pitch.class());
        if lane == Lane::Bass && lowest != chord.bass().class() {
            let what = format!("ends on {lowest:?} under {chord}");
            faults.push(Fault::at(performance, lane, at, what));
        }
        let tensions: Vec<_> = chord.tensions().iter().map(|tone| tone.class).collect();
        for note in last {
            let class = note.pitch.class();
            if !chord.classes().contains(class) && !tensions.contains(&class) {
                faults.push(Fault::at(performance, lane, at, format!("ends with {class:?} over {chord}")));
            }
        }
    }
    faults
}

pub(super) fn as_asked(performance: &Performance) -> Vec<Fault> {
    if ending(performance) == Some(Landing::Fade) {
        return faded(performance);
    }
    let Some(home) = home(performance) else { return Vec::new() };
    let end = performance.song.end();
    let mut faults = Vec::new();
    for (lane, last) in players(performance, &home).filter(|(lane, _)| !lane.character().is_kit) {
        let (at, longest) = (last[0].start, last.iter().map(|note| note.length).max().unwrap_or(Ticks::ZERO));
        let is_wrong = match home.landing {
            Landing::Button => longest > BUTTON_MAX,
            Landing::Ring => longest * 2 < end - at,
            Landing::Fade => false,
        };
        if is_wrong {
            let what = format!("holds for {} of {} ticks ({:?})", longest.0, (end - at).0, home.landing);
            faults.push(Fault::at(performance, lane, at, what));
        }
    }
    faults
}

/// Softer in the last bar than eight bars before, and still there. Bars without a chord are silent in a fade as
/// anywhere, and who plays as softly as there is cannot be softer.
fn faded(performance: &Performance) -> Vec<Fault> {
    let bars = performance.song.bars();
    let Some(before) = bars.len().checked_sub(FADE_BARS + 1) else { return Vec::new() };
    let loudness = |bar: usize| {
        let span = bars[bar].span();
        // A chord that came early and still rings is there.
        let sounds = |note: &&Note| note.start < span.end && note.start + note.length > span.start;
        let notes = performance.main.values().flatten().filter(sounds);
        let (sum, count) =
            notes.fold((0_u64, 0_u64), |(sum, count), note| (sum + u64::from(note.velocity), count + 1));
        sum.checked_div(count)
    };
    let has_chord = |bar: &usize| {
        performance.song.chords_in(bars[*bar].span()).iter().any(|harmony| harmony.chord.is_some())
    };
    let Some(last) = (before + 1..bars.len()).rfind(has_chord) else { return Vec::new() };
    match (loudness(before), loudness(last)) {
        (_, None) => vec![Fault::of_song("the fade is over before the song is")],
        (Some(before), Some(last)) if before > SOFTEST && last * 10 > before * 9 => {
            vec![Fault::of_song(format!("a fade from {before} to {last} is none"))]
        }
        (_, Some(_)) => Vec::new(),
    }
}
