//! Who shakes, when, and how long they rest.

use std::collections::{BTreeMap, BTreeSet};

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::{Landing, Plan};
use ai_band_composer::brief::Brief;
use ai_band_composer::drums::kit::Piece;
use ai_band_composer::percussion;
use ai_band_composer::scene::{Earlier, Scene};
use ai_band_composer::sketch::Sketch;
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::lane::Lane;

const FORM: &str = "[Intro]\n| C | G | Am | F |\n[Verse]\n| C | Am | F | G | C | Am | F | G |\n\
    [Chorus]\n| F | G | C | Am | F | G | C | C |\n[Verse 2]\n| C | Am | F | G | C | Am | F | G |\n\
    [Chorus 2]\n| F | G | C | Am | F | G | C | C |\n[Bridge]\n| Am | Em | F | G7 |\n\
    [Chorus 3]\n| F | G | C | Am | F | G | C | C |\n";

pub(crate) struct Take {
    pub(crate) plan: Plan,
    pub(crate) sketch: Sketch,
}

/// With a percussionist in the band who would like to play everywhere.
pub(crate) fn take(style: &str, seed: u64, change: impl FnOnce(&mut Brief, &mut Plan)) -> Take {
    let mut brief = Brief::new(Style::built_in(style).unwrap(), seed);
    let meter = brief.style.general.meters[0];
    let song = Chart::parse(&FORM.replacen("| C", &format!("{{meter: {meter}}} | C"), 1)).unwrap().song();
    let analysis = Analysis::of(&song);
    let mut plan = Plan::of(&song, &analysis, &brief.style, &brief);
    plan.bars.iter_mut().for_each(|bar| bar.plays[Lane::Percussion.index()] = true);
    change(&mut brief, &mut plan);
    let scene = Scene { song: &song, analysis: &analysis, plan: &plan, style: &brief.style, brief: &brief };
    let sketch = percussion::write(&scene, &Earlier::new()).main;
    Take { plan, sketch }
}

fn bars_played(take: &Take) -> usize {
    take.sketch.bars.iter().filter(|bar| !bar.is_empty()).count()
}

#[test]
fn it_sits_out_much_of_the_time_and_jazz_hardly_hears_it() {
    for (style, least, most) in [
        ("pop", 20, 65),
        ("ballad", 10, 60),
        ("swing", 0, 40),
        ("jazz-waltz", 0, 40),
        ("bossa", 50, 95),
        ("funk", 40, 90),
        ("shuffle", 20, 60),
        ("house", 60, 95),
    ] {
        let played: usize = (0..10).map(|seed| bars_played(&take(style, seed, |_, _| {}))).sum();
        let percent = played * 100 / (10 * 48);
        println!("{style}: plays {percent} % of the bars");
        assert!((least..=most).contains(&percent), "{style}: {percent}");
    }
}

/// A percussionist far back in a jazz band shakes something small, and not the same bar for a whole song.
#[test]
fn who_sits_in_with_a_jazz_band_is_light_and_varied() {
    for (style, chart) in [
        ("swing", "[A] x2\n| C | A7 | Dm7 | G7 | C | A7 | Dm7 | G7 |\n[Bridge]\n| D7 | % | G7 | % |\n[A]\n"),
        (
            "jazz-waltz",
            "{meter: 3/4} [A] x2\n| C | % | F7 | % | Em7 | A7 | Dm7 | G7 |\n[B]\n| Cm7 | F7 | Am7 | D7 |\n[A]\n",
        ),
    ] {
        for seed in 0..8 {
            let mut brief = Brief::new(Style::built_in(style).unwrap(), seed);
            brief.lanes = vec![Lane::Drums, Lane::Bass, Lane::Keys, Lane::Percussion];
            let composition = ai_band_composer::compose(&Chart::parse(chart).unwrap(), &brief).unwrap();
            let part = composition.parts.iter().find(|part| part.lane == Lane::Percussion).unwrap();
            let bars: Vec<&Vec<_>> = part.played.iter().filter(|bar| !bar.is_empty()).collect();
            let notes: Vec<_> = bars.iter().flat_map(|bar| bar.iter()).collect();
            let light = [Piece::Shaker, Piece::Cabasa, Piece::Triangle, Piece::TriangleMute];
            let is_light = |key| light.iter().any(|piece| piece.pitch() == key);
            assert!(notes.iter().all(|note| is_light(note.pitch)), "{style} {seed}");
            let figures: BTreeSet<Vec<_>> =
                bars.iter().map(|bar| bar.iter().map(|note| note.velocity > 44).collect()).collect();
            assert!(bars.len() >= 6 && figures.len() >= 2, "{style} {seed}: {} bars", bars.len());
            let mean = notes.iter().map(|note| u32::from(note.velocity)).sum::<u32>() / notes.len() as u32;
            assert!(mean < 64, "{style} {seed}: {mean}");
        }
    }
}

