//! Numbers of the whole: how far voices move, how often bars repeat, what sounds on strong beats, what rubs.

use std::collections::BTreeSet;

use ai_band_composer::style::Style;
use ai_band_composer::voicing::{Voicing, movement};
use music::chord::Chord;
use music::time::Ticks;

use crate::charts;
use crate::roll::{Heard, brief, heard_throughout};

const CHARTS: [&str; 4] = [charts::AUTUMN, charts::RADIO, charts::BLUES, charts::WALTZ];
const SEEDS: std::ops::Range<u64> = 0..3;

/// Whole voicings where they change, with the chord index.
fn voicings(heard: &Heard) -> Vec<(Ticks, Vec<u8>)> {
    let mut all: Vec<(Ticks, Vec<u8>)> = Vec::new();
    for (bar, strokes) in heard.main.bars.iter().enumerate() {
        for stroke in strokes {
            let at = heard.song.bars()[bar].start + stroke.at;
            match all.last_mut() {
                Some((last, keys)) if *last == at => keys.push(stroke.pitch.key()),
                _ => all.push((at, vec![stroke.pitch.key()])),
            }
        }
    }
    all
}

/// Broken chords in open position move a little more.
const MOVED_MAX: f64 = 1.15;

/// Semitones moved, and voices that moved, from a chord's notes in its last bar to those in the next one's first: what
/// the hands do while a chord goes on is no voice leading. At window edges apart.
fn voice_leading(heard: &Heard) -> [(i32, usize); 2] {
    let mut held: Vec<(Option<Chord>, usize, BTreeSet<u8>)> = Vec::new();
    let window = |bar: usize| heard.plan.bars[bar].window;
    for (bar, strokes) in heard.main.bars.iter().enumerate() {
        for stroke in strokes {
            let at = heard.song.bars()[bar].start + stroke.at;
            let chord = heard.analysis.at(at).and_then(|change| change.chord);
            let is_early = stroke.at + Ticks(480) >= heard.song.bars()[bar].length;
            match held.last_mut() {
                Some((last, here, keys)) if *last == chord && *here == bar => {
                    keys.insert(stroke.pitch.key());
                }
                _ if is_early => {}
                _ => held.push((chord, bar, BTreeSet::from([stroke.pitch.key()]))),
            }
        }
    }
    let mut sums = [(0, 0); 2];
    for pair in held.windows(2).filter(|pair| pair[0].0 != pair[1].0) {
        let keys = [&pair[0].2, &pair[1].2].map(|keys| keys.iter().copied().collect::<Vec<u8>>());
        let [Some(from), Some(to)] = [&keys[0], &keys[1]].map(|keys| Voicing::new(keys)) else { continue };
        let sum = &mut sums[usize::from(window(pair[0].1) != window(pair[1].1))];
        sum.0 += movement(&from, &to);
        sum.1 += keys[0].len().max(keys[1].len());
    }
    sums
}

fn distinct_bars(heard: &Heard) -> (usize, usize) {
    let playing = heard.main.bars.iter().filter(|bar| !bar.is_empty());
    let patterns: Vec<BTreeSet<Ticks>> =
        playing.map(|bar| bar.iter().map(|stroke| stroke.at).collect()).collect();
    (patterns.iter().collect::<BTreeSet<_>>().len(), patterns.len())
}

/// Of notes struck on the first and the middle beat: those that are chord tones or tensions; and all.
fn strong(heard: &Heard) -> (usize, usize) {
    let mut counted = (0, 0);
    for (bar, strokes) in heard.main.bars.iter().enumerate() {
        for stroke in strokes.iter().filter(|stroke| stroke.at.0 % 1920 == 0) {
            let change = heard.analysis.at(heard.song.bars()[bar].start + stroke.at).unwrap();
            let chord = change.chord.unwrap();
            let fits =
                |class| chord.classes().contains(class) || chord.tensions().iter().any(|t| t.class == class);
            counted.0 += usize::from(fits(stroke.pitch.class()));
            counted.1 += 1;
        }
    }
    counted
}

/// Pairs a semitone, or a semitone and octaves, apart that the chord does not have; and all pairs.
fn clashes(heard: &Heard) -> (usize, usize) {
    let mut counted = (0, 0);
    for (at, keys) in voicings(heard) {
        let chord = heard.analysis.at(at).and_then(|change| change.chord).unwrap();
        let own = |key: u8| chord.classes().iter().any(|class| class.semitones() == key % 12);
        for (index, low) in keys.iter().enumerate() {
            for high in &keys[index + 1..] {
                let rubs = matches!((high - low) % 12, 1) && !(own(*low) && own(*high));
                counted.0 += usize::from(rubs);
                counted.1 += 1;
            }
        }
    }
    counted
}

#[test]
fn numbers_are_within_their_bands() {
    let mut total = 0.0;
    for style in Style::BUILT_IN {
        let (mut leading, mut bars, mut beats, mut rubs) = ([(0, 0); 2], Vec::new(), (0, 0), (0, 0));
        for chart in CHARTS {
            for seed in SEEDS {
                let heard = heard_throughout(chart, &brief(style, seed));
                let add = |sum: &mut (usize, usize), new: (usize, usize)| {
                    (sum.0, sum.1) = (sum.0 + new.0, sum.1 + new.1);
                };
                for (sum, new) in leading.iter_mut().zip(voice_leading(&heard)) {
                    (sum.0, sum.1) = (sum.0 + new.0, sum.1 + new.1);
                }
                let (distinct, all) = distinct_bars(&heard);
                bars.push(distinct as f64 / all as f64);
                add(&mut beats, strong(&heard));
                add(&mut rubs, clashes(&heard));
            }
        }
        let ratio = |(some, all): (usize, usize)| some as f64 / all.max(1) as f64;
        let [inside, edges] = leading.map(|(sum, voices)| f64::from(sum) / voices as f64);
        let moved = f64::from(leading[0].0 + leading[1].0) / (leading[0].1 + leading[1].1) as f64;
        let distinct = bars.iter().sum::<f64>() / bars.len() as f64;
        let (fit, rub) = (ratio(beats), ratio(rubs));
        if std::env::var("SHOW").is_ok() {
            println!(
                "{style:<11} moved {moved:.2} ({inside:.2}, at edges {edges:.2}) distinct {distinct:.2} strong {fit:.3} rubs {rub:.4}"
            );
        }
        assert!(moved <= MOVED_MAX, "{style}: {moved:.2} semitones a voice at each change");
        assert!((0.25..=0.6).contains(&distinct), "{style}: {distinct:.2} of the bars are distinct");
        assert!(fit >= 0.99 && rub <= 0.005, "{style}: {fit:.3} fit, {rub:.4} rub");
        total += moved / Style::BUILT_IN.len() as f64;
    }
    assert!(total <= 1.0, "{total:.2} semitones a voice at each change, over all styles");
}
