//! Chords, changes and clashes, and the same against a chart that was moved by a bar.

use ai_band_music as music;

use music::lane::Lane;
use music::scorecard::{Changes, Measure, Take, card, clashes};

use crate::stage::{chord, line, note, song, value};

#[test]
fn strong_beats_want_chord_tones_or_colours() {
    let table: [(&str, &[f64], u8, Option<f64>, Option<f64>); 11] = [
        ("| C |", &[0.0], 64, Some(1.0), Some(1.0)),
        ("| C |", &[0.0], 62, Some(0.0), Some(1.0)),
        ("| C |", &[0.0], 65, Some(0.0), Some(0.0)),
        // Beats 2 and 4 are free.
        ("| C |", &[1.0, 3.0], 65, None, None),
        ("| C |", &[2.0], 65, Some(0.0), Some(0.0)),
        // A hand that is early means the beat.
        ("| C |", &[1.95], 64, Some(1.0), Some(1.0)),
        ("| C |", &[1.75], 65, None, None),
        // A waltz has one strong beat, seven eighths have their fifth.
        ("{meter: 3/4} | C |", &[1.0, 2.0], 65, None, None),
        ("{meter: 7/8} | C |", &[2.0], 65, Some(0.0), Some(0.0)),
        ("| N.C. |", &[0.0], 65, None, None),
        // The push of the next bar.
        ("| C . . . | >F |", &[4.0], 65, Some(1.0), Some(1.0)),
    ];
    for (chart, beats, key, tones, colours) in table {
        let notes: Vec<_> = beats.iter().map(|beat| note(*beat, key)).collect();
        assert_eq!(value(Lane::Keys, chart, &notes, Measure::ChordTones), tones, "{chart} {beats:?} {key}");
        assert_eq!(value(Lane::Keys, chart, &notes, Measure::Colours), colours, "{chart} {beats:?} {key}");
    }
}

#[test]
fn of_foreign_notes_tensions_are_allowed() {
    // C major's ninth, sharp eleventh and thirteenth colour it; a fourth and a minor ninth do not.
    let table: [(&[u8], Option<f64>); 6] = [
        (&[60, 64, 67], None),
        (&[60, 64, 62], Some(1.0)),
        (&[60, 64, 65], Some(0.0)),
        (&[62, 66, 69], Some(1.0)),
        (&[62, 61], Some(0.5)),
        (&[62, 61, 65, 68], Some(0.25)),
    ];
    for (keys, expected) in table {
        assert_eq!(value(Lane::Keys, "| C |", &chord(0.0, keys), Measure::Tensions), expected, "{keys:?}");
    }
    assert_eq!(value(Lane::Keys, "| C |", &chord(1.0, &[65]), Measure::Tensions), None, "beat 2 is free");
}

#[test]
fn guide_tones_are_asked_of_every_chord_while_which_something_sounds() {
    let table: [(&str, &[(f64, u8)], Option<f64>); 8] = [
        ("| C7 |", &[(0.0, 64), (0.0, 70)], Some(1.0)),
        ("| C7 |", &[(0.0, 64), (0.0, 67)], Some(0.5)),
        ("| C7 |", &[(0.0, 60), (0.0, 67)], Some(0.0)),
        // One after the other will do.
        ("| C7 |", &[(0.0, 64), (2.0, 58)], Some(1.0)),
        ("| C7 | F7 |", &[(0.0, 64), (0.0, 70), (4.0, 69)], Some(0.75)),
        // A chord that nobody plays asks nobody.
        ("| C7 | F7 |", &[(0.0, 64), (0.0, 70)], Some(1.0)),
        ("| C5 |", &[(0.0, 64)], None),
        ("| N.C. |", &[(0.0, 64)], None),
    ];
    for (chart, notes, expected) in table {
        let played: Vec<_> = notes.iter().map(|(beat, key)| note(*beat, *key)).collect();
        assert_eq!(value(Lane::Keys, chart, &played, Measure::GuideTones), expected, "{chart} {notes:?}");
    }
    // What was struck before the bar line sounds on: half of F7's guide tones hang over.
    let held = [music::clip::Note { length: music::time::Ticks::from_beats(4), ..note(3.5, 69) }];
    assert_eq!(value(Lane::Keys, "| N.C. | F7 |", &held, Measure::GuideTones), Some(0.5));
}

#[test]
fn the_bass_is_asked_at_changes_only() {
    let table: [(&str, &[u8], Option<f64>); 6] = [
        ("| C | F |", &[36, 40, 43, 40, 41, 45, 48, 45], Some(1.0)),
        ("| C | F |", &[36, 40, 43, 40, 45, 41, 48, 45], Some(0.0)),
        ("| C | F/A |", &[36, 40, 43, 40, 45], Some(1.0)),
        ("| C | C |", &[36, 36, 36, 36, 43], None),
        ("| C | F |", &[36, 36, 36, 36], None),
        ("| C F | G |", &[36, 36, 41, 41, 42], Some(0.5)),
    ];
    for (chart, keys, expected) in table {
        assert_eq!(
            value(Lane::Bass, chart, &line(keys), Measure::RootOnChange),
            expected,
            "{chart} {keys:?}"
        );
    }
}

