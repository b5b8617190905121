//! Models from strangers: empty, huge, out of order. The window stays upright and its frames stay small.

use std::sync::Arc;

use ai_band_plugin::editor::local::Tab;
use ai_band_plugin::model::*;
use egui::{Key, Modifiers};
use music::lane::Lane;
use music::time::{Span, Ticks};

use crate::pictures::{Picture, huge, playing};
use crate::stand::Stand;

/// What a full window of a real band draws is a twentieth of it.
const SHAPES_MAX: usize = 60_000;

fn walk_about(picture: Picture) -> usize {
    let mut stand = Stand::of(picture);
    let mut most = 0;
    for tab in [Tab::Takes, Tab::Folder, Tab::Bank, Tab::Session] {
        stand.local.tab = tab;
        stand.local.are_knobs_open = true;
        for count in [4, 32] {
            stand.local.roll.count = count;
            most = most.max(stand.frame(Vec::new()).len());
        }
    }
    for key in [Key::Tab, Key::Enter, Key::ArrowRight, Key::End, Key::L, Key::R, Key::Delete, Key::Escape] {
        stand.press(key, Modifiers::NONE);
    }
    for (width, height) in [(900.0, 600.0), (40.0, 30.0), (4_000.0, 3_000.0)] {
        stand.resize(width, height);
    }
    most
}

#[test]
fn a_model_with_nothing_in_it() {
    walk_about(Picture { model: Model::default(), glance: Default::default() });
}

#[test]
fn a_model_with_too_much_of_everything() {
    let most = walk_about(huge());
    assert!(most < SHAPES_MAX, "a frame of {most} shapes");
    assert!(most > 5_000, "dense lanes look dense: {most} shapes");
}

#[test]
fn a_band_as_it_is_takes_few_shapes() {
    let mut stand = Stand::of(playing());
    let shapes = stand.frame(Vec::new()).len();
    assert!(shapes < SHAPES_MAX / 20, "a frame of {shapes} shapes");
}

#[test]
fn a_chart_of_a_megabyte_is_not_laid_out_but_can_be_begun_anew() {
    let mut picture = playing();
    picture.model.ask.chart = "C | ".repeat(300_000);
    let mut stand = Stand::of(picture);
    assert!(stand.find("Chords").is_some());
    stand.click("Begin anew");
    assert_eq!(stand.taken(), [ai_band_plugin::action::Action::Chart(String::new())]);
}

#[test]
fn bars_that_no_song_has() {
    let bar = |number, start, end| BarView {
        number,
        span: Span { start: Ticks(start), end: Ticks(end) },
        meter: (255, 0),
        section: Some(String::new()),
        chords: vec![(Ticks(i64::MIN), "C".to_owned()), (Ticks(i64::MAX), String::new())],
    };
    let spans = [
        vec![(0, 0)],
        vec![(i64::MAX, i64::MIN)],
        vec![(i64::MIN, i64::MAX), (i64::MIN, i64::MAX)],
        vec![(960, 0), (0, 960), (-5, -6)],
    ];
    for spans in spans {
        for beat in [0.0, -1e18, 1e18, f64::NAN, f64::INFINITY] {
            let mut picture = playing();
            let bars = spans.iter().map(|(start, end)| bar(i32::MIN, *start, *end)).collect();
            picture.model.song = Arc::new(SongView { bars, tempo_bpm: f64::NAN, ..SongView::default() });
            picture.glance.beat = beat;
            picture.glance.tempo_bpm = beat;
            Stand::of(picture);
        }
    }
}

#[test]
fn ranges_that_no_text_has() {
    for (start, end) in [(0, usize::MAX), (3, 1), (1, 2), (usize::MAX, usize::MAX), (5, 5)] {
        let range = std::ops::Range { start, end };
        let mut picture = playing();
        picture.model.ask.chart = "ä|ö|ü".to_owned();
        let error = ChartError { range, message: "no".to_owned(), suggestion: Some("C".to_owned()) };
        picture.model.ask.errors = vec![error; 500];
        let mut stand = Stand::of(picture);
        if stand.find("Use C").is_some() {
            stand.click("Use C");
        }
    }
}

#[test]
fn lanes_twice_and_lanes_missing() {
    let mut picture = playing();
    let lanes = picture.model.lanes.clone();
    picture.model.lanes.extend(lanes);
    picture.model.lanes.retain(|view| view.lane != Lane::Drums);
    for view in &mut picture.model.lanes {
        (view.channel, view.program) = (255, 255);
        view.locked = vec![Bars { first: u32::MAX, last: 0 }, Bars { first: 0, last: u32::MAX }];
    }
    let mut stand = Stand::of(picture);
    stand.click("Bass settings");
    stand.frames(3);
}

#[test]
fn song_and_takes_may_vanish_while_they_are_pointed_at() {
    let mut stand = Stand::of(crate::pictures::approvals());
    let strip = stand.place("Keys bars");
    stand.pull(strip.left_center() + egui::vec2(9.0, 0.0), strip.right_center() - egui::vec2(9.0, 0.0));
    stand.click("Reject");
    stand.picture.model = Model::default();
    stand.frames(3);
    stand.picture.model = playing().model;
    stand.frames(3);
}
