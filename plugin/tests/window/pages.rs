//! Which bars are in view, where they are on the screen, and which are picked.

use ai_band_plugin::action::Action;
use ai_band_plugin::editor::views::lanes::kit::Row;
use ai_band_plugin::editor::views::lanes::page::{COUNTS, Page, turned};
use ai_band_plugin::editor::views::lanes::score::{Rows, Score};
use ai_band_plugin::editor::views::lanes::selected::{Deed, deed};
use ai_band_plugin::editor::views::lanes::{Roll, Selection};
use ai_band_plugin::model::{BarView, Bars, LaneView, Model, RollNote, Route, SongView};
use egui::{Event, Key, Modifiers, Rangef};
use music::lane::Lane;
use music::time::{Span, Ticks};
use proptest::prelude::*;
use std::sync::Arc;

fn song(bars: i64) -> SongView {
    let bar = |index: i64| BarView {
        number: index as i32 + 1,
        span: Span { start: Ticks::from_beats(index * 4), end: Ticks::from_beats(index * 4 + 4) },
        meter: (4, 4),
        section: None,
        chords: Vec::new(),
    };
    SongView { bars: (0..bars).map(bar).collect(), ..SongView::default() }
}

fn page(bars: i64, first: usize, count: usize) -> Page {
    Page::of(&song(bars), first, count, Rangef::new(100.0, 900.0))
}

#[test]
fn pages_turn_by_halves_so_that_what_comes_next_is_always_in_view() {
    for (beat, first) in [
        (0.0, 0),
        (15.9, 0),
        (16.0, 4),
        (31.9, 4),
        (32.0, 8),
        // The last page stays full.
        (92.0, 16),
        (400.0, 16),
        (-3.0, 0),
    ] {
        assert_eq!(turned(&song(24), beat, 3, 8), first, "beat {beat}");
    }
    assert_eq!(turned(&song(24), f64::NAN, 3, 8), 3, "a host that says nonsense turns no page");
    assert_eq!(turned(&song(3), 9.0, 0, 8), 0, "a short song is in view whole");
    assert_eq!(turned(&SongView::default(), 70.0, 0, 8), 16, "without a chart it turns all the same");
}

#[test]
fn a_page_lays_time_out_evenly() {
    let page = page(24, 8, 8);
    assert_eq!((page.x(Ticks::from_beats(32)), page.x(Ticks::from_beats(64))), (100.0, 900.0));
    assert_eq!(page.x_of_beats(48.0), 500.0);
    assert!(page.holds(32.0) && page.holds(63.9) && !page.holds(64.0) && !page.holds(31.9));
    for (x, place) in [(0.0, 8), (100.0, 8), (199.0, 8), (201.0, 9), (899.0, 15), (2_000.0, 15)] {
        assert_eq!(page.place_at(x), Some(place), "x {x}");
    }
    assert_eq!(page.x_of_places(9, 10), Some(Rangef::new(200.0, 400.0)));
    assert_eq!(page.x_of_places(0, 8), Some(Rangef::new(100.0, 200.0)), "as far as they are in view");
    assert_eq!(page.x_of_places(20, 23), None);
}

#[test]
fn a_page_without_a_chart_has_bars_of_four_beats() {
    let page = Page::of(&SongView::default(), 2, 4, Rangef::new(0.0, 400.0));
    let numbers: Vec<i32> = page.slots.iter().map(|slot| slot.number).collect();
    assert_eq!(numbers, [3, 4, 5, 6]);
    assert_eq!(page.start(), Ticks::from_beats(8));
}

#[test]
fn leafing_stops_following_and_never_goes_before_the_beginning() {
    let mut roll = Roll::default();
    assert!(roll.follows);
    roll.leaf(1);
    assert_eq!((roll.first, roll.follows), (COUNTS[1] / 2, false));
    roll.leaf(-9);
    assert_eq!(roll.first, 0);
}

#[test]
fn picked_bars_are_counted_from_one_whichever_way_they_were_picked() {
    let there = Selection::at(Some(Lane::Bass), 7).to(4);
    assert_eq!((there.places(), there.bars()), ((4, 7), Bars { first: 5, last: 8 }));
    assert!(there.is_in(Lane::Bass) && !there.is_in(Lane::Keys));
    assert!(Selection::at(None, 3).is_in(Lane::Keys));
}

#[test]
fn arrows_move_and_shift_stretches() {
    let key = |key, shift| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: if shift { Modifiers::SHIFT } else { Modifiers::NONE },
    };
    let at = Selection::at(Some(Lane::Keys), 2);
    for (pressed, shift, places) in [
        (Key::ArrowRight, false, (3, 3)),
        (Key::ArrowLeft, false, (1, 1)),
        (Key::ArrowRight, true, (2, 3)),
        (Key::ArrowLeft, true, (1, 2)),
        (Key::End, true, (2, 9)),
        (Key::Home, false, (0, 0)),
        (Key::A, false, (2, 2)),
    ] {
        assert_eq!(at.keyed(&key(pressed, shift), 10).places(), places, "{pressed:?} {shift}");
    }
    assert_eq!(Selection::at(None, 9).keyed(&key(Key::ArrowRight, false), 10).places(), (9, 9));
}

