//! History: steps back and forth, and who came between.

use std::collections::BTreeSet;

use ai_band_music::arrangement::{
    Arrangement, CHANGES_KEPT_MAX, Edit, History, REGIONS_KEPT_MAX, Refusal, Revision,
};
use ai_band_music::clip::Hash;
use ai_band_music::lane::Lane;
use ai_band_music::time::Ticks;

use crate::{assert_drawn, id, insert, keys_with, once, replace, span};

fn moved(number: u64, start: i64) -> Edit {
    Edit::Move { region: id(number), lane: Lane::Keys, start: Ticks(start) }
}

#[test]
fn steps_go_back_and_forth() {
    let mut arrangement = keys_with(&[(0, 8)]);
    let mut history = History::new();
    assert_eq!(history.undo(&mut arrangement), Err(Refusal::NothingToUndo));
    let mut seen = vec![arrangement.regions().to_vec()];
    for edit in [moved(1, 4), replace(Lane::Keys, 6, 8, once(2)), Edit::Delete { region: id(3) }] {
        history.apply(&mut arrangement, &edit).unwrap();
        seen.push(arrangement.regions().to_vec());
    }
    for round in 0..2 {
        for earlier in seen.iter().rev().skip(1) {
            assert!(history.can_undo());
            history.undo(&mut arrangement).unwrap();
            assert_eq!(arrangement.regions(), earlier, "round {round}");
        }
        assert!(!history.can_undo());
        assert_eq!(history.undo(&mut arrangement), Err(Refusal::NothingToUndo));
        for later in &seen[1..] {
            assert!(history.can_redo());
            history.redo(&mut arrangement).unwrap();
            assert_eq!(arrangement.regions(), later, "round {round}");
        }
        assert_eq!(history.redo(&mut arrangement), Err(Refusal::NothingToRedo));
    }
    assert_eq!(arrangement.revision(), Revision(1 + 3 + 4 * 3), "revisions only go forward");
}

#[test]
fn a_new_step_forgets_the_way_forth() {
    let mut arrangement = keys_with(&[(0, 8)]);
    let mut history = History::new();
    history.apply(&mut arrangement, &moved(1, 4)).unwrap();
    history.undo(&mut arrangement).unwrap();
    history.apply(&mut arrangement, &moved(1, 6)).unwrap();
    assert!(!history.can_redo());
    history.undo(&mut arrangement).unwrap();
    assert_drawn(&arrangement, &["1 [0, 8) a+0"]);
}

/// Two people, each with a history: both see both's changes, each undoes only their own.
struct Two {
    arrangement: Arrangement,
    mine: History,
    yours: History,
}

impl Two {
    fn new() -> Two {
        let arrangement = keys_with(&[(0, 8), (8, 16)]);
        Two { arrangement, mine: History::new(), yours: History::new() }
    }

    fn i_do(&mut self, edit: &Edit) {
        let change = self.mine.apply(&mut self.arrangement, edit).unwrap();
        self.yours.remember(change);
    }

    fn you_do(&mut self, edit: &Edit) {
        let change = self.yours.apply(&mut self.arrangement, edit).unwrap();
        self.mine.remember(change);
    }

    fn i_undo(&mut self) -> Result<(), String> {
        let undone = self.mine.undo(&mut self.arrangement);
        undone.map(|change| self.yours.remember(change)).map_err(|refusal| refusal.to_string())
    }

    fn you_undo(&mut self) -> Result<(), String> {
        let undone = self.yours.undo(&mut self.arrangement);
        undone.map(|change| self.mine.remember(change)).map_err(|refusal| refusal.to_string())
    }
}

#[test]
fn a_refused_undo_names_what_came_between_and_stays_the_next() {
    let mut two = Two::new();
    two.i_do(&moved(1, 32));
    two.you_do(&moved(2, 50));
    two.you_do(&Edit::Loop { region: id(1) });
    two.you_do(&moved(2, 60));
    let text = "revision 3 cannot be undone: region 1 has changed since (revision 5); undo that first";
    assert_eq!(two.i_undo(), Err(text.into()));
    assert!(two.mine.can_undo() && !two.mine.can_redo());
    assert_eq!((two.you_undo(), two.you_undo(), two.i_undo()), (Ok(()), Ok(()), Ok(())));
    assert_drawn(&two.arrangement, &["1 [0, 8) a+0", "2 [50, 58) b+0"]);
}

#[test]
fn what_stands_in_the_way_is_named_with_its_revision() {
    let mut two = Two::new();
    two.i_do(&Edit::Delete { region: id(1) });
    two.you_do(&insert(Lane::Keys, 960, 1_920, once(3)));
    two.you_do(&moved(3, -956));
    let text =
        "revision 3 cannot be undone: region 3 now stands at [-1+4, 0+4) (revision 5); undo that first";
    assert_eq!(two.i_undo(), Err(text.into()));
    assert_eq!((two.you_undo(), two.you_undo(), two.i_undo()), (Ok(()), Ok(()), Ok(())));
    assert_eq!(two.arrangement.regions(), Two::new().arrangement.regions());
}

/// Nobody told this history who it was; it does not blame an earlier change.
#[test]
fn what_is_not_remembered_is_not_named() {
    let mut two = Two::new();
    two.i_do(&moved(1, 32));
    two.arrangement.apply(&Edit::Delete { region: id(1) }).unwrap();
    let text = "revision 3 cannot be undone: region 1 has changed since; undo that first";
    assert_eq!(two.i_undo(), Err(text.into()));
}

