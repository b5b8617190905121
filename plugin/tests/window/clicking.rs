//! What is asked for when things are clicked.

use ai_band_plugin::action::Action;
use ai_band_plugin::editor::local::Tab;
use ai_band_plugin::editor::look::Theme;
use ai_band_plugin::model::{Bars, TakeId};
use composer::variation::Keep;
use egui::{Key, Modifiers};
use music::lane::Lane;

use crate::pictures::{NAMES, approvals, empty, faults, named, playing, second};
use crate::stand::Stand;

#[test]
fn one_click_asks_for_one_thing() {
    let cases: &[(&str, fn() -> crate::pictures::Picture, &[Action])] = &[
        ("Generate", playing, &[Action::Generate]),
        ("Bar 1 here", playing, &[Action::OriginHere]),
        ("Undo: Bass re-rolled, bars 5–8", playing, &[Action::Undo]),
        ("Redo", playing, &[]),
        ("Another seed: same chords, other music", playing, &[Action::Seed(8)]),
        ("Dismiss", playing, &[Action::DismissLog]),
        ("Audition", approvals, &[Action::Audition(TakeId(6))]),
        ("Stop", approvals, &[Action::StopAudition]),
        ("Approve", approvals, &[Action::Approve(TakeId(6))]),
        ("Take this chair", second, &[Action::Own { lane: Lane::Drums, owned: true }]),
        ("Two-five-one", empty, &[]),
    ];
    for (name, picture, asked) in cases {
        let mut stand = Stand::of(picture());
        stand.click(name);
        let taken = stand.taken();
        if *name == "Two-five-one" {
            assert_eq!(taken, [Action::Chart("| Dm7 | G7 | Cmaj7 | % |".to_owned())]);
        } else {
            assert_eq!(taken, *asked, "{name}");
        }
    }
}

#[test]
fn nothing_is_asked_for_while_nothing_is_touched() {
    for name in NAMES {
        let mut stand = Stand::of(named(name).expect("a picture"));
        for tab in [Tab::Takes, Tab::Folder, Tab::Bank, Tab::Session] {
            stand.local.tab = tab;
            stand.local.are_knobs_open = !stand.local.are_knobs_open;
            stand.frames(3);
        }
        assert_eq!(stand.taken(), []);
        assert_eq!(stand.gestures(), []);
    }
}

#[test]
fn a_take_goes_back_with_a_reason_that_was_typed_or_clicked() {
    let mut stand = Stand::of(approvals());
    stand.click("Reject");
    stand.click("too busy");
    assert_eq!(stand.taken(), [Action::Reject { take: TakeId(6), reason: "too busy".to_owned() }]);

    stand.click("Reject");
    stand.click("Reason");
    stand.write("limps");
    stand.click("Send back");
    assert_eq!(stand.taken(), [Action::Reject { take: TakeId(6), reason: "limps".to_owned() }]);
    assert!(stand.find("Send back").is_none(), "it is said and done");
}

#[test]
fn a_variation_keeps_what_was_chosen() {
    let mut stand = Stand::of(approvals());
    stand.click("Vary");
    stand.click("Contour");
    let fader = stand.place("How much changes");
    stand.click_at(fader.right_center() - egui::vec2(1.0, 0.0), Modifiers::NONE);
    stand.click("Make variation");
    assert_eq!(stand.taken(), [Action::Vary { take: TakeId(6), keep: Keep::Contour, amount: 127 }]);
}

#[test]
fn lanes_to_write_for_are_switched_in_their_order() {
    let mut stand = Stand::of(playing());
    // The name stands in the rows too; the switch is the last.
    let switch = |stand: &Stand, name: &str| stand.all(name).last().expect("a switch").center();
    stand.click_at(switch(&stand, "Pad"), Modifiers::NONE);
    let with_pad = vec![Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad];
    assert_eq!(stand.taken(), [Action::AskLanes(with_pad)]);
    stand.click_at(switch(&stand, "Bass"), Modifiers::NONE);
    assert_eq!(stand.taken(), [Action::AskLanes(vec![Lane::Drums, Lane::Keys, Lane::Guitar])]);
}

#[test]
fn a_style_is_chosen_from_a_list() {
    let mut stand = Stand::of(playing());
    stand.click("Swing");
    stand.click("Bossa nova");
    assert_eq!(stand.taken(), [Action::Style("bossa".to_owned())]);
}

#[test]
fn a_wrong_chord_is_mended_with_a_click() {
    let mut stand = Stand::of(faults());
    stand.click("Use Bm7");
    let mended = "| Am7 | D7 | Gmaj7 | Bm7 | Em7 | A7 | Dmaj7 | X9 |".to_owned();
    assert_eq!(stand.taken(), [Action::Chart(mended)]);
    assert!(stand.find("Use Bm7").is_none(), "until the worker has looked at it again");
}

