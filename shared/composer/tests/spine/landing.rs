//! The end of a song: everybody who plays arrives with the last chord, wherever in its bar that is.

use ai_band_composer::style::Style;
use ai_band_composer::{Brief, Composition, compose};
use music::chart::Chart;
use music::lane::Lane;

const PLAYERS: [Lane; 6] = [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Lead, Lane::Percussion];
const VERSE: &str = "[Verse]\n| C | Am | F | G | C | Am | F | G |\n[Chorus]\n| F | G | C | Am | F | G |";

fn composed(style: &str, ending: &str, last: &str) -> Composition {
    let chart = Chart::parse(&format!("{{tempo: 112}} {{ending: {ending}}}\n{VERSE} {last} |\n")).unwrap();
    let mut brief = Brief::new(Style::built_in(style).unwrap(), 1);
    brief.lanes = PLAYERS.to_vec();
    compose(&chart, &brief).unwrap()
}

/// Where the band arrives, in ticks of the last bar.
#[test]
fn everybody_strikes_the_last_chord_together() {
    for (last, place) in [("C", 0), ("G C", 1_920), ("G . . C", 2_880), (">C", 0)] {
        for style in ["pop", "ballad", "bossa", "funk", "house"] {
            let composition = composed(style, "button", last);
            for part in &composition.parts {
                let strikes = part.sketch.bars.last().unwrap().iter().map(|stroke| stroke.at.0);
                assert_eq!(strikes.max(), Some(place), "{} of {style} on {last}", part.lane);
            }
        }
    }
}

#[test]
fn a_last_chord_on_the_bar_line_is_not_pushed_and_that_is_told() {
    let told = |last: &str| -> Vec<String> {
        let remarks = composed("pop", "ring", last).remarks;
        remarks.into_iter().map(|remark| remark.text).collect()
    };
    assert_eq!(told(">C"), ["the last chord is not pushed: the band lands on the beat"]);
    assert_eq!(told("C"), [] as [String; 0]);
    assert_eq!(told("G >C"), [] as [String; 0]);
}

/// Percussion has no pattern of its own for a waltz in bossa: whoever was asked for plays what comes nearest.
#[test]
fn percussion_that_was_asked_for_is_heard() {
    let chart = Chart::parse("{tempo: 112} {meter: 3/4}\n| C | F | G | C |").unwrap();
    for style in Style::BUILT_IN {
        let mut brief = Brief::new(Style::built_in(style).unwrap(), 1);
        brief.lanes = vec![Lane::Percussion];
        let composition = compose(&chart, &brief).unwrap();
        assert!(composition.parts[0].sketch.bars.iter().any(|bar| !bar.is_empty()), "{style}");
    }
}