#[test]
fn a_step_is_one_or_two_semitones_from_the_beat_before() {
    let table: [(&[u8], Option<f64>); 5] = [
        (&[36, 36, 36, 40, 41], Some(1.0)),
        (&[36, 36, 36, 43, 41], Some(1.0)),
        (&[36, 36, 36, 44, 41], Some(0.0)),
        (&[36, 36, 36, 41, 41], Some(0.0)),
        (&[36, 36, 36, 29, 41], Some(0.0)),
    ];
    for (keys, expected) in table {
        let notes = line(keys);
        assert_eq!(value(Lane::Bass, "| C | F |", &notes, Measure::StepIntoChange), expected, "{keys:?}");
    }
    // A step to the third leads to no root; over a slash it leads to the bass.
    let third = line(&[36, 36, 36, 43, 45]);
    assert_eq!(value(Lane::Bass, "| C | F |", &third, Measure::StepIntoChange), Some(0.0));
    assert_eq!(value(Lane::Bass, "| C | F/A |", &third, Measure::StepIntoChange), Some(1.0));
    let rests = [note(0.0, 40), note(4.0, 41)];
    assert_eq!(value(Lane::Bass, "| C | F |", &rests, Measure::StepIntoChange), None, "nothing leads there");
}

#[test]
fn repeated_notes_are_counted_over_bar_lines() {
    let repeated = |keys: &[u8]| value(Lane::Bass, "| C | F |", &line(keys), Measure::RepeatedNotes);
    assert_eq!(repeated(&[36, 36, 40, 40, 40]), Some(0.75));
    assert_eq!(repeated(&[36, 48]), Some(0.0));
    assert_eq!(repeated(&[36]), None);
}

#[test]
fn semitones_clash_where_the_chord_does_not_ask_for_them() {
    let table: [(&str, &[u8], Option<f64>); 6] = [
        ("| Cmaj7 |", &[59, 60], Some(0.0)),
        ("| C7 |", &[59, 60], Some(1.0)),
        ("| C7 |", &[48, 59], Some(1.0)),
        ("| C7 |", &[48, 60, 59], Some(0.667)),
        ("| C |", &[60, 62], Some(0.0)),
        ("| C |", &[60], None),
    ];
    for (chart, keys, expected) in table {
        let (song, notes) = (song(chart), chord(0.0, keys));
        let takes = [Take { lane: Lane::Keys, notes: &notes }];
        let rate = clashes(&takes, &song, &Changes::of(&song)).mean();
        assert_eq!(rate.map(|rate| (rate * 1_000.0).round() / 1_000.0), expected, "{chart} {keys:?}");
    }
    let (song, keys, bass) = (song("| C |"), [note(0.0, 60)], [note(0.5, 37)]);
    let takes = [Take { lane: Lane::Keys, notes: &keys }, Take { lane: Lane::Bass, notes: &bass }];
    assert_eq!(clashes(&takes, &song, &Changes::of(&song)).mean(), Some(1.0), "lanes clash with each other");
    let drums = [Take { lane: Lane::Drums, notes: &keys }, Take { lane: Lane::Bass, notes: &bass }];
    assert_eq!(clashes(&drums, &song, &Changes::of(&song)).mean(), None, "a kit has no pitches");
}

#[test]
fn the_null_is_the_chart_a_bar_later() {
    let bars = song("| C | F . G . | Am |");
    let rotated = song("| F . G . | Am | C |");
    let notes = line(&[36, 43, 36, 40, 41, 45, 43, 47, 45, 52, 45, 52]);
    let take = Take { lane: Lane::Bass, notes: &notes };
    assert_eq!(card(&take, &bars, &Changes::rotated(&bars)), card(&take, &rotated, &Changes::of(&rotated)));
    let root = |changes: &Changes| card(&take, &bars, changes)[&Measure::RootOnChange].mean();
    assert_eq!(root(&Changes::of(&bars)), Some(1.0));
    assert_eq!(root(&Changes::rotated(&bars)), Some(0.0));
    for measure in Measure::ALL.into_iter().filter(|measure| !measure.has_null()) {
        let null = card(&take, &bars, &Changes::rotated(&bars));
        let is_about_chords = measure == Measure::DistinctBars;
        let true_chart = card(&take, &bars, &Changes::of(&bars));
        assert!(is_about_chords || null.get(&measure) == true_chart.get(&measure), "{measure:?}");
    }
}

#[test]
fn what_sounds_outside_of_the_song_is_not_heard() {
    let (song, notes) = (song("| C | F |"), [note(-8.0, 36), note(40.0, 36)]);
    let take = Take { lane: Lane::Bass, notes: &notes };
    assert!(card(&take, &song, &Changes::rotated(&song)).is_empty());
    assert!(card(&Take { notes: &[], ..take }, &song, &Changes::of(&song)).is_empty());
}
