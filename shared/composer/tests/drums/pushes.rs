//! Chords that come early are hit by the drummer with the band.

use std::collections::BTreeSet;

use ai_band_composer::analyse::Analysis;
use ai_band_composer::drums::kit::Piece;
use ai_band_composer::sketch::{Stroke, Touch};
use ai_band_composer::style::Style;
use music::time::Ticks;

use crate::band::{self, Take};

const PUSHED: [&str; 6] = [
    "[Verse]\n| Em7 | A9 | Em7 | A9 >Bb9 | Em7 | A9 | Em7 | >A9 |\n[Chorus]\n| >F | G | >C | Am | F | G | C | C |",
    "[Chorus]\n| C >F . >G | >Am F | C | >G . . >C | F | >G | C | F | G |",
    "[Verse]\n| C | N.C. | >F | G | N.C. >C | F | G >Am | G | C |",
    "{meter: 7/8} [Verse]\n| C | >F | C | >G | C | >F | C | >G |\n[Chorus]\n| >F | C | >G | C |",
    "{meter: 3/4} [Intro]\n| C | >F |\n[Chorus]\n| >C | F . >G | >C | F | C | >G | C | C |",
    "{ending: fade} [Verse]\n| C | >F | G | C >F | C | F | >G | C | C |",
];

fn is_accent(stroke: &Stroke) -> bool {
    let hits = |piece: Piece| {
        piece.is_crash() || matches!(piece, Piece::Kick | Piece::Snare | Piece::Stick | Piece::Clap)
    };
    stroke.touch != Touch::Ghost && stroke.importance >= 80 && Piece::of_pitch(stroke.pitch).is_some_and(hits)
}

/// Each chord that comes early while the drums play: the bar it comes in, and where.
fn pushes(take: &Take) -> Vec<(usize, Ticks)> {
    let changes = Analysis::of(&take.song).changes;
    let starts = changes.iter().filter(|change| change.pushed && change.chord.is_some());
    let places = starts.filter_map(|change| {
        let bars = take.song.bars();
        let bar = bars.iter().position(|bar| bar.span().contains(change.start))?;
        Some((bar, change.start - bars[bar].start))
    });
    places.filter(|(bar, _)| take.plays(*bar)).collect()
}

#[test]
fn every_push_has_a_hit_unless_the_style_plays_on() {
    for style in Style::BUILT_IN {
        let mut judged = 0;
        for (chart, seed) in PUSHED.iter().flat_map(|chart| (0..3).map(move |seed| (chart, seed))) {
            let take = band::throughout(chart, band::brief(style, seed), |_| {});
            if take.brief.style.drums.push.is_empty() {
                continue;
            }
            for (bar, at) in pushes(&take) {
                judged += 1;
                for strokes in [take.bar(bar), take.fill(bar)] {
                    let hit = strokes.iter().any(|stroke| stroke.at == at && is_accent(stroke));
                    assert!(hit, "{style} {seed}: bar {} at {at} of\n{chart}\n{strokes:?}", bar + 1);
                }
            }
        }
        assert!(judged > 40 || style == "house", "{style}: {judged}");
    }
}

/// The crash that a section begins with is the one on its early chord.
#[test]
fn what_begins_early_is_not_begun_twice() {
    let chart = |first: &str| {
        format!(
            "[Verse]\n| C | F | G | C | C | F | G | C |\n[Chorus]\n| {first} | G | C | F | C | G | C | C |"
        )
    };
    let crashes = |first: &str, bar: usize| -> BTreeSet<i64> {
        let take = band::throughout(&chart(first), band::brief("pop", 4), |_| {});
        let strokes = take.bar(bar).iter();
        let crashes = strokes.filter(|stroke| Piece::of_pitch(stroke.pitch).is_some_and(Piece::is_crash));
        crashes.map(|stroke| stroke.at.0).collect()
    };
    assert_eq!((crashes("F", 8), crashes("F", 7).contains(&3_360)), (BTreeSet::from([0]), false));
    assert_eq!((crashes(">F", 8), crashes(">F", 7).contains(&3_360)), (BTreeSet::new(), true));
}

#[test]
fn a_machine_that_says_nothing_plays_on() {
    let [plain, pushed] = ["F", ">F"].map(|chord| {
        let chart = format!("[Chorus]\n| C | {chord} | C | G | C | F | C | G | C |");
        let take = band::throughout(&chart, band::brief("house", 1), |_| {});
        (0..take.bars()).map(|bar| take.bar(bar).to_vec()).collect::<Vec<_>>()
    });
    assert_eq!(plain, pushed);
}
