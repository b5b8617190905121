//! A part that repeats as a player repeats: the same, and never quite.

use std::collections::BTreeSet;

use ai_band_composer::sketch::Sketch;
use music::lane::Lane;
use music::time::Ticks;

use crate::band::{Band, brief};
use crate::golden::SONGS;

/// Bars that differ in rhythm, in a hundred bars that play.
fn distinct_percent(sketch: &Sketch) -> usize {
    let onsets = |strokes: &Vec<_>| -> Vec<Ticks> {
        let mut onsets: Vec<Ticks> =
            strokes.iter().map(|stroke: &ai_band_composer::sketch::Stroke| stroke.at).collect();
        onsets.dedup();
        onsets
    };
    let playing: Vec<Vec<Ticks>> =
        sketch.bars.iter().map(onsets).filter(|onsets| !onsets.is_empty()).collect();
    let distinct: BTreeSet<&Vec<Ticks>> = playing.iter().collect();
    distinct.len() * 100 / playing.len().max(1)
}

#[test]
fn a_quarter_to_three_fifths_of_the_bars_differ() {
    let mut report = Vec::new();
    for (name, chart) in SONGS {
        let of_seed = |seed| distinct_percent(&Band::playing(chart, brief(name, seed)).played());
        let all: Vec<usize> = (0..6).map(of_seed).collect();
        report.push((name, all.iter().sum::<usize>() / all.len(), all));
    }
    let is_off = |(_, mean, _): &&(&str, usize, Vec<usize>)| !(25..=60).contains(mean);
    assert_eq!(report.iter().filter(is_off).collect::<Vec<_>>(), Vec::<&(&str, usize, Vec<usize>)>::new());
}

#[test]
fn syncopation_says_how_many_strokes_stand_off_the_beat() {
    use ai_band_composer::sketch::Touch;
    let share = |syncopation: u8| {
        let mut places: Vec<bool> = Vec::new();
        for (name, chart) in SONGS {
            for seed in 0..6 {
                let mut brief = brief(name, seed);
                brief.knobs.syncopation = syncopation;
                for bar in Band::playing(chart, brief).played().bars {
                    let heard = bar.iter().filter(|stroke| stroke.touch != Touch::Ghost);
                    let mut at: Vec<Ticks> = heard.map(|stroke| stroke.at).collect();
                    at.dedup();
                    places.extend(at.into_iter().map(|at| at.0 % 960 != 0));
                }
            }
        }
        places.iter().filter(|is_off| **is_off).count() * 100 / places.len()
    };
    let shares = [0, 32, 64, 96, 127].map(share);
    assert!(shares.is_sorted() && shares[0] + 8 < shares[2] && shares[2] < shares[4], "{shares:?}");
}

/// A verse is known when it comes again, whether it is called the same or counted.
#[test]
fn counted_verses_are_played_with_one_pattern() {
    let bars = "| C | G | Am | F |";
    let alike = |names: [&str; 2]| {
        let chart = format!("[{}]\n{bars}\n[{}]\n{bars}\n", names[0], names[1]);
        let is_alike = |seed: &u64| {
            let played = Band::playing(&chart, brief("bossa", *seed)).played();
            let onsets = |bar: usize| played.bar(bar).iter().map(|stroke| stroke.at).collect::<Vec<_>>();
            onsets(0) == onsets(4)
        };
        (0..40).filter(is_alike).count()
    };
    let (same, counted, other) =
        (alike(["Verse", "Verse"]), alike(["Verse 1", "Verse 2"]), alike(["Verse", "Bridge"]));
    assert!(counted * 4 >= same * 3, "{same} of 40 when it has one name, {counted} when it is counted");
    assert!(other < counted, "{other} of 40 where it is another section");
}

/// Whoever comps for himself finds something else to say once in a while, as the keys do: first bars of phrases, which
/// nothing else varies.
#[test]
fn guitars_of_jazz_and_bossa_leave_a_sections_pattern_for_a_phrase() {
    let chart = format!("[A]\n{}", "| Cm7 | F7 | Bbmaj7 | Gm7 ".repeat(8));
    for name in ["swing", "jazz-waltz", "bossa"] {
        let kinds = |seed: u64| {
            let mut brief = brief(name, seed);
            brief.lanes = vec![Lane::Guitar];
            let meter = brief.style.general.meters[0];
            let played =
                Band::playing(&format!("{{meter: {meter}}} {{ending: fade}}\n{chart}|"), brief).played();
            let onsets = |bar: usize| played.bar(bar).iter().map(|stroke| stroke.at).collect::<BTreeSet<_>>();
            (1..8).map(|phrase| onsets(phrase * 4)).collect::<BTreeSet<_>>().len()
        };
        let kinds: Vec<usize> = (0..12).map(kinds).collect();
        assert!(kinds.iter().filter(|kinds| **kinds > 1).count() >= 10, "{name}: {kinds:?}");
    }
}
