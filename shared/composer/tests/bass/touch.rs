//! How loud the line is played: dead notes and pops stand out of a funk line without tearing it apart.

use ai_band_composer::compose;
use music::chart::Chart;
use music::lane::Lane;

use crate::stage::{brief, chart};

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
