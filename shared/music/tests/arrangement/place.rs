//! Putting regions where nothing is yet, and finding them again.

use ai_band_music::arrangement::{
    Arrangement, Edit, INTO_MAX, REGIONS_MAX, Refusal, Region, Revision, Source,
};
use ai_band_music::lane::Lane;
use ai_band_music::time::{MAX_TICKS, TICKS_PER_BEAT, Ticks};

use crate::{apply, assert_drawn, clips, id, insert, keys_with, once, refused, replace, span};

#[test]
fn regions_are_sorted_by_lane_then_start() {
    let mut arrangement = Arrangement::new();
    for (lane, start, name) in
        [(Lane::Keys, 8, 1), (Lane::Keys, -8, 2), (Lane::Drums, 99, 3), (Lane::Extra, -99, 4)]
    {
        arrangement.insert(lane, span(start, start + 8), once(name)).unwrap();
    }
    assert_drawn(&arrangement, &["3 [99, 107) c+0", "2 [-8, 0) b+0", "1 [8, 16) a+0", "4 [-99, -91) d+0"]);
    assert_eq!(arrangement.revision(), Revision(4));
}

#[test]
fn neighbours_may_touch_and_lanes_do_not_mind_each_other() {
    let mut arrangement = keys_with(&[(8, 16)]);
    for (lane, start, end) in [(Lane::Keys, 0, 8), (Lane::Keys, 16, 24), (Lane::Pad, 10, 12)] {
        arrangement.insert(lane, span(start, end), once(1)).unwrap();
    }
    assert_eq!(arrangement.regions().len(), 4);
}

/// Beats are easier to read in what people are told.
#[test]
fn an_overlap_says_with_whom_and_what_is_free() {
    let beats = |start: i64, end: i64| span(start * TICKS_PER_BEAT, end * TICKS_PER_BEAT);
    let mut arrangement = Arrangement::new();
    for (start, end) in [(0, 8), (16, 32), (40, 44)] {
        arrangement.insert(Lane::Keys, beats(start, end), once(1)).unwrap();
    }
    let table = [
        (8, 17, "the new region would overlap region 2 at [16, 32); free there is [8, 16)"),
        (4, 12, "the new region would overlap region 1 at [0, 8); free there is [8, 12)"),
        (-4, 64, "the new region would overlap region 1 at [0, 8); free there is [44, 64)"),
        (7, 41, "the new region would overlap region 1 at [0, 8); free there is [8, 16)"),
        (20, 24, "the new region would overlap region 2 at [16, 32); nothing is free there"),
        (16, 32, "the new region would overlap region 2 at [16, 32); nothing is free there"),
    ];
    for (start, end, expected) in table {
        let edit = Edit::Insert { lane: Lane::Keys, span: beats(start, end), source: once(2) };
        assert_eq!(refused(&mut arrangement, edit), expected);
    }
    let edit = Edit::Move { region: id(3), lane: Lane::Keys, start: Ticks::from_beats(14) };
    let expected = "region 3 would overlap region 2 at [16, 32); free there is [14, 16)";
    assert_eq!(refused(&mut arrangement, edit), expected);
}

#[test]
fn spans_keep_to_the_length_of_a_song() {
    let whole = span(-MAX_TICKS, MAX_TICKS);
    let mut arrangement = Arrangement::new();
    arrangement.insert(Lane::Pad, whole, once(1)).unwrap();
    let empty = [(0, 0), (8, 7), (MAX_TICKS, -MAX_TICKS), (i64::MAX, i64::MIN)];
    let outside = [(0, MAX_TICKS + 1), (-MAX_TICKS - 1, 0), (i64::MIN, i64::MAX)];
    let region = id(1);
    for (start, end) in empty {
        let refusal = Err(Refusal::Empty { span: span(start, end) });
        for edit in [insert(Lane::Keys, start, end, once(2)), replace(Lane::Keys, start, end, once(2))] {
            assert_eq!(arrangement.apply(&edit), refusal);
        }
        assert_eq!(arrangement.apply(&Edit::Resize { region, span: span(start, end) }), refusal);
    }
    for (start, end) in outside {
        let refusal = Err(Refusal::OutOfBounds { span: span(start, end) });
        for edit in [insert(Lane::Keys, start, end, once(2)), replace(Lane::Keys, start, end, once(2))] {
            assert_eq!(arrangement.apply(&edit), refusal);
        }
        assert_eq!(arrangement.apply(&Edit::Resize { region, span: span(start, end) }), refusal);
    }
    let text = "nothing is inside [0, 0); a stretch of a lane ends after it starts";
    assert_eq!(refused(&mut arrangement, insert(Lane::Keys, 0, 0, once(2))), text);
    let text = "[0, 208333+321) reaches beyond beat 208333+320 before or after the start";
    assert_eq!(refused(&mut arrangement, insert(Lane::Keys, 0, MAX_TICKS + 1, once(2))), text);
}

