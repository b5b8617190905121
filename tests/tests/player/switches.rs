//! The oracle by hand: programs that enter, cut and fade (law 7).

use ai_band_tests::scenario::{Block, Moment, Note, Number, Scenario, Step, Strategy};
use music::lane::Lane;

use crate::by_hand::*;

/// Plays `old`, posts `new` before the second block.
fn switched(
    lane: Lane,
    (old, new): (&[Note], &[Note]),
    (moment, strategy): (Moment, Strategy),
    played: impl IntoIterator<Item = Block>,
) -> Scenario {
    let mut clips = Vec::new();
    let mut programs = vec![program(&mut clips, &[(lane, old)]), program(&mut clips, &[(lane, new)])];
    programs[0].sections = vec![0, 18, 40];
    let mut steps = vec![post(0, Moment::Now)];
    steps.extend(blocks(played));
    steps.insert(2, Step::Post { program: 1, moment, strategy });
    scenario(clips, programs, steps)
}

fn bars(mut block: Block) -> Block {
    said(&mut block).meter = music::meter::Meter::new(1, 64);
    block
}

#[test]
fn programs_enter_at_their_moment() {
    let table: Vec<(Moment, Vec<Block>, (f64, u64))> = vec![
        (Moment::Now, vec![at(0, 100), at(10, 100)], (10.0, 100)),
        (Moment::Beat(12), vec![at(0, 100), at(10, 100)], (12.0, 120)),
        (Moment::Beat(10), vec![at(0, 100), at(10, 100)], (10.0, 100)),
        (Moment::Beat(9), vec![at(0, 100), at(10, 100)], (10.0, 100)),
        (Moment::Beat(25), vec![at(0, 100), at(10, 100), at(20, 100)], (25.0, 250)),
        (Moment::NextBeat, vec![at(950, 50), at(955, 100)], (960.0, 100)),
        (Moment::NextBar, vec![bars(at(50, 50)), bars(at(55, 100))], (60.0, 100)),
        (Moment::NextSection, vec![at(0, 100), at(10, 100)], (18.0, 180)),
        (Moment::NextSection, vec![at(0, 100), at(10, 100), at(20, 100)], (18.0, 180)),
        (Moment::NextSection, vec![bars(at(50, 50)), bars(at(55, 100))], (60.0, 100)),
        // The wrap comes first, also before a line on the loop's end; so does a stop, and a jump.
        (Moment::Beat(25), vec![at(0, 100), looping(at(10, 200), 0, 20)], (0.0, 200)),
        (Moment::Beat(20), vec![at(0, 100), looping(at(10, 200), 0, 20)], (0.0, 200)),
        (Moment::Beat(25), vec![at(0, 100), stopped(64)], (10.0, 100)),
        (Moment::Beat(25), vec![at(0, 100), at(15, 64)], (15.0, 100)),
        (Moment::NextBar, vec![at(0, 100), Block { transport: None, ..at(0, 64) }], (10.0, 100)),
    ];
    for (moment, played, (ticks, sample)) in table {
        let silent = switched(Lane::Bass, (&[], &[]), (moment, Strategy::HardCut), played.clone());
        let all = reports(&silent);
        assert_eq!(all.len(), 2, "{moment:?} in {}", shown(&played));
        assert_eq!((all[1].0, all[1].2), (1, sample), "{moment:?} in {}", shown(&played));
        assert!((all[1].1 - ticks).abs() < 1e-6, "{moment:?} at {}", all[1].1);
    }
}

#[test]
fn a_newer_program_replaces_one_that_waits() {
    let mut scenario =
        switched(Lane::Bass, (&[], &[]), (Moment::Beat(25), Strategy::HardCut), [at(0, 100), at(10, 100)]);
    scenario.steps.push(post(0, Moment::Beat(28)));
    scenario.steps.extend(blocks([at(20, 100)]));
    assert_eq!(reports(&scenario).iter().map(|report| report.2).collect::<Vec<u64>>(), [0, 280]);
}

