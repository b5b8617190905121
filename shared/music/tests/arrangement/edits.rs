//! Split, move, resize, loop, play once, delete: by example, and what is said when it cannot be.

use ai_band_music::arrangement::{Arrangement, Edit, Refusal, Source};
use ai_band_music::clip::LENGTH_MAX;
use ai_band_music::lane::Lane;
use ai_band_music::time::{MAX_TICKS, Ticks};

use crate::{apply, assert_drawn, clips, drawing, id, keys_with, once, refused, span};

fn split(number: u64, at: i64) -> Edit {
    Edit::Split { region: id(number), at: Ticks(at) }
}

fn moved(number: u64, lane: Lane, start: i64) -> Edit {
    Edit::Move { region: id(number), lane, start: Ticks(start) }
}

fn resized(number: u64, start: i64, end: i64) -> Edit {
    Edit::Resize { region: id(number), span: span(start, end) }
}

fn play_once(number: u64, clip_length: i64) -> Edit {
    Edit::PlayOnce { region: id(number), clip_length: Ticks(clip_length) }
}

/// One region 1 on the keys, `[8, 24)`, 3 ticks into clip `a`.
fn one_looped(looped: bool) -> Arrangement {
    let mut arrangement = Arrangement::new();
    let source = Source { clips: clips(1), into: Ticks(3), looped };
    arrangement.insert(Lane::Keys, span(8, 24), source).unwrap();
    arrangement
}

#[test]
fn a_split_gives_the_right_part_a_name() {
    let mut arrangement = one_looped(true);
    apply(&mut arrangement, split(1, 23));
    let change = apply(&mut arrangement, split(1, 9));
    assert_drawn(&arrangement, &["1 [8, 9) a+3*", "3 [9, 23) a+4*", "2 [23, 24) a+18*"]);
    assert_eq!(drawing(&change.before), ["1 [8, 23) a+3*"]);
    assert_eq!(drawing(&change.after), ["1 [8, 9) a+3*", "3 [9, 23) a+4*"]);
}

#[test]
fn a_split_is_between_the_ends() {
    for at in [i64::MIN, 7, 8, 24, 25, i64::MAX] {
        let refusal = Refusal::SplitOutside { region: id(1), span: span(8, 24), at: Ticks(at) };
        assert_eq!(one_looped(false).apply(&split(1, at)), Err(refusal));
    }
    let expected = "region 1 at [0, 4) cannot be split at 4, only between its ends";
    assert_eq!(refused(&mut keys_with(&[(0, 3_840)]), split(1, 3_840)), expected);
}

#[test]
fn a_region_takes_its_music_along() {
    let mut arrangement = keys_with(&[(8, 24), (24, 32)]);
    for (edit, expected) in [
        (moved(1, Lane::Keys, 7), ["1 [7, 23) a+0", "2 [24, 32) b+0"]),
        (moved(1, Lane::Keys, -20), ["1 [-20, -4) a+0", "2 [24, 32) b+0"]),
        (moved(1, Lane::Keys, 32), ["2 [24, 32) b+0", "1 [32, 48) a+0"]),
        (moved(2, Lane::Drums, 40), ["2 [40, 48) b+0", "1 [32, 48) a+0"]),
        (moved(2, Lane::Keys, 48), ["1 [32, 48) a+0", "2 [48, 56) b+0"]),
    ] {
        apply(&mut arrangement, edit);
        assert_drawn(&arrangement, &expected);
    }
}

#[test]
fn a_region_moves_only_where_there_is_room() {
    let mut arrangement = keys_with(&[(8, 24), (24, 32)]);
    let overlap =
        |other, at, free| Refusal::Overlap { region: Some(id(1)), other: id(other), span: at, free };
    let free = Some(span(9, 24));
    assert_eq!(arrangement.apply(&moved(1, Lane::Keys, 9)), Err(overlap(2, span(24, 32), free)));
    assert_eq!(arrangement.apply(&moved(1, Lane::Keys, 24)).unwrap_err(), {
        overlap(2, span(24, 32), Some(span(32, 40)))
    });
    for start in [i64::MIN, -MAX_TICKS - 1, MAX_TICKS - 15, MAX_TICKS, i64::MAX] {
        let refusal = arrangement.apply(&moved(1, Lane::Keys, start)).unwrap_err();
        assert!(matches!(refusal, Refusal::OutOfBounds { .. }), "{start}: {refusal}");
    }
    apply(&mut arrangement, moved(1, Lane::Keys, MAX_TICKS - 16));
}

