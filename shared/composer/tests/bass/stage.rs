//! Charts to play, and what a chair made of them.

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::form;
use ai_band_composer::sketch::{Sketch, Stroke};
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, compose};
use music::chart::song::Bar;
use music::chart::{Chart, Song};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::Ticks;

/// A song and what a chair plays in it.
pub(crate) struct Take {
    pub(crate) song: Song,
    pub(crate) analysis: Analysis,
    pub(crate) line: Sketch,
    pub(crate) windows: Vec<std::ops::Range<usize>>,
}

impl Take {
    pub(crate) fn of(lane: Lane, style: &str, chart: &str, seed: u64) -> Take {
        Take::with(chart, &brief(lane, style, seed, chart))
    }

    /// The line of the first lane that the brief asks for.
    pub(crate) fn with(chart: &str, brief: &Brief) -> Take {
        let chart = Chart::parse(chart).unwrap_or_else(|error| panic!("{error:?}"));
        let song = chart.song();
        let made = compose(&chart, brief).unwrap();
        let line = made.parts.into_iter().find(|part| part.lane == brief.lanes[0]).unwrap().sketch;
        let windows = form::windows(&song);
        Take { analysis: Analysis::of(&song), song, line, windows }
    }
}

/// A brief for one chair alone, over drums that play a kick on one, on the and of two and on three in every bar.
pub(crate) fn brief(lane: Lane, style: &str, seed: u64, chart: &str) -> Brief {
    let song = Chart::parse(chart).unwrap().song();
    let kick = |at: i64| Stroke::new(Ticks(at), Ticks(120), Pitch::new(36).unwrap(), 100, 100);
    let drums =
        |bar: &Bar| [0, 1440, 1920].map(kick).into_iter().filter(|kick| kick.at < bar.length).collect();
    let drums = Sketch { bars: song.bars().iter().map(drums).collect() };
    let mut brief = Brief::new(Style::built_in(style).unwrap(), seed);
    brief.lanes = vec![lane];
    brief.given.insert(Lane::Drums, drums);
    if lane == Lane::Lead {
        // It sits in for verses too.
        brief.style.general.enters[lane.index()] = 0;
    }
    brief
}

pub(crate) fn chart(name: &str) -> &'static str {
    CHARTS.iter().find(|(each, _)| *each == name).map(|(_, text)| *text).unwrap()
}

/// The one that a style is shown with.
pub(crate) fn song(style: &str) -> &'static str {
    chart(match style {
        "swing" => "standard",
        "jazz-waltz" => "waltz",
        "bossa" => "latin",
        "funk" => "vamp",
        "shuffle" => "boogie",
        _ => "song",
    })
}

pub(crate) const CHARTS: &[(&str, &str)] = &[
    (
        "song",
        "[Intro]\n| Am | F |\n[Verse]\n| Am | F | C | G |\n| Am | F | C G/B | Am G |\n[Chorus]\n| F | G | Am | C/G |\n| F | G | C . . >G | C |\n[Verse]\n[Chorus]\n",
    ),
    (
        "blues",
        "{key: F}\n[Head] x2\n| F7 | Bb7 | F7 | Cm7 F7 |\n| Bb7 | Bdim7 | F7 | Am7 D7 |\n| Gm7 | C7 | F7 D7 | Gm7 C7 |\n[Solo]\n| F7 | Bb7 | F7 | Cm7 F7 |\n| Bb7 | Bdim7 | F7 | Am7 D7 |\n| Gm7 | C7 | F7 D7 | F7 |",
    ),
    (
        "boogie",
        "{key: A}\n[Verse] x2\n| A7 | D7 | A7 | % |\n| D7 | % | A7 | % |\n| E7 | D7 | A7 | E7 |\n[Solo]\n| A7 | D7 | A7 | % |\n| D7 | % | A7 | % |\n| E7 | D7 | A7 | A7 |",
    ),
    (
        "standard",
        "{key: Bb}\n[A]\n| Cm7 | F7 | Bbmaj7 | Ebmaj7 |\n| Am7b5 | D7b9 | Gm6 | G7 |\n[A]\n[B]\n| Am7b5 | D7b9 | Gm7 | % |\n| Cm7 | F7 | Bbmaj7 | % |\n[A]\n[Solo]\n| Cm7 | F7 | Bbmaj7 | Ebmaj7 |\n| Am7b5 | D7b9 | Gm7 Gb7 | Fm7 E7 |\n| Ebmaj7 | Am7b5 D7b9 | Gm6 | % |",
    ),
    (
        "waltz",
        "{meter: 3/4} {key: F}\n[A]\n| Fmaj7 | Em7b5 A7 | Dm7 | Cm7 F7 |\n| Bbmaj7 | Bbm7 | Am7 D7 | Gm7 C7 |\n[B]\n| Ebmaj7 | Ebm7 Ab7 | Dbmaj7 | Gm7 C7 |\n| Fmaj7 | Dm7 | Gm7 C7 | F6 |\n[A]\n[B]",
    ),
    (
        "latin",
        "{key: Dm}\n[A]\n| Dm7 | % | E7 | % |\n| Em7b5 | A7b9 | Dm7 | Em7b5 A7 |\n[B]\n| Fmaj7 | % | Bb7 | Am7 D7 |\n| Gm7 | C7 | Fmaj7 | Em7b5 A7 |\n[A]\n[B]",
    ),
    (
        "vamp",
        "{key: Em}\n[Verse]\n| Em7 | A7 | Em7 | A7 |\n| Em7 | A7 | Em7 | B7 |\n[Chorus]\n| C7 | B7 | Em7 | % |\n| C7 | B7 | Em7 | D7 |\n[Verse]\n[Chorus]",
    ),
];
