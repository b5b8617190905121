//! Whole drags, from a pressed button to a file that was read.

use std::path::PathBuf;

use ai_band_plugin::editor::drag_out::linux::Drag;
use ai_band_plugin::editor::drag_out::{Outcome, Refusal};

use crate::screen::{Hand, Screen};
use crate::target::{Heard, Manner, Target};

fn file(folder: &tempfile::TempDir, name: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, name.as_bytes()).expect("a folder of our own");
    path
}

fn begin(screen: &Screen, files: &[PathBuf]) -> Drag {
    Drag::begin_on(Some(&screen.display), files).expect("the screen is there")
}

/// A drag that has come over a window.
struct Over {
    target: Target,
    hand: Hand,
    drag: Drag,
    _folder: tempfile::TempDir,
    _screen: Screen,
}

fn entered(manner: Manner) -> Over {
    let (screen, folder) = (Screen::open(), tempfile::tempdir().expect("a folder"));
    let target = Target::open(&screen, 5, manner);
    let hand = Hand::on(&screen);
    hand.press();
    let drag = begin(&screen, &[file(&folder, "bass.mid")]);
    hand.go(320, 120);
    assert!(matches!(target.next(), Heard::Entered { .. }));
    Over { target, hand, drag, _folder: folder, _screen: screen }
}

#[test]
fn a_file_is_dragged_out_and_read_whatever_its_name() {
    let (screen, folder) = (Screen::open(), tempfile::tempdir().expect("a folder"));
    for name in ["bass.mid", "Late Bus, bars 5–8.mid", "Spät #1 100 %.mid"] {
        let path = file(&folder, name);
        let target = Target::open(&screen, 5, Manner::Takes);
        let hand = Hand::on(&screen);
        hand.press();
        let drag = begin(&screen, std::slice::from_ref(&path));
        hand.go(320, 120);
        assert_eq!(target.next(), Heard::Entered { version: 5, kinds: vec!["text/uri-list".to_owned()] });
        assert_eq!(target.next(), Heard::Position(320, 120));
        // Into the small window inside: the outer one is spoken to all the same.
        hand.go(360, 160);
        assert_eq!(target.next(), Heard::Position(360, 160));
        hand.let_go();
        assert_eq!(target.next_deed(), Heard::Files(vec![(path.clone(), name.as_bytes().to_vec())]));
        assert_eq!(drag.ended(), Some(Outcome::Taken), "{name}");
        assert!(path.exists(), "files are kept");
    }
}

#[test]
fn several_files_go_together() {
    let (screen, folder) = (Screen::open(), tempfile::tempdir().expect("a folder"));
    let files = ["a.mid", "b c.mid"].map(|name| file(&folder, name));
    let target = Target::open(&screen, 4, Manner::Takes);
    let hand = Hand::on(&screen);
    hand.press();
    let drag = begin(&screen, &files);
    hand.go(320, 120);
    assert!(matches!(target.next(), Heard::Entered { version: 4, .. }));
    hand.let_go();
    let Heard::Files(taken) = target.next_deed() else { panic!("files were expected") };
    assert_eq!(taken.into_iter().map(|(path, _)| path).collect::<Vec<_>>(), files);
    assert_eq!(drag.ended(), Some(Outcome::Taken));
}

#[test]
fn who_refuses_and_who_says_nothing_is_left() {
    for manner in [Manner::Refuses, Manner::Silent] {
        let over = entered(manner);
        over.hand.let_go();
        assert_eq!(over.target.next_deed(), Heard::Left);
        assert_eq!(over.drag.ended(), Some(Outcome::NotTaken));
    }
}

#[test]
fn pulled_away_again_a_target_is_left() {
    let over = entered(Manner::Takes);
    over.hand.go(50, 400);
    assert_eq!(over.target.next_deed(), Heard::Left);
    over.hand.let_go();
    assert_eq!(over.drag.ended(), Some(Outcome::NotTaken));
}

#[test]
fn windows_that_know_no_dragging_take_nothing() {
    let (screen, folder) = (Screen::open(), tempfile::tempdir().expect("a folder"));
    // Version 2 is of another age.
    let _target = Target::open(&screen, 2, Manner::Takes);
    for (x, y) in [(320, 120), (50, 50), (600, 400)] {
        let hand = Hand::on(&screen);
        hand.press();
        let drag = begin(&screen, &[file(&folder, "bass.mid")]);
        hand.go(x, y);
        hand.let_go();
        assert_eq!(drag.ended(), Some(Outcome::NotTaken), "at {x}, {y}");
    }
}

#[test]
fn escape_ends_it() {
    let over = entered(Manner::Takes);
    over.hand.press_escape();
    assert_eq!(over.target.next_deed(), Heard::Left);
    assert_eq!(over.drag.ended(), Some(Outcome::GivenUp));
}

#[test]
fn a_window_that_shuts_ends_its_drag() {
    let over = entered(Manner::Takes);
    drop(over.drag);
    assert_eq!(over.target.next_deed(), Heard::Left);
}

#[test]
fn without_a_screen_it_is_said_what_to_do_instead() {
    let refused = Drag::begin_on(Some(":59000"), &[]).err().expect("there is no such screen");
    assert!(matches!(refused, Refusal::NoScreen(_)));
    assert!(refused.to_string().ends_with("use Reveal file and drag it from there"), "{refused}");
}

#[test]
fn a_screen_that_goes_away_ends_it() {
    let screen = Screen::open();
    let hand = Hand::on(&screen);
    hand.press();
    let drag = begin(&screen, &[]);
    drop(screen);
    assert_eq!(drag.ended(), Some(Outcome::NotTaken));
}
