//! Text piano-rolls: a bar a line, sixteenth by sixteenth, with what the hands hold.

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::Plan;
use ai_band_composer::scene::{Earlier, Scene};
use ai_band_composer::sketch::{Sketch, Stroke, Touch};
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, comping};
use music::chart::Chart;
use music::chart::song::Song;
use music::lane::Lane;

/// What a test looks at.
pub(crate) struct Heard {
    pub(crate) song: Song,
    pub(crate) analysis: Analysis,
    pub(crate) plan: Plan,
    pub(crate) main: Sketch,
    pub(crate) fill: Sketch,
}

/// As the plan has it.
pub(crate) fn heard(chart: &str, brief: &Brief) -> Heard {
    played(chart, brief, |_| {})
}

/// With the keys in every bar, to see them everywhere.
pub(crate) fn heard_throughout(chart: &str, brief: &Brief) -> Heard {
    played(chart, brief, |plan| plan.bars.iter_mut().for_each(|bar| bar.plays[Lane::Keys.index()] = true))
}

fn played(chart: &str, brief: &Brief, change: impl Fn(&mut Plan)) -> Heard {
    let song = Chart::parse(chart).unwrap_or_else(|errors| panic!("{errors:?}")).song();
    let analysis = Analysis::of(&song);
    let mut plan = Plan::of(&song, &analysis, &brief.style, brief);
    change(&mut plan);
    let scene = Scene { song: &song, analysis: &analysis, plan: &plan, style: &brief.style, brief };
    let written = comping::write(&scene, &Earlier::new());
    Heard { main: written.main, fill: written.fill.unwrap_or_default(), song, analysis, plan }
}

pub(crate) fn brief(style: &str, seed: u64) -> Brief {
    Brief::new(Style::built_in(style).unwrap(), seed)
}

pub(crate) fn of(style: &str, chart: &str, seed: u64) -> String {
    let heard = heard_throughout(chart, &brief(style, seed));
    let mut text = format!("{style}, seed {seed}\n");
    for bar in 0..heard.song.bars().len() {
        let plan = &heard.plan.bars[bar];
        let section = &heard.plan.sections[plan.section];
        if section.bars.start == bar {
            text += &format!(
                "[{}] {:?}{}\n",
                section.name,
                section.role,
                if section.is_b { ", contrasting" } else { "" }
            );
        }
        text += &line(&heard, bar);
    }
    text
}

fn line(heard: &Heard, bar: usize) -> String {
    let this = &heard.song.bars()[bar];
    let chords = heard.analysis.in_bar(bar).iter().filter(|change| change.written < this.span().end);
    let chords: Vec<String> =
        chords.map(|c| c.chord.map_or("N.C.".to_owned(), |chord| chord.to_string())).collect();
    let strokes = heard.main.bar(bar);
    format!("{:>3} {:<16} |{}| {}\n", bar + 1, chords.join(" "), grid(strokes, this.length.0), hands(strokes))
        .replace(" \n", "\n")
}

/// Four columns a beat: hard, plain and light strokes, and what is held.
fn grid(strokes: &[Stroke], length: i64) -> String {
    let columns = usize::try_from(length / 240).unwrap();
    let mut grid = vec!['.'; columns];
    for stroke in strokes {
        let first = usize::try_from(stroke.at.0 / 240).unwrap();
        let after = usize::try_from((stroke.at.0 + stroke.length.0 + 239) / 240).unwrap();
        grid.iter_mut().take(after).skip(first + 1).filter(|sign| **sign == '.').for_each(|sign| *sign = '-');
    }
    for stroke in strokes {
        let first = usize::try_from(stroke.at.0 / 240).unwrap();
        grid[first] = match stroke.touch {
            Touch::Accent => 'X',
            Touch::Plain => 'x',
            Touch::Ghost => 'o',
        };
    }
    grid.chunks(4).map(|beat| beat.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The notes of each stroke; `=` where they are those of the stroke before.
fn hands(strokes: &[Stroke]) -> String {
    let mut groups: Vec<(i64, Vec<String>)> = Vec::new();
    for stroke in strokes {
        match groups.last_mut() {
            Some((at, notes)) if *at == stroke.at.0 => notes.push(stroke.pitch.to_string()),
            _ => groups.push((stroke.at.0, vec![stroke.pitch.to_string()])),
        }
    }
    let mut before = String::new();
    let shown = groups.into_iter().map(|(_, notes)| {
        let notes = notes.join(" ");
        let shown = if notes == before { "=".to_owned() } else { notes.clone() };
        before = notes;
        shown
    });
    shown.collect::<Vec<_>>().join(" / ")
}
