//! Random edits, some forty at a time on three lanes, against the plain picture; undone in and out of order.

use std::collections::BTreeSet;

use ai_band_music::arrangement::{Arrangement, Change, Edit, History, Refusal, Region, RegionId, Source};
use ai_band_music::lane::Lane;
use ai_band_music::time::{Span, Ticks};
use proptest::prelude::*;

use crate::model::{CLIP_TICKS, LANES, Picture};
use crate::{clips, span};

const EDITS_MAX: usize = 40;

/// An edit before it is known which regions there are.
#[derive(Clone, Debug)]
struct Wish {
    kind: u8,
    lane: Lane,
    start: i64,
    length: i64,
    source: Source,
    which: proptest::sample::Index,
}

fn any_wish() -> impl Strategy<Value = Wish> {
    let source = (1..5_u8, 0..20_i64, any::<bool>()).prop_map(|(name, into, looped)| Source {
        clips: clips(name),
        into: Ticks(into),
        looped,
    });
    let lane = proptest::sample::select(&LANES);
    (0..10_u8, lane, -20..60_i64, 1..40_i64, source, any::<proptest::sample::Index>()).prop_map(
        |(kind, lane, start, length, source, which)| Wish { kind, lane, start, length, source, which },
    )
}

fn any_wishes() -> impl Strategy<Value = Vec<Wish>> {
    proptest::collection::vec(any_wish(), 1..=EDITS_MAX)
}

impl Wish {
    fn on(&self, arrangement: &Arrangement) -> Edit {
        let Wish { kind, lane, start, length, source, which } = self.clone();
        let span = span(start, start + length);
        let regions = arrangement.regions();
        if regions.is_empty() || kind == 0 {
            return Edit::Insert { lane, span, source };
        }
        let Region { id: region, span: whole, .. } = *which.get(regions);
        match kind {
            1..=3 => Edit::Replace { lane, span, source },
            4 => Edit::Split { region, at: whole.start + Ticks(length % (whole.length().0 + 1)) },
            5 => Edit::Move { region, lane, start: span.start },
            6 => {
                let wanted =
                    Span { start: whole.start + Ticks(start % 5), end: whole.end + Ticks(length % 9 - 4) };
                Edit::Resize { region, span: wanted }
            }
            7 => Edit::Loop { region },
            8 => Edit::PlayOnce { region, clip_length: Ticks(CLIP_TICKS) },
            _ => Edit::Delete { region },
        }
    }
}

/// Makes what can be made of `wishes`.
fn played_out(wishes: &[Wish]) -> (Arrangement, Vec<(Vec<Region>, Change)>) {
    let mut arrangement = Arrangement::new();
    let mut made = vec![];
    for wish in wishes {
        let before = arrangement.regions().to_vec();
        if let Ok(change) = arrangement.apply(&wish.on(&arrangement)) {
            made.push((before, change));
        }
    }
    (arrangement, made)
}

/// Checked from the definition, pair by pair.
fn assert_rules(arrangement: &Arrangement) {
    let regions = arrangement.regions();
    for (index, region) in regions.iter().enumerate() {
        assert!(region.span.start < region.span.end);
        assert!(region.id <= arrangement.last_id());
        for later in &regions[index + 1..] {
            assert_ne!(region.id, later.id);
            let apart = region.lane != later.lane || region.span.end <= later.span.start;
            assert!(apart && (region.lane, region.span.start) < (later.lane, later.span.start));
        }
    }
}

