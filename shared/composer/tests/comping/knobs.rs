//! Knobs do what a musician expects, and the drums are heard.

use ai_band_composer::Brief;
use ai_band_composer::scene::{Earlier, Scene};
use ai_band_composer::sketch::{Sketch, Stroke};
use ai_band_composer::style::Style;
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::Ticks;

use crate::charts;
use crate::roll::{Heard, brief, heard_throughout};

const SEEDS: std::ops::Range<u64> = 0..4;

/// Places struck in all bars of a few songs.
fn struck(style: &str, turn: impl Fn(&mut Brief)) -> Vec<Ticks> {
    let places = SEEDS.flat_map(|seed| {
        let mut brief = brief(style, seed);
        turn(&mut brief);
        let Heard { main, .. } = heard_throughout(charts::AUTUMN, &brief);
        main.bars.into_iter().flat_map(|bar| {
            let mut places: Vec<Ticks> = bar.iter().map(|stroke| stroke.at).collect();
            places.dedup();
            places
        })
    });
    places.collect()
}

#[test]
fn density_says_how_many_strokes() {
    for style in Style::BUILT_IN {
        let count =
            |density: u8| struck(style, |brief| brief.knobs.density[Lane::Keys.index()] = density).len();
        assert!(
            count(0) < count(64) && count(64) < count(127),
            "{style}: {} {} {}",
            count(0),
            count(64),
            count(127)
        );
    }
}

#[test]
fn syncopation_says_how_many_stand_off_the_beat() {
    let share = |syncopation: u8| {
        let all: Vec<Ticks> = Style::BUILT_IN
            .iter()
            .flat_map(|style| struck(style, |brief| brief.knobs.syncopation = syncopation))
            .collect();
        all.iter().filter(|at| at.0 % 960 != 0).count() * 100 / all.len()
    };
    assert!(share(0) + 5 < share(127), "{} and {} of a hundred", share(0), share(127));
}

#[test]
fn complexity_adds_colours() {
    let of_seed = |complexity: u8, seed: u64| {
        let mut brief = brief("swing", seed);
        brief.knobs.complexity = complexity;
        let heard =
            heard_throughout("{key: C}\n[A]\n| C6 | Am7 | Dm7 | G7 | C6 | Am7 | Dm7 | G7 | C6 |", &brief);
        let written = |bar: usize, stroke: &&Stroke| {
            let chord = heard.analysis.in_bar(bar)[0].chord.unwrap();
            !chord.classes().contains(stroke.pitch.class())
        };
        let bars = heard.main.bars.iter().enumerate();
        bars.map(|(bar, strokes)| strokes.iter().filter(|stroke| written(bar, stroke)).count()).sum::<usize>()
    };
    let colours = |complexity: u8| SEEDS.map(|seed| of_seed(complexity, seed)).sum::<usize>();
    assert!(colours(0) < colours(64), "{} and {}", colours(0), colours(64));
}

#[test]
fn the_keys_answer_what_the_drums_accent() {
    let snare = |at: i64| Stroke::new(Ticks(at), Ticks(120), Pitch::new(38).unwrap(), 110, 120);
    let mut together = [0, 0];
    for seed in 0..40 {
        let brief = brief("funk", seed);
        let heard = heard_throughout(charts::BLUES, &brief);
        let scene = Scene {
            song: &heard.song,
            analysis: &heard.analysis,
            plan: &heard.plan,
            style: &brief.style,
            brief: &brief,
        };
        for (index, accent) in [480, 1440].into_iter().enumerate() {
            let drums = Sketch { bars: vec![vec![snare(accent)]; heard.song.bars().len()] };
            let main = ai_band_composer::comping::write(&scene, &Earlier::from([(Lane::Drums, drums)])).main;
            let on = |at: i64| {
                main.bars.iter().filter(|bar| bar.iter().any(|stroke| stroke.at == Ticks(at))).count()
            };
            together[index] += on(480) * 1000 / (on(480) + on(1440)).max(1);
        }
    }
    assert!(
        together[0] > together[1],
        "{together:?}: on the first accent, when it sounds and when the other does"
    );
}
