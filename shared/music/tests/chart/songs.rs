//! The song a chart makes: positions, lookups and maps.

use std::collections::BTreeSet;

use ai_band_music::chart::song::PUSH;
use ai_band_music::chart::{Chart, Ending, Feel, PassId, Song};
use ai_band_music::time::{Span, Ticks};

fn song(text: &str) -> Song {
    Chart::parse(text).expect("a chart of these tests has no mistakes").song()
}

fn beats(beats: i64) -> Ticks {
    Ticks::from_beats(beats)
}

#[test]
fn bars_and_chords_are_found_by_position() {
    let song = song("{pickup: 1} | G7 | C . . >F | . G | {meter: 3/4} Am |");
    let told = |ticks: i64| {
        let bar = song.bar_at(Ticks(ticks)).map(|bar| bar.number);
        let chord =
            song.chord_at(Ticks(ticks)).and_then(|harmony| harmony.chord).map(|chord| chord.to_string());
        (bar, chord)
    };
    let table = [
        (-961, None, None),
        (-960, Some(0), Some("G7")),
        (-1, Some(0), Some("G7")),
        (0, Some(1), Some("C")),
        (2_879, Some(1), Some("C")),
        (2_880, Some(1), Some("F")),
        (3_840, Some(2), Some("F")),
        (5_759, Some(2), Some("F")),
        (5_760, Some(2), Some("G")),
        (7_680, Some(3), Some("Am")),
        (10_559, Some(3), Some("Am")),
        (10_560, None, None),
    ];
    for (at, bar, chord) in table {
        assert_eq!(told(at), (bar, chord.map(str::to_owned)), "at tick {at}");
    }
    assert_eq!((song.start(), song.end()), (Ticks(-960), Ticks(10_560)));
}

#[test]
fn chords_are_found_by_span() {
    let song = song("| C F | . | G N.C. |");
    let inside = |start, end| {
        let span = Span::new(beats(start), beats(end)).unwrap();
        let chords = song.chords_in(span).iter();
        chords
            .map(|harmony| harmony.chord.map_or("N.C.".to_owned(), |chord| chord.to_string()))
            .collect::<Vec<_>>()
    };
    assert_eq!(inside(0, 12), ["C", "F", "G", "N.C."]);
    assert_eq!(inside(0, 2), ["C"]);
    assert_eq!(inside(1, 3), ["C", "F"]);
    assert_eq!(inside(4, 8), ["F"], "a chord that is held through a bar is in it");
    assert_eq!(inside(7, 9), ["F", "G"]);
    assert_eq!(inside(11, 40), ["N.C."]);
    assert!(inside(-8, 0).is_empty() && inside(12, 16).is_empty());
}

#[test]
fn a_push_keeps_its_place_on_paper() {
    let song = song("| C . . >F |");
    let pushed = song.chords()[1];
    assert!(pushed.pushed && !song.chords()[0].pushed);
    assert_eq!((pushed.start, pushed.length, pushed.start - PUSH), (beats(3), beats(1), Ticks(2_400)));
}

#[test]
fn maps_follow_the_bars() {
    let song = song("{tempo: 100} |: C | {meter: 7/8} {tempo: 90} F :| {meter: 3/4} G |");
    let meters: Vec<(i64, String)> =
        song.meter().changes().iter().map(|change| (change.bar, change.meter.to_string())).collect();
    let expected = [(0, "4/4"), (1, "7/8"), (2, "4/4"), (3, "7/8"), (4, "3/4")];
    assert_eq!(meters, expected.map(|(bar, meter)| (bar, meter.to_owned())));
    let tempi: Vec<(i64, String)> =
        song.tempo().changes().iter().map(|(at, tempo)| (at.0, tempo.to_string())).collect();
    let expected = [(0, "100"), (3_840, "90"), (7_200, "100"), (11_040, "90")];
    assert_eq!(tempi, expected.map(|(at, tempo)| (at, tempo.to_owned())));
}

#[test]
fn a_tempo_named_late_does_not_reach_back() {
    let tempi = |text: &str| -> Vec<(Ticks, String)> {
        song(text).tempo().changes().iter().map(|(at, tempo)| (*at, tempo.to_string())).collect()
    };
    let at = |beat: i64, tempo: &str| (beats(beat), tempo.to_owned());
    assert_eq!(tempi("| C | {tempo: 90} F |"), [at(0, "120"), at(4, "90")]);
    assert_eq!(
        tempi("| C | {tempo: 90} F {D.C.} |"),
        [at(0, "120"), at(4, "90"), at(8, "120"), at(12, "90")]
    );
    assert_eq!(tempi("| {tempo: 90} C | F {D.C.} |"), [at(0, "90")]);
}

