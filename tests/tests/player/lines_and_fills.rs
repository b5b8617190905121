//! The oracle by hand: loudness, who is heard, variants and the fill's latch (laws 4.3, 5, 6).

use ai_band_tests::scenario::{Automation, Block, Moment, Note, Number, Region, Scenario};
use music::lane::Lane;

use crate::by_hand::*;

fn velocity(velocity: u8, change: impl Fn(&mut Automation)) -> Option<u8> {
    let one = Note { velocity, ..note(1, 1, 60) };
    let played = song(&[(Lane::Bass, &[one])], blocks([with(at(0, 50), change)]));
    velocities(&played).first().copied()
}

#[test]
fn intensity_and_level_round_half_up() {
    // Written, intensity, level, heard.
    let table = [
        (100, 64, 127, Some(100)),
        (100, 0, 127, Some(50)),
        // 100 + 27 × 63 / 126 = 113.5.
        (100, 127, 127, Some(114)),
        // 101 × 64 / 128 = 50.5.
        (101, 0, 127, Some(51)),
        (1, 0, 127, Some(1)),
        (127, 127, 127, Some(127)),
        (100, 64, 0, None),
        (1, 64, 63, None),
        (1, 64, 64, Some(1)),
        (100, 64, 64, Some(50)),
    ];
    for (written, intensity, level, heard) in table {
        let change = |automation: &mut Automation| {
            automation.intensity = intensity;
            automation.lanes[Lane::Bass.index()].level = level;
        };
        assert_eq!(velocity(written, change), heard, "{written} at {intensity}, level {level}");
    }
}

#[test]
fn mute_solo_and_complexity_decide_when_a_note_begins() {
    let bass = Lane::Bass.index();
    let keys = Lane::Keys.index();
    assert_eq!(velocity(100, |automation| automation.lanes[bass].muted = true), None);
    assert_eq!(velocity(100, |automation| automation.lanes[keys].soloed = true), None);
    assert_eq!(velocity(100, |automation| automation.lanes[bass].soloed = true), Some(100));
    let notes = [Note { importance: 40, ..note(1, 12, 60) }, note(2, 12, 61)];
    let simple = |complexity| move |automation: &mut Automation| automation.complexity = complexity;
    let all =
        |block: Block, then: Block| heard(&song(&[(Lane::Bass, &notes)], blocks([block, then, stopped(1)])));
    assert_eq!(all(with(at(0, 100), simple(86)), freely(50)), "20+61 140-61");
    assert_eq!(all(with(at(0, 100), simple(87)), freely(50)), "10+60 20+61 130-60 140-61");
    // What did not sound when it began does not sound later; what is muted ends at once.
    let muted = |block| with(block, |automation| automation.lanes[bass].muted = true);
    assert_eq!(all(muted(at(0, 100)), freely(50)), "");
    assert_eq!(all(at(0, 100), muted(freely(50))), "10+60 20+61 100-60 100-61");
}

/// A main note 60 or B note 70 or fill note 80 every 240 ticks from 0, and an early one of each at 475.
fn variants(played: impl IntoIterator<Item = Block>) -> Scenario {
    let mut clips = Vec::new();
    let mut notes = |key: u8| {
        let mut all: Vec<Note> = (0..8).map(|beat| note(beat * 240, 10, key)).collect();
        all.push(moved(note(485, 1, key + 1), -80));
        clip(&mut clips, &all)
    };
    let (main, b, fill) = (notes(60), Some(notes(70)), Some(notes(80)));
    let mut program = silent();
    program.regions = vec![Region { main, b, fill, ..region(Lane::Bass, -1_000, 100_000) }];
    let steps = std::iter::once(post(0, Moment::Now)).chain(blocks(played));
    scenario(clips, vec![program], steps.collect())
}

/// In bars of 480 ticks.
fn short_bars(mut block: Block) -> Block {
    said(&mut block).meter = music::meter::Meter::new(1, 8);
    block
}

fn begun(scenario: &Scenario) -> String {
    let all = heard(scenario);
    all.split(' ').filter(|event| event.contains('+')).collect::<Vec<&str>>().join(" ")
}

#[test]
fn pattern_acts_at_once_and_fill_by_the_bar() {
    let b = |block| with(block, |automation| automation.pattern_b = true);
    let fill = |block| with(block, |automation| automation.fill = true);
    let bars = |position, frames| short_bars(at(position, frames));
    let table: Vec<(Vec<Block>, &str)> = vec![
        (vec![bars(0, 2_500)], "0+60 2400+60"),
        (vec![b(bars(0, 2_500))], "0+70 2400+70"),
        (vec![fill(b(bars(0, 2_500)))], "0+80 2400+80"),
        (vec![bars(0, 1_000), b(bars(100, 1_500))], "0+60 2400+70"),
        // Asked for within the bar, the fill waits for the next one; early notes of that bar know it already.
        (vec![bars(0, 1_000), fill(bars(100, 4_000))], "0+60 2400+60 4770+81 4800+80"),
        // Landed within a bar: no fill until the next.
        (vec![fill(bars(100, 4_000))], "1400+60 3770+81 3800+80"),
        // It goes on to the bar's end when it is let go.
        (vec![fill(bars(0, 1_000)), bars(100, 4_000)], "0+80 2400+80 4770+61 4800+60"),
        // A wrap on a bar line latches again, another one clears.
        (vec![bars(0, 1_000), fill(looping(bars(200, 3_500), 0, 300))], "0+60 1400+60 2000+80 4400+80"),
        (vec![fill(looping(bars(0, 4_500), 60, 260))], "0+80 2400+80 4400+60"),
    ];
    for (played, expected) in table {
        assert_eq!(begun(&variants(played.clone())), expected, "{}", shown(&played));
    }
}

#[test]
fn bar_lines_start_where_the_host_says() {
    let fill = |block| with(block, |automation| automation.fill = true);
    let mut odd = short_bars(at(100, 5_000));
    said(&mut odd).bar_start =
        Some(Number::Exact(ai_band_tests::scenario::ratio::Ratio::new(120 + 480 * 7, 960)));
    // Lines at 120 and 600: the fill plays from 240, the early note starts in a bar under way.
    assert_eq!(begun(&variants([fill(odd)])), "1400+80 3770+81 3800+80");
}

#[test]
fn a_bar_line_that_a_new_tempo_skips_is_not_missed() {
    let fill = |block| with(block, |automation| automation.fill = true);
    // The line at 480 lies 5 samples ahead when the block ends; the next one starts 3 ticks past it, and so does
    // the note on it begin.
    let mut faster = fill(short_bars(at(483, 700)));
    said(&mut faster).tempo_bpm = Number::whole(4 * TEMPO);
    let first = short_bars(at(470, 95));
    assert_eq!(begun(&variants([first, faster])), "70+61 95+80 688+80");
}
