//! The end of a song: everybody who plays arrives with the last chord, wherever in its bar that is.

use ai_band_composer::style::Style;
use ai_band_composer::{Brief, Composition, compose};
use music::chart::Chart;
use music::lane::Lane;
use music::pitch::{Class, ClassSet, Pitch};

const PLAYERS: [Lane; 7] =
    [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad, Lane::Lead, Lane::Percussion];
const VERSE: &str = "[Verse]\n| C | Am | F | G | C | Am | F | G |\n[Chorus]\n| F | G | C | Am | F | G |";

fn composed(style: &str, ending: &str, last: &str) -> Composition {
    let chart = Chart::parse(&format!("{{tempo: 112}} {{ending: {ending}}}\n{VERSE} {last} |\n")).unwrap();
    let mut brief = Brief::new(Style::built_in(style).unwrap(), 1);
    brief.lanes = PLAYERS.to_vec();
    compose(&chart, &brief).unwrap()
}

/// Where the band arrives, in ticks of the last bar.
#[test]
fn everybody_strikes_the_last_chord_together() {
    for (last, place) in [("C", 0), ("G C", 1_920), ("G . . C", 2_880), (">C", 0)] {
        for style in ["pop", "ballad", "bossa", "funk", "house"] {
            let composition = composed(style, "button", last);
            for part in &composition.parts {
                let strikes = part.sketch.bars.last().unwrap().iter().map(|stroke| stroke.at.0);
                assert_eq!(strikes.max(), Some(place), "{} of {style} on {last}", part.lane);
            }
        }
    }
}

#[test]
fn a_last_chord_on_the_bar_line_is_not_pushed_and_that_is_told() {
    let told = |last: &str| -> Vec<String> {
        let remarks = composed("pop", "ring", last).remarks;
        remarks.into_iter().map(|remark| remark.text).collect()
    };
    assert_eq!(told(">C"), ["the last chord is not pushed: the band lands on the beat"]);
    assert_eq!(told("C"), [] as [String; 0]);
    assert_eq!(told("G >C"), [] as [String; 0]);
}

/// Last bars that were in somebody's way, and where in them the last chord is.
const LAST_BARS: [(&str, i64); 8] = [
    ("%", 0),
    ("G >C", 1_440),
    ("G . . >C", 2_400),
    ("F G Am C", 2_880),
    ("F . F#m7b5 . G7alt . F#6/9 C7#9", 3_360),
    (">F >G >Am >C", 2_400),
    ("{feel: stop-time} C", 0),
    ("C N.C. N.C. N.C.", 0),
];

fn last_strikes(composition: &Composition, lane: Lane) -> Vec<(i64, Class, i64)> {
    let part = composition.parts.iter().find(|part| part.lane == lane).unwrap();
    let bar = part.sketch.bars.last().unwrap();
    let at =
        bar.iter().filter(|stroke| lane != Lane::Drums || stroke.importance > 64).map(|stroke| stroke.at);
    let at = at.max();
    let last = bar.iter().filter(|stroke| Some(stroke.at) == at);
    last.map(|stroke| (stroke.at.0, stroke.pitch.class(), stroke.length.0)).collect()
}

#[test]
fn nothing_keeps_anybody_from_the_last_chord() {
    for (last, place) in LAST_BARS {
        for style in Style::BUILT_IN {
            for ending in ["button", "ring"] {
                let composition = composed(style, ending, last);
                let song = Chart::parse(&format!("{{ending: {ending}}} {VERSE} {last} |")).unwrap().song();
                let home = song.chords().iter().rfind(|harmony| harmony.chord.is_some()).unwrap();
                let chord = home.chord.unwrap();
                let tensions = chord.tensions().into_iter().map(|tone| tone.class);
                let classes: ClassSet = chord.classes().iter().chain(tensions).collect();
                for lane in PLAYERS {
                    let case = format!("{lane} of {style}, {ending} on {last}");
                    let strikes = last_strikes(&composition, lane);
                    assert!(
                        strikes.iter().all(|(at, ..)| *at == place) && !strikes.is_empty(),
                        "{case}: {strikes:?}"
                    );
                    if lane.character().is_kit {
                        continue;
                    }
                    assert!(
                        strikes.iter().all(|(_, class, _)| classes.contains(*class)),
                        "{case}: {strikes:?}"
                    );
                    let room = if last.contains("N.C.") { 960 } else { 3_840 - place };
                    let longest = strikes.iter().map(|(_, _, length)| *length).max().unwrap();
                    let is_right = match ending {
                        "button" => longest <= 480,
                        _ => longest * 4 >= room * 3 && longest <= room,
                    };
                    assert!(is_right, "{case}: {longest} of {room}");
                }
                let ground = last_strikes(&composition, Lane::Bass);
                assert_eq!(ground[0].1, chord.bass().class(), "{style}, {ending} on {last}");
            }
        }
    }
}

#[test]
fn nothing_rings_over_the_last_chord_or_begins_after_it() {
    for style in Style::BUILT_IN {
        let composition = composed(style, "ring", "F . . >C");
        let landing = 14 * 3_840 + 2_400;
        for part in composition.parts.iter().filter(|part| !part.lane.character().is_kit) {
            let strokes = part.sketch.bars.iter().enumerate();
            let strokes = strokes.flat_map(|(bar, strokes)| {
                strokes.iter().map(move |stroke| (bar as i64 * 3_840 + stroke.at.0, stroke))
            });
            for (at, stroke) in strokes.filter(|(at, _)| *at < landing) {
                assert!(at + stroke.length.0 <= landing, "{} of {style} from {at}", part.lane);
            }
        }
    }
}

