//! The picture: what is shown of the chart, the lanes and the way back; drawn anew only when it has changed.

use std::sync::Arc;

use ai_band_plugin::action::Action;
use ai_band_plugin::model::{LaneView, SongView};
use music::lane::Lane;
use music::time::Ticks;

use crate::stage::{EIGHT_BARS, bars, model, on, playing};

#[test]
fn what_has_not_changed_is_shared() {
    let mut band = playing(EIGHT_BARS);
    let before = model(&mut band);
    band.act(&Action::Seed(9));
    band.act(&Action::Lock { lane: Lane::Bass, bars: bars(1, 2), locked: true });
    let after = model(&mut band);
    assert!(Arc::ptr_eq(&before.song, &after.song));
    for (before, after) in before.lanes.iter().zip(&after.lanes) {
        assert!(Arc::ptr_eq(&before.notes, &after.notes) && Arc::ptr_eq(&before.armed, &after.armed));
    }
    assert_eq!(after.lanes[Lane::Bass.index()].locked, [bars(1, 2)]);
    band.act(&Action::Reroll { lane: Lane::Keys, bars: bars(1, 8) });
    assert!(!Arc::ptr_eq(&model(&mut band).song, &after.song), "its revision is another");
}

#[test]
fn bars_are_counted_as_they_are_played() {
    let mut band = on("{pickup: 1/4}\n| D7 |\n[A] x2\n| G | . . C . |\n[B] {meter: 3/4}\n| N.C. |");
    let song: Arc<SongView> = model(&mut band).song;
    let drawn: Vec<String> = song
        .bars
        .iter()
        .map(|bar| {
            let chords: Vec<&str> = bar.chords.iter().map(|(_, text)| text.as_str()).collect();
            let section = bar.section.as_deref().unwrap_or("-");
            format!("{} {} {}/{} {}", bar.number, section, bar.meter.0, bar.meter.1, chords.join(" "))
        })
        .collect();
    assert_eq!(drawn, ["0 - 4/4 D7", "1 A 4/4 G", "2 - 4/4 C", "3 A 4/4 G", "4 - 4/4 C", "5 B 3/4 N.C."]);
    assert_eq!(song.bars[2].chords[0].0, Ticks::from_beats(4 + 2));
    assert_eq!(
        band.sections(),
        [Ticks::from_beats(-1), Ticks(0), Ticks::from_beats(8), Ticks::from_beats(16)]
    );
}

#[test]
fn a_summary_says_what_was_understood() {
    let table = [
        ("{key: Am} {tempo: 120}\n| Am | D |", "2 bars · A minor · 4/4 · 120"),
        ("{key: D} {meter: 7/8}\n| D |", "1 bar · D major · 7/8 · host's tempo"),
        ("", ""),
    ];
    for (chart, summary) in table {
        assert_eq!(model(&mut on(chart)).ask.summary, summary);
    }
}

/// What a composer writes fits its chords; over others it is underlined.
#[test]
fn clashes_are_seen_against_the_chart_as_it_stands() {
    let mut band = playing("{tempo: 100}\n| C | F | G | C |");
    let clashing = |lanes: &[LaneView]| {
        lanes.iter().flat_map(|lane| lane.notes.iter()).filter(|note| note.clashes).count()
    };
    assert_eq!(clashing(&model(&mut band).lanes), 0);
    band.act(&Action::Chart("{tempo: 100}\n| F# | B | C# | F# |".to_owned()));
    let shown = model(&mut band).lanes;
    assert!(clashing(&shown) > 10);
    assert!(shown[Lane::Drums.index()].notes.iter().all(|note| !note.clashes), "a kit has no pitches");
}

#[test]
fn every_example_can_be_clicked_and_heard() {
    for (name, text) in model(&mut on("")).ask.examples {
        let mut band = playing(&text);
        let shown = model(&mut band);
        assert!(
            shown.ask.errors.is_empty() && shown.lanes.iter().any(|lane| !lane.notes.is_empty()),
            "{name}"
        );
    }
}