#[test]
fn a_tag_says_the_last_phrase_twice_more() {
    for (text, bars) in [
        ("{ending: tag} | C | F |", "1 2 1 2 1 2"),
        ("{ending: tag} | C | F | G | Am | Dm | C |", "1 2 3 4 5 6 3 4 5 6 3 4 5 6"),
        ("{ending: tag} [A] | C | F | [B] x2 | G | C |", "1 2 3 4 3 4 3 4 3 4"),
        ("{ending: tag} {pickup: 1} | G | C | F |", "0 1 2 1 2 1 2"),
        ("{ending: tag} | C {fine} | F {D.C. al Fine} |", "1 2 1 1 1"),
        ("{ending: ring} | C | F |", "1 2"),
    ] {
        let song = song(text);
        let played: Vec<String> = song.bars().iter().map(|bar| bar.number.to_string()).collect();
        assert_eq!(played.join(" "), bars, "{text}");
        let ids: BTreeSet<PassId> = song.bars().iter().map(|bar| bar.id).collect();
        assert_eq!(ids.len(), song.bars().len(), "every bar has a name of its own: {text}");
    }
    let song = song("{ending: tag} [A] | C | F | G | Am | Dm | C |");
    let passes: Vec<u32> = song.bars().iter().map(|bar| bar.section.pass).collect();
    assert_eq!(passes, [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2]);
}

#[test]
fn a_ritard_is_asked_for_in_bars() {
    for (text, bars) in [
        ("| C |", None),
        ("{ritard} | C |", Some(2)),
        ("{ritard: 4} | C |", Some(4)),
        ("{rit: 1} | C |", Some(1)),
    ] {
        assert_eq!(song(text).ritard_bars(), bars, "{text}");
    }
    for text in ["{ritard: 0} | C |", "{ritard: 9} | C |", "{ritard: slowly} | C |"] {
        let error = Chart::parse(text).unwrap_err().to_string();
        assert!(error.contains("is not a ritard; write how many bars slow down, 1 to 8"), "{error}");
    }
    let text = "{ending: ring}\n{ritard: 3}\n\n| C |\n";
    assert_eq!(Chart::parse(text).unwrap().to_string(), text);
}

#[test]
fn the_tempo_of_bar_1_is_its_pickups_too() {
    for (text, tempi) in [
        ("{pickup: 1} | G7 | {tempo: 80} C | F |", ["80", "80", "80"]),
        ("{pickup: 1} {tempo: 60} | G7 | {tempo: 80} C | F |", ["60", "80", "80"]),
        ("{pickup: 1} | G7 | C | {tempo: 80} F |", ["120", "120", "80"]),
    ] {
        let song = song(text);
        let played = song.bars().iter().map(|bar| song.tempo().at(bar.start).to_string());
        assert_eq!(played.collect::<Vec<_>>(), tempi, "{text}");
        let named =
            song.bars().iter().map(|bar| bar.tempo.map_or("120".to_owned(), |tempo| tempo.to_string()));
        assert_eq!(named.collect::<Vec<_>>(), tempi, "{text}");
    }
}

#[test]
fn a_pickup_stands_before_bar_0_of_the_maps() {
    let song = song("{meter: 3/4} {tempo: 80} {pickup: 1} | G7 | C | {meter: 4/4} F |");
    assert_eq!(song.meter().bar_start(0), Ticks::ZERO);
    assert_eq!(song.meter().bar_at(song.start()).bar, -1);
    assert_eq!(song.meter().bar_start(1), beats(3));
    assert_eq!(song.tempo().at(song.start()).to_string(), "80");
    let two = self::song("| {pickup: 2} G7 | {pickup} D7 | {meter: 3/4} C |");
    assert_eq!(two.meter().bar_at(two.start()).bar, -2);
    assert_eq!((two.start(), two.bars()[2].start), (beats(-6), Ticks::ZERO));
}

#[test]
fn a_chart_that_names_nothing_leaves_it_to_the_session() {
    let song = song("| C |");
    let bar = song.bars()[0];
    assert_eq!((bar.key, bar.tempo, bar.feel), (None, None, Feel::Normal));
    assert_eq!(song.tempo().at(Ticks::ZERO).to_string(), "120");
    assert_eq!(song.ending(), None);
    assert_eq!(song.sections(), [""]);
}

#[test]
fn a_song_knows_how_it_ends() {
    for ending in Ending::ALL {
        assert_eq!(song(&format!("{{ending: {ending}}} | C |")).ending(), Some(ending));
    }
}

#[test]
fn bars_are_numbered_as_on_paper() {
    let numbers = |text: &str| song(text).bars().iter().map(|bar| bar.number).collect::<Vec<_>>();
    assert_eq!(numbers("| C | D | E |"), [1, 2, 3]);
    assert_eq!(numbers("{pickup: 1} | C | D | E |"), [0, 1, 2]);
    assert_eq!(numbers("|: C | D :| E |"), [1, 2, 1, 2, 3]);
    assert_eq!(numbers("[A] | C | [B] | D | [A]"), [1, 2, 1]);
}
