//! Undo by before-image: exactly what was, or a refusal that names what is in the way.

use ai_band_music::arrangement::{Arrangement, Change, Conflict, Edit, Refusal, Region, Revision};
use ai_band_music::lane::Lane;
use ai_band_music::time::Ticks;

use crate::{apply, assert_drawn, id, insert, keys_with, once, refused, replace, span};

fn three() -> Arrangement {
    keys_with(&[(0, 8), (8, 16), (20, 24)])
}

fn moved(number: u64, start: i64) -> Edit {
    Edit::Move { region: id(number), lane: Lane::Keys, start: Ticks(start) }
}

#[test]
fn every_edit_can_be_undone_and_redone() {
    let edits = [
        insert(Lane::Drums, 0, 8, once(9)),
        replace(Lane::Keys, 4, 22, once(9)),
        replace(Lane::Keys, 2, 6, once(9)),
        Edit::Split { region: id(2), at: Ticks(9) },
        moved(2, 32),
        Edit::Move { region: id(1), lane: Lane::Drums, start: Ticks(-8) },
        Edit::Resize { region: id(3), span: span(21, 99) },
        Edit::Loop { region: id(3) },
        Edit::Delete { region: id(1) },
    ];
    for edit in edits {
        let (before, mut arrangement) = (three(), three());
        let change = apply(&mut arrangement, edit.clone());
        let after = arrangement.clone();
        let undone = apply(&mut arrangement, Edit::Undo(change.clone()));
        assert_eq!(arrangement.regions(), before.regions(), "{edit:?}");
        assert_eq!(arrangement.revision(), Revision(5), "an undo is an edit too");
        assert_eq!((&undone.before, &undone.after), (&change.after, &change.before));
        apply(&mut arrangement, Edit::Undo(undone));
        assert_eq!(arrangement.regions(), after.regions(), "{edit:?}");
    }
}

#[test]
fn what_was_undone_leaves_its_name_spent() {
    let mut arrangement = three();
    let change = apply(&mut arrangement, Edit::Split { region: id(1), at: Ticks(4) });
    apply(&mut arrangement, Edit::Undo(change));
    apply(&mut arrangement, Edit::Split { region: id(1), at: Ticks(4) });
    assert_drawn(&arrangement, &["1 [0, 4) a+0", "5 [4, 8) a+4", "2 [8, 16) b+0", "3 [20, 24) c+0"]);
}

#[test]
fn an_edit_elsewhere_does_not_stand_in_the_way() {
    let mut arrangement = three();
    let change = apply(&mut arrangement, moved(1, -8));
    apply(&mut arrangement, moved(2, 10));
    apply(&mut arrangement, Edit::Undo(change));
    assert_drawn(&arrangement, &["1 [0, 8) a+0", "2 [10, 18) b+0", "3 [20, 24) c+0"]);
}

fn conflict(arrangement: &mut Arrangement, change: Change) -> Conflict {
    let Err(Refusal::Undo(conflict)) = arrangement.apply(&Edit::Undo(change)) else {
        panic!("that could be undone")
    };
    conflict
}

#[test]
fn what_has_changed_since_is_not_undone() {
    let later = [
        moved(2, 25),
        Edit::Loop { region: id(2) },
        Edit::Split { region: id(2), at: Ticks(33) },
        Edit::Delete { region: id(2) },
        replace(Lane::Keys, 30, 33, once(9)),
    ];
    for edit in later {
        let mut arrangement = three();
        let change = apply(&mut arrangement, moved(2, 32));
        apply(&mut arrangement, edit);
        let expected = Conflict { undone: Revision(4), region: id(2), stands_at: None, later: None };
        assert_eq!(conflict(&mut arrangement, change.clone()), expected);
        let text = "revision 4 cannot be undone: region 2 has changed since; undo that first";
        assert_eq!(refused(&mut arrangement, Edit::Undo(change)), text);
    }
}

#[test]
fn what_stands_there_now_is_not_pushed_away() {
    let mut arrangement = three();
    let change = apply(&mut arrangement, Edit::Delete { region: id(2) });
    apply(&mut arrangement, insert(Lane::Keys, 15, 17, once(9)));
    let expected =
        Conflict { undone: Revision(4), region: id(4), stands_at: Some(span(15, 17)), later: None };
    assert_eq!(conflict(&mut arrangement, change.clone()), expected);
    apply(&mut arrangement, moved(4, 16));
    apply(&mut arrangement, Edit::Undo(change));
    assert_drawn(&arrangement, &["1 [0, 8) a+0", "2 [8, 16) b+0", "4 [16, 18) i+0", "3 [20, 24) c+0"]);
}

/// What counts is how the regions are now, not how often they were touched.
#[test]
fn what_has_changed_and_changed_back_can_be_undone() {
    let mut arrangement = three();
    let change = apply(&mut arrangement, moved(2, 32));
    apply(&mut arrangement, moved(2, 25));
    apply(&mut arrangement, moved(2, 32));
    apply(&mut arrangement, Edit::Undo(change));
    assert_eq!(arrangement.regions(), three().regions());
}

#[test]
fn nothing_is_undone_twice() {
    for edit in [moved(2, 32), Edit::Delete { region: id(2) }, insert(Lane::Keys, 16, 20, once(9))] {
        let mut arrangement = three();
        let change = apply(&mut arrangement, edit);
        apply(&mut arrangement, Edit::Undo(change.clone()));
        let text = refused(&mut arrangement, Edit::Undo(change));
        assert!(text.starts_with("revision 4 cannot be undone: region "), "{text}");
    }
}

/// Nobody who follows the rules has such a change; somebody on a network may.
#[test]
fn a_made_up_change_is_refused() {
    let mut arrangement = three();
    let [one, two, three] = *arrangement.regions() else { panic!() };
    let made_up = |before: &[_], after: &[_]| {
        Edit::Undo(Change { revision: Revision(9), before: before.to_vec(), after: after.to_vec() })
    };
    let mut outside = two;
    outside.span.end = Ticks(i64::MAX);
    let mut upside_down = two;
    upside_down.span = span(16, 8);
    let mut renamed = two;
    renamed.id = id(u64::MAX);
    let mut elsewhere = two;
    elsewhere.span = span(32, 40);
    let [unborn, nameless] = [4, 0].map(|number| Region { id: id(number), ..elsewhere });
    let table = [
        made_up(&[unborn], &[]),
        made_up(&[nameless], &[]),
        made_up(&[], &[]),
        made_up(&[one], &[one]),
        made_up(&[], &[upside_down]),
        made_up(&[], &[outside]),
        made_up(&[outside], &[two]),
        made_up(&[outside], &[]),
        made_up(&[upside_down], &[]),
        made_up(&[upside_down], &[two]),
        made_up(&[renamed], &[two]),
        made_up(&[two], &[]),
        made_up(&[elsewhere], &[]),
        made_up(&[elsewhere, elsewhere], &[two]),
        made_up(&[elsewhere, two], &[two]),
        made_up(&[three], &[two]),
    ];
    for edit in table {
        refused(&mut arrangement, edit);
    }
}
