//! Charts by chance: all can be read, and between them they have everything a chart can have.

use ai_band_tests::songs::{Ask, examples};

fn asks(count: u64) -> Vec<Ask> {
    (0..count).map(|number| Ask::numbered(1, number, &[])).collect()
}

#[test]
fn every_chart_can_be_read() {
    for ask in asks(2_000) {
        if let Err(error) = ask.read() {
            panic!("{ask}\n{error:#}");
        }
    }
}

#[test]
fn the_same_number_asks_for_the_same_song() {
    let examples = examples().unwrap();
    let text = |run, number| Ask::numbered(run, number, &examples).to_string();
    assert_eq!(text(1, 7), text(1, 7));
    assert_ne!(text(1, 7), text(1, 8));
    assert_ne!(text(1, 7), text(2, 7));
}

#[test]
fn everything_that_a_chart_can_have_occurs() {
    let asks = asks(600);
    let words = [
        "{meter: 3/4}",
        "{meter: 6/8}",
        "{meter: 5/4}",
        "{meter: 7/8}",
        "{meter: 11/8}",
        "{pickup: 1/4}",
        "{feel: half-time}",
        "{feel: stop-time}",
        "{key: Ebm}",
        "{ending: button}",
        "{ending: ring}",
        "{ending: tag}",
        "{ending: fade}",
        "|: ",
        " :|2. ",
        " x3",
        "[Intro]",
        "[Outro]",
        "[Bridge]",
        "N.C.",
        ">C",
        "%",
        "m7b5",
        "7alt",
        "/G#",
    ];
    for word in words {
        assert!(asks.iter().any(|ask| ask.chart.contains(word)), "no chart has {word}");
    }
    assert!(asks.iter().any(|ask| ask.lanes.len() == 1) && asks.iter().any(|ask| ask.lanes.len() == 7));
    assert!(asks.iter().any(|ask| !ask.rerolls.is_empty()) && asks.iter().any(|ask| ask.knobs.fills == 127));
    let bars: Vec<usize> = asks.iter().map(|ask| ask.read().unwrap().0.song().bars().len()).collect();
    assert!(bars.iter().min() <= Some(&4) && bars.iter().max() >= Some(&80), "{bars:?}");
}
