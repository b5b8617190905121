//! Whether ears have a fill already when it comes, as the scorecard hears it.

use ai_band_composer::arrange::Fill;
use ai_band_composer::compose;
use ai_band_composer::drums::kit::{Limb, Piece};
use ai_band_composer::sketch::Touch;
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::clip::Note;
use music::lane::Lane;
use music::scorecard::{Changes, Measure, Take, card};

use crate::band;

/// Phrases whose fills a section's own end shares the beginning with.
const BLUES: &str = "{tempo: 118} {ending: ring}\n[Head] x3\n| C | F | C | C | F | F | C | Bb Eb | Ab | G | C Am | D G |\n\
    [Ending]\n| C |\n";
/// A long section between short ones: where much changes from bar to bar, its fill hardly stands out.
const LOOP: &str = "{tempo: 124} {ending: fade}\n[Intro]\n| F | Db | Ab | Eb | x2\n[Drop]\n| F | Db | Ab | Eb | x4\n\
    [Break]\n| Bb | F | Db | C |\n[Drop]\n| F | Db | Ab | Eb | x4\n";

/// How often a section ends as the one did before, of all that end with something that stands out.
fn same_fills(text: &str, style: &str, seed: u64) -> Option<f64> {
    let chart = Chart::parse(text).unwrap();
    let mut brief = band::brief(style, seed);
    brief.lanes = vec![Lane::Drums];
    let composition = compose(&chart, &brief).unwrap();
    let regions = composition.parts.iter().flat_map(|part| &part.regions);
    let notes = regions.flat_map(|region| {
        let moved = |note: &Note| Note { start: note.start + region.span.start, ..*note };
        region.main.notes().iter().map(moved).collect::<Vec<_>>()
    });
    let (notes, song): (Vec<Note>, _) = (notes.collect(), chart.song());
    let card = card(&Take { lane: Lane::Drums, notes: &notes }, &song, &Changes::of(&song));
    card.get(&Measure::SameFill)?.mean()
}

#[test]
fn no_fill_that_stands_out_is_heard_as_the_one_before() {
    let mut heard = 0;
    for text in [BLUES, LOOP] {
        for style in Style::BUILT_IN {
            for seed in 0..10 {
                let Some(same) = same_fills(text, style, seed) else { continue };
                assert_eq!(same, 0.0, "{style}, seed {seed}: {text}");
                heard += 1;
            }
        }
    }
    assert!(heard > 120, "{heard}");
}

/// What hands strike beside ghosts in the beat that is over at `end`.
fn last_beat(take: &band::Take, bar: usize, end: i64) -> Vec<(i64, u8)> {
    let strokes = take.bar(bar).iter().filter(|stroke| (end - 960..end).contains(&stroke.at.0));
    let by_hand = strokes.filter(|stroke| {
        let piece = Piece::of_pitch(stroke.pitch).unwrap();
        piece.limb() == Limb::Hand && stroke.touch != Touch::Ghost
    });
    by_hand.map(|stroke| (stroke.at.0 - end, stroke.pitch.key())).collect()
}

#[test]
fn what_leads_on_to_the_last_chord_is_not_the_fill_before_it_however_it_is_rolled() {
    let chart = "{ending: button}\n[Verse]\n| C | Am | F | G | C | Am | F | G . . C |\n";
    for style in ["pop", "ballad", "swing", "bossa", "funk", "shuffle"] {
        for seed in 0..6 {
            for rerolls in 0..6 {
                let mut brief = band::brief(style, seed);
                let last = Chart::parse(chart).unwrap().song().bars()[7].id;
                brief.rerolls.insert((Lane::Drums, last), rerolls);
                let take = band::throughout(chart, brief, |plan| plan.bars[6].fill = Fill::Short);
                let (fill, lead) = (last_beat(&take, 6, 3_840), last_beat(&take, 7, 2_880));
                assert_ne!(fill, lead, "{style}, seed {seed}, rolled {rerolls} times");
            }
        }
    }
}
