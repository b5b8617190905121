//! What holds for every chart, seed and knob.

use ai_band_composer::sketch::{Stroke, Touch};
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::chord::Chord;
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::Ticks;
use proptest::prelude::*;

use crate::stage::{Take, brief};

const BARS: &[&str] = &[
    "C",
    "Am7",
    "F#m7b5",
    "G/B",
    "Bb7 A7",
    "Dm7 G7",
    "N.C.",
    "C . . >Db7",
    ">Eb",
    "F G Am B7",
    "D7alt",
    "%",
    "Gsus4",
    "A5",
    "F/G",
    "N.C. . C .",
    "Em7 .",
];
const METERS: &[&str] = &["4/4", "3/4", "5/4", "6/8", "7/8", "12/8", "2/4", "1/4", "11/16"];

fn chart() -> impl Strategy<Value = String> {
    let bars = prop::collection::vec(prop::sample::select(BARS), 1..14);
    let splits = prop::sample::select(
        &[
            "[Verse]",
            "[Chorus]",
            "[Solo]",
            "{feel: in two}",
            "{feel: half-time}",
            "{feel: double-time}",
            "{feel: stop-time}",
        ][..],
    );
    let meter = prop::sample::select(METERS);
    (bars, prop::collection::vec((0..14usize, splits), 0..3), meter, prop::bool::ANY).prop_map(
        |(bars, splits, meter, has_pickup)| {
            let mut text = format!("{{meter: {meter}}}");
            if has_pickup && meter == "4/4" {
                text.push_str(" {pickup: 1} | C ");
            }
            for (index, bar) in bars.iter().enumerate() {
                let bar = if index == 0 && *bar == "%" { "C" } else { bar };
                for (_, split) in splits.iter().filter(|(at, _)| *at == index) {
                    text.push_str(if split.starts_with('[') { "|\n" } else { "| " });
                    text.push_str(split);
                    text.push(if split.starts_with('[') { '\n' } else { ' ' });
                }
                text.push_str(if text.ends_with("} ") { "" } else { "| " });
                text.push_str(bar);
                text.push(' ');
            }
            text + "|"
        },
    )
}

/// Charts whose slots do not fit their meter are not ours to refuse.
pub(crate) fn readable() -> impl Strategy<Value = String> {
    chart().prop_filter("reads", |text| Chart::parse(text).is_ok())
}

pub(crate) fn style() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&Style::BUILT_IN[..])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_note_at_a_time_in_its_register_on_a_chord(text in readable(), style in style(), seed in 0..1000u64, knob in 0..128u8) {
        let mut brief = brief(Lane::Bass, style, seed, &text);
        brief.knobs.complexity = knob;
        brief.knobs.density[Lane::Bass.index()] = 127 - knob;
        let take = Take::with(&text, &brief);
        let mut sounds_until = take.song.start();
        for (bar, strokes) in take.song.bars().iter().zip(&take.line.bars) {
            for stroke in strokes {
                let at = bar.start + stroke.at;
                prop_assert!(stroke.at.0 >= 0 && stroke.at < bar.length && stroke.length.0 > 0, "{text}: {stroke:?}");
                prop_assert!(at >= sounds_until, "{text}: bar {} overlaps at {}", bar.number, stroke.at);
                prop_assert!((28..=55).contains(&stroke.pitch.key()), "{text}: {}", stroke.pitch);
                prop_assert!(take.analysis.at(at).is_some_and(|change| change.chord.is_some()), "{text}: bar {} sounds over N.C.", bar.number);
                sounds_until = at + stroke.length;
            }
        }
    }

    #[test]
    fn a_new_chord_is_struck_on_a_note_of_its_own(text in readable(), style in style(), seed in 0..1000u64) {
        let foreign = struck_on_another_chord(style, seed, &text);
        prop_assert!(foreign.is_empty(), "{style}, seed {seed}: {foreign:?} in {text}");
    }

    #[test]
    fn a_reroll_stays_in_its_window(text in readable(), style in style(), seed in 0..1000u64, which in 0..64usize) {
        let brief = brief(Lane::Bass, style, seed, &text);
        let before = Take::with(&text, &brief);
        let bars = before.song.bars();
        let bar = which % bars.len();
        let mut rerolled = brief.clone();
        rerolled.rerolls.insert((Lane::Bass, bars[bar].id), 1);
        let after = Take::with(&text, &rerolled);
        let window = before.windows.iter().find(|window| window.contains(&bar)).unwrap().clone();
        for other in (0..bars.len()).filter(|other| !window.contains(other)) {
            let last_beat = if other + 1 == window.start { bars[other].length.0 - 960 } else { i64::MAX };
            let kept = |take: &Take| take.line.bars[other].iter().filter(|stroke| stroke.at.0 < last_beat).copied().collect::<Vec<_>>();
            prop_assert_eq!(kept(&before), kept(&after), "{}: bar {} changed with bar {}", text, other, bar);
        }
    }

    #[test]
    fn the_same_brief_plays_the_same_notes(text in readable(), style in style(), seed in 0..1000u64) {
        let brief = brief(Lane::Bass, style, seed, &text);
        prop_assert_eq!(Take::with(&text, &brief).line, Take::with(&text, &brief).line);
    }
}

