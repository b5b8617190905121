//! Arrangements as they are saved, and as they are followed from elsewhere.

use ai_band_music::arrangement::{Arrangement, COUNT_MAX, Refusal, Region, Revision};
use ai_band_music::lane::Lane;
use ai_band_music::time::Ticks;

use crate::{apply, clips, drawing, id, insert, keys_with, once, span};

fn region(number: u64, lane: Lane, start: i64, end: i64) -> Region {
    Region { id: id(number), lane, span: span(start, end), clips: clips(1), into: Ticks(0), looped: false }
}

fn loaded(regions: &[Region]) -> Result<Arrangement, Refusal> {
    Arrangement::from_regions(Revision(7), id(9), regions.to_vec())
}

#[test]
fn what_was_saved_is_what_is_loaded() {
    let saved = keys_with(&[(0, 8), (16, 24), (8, 16)]);
    let mut regions = saved.regions().to_vec();
    regions.reverse();
    assert_eq!(Arrangement::from_regions(saved.revision(), saved.last_id(), regions), Ok(saved));
    assert_eq!(Arrangement::from_regions(Revision(0), id(0), vec![]), Ok(Arrangement::new()));
}

#[test]
fn names_go_on_where_they_were() {
    let mut arrangement = loaded(&[region(2, Lane::Keys, 0, 8)]).unwrap();
    assert_eq!(arrangement.insert(Lane::Bass, span(0, 8), once(1)), Ok(id(10)));
    assert_eq!(arrangement.revision(), Revision(8));
}

#[test]
fn a_damaged_save_is_refused() {
    let keys = |number, start, end| region(number, Lane::Keys, start, end);
    let looped_before = Region { into: Ticks(-1), ..keys(1, 0, 8) };
    let overlap =
        Refusal::Overlap { region: Some(id(2)), other: id(1), span: span(0, 8), free: Some(span(8, 15)) };
    let table = [
        (vec![keys(2, 7, 15), keys(1, 0, 8)], overlap),
        (vec![keys(1, 0, 8), keys(1, 8, 16)], Refusal::Twice { region: id(1) }),
        (vec![keys(10, 0, 8)], Refusal::NeverGiven { region: id(10), last: id(9) }),
        (vec![keys(0, 0, 8)], Refusal::NeverGiven { region: id(0), last: id(9) }),
        (vec![keys(1, 8, 8)], Refusal::Empty { span: span(8, 8) }),
        (vec![keys(1, 8, i64::MAX)], Refusal::OutOfBounds { span: span(8, i64::MAX) }),
        (vec![looped_before], Refusal::Into { into: Ticks(-1), earliest: Ticks(0) }),
    ];
    for (regions, refusal) in table {
        assert_eq!(loaded(&regions), Err(refusal), "{:?}", drawing(&regions));
    }
    assert!(loaded(&[keys(1, 0, 8), keys(2, 8, 16), region(3, Lane::Pad, 4, 12)]).is_ok());
}

/// A save may hold any number; counting on from it must not overflow.
#[test]
fn counting_ends_before_it_overflows() {
    for (revision, last_id) in [(u64::MAX, 0), (0, u64::MAX), (COUNT_MAX + 1, 0), (0, COUNT_MAX + 1)] {
        let loaded = Arrangement::from_regions(Revision(revision), id(last_id), vec![]);
        assert_eq!(loaded, Err(Refusal::WornOut));
    }
    for (revision, last_id) in [(COUNT_MAX, 0), (0, COUNT_MAX)] {
        let mut worn = Arrangement::from_regions(Revision(revision), id(last_id), vec![]).unwrap();
        assert_eq!(worn.insert(Lane::Keys, span(0, 8), once(1)), Err(Refusal::WornOut));
        assert_eq!(worn.last_id(), id(last_id));
    }
}

#[test]
fn changes_are_followed_in_step() {
    let mut here = keys_with(&[(0, 8)]);
    let mut there = here.clone();
    let first = apply(&mut here, insert(Lane::Keys, 8, 16, once(2)));
    let second = apply(&mut here, insert(Lane::Keys, 16, 24, once(3)));
    let refusal = Refusal::OutOfStep { revision: Revision(3), expected: Revision(2) };
    assert_eq!(refusal.to_string(), "revision 3 does not follow here; revision 2 is next");
    assert_eq!(there.follow(&second), Err(refusal));
    assert_eq!((there.follow(&first), there.follow(&second)), (Ok(()), Ok(())));
    assert_eq!(there, here);
    assert!(there.follow(&second).is_err());
}

#[test]
fn a_change_decided_on_something_else_is_not_followed() {
    let mut here = keys_with(&[(0, 8)]);
    let change = apply(&mut here, insert(Lane::Keys, 8, 16, once(2)));
    let mut there = keys_with(&[(4, 12)]);
    let before = there.clone();
    assert!(there.follow(&change).is_err());
    assert_eq!(there, before);
}
