//! Knobs, other hands and variations, as they are asked for and as they are heard.

use ai_band_tests::compose::{self, KnobArguments, Order, Vary};
use clap::Parser;
use composer::Knobs;
use composer::variation::Keep;
use music::chart::Chart;
use music::clip::Note;
use music::lane::Lane;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    knobs: KnobArguments,
}

fn knobs(words: &[&str]) -> Result<Knobs, String> {
    let line = Line::try_parse_from([&["compose"], words].concat()).map_err(|error| error.to_string())?;
    Ok(line.knobs.knobs())
}

#[test]
fn a_knob_that_nobody_turns_is_where_the_style_has_it() {
    assert_eq!(knobs(&[]), Ok(Knobs::default()));
    let density = |lane: Lane, value| {
        let mut density = Knobs::default().density;
        density[lane.index()] = value;
        density
    };
    let table: [(&[&str], Knobs); 7] = [
        (&["--intensity", "0"], Knobs { intensity: 0, ..Knobs::default() }),
        (&["--complexity", "127"], Knobs { complexity: 127, ..Knobs::default() }),
        (&["--syncopation", "90"], Knobs { syncopation: 90, ..Knobs::default() }),
        (&["--swing", "1"], Knobs { swing: 1, ..Knobs::default() }),
        (&["--humanise", "2"], Knobs { humanise: 2, ..Knobs::default() }),
        (&["--fills", "3"], Knobs { fills: 3, ..Knobs::default() }),
        (&["--density", "piano:20"], Knobs { density: density(Lane::Keys, 20), ..Knobs::default() }),
    ];
    for (words, expected) in table {
        assert_eq!(knobs(words), Ok(expected), "{words:?}");
    }
}

#[test]
fn a_knob_turned_too_far_says_how_far_it_turns() {
    let table: [(&[&str], &str); 5] = [
        (&["--intensity", "128"], "\"128\" is no place of a knob; they turn from 0 to 127"),
        (&["--fills", "often"], "\"often\" is no place of a knob"),
        (&["--density", "20"], "\"20\" is no density; write it as in keys:20"),
        (&["--density", "kazoo:20"], "nobody writes for \"kazoo\"; there are drums, bass"),
        (&["--density", "keys:-1"], "\"-1\" is no place of a knob"),
    ];
    for (words, part) in table {
        let told = knobs(words).expect_err(part);
        assert!(told.contains(part), "{words:?}: {told}");
    }
}

#[test]
fn a_variation_names_what_it_keeps_and_how_much_it_changes() {
    let table = [
        ("rhythm:64", Ok((Keep::Rhythm, 64))),
        ("pitches", Ok((Keep::Pitches, 64))),
        ("contour: 127", Ok((Keep::Contour, 127))),
        ("chords:3", Err("\"chords\" is nothing to keep; there are rhythm, pitches, contour")),
        ("rhythm:128", Err("\"rhythm:128\" names no amount from 0 to 127, as in rhythm:64")),
        ("rhythm:", Err("as in rhythm:64")),
    ];
    for (text, expected) in table {
        match (text.parse::<Vary>(), expected) {
            (Ok(vary), Ok(expected)) => assert_eq!((vary.keep, vary.amount), expected, "{text}"),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{text}: {error}"),
            (read, expected) => panic!("{text}: {read:?}, not {expected:?}"),
        }
    }
}

fn order() -> Order {
    Order::new(compose::style("bossa").expect("a style"), 5)
}

/// What a lane plays, bar by bar.
fn played(order: &Order, lane: Lane) -> Vec<Vec<Note>> {
    let chart = "{tempo: 130} [A] x2\n| Dm7 | G7 | Cmaj7 | A7 |\n| Dm7 | G7 | Cmaj7 | . |";
    let take = compose::take(Chart::parse(chart).expect("a chart"), order).expect("a take");
    take.composition.parts.into_iter().find(|part| part.lane == lane).expect("a part").played
}

#[test]
fn a_variation_changes_the_lane_and_the_bars_it_is_asked_for() {
    let vary = Some(Vary { keep: Keep::Rhythm, amount: 127 });
    let bars = Some("5-8".parse().expect("bars"));
    let asked = Order { vary, bars, named_lanes: vec![Lane::Bass], ..order() };
    let (before, after) = (played(&order(), Lane::Bass), played(&asked, Lane::Bass));
    assert_eq!((&before[..4], &before[8..]), (&after[..4], &after[8..]));
    assert_ne!(before[4..8], after[4..8]);
    let rhythm = |bars: &[Vec<Note>]| -> Vec<_> { bars.iter().flatten().map(|note| note.start).collect() };
    assert_eq!(rhythm(&before), rhythm(&after), "the rhythm is kept");
    assert_eq!(played(&order(), Lane::Drums), played(&asked, Lane::Drums), "nobody asked the drummer");
    let locked = Order { locks: vec!["bass:6".parse().expect("a lock")], ..asked };
    assert_eq!(played(&locked, Lane::Bass)[5], before[5]);
}

#[test]
fn a_variation_of_a_reroll_is_two_wishes() {
    let both = Order { vary: Some("rhythm".parse().expect("a wish")), reroll: 1, ..order() };
    let Err(error) = compose::take(Chart::parse("| C | F |").expect("a chart"), &both) else {
        panic!("nothing was refused")
    };
    assert_eq!(error.to_string(), "bars are rolled anew or varied; take --reroll or --vary");
}

#[test]
fn other_hands_play_the_same_notes() {
    let other = Order { hands: Some(9), ..order() };
    let paper = |bars: Vec<Vec<Note>>| -> Vec<_> {
        bars.into_iter().flatten().map(|note| (note.start, note.pitch, note.length)).collect()
    };
    assert_eq!(paper(played(&order(), Lane::Guitar)), paper(played(&other, Lane::Guitar)));
    assert_ne!(played(&order(), Lane::Guitar), played(&other, Lane::Guitar));
}

#[test]
fn a_chart_without_a_tempo_is_played_at_its_styles() {
    let style = compose::style("bossa").expect("a style");
    let tempo = |text: &str| {
        let (chart, told) =
            compose::at_a_tempo(Chart::parse(text).expect("a chart"), &style).expect("a chart");
        (chart.song().bars()[0].tempo.map(|tempo| tempo.to_string()), told)
    };
    let told = "the chart names no tempo; this is the 132 bpm that are usual in bossa";
    assert_eq!(tempo("{title: Night} [A] | C | F |"), (Some("132".to_owned()), Some(told.to_owned())));
    assert_eq!(tempo("{pickup: 1} | G7 | C | F |"), (Some("132".to_owned()), Some(told.to_owned())));
    assert_eq!(tempo("{tempo: 90} | C |"), (Some("90".to_owned()), None));
}
