//! The pad: long chords that move little, breathe and rest.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod beside_keys;

use ai_band_composer::Brief;
use ai_band_composer::analyse::{Analysis, Change};
use ai_band_composer::arrange::Plan;
use ai_band_composer::pad::{self, Manner};
use ai_band_composer::scene::{Earlier, Scene};
use ai_band_composer::sketch::Sketch;
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::chart::song::Song;
use music::lane::Lane;
use music::time::Ticks;

const SONG: &str = "\
{key: C}
[Verse]
| C | Am7 | Dm7 | G7 | C | Am7 | F | G |
[Chorus]
| F | G/F | Em7 | Am7 | >Dm7 | G7sus4 | C | C |
[Verse]
| C | Am7 | Dm7 | G7 | Bm7b5 E7 | Am7 D7 | N.C. | G |
[Chorus]
| F | G/F | Em7 | Am7 | Dm7 | G7sus4 | C | C |
";

struct Heard {
    song: Song,
    analysis: Analysis,
    plan: Plan,
    sketch: Sketch,
}

fn brief(style: &str, seed: u64) -> Brief {
    Brief::new(Style::built_in(style).unwrap(), seed)
}

/// With the pad in every bar.
fn heard(chart: &str, brief: &Brief) -> Heard {
    let song = Chart::parse(chart).unwrap_or_else(|errors| panic!("{errors:?}")).song();
    let analysis = Analysis::of(&song);
    let mut plan = Plan::of(&song, &analysis, &brief.style, brief);
    plan.bars.iter_mut().for_each(|bar| bar.plays[Lane::Pad.index()] = true);
    let scene = Scene { song: &song, analysis: &analysis, plan: &plan, style: &brief.style, brief };
    let sketch = pad::write(&scene, &Earlier::new()).main;
    Heard { song, analysis, plan, sketch }
}

#[test]
fn chords_are_held_as_long_as_they_fit() {
    for style in Style::BUILT_IN {
        for seed in 0..8 {
            let heard = heard(SONG, &brief(style, seed));
            for (bar, strokes) in heard.sketch.bars.iter().enumerate() {
                let this = &heard.song.bars()[bar];
                for stroke in strokes {
                    let at = this.start + stroke.at;
                    let sounds = |change: &&Change| change.start < at + stroke.length && at < change.end;
                    for change in heard.analysis.changes.iter().filter(sounds) {
                        let chord =
                            change.chord.unwrap_or_else(|| panic!("{style}, bar {}: nobody plays", bar + 1));
                        let fits = chord.classes().union(change.scale).contains(stroke.pitch.class());
                        assert!(fits, "{style}, bar {}: {} over {chord}", bar + 1, stroke.pitch);
                    }
                    assert!((52..=84).contains(&stroke.pitch.key()) && stroke.length > Ticks::ZERO);
                }
            }
        }
    }
}

#[test]
fn it_strikes_once_a_chord_and_no_key_that_sounds() {
    for style in Style::BUILT_IN {
        let heard = heard(SONG, &brief(style, 2));
        let mut free: [Ticks; 128] = [Ticks(i64::MIN); 128];
        for (bar, strokes) in heard.sketch.bars.iter().enumerate() {
            for stroke in strokes {
                let at = heard.song.bars()[bar].start + stroke.at;
                let key = usize::from(stroke.pitch.key());
                assert!(free[key] <= at, "{style}, bar {}: {} still sounds", bar + 1, stroke.pitch);
                free[key] = at + stroke.length;
            }
        }
        let strokes: usize = heard.sketch.bars.iter().map(Vec::len).sum();
        assert!(strokes <= heard.analysis.changes.len() * 4, "{style}: {strokes} strokes are no pad");
    }
}

/// Bars in which everybody strikes anew.
fn begins_anew(heard: &Heard, bar: usize) -> bool {
    let plan = &heard.plan.bars[bar];
    plan.is_arrival || plan.is_stop || plan.ending.is_some()
}

#[test]
fn a_tone_that_both_chords_have_is_held_over() {
    let mut long = 0;
    for style in Style::BUILT_IN {
        let mut struck_again = Vec::new();
        for seed in 0..6 {
            let heard = heard(SONG, &brief(style, seed));
            let mut ended: [Option<(Ticks, usize)>; 128] = [None; 128];
            for (bar, strokes) in heard.sketch.bars.iter().enumerate() {
                for stroke in strokes {
                    let at = heard.song.bars()[bar].start + stroke.at;
                    let key = &mut ended[usize::from(stroke.pitch.key())];
                    let window = heard.plan.bars[bar].window;
                    if *key == Some((at, window)) && !begins_anew(&heard, bar) {
                        struck_again.push((seed, bar, stroke.pitch));
                    }
                    *key = Some((at + stroke.length, window));
                    long += usize::from(stroke.length > heard.song.bars()[bar].length);
                }
            }
        }
        assert!(struck_again.is_empty(), "{style}: {struck_again:?}");
    }
    assert!(long > 500, "{long} notes are longer than a bar");
}

#[test]
fn it_swells_where_a_phrase_begins_and_nowhere_else() {
    let (mut swelling, mut bars) = (0, 0);
    for seed in 0..6 {
        let mut brief = brief("pop", seed);
        brief.knobs.intensity = 127;
        let heard = heard("{key: C}\n[Chorus]\n| C | Am | F | G | C | Am | F | G | C | Am | F | G |", &brief);
        for (bar, strokes) in heard.sketch.bars.iter().enumerate() {
            let is_late = strokes.iter().any(|stroke| stroke.at > Ticks::ZERO);
            let window = &heard.plan.windows[heard.plan.bars[bar].window];
            assert!(!is_late || bar == window.start, "seed {seed}, bar {}", bar + 1);
            swelling += usize::from(is_late);
            bars += 1;
        }
    }
    assert!(swelling >= 6 && swelling * 3 < bars, "{swelling} of {bars}");
}

