//! What people type, and what they are told when it means nothing.

use ai_band_tests::compose::{self, Bars, Lock, Order};
use music::chart::Chart;
use music::lane::Lane;

#[test]
fn bars_are_counted_from_one() {
    let table = [("5-8", Ok(4..8)), ("5", Ok(4..5)), (" 1 - 2 ", Ok(0..2)), ("0-4", Err("count from 1"))];
    let mistakes =
        [("8-5", Err("did you mean 5-8?")), ("x", Err("as in 5-8 or 5")), ("", Err("count from 1"))];
    for (text, expected) in table.into_iter().chain(mistakes) {
        match (text.parse::<Bars>(), expected) {
            (Ok(bars), Ok(expected)) => assert_eq!(bars.indices(), expected, "{text}"),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{text}: {error}"),
            (read, expected) => panic!("{text}: {read:?}, not {expected:?}"),
        }
    }
}

#[test]
fn locks_name_a_lane_and_its_bars() {
    let lock: Lock = "piano:2-3".parse().unwrap();
    assert_eq!((lock.lane, lock.bars.indices()), (Lane::Keys, 1..3));
    for (text, part) in [
        ("5-8", "as in bass:5-8"),
        ("kazoo:1", "nobody writes for \"kazoo\"; there are drums, bass"),
        ("extra:1", "nobody writes for"),
        ("bass:9-1", "did you mean 1-9?"),
    ] {
        let error = text.parse::<Lock>().unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn a_style_is_one_of_eight() {
    assert_eq!(compose::style("jazz-waltz").unwrap().name, "jazz-waltz");
    let error = compose::style("polka").unwrap_err().to_string();
    assert_eq!(
        error,
        "\"polka\" is not a style; there are pop, ballad, swing, jazz-waltz, bossa, funk, shuffle, house"
    );
}

#[test]
fn what_was_mistyped_is_suggested() {
    let told = |error: anyhow::Error| error.to_string();
    let style = told(compose::style("bosa").unwrap_err());
    assert!(style.starts_with("\"bosa\" is not a style; did you mean bossa? there are pop, "), "{style}");
    let lane = told(compose::lane("drms").unwrap_err());
    assert!(
        lane.starts_with("nobody writes for \"drms\"; did you mean drums? there are drums, bass, "),
        "{lane}"
    );
    assert_eq!(compose::seed(" 7 ").unwrap(), 7);
    for seed in ["abc", "-1", "1.5", "", "18446744073709551616"] {
        let refusal = told(compose::seed(seed).unwrap_err());
        let said = "is not a seed; write a whole number from 0 to 18446744073709551615, as in 7";
        assert_eq!(refusal, format!("\"{seed}\" {said}"));
    }
}

#[test]
fn a_chart_says_its_style_in_its_own_words() {
    let table = [
        ("{style: bossa} C", "bossa", None),
        ("{style: Jazz Waltz} C", "jazz-waltz", None),
        ("{style: mellow pop} C", "pop", None),
        (
            "{style: polka} C",
            "pop",
            Some("the chart asks for \"polka\"; this is pop, and --style takes pop, "),
        ),
        ("C", "pop", Some("the chart names no style; this is pop")),
    ];
    for (text, name, told) in table {
        let (style, telling) = compose::fitting_style(&Chart::parse(text).unwrap());
        assert_eq!(style.name, name, "{text}");
        let is_as_told = match (&telling, told) {
            (Some(telling), Some(told)) => telling.starts_with(told),
            (telling, told) => telling.is_none() && told.is_none(),
        };
        assert!(is_as_told, "{text}: {telling:?}");
    }
}

#[test]
fn a_chart_is_a_file_or_the_text_itself() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/charts/ballad.chart");
    assert_eq!(compose::chart(file).unwrap().header().title.as_deref(), Some("Letters Unsent"));
    assert_eq!(compose::chart("| Am7 D7 | G/B |").unwrap().song().bars().len(), 2);
    assert_eq!(compose::chart("C-Am-F-G").unwrap().song().bars().len(), 4);
    let mistakes = [
        ("songs/none.chart", "there is no file songs/none.chart"),
        (" ", "there is no chart; name a file, or write \"| Am7 D7 | Gmaj7 |\""),
        ("nonesuch", "there is no file nonesuch, and it is no chart either"),
        ("Nonesuch.chart", "there is no file Nonesuch.chart, and it is no chart either"),
        (
            "Hm7",
            "there is no file Hm7, and as a chart it cannot be read:\nbar 1: \"Hm7\" is not a chord; did you mean Bm7?",
        ),
        (">Hm", "\"Hm\" is not a chord; did you mean Bm?"),
        ("Am7-", "\"Am7-\" is not a chord; did you mean Am7?"),
        ("Hm7 C", "the chart cannot be read:\nbar 1: \"Hm7\" is not a chord; did you mean Bm7?"),
        ("| Hm7 |", "\"Hm7\" is not a chord; did you mean Bm7?"),
        (env!("CARGO_MANIFEST_DIR"), concat!("cannot read ", env!("CARGO_MANIFEST_DIR"))),
    ];
    for (text, part) in mistakes {
        let error = format!("{:#}", compose::chart(text).unwrap_err());
        assert!(error.contains(part), "{text}: {error}");
    }
}

fn order(seed: u64) -> Order {
    Order::new(compose::style("swing").expect("a style"), seed)
}

fn chart() -> Chart {
    Chart::parse("{tempo: 140} [A] x2\n| Dm7 | G7 | Cmaj7 | A7 |\n| Dm7 | G7 | Cmaj7 | . |").expect("a chart")
}

#[test]
fn what_is_asked_for_the_song_must_have() {
    let bars = |text: &str| text.parse::<Bars>().unwrap();
    let table = [
        (
            Order { bars: Some(bars("15-17")), ..order(1) },
            "bars 15 to 17 were asked for; the song has bars 1 to 16",
        ),
        (Order { locks: vec!["bass:1".parse().unwrap()], ..order(1) }, "say with --reroll 1 or --vary"),
        (Order { locks: vec!["lead:1".parse().unwrap()], reroll: 1, ..order(1) }, "nobody plays lead"),
    ];
    for (order, part) in table {
        let Err(error) = compose::take(chart(), &order) else { panic!("{part}: nothing was refused") };
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[test]
fn a_reroll_changes_the_bars_it_names_and_a_lock_keeps_them() {
    let played = |order: &Order| {
        let take = compose::take(chart(), order).unwrap();
        let notes = |lane: Lane| {
            let part = take.composition.parts.iter().find(|part| part.lane == lane);
            part.map(|part| part.played.clone()).unwrap()
        };
        (notes(Lane::Drums), notes(Lane::Bass))
    };
    let (drums, bass) = played(&order(3));
    assert_eq!((drums.clone(), bass.clone()), played(&order(3)), "the same seed plays the same notes");
    let some = Order { bars: Some("5-8".parse().unwrap()), named_lanes: vec![Lane::Bass], ..order(3) };
    let (same_drums, other_bass) = played(&Order { reroll: 1, ..some.clone() });
    assert_eq!(drums, same_drums);
    assert_eq!((&bass[..4], &bass[8..]), (&other_bass[..4], &other_bass[8..]));
    assert_ne!(bass[4..8], other_bass[4..8]);
    let (_, another_bass) = played(&Order { reroll: 2, ..some.clone() });
    assert_ne!(other_bass[4..8], another_bass[4..8]);
    let locks = vec!["bass:5-6".parse().unwrap()];
    let (_, half) = played(&Order { reroll: 1, locks, ..some });
    assert_eq!(bass[4..6], half[4..6]);
}
