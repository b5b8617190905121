//! What is asked for when things are pulled: faders, bars, lanes out of the window.

use ai_band_plugin::action::Action;
use ai_band_plugin::editor::desk::Dial;
use ai_band_plugin::editor::local::Errand;
use ai_band_plugin::model::{Bars, DroppedFile, Exported, Route};
use egui::{Key, Modifiers, vec2};
use music::lane::Lane;
use music::time::Ticks;
use player::compiled::Swing;

use crate::pictures::playing;
use crate::stand::{Gesture, Stand};

#[test]
fn a_pull_on_a_fader_is_one_gesture() {
    let mut stand = Stand::of(playing());
    let fader = stand.place("Bass level");
    stand.pull(fader.left_center() + vec2(6.0, 0.0), fader.right_center() - vec2(3.0, 0.0));
    let gestures = stand.gestures();
    let dial = Dial::Level(Lane::Bass);
    let count = |wanted: Gesture| gestures.iter().filter(|gesture| **gesture == wanted).count();
    assert_eq!((count(Gesture::Grab(dial)), count(Gesture::Release(dial))), (1, 1), "{gestures:?}");
    assert_eq!(gestures.first(), Some(&Gesture::Grab(dial)));
    assert_eq!(gestures.last(), Some(&Gesture::Release(dial)));
    assert!(gestures.contains(&Gesture::Turn(dial, 127)), "{gestures:?}");
    assert_eq!(stand.taken(), [], "parameters are the host's, not the worker's");
}

#[test]
fn switches_of_the_host_are_whole_gestures() {
    let mut stand = Stand::of(playing());
    for (name, dial) in [
        ("Bass mute", Dial::Mute(Lane::Bass)),
        ("Keys solo", Dial::Solo(Lane::Keys)),
        ("Fill", Dial::Fill),
        ("Panic", Dial::Panic),
        ("Bypass", Dial::Bypass),
        ("Session", Dial::Follow),
        ("B", Dial::Pattern),
    ] {
        stand.click(name);
        let on = [Gesture::Grab(dial), Gesture::Turn(dial, 1), Gesture::Release(dial)];
        assert_eq!(stand.gestures(), on, "{name}");
    }
    assert_eq!(stand.taken(), []);
}

#[test]
fn with_its_own_clock_the_band_is_started_and_stopped_here() {
    let mut stand = Stand::of(playing());
    stand.click("Session");
    stand.click("Stop");
    assert_eq!(stand.taken(), [Action::Stop]);
    stand.picture.glance.playing = false;
    stand.frames(2);
    stand.click("Play");
    assert_eq!(stand.taken(), [Action::Play]);
}

#[test]
fn bars_are_picked_by_pulling_over_them_and_let_go_by_clicking_again() {
    let mut stand = Stand::of(playing());
    let strip = stand.place("Bass bars");
    let bar = |index: f32| strip.left_center() + vec2((index + 0.5) * strip.width() / 8.0, 0.0);
    // From the edge of a bar: it is the bar that was pressed, however far the first pull goes.
    stand.pull(bar(3.6), bar(2.0));
    let picked = |stand: &Stand| stand.local.roll.selection.map(|picked| (picked.lane, picked.bars()));
    assert_eq!(picked(&stand), Some((Some(Lane::Bass), Bars { first: 11, last: 13 })));
    stand.click_at(bar(6.0), Modifiers::SHIFT);
    assert_eq!(picked(&stand), Some((Some(Lane::Bass), Bars { first: 13, last: 15 })), "from where it began");
    stand.click_at(bar(1.0), Modifiers::NONE);
    assert_eq!(picked(&stand), Some((Some(Lane::Bass), Bars { first: 10, last: 10 })));
    stand.click_at(bar(1.0), Modifiers::NONE);
    assert_eq!(picked(&stand), None);
    let ruler = stand.place("Bars of all lanes");
    stand.click_at(ruler.left_center() + vec2(5.0, 0.0), Modifiers::NONE);
    assert_eq!(picked(&stand), Some((None, Bars { first: 9, last: 9 })));
}

#[test]
fn what_is_picked_is_locked_unlocked_re_rolled_and_cleared() {
    let mut stand = Stand::of(playing());
    let strip = stand.place("Bass bars");
    let bar = |index: f32| strip.left_center() + vec2((index + 0.5) * strip.width() / 8.0, 0.0);
    let (lane, bars) = (Lane::Bass, Bars { first: 9, last: 10 });
    stand.pull(bar(0.0), bar(1.0));
    stand.place("Bass, bars 9–10");
    for (name, asked) in [
        ("Lock", Action::Lock { lane, bars, locked: true }),
        ("Re-roll", Action::Reroll { lane, bars }),
        ("Clear", Action::Clear { lane, bars }),
    ] {
        stand.click(name);
        assert_eq!(stand.taken(), [asked]);
    }
    stand.pull(bar(2.0), bar(3.0));
    stand.click("Unlock");
    let bars = Bars { first: 11, last: 12 };
    assert_eq!(stand.taken(), [Action::Lock { lane, bars, locked: false }]);
}

