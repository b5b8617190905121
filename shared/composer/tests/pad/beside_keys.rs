//! Beside keys: the pad holds what they do not.

use std::collections::BTreeSet;

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::Plan;
use ai_band_composer::scene::{Earlier, Scene};
use ai_band_composer::sketch::Sketch;
use ai_band_composer::style::Style;
use ai_band_composer::{comping, pad};
use music::chart::Chart;
use music::chart::song::Song;
use music::lane::Lane;

use crate::{SONG, brief};

const LOOP: &str = "{key: Fm}\n[Drop] x2\n| Fm7 | Dbmaj7 | Ab | Eb | Fm7 | Dbmaj7 | Ab | Eb |\n";
const SEEDS: std::ops::Range<u64> = 0..6;

/// Both in every bar.
fn together(chart: &str, style: &str, seed: u64) -> (Song, [Sketch; 2]) {
    let brief = brief(style, seed);
    let song = Chart::parse(chart).unwrap().song();
    let analysis = Analysis::of(&song);
    let mut plan = Plan::of(&song, &analysis, &brief.style, &brief);
    for bar in &mut plan.bars {
        (bar.plays[Lane::Pad.index()], bar.plays[Lane::Keys.index()]) = (true, true);
    }
    let scene = Scene { song: &song, analysis: &analysis, plan: &plan, style: &brief.style, brief: &brief };
    let sketches = [comping::write(&scene, &Earlier::new()).main, pad::write(&scene, &Earlier::new()).main];
    (song, sketches)
}

/// The keys of each bar that sound in it, wherever they were struck.
fn sounding(song: &Song, sketch: &Sketch) -> Vec<BTreeSet<u8>> {
    let bars = song.bars();
    let mut all = vec![BTreeSet::new(); bars.len()];
    for (bar, strokes) in sketch.bars.iter().enumerate() {
        for stroke in strokes {
            let end = bars[bar].start + stroke.at + stroke.length;
            let through = (bar..bars.len()).take_while(|other| *other == bar || bars[*other].start < end);
            through.for_each(|other| {
                all[other].insert(stroke.pitch.key());
            });
        }
    }
    all
}

#[test]
fn the_pad_holds_what_the_keys_do_not() {
    for style in Style::BUILT_IN {
        let (mut whole, mut bars, mut shared, mut notes) = (0, 0, 0, 0);
        for chart in [SONG, LOOP] {
            for seed in SEEDS {
                let (song, sketches) = together(chart, style, seed);
                let [keys, pad] = [&sketches[0], &sketches[1]].map(|sketch| sounding(&song, sketch));
                for (keys, pad) in keys.iter().zip(&pad).filter(|(_, pad)| !pad.is_empty()) {
                    bars += 1;
                    whole += usize::from(pad.is_subset(keys));
                    notes += pad.len();
                    shared += pad.intersection(keys).count();
                }
            }
        }
        if std::env::var("SHOW").is_ok() {
            println!("{style:<11} {whole} of {bars} bars doubled, {shared} of {notes} notes");
        }
        assert!(whole * 12 <= bars, "{style}: in {whole} of {bars} bars the pad plays what the keys play");
        assert!(shared * 5 <= notes * 3, "{style}: {shared} of {notes} notes are the keys'");
    }
}
