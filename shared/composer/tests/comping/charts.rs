//! Charts for the comping's tests: some by hand, some by chance.

use proptest::prelude::*;

/// A minor-key form with an introduction, a bridge and a last bar that lands.
pub(crate) const AUTUMN: &str = "\
{key: Gm}
[Intro]
| Cm7 F7 | Bbmaj7 | Am7b5 D7b9 | Gm |
[A]
| Cm7 | F7 | Bbmaj7 | Ebmaj7 | Am7b5 | D7 | Gm6 | Gm6 |
[B]
| Am7b5 | D7b9 | Gm | Gm7 | Cm7 | F7 | Bbmaj7 | Bbmaj7 |
[C]
| Am7b5 | D7alt | Gm7 C7 | Fm7 Bb7 | Am7b5 | D7b9 | Gm6 | Gm6 |
";

/// Four chords, a chorus, a bridge: slash chords, suspensions and added ninths.
pub(crate) const RADIO: &str = "\
{key: D}
[Verse] x2
| D | A/C# | Bm7 | G | D | A/C# | Bm7 | Gadd9 |
[Chorus] x2
| G | A | D/F# | Bm | G | A | D | Asus4 A |
[Bridge]
| Em7 | F#m | G | A | Em7 | F#m | Gmaj7 | A7sus4 |
[Chorus]
| G | A | D/F# | Bm | G | A | D | D |
";

/// Twelve bars, twice.
pub(crate) const BLUES: &str = "\
{key: F}
[Blues] x3
| F7 | Bb7 | F7 | F7 | Bb7 | Bdim7 | F7 | D7alt | Gm7 | C7 | F7 D7 | Gm7 C7 |
";

/// Three to a bar.
pub(crate) const WALTZ: &str = "\
{key: C} {meter: 3/4}
[A] x2
| Cmaj7 | Am7 | Dm7 | G7 | Em7 | A7 | Dm7 | G7sus4 G7 |
[B]
| Fmaj7 | Fm6 | Em7 | Eb7 | Dm7 | Db7 | C6/9 | C6/9 |
";

/// What charts are made of that try everything.
const CHORDS: &[&str] = &[
    "C",
    "Am",
    "F",
    "G7",
    "Dm7",
    "Cmaj7",
    "Ebmaj7#11",
    "Bm7b5",
    "E7alt",
    "A7b9",
    "F#dim7",
    "Caug",
    "Gsus4",
    "D7sus4",
    "C/E",
    "G/F",
    "Am/G",
    "Cmaj7/B",
    "C5",
    "Dm6",
    "C6/9",
    "Fm(maj7)",
    "Bb13",
    "Eb9",
    "Am11",
    "D\\C7",
    "Abadd9",
    "G7#5",
    "C#m9",
    "F7#11",
    "N.C.",
    ">G7",
    ">Cmaj7",
];

const METERS: &[&str] = &["4/4", "4/4", "3/4", "5/4", "6/8", "7/8", "12/8", "2/4", "2/2"];

const NAMES: &[&str] = &["Intro", "Verse", "Chorus", "Bridge"];

/// A bar of one to four chords, sometimes one to each eighth.
fn bar() -> impl Strategy<Value = String> {
    let chord = || prop::sample::select(CHORDS);
    prop_oneof![
        6 => chord().prop_map(str::to_owned),
        3 => prop::collection::vec(chord(), 2).prop_map(|chords| chords.join(" ")),
        1 => Just("%".to_owned()),
    ]
}

fn section(name: &'static str) -> impl Strategy<Value = String> {
    (prop::sample::select(METERS), prop::collection::vec(bar(), 1..10)).prop_map(move |(meter, mut bars)| {
        bars[0] = "Am7".to_owned();
        format!("[{name}] {{meter: {meter}}}\n| {} |\n", bars.join(" | "))
    })
}

/// Any chords in any meter.
pub(crate) fn any() -> impl Strategy<Value = String> {
    let sections = prop::collection::vec(prop::sample::select(NAMES).prop_flat_map(section), 1..4);
    sections.prop_map(|sections| format!("{{key: C}}\n{}", sections.concat()))
}

/// One chord for a phrase, and two that take turns.
pub(crate) const VAMP: &str = "\
{key: E dorian}
[Vamp]
| E9 | E9 | E9 | E9 |
[Verse] x2
| Em7 | A9 | Em7 | A9 | Em7 | A9 | Em7 | A9 |
[Bridge]
| C9 | B7#9 | C9 | B7#9 | Am7 | Bm7 | C9 | B7#9 |
[Vamp]
| E9 | E9 | E9 | E9 | E9 | E9 | E9 | E9 |
";

/// The same four chords all night.
pub(crate) const LOOP: &str = "\
{key: Fm}
[Drop] x3
| Fm7 | Dbmaj7 | Ab | Eb | Fm7 | Dbmaj7 | Ab | Eb |
";
