//! Bar ids while somebody edits.

use std::collections::BTreeSet;

use ai_band_music::chart::{BarId, Chart, Ids, IdsError};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn chart(text: &str) -> Chart {
    Chart::parse(text).expect("a chart of these tests has no mistakes")
}

fn ids(chart: &Chart) -> Vec<u64> {
    chart.bars().map(|bar| bar.id.0).collect()
}

#[test]
fn edits_keep_the_ids_of_the_bars_that_stay() {
    let table = [
        ("| C | F | G |", "| C | F | G |", vec![0, 1, 2], "nothing changed"),
        ("| C | F | G |", "| C | Am | F | G |", vec![0, 3, 1, 2], "a bar came in between"),
        ("| C | F | G |", "| C | G |", vec![0, 2], "a bar went"),
        ("| C | F | G |", "| C | Dm | G |", vec![0, 3, 2], "another chord is another bar"),
        ("| C | F | G |", "| F | G | C |", vec![1, 2, 3], "a bar that moves away comes back new"),
        (
            "| C | F | G |",
            "[Verse] x2\n|: C | F :| G |",
            vec![0, 1, 2],
            "signs and sections around bars may change",
        ),
        (
            "| C | F | G |",
            "{key: C} {tempo: 90}\n| C | {meter: 3/4} F | G |",
            vec![0, 1, 2],
            "and what holds there",
        ),
        ("| C | F | G |", "C F G", vec![0, 1, 2], "and how they are written"),
        ("| C | C | C |", "| C | C | C | C |", vec![0, 1, 2, 3], "one more of the same"),
        ("| C | C | C |", "| C | C |", vec![0, 1], "one less of the same"),
        ("| C | F |", "| N.C. | C | . | F |", vec![2, 0, 3, 1], "silence and holds are bars too"),
        ("| C | F | C | F |", "| C | F | G | C | F |", vec![0, 1, 4, 2, 3], "both ends stay"),
        ("| Cmaj7 | F |", "| CM7 | F |", vec![0, 1], "the same chord by another name"),
        (
            "[Intro] | Am | F | [Verse] | Am | F | C |",
            "[Verse] | Am | F | C |",
            vec![2, 3, 4],
            "a section that goes takes its own bars along",
        ),
        (
            "[Verse] | Am | F | C |",
            "[Intro] | Am | F | [Verse] | Am | F | C |",
            vec![3, 4, 0, 1, 2],
            "a section that comes brings its own bars, whatever its chords",
        ),
        (
            "[A] | C | F | [B] | C | G |",
            "[A] | C | G | [B] | C | G |",
            vec![0, 4, 2, 3],
            "a changed bar takes none from the next section",
        ),
        (
            "[A] | C | F | [B] | C | F |",
            "[Verse] | C | F | [Chorus] | C | F |",
            vec![0, 1, 2, 3],
            "a section by another name keeps its bars",
        ),
        (
            "[A] | C | F | [B] | G |",
            "[B] | G | [A] | C | F |",
            vec![3, 0, 1],
            "of two sections that change places the longer one stays",
        ),
    ];
    for (before, after, expected, why) in table {
        let edited = Chart::reparse(&chart(before), after).unwrap();
        assert_eq!(ids(&edited), expected, "{why}: {before} became {after}");
    }
}

#[test]
fn a_bar_that_was_deleted_comes_back_new() {
    let full = chart("| C | F | G |");
    let less = Chart::reparse(&full, "| C | G |").unwrap();
    let again = Chart::reparse(&less, "| C | F | G |").unwrap();
    assert_eq!(ids(&again), [0, 3, 2]);
}

#[test]
fn a_text_with_mistakes_changes_nothing() {
    let before = chart("| C | F |");
    assert!(Chart::reparse(&before, "| C | Hm |").is_err());
    assert_eq!(ids(&before), [0, 1]);
}

#[test]
fn ids_are_saved_beside_the_text() {
    let edited = Chart::reparse(&chart("| C | F | G |"), "| C | Am | G |").unwrap();
    let saved = edited.ids();
    assert_eq!(saved, Ids { bars: vec![BarId(0), BarId(3), BarId(2)], next: 4 });
    assert_eq!(chart(&edited.to_string()).with_ids(&saved), Ok(edited));
}

#[test]
fn ids_that_do_not_fit_are_refused() {
    let saved = |bars: &[u64], next| Ids { bars: bars.iter().copied().map(BarId).collect(), next };
    let table = [
        (saved(&[0, 1, 2], 3), IdsError::Count { saved: 3, bars: 2 }),
        (saved(&[1, 1], 3), IdsError::Twice { id: BarId(1) }),
        (saved(&[0, 3], 3), IdsError::NotCounted { id: BarId(3), next: 3 }),
        (saved(&[0, 1], u64::MAX), IdsError::Counter { next: u64::MAX }),
    ];
    for (ids, error) in table {
        assert_eq!(chart("| C | F |").with_ids(&ids), Err(error));
    }
}

