//! What holds for the lead over every chart, seed and knob.

use ai_band_composer::style::Style;
use music::lane::Lane;
use music::pitch::Class;
use proptest::prelude::*;

use crate::stage::{CHARTS, Take, brief};

fn style() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&Style::BUILT_IN[..])
}

fn chart() -> impl Strategy<Value = &'static str> {
    let odd = [
        "{meter: 5/4}\n[Solo]\n| C . . G . | Am | N.C. | F |",
        "{meter: 7/8}\n[Chorus]\n| Em | D | C | B7 | Em | D | C | B7 |",
        "{meter: 6/8}\n[Verse]\n| Am | Dm E7 | Am | N.C. |",
        "[Solo]\n| Cmaj7 A7 Dm7 G7 | >Em7 | {feel: stop-time} A7 | D7 |",
    ];
    prop::sample::select(CHARTS.iter().map(|(_, text)| *text).chain(odd).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_note_at_a_time_in_its_voice_over_a_chord(style in style(), chart in chart(), seed in 0..500u64, density in 0..128u8) {
        let mut brief = brief(Lane::Lead, style, seed, chart);
        brief.knobs.density[Lane::Lead.index()] = density;
        let (low, high) = brief.style.lead.range;
        let take = Take::with(chart, &brief);
        let mut sounds_until = take.song.start();
        for (bar, strokes) in take.song.bars().iter().zip(&take.line.bars) {
            for stroke in strokes {
                let at = bar.start + stroke.at;
                prop_assert!(stroke.at.0 >= 0 && stroke.at < bar.length && stroke.length.0 > 0);
                prop_assert!(at >= sounds_until, "{style} {chart}: bar {} overlaps", bar.number);
                prop_assert!((low..=high).contains(&stroke.pitch));
                prop_assert!(take.analysis.at(at).is_some_and(|change| change.chord.is_some()));
                sounds_until = at + stroke.length;
            }
        }
    }

    #[test]
    fn it_rests_more_than_it_plays(style in style(), seed in 0..500u64) {
        for (name, chart) in CHARTS {
            let take = Take::of(Lane::Lead, style, chart, seed);
            let sounding: i64 = take.line.bars.iter().flatten().map(|stroke| stroke.length.0).sum();
            let whole: i64 = take.song.bars().iter().map(|bar| bar.length.0).sum();
            prop_assert!(sounding * 2 < whole, "{style} {name}: {sounding} of {whole}");
        }
    }

    #[test]
    fn strong_beats_and_last_notes_are_chord_tones(style in style(), chart in chart(), seed in 0..500u64) {
        let take = Take::of(Lane::Lead, style, chart, seed);
        for (bar, strokes) in take.song.bars().iter().zip(&take.line.bars) {
            let last = strokes.len().saturating_sub(1);
            for (index, stroke) in strokes.iter().enumerate() {
                if stroke.at.0 % 1920 != 0 && index != last {
                    continue;
                }
                let span = music::time::Span { start: bar.start + stroke.at, end: bar.start + stroke.at + stroke.length };
                let class = Class::new(i32::from(stroke.pitch.key()));
                let mut chords = take.analysis.changes.iter().filter(|change| change.start < span.end + music::time::Ticks(480) && change.end > span.start).filter_map(|change| change.chord);
                prop_assert!(chords.any(|chord| chord.classes().contains(class)), "{style} bar {}: {}", bar.number, stroke.pitch);
            }
        }
    }

    #[test]
    fn a_reroll_changes_its_bar_alone(style in style(), chart in chart(), seed in 0..500u64, which in 0..64usize) {
        let brief = brief(Lane::Lead, style, seed, chart);
        let before = Take::with(chart, &brief);
        let bar = which % before.song.bars().len();
        let mut rerolled = brief.clone();
        rerolled.rerolls.insert((Lane::Lead, before.song.bars()[bar].id), 1);
        let after = Take::with(chart, &rerolled);
        let window = before.windows.iter().find(|window| window.contains(&bar)).unwrap();
        for other in (0..before.line.bars.len()).filter(|other| !window.contains(other)) {
            prop_assert_eq!(&before.line.bars[other], &after.line.bars[other]);
        }
    }
}