/// A bar that is locked is what it was, whatever the song's end asks for.
#[test]
fn a_locked_last_bar_stays() {
    let chart = Chart::parse(&format!("{{tempo: 112}} {{ending: button}}\n{VERSE} C |\n")).unwrap();
    let mut brief = Brief::new(Style::built_in("pop").unwrap(), 1);
    brief.lanes = PLAYERS.to_vec();
    let before = compose(&chart, &brief).unwrap();
    let ring = Chart::parse(&format!("{{tempo: 112}} {{ending: ring}}\n{VERSE} C |\n")).unwrap();
    let song = chart.song();
    before.parts.iter().for_each(|part| brief.lock(part, &song, song.bars().len() - 1));
    let after = compose(&ring, &brief).unwrap();
    for (was, is) in before.parts.iter().zip(&after.parts) {
        assert_eq!(was.sketch.bars.last(), is.sketch.bars.last(), "{}", was.lane);
    }
}

#[test]
fn whoever_finds_nothing_in_the_strangest_song_is_named() {
    let charts = [
        "{tempo: 97} {ending: fade}\n| N.C. | >Gmaj7 >Eb7#5 | N.C. | N.C. |",
        "{tempo: 101}\n| N.C. | Abm6 C#m | N.C. | % |",
        "{tempo: 57} {meter: 3/4} {feel: stop-time}\n| N.C. N.C. . | N.C. | C6 N.C. . |",
        "| {pickup: 1/4} N.C. | C |",
        "C",
    ];
    for (text, style) in charts.iter().flat_map(|text| Style::BUILT_IN.map(|style| (text, style))) {
        let chart = Chart::parse(text).unwrap();
        for lane in PLAYERS {
            let mut brief = Brief::new(Style::built_in(style).unwrap(), 3);
            brief.lanes = vec![lane];
            let composition = compose(&chart, &brief).unwrap();
            let is_heard = composition.parts[0].sketch.bars.iter().any(|bar| !bar.is_empty());
            let named = format!("nothing here for {lane}");
            let is_told = composition.remarks.iter().any(|remark| remark.text.starts_with(&named));
            assert_ne!(is_heard, is_told, "{lane} of {style} in {text}");
        }
    }
}

/// Percussion has no pattern of its own for a waltz in bossa: whoever was asked for plays what comes nearest.
#[test]
fn percussion_that_was_asked_for_is_heard() {
    let chart = Chart::parse("{tempo: 112} {meter: 3/4}\n| C | F | G | C |").unwrap();
    for style in Style::BUILT_IN {
        let mut brief = Brief::new(Style::built_in(style).unwrap(), 1);
        brief.lanes = vec![Lane::Percussion];
        let composition = compose(&chart, &brief).unwrap();
        assert!(composition.parts[0].sketch.bars.iter().any(|bar| !bar.is_empty()), "{style}");
    }
}

/// A shaker that was silent for a verse does not take up its groove for half a bar.
#[test]
fn percussion_that_comes_in_for_the_last_chord_alone_strikes_nothing_else() {
    const FOUR: &str = "| C | Am | F | G |\n";
    let text = format!(
        "{{ending: ring}}\n[Verse]\n{FOUR}{FOUR}[Chorus]\n{FOUR}{FOUR}[Verse]\n{FOUR}| C | Am | F | G C |\n"
    );
    let chart = Chart::parse(&text).unwrap();
    let mut silent = 0;
    for (style, seed) in Style::BUILT_IN.iter().flat_map(|style| (0..6).map(move |seed| (style, seed))) {
        let mut brief = Brief::new(Style::built_in(style).unwrap(), seed);
        brief.lanes = PLAYERS.to_vec();
        let composition = compose(&chart, &brief).unwrap();
        let part = composition.parts.iter().find(|part| part.lane == Lane::Percussion).unwrap();
        let [.., before, last] = part.sketch.bars.as_slice() else { panic!("a song has bars") };
        if before.is_empty() {
            silent += 1;
            let places: Vec<i64> = last.iter().map(|stroke| stroke.at.0).collect();
            assert_eq!(places, [1_920], "{style} {seed}");
        }
    }
    assert!(silent >= 6, "{silent} songs in which percussion rests before the end");
}

/// Whoever has nobody below him ends on what the last chord stands on, whatever shapes the style has.
#[test]
fn the_lowest_of_the_band_ends_on_the_bass_of_the_last_chord() {
    const FORM: &str =
        "[Verse]\n| C | Am | F | G | C | Am | F | G |\n[Chorus]\n| F | G | C | Am | F | G | F |";
    for (last, ending) in [("C", "ring"), ("G C", "button"), ("Ab", "ring"), ("Em", "button")] {
        let chart = Chart::parse(&format!("{{ending: {ending}}}\n{FORM} {last} |\n")).unwrap();
        let root = chart.song().chords().last().and_then(|harmony| harmony.chord).unwrap().bass().class();
        for style in Style::BUILT_IN {
            for lanes in [
                &[Lane::Guitar][..],
                &[Lane::Drums, Lane::Guitar],
                &[Lane::Keys, Lane::Guitar],
                &[Lane::Keys],
            ] {
                let mut brief = Brief::new(Style::built_in(style).unwrap(), 3);
                brief.lanes = lanes.to_vec();
                let composition = compose(&chart, &brief).unwrap();
                let pitched = composition.parts.iter().filter(|part| !part.lane.character().is_kit);
                let last_bar = pitched.flat_map(|part| part.sketch.bars.last().unwrap());
                let at = last_bar.clone().map(|stroke| stroke.at).max();
                let lowest = last_bar.filter(|stroke| Some(stroke.at) == at).map(|stroke| stroke.pitch).min();
                assert_eq!(lowest.map(Pitch::class), Some(root), "{style}, {lanes:?} on {last}");
            }
        }
    }
}
