//! Charts that nobody would write, and some that somebody did.

use proptest::prelude::*;

/// Any meter, any feel, sections of any length, pickups, repeats, silence, every ending.
pub(crate) fn chart() -> impl Strategy<Value = String> {
    let meter = prop::sample::select(vec![
        "4/4", "3/4", "2/4", "5/4", "6/4", "7/4", "3/8", "5/8", "6/8", "7/8", "9/8", "11/8", "12/8", "2/2",
        "3/2", "5/16", "13/16", "1/1", "1/64", "32/8",
    ]);
    let feel = prop::sample::select(vec![
        "normal",
        "half-time",
        "double-time",
        "straight",
        "swing",
        "in two",
        "in four",
        "stop-time",
    ]);
    let name = prop::sample::select(vec!["Intro", "Verse", "Chorus", "Bridge", "Solo", "A", "B", "Outro"]);
    let bar = prop::sample::select(vec!["C", "Am7", "N.C.", ">F", "%", "G7"]);
    let section = (name, meter, feel, prop::collection::vec(bar, 1..11)).prop_map(written);
    let ending = prop::sample::select(vec!["", "{ending: button}\n", "{ending: ring}\n", "{ending: fade}\n"]);
    let pickup =
        prop::sample::select(vec!["", "| {pickup: 1} C ", "| {pickup: 3/8} C ", "| {pickup: 1/16} C "]);
    (ending, pickup, prop::collection::vec(section, 1..5))
        .prop_map(|(ending, pickup, sections)| format!("{ending}{pickup}{}", sections.concat()))
}

fn written((name, meter, feel, bars): (&str, &str, &str, Vec<&str>)) -> String {
    // A first bar has nothing to repeat.
    let bars: Vec<&str> = bars
        .into_iter()
        .enumerate()
        .map(|(index, bar)| match (index, bar) {
            (0, "%") => "C",
            (_, bar) => bar,
        })
        .collect();
    format!("[{name}]\n| {{meter: {meter}}} {{feel: {feel}}} {} |\n", bars.join(" | "))
}

pub(crate) fn style() -> impl Strategy<Value = &'static str> {
    prop::sample::select(ai_band_composer::style::Style::BUILT_IN.to_vec())
}

/// A few cases each time; as many as one likes with `PROPTEST_CASES`.
pub(crate) fn cases(few: u32) -> ProptestConfig {
    let wished = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(wished.unwrap_or(few))
}