#[test]
fn a_lane_is_dragged_out_as_a_file_that_is_asked_for_at_once() {
    let mut stand = Stand::of(playing());
    let grip = stand.place("Drag Bass out").center();
    let what = DroppedFile { lane: Some(Lane::Bass), bars: None, quantised: false };
    stand.frame(vec![egui::Event::PointerMoved(grip)]);
    stand.frame(vec![egui::Event::PointerButton {
        pos: grip,
        button: egui::PointerButton::Primary,
        pressed: true,
        modifiers: Modifiers::NONE,
    }]);
    stand.frame(vec![egui::Event::PointerMoved(grip + vec2(30.0, 30.0))]);
    stand.frames(1);
    assert_eq!((stand.taken(), stand.local.dragged), (vec![Action::Export(what)], Some((what, 0))));
    stand.frame(vec![egui::Event::PointerButton {
        pos: grip + vec2(30.0, 30.0),
        button: egui::PointerButton::Primary,
        pressed: false,
        modifiers: Modifiers::NONE,
    }]);
    stand.frames(1);
    assert_eq!(stand.local.dragged, None);
}

#[test]
fn a_written_file_can_be_revealed_and_its_path_copied_on_every_system() {
    let mut stand = Stand::of(playing());
    let strip = stand.place("Keys bars");
    stand.click_at(strip.left_center() + vec2(5.0, 0.0), Modifiers::NONE);
    stand.click("Write file");
    let what =
        DroppedFile { lane: Some(Lane::Keys), bars: Some(Bars { first: 9, last: 9 }), quantised: false };
    assert_eq!(stand.taken(), [Action::Export(what)]);
    let path = std::path::PathBuf::from("/music/Late Bus keys 9.mid");
    stand.picture.model.exports = vec![Exported { what, path: path.clone() }];
    stand.frames(2);
    stand.click("Reveal file");
    assert_eq!(stand.local.errand.take(), Some(Errand::Reveal(path.clone())));
    stand.click("Copy path");
    assert_eq!(stand.local.errand.take(), Some(Errand::CopyPath(path)));
}

#[test]
fn a_lanes_settings_are_behind_its_menu() {
    let mut stand = Stand::of(playing());
    for (name, asked) in [
        ("MIDI", Action::Route { lane: Lane::Keys, route: Route::Midi }),
        ("Give up chair", Action::Own { lane: Lane::Keys, owned: false }),
    ] {
        if stand.find(name).is_none() {
            stand.click("Keys settings");
            stand.frames(2);
        }
        stand.click(name);
        assert_eq!(stand.taken(), [asked]);
    }
}

#[test]
fn a_lane_is_swung_and_humanised_in_its_menu() {
    let mut picture = playing();
    let keys = picture.model.lanes.iter_mut().find(|view| view.lane == Lane::Keys).unwrap();
    let swing = Swing { unit: Ticks(480), percent: 67 };
    (keys.swing, keys.humanise_micros) = (Some(swing), 8_000);
    let mut stand = Stand::of(picture);
    stand.click("Keys settings");
    stand.frames(2);
    stand.click("Sixteenths");
    let swung = |swing| Action::Swing { lane: Lane::Keys, swing };
    assert_eq!(stand.taken(), [swung(Some(Swing { unit: Ticks(240), ..swing }))]);
    for (shown, written, asked) in [
        ("67 %", "60", swung(Some(Swing { percent: 60, ..swing }))),
        ("67 %", "50", swung(None)),
        ("8 ms", "12", Action::Humanise { lane: Lane::Keys, micros_max: 12_000 }),
    ] {
        stand.click(shown);
        stand.frames(2);
        stand.press(Key::A, Modifiers::COMMAND);
        stand.write(written);
        stand.press(Key::Enter, Modifiers::NONE);
        assert_eq!(stand.taken().last(), Some(&asked), "{shown} -> {written}");
    }
}

#[test]
fn leafing_and_following() {
    let mut stand = Stand::of(playing());
    assert_eq!(stand.local.roll.first, 8, "it follows the music");
    stand.click("Later bars");
    assert_eq!((stand.local.roll.first, stand.local.roll.follows), (12, false));
    stand.click("Follow");
    assert_eq!((stand.local.roll.first, stand.local.roll.follows), (8, true));
    stand.click("8 bars");
    assert_eq!(stand.local.roll.count, 16);
}