/// Where a chord begins and a note is struck that is none of its own. Written once more it is no new one: a line that
/// walks goes on over it.
fn struck_on_another_chord(style: &str, seed: u64, text: &str) -> Vec<(Ticks, Pitch)> {
    let take = Take::of(Lane::Bass, style, text, seed);
    let bars = take.song.bars().iter().zip(&take.line.bars);
    let struck = bars.flat_map(|(bar, strokes)| strokes.iter().map(|stroke| (bar.start + stroke.at, stroke)));
    let is_foreign = |(at, stroke): &(Ticks, &Stroke)| {
        let index = take.analysis.changes.iter().position(|change| change.start == *at);
        let change = |index: usize| take.analysis.changes[index].chord;
        let is_new =
            |index: &usize| index.checked_sub(1).is_none_or(|before| change(before) != change(*index));
        let has = |chord: Chord| chord.classes().contains(stroke.pitch.class());
        let is_struck = stroke.touch != Touch::Ghost;
        is_struck && index.filter(is_new).is_some_and(|index| !change(index).is_some_and(has))
    };
    struck.filter(is_foreign).map(|(at, stroke)| (at, stroke.pitch)).collect()
}

#[test]
fn a_line_walks_on_over_a_chord_that_is_written_again() {
    let text = "{meter: 5/4}| {feel: half-time} C | C | C | C | C | C | N.C. . C . | C |";
    for seed in [32].into_iter().chain(0..40) {
        assert_eq!(struck_on_another_chord("swing", seed, text), [], "seed {seed}");
    }
}

/// Who plays the next bar's chord early waits for the last one of this bar.
#[test]
fn nobody_anticipates_the_next_bar_over_a_chord_that_is_still_to_come() {
    for last in ["B7", "Bb7"] {
        let text = format!("{{meter: 6/8}}| C | C | C | C | F G Am {last} | F#m7b5 |");
        for seed in [638].into_iter().chain(0..40) {
            assert_eq!(struck_on_another_chord("bossa", seed, &text), [], "seed {seed}: {text}");
        }
    }
}

#[test]
fn the_last_chord_is_everybodys() {
    for style in Style::BUILT_IN {
        for (chart, class) in
            [("{ending: button} | C | F | G | C |", 0), ("{ending: ring} | Am | E7 | D/F# G | F Bb7/D |", 2)]
        {
            let take = Take::of(Lane::Bass, style, chart, 3);
            let last = take.line.bars.last().unwrap().last().unwrap();
            assert_eq!(last.pitch.key() % 12, class, "{style} lands on {}", last.pitch);
        }
    }
}

/// A boogie goes up to the sixth and falls to the next root; nobody crosses the neck for a turn.
#[test]
fn a_shuffle_turns_round_without_leaps() {
    const LEAP_MAX: u8 = 14;
    let turns = include_str!("../../../../examples/charts/shuffle-in-a.chart");
    for seed in 0..60 {
        let take = Take::of(Lane::Bass, "shuffle", turns, seed);
        let bars = take.line.bars.iter().enumerate();
        let keys: Vec<(usize, u8)> = bars
            .flat_map(|(bar, line)| line.iter().map(move |stroke| (bar + 1, stroke.pitch.key())))
            .collect();
        for pair in keys.windows(2) {
            let leap = pair[0].1.abs_diff(pair[1].1);
            assert!(leap <= LEAP_MAX, "seed {seed}, bar {}: {} semitones", pair[1].0, leap);
        }
    }
}