#[test]
fn what_is_wrong_is_said_and_underlined_where_it_is() {
    let stand = Stand::of(faults());
    stand.place("bar 4: \"Hm7\" is not a chord; did you mean Bm7?");
    stand.place("and 1 more");
    let lines = |stand: &mut Stand| {
        let fault = ai_band_plugin::editor::theme::colour(Theme::Night.palette().fault);
        let field = stand.all("Chords").last().expect("a field").expand(4.0);
        let shapes = stand.frame(Vec::new());
        let is_line = |shape: &egui::Shape| match shape {
            egui::Shape::LineSegment { stroke, points } => stroke.color == fault && field.contains(points[0]),
            _ => false,
        };
        shapes.iter().filter(|shape| is_line(&shape.shape)).count()
    };
    let mut stand = stand;
    assert_eq!(lines(&mut stand), 2);
    // Of other text than the worker has looked at, nothing is known.
    stand.local.chart.text.push_str(" C |");
    assert_eq!(lines(&mut stand), 0);
}

#[test]
fn only_what_is_picked_is_asked_for() {
    let mut stand = Stand::of(playing());
    stand.click("Picked bars");
    assert_eq!(stand.taken(), [], "nothing is picked yet");
    let strip = stand.place("Keys bars");
    stand.pull(strip.left_center() + egui::vec2(10.0, 0.0), strip.left_center() + egui::vec2(100.0, 0.0));
    stand.click("Bars 9–10");
    assert_eq!(stand.taken(), [Action::AskBars(Some(Bars { first: 9, last: 10 }))]);
}

#[test]
fn the_folder_and_the_bank_are_set_where_they_are_shown() {
    let mut stand = Stand::of(faults());
    stand.click("Folder");
    stand.click("Watch");
    stand.click("Approve files");
    stand.click("Look again");
    let asked = [Action::FolderWatched(false), Action::FolderApproved(false), Action::Rescan];
    assert_eq!(stand.taken(), asked);
    stand.place("damaged: track 2 ends in the middle of an event");
    stand.click("Sound");
    stand.click("Upright.sf2");
    stand.click("Use the default bank");
    let path = "/usr/share/sounds/sf2/Upright.sf2".into();
    assert_eq!(stand.taken(), [Action::Bank(Some(path)), Action::Bank(None)]);
}

#[test]
fn a_path_is_sent_when_it_is_left() {
    let mut stand = Stand::of(empty());
    stand.click("Folder");
    stand.click("/music/generated_accompaniments");
    stand.press(Key::End, Modifiers::NONE);
    stand.write("2");
    assert_eq!(stand.taken(), []);
    stand.press(Key::Tab, Modifiers::NONE);
    let path = "/music/generated_accompaniments2".into();
    assert_eq!(stand.taken(), [Action::FolderPath(path)]);
}

#[test]
fn the_window_is_dressed_and_sized_without_asking_anybody() {
    let mut stand = Stand::of(playing());
    stand.click("Paper");
    stand.click("Larger");
    stand.click("Larger");
    stand.click("Smaller");
    assert_eq!((stand.local.theme, stand.local.zoom_percent), (Theme::Day, 125));
    assert_eq!(stand.taken(), []);
    stand.place("125 %");
    stand.local.zoom_by(99);
    assert_eq!(stand.local.zoom_percent, 200);
    stand.local.zoom_by(-99);
    assert_eq!(stand.local.zoom_percent, 100);
}

#[test]
fn many_takes_come_a_page_at_a_time_and_the_ones_to_decide_first() {
    let mut picture = approvals();
    let first = picture.model.takes[0].clone();
    picture.model.takes.extend((100..140).map(|id| {
        let mut take = first.clone();
        take.id = TakeId(id);
        take
    }));
    let mut stand = Stand::of(picture);
    stand.place("Takes 42");
    stand.resize(1_180.0, 3_000.0);
    stand.click("Audition");
    assert_eq!(stand.taken(), [Action::Audition(TakeId(139))], "the newest first");
    assert_eq!(stand.all("Approve").len(), 12);
    assert!(stand.names().iter().any(|name| name.starts_with("Show more, 34 takes left")));
}

#[test]
fn nobody_plays_a_song_in_an_empty_window_but_everybody_sees_how_to_begin() {
    let stand = Stand::of(empty());
    for name in ["Try", "Two-five-one", "Four-chord pop", "Generate", "Untitled", "Disconnected"] {
        stand.place(name);
    }
}
