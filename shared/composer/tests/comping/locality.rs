//! A re-roll changes its window and the approach into it, nothing else.

use ai_band_composer::style::Style;
use music::lane::Lane;
use music::time::Ticks;
use proptest::prelude::*;

use crate::charts;
use crate::roll::{brief, heard_throughout};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_reroll_stays_in_its_window(chart in charts::any(), style in 0..Style::BUILT_IN.len(), seed: u64, at: prop::sample::Index) {
        let mut brief = brief(Style::BUILT_IN[style], seed);
        let before = heard_throughout(&chart, &brief);
        let bar = at.index(before.song.bars().len());
        brief.rerolls.insert((Lane::Keys, before.song.bars()[bar].id), 1);
        let after = heard_throughout(&chart, &brief);
        let window = before.plan.windows[before.plan.bars[bar].window].clone();
        for other in (0..before.song.bars().len()).filter(|other| !window.contains(other)) {
            let until = if other + 1 == window.start { before.song.bars()[other].length - Ticks(960) } else { Ticks(i64::MAX) };
            for (old, new) in [(&before.main, &after.main), (&before.fill, &after.fill)] {
                let old: Vec<_> = old.bar(other).iter().filter(|stroke| stroke.at < until).collect();
                let new: Vec<_> = new.bar(other).iter().filter(|stroke| stroke.at < until).collect();
                prop_assert_eq!(old, new, "bar {} changed with bar {}", other + 1, bar + 1);
            }
        }
    }
}

#[test]
fn a_reroll_is_heard() {
    for style in Style::BUILT_IN {
        let mut changed = 0;
        let before = heard_throughout(charts::AUTUMN, &brief(style, 1));
        let playing: Vec<usize> =
            (0..before.song.bars().len() - 1).filter(|bar| !before.main.bar(*bar).is_empty()).collect();
        for bar in &playing {
            let mut brief = brief(style, 1);
            brief.rerolls.insert((Lane::Keys, before.song.bars()[*bar].id), 1);
            changed +=
                usize::from(heard_throughout(charts::AUTUMN, &brief).main.bar(*bar) != before.main.bar(*bar));
        }
        assert!(
            changed * 10 >= playing.len() * 8,
            "{style}: {changed} of {} re-rolls are heard",
            playing.len()
        );
    }
}

#[test]
fn the_same_brief_gives_the_same_notes() {
    for style in Style::BUILT_IN {
        assert_eq!(
            heard_throughout(charts::BLUES, &brief(style, 9)).main,
            heard_throughout(charts::BLUES, &brief(style, 9)).main
        );
    }
}
