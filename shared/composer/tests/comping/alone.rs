//! A keyboard without a bass beside it: the left hand says what the chords stand on.

use ai_band_composer::analyse::Change;
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, compose};
use music::chart::Chart;
use music::chord::Chord;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::charts;
use crate::roll::{self, Heard};

/// From here on nobody hears a bass.
const LOW: u8 = 49;
const EIGHTH: Ticks = Ticks(TICKS_PER_BEAT / 2);

/// With these chairs and nobody else, the keys in every bar.
fn with(style: &str, chart: &str, seed: u64, lanes: &[Lane]) -> Heard {
    let brief = Brief { lanes: lanes.to_vec(), ..roll::brief(style, seed) };
    roll::heard_throughout(chart, &brief)
}

/// For each chord that lasts a beat and of which anything is struck: its name, and the lowest key while it lasts, or
/// from an eighth before it to an eighth before the next one, as hands that come early play.
fn grounds(heard: &Heard) -> Vec<(Chord, [Option<u8>; 2])> {
    let bars = heard.song.bars().iter().zip(&heard.main.bars);
    let struck = bars.flat_map(|(bar, strokes)| strokes.iter().map(|s| (bar.start + s.at, s.pitch.key())));
    let strokes: Vec<(Ticks, u8)> = struck.collect();
    let ground = |change: &Change| {
        let lowest = |early: Ticks| {
            let span = change.start - early..change.end - early;
            strokes.iter().filter(|(at, _)| span.contains(at)).map(|(_, key)| *key).min()
        };
        Some((change.chord?, [lowest(Ticks::ZERO), lowest(EIGHTH)]))
    };
    let lasts = |change: &&Change| change.end - change.start >= Ticks::from_beats(1);
    let grounds = heard.analysis.changes.iter().filter(lasts).filter_map(ground);
    grounds.filter(|(_, lowest)| lowest.iter().all(Option::is_some)).collect()
}

#[test]
fn whatever_the_chord_stands_on_is_below_it() {
    const ALONE: [&[Lane]; 3] =
        [&[Lane::Keys], &[Lane::Drums, Lane::Keys], &[Lane::Keys, Lane::Pad, Lane::Percussion]];
    for style in Style::BUILT_IN {
        for (seed, lanes) in (0..3).zip(ALONE) {
            for chart in [charts::RADIO, charts::AUTUMN, charts::WALTZ, charts::VAMP] {
                let grounds = grounds(&with(style, chart, seed, lanes));
                assert!(grounds.len() > 12, "{style}: {} chords", grounds.len());
                for (index, (chord, lowest)) in grounds.iter().enumerate() {
                    let is_its = |key: &u8| *key < LOW && chord.bass().class().semitones() == key % 12;
                    let place = format!("{style}, seed {seed}, {lanes:?}, chord {}", index + 1);
                    assert!(lowest.iter().flatten().any(is_its), "{place}: {chord} on {lowest:?}\n{chart}");
                }
            }
        }
    }
}

#[test]
fn beside_a_bass_or_a_guitar_the_left_hand_stays_where_it_was() {
    for style in Style::BUILT_IN {
        for beside in [Lane::Bass, Lane::Guitar] {
            let heard = with(style, charts::RADIO, 1, &[Lane::Drums, Lane::Keys, beside]);
            let lowest = heard.main.bars.iter().flatten().map(|stroke| stroke.pitch.key()).min();
            assert!(lowest >= Some(LOW), "{style} beside {beside}: {lowest:?}");
        }
    }
}

/// One hand has the bass, so that the other must reach all the rest.
#[test]
fn two_hands_play_it() {
    for style in Style::BUILT_IN {
        for (seed, chart) in (0..).zip([charts::RADIO, charts::AUTUMN, charts::BLUES, charts::LOOP]) {
            let heard = with(style, chart, seed, &[Lane::Keys]);
            for (bar, strokes) in heard.main.bars.iter().enumerate() {
                for stroke in strokes {
                    let together = strokes.iter().filter(|other| other.at == stroke.at);
                    let keys: Vec<u8> = together.map(|other| other.pitch.key()).collect();
                    let left = keys.iter().filter(|key| **key < LOW).count();
                    let right: Vec<u8> = keys.iter().copied().filter(|key| *key >= LOW).collect();
                    let reach = right.iter().max().zip(right.iter().min()).map_or(0, |(top, low)| top - low);
                    assert!(left <= 1 && reach <= 10, "{style} {seed}, bar {}: {keys:?}", bar + 1);
                }
            }
        }
    }
}

/// Whoever plays legato holds the bass while the right hand goes on.
#[test]
fn a_bass_rings_on_under_a_right_hand_that_repeats() {
    let mut brief = Brief { lanes: vec![Lane::Keys], ..roll::brief("pop", 1) };
    let text = |grid: &str| {
        format!(
            "[touch]\nvariety-percent = 0\n[[cell]]\nparts = [\"a\", \"b\", \"intro\"]\ngrid = \"{grid}\""
        )
    };
    for (grid, basses) in [
        ("X-|x-|x-|x-", vec![(0, 3_840)]),
        ("X-|x-|X-|x-", vec![(0, 1_920), (1_920, 1_920)]),
        ("l-|r-|l-|r-", vec![(0, 1_920), (1_920, 1_920)]),
        ("X.|..|x-|x-", vec![(0, 480)]),
        ("..|r-|l-|--", vec![(960, 960), (1_920, 1_920)]),
    ] {
        brief.style.comping =
            ai_band_composer::comping::Manner::read("mine/comping.toml", &text(grid)).unwrap();
        let heard = roll::heard_throughout("{key: C} {ending: fade}\n| C | F/A | G | C |", &brief);
        let low = heard.main.bar(1).iter().filter(|stroke| stroke.pitch.key() < LOW);
        let found: Vec<(i64, i64)> = low.map(|stroke| (stroke.at.0, stroke.length.0)).collect();
        assert_eq!(found, basses, "{grid}");
    }
}

#[test]
fn the_last_chord_stands_on_its_bass_too() {
    for style in Style::BUILT_IN {
        for last in ["C/E", "G C/E", "F . . >C/E"] {
            let text = format!("{{ending: ring}}\n[Verse]\n| C | Am | F | G | C | Am | F | G | {last} |\n");
            let chart = Chart::parse(&text).unwrap();
            let brief = Brief { lanes: vec![Lane::Keys], ..roll::brief(style, 1) };
            let composition = compose(&chart, &brief).unwrap();
            let bar = composition.parts[0].sketch.bars.last().unwrap();
            let at = bar.iter().map(|stroke| stroke.at).max();
            let keys = bar.iter().filter(|stroke| Some(stroke.at) == at).map(|stroke| stroke.pitch.key());
            let lowest = keys.min().unwrap();
            assert!(lowest < LOW && lowest % 12 == 4, "{style} on {last}: {lowest}");
        }
    }
}
