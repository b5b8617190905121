//! What chords mean: keys, functions, scales, resolutions and pushes, by example.

use ai_band_composer::analyse::{Analysis, Change, Function};
use music::chart::Chart;
use music::time::Ticks;

fn analysis(chart: &str) -> Analysis {
    Analysis::of(&Chart::parse(chart).unwrap().song())
}

/// `Dm7:S:dorian>`: chord, function, scale, and an arrow where it resolves.
fn spoken(change: &Change) -> String {
    let function = match change.function {
        Function::Tonic => "T",
        Function::Subdominant => "S",
        Function::Dominant => "D",
        Function::Other => "?",
    };
    let chord = change.chord.map_or("N.C.".to_owned(), |chord| chord.to_string());
    format!("{chord}:{function}:{}{}", change.scale_kind, if change.resolves { ">" } else { "" })
}

#[test]
fn chords_have_functions_and_scales_by_key_and_goal() {
    let table: &[(&str, &[&str])] = &[
        ("{key: C} | Dm7 | G7 | Cmaj7 |", &["Dm7:S:dorian>", "G7:D:mixolydian>", "Cmaj7:T:major"]),
        (
            "{key: Cm} | Dm7b5 | G7b9 | Cm7 |",
            &["Dm7b5:S:locrian>", "G7b9:D:phrygian dominant>", "Cm7:T:minor"],
        ),
        ("{key: C} | G7alt | Cmaj7 |", &["G7alt:D:altered>", "Cmaj7:T:major"]),
        ("{key: C} | Db7 | C6 |", &["Db7:D:lydian dominant>", "C6:T:major"]),
        ("{key: C} | G13b9 | C |", &["G13b9:D:half-whole diminished>", "C:T:major"]),
        ("{key: C} | G7#5 | C |", &["G7#5:D:whole tone>", "C:T:major"]),
        ("{key: C} | G7sus4 | C |", &["G7sus4:D:mixolydian>", "C:T:major"]),
        ("{key: C} | Bdim7 | C |", &["Bdim7:D:diminished>", "C:T:major"]),
        ("{key: C} | E7 | Am |", &["E7:D:phrygian dominant>", "Am:T:minor"]),
        ("{key: C} | Em7 | Fmaj7 | Bb7 |", &["Em7:T:phrygian", "Fmaj7:S:lydian", "Bb7:D:lydian dominant"]),
        (
            "{key: A} | A7 | D7 | A7 | E7 |",
            &["A7:D:mixolydian>", "D7:S:mixolydian", "A7:T:mixolydian", "E7:D:mixolydian"],
        ),
        (
            "{key: Am} | Am | G7 | F | E7 |",
            &["Am:T:minor", "G7:D:mixolydian", "F:S:lydian", "E7:D:mixolydian"],
        ),
        ("{key: Cm} | CmMaj7 | Fm6 |", &["CmMaj7:T:melodic minor", "Fm6:S:dorian"]),
        ("{key: C} | C5 | F5 | G5 |", &["C5:T:major", "F5:S:lydian", "G5:D:mixolydian"]),
        ("{key: C} | C | N.C. | G |", &["C:T:major", "N.C.:?:major", "G:D:mixolydian"]),
    ];
    for (chart, expected) in table {
        let said: Vec<String> = analysis(chart).changes.iter().map(spoken).collect();
        assert_eq!(said, *expected, "{chart}");
    }
}

#[test]
fn a_key_that_nobody_wrote_is_heard() {
    let table = [
        ("| Dm7 | G7 | Cmaj7 | Cmaj7 |", "C"),
        ("| C | Am | F | G |", "C"),
        ("| G | D | Em | C |", "G"),
        ("| Am | F | C | G |", "Am"),
        ("| Am7 | D7 | Gmaj7 | Cmaj7 |", "G"),
        ("| Am | Dm | E7 | Am |", "Am"),
        ("| Bm7b5 | E7 | Am7 | Am7 |", "Am"),
        ("| Ebmaj7 | Cm7 | Fm7 | Bb7 |", "Eb"),
        ("| F#m | D | A | E |", "F#m"),
        ("| A7 | D7 | A7 | A7 |", "A"),
        ("| E5 | G5 | A5 | E5 |", "Em"),
        ("| N.C. | N.C. |", "C"),
    ];
    for (chart, key) in table {
        assert_eq!(analysis(chart).changes[0].key.to_string(), key, "{chart}");
    }
}

