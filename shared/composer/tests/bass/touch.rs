//! How loud the line is played: dead notes and pops stand out of a funk line without tearing it apart.

use ai_band_composer::compose;
use music::chart::Chart;
use music::lane::Lane;

use music::time::Ticks;

use crate::stage::{Take, brief, chart};

const BREATH: Ticks = Ticks(40);

/// The standard deviation of what hands play.
fn spread(style: &str, text: &str, seed: u64) -> f64 {
    let made = compose(&Chart::parse(text).unwrap(), &brief(Lane::Bass, style, seed, text)).unwrap();
    let part = made.parts.into_iter().find(|part| part.lane == Lane::Bass).unwrap();
    let loud: Vec<f64> = part.played.iter().flatten().map(|note| f64::from(note.velocity)).collect();
    let mean = loud.iter().sum::<f64>() / loud.len() as f64;
    (loud.iter().map(|velocity| (velocity - mean).powi(2)).sum::<f64>() / loud.len() as f64).sqrt()
}

#[test]
fn dead_notes_and_pops_are_uneven_as_players_are() {
    for seed in 0..12 {
        for name in ["vamp", "song"] {
            let spread = spread("funk", chart(name), seed);
            assert!((6.0..=20.0).contains(&spread), "{name} {seed}: {spread:.1}");
        }
    }
}

/// Only what touches the next note takes a breath before the same key: what the next bar begins with is not known here.
#[test]
fn a_note_that_ends_before_its_bar_does_is_as_long_whatever_follows() {
    let mut ended = 0;
    for style in ["pop", "funk", "house"] {
        for seed in 0..40 {
            let take = |last: &str| {
                let text =
                    format!("{{meter: 5/4}} {{tempo: 118}}\n[Intro]\n| C | C | C/E | Em7 | {last} |\n");
                Take::of(Lane::Bass, style, &text, seed)
            };
            let (one, other) = (take("C"), take("F#m7b5"));
            let early = |take: &Take| -> Vec<(Ticks, Ticks)> {
                let end = take.song.bars()[2].length;
                let ends = take.line.bars[2].iter().filter(|stroke| stroke.at + stroke.length < end - BREATH);
                ends.map(|stroke| (stroke.at, stroke.length)).collect()
            };
            assert_eq!(early(&one), early(&other), "{style} {seed}");
            ended += early(&one).len();
        }
    }
    assert!(ended > 100, "{ended}");
}