/// Would the plain picture have allowed it?
fn is_possible(picture: &Picture, arrangement: &Arrangement, edit: &Edit) -> bool {
    let find = |id: &RegionId| *arrangement.region(*id).unwrap();
    match edit {
        Edit::Insert { lane, span, source: _ } => picture.is_free(*lane, *span, None),
        Edit::Replace { .. } | Edit::Delete { .. } => true,
        Edit::Split { region, at } => find(region).span.contains(*at) && find(region).span.start != *at,
        Edit::Move { region, lane, start } => {
            let region = find(region);
            let span = Span { start: *start, end: *start + region.span.length() };
            (*lane, *start) != (region.lane, region.span.start) && picture.is_free(*lane, span, Some(&region))
        }
        Edit::Resize { region, span } => {
            let region = find(region);
            let reaches = region.looped || region.into + span.start >= region.span.start;
            let is_span = span.start < span.end && *span != region.span;
            is_span && reaches && picture.is_free(region.lane, *span, Some(&region))
        }
        Edit::Loop { region } => !find(region).looped,
        Edit::PlayOnce { region, clip_length: _ } => find(region).looped,
        Edit::Undo(change) => {
            let later = change.before.iter().all(|region| {
                let free = |other: &Region| other.lane != region.lane || !other.span.overlaps(region.span);
                let mut rest = arrangement.regions().iter().filter(|other| !change.after.contains(other));
                rest.all(|other| free(other) && other.id != region.id)
            });
            later && change.after.iter().all(|region| arrangement.regions().contains(region))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_tick_is_as_the_edit_says_and_no_other_changes(wishes in any_wishes()) {
        let mut arrangement = Arrangement::new();
        let mut picture = Picture::of(&arrangement);
        for wish in &wishes {
            let (before, edit) = (arrangement.clone(), wish.on(&arrangement));
            let possible = is_possible(&picture, &before, &edit);
            match arrangement.apply(&edit) {
                Ok(change) => {
                    prop_assert!(possible, "{edit:?} was made");
                    prop_assert_eq!(change.revision, before.revision().next());
                    picture.paint(&before, &edit);
                }
                Err(refusal) => {
                    prop_assert!(!possible, "{edit:?} was refused: {refusal}");
                    prop_assert_eq!(&arrangement, &before);
                }
            }
            prop_assert_eq!(&Picture::of(&arrangement), &picture, "{:?}", edit);
            assert_rules(&arrangement);
        }
    }

    #[test]
    fn what_is_asked_is_what_is_there(wishes in any_wishes()) {
        let (arrangement, _) = played_out(&wishes);
        prop_assert_eq!(Picture::asked(&arrangement), Picture::of(&arrangement));
    }

    #[test]
    fn a_region_touched_by_nothing_keeps_its_name(wishes in any_wishes()) {
        let mut ever = BTreeSet::new();
        for (before, change) in played_out(&wishes).1 {
            let was: BTreeSet<RegionId> = before.iter().map(|region| region.id).collect();
            for region in &change.after {
                let is_new = !was.contains(&region.id);
                prop_assert_eq!(is_new, ever.insert(region.id), "{} was used before", region.id);
            }
            prop_assert!(change.before.iter().all(|region| before.contains(region)));
        }
    }

    #[test]
    fn undone_in_reverse_all_is_as_it_was(wishes in any_wishes()) {
        let (mut arrangement, made) = played_out(&wishes);
        let last = arrangement.regions().to_vec();
        let mut undone = vec![];
        for (before, change) in made.into_iter().rev() {
            undone.push(arrangement.apply(&Edit::Undo(change)).unwrap());
            prop_assert_eq!(arrangement.regions(), before);
        }
        for change in undone.into_iter().rev() {
            arrangement.apply(&Edit::Undo(change)).unwrap();
        }
        prop_assert_eq!(arrangement.regions(), last);
    }

    #[test]
    fn undone_out_of_order_it_is_exact_or_refused(
        wishes in any_wishes(), order in proptest::collection::vec(any::<proptest::sample::Index>(), 20),
    ) {
        let (mut arrangement, made) = played_out(&wishes);
        for which in order {
            let (_, change) = which.get(&made);
            let edit = Edit::Undo(change.clone());
            let possible = is_possible(&Picture::of(&arrangement), &arrangement, &edit);
            let before = arrangement.clone();
            match arrangement.apply(&edit) {
                Ok(undone) => {
                    prop_assert!(possible);
                    let elsewhere = |regions: &[Region], but_for: &[Region]| -> Vec<Region> {
                        regions.iter().filter(|region| !but_for.contains(region)).copied().collect()
                    };
                    let rest = elsewhere(before.regions(), &change.after);
                    prop_assert_eq!(elsewhere(arrangement.regions(), &change.before), rest);
                    prop_assert!(change.before.iter().all(|was| arrangement.regions().contains(was)));
                    prop_assert_eq!(undone.revision, before.revision().next());
                    assert_rules(&arrangement);
                }
                Err(refusal) => {
                    prop_assert!(!possible, "{refusal}");
                    prop_assert!(matches!(refusal, Refusal::Undo(_)), "{refusal}");
                    prop_assert_eq!(&arrangement, &before);
                }
            }
        }
    }

    #[test]
    fn who_follows_the_changes_has_the_same(wishes in any_wishes()) {
        let (arrangement, made) = played_out(&wishes);
        let mut follower = Arrangement::new();
        for (_, change) in &made {
            follower.follow(change).unwrap();
        }
        prop_assert_eq!(&follower, &arrangement);
        let (revision, last) = (arrangement.revision(), arrangement.last_id());
        let saved = Arrangement::from_regions(revision, last, arrangement.regions().to_vec());
        prop_assert_eq!(saved, Ok(arrangement));
    }

    /// Back and forth at random: as many steps back from where one is, always the same regions.
    #[test]
    fn steps_back_and_forth_visit_the_same_places(
        wishes in any_wishes(), steps in proptest::collection::vec(any::<bool>(), 30),
    ) {
        let mut arrangement = Arrangement::new();
        let mut history = History::new();
        let mut places = vec![vec![]];
        for wish in &wishes {
            let edit = wish.on(&arrangement);
            if history.apply(&mut arrangement, &edit).is_ok() {
                places.push(arrangement.regions().to_vec());
            }
        }
        let mut at = places.len() - 1;
        for is_back in steps {
            let (stepped, to) = if is_back {
                (history.undo(&mut arrangement), at.checked_sub(1))
            } else {
                (history.redo(&mut arrangement), Some(at + 1).filter(|to| *to < places.len()))
            };
            prop_assert_eq!(stepped.is_ok(), to.is_some());
            at = to.unwrap_or(at);
            prop_assert_eq!(arrangement.regions(), places[at].as_slice());
        }
    }
}