#[test]
fn every_pass_of_a_repeat_has_its_own_id() {
    let song = chart("[A] x2\n|: C | F :|x3").song();
    let told: Vec<String> = song.bars().iter().map(|bar| bar.id.to_string()).collect();
    let first: Vec<String> =
        (1..=6).flat_map(|pass| [format!("0.1.{pass}"), format!("1.1.{pass}")]).collect();
    assert_eq!(told, first);
}

#[test]
fn a_section_played_once_more_takes_no_name_from_where_it_comes_back() {
    let table = [
        ("[A] x2 | C | [B] | F | [A]", "0.1.1 0.1.2 1.1.1 0.2.1"),
        ("[A] x3 | C | [B] | F | [A]", "0.1.1 0.1.2 0.1.3 1.1.1 0.2.1"),
        ("[A] | C | [A]", "0.1.1 0.2.1"),
        ("[A] |: C :|x3 | [B] | F {D.C.} |", "0.1.1 0.1.2 0.1.3 1.1.1 0.2.1 1.2.1"),
        ("[A] |: C | F {D.C.} :| G |", "0.1.1 1.1.1 0.1.2 1.1.2 0.2.1 1.2.1 2.2.1"),
    ];
    for (text, expected) in table {
        let song = chart(text).song();
        let told: Vec<String> = song.bars().iter().map(|bar| bar.id.to_string()).collect();
        assert_eq!(told.join(" "), expected, "{text}");
    }
}

#[test]
fn the_longest_charts_are_compared_in_full() {
    let chords = ["C", "F", "G7", "Am", "Dm7", "E7", "Bb"];
    let old = |bar: usize| chords[bar * bar % chords.len()];
    let new = |bar: usize| if bar.is_multiple_of(2) { "N.C." } else { old(bar) };
    let written = |bar: &dyn Fn(usize) -> &'static str| text(&(0..2_000).map(bar).collect::<Vec<_>>());
    let edited = Chart::reparse(&chart(&written(&old)), &written(&new)).unwrap();
    assert_eq!(edited.bars().filter(|bar| bar.id.0 < 2_000).count(), 1_000);
    assert_eq!(ids(&edited).into_iter().collect::<BTreeSet<_>>().len(), 2_000);
}

fn any_bars() -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(&["C", "F", "G7 C", "Am", "N.C.", "C . . G"][..]), 1..40)
}

fn text(bars: &[&str]) -> String {
    format!("| {} |", bars.join(" | "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn inserting_a_bar_keeps_all_others(bars in any_bars(), at in any::<Index>()) {
        let before = chart(&text(&bars));
        let mut more = bars.clone();
        more.insert(at.index(bars.len() + 1), "C");
        let after = ids(&Chart::reparse(&before, &text(&more)).unwrap());
        let new = bars.len() as u64;
        prop_assert_eq!(after.iter().filter(|id| **id == new).count(), 1);
        let kept: Vec<u64> = after.into_iter().filter(|id| *id != new).collect();
        prop_assert_eq!(kept, ids(&before));
    }

    #[test]
    fn deleting_a_bar_keeps_all_others(bars in any_bars(), at in any::<Index>()) {
        prop_assume!(bars.len() > 1);
        let before = chart(&text(&bars));
        let mut less = bars.clone();
        less.remove(at.index(bars.len()));
        let after = ids(&Chart::reparse(&before, &text(&less)).unwrap());
        prop_assert_eq!(after.len(), less.len());
        prop_assert!(after.iter().all(|id| *id < bars.len() as u64), "{after:?} has a bar that was not there");
        prop_assert!(after.is_sorted());
    }

    #[test]
    fn ids_are_never_given_twice(versions in vec(any_bars(), 1..6)) {
        let mut now = chart(&text(&versions[0]));
        let mut ever: BTreeSet<u64> = ids(&now).into_iter().collect();
        for bars in &versions[1..] {
            let counter = now.ids().next;
            now = Chart::reparse(&now, &text(bars)).unwrap();
            let all: BTreeSet<u64> = ids(&now).into_iter().collect();
            prop_assert_eq!(all.len(), bars.len());
            for id in all.difference(&ever) {
                prop_assert!(*id >= counter, "{id} had been given before");
            }
            ever.extend(all);
        }
    }

    #[test]
    fn passes_are_unique(bars in any_bars(), times in 1..5_u32) {
        let song = chart(&format!("[A] x{times}\n{}\n[A]", text(&bars))).song();
        let all: BTreeSet<_> = song.bars().iter().map(|bar| bar.id).collect();
        prop_assert_eq!(all.len(), bars.len() * (times as usize + 1));
    }
}
