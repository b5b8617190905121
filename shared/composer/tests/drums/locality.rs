//! A re-roll changes its bar; an edit changes its phrase; nothing else moves.

use std::collections::BTreeMap;

use ai_band_composer::brief::Brief;
use ai_band_composer::sketch::Stroke;
use music::chart::{Chart, PassId};
use music::lane::Lane;
use proptest::prelude::*;

use crate::band::{self, POP_FORM, form_of};
use crate::random;

proptest! {
    #![proptest_config(random::cases(24))]

    #[test]
    fn a_re_roll_changes_no_other_bar(
        chart in random::chart(),
        style in random::style(),
        seed in any::<u64>(),
        which in any::<prop::sample::Index>(),
        rerolls in 1u32..5,
    ) {
        let before = band::take(&chart, band::brief(style, seed));
        let bar = which.index(before.bars());
        let mut brief = band::brief(style, seed);
        brief.rerolls.insert((Lane::Drums, before.song.bars()[bar].id), rerolls);
        let after = band::take(&chart, brief);
        for other in (0..before.bars()).filter(|other| *other != bar) {
            prop_assert_eq!(before.bar(other), after.bar(other), "bar {} of {}", other, chart);
            prop_assert_eq!(before.fill(other), after.fill(other), "fill of bar {}", other);
        }
    }

    #[test]
    fn the_same_input_gives_the_same_strokes(chart in random::chart(), style in random::style(), seed in any::<u64>()) {
        prop_assert_eq!(
            band::take(&chart, band::brief(style, seed)).written,
            band::take(&chart, band::brief(style, seed)).written
        );
    }
}

#[test]
fn a_re_roll_is_heard() {
    for style in ["pop", "funk", "swing", "shuffle", "bossa"] {
        let before = band::take(&form_of(style), band::brief(style, 1));
        let changed = |bar: usize| {
            let mut brief = band::brief(style, 1);
            brief.rerolls.insert((Lane::Drums, before.song.bars()[bar].id), 1);
            band::take(&form_of(style), brief).bar(bar) != before.bar(bar)
        };
        let bars: Vec<usize> = (4..40).step_by(3).filter(|bar| before.plays(*bar)).collect();
        let heard = bars.iter().filter(|bar| changed(**bar)).count();
        assert!(heard * 10 > bars.len() * 6, "{style}: {heard} of {}", bars.len());
    }
}

#[test]
fn bars_rolled_together_keep_a_memory_together() {
    let before = band::take(POP_FORM, band::brief("pop", 1));
    let mut brief = band::brief("pop", 1);
    for bar in 20..24 {
        brief.rerolls.insert((Lane::Drums, before.song.bars()[bar].id), 1);
    }
    let after = band::take(POP_FORM, brief);
    let kick = |bar: usize| band::of_piece(after.bar(bar), ai_band_composer::drums::kit::Piece::Kick);
    assert_eq!(kick(21), kick(22));
}

fn by_id(chart: &Chart, brief: &Brief) -> BTreeMap<PassId, Vec<Stroke>> {
    let song = chart.song();
    let analysis = ai_band_composer::analyse::Analysis::of(&song);
    let plan = ai_band_composer::arrange::Plan::of(&song, &analysis, &brief.style, brief);
    let scene = ai_band_composer::scene::Scene {
        song: &song,
        analysis: &analysis,
        plan: &plan,
        style: &brief.style,
        brief,
    };
    let written = ai_band_composer::drums::write(&scene, &ai_band_composer::scene::Earlier::new());
    song.bars().iter().map(|bar| bar.id).zip(written.main.bars).collect()
}

#[test]
fn another_chord_moves_no_stroke_and_another_bar_only_its_section() {
    for style in ["pop", "funk", "house"] {
        let chart = Chart::parse(POP_FORM).unwrap();
        let brief = band::brief(style, 8);
        let before = by_id(&chart, &brief);
        let chord = Chart::reparse(&chart, &POP_FORM.replacen("| Em |", "| Em7 |", 1)).unwrap();
        let after = by_id(&chord, &brief);
        let moved =
            before.iter().filter(|(id, bar)| after.get(id).is_some_and(|after| after != *bar)).count();
        assert_eq!(moved, 0, "{style}");
        let longer = Chart::reparse(&chart, &POP_FORM.replacen("| Am | Em |", "| Am | F | Em |", 1)).unwrap();
        let after = by_id(&longer, &brief);
        let moved = before.iter().filter(|(id, bar)| after.get(id).is_some_and(|after| after != *bar));
        assert!(moved.count() <= 5, "{style}: a bar in the bridge moves the bridge and what it arrives at");
    }
}
