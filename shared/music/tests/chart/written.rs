//! Chart texts made by chance: some that are charts by construction, some that are soup.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const CHORDS: &[&str] =
    &["C", "Am7", "F#m7b5", "Bbmaj7", "G7/B", "Ebm", "D9", "Asus4", "E7alt", "Db6/9", "C+", "Bdim7"];

fn any_slot() -> impl Strategy<Value = String> {
    let chord = select(CHORDS).prop_map(str::to_owned);
    prop_oneof![
        6 => chord.clone(),
        1 => chord.prop_map(|chord| format!(">{chord}")),
        1 => Just("N.C.".to_owned()),
        2 => Just(".".to_owned()),
    ]
}

/// One to four slots, in a meter that takes as many; the first is a chord, so that there is always something to hold.
fn any_bar() -> impl Strategy<Value = String> {
    let head = prop_oneof![
        8 => Just(""),
        1 => Just("{key: Eb} "),
        1 => Just("{tempo: 97.5} "),
        1 => Just("{feel: half-time} "),
        1 => Just("{meter: 7/8} "),
        1 => Just("{meter: 4/4} {key: F#m} "),
    ];
    (head, select(CHORDS), vec(any_slot(), 0..4)).prop_map(|(head, first, rest)| {
        let slots: Vec<String> = std::iter::once(first.to_owned()).chain(rest).collect();
        format!("{head}{}", slots.join(" "))
    })
}

/// Bars with repeats around some of them, nested and with endings.
fn any_bars() -> impl Strategy<Value = String> {
    let plain = vec(any_bar(), 1..4).prop_map(|bars| format!("| {} |", bars.join(" | ")));
    plain.prop_recursive(3, 12, 3, |inner| {
        let repeat = (any_bar(), inner.clone(), any_bar(), select(&["", "x1", "x3"][..]))
            .prop_map(|(first, bars, last, times)| format!("|: {first} |\n{bars}\n| {last} :|{times}"));
        let endings = (any_bar(), any_bar(), any_bar())
            .prop_map(|(both, first, second)| format!("|: {both} |1. {first} :|2. {second} ||"));
        let both = vec(inner, 1..3).prop_map(|parts| parts.join("\n"));
        prop_oneof![2 => repeat, 1 => endings, 2 => both]
    })
}

/// A chart by construction.
pub(crate) fn any_chart_text() -> impl Strategy<Value = String> {
    let head =
        select(&["", "{title: A Song} ", "{ending: fade}\n", "{pickup: 1} | G7 ", "{style: bossa}\n"][..]);
    let section = (select(&["[A]", "[B] x2", "[Verse]\n", ""][..]), any_bars());
    (head, any_bars(), vec(section, 0..3)).prop_map(|(head, first, rest)| {
        let rest: Vec<String> = rest.into_iter().map(|(name, bars)| format!("{name} {bars}")).collect();
        format!("{head}{first}\n{}", rest.join("\n"))
    })
}

/// Everything a chart is made of.
const PIECES: &[&str] = &[
    "|",
    "||",
    "|:",
    ":|",
    ":|x3",
    ":|:",
    "|1.",
    "|2.",
    "1,2.",
    "|]",
    "x2",
    "x99",
    "%",
    "%%",
    "%2",
    ".",
    "/",
    "N.C.",
    ">C",
    ">",
    "C",
    "Am7",
    "Hm",
    "F-G",
    "C-7",
    "ii7",
    "4-",
    "[A]",
    "[B] x2",
    "[A]",
    "[]",
    "[",
    "]",
    "{",
    "}",
    "{key: D}",
    "{key: X}",
    "{meter: 7/8}",
    "{meter: 1/64}",
    "{tempo: 90}",
    "{feel: swing}",
    "{pickup}",
    "{pickup: 1}",
    "{title: T}",
    "{ending: tag}",
    "{ritard}",
    "{ritard: 9}",
    "{segno}",
    "{coda}",
    "{to coda}",
    "{fine}",
    "{D.C.}",
    "{D.S. al Coda}",
    "D.C. al Fine",
    "⊕",
    "𝄋",
    "𝄆",
    "𝄇",
    "//",
    "#",
    "\n",
    "\n",
    "\t",
    "\r\n",
    "(",
    ")",
    "é",
    "C(b9, #11)",
    ":",
    "x",
];

/// All of that in no order at all.
pub(crate) fn any_soup() -> impl Strategy<Value = String> {
    vec((select(PIECES), prop::bool::weighted(0.8)), 0..40).prop_map(|pieces| {
        let told = pieces
            .into_iter()
            .map(|(piece, apart)| if apart { format!("{piece} ") } else { piece.to_owned() });
        told.collect()
    })
}