#[test]
fn the_ends_move_and_the_music_stays() {
    let table = [
        (8, 40, "1 [8, 40) a+3"),
        (8, 9, "1 [8, 9) a+3"),
        (10, 24, "1 [10, 24) a+5"),
        (5, 24, "1 [5, 24) a+0"),
        (23, 99, "1 [23, 99) a+18"),
        (30, 40, "1 [30, 40) a+25"),
    ];
    for (start, end, expected) in table {
        let mut arrangement = one_looped(false);
        apply(&mut arrangement, resized(1, start, end));
        assert_drawn(&arrangement, &[expected]);
    }
}

#[test]
fn only_a_loop_starts_before_its_clip() {
    let refusal = Refusal::BeforeClip { region: id(1), earliest: Ticks(5) };
    assert_eq!(one_looped(false).apply(&resized(1, 4, 24)), Err(refusal));
    let expected = "region 1 cannot start before 0+5, where its clip does, unless it is looped";
    assert_eq!(refused(&mut one_looped(false), resized(1, -40, 24)), expected);
    let mut looped = one_looped(true);
    apply(&mut looped, resized(1, -40, 24));
    assert_drawn(&looped, &["1 [-40, 24) a+-45*"]);
}

#[test]
fn a_region_grows_only_where_there_is_room() {
    let mut arrangement = keys_with(&[(0, 8), (8, 16), (20, 24)]);
    let overlap = |other, at, free| {
        Err(Refusal::Overlap { region: Some(id(2)), other: id(other), span: at, free: Some(free) })
    };
    assert_eq!(arrangement.apply(&resized(2, 8, 21)), overlap(3, span(20, 24), span(8, 20)));
    apply(&mut arrangement, Edit::Loop { region: id(2) });
    assert_eq!(arrangement.apply(&resized(2, 7, 16)), overlap(1, span(0, 8), span(8, 16)));
    apply(&mut arrangement, resized(2, 8, 20));
}

#[test]
fn a_loop_is_switched_on_and_off() {
    let mut arrangement = keys_with(&[(8, 24)]);
    apply(&mut arrangement, Edit::Loop { region: id(1) });
    assert_drawn(&arrangement, &["1 [8, 24) a+0*"]);
    apply(&mut arrangement, play_once(1, 5));
    assert_drawn(&arrangement, &["1 [8, 24) a+0"]);
}

/// A part cut off a loop in its third pass plays the rest of that pass.
#[test]
fn playing_once_ends_the_pass_it_is_in() {
    for (into, expected) in [(13, 3), (10, 0), (9, 4), (4, 4), (0, 0), (-1, 4), (-5, 0)] {
        let mut arrangement = Arrangement::new();
        let source = Source { clips: clips(1), into: Ticks(into), looped: true };
        arrangement.insert(Lane::Keys, span(0, 8), source).unwrap();
        apply(&mut arrangement, play_once(1, 5));
        assert_drawn(&arrangement, &[&format!("1 [0, 8) a+{expected}")]);
    }
    for length in [i64::MIN, -1, 0, LENGTH_MAX.0 + 1] {
        let refusal = Refusal::ClipLength { length: Ticks(length) };
        assert_eq!(one_looped(true).apply(&play_once(1, length)), Err(refusal));
    }
    assert_eq!(refused(&mut one_looped(true), play_once(1, 0)), "a clip is never 0 beats long");
}

#[test]
fn a_deleted_region_leaves_a_hole_and_its_name_is_spent() {
    let mut arrangement = keys_with(&[(0, 8), (8, 16), (16, 24)]);
    for number in [3, 2] {
        let change = apply(&mut arrangement, Edit::Delete { region: id(number) });
        assert_eq!((change.before.len(), change.after.len()), (1, 0));
    }
    assert_drawn(&arrangement, &["1 [0, 8) a+0"]);
    assert_eq!(arrangement.insert(Lane::Keys, span(8, 16), once(4)), Ok(id(4)));
}

#[test]
fn what_changes_nothing_is_refused() {
    let mut arrangement = keys_with(&[(8, 24), (24, 32)]);
    let edits = [moved(1, Lane::Keys, 8), resized(1, 8, 24), play_once(1, 5)];
    for edit in edits {
        assert_eq!(refused(&mut arrangement, edit), "nothing would change");
    }
    apply(&mut arrangement, Edit::Loop { region: id(2) });
    assert_eq!(refused(&mut arrangement, Edit::Loop { region: id(2) }), "nothing would change");
}

#[test]
fn a_region_that_is_not_there_is_named() {
    let mut arrangement = keys_with(&[(8, 24)]);
    apply(&mut arrangement, Edit::Delete { region: id(1) });
    let edits = [
        split(1, 9),
        moved(1, Lane::Keys, 0),
        resized(1, 8, 9),
        Edit::Loop { region: id(1) },
        play_once(1, 5),
        Edit::Delete { region: id(1) },
    ];
    for edit in edits {
        assert_eq!(refused(&mut arrangement, edit), "there is no region 1 at revision 2");
    }
}