fn lane(lane: Lane, notes: &[RollNote]) -> LaneView {
    LaneView {
        lane,
        owned: true,
        route: Route::Sound,
        channel: 0,
        program: 0,
        swing: None,
        humanise_micros: 0,
        notes: notes.into(),
        armed: Arc::from([]),
        locked: vec![Bars { first: 3, last: 6 }],
    }
}

fn note(start: i64, length: i64, key: u8) -> RollNote {
    RollNote { start: Ticks(start), length: Ticks(length), key, velocity: 90, clashes: false }
}

#[test]
fn a_deed_is_done_to_each_lane_that_is_meant_and_owned() {
    let mut model = Model { lanes: vec![lane(Lane::Bass, &[]), lane(Lane::Keys, &[])], ..Model::default() };
    model.lanes.push(LaneView { owned: false, ..lane(Lane::Pad, &[]) });
    let bars = Bars { first: 4, last: 5 };
    let all = Selection::at(None, 3).to(4);
    assert_eq!(
        deed(&model, all, Deed::Reroll),
        [Action::Reroll { lane: Lane::Bass, bars }, Action::Reroll { lane: Lane::Keys, bars }]
    );
    let bass = Selection::at(Some(Lane::Bass), 3).to(4);
    assert_eq!(deed(&model, bass, Deed::Lock), [Action::Lock { lane: Lane::Bass, bars, locked: false }]);
    assert_eq!(deed(&model, bass.to(8), Deed::Clear).len(), 1);
    let wider = deed(&model, bass.to(8), Deed::Lock);
    assert_eq!(wider, [Action::Lock { lane: Lane::Bass, bars: Bars { first: 4, last: 9 }, locked: true }]);
    assert!(deed(&model, Selection::at(Some(Lane::Pad), 0), Deed::Clear).is_empty());
}

#[test]
fn kits_have_named_rows_and_pitches_have_room() {
    let mut score = Score::default();
    score.attend(&lane(Lane::Drums, &[note(0, 1, 36), note(0, 1, 42), note(5, 1, 46), note(9, 1, 38)]));
    assert_eq!(score.rows, Rows::Kit(vec![Row::Hats, Row::Snare, Row::Kick]));
    assert_eq!((score.rows.of(46), score.rows.of(36)), (0, 2));
    score.attend(&lane(Lane::Bass, &[note(0, 1, 40)]));
    assert!(score.rows.count() >= 12, "one note does not fill a row: {:?}", score.rows);
    score.attend(&lane(Lane::Keys, &[note(0, 1, 40), note(1, 1, 80)]));
    assert_eq!((score.rows.clone(), score.rows.of(80), score.rows.of(40)), (Rows::Keys(40, 80), 0, 40));
}

#[test]
fn every_key_of_a_kit_has_a_row_and_no_two_rows_a_name() {
    let rows: std::collections::BTreeSet<Row> = (0..=255).map(Row::of).collect();
    let names: std::collections::HashSet<&str> = rows.iter().map(|row| row.name()).collect();
    assert_eq!((rows.len(), names.len()), (10, 10));
}

#[test]
fn a_note_that_began_long_before_the_page_is_found_while_it_sounds() {
    let notes = [note(0, 9_000, 60), note(100, 10, 62), note(8_000, 10, 64), note(9_500, 10, 65)];
    let mut score = Score::default();
    let view = lane(Lane::Pad, &notes);
    score.attend(&view);
    let found = score.between(&view.notes, Ticks(8_500), Ticks(9_501));
    assert!(found.contains(&notes[0]) && found.contains(&notes[3]));
    assert!(!score.between(&view.notes, Ticks(0), Ticks(9_500)).contains(&notes[3]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_plays_is_in_view_and_half_a_page_after_it_too(bars in 1_i64..60, at in 0.0_f64..1.0, size in 0_usize..4) {
        let song = song(bars);
        let beat = at * bars as f64 * 4.0 * 0.999;
        let count = COUNTS[size];
        let page = Page::of(&song, turned(&song, beat, 0, count), count, Rangef::new(0.0, 100.0));
        prop_assert!(page.holds(beat));
        let ahead = beat + count as f64 / 2.0 * 4.0 - 4.0;
        prop_assert!(page.holds(ahead) || ahead >= bars as f64 * 4.0);
    }

    #[test]
    fn a_place_on_the_screen_is_where_its_bar_is_drawn(bars in 1_i64..40, first in 0_usize..39, x in 100.0_f32..900.0) {
        let page = page(bars, first.min(bars as usize - 1), 8);
        let place = page.place_at(x).expect("a bar is in view");
        let slot = page.slots.iter().find(|slot| slot.place == place).expect("it is in view");
        prop_assert!(page.x_of_slot(slot).contains(x) || (page.x_of_slot(slot).max - x).abs() < 0.01);
    }
}
