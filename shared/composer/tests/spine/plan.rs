//! Who plays when, by style and chart.

use ai_band_composer::Brief;
use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::{Fill, Landing, Plan, SectionRole};
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::lane::Lane;

const SONG: &str = "[Intro]\n| C | G |\n[Verse]\n| C | Am | F | G | C | Am | F | G |\n\
    [Chorus]\n| F | G | C | Am | F | G | C | C |\n[Verse]\n| C | Am | F | G | C | Am | F | G |\n\
    [Chorus]\n| F | G | C | Am | F | G | C | C |\n[Bridge]\n| Am | Em | F | G7 |\n\
    [Chorus]\n| F | G | C | Am | F | G | C | C |\n";

fn plan(text: &str, brief: &Brief) -> Plan {
    let song = Chart::parse(text).expect("a chart of the tests").song();
    Plan::of(&song, &Analysis::of(&song), &brief.style, brief)
}

#[test]
fn sections_and_windows_touch_and_cover_the_song() {
    let plan = plan(SONG, &Brief::new(Style::built_in("pop").unwrap(), 1));
    let windows: Vec<(usize, usize)> = plan.windows.iter().map(|window| (window.start, window.end)).collect();
    assert_eq!(windows[..4], [(0, 2), (2, 6), (6, 10), (10, 14)]);
    assert!(windows.windows(2).all(|pair| pair[0].1 == pair[1].0));
    assert_eq!(windows.last().unwrap().1, plan.bars.len());
    let roles: Vec<SectionRole> = plan.sections.iter().map(|section| section.role).collect();
    use SectionRole::{Bridge, Chorus, Intro, Verse};
    assert_eq!(roles, [Intro, Verse, Chorus, Verse, Chorus, Bridge, Chorus]);
}

#[test]
fn a_long_song_is_never_everybody_from_first_to_last() {
    for name in Style::BUILT_IN {
        for seed in 0..20 {
            let brief = Brief::new(Style::built_in(name).unwrap(), seed);
            for text in [SONG, "| C | F | G | C | C | F | G | C |", "| C | x20"] {
                let Ok(chart) = Chart::parse(text) else { continue };
                let song = chart.song();
                let plan = Plan::of(&song, &Analysis::of(&song), &brief.style, &brief);
                let all = |bar: &ai_band_composer::arrange::BarPlan| {
                    brief.lanes.iter().all(|lane| bar.plays[lane.index()])
                };
                assert!(!plan.bars.iter().all(all), "{name} {seed} {text}");
                let anybody = |bar: &ai_band_composer::arrange::BarPlan| bar.plays.contains(&true);
                assert!(plan.bars.iter().all(anybody), "{name} {seed} {text}");
            }
        }
    }
}

#[test]
fn choruses_are_louder_than_verses_and_the_last_one_the_loudest() {
    for name in Style::BUILT_IN {
        let plan = plan(SONG, &Brief::new(Style::built_in(name).unwrap(), 3));
        let energy: Vec<u8> = plan.sections.iter().map(|section| section.energy).collect();
        assert!(energy[2] > energy[1] && energy[4] > energy[3], "{name} {energy:?}");
        assert!(energy[6] > energy[4] && energy[4] >= energy[2], "{name} {energy:?}");
    }
}

#[test]
fn sections_end_in_fills_that_the_next_one_answers() {
    let brief = Brief::new(Style::built_in("pop").unwrap(), 3);
    let plan = plan(SONG, &brief);
    let ends = plan.sections[..6].iter().map(|section| section.bars.end - 1);
    let filled = ends.filter(|bar| plan.bars[*bar].fill != Fill::None);
    filled.for_each(|bar| assert!(plan.bars[bar + 1].is_arrival));
    let last = plan.bars.last().unwrap();
    assert_eq!((last.ending, last.fill, last.is_arrival), (Some(Landing::Ring), Fill::None, true));
    assert!(brief.lanes.iter().all(|lane| last.plays[lane.index()]));
}

#[test]
fn a_loop_goes_round_and_a_chart_says_how_it_ends() {
    let brief = Brief::new(Style::built_in("funk").unwrap(), 3);
    let ending = |text: &str| plan(text, &brief).bars.last().unwrap().ending;
    assert_eq!(ending("| C | F | G | C |"), None);
    assert_eq!(ending(SONG), Some(Landing::Button));
}

#[test]
fn nobody_who_is_not_in_the_band_is_seated() {
    let mut brief = Brief::new(Style::built_in("pop").unwrap(), 3);
    brief.lanes = vec![Lane::Lead, Lane::Pad];
    let plan = plan(SONG, &brief);
    assert!(plan.bars.iter().all(|bar| !bar.plays[Lane::Drums.index()]));
    assert!(plan.bars.iter().all(|bar| bar.plays[Lane::Lead.index()] || bar.plays[Lane::Pad.index()]));
}

#[test]
fn more_fills_are_asked_for_in_more_places() {
    let chart = "[Verse]\n| C | Am | F | G | C | Am | F | G | C | Am | F | G | C | Am | F | G |\n[Chorus]\n| F | G | C | C |\n";
    let filled = |fills: u8| -> usize {
        let of_seed = |seed| {
            let mut brief = Brief::new(Style::built_in("pop").unwrap(), seed);
            brief.knobs.fills = fills;
            plan(chart, &brief).bars.iter().filter(|bar| bar.fill != Fill::None).count()
        };
        (0..16).map(of_seed).sum()
    };
    let counts = [0, 32, 64, 96, 127].map(filled);
    assert!(counts.is_sorted() && counts[0] * 3 <= counts[2] && counts[2] + 12 < counts[4], "{counts:?}");
}