#[test]
fn a_redo_is_refused_likewise() {
    let mut two = Two::new();
    two.i_do(&moved(1, 32));
    two.i_undo().unwrap();
    two.you_do(&Edit::Delete { region: id(1) });
    let refusal = two.mine.redo(&mut two.arrangement).unwrap_err();
    let text = "revision 4 cannot be undone: region 1 has changed since (revision 5); undo that first";
    assert_eq!(refusal.to_string(), text);
    assert!(two.mine.can_redo());
    two.you_undo().unwrap();
    two.mine.redo(&mut two.arrangement).unwrap();
    assert_drawn(&two.arrangement, &["2 [8, 16) b+0", "1 [32, 40) a+0"]);
}

#[test]
fn a_refused_step_is_no_step() {
    let mut arrangement = keys_with(&[(0, 8)]);
    let mut history = History::new();
    history.apply(&mut arrangement, &moved(1, 4)).unwrap();
    history.undo(&mut arrangement).unwrap();
    let before = history.clone();
    assert!(history.apply(&mut arrangement, &moved(2, 4)).is_err());
    assert_eq!(history, before);
    assert!(history.can_redo());
}

#[test]
fn the_oldest_steps_are_forgotten() {
    let mut arrangement = keys_with(&[(0, 8)]);
    let mut history = History::new();
    for step in 0..CHANGES_KEPT_MAX as i64 + 5 {
        history.apply(&mut arrangement, &moved(1, step + 1)).unwrap();
    }
    // An undo is remembered as well, and pushes an oldest step out: half of them are reached.
    let mut steps = 0;
    while history.can_undo() {
        history.undo(&mut arrangement).unwrap();
        steps += 1;
    }
    assert_eq!(steps, CHANGES_KEPT_MAX / 2);
}

#[test]
fn a_step_forth_is_forgotten_too() {
    let mut two = Two::new();
    two.i_do(&moved(1, 32));
    two.i_undo().unwrap();
    for step in 0..CHANGES_KEPT_MAX as i64 {
        assert!(two.mine.can_redo());
        two.you_do(&moved(2, 50 + step));
    }
    assert!(!two.mine.can_redo());
    assert_eq!(two.mine.redo(&mut two.arrangement), Err(Refusal::NothingToRedo));
}

#[test]
fn heavy_changes_are_forgotten_sooner() {
    let regions: Vec<_> = (0..400).map(|place| (place * 8, place * 8 + 8)).collect();
    let mut arrangement = Arrangement::new();
    let mut history = History::new();
    for (start, end) in &regions {
        history.apply(&mut arrangement, &insert(Lane::Keys, *start, *end, once(1))).unwrap();
    }
    let everything = Edit::Replace { lane: Lane::Keys, span: span(0, 3_200), source: once(2) };
    let weight = 401;
    for _ in 0..REGIONS_KEPT_MAX / weight + 9 {
        let change = arrangement.check(&everything).unwrap();
        assert_eq!(change.before.len() + change.after.len(), weight);
        history.remember(change);
    }
    assert!(!history.can_undo(), "400 light steps were pushed out by heavy ones");
    for step in 0..40 {
        history.apply(&mut arrangement, &moved(9, 4_000 + step)).unwrap();
    }
    for _ in 0..40 {
        history.undo(&mut arrangement).unwrap();
    }
}

#[test]
fn several_edits_are_one_step() {
    let mut arrangement = keys_with(&[(0, 8), (8, 16)]);
    let mut history = History::new();
    let before = arrangement.regions().to_vec();
    let change = history.together(&mut arrangement, |copy| {
        copy.apply(&Edit::Split { region: id(1), at: Ticks(4) })?;
        copy.apply(&Edit::Delete { region: id(3) })?;
        copy.apply(&moved(2, 4))?;
        copy.insert(Lane::Pad, span(0, 8), once(3)).map(|_| ())
    });
    assert_eq!(change.unwrap().revision, Revision(3));
    assert_drawn(&arrangement, &["1 [0, 4) a+0", "2 [4, 12) b+0", "4 [0, 8) c+0"]);
    let after = arrangement.regions().to_vec();
    history.undo(&mut arrangement).unwrap();
    assert_eq!(arrangement.regions(), before);
    history.redo(&mut arrangement).unwrap();
    assert_eq!(arrangement.regions(), after);
    let kept: BTreeSet<Hash> = history.clips().collect();
    assert_eq!(kept, [1, 2, 3].into_iter().map(|name| once(name).clips.main).collect());
}

#[test]
fn a_step_of_several_is_whole_or_not_at_all() {
    let mut arrangement = keys_with(&[(0, 8)]);
    let mut history = History::new();
    let before = arrangement.clone();
    let refused = history.together(&mut arrangement, |copy| {
        copy.apply(&moved(1, 4))?;
        copy.apply(&Edit::Delete { region: id(9) }).map(|_| ())
    });
    assert_eq!(refused, Err(Refusal::NoSuchRegion { region: id(9), at: Revision(2) }));
    let idle = history.together(&mut arrangement, |copy| {
        copy.apply(&moved(1, 4))?;
        copy.apply(&moved(1, 0)).map(|_| ())
    });
    assert_eq!(idle, Err(Refusal::NoChange));
    assert_eq!((arrangement, history.can_undo()), (before, false));
}
