//! Everything can be done without a mouse.

use ai_band_plugin::action::Action;
use ai_band_plugin::editor::desk::Dial;
use ai_band_plugin::editor::local::Tab;
use ai_band_plugin::editor::typing::PAUSE_SECONDS;
use ai_band_plugin::model::Bars;
use egui::{Key, Modifiers};
use music::lane::Lane;

use crate::pictures::{approvals, empty, playing};
use crate::stand::{Gesture, Stand};

/// More than there are things in the window.
const TABS: usize = 150;

/// What Tab comes by, in its order, until it begins again.
fn tour(stand: &mut Stand) -> Vec<String> {
    let mut names = Vec::new();
    for _ in 0..TABS {
        stand.press(Key::Tab, Modifiers::NONE);
        stand.frames(1);
        names.extend(stand.focused());
    }
    let first = names.first().cloned().expect("something has the keyboard");
    let again = names.iter().skip(1).position(|name| *name == first);
    names.truncate(again.map_or(names.len(), |at| at + 1));
    names
}

#[test]
fn tab_reaches_everything_and_comes_round_again() {
    let mut stand = Stand::of(approvals());
    stand.resize(1_400.0, 1_600.0);
    let names = tour(&mut stand);
    for name in [
        "Host",
        "Session",
        "Bar 1 here",
        "Paper",
        "Intensity",
        "Complexity",
        "Fill",
        "Panic",
        "Drums mute",
        "Drums solo",
        "Drums level",
        "Drums settings",
        "Drums bars",
        "Bars of all lanes",
        "Later bars",
        "Follow",
        "Folder",
        "Audition",
        "Approve",
        "Vary",
        "Reject",
        "Chords",
        "Generate",
        "Knobs",
        "Dismiss",
    ] {
        assert!(names.iter().any(|reached| reached == name), "{name} is not reached by Tab: {names:#?}");
    }
    assert!(names.len() < TABS, "it comes round: {names:#?}");
}

#[test]
fn tab_goes_as_one_reads() {
    let mut stand = Stand::of(approvals());
    stand.resize(1_400.0, 1_600.0);
    let names = tour(&mut stand);
    let at = |name: &str| names.iter().position(|reached| reached == name).expect(name);
    for (before, after) in [
        ("Host", "Session"),
        ("Intensity", "Complexity"),
        ("Drums level", "Bass level"),
        ("Audition", "Approve"),
        ("Chords", "Generate"),
    ] {
        assert!(at(before) < at(after), "{before} comes after {after}: {names:#?}");
    }
}

#[test]
fn ctrl_enter_generates_what_was_just_typed() {
    let mut stand = Stand::of(empty());
    stand.press(Key::L, Modifiers::COMMAND);
    stand.frames(1);
    stand.write("Am7");
    stand.press(Key::Enter, Modifiers::COMMAND);
    assert_eq!(stand.taken(), [Action::Chart("Am7".to_owned()), Action::Generate]);
    stand.frame_after(PAUSE_SECONDS * 2.0, Vec::new());
    assert_eq!(stand.taken(), [], "it is not sent twice");
}

#[test]
fn typing_is_sent_after_every_pause() {
    let mut stand = Stand::of(empty());
    stand.press(Key::L, Modifiers::COMMAND);
    stand.frames(1);
    stand.write("Hm7");
    assert_eq!(stand.taken(), []);
    stand.frame_after(PAUSE_SECONDS + 0.01, Vec::new());
    assert_eq!(stand.taken(), [Action::Chart("Hm7".to_owned())]);
}

#[test]
fn undo_takes_back_music_unless_somebody_types() {
    let mut stand = Stand::of(playing());
    stand.press(Key::Z, Modifiers::COMMAND);
    assert_eq!(stand.taken(), [Action::Undo]);
    stand.press(Key::Y, Modifiers::COMMAND);
    assert_eq!(stand.taken(), [], "there is nothing to redo");
    stand.picture.model.redo = Some("Bass re-rolled".to_owned());
    stand.press(Key::Z, Modifiers::COMMAND | Modifiers::SHIFT);
    assert_eq!(stand.taken(), [Action::Redo]);
    stand.press(Key::L, Modifiers::COMMAND);
    stand.frames(1);
    stand.press(Key::Z, Modifiers::COMMAND);
    assert_eq!(stand.taken(), []);
}

#[test]
fn tabs_and_zoom_have_keys() {
    let mut stand = Stand::of(playing());
    for (key, tab) in [(Key::Num2, Tab::Folder), (Key::Num3, Tab::Bank), (Key::Num1, Tab::Takes)] {
        stand.press(key, Modifiers::COMMAND);
        assert_eq!(stand.local.tab, tab);
    }
    stand.press(Key::Plus, Modifiers::COMMAND);
    stand.press(Key::Plus, Modifiers::COMMAND);
    stand.press(Key::Minus, Modifiers::COMMAND);
    assert_eq!(stand.local.zoom_percent, 125);
}

/// Tab, until `name` has the keyboard.
fn go_to(stand: &mut Stand, name: &str) {
    for _ in 0..TABS {
        stand.press(Key::Tab, Modifiers::NONE);
        stand.frames(1);
        if stand.focused().as_deref() == Some(name) {
            return;
        }
    }
    panic!("{name} is not reached");
}

#[test]
fn bars_are_picked_locked_and_re_rolled_with_keys() {
    let mut stand = Stand::of(playing());
    go_to(&mut stand, "Bass bars");
    stand.press(Key::ArrowRight, Modifiers::NONE);
    stand.press(Key::ArrowRight, Modifiers::SHIFT);
    let bars = Bars { first: 9, last: 10 };
    let picked = stand.local.roll.selection.map(|picked| (picked.lane, picked.bars()));
    assert_eq!(picked, Some((Some(Lane::Bass), bars)));
    for (key, asked) in [
        (Key::L, Action::Lock { lane: Lane::Bass, bars, locked: true }),
        (Key::R, Action::Reroll { lane: Lane::Bass, bars }),
        (Key::Delete, Action::Clear { lane: Lane::Bass, bars }),
    ] {
        stand.press(key, Modifiers::NONE);
        assert_eq!(stand.taken(), [asked]);
    }
    stand.press(Key::Escape, Modifiers::NONE);
    assert_eq!(stand.local.roll.selection, None);
}

#[test]
fn arrows_turn_a_fader_one_gesture_a_press() {
    let mut stand = Stand::of(playing());
    go_to(&mut stand, "Intensity");
    stand.press(Key::ArrowRight, Modifiers::NONE);
    let one = |to| {
        [
            Gesture::Grab(Dial::Intensity),
            Gesture::Turn(Dial::Intensity, to),
            Gesture::Release(Dial::Intensity),
        ]
    };
    assert_eq!(stand.gestures(), one(1));
    stand.press(Key::ArrowRight, Modifiers::SHIFT);
    assert_eq!(stand.gestures(), one(11));
    stand.press(Key::ArrowLeft, Modifiers::NONE);
    assert_eq!(stand.gestures(), one(10));
}

#[test]
fn enter_presses_what_has_the_keyboard() {
    let mut stand = Stand::of(approvals());
    go_to(&mut stand, "Approve");
    stand.press(Key::Enter, Modifiers::NONE);
    assert!(matches!(stand.taken()[..], [Action::Approve(_)]));
}