#[test]
fn density_says_how_often_it_rests() {
    for style in Style::BUILT_IN {
        let resting = |density: u8| -> usize {
            let silent = (0..24).map(|seed| {
                let mut brief = brief(style, seed);
                brief.knobs.density[Lane::Pad.index()] = density;
                let heard = heard(SONG, &brief);
                let is_silent = |window: &std::ops::Range<usize>| {
                    window.clone().all(|bar| heard.sketch.bar(bar).is_empty())
                };
                heard.plan.windows.iter().filter(|window| is_silent(window)).count()
            });
            silent.sum()
        };
        let [sparse, usual, full] = [0, 64, 127].map(resting);
        assert!(sparse > usual && usual > full && full <= 2, "{style}: {sparse} {usual} {full}");
    }
}

#[test]
fn whole_phrases_pass_without_it_but_never_the_end() {
    for style in Style::BUILT_IN {
        let (mut resting, mut phrases) = (0, 0);
        for seed in 0..24 {
            let heard = heard(SONG, &brief(style, seed));
            for window in &heard.plan.windows {
                phrases += 1;
                resting += usize::from(window.clone().all(|bar| heard.sketch.bar(bar).is_empty()));
            }
            assert!(!heard.sketch.bars.last().unwrap().is_empty(), "{style}: the band ends together");
        }
        assert!(resting > 0 && resting * 2 < phrases, "{style}: {resting} of {phrases} phrases rest");
    }
}

/// An arranger thinks in sections: nobody drops out in the middle of a verse.
#[test]
fn it_comes_and_goes_by_sections_and_what_passed_comes_again_with_it() {
    const EIGHT: &str = "| Dm7 | % | E7 | % | Em7b5 | A7b9 | Dm7 | A7 |\n";
    let chart = format!(
        "[Verse 1]\n{EIGHT}{EIGHT}[Chorus]\n{EIGHT}[Verse 2]\n{EIGHT}{EIGHT}[Bridge]\n{EIGHT}[Verse 3]\n{EIGHT}{EIGHT}[Chorus]\n"
    );
    for style in Style::BUILT_IN {
        let mut passed = 0;
        for seed in 0..24 {
            let heard = heard(&chart, &brief(style, seed));
            let rests = |bars: std::ops::Range<usize>| {
                let silent: Vec<bool> = bars.map(|bar| heard.sketch.bar(bar).is_empty()).collect();
                let silent: Vec<bool> =
                    silent.chunks(4).map(|phrase| phrase.iter().all(|bar| *bar)).collect();
                assert!(silent.windows(2).all(|pair| pair[0] == pair[1]), "{style} {seed}: {silent:?}");
                silent[0]
            };
            let verses = [rests(0..16), rests(24..40), rests(48..64)];
            assert!(verses.windows(2).all(|pair| !(pair[0] && pair[1])), "{style} {seed}: {verses:?}");
            passed += verses.iter().filter(|rests| **rests).count();
        }
        assert!(passed > 0, "{style} plays in every verse");
    }
}

#[test]
fn louder_bars_are_played_louder() {
    for style in Style::BUILT_IN {
        let mean = |intensity: u8| {
            let mut brief = brief(style, 3);
            brief.knobs.intensity = intensity;
            let strokes: Vec<u32> =
                heard(SONG, &brief).sketch.bars.concat().iter().map(|s| s.velocity.into()).collect();
            strokes.iter().sum::<u32>() / strokes.len() as u32
        };
        assert!(mean(0) + 8 < mean(127), "{style}: {} and {}", mean(0), mean(127));
    }
}

#[test]
fn a_reroll_of_a_bar_stays_in_its_window() {
    for style in Style::BUILT_IN {
        let before = heard(SONG, &brief(style, 5));
        for bar in 0..before.song.bars().len() {
            let mut brief = brief(style, 5);
            brief.rerolls.insert((Lane::Pad, before.song.bars()[bar].id), 1);
            let after = heard(SONG, &brief);
            let window = before.plan.windows[before.plan.bars[bar].window].clone();
            for other in (0..before.song.bars().len()).filter(|other| !window.contains(other)) {
                assert_eq!(before.sketch.bar(other), after.sketch.bar(other), "{style}: {other} with {bar}");
            }
        }
    }
}

#[test]
fn mistakes_are_answered_with_their_line() {
    for (text, line, says) in [
        ("[voicing]\nlow = \"H3\"", 2, "pitch"),
        ("\n[touch]\nrest-percent = 101", 3, "percentage"),
        ("[touch]\nvelocity = [90, 40]", 2, "velocities"),
        ("[touch]\nloud = 3", 2, "unknown field"),
        ("[voicing]\nforms = { triad = 10 }", 2, "weight"),
        ("[[cell]]\ngrid = \"x\"", 1, "unknown field"),
    ] {
        let error = Manner::read("mine/pad.toml", text).unwrap_err();
        assert_eq!((error.line, error.file.as_str()), (line, "mine/pad.toml"), "{error}");
        assert!(error.message.contains(says), "{error}");
    }
    assert!(Manner::read("mine/pad.toml", "").is_ok());
}