#[test]
fn a_cut_ends_what_is_gone_and_plays_on_what_is_in_both() {
    let cut = (Moment::Beat(15), Strategy::HardCut);
    let long = note(2, 28, 60);
    let table: [(&[Note], &[Note], &str); 8] = [
        (&[long], &[], "20+60 150-60"),
        (&[long], &[long], "20+60 300-60"),
        // Held in the new program only: taken up where the lane sustains (below), not on a bass.
        (&[], &[long], ""),
        (&[long], &[Note { velocity: 99, ..long }], "20+60 150-60"),
        (&[note(15, 2, 60)], &[note(15, 2, 61)], "150+61 170-61"),
        // The old program's early note is of the new program's time.
        (&[moved(note(15, 2, 60), -20)], &[note(15, 2, 61)], "150+61 170-61"),
        (&[moved(note(15, 2, 60), -20)], &[moved(note(15, 2, 60), -20)], "130+60 150-60"),
        // Late in both: it still begins.
        (&[moved(note(14, 2, 60), 20)], &[moved(note(14, 2, 60), 20)], "160+60 180-60"),
    ];
    for (old, new, expected) in table {
        let played = [at(0, 100), at(10, 100), at(20, 150), stopped(1)];
        assert_eq!(heard(&switched(Lane::Bass, (old, new), cut, played)), expected, "{old:?} to {new:?}");
    }
    let played = [at(0, 100), at(10, 100), at(20, 150), stopped(1)];
    assert_eq!(heard(&switched(Lane::Keys, (&[], &[long]), cut, played)), "150+60 300-60");
}

#[test]
fn a_crossfade_plays_both_from_old_to_new() {
    let fade = (Moment::Beat(0), Strategy::Crossfade { beats: 1 });
    let quarters = |key| [0, 240, 480, 720, 960].map(|start| note(start, 10, key));
    let played = || [at(-10, 100), at(0, 9_600), at(960, 200), stopped(1)];
    let scenario = switched(Lane::Keys, (&quarters(60), &quarters(61)), fade, played());
    assert_eq!(velocities(&scenario), [100, 75, 25, 50, 50, 25, 75, 100]);
    // Sustained notes end with the fade, unless they are in both; a bass is cut.
    let (held, both) = (note(-5, 2_000, 62), note(-6, 2_000, 63));
    let scenario = switched(Lane::Keys, (&[held, both], &[both]), fade, played());
    assert_eq!(heard(&scenario), "40+63 50+62 9700-62 9900-63");
    let scenario = switched(Lane::Bass, (&[held], &quarters(61)[..1]), fade, played());
    assert_eq!(heard(&scenario), "50+62 100-62 100+61 200-61");
    // A stop ends it at once; nothing of the old program is left when it plays again.
    let played = [at(-10, 100), at(0, 1_000), stopped(9), at(230, 200)];
    let scenario = switched(Lane::Keys, (&quarters(60), &quarters(61)), fade, played);
    assert_eq!(heard(&scenario), "100+60 200-60 1209+61");
}

#[test]
fn what_has_begun_in_this_pass_does_not_begin_again() {
    // Begins at 400, twenty ticks early; the same program enters again before its start is reached.
    let early = [moved(note(60, 2, 60), -200)];
    for between in 0..4 {
        let mut played = vec![at(0, 410)];
        played.extend((0..between).map(|block| at(41 + block, 10)));
        let mut steps = blocks(played);
        steps.push(post(0, Moment::Now));
        steps.extend(blocks([at(41 + between, 300), stopped(1)]));
        assert_eq!(heard(&song(&[(Lane::Bass, &early)], steps)), "400+60 420-60", "{between} blocks between");
    }
}

#[test]
fn what_is_due_enters_at_once_where_a_slower_tempo_sets_the_position_back() {
    for moment in [Moment::Now, Moment::Beat(14), Moment::Beat(-5)] {
        let mut slower = at(12, 200);
        said(&mut slower).tempo_bpm = Number::whole(TEMPO / 2);
        // A hundred samples are 20 ticks at first and 10 ticks now: 12 is behind what was reached.
        let mut first = at(0, 100);
        said(&mut first).tempo_bpm = Number::whole(TEMPO * 2);
        let scenario = switched(Lane::Bass, (&[], &[]), (moment, Strategy::HardCut), [first, slower]);
        assert_eq!(
            reports(&scenario).iter().map(|report| report.2).collect::<Vec<u64>>(),
            [0, 100],
            "{moment:?}"
        );
    }
}
