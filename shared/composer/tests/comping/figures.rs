//! Figures: a phrase turns in its last bar, what comes again is known, and slow meters have figures of their own.

use std::collections::BTreeSet;

use ai_band_composer::arrange::{Fill, SectionRole};
use ai_band_composer::comping::Manner;
use music::time::Ticks;

use crate::roll::{Heard, brief, heard_throughout};

const METERS: [&str; 4] = ["4/4", "3/4", "6/8", "12/8"];
const SEEDS: std::ops::Range<u64> = 0..12;
const EIGHTS: &str = "| C | G/B | Am | C/G | F | C/E | Dm7 | G7 |\n";

fn song(meter: &str) -> String {
    format!("{{key: C}} {{meter: {meter}}}\n[Verse] x2\n{EIGHTS}[Chorus]\n{EIGHTS}[Verse]\n{EIGHTS}")
}

/// When the hands strike, and with how many notes.
fn figure(heard: &Heard, bar: usize) -> Vec<(Ticks, usize)> {
    let strokes = heard.main.bar(bar);
    let places: BTreeSet<Ticks> = strokes.iter().map(|stroke| stroke.at).collect();
    let count = |at: Ticks| strokes.iter().filter(|stroke| stroke.at == at).count();
    places.into_iter().map(|at| (at, count(at))).collect()
}

/// Last bars of whole phrases that the chart does not end or fill.
fn turns(heard: &Heard) -> Vec<usize> {
    let is_free = |bar: &usize| {
        let plan = &heard.plan.bars[*bar];
        let role = heard.plan.sections[plan.section].role;
        plan.fill == Fill::None
            && plan.ending.is_none()
            && !plan.is_stop
            && !matches!(role, SectionRole::Intro | SectionRole::Ending)
    };
    let whole = heard.plan.windows.iter().filter(|window| window.len() == 4);
    whole.map(|window| window.end - 1).filter(is_free).collect()
}

#[test]
fn a_ballads_phrase_turns_in_its_last_bar() {
    for meter in METERS {
        let (mut plain, mut all) = (Vec::new(), 0);
        for seed in SEEDS {
            let heard = heard_throughout(&song(meter), &brief("ballad", seed));
            for bar in turns(&heard) {
                all += 1;
                if (bar - 3..bar).any(|before| figure(&heard, before) == figure(&heard, bar)) {
                    plain.push((seed, bar + 1));
                }
            }
        }
        assert!(all > 20 && plain.len() * 10 <= all, "{meter}: {} of {all}: {plain:?}", plain.len());
    }
}

#[test]
fn no_figure_runs_through_two_phrases_of_a_ballad() {
    for meter in METERS {
        for seed in SEEDS {
            let heard = heard_throughout(&song(meter), &brief("ballad", seed));
            let figures: Vec<_> = (0..heard.song.bars().len()).map(|bar| figure(&heard, bar)).collect();
            let run = figures.chunk_by(|a, b| a == b).map(<[_]>::len).max().unwrap();
            assert!(run <= 3, "{meter}, seed {seed}: {run} bars of one figure");
        }
    }
}

#[test]
fn a_verse_that_comes_again_turns_as_before() {
    for meter in METERS {
        for seed in SEEDS {
            let heard = heard_throughout(&song(meter), &brief("ballad", seed));
            let is_verse = |bar: &usize| {
                let section = heard.plan.bars[*bar].section;
                let section = &heard.plan.sections[section];
                section.role == SectionRole::Verse && section.bars.start + 3 == *bar
            };
            let verses: Vec<usize> = (0..heard.song.bars().len()).filter(is_verse).collect();
            let of = |verse: usize| verses.get(verse).copied();
            let (Some(first), Some(second)) = (of(0), of(1)) else { continue };
            let is_free = |bar: &usize| turns(&heard).contains(bar);
            if [first, second].iter().all(is_free) {
                assert_eq!(figure(&heard, first), figure(&heard, second), "{meter}, seed {seed}");
            }
        }
    }
}

#[test]
fn cells_of_a_meter_are_played_there_and_nowhere_else() {
    let text = "[[cell]]\ngrid = \"x|-|x|-\"\n[[cell]]\ngrid = \"xxx|xxx|xxx|xxx\"\nmeter = \"12/8\"\n";
    for (meter, count) in [("4/4", 2), ("12/8", 12)] {
        let mut brief = brief("ballad", 1);
        brief.style.comping = Manner::read("mine/comping.toml", text).unwrap();
        brief.knobs.complexity = 0;
        let heard =
            heard_throughout(&format!("{{meter: {meter}}}\n[Verse]\n| C | C | C | C | C | C |"), &brief);
        assert_eq!(figure(&heard, 1).len(), count, "{meter}");
    }
}

/// Sixteen bars of one riff are a loop: what goes on after eight goes on differently, and each time in the same way.
#[test]
fn a_long_chorus_goes_on_to_another_riff_and_comes_again_with_both() {
    const FOUR: &str = "| Fm7 | Dbmaj7 | Ab | Eb |\n";
    let chart = format!("{{key: Fm}}\n[Drop] x2\n{FOUR}{FOUR}{FOUR}{FOUR}");
    for style in ["house", "pop", "ballad", "bossa", "funk"] {
        let (mut others, mut known) = (0, 0);
        for seed in SEEDS {
            let mut brief = brief(style, seed);
            // Nothing but the riff: nobody comes early and no fill is led over with.
            (brief.knobs.syncopation, brief.knobs.fills) = (0, 0);
            let heard = heard_throughout(&chart, &brief);
            let [first, second, again, second_again] = [0, 8, 16, 24].map(|bar| figure(&heard, bar));
            others += usize::from(places(&first) != places(&second));
            known += usize::from(places(&first) == places(&again))
                + usize::from(places(&second) == places(&second_again));
        }
        // Louder choruses have figures of their own in a style that grows; a loop's riff stays what it was.
        let is_loop = style == "house";
        assert!(
            others >= 9 && (known >= 18 || !is_loop),
            "{style}: {others} of 12 are others, {known} of 24 are known"
        );
    }
}

fn places(figure: &[(Ticks, usize)]) -> Vec<Ticks> {
    figure.iter().map(|(at, _)| *at).collect()
}
