//! Energy: whether a band is loud and busy where that was planned.

use ai_band_music as music;

use music::clip::Note;
use music::lane::Lane;
use music::scorecard::{Take, follows};

use crate::stage::{note, song};

/// So many notes in each bar, of such a velocity.
fn bars(bars: &[(u32, u8)]) -> Vec<Note> {
    let bar = |(index, (count, velocity)): (usize, &(u32, u8))| {
        let (start, velocity) = (index as f64 * 4.0, *velocity);
        (0..*count).map(move |beat| Note { velocity, ..note(start + f64::from(beat), 60) })
    };
    bars.iter().enumerate().flat_map(bar).collect()
}

fn correlation(notes: &[Note], planned: &[u8]) -> Option<f64> {
    let takes = [Take { lane: Lane::Keys, notes }];
    let mean = follows(&takes, &song("{tempo: 120} | C | C | C | C |"), planned).mean();
    mean.map(|mean| (mean * 1_000.0).round() / 1_000.0)
}

#[test]
fn louder_and_busier_is_more() {
    let plan = [20, 40, 60, 80];
    let table: [(&str, [(u32, u8); 4], Option<f64>); 5] = [
        ("louder", [(2, 20), (2, 40), (2, 60), (2, 80)], Some(1.0)),
        ("busier", [(1, 50), (2, 50), (3, 50), (4, 50)], Some(1.0)),
        ("the wrong way round", [(4, 50), (3, 50), (2, 50), (1, 50)], Some(-1.0)),
        ("up and down again", [(1, 50), (2, 50), (2, 50), (1, 50)], Some(0.0)),
        ("never more, never less", [(2, 50); 4], None),
    ];
    for (name, notes, expected) in table {
        assert_eq!(correlation(&bars(&notes), &plan), expected, "{name}");
    }
}

#[test]
fn a_plan_that_never_changes_cannot_be_followed() {
    let notes = bars(&[(1, 50), (2, 50), (3, 50), (4, 50)]);
    for planned in [[50; 4].as_slice(), &[1, 2], &[]] {
        assert_eq!(correlation(&notes, planned), None, "{planned:?}");
    }
    assert_eq!(correlation(&[], &[20, 40, 60, 80]), None);
}

#[test]
fn everybody_counts_and_long_bars_are_no_louder() {
    let song = song("{tempo: 120} | C | {meter: 2/4} C | {meter: 4/4} C |");
    let (keys, bass) = ([note(0.0, 60), note(1.0, 60)], [note(4.0, 36), note(6.0, 36), note(7.0, 36)]);
    let takes = [Take { lane: Lane::Keys, notes: &keys }, Take { lane: Lane::Bass, notes: &bass }];
    // Two notes in four beats, one in two, two in four: the same everywhere.
    assert_eq!(follows(&takes, &song, &[10, 20, 30]).mean(), None);
    assert!(follows(&takes[..1], &song, &[30, 20, 10]).mean().unwrap() > 0.8);
}
