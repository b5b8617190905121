//! Where the hands lie and what they play: higher where a song opens up, a top line that moves, bridges of their own.

use std::collections::BTreeSet;

use ai_band_composer::Brief;
use ai_band_composer::style::{Files, Style};

use crate::charts;
use crate::roll::{Heard, heard_throughout};

/// Pop, but for what is said of its voicings.
fn with(voicing: &str, seed: u64) -> Heard {
    let files = Files::from([
        ("style.toml".to_owned(), "version = 1\ninherits = \"pop\"".to_owned()),
        ("comping.toml".to_owned(), format!("[voicing]\n{voicing}")),
    ]);
    heard_throughout(charts::RADIO, &Brief::new(Style::read("mine", &files).unwrap(), seed))
}

/// The highest key struck in each bar, with whether the bar is in a B section.
fn tops(heard: &Heard) -> Vec<(bool, u8)> {
    let top = |(bar, strokes): (usize, &Vec<_>)| {
        let keys = strokes.iter().map(|stroke: &ai_band_composer::sketch::Stroke| stroke.pitch.key());
        Some((heard.plan.sections[heard.plan.bars[bar].section].is_b, keys.max()?))
    };
    heard.main.bars.iter().enumerate().filter_map(top).collect()
}

/// By how much B sections lie above A sections, in hundredths of a semitone.
fn rise(voicing: &str) -> i32 {
    let all: Vec<(bool, u8)> = (0..6).flat_map(|seed| tops(&with(voicing, seed))).collect();
    let mean = |wanted: bool| {
        let keys: Vec<i32> =
            all.iter().filter(|(is_b, _)| *is_b == wanted).map(|(_, key)| i32::from(*key)).collect();
        keys.iter().sum::<i32>() * 100 / keys.len() as i32
    };
    mean(true) - mean(false)
}

#[test]
fn a_lift_opens_the_chorus() {
    let rises = ["lift = 0", "lift = 3", "lift = 6"].map(rise);
    assert!(rises[0] + 100 < rises[1] && rises[1] + 100 < rises[2], "{rises:?}");
}

#[test]
fn the_lifted_hands_stay_in_their_register() {
    for seed in 0..6 {
        let heard = with("lift = 7\nlow = \"E3\"\nhigh = \"G5\"", seed);
        assert!(tops(&heard).iter().all(|(_, key)| *key <= 79), "seed {seed}");
    }
}

#[test]
fn a_top_line_that_sings_visits_more_tones() {
    let tones = |melody: u8| -> usize {
        let visited = (0..8).map(|seed| {
            let heard = with(&format!("melody = {melody}"), seed);
            let windows = heard.plan.windows.iter();
            let of_window = |window: &std::ops::Range<usize>| {
                let keys = window
                    .clone()
                    .filter_map(|bar| heard.main.bar(bar).iter().map(|stroke| stroke.pitch.key()).max());
                keys.collect::<BTreeSet<u8>>().len()
            };
            windows.map(of_window).sum::<usize>()
        });
        visited.sum()
    };
    let [still, usual, singing] = [0, 4, 9].map(tones);
    assert!(still < usual && usual < singing, "{still} {usual} {singing}");
}

#[test]
fn a_bridge_has_cells_of_its_own_where_a_style_has_them() {
    let chart =
        "{key: C}\n[Verse]\n| C | F | C | G |\n[Bridge]\n| Am | F | C | G |\n[Chorus]\n| F | G | C | C |";
    let struck = |cell: &str| -> Vec<usize> {
        let files = Files::from([
            ("style.toml".to_owned(), "version = 1\ninherits = \"house\"".to_owned()),
            ("comping.toml".to_owned(), format!("[[cell]]\ngrid = \"x...|x...|x...|x...\"\n{cell}")),
        ]);
        let mut brief = Brief::new(Style::read("mine", &files).unwrap(), 1);
        (brief.knobs.complexity, brief.knobs.fills) = (0, 0);
        let heard = heard_throughout(chart, &brief);
        let times =
            |bar: usize| heard.main.bar(bar).iter().map(|stroke| stroke.at).collect::<BTreeSet<_>>().len();
        [1, 5, 9].map(times).to_vec()
    };
    for (cell, expected) in [
        ("", [4, 4, 4]),
        ("[[cell]]\nparts = [\"bridge\"]\ngrid = \"x---|----|----|----\"", [4, 1, 4]),
        ("[[cell]]\nparts = [\"intro\"]\ngrid = \"x---|----|----|----\"", [4, 4, 4]),
    ] {
        assert_eq!(struck(cell), expected, "{cell}");
    }
}
