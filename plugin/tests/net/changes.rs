//! Cursors: in order, once, and without a gap.

use std::collections::BTreeMap;

use ai_band_plugin::net::resume::{Cursors, Step};
use proptest::prelude::*;
use serde_json::json;
use wire::Followed;

use crate::stage::{SCOPE, changed, session};

fn followed(from: u64, to: u64, seqs: &[u64]) -> Followed {
    let items: Vec<_> = seqs.iter().map(|seq| changed(*seq, "session", "default", session(*seq))).collect();
    serde_json::from_value(json!({ "scope": SCOPE, "from": from, "to": to, "items": items })).unwrap()
}

/// How many changes were news; `None` is a gap.
fn news(cursors: &mut Cursors, from: u64, to: u64, seqs: &[u64]) -> Option<usize> {
    match cursors.take(&followed(from, to, seqs)) {
        Step::Apply(items) => Some(items.len()),
        Step::Known => Some(0),
        Step::Gap => None,
    }
}

#[test]
fn changes_are_taken_once_and_a_gap_is_seen() {
    for (from, to, seqs, expected, then) in [
        (10, 12, &[11, 12][..], Some(2), 12),
        (10, 12, &[], Some(0), 12),
        (8, 12, &[9, 10, 11, 12], Some(2), 12),
        (8, 10, &[9, 10], Some(0), 10),
        (2, 3, &[3], Some(0), 10),
        (11, 12, &[12], None, 10),
        (10, 10, &[], Some(0), 10),
    ] {
        let mut cursors = Cursors::default();
        cursors.enter("j");
        cursors.set(SCOPE, 10);
        assert_eq!(news(&mut cursors, from, to, seqs), expected, "{from} to {to}");
        assert_eq!(cursors.at(SCOPE), Some(then), "{from} to {to}");
    }
}

#[test]
fn without_a_snapshot_there_is_nothing_to_go_on_from_and_another_journal_counts_anew() {
    let mut cursors = Cursors::default();
    cursors.enter("j");
    assert_eq!((cursors.resume(), news(&mut cursors, 0, 1, &[1])), (None, None));
    cursors.set(SCOPE, 3);
    cursors.enter("j");
    let resume = cursors.resume().unwrap();
    assert_eq!((resume.journal_id.as_str(), resume.after), ("j", BTreeMap::from([(SCOPE.to_owned(), 3)])));
    cursors.enter("restored");
    assert_eq!(cursors.resume(), None);
}

proptest! {
    /// However a server cuts, repeats and overlaps its messages, each change is applied once and in order.
    #[test]
    fn every_change_once_and_in_order(cuts in prop::collection::vec((0_u64..6, 0_u64..6), 1..60)) {
        let (mut cursors, mut applied) = (Cursors::default(), Vec::new());
        cursors.enter("j");
        cursors.set(SCOPE, 0);
        for (back, ahead) in cuts {
            let at = cursors.at(SCOPE).unwrap();
            let (from, to) = (at.saturating_sub(back), at + ahead);
            let seqs: Vec<u64> = (from + 1..=to).collect();
            let said = followed(from, to, &seqs);
            if let Step::Apply(items) = cursors.take(&said) {
                applied.extend(items.iter().map(|item| match item {
                    wire::rest::changes::Change::Changed { seq, .. }
                    | wire::rest::changes::Change::Removed { seq, .. } => *seq,
                }));
            }
        }
        let all: Vec<u64> = (1..=cursors.at(SCOPE).unwrap()).collect();
        prop_assert_eq!(applied, all);
    }
}