#[test]
fn a_written_key_is_never_overheard() {
    let changes = analysis("{key: Eb} | C | G | C | C | {key: D} | C | G | C | C |").changes;
    let keys: Vec<String> = changes.iter().map(|change| change.key.to_string()).collect();
    assert_eq!(keys, ["Eb", "Eb", "Eb", "Eb", "D", "D", "D", "D"]);
}

#[test]
fn tension_grows_from_home_to_the_altered_dominant_of_the_dominant() {
    let rising = ["C", "Am", "F", "G7", "G7b9", "D7b9"];
    let tension = |chord: &str| analysis(&format!("{{key: C}} | {chord} |")).changes[0].tension;
    let tensions = rising.map(tension);
    assert!(tensions.is_sorted_by(|a, b| a < b), "{tensions:?}");
    assert_eq!(tensions[0], 0);
}

#[test]
fn pushed_chords_come_an_eighth_early() {
    let analysis = analysis("| C | >F G | >C |");
    let starts: Vec<i64> = analysis.changes.iter().map(|change| change.start.0).collect();
    assert_eq!(starts, [0, 3_840 - 480, 3_840 + 1_920, 7_680 - 480]);
    assert!(analysis.changes.windows(2).all(|pair| pair[0].end == pair[1].start));
    assert_eq!(analysis.at(Ticks(3_839)).unwrap().chord.unwrap().to_string(), "F");
    assert_eq!(analysis.by_bar, [0..2, 1..4, 3..4]);
    assert_eq!(analysis.after_bar(0).unwrap().chord.unwrap().to_string(), "G");
    assert_eq!(analysis.after_bar(2), None);
}

#[test]
fn a_push_takes_no_more_than_half_of_what_it_is_pushed_into_and_nothing_before_the_song() {
    let analysis = analysis("| >C >D >E >F >G >A >B >C >C >D >E >F >G >A >B >C |");
    assert_eq!(analysis.changes[0].start, Ticks(0));
    assert!(analysis.changes.iter().all(|change| change.start < change.end));
}

#[test]
fn every_bar_knows_its_changes() {
    let analysis = analysis("| C | % | F G | . . Am . |");
    let names = |bar: usize| -> Vec<String> {
        analysis.in_bar(bar).iter().map(|change| change.chord.unwrap().to_string()).collect()
    };
    assert_eq!([names(0), names(1), names(2)], [vec!["C"], vec!["C"], vec!["F", "G"]]);
    assert_eq!(names(3), ["G", "Am"]);
    assert_eq!(analysis.in_bar(99), []);
}

#[test]
fn what_is_safe_before_the_goal_is_known_fits_every_goal() {
    for goal in ["Dm7", "Dmaj7", "G7", "Ebmaj7", "N.C."] {
        for chord in ["A7", "A7b9", "A13", "A7#5", "Amaj7", "Am7", "A", "E", "Bm7b5", "Bb7"] {
            let led = analysis(&format!("{{key: C}}\n| {chord} | {goal} |"));
            let alone = analysis(&format!("{{key: C}}\n| {chord} |")).changes[0].scale_alone;
            let change = &led.changes[0];
            assert!(change.scale_alone.is_within(change.scale), "{chord} to {goal}");
            assert!(change.chord.unwrap().classes().is_within(change.scale_alone), "{chord} to {goal}");
            assert_eq!(change.scale_alone, alone, "{chord} to {goal}");
        }
    }
}
