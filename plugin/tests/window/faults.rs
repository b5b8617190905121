//! What the window says where something is wrong, and what it does not say beside it.

use egui::{Key, Modifiers};

use crate::pictures::{empty, faults, playing};
use crate::stand::Stand;

#[test]
fn a_host_that_calls_and_gives_no_position_is_named() {
    for (has_transport, blocks, is_said) in [(false, 1, true), (false, 0, false), (true, 1, false)] {
        let mut picture = playing();
        (picture.glance.has_transport, picture.glance.blocks) = (has_transport, blocks);
        let stand = Stand::of(picture);
        assert_eq!(stand.find("No position").is_some(), is_said, "{has_transport}, {blocks} blocks");
    }
}

#[test]
fn a_bank_that_plays_instead_is_not_what_is_wrong() {
    for (picture, is_said) in [(faults(), true), (empty(), false)] {
        let name = picture.model.bank.name.clone();
        let mut stand = Stand::of(picture);
        stand.press(Key::Num3, Modifiers::COMMAND);
        stand.frames(2);
        assert!(stand.find(&name).is_some(), "what plays is named");
        assert_eq!(stand.find("Cannot play the chosen bank").is_some(), is_said);
    }
}

#[test]
fn nobody_is_asked_to_save_into_a_folder_that_is_not_there() {
    let hint = "No files yet. Save a MIDI file there, for example bass/riff.mid.";
    for is_fault in [true, false] {
        let mut picture = faults();
        picture.model.folder.files.clear();
        picture.model.folder.is_fault = is_fault;
        let mut stand = Stand::of(picture);
        stand.press(Key::Num2, Modifiers::COMMAND);
        stand.frames(2);
        assert_eq!(stand.find("Cannot watch").is_some(), is_fault);
        assert_eq!(stand.find(hint).is_some(), !is_fault);
    }
}

#[test]
fn nothing_moves_when_a_chord_goes_wrong() {
    for lines in 1..6 {
        let mut stands = [playing(), faults()].map(|mut picture| {
            picture.model.ask.chart = "| C |\n".repeat(lines);
            Stand::of(picture)
        });
        let places = stands.each_mut().map(|stand| (stand.place("Generate"), stand.place("8 bars")));
        assert_eq!(places[0], places[1], "{lines} lines");
    }
}