#[test]
fn nobody_plays_where_the_plan_has_nobody() {
    for style in Style::BUILT_IN {
        let take = take(style, 1, |_, plan| plan.bars.iter_mut().for_each(|bar| bar.plays = [false; 8]));
        assert_eq!(bars_played(&take), 0, "{style}");
    }
}

#[test]
fn two_hands_are_enough() {
    for style in Style::BUILT_IN {
        for seed in 0..6 {
            for bar in take(style, seed, |_, _| {}).sketch.bars {
                let mut onsets: BTreeMap<i64, Vec<u8>> = BTreeMap::new();
                for stroke in &bar {
                    onsets.entry(stroke.at.0).or_default().push(stroke.pitch.key());
                }
                let busiest = onsets.values().map(Vec::len).max().unwrap_or(0);
                assert!(busiest <= 2, "{style} {seed}: {onsets:?}");
            }
        }
    }
}

#[test]
fn it_keeps_to_its_own_instruments() {
    use Piece::{ClosedHat, Crash, Kick, Ride, Snare};
    for style in Style::BUILT_IN {
        for stroke in take(style, 3, |_, _| {}).sketch.bars.iter().flatten() {
            let piece = Piece::of_pitch(stroke.pitch).unwrap();
            assert!(![Kick, Snare, Ride, ClosedHat, Crash].contains(&piece), "{style}: {piece:?}");
        }
    }
}

#[test]
fn it_stops_and_ends_with_the_band() {
    for style in ["pop", "funk", "house", "bossa"] {
        for landing in [Landing::Button, Landing::Ring] {
            let take = take(style, 2, |_, plan| {
                plan.bars.last_mut().unwrap().ending = Some(landing);
                plan.bars[14].is_stop = true;
            });
            for bar in [14, take.plan.bars.len() - 1] {
                assert!(
                    take.sketch.bar(bar).iter().all(|stroke| stroke.at.0 == 0),
                    "{style} bar {}",
                    bar + 1
                );
            }
        }
    }
}

#[test]
fn a_re_roll_changes_its_bar_and_no_other() {
    for style in ["pop", "funk", "house", "bossa"] {
        let before = take(style, 5, |_, _| {});
        let song = Chart::parse(FORM).unwrap().song();
        for bar in (0..48).step_by(5) {
            let id = song.bars()[bar].id;
            let after = take(style, 5, |brief, _| {
                brief.rerolls.insert((Lane::Percussion, id), 1);
            });
            for other in (0..48).filter(|other| *other != bar) {
                assert_eq!(before.sketch.bar(other), after.sketch.bar(other), "{style} bars {bar} {other}");
            }
        }
    }
}

#[test]
fn density_takes_strokes_away() {
    let strokes = |density: u8| -> usize {
        let take = take("funk", 2, |brief, _| brief.knobs.density[Lane::Percussion.index()] = density);
        take.sketch.bars.iter().map(Vec::len).sum()
    };
    assert!(strokes(0) < strokes(64), "{} {}", strokes(0), strokes(64));
}

#[test]
fn a_file_that_says_nothing_shakes_in_loud_choruses() {
    let manner = percussion::Manner::read("percussion.toml", "").unwrap();
    assert_eq!((manner.grooves.len(), manner.set_ups.len(), manner.touch_percent), (1, 0, 100));
}

#[test]
fn nobody_picks_up_another_instrument_for_one_beat() {
    for style in Style::BUILT_IN {
        for seed in 0..6 {
            let take = take(style, seed, |_, _| {});
            for window in &take.plan.windows {
                let pieces = |bar: usize| -> BTreeSet<u8> {
                    take.sketch.bar(bar).iter().map(|stroke| stroke.pitch.key()).collect()
                };
                let before: BTreeSet<u8> = (window.start..window.end - 1).flat_map(pieces).collect();
                let new: Vec<u8> = pieces(window.end - 1).difference(&before).copied().collect();
                // A perhaps may bring a drum of the same set; a shaker's neighbour is no tambourine.
                let strange = new.iter().any(|key| matches!(key, 54 | 70));
                assert!(window.len() < 2 || !strange, "{style} {seed} bar {}: {new:?}", window.end);
            }
        }
    }
}