#[test]
fn a_region_starts_inside_its_clips() {
    let mut arrangement = Arrangement::new();
    let source = |into: Ticks, looped| Source { clips: clips(1), into, looped };
    let table = [
        (-INTO_MAX, false, false),
        (Ticks(-1), false, false),
        (Ticks(0), false, true),
        (INTO_MAX, false, true),
        (INTO_MAX + Ticks(1), false, false),
        (-INTO_MAX - Ticks(1), true, false),
        (-INTO_MAX, true, true),
        (Ticks(i64::MAX), true, false),
    ];
    for (place, (into, looped, is_possible)) in (0..).zip(table) {
        let edit = insert(Lane::Keys, place, place + 1, source(into, looped));
        assert_eq!(arrangement.apply(&edit).is_ok(), is_possible, "{into} looped {looped}");
    }
    let text = "a region cannot start -1+959 beats into its clips; 0 to 208333+320 is possible";
    assert_eq!(refused(&mut arrangement, insert(Lane::Pad, 0, 1, source(Ticks(-1), false))), text);
}

#[test]
fn there_is_room_for_so_many_regions() {
    let region = |number: u64| Region {
        id: id(number),
        lane: Lane::Keys,
        span: span(number as i64 * 8, number as i64 * 8 + 8),
        clips: clips(1),
        into: Ticks(0),
        looped: false,
    };
    let full = (1..=REGIONS_MAX as u64).map(region).collect();
    let mut full = Arrangement::from_regions(Revision(1), id(REGIONS_MAX as u64), full).unwrap();
    let text = "that makes 16385 regions and 16384 is the limit; delete some, or loop one instead of many";
    for edit in [insert(Lane::Drums, 0, 8, once(1)), Edit::Split { region: id(9), at: Ticks(76) }] {
        assert_eq!(refused(&mut full, edit), text);
    }
    apply(&mut full, replace(Lane::Keys, 8, 80, once(1)));
    assert_eq!(full.regions().len(), REGIONS_MAX - 8);
    apply(&mut full, Edit::Split { region: id(19), at: Ticks(156) });
}

#[test]
fn regions_are_found_by_name_and_by_place() {
    let arrangement = keys_with(&[(-8, 0), (0, 8), (16, 24)]);
    let at = |lane, ticks| arrangement.region_at(lane, Ticks(ticks)).map(|region| region.id.0);
    let table = [(-9, None), (-8, Some(1)), (-1, Some(1)), (0, Some(2)), (7, Some(2)), (8, None)];
    for (ticks, number) in table.into_iter().chain([(15, None), (16, Some(3)), (24, None)]) {
        assert_eq!(at(Lane::Keys, ticks), number, "at {ticks}");
        assert_eq!(at(Lane::Bass, ticks), None);
        assert_eq!(at(Lane::Guitar, ticks), None);
    }
    assert_eq!((at(Lane::Keys, i64::MAX), at(Lane::Keys, i64::MIN)), (None, None));
    assert_eq!(arrangement.region(id(2)).unwrap().span, span(0, 8));
    assert_eq!(arrangement.region(id(4)), None);
    let within = |start, end| {
        let regions = arrangement.regions_in(Lane::Keys, span(start, end));
        regions.iter().map(|region| region.id.0).collect::<Vec<_>>()
    };
    assert_eq!(within(-1, 17), [1, 2, 3]);
    assert_eq!(within(0, 16), [2]);
    assert_eq!(within(8, 16), []);
    assert_eq!(within(16, 8), []);
}
