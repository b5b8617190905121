//! Other keys, slices, and clips one after another.

use ai_band_music::clip::{Clip, ControlKind, Error, LENGTH_MAX};
use ai_band_music::lane::Lane;
use ai_band_music::time::{Span, Ticks};
use proptest::prelude::*;

use crate::{any_clip, clip, control, note};

fn keys(clip: &Clip) -> Vec<u8> {
    clip.notes().iter().map(|note| note.pitch.key()).collect()
}

fn span(start: i64, end: i64) -> Span {
    Span { start: Ticks(start), end: Ticks(end) }
}

#[test]
fn a_melody_moves_and_a_kit_stays() {
    let melody = clip(100, &[note(0, 10, 60), note(10, 10, 64), note(10, 10, 127)]);
    for (lane, semitones, expected) in [
        (Lane::Keys, 0, vec![60, 64, 127]),
        (Lane::Lead, -12, vec![48, 52, 115]),
        (Lane::Bass, -60, vec![0, 4, 67]),
        (Lane::Drums, 5, vec![60, 64, 127]),
        (Lane::Percussion, i8::MIN, vec![60, 64, 127]),
    ] {
        assert_eq!(keys(&melody.transposed(semitones, lane).unwrap()), expected, "{lane} by {semitones}");
    }
}

#[test]
fn a_note_is_not_moved_off_the_keyboard() {
    let melody = clip(100, &[note(0, 10, 60), note(10, 10, 64)]);
    let refused = Error::OffKeyboard { index: 1, start: Ticks(10), key: 64, semitones: 64 };
    assert_eq!(melody.transposed(64, Lane::Keys), Err(refused.clone()));
    let text = "note 1 at 0+10 is key 64; +64 semitones would leave the keyboard's 0 to 127";
    assert_eq!(refused.to_string(), text);
    assert!(melody.transposed(i8::MIN, Lane::Keys).is_err());
}

#[test]
fn a_slice_has_what_begins_inside_it() {
    let notes = [note(0, 50, 60), note(9, 5, 61), note(10, 1, 62), note(19, 50, 63), note(20, 1, 64)];
    let controls = [9, 10, 19, 20].map(|at| control(at, ControlKind::Controller(64), at as u16));
    let whole = Clip::new(Ticks(40), notes.to_vec(), controls.to_vec()).unwrap();
    let slice = whole.sliced(span(10, 20)).unwrap();
    assert_eq!(slice.length(), Ticks(10));
    assert_eq!(slice.notes(), [note(0, 1, 62), note(9, 50, 63)]);
    let pedal = ControlKind::Controller(64);
    assert_eq!(slice.controls(), [control(0, pedal, 10), control(9, pedal, 19)]);
}

#[test]
fn a_slice_lies_inside_the_clip() {
    let whole = clip(40, &[note(0, 10, 60)]);
    assert_eq!(whole.sliced(span(0, 40)), Ok(whole.clone()));
    for (start, end) in [(-1, 10), (0, 41), (10, 10), (20, 10), (i64::MIN, i64::MAX), (i64::MAX, i64::MIN)] {
        let refused = Error::Slice { span: span(start, end), length: Ticks(40) };
        assert_eq!(whole.sliced(span(start, end)), Err(refused));
    }
}

#[test]
fn clips_follow_one_another_up_to_the_longest() {
    let joined = clip(40, &[note(0, 10, 60)]).followed_by(&clip(10, &[note(9, 1, 61)])).unwrap();
    assert_eq!(joined, clip(50, &[note(0, 10, 60), note(49, 1, 61)]));
    let longest = clip(LENGTH_MAX.0, &[]);
    assert_eq!(clip(LENGTH_MAX.0 - 1, &[]).followed_by(&clip(1, &[])), Ok(longest.clone()));
    let refused = Error::Length { length: LENGTH_MAX + Ticks(1) };
    assert_eq!(longest.followed_by(&clip(1, &[])), Err(refused));
}

proptest! {
    #[test]
    fn two_slices_are_the_clip_they_were_cut_from(whole in any_clip(), cut in 1..5_000_i64) {
        prop_assume!(cut < whole.length().0);
        let first = whole.sliced(span(0, cut)).unwrap();
        let rest = whole.sliced(span(cut, whole.length().0)).unwrap();
        prop_assert_eq!(first.followed_by(&rest), Ok(whole));
    }

    #[test]
    fn up_and_down_again_is_the_same_clip(whole in any_clip(), semitones: i8, lane in 0..Lane::COUNT) {
        let lane = Lane::from_index(lane).unwrap();
        if let Ok(moved) = whole.transposed(semitones, lane) && semitones != i8::MIN {
            prop_assert_eq!(moved.transposed(-semitones, lane), Ok(whole));
        }
    }
}