#[test]
fn a_section_keeps_its_motif() {
    let chart = "[Solo]\n| C | Am | F | G | C | Am | F | G |\n[Verse]\n| F | G | F | G |\n[Solo]\n";
    for style in Style::BUILT_IN {
        let take = Take::of(Lane::Lead, style, chart, 5);
        let rhythm = |bar: usize| take.line.bars[bar].iter().map(|stroke| stroke.at.0).collect::<Vec<_>>();
        for bar in (0..7).filter(|bar| !rhythm(*bar).is_empty() && !rhythm(bar + 12).is_empty()) {
            assert_eq!(rhythm(bar), rhythm(bar + 12), "{style}: bar {bar} of the solo came back otherwise");
        }
        let spoken = (0..8).filter(|bar| !rhythm(*bar).is_empty()).count();
        assert!((1..=6).contains(&spoken), "{style} speaks in {spoken} bars of eight");
    }
}

#[test]
fn density_says_more_or_less() {
    let chart = "[Chorus]\n| C | Am | F | G | C | Am | F | G |\n| C | Am | F | G | C | Am | F | G |";
    let bars = |density: u8| {
        let mut brief = brief(Lane::Lead, "pop", 2, chart);
        brief.knobs.density[Lane::Lead.index()] = density;
        Take::with(chart, &brief).line.bars.iter().filter(|bar| !bar.is_empty()).count()
    };
    assert!(bars(0) < bars(127), "{} and {}", bars(0), bars(127));
}

#[test]
fn a_locked_bar_stays() {
    let chart = CHARTS[0].1;
    let first = Take::of(Lane::Lead, "swing", chart, 1);
    let bar = first.line.bars.iter().position(|bar| !bar.is_empty()).unwrap();
    let mut brief = brief(Lane::Lead, "swing", 2, chart);
    brief.locks.insert((Lane::Lead, first.song.bars()[bar].id), first.line.bars[bar].clone());
    assert_eq!(Take::with(chart, &brief).line.bars[bar], first.line.bars[bar]);
}

/// What a lead of one motif plays over C7 or C6, as keys, in the bars that say something and say it as it is written: not
/// in the phrases that develop it.
fn sung(grid: &str, blue: bool, chord: &str, seed: u64) -> Vec<Vec<u8>> {
    let chart = format!("[Solo]\n{}", format!("| {chord} | {chord} | {chord} | {chord} |\n").repeat(4));
    let mut brief = brief(Lane::Lead, "swing", seed, &chart);
    let text = format!(
        "blue = {blue}\n[[motif]]\ngrid = \"{grid}\"\n[[motif]]\npart = \"answer\"\ngrid = \"{grid}\""
    );
    brief.style.lead = ai_band_composer::lead::Manner::read("mine/lead.toml", &text).unwrap();
    let line = Take::with(&chart, &brief).line;
    let keys =
        |bar: &Vec<ai_band_composer::sketch::Stroke>| bar.iter().map(|s| s.pitch.key()).collect::<Vec<u8>>();
    let as_written = line.bars.chunks(4).step_by(2).flatten();
    as_written.map(keys).filter(|keys| keys.len() > 1).collect()
}

#[test]
fn an_approach_leads_by_step_and_two_come_from_both_sides() {
    let (mut single, mut sides) = (0, [0, 0]);
    for seed in 0..20 {
        for keys in sung("c-.a c-..", false, "C7", seed) {
            let by = i32::from(keys[2]) - i32::from(keys[1]);
            assert!(matches!(by, 1 | -1 | -2), "seed {seed}: {keys:?}");
            sides[usize::from(by > 0)] += 1;
            single += 1;
        }
        for keys in sung("c.aa c-..", false, "C7", seed) {
            let from = |index: usize| i32::from(keys[3]) - i32::from(keys[index]);
            assert!(from(1) < 0 && from(2) == 1, "seed {seed}: {keys:?}");
        }
    }
    assert!(single > 20 && sides[1] > sides[0] && sides[0] > 0, "{sides:?} of {single}");
}

#[test]
fn a_blue_lead_bends_dominant_chords_and_no_others() {
    let blue = |is_blue: bool, chord: &str| -> usize {
        let bars = (0..40).flat_map(|seed| sung(".www c-w.", is_blue, chord, seed));
        bars.flatten().filter(|key| matches!(key % 12, 3 | 6)).count()
    };
    assert!(blue(true, "C7") > 20, "{}", blue(true, "C7"));
    assert_eq!((blue(false, "C7"), blue(true, "C6")), (0, 0));
}
