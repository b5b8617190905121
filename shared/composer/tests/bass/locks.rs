//! Locked bars: they stay, the bar before leads to their first note, and the bar after leaves from their last one.

use ai_band_composer::Brief;
use ai_band_composer::sketch::Stroke;
use ai_band_composer::style::Style;
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{TICKS_PER_BEAT, Ticks};
use proptest::prelude::*;

use crate::laws::{readable, style};
use crate::stage::{self, Take, brief};

const OCTAVE: u8 = 12;
/// The lowest and the highest note that is locked here: a fourth from the ends of the neck.
const LOCKED: std::ops::Range<u8> = 33..51;

/// Walking from its first bar to its last, with one bar of somebody's own: up a tenth, a note to each beat.
fn locked(chart: &str, style: &str, seed: u64, bar: usize, first: u8) -> (Take, Take) {
    let brief = brief(Lane::Bass, style, seed, chart);
    let free = Take::with(chart, &brief);
    let mut locked = brief;
    let stroke = |(beat, up): (i64, u8)| {
        let at = Ticks(beat * TICKS_PER_BEAT);
        Stroke::new(at, Ticks(TICKS_PER_BEAT), Pitch::new(first + up).unwrap(), 90, 90)
    };
    let own = (0..).zip([0, 2, 3, 4]).map(stroke).collect();
    locked.locks.insert((Lane::Bass, free.song.bars()[bar].id), own);
    let with_lock = Take::with(chart, &locked);
    (free, with_lock)
}

fn last(take: &Take, bar: usize) -> Option<u8> {
    take.line.bars[bar].last().map(|stroke| stroke.pitch.key())
}

fn first(take: &Take, bar: usize) -> Option<u8> {
    take.line.bars[bar].first().map(|stroke| stroke.pitch.key())
}

/// A step or a fifth away, in whatever direction.
fn leads(from: u8, to: u8) -> bool {
    matches!(from.abs_diff(to), 1 | 2 | 5 | 7)
}

/// Beside its null: how well the line leads there that knew nothing of the lock.
#[test]
fn a_walking_line_leads_to_a_locked_bar_and_goes_on_from_it() {
    let chart = stage::chart("standard").replacen("| ", "| {feel: in four} ", 1);
    let (mut all, mut into, mut null_into) = (0, 0, 0);
    let (mut after, mut near, mut null_near) = (0, 0, 0);
    for seed in 0..2 {
        for (place, key) in LOCKED.enumerate() {
            let bar = 1 + (place * 5 + seed as usize) % 28;
            let (free, with_lock) = locked(&chart, "swing", seed, bar, key);
            let before = last(&with_lock, bar - 1).unwrap();
            all += 1;
            into += usize::from(leads(before, key));
            null_into += usize::from(leads(last(&free, bar - 1).unwrap(), key));
            assert!(before.abs_diff(key) <= OCTAVE, "seed {seed}, bar {}: from {before} to {key}", bar + 1);
            if free.windows.iter().any(|window| window.start == bar + 1) {
                continue;
            }
            let (end, next) = (key + 4, first(&with_lock, bar + 1).unwrap());
            after += 1;
            near += usize::from((1..=7).contains(&end.abs_diff(next)));
            null_near += usize::from((1..=7).contains(&end.abs_diff(first(&free, bar + 1).unwrap())));
        }
    }
    println!("into {into}, null {null_into}, of {all}; out of {near}, null {null_near}, of {after}");
    assert!(into * 100 >= all * 75, "{into} of {all} lead to the lock");
    assert!(null_into * 100 <= all * 50, "{null_into} of {all} would without knowing it");
    assert!(near * 100 >= after * 75, "{near} of {after} go on from the lock");
    assert!(null_near * 100 <= after * 50, "{null_near} of {after} would without knowing it");
}

/// What is written into the bars around it depends on what is locked, in every style.
#[test]
fn no_neighbour_is_deaf() {
    for style in Style::BUILT_IN {
        let chart = stage::song(style);
        let (mut heard, mut all) = (0, 0);
        for seed in 0..4 {
            let bar = 5 + seed as usize % 2;
            let beats = [34, 49].map(|key| locked(chart, style, seed, bar, key).1);
            let around = |take: &Take| [take.line.bars[bar - 1].clone(), take.line.bars[bar + 1].clone()];
            all += 1;
            heard += usize::from(around(&beats[0]) != around(&beats[1]));
        }
        println!("{style}: {heard} of {all}");
        assert!(heard * 2 >= all, "{style}: {heard} of {all} hear what is locked");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_locked_bar_stays(text in readable(), style in style(), seed in 0..1000u64, which in 0..64usize) {
        let brief = brief(Lane::Bass, style, seed, &text);
        let first = Take::with(&text, &brief);
        let bar = which % first.song.bars().len();
        let id = first.song.bars()[bar].id;
        let mut locked = Brief { seed: seed + 1, ..brief };
        locked.locks.insert((Lane::Bass, id), first.line.bars[bar].clone());
        prop_assert_eq!(&Take::with(&text, &locked).line.bars[bar], &first.line.bars[bar]);
    }
}
