//! Writes the text of charts nobody has thought of: every meter, form, key and feel, sparse and thick with chords.

use std::fmt::Write as _;

use crate::chance::Chance;

/// Two thirds of all songs have a meter that every style knows.
const METERS: [&str; 18] = [
    "4/4", "4/4", "4/4", "4/4", "4/4", "4/4", "4/4", "3/4", "3/4", "6/8", "12/8", "5/4", "7/8", "2/4", "9/8",
    "2/2", "3/8", "11/8",
];
const NAMES: [&str; 10] =
    ["Verse", "Chorus", "Verse 2", "A", "B", "Bridge", "Solo", "Pre-Chorus", "C", "Interlude"];
const BARS: [u64; 10] = [4, 4, 4, 8, 8, 8, 2, 5, 7, 12];
const FEELS: [&str; 8] =
    ["half-time", "double-time", "straight", "swing", "in two", "in four", "stop-time", "normal"];
const ROOTS: [&str; 17] =
    ["C", "D", "E", "F", "G", "A", "B", "Bb", "Eb", "Ab", "Db", "F#", "C#", "G#", "Gb", "C", "G"];
const KINDS: [&str; 36] = [
    "", "", "", "m", "m", "7", "7", "maj7", "m7", "m7", "m7b5", "dim7", "6", "m6", "9", "m9", "maj9", "13",
    "7b9", "7#9", "7alt", "sus4", "7sus4", "9sus", "add9", "6/9", "5", "aug", "7#5", "11", "m11", "7#11",
    "maj7#11", "mM7", "dim", "sus2",
];
const ENDINGS: [&str; 8] = ["", "", "", "", "button", "ring", "tag", "fade"];

/// What a chart is like throughout.
struct Taste {
    /// Of a hundred slots.
    pushes: u64,
    silences: u64,
    slashes: u64,
    /// Of a hundred bars.
    dense: u64,
    similes: u64,
    meters: u64,
}

/// A chart in a style whose usual tempi are from `slowest` to `fastest`.
pub(super) fn chart(chance: &mut Chance, (slowest, fastest): (u32, u32)) -> String {
    let taste = taste(chance);
    let mut text = header(chance, (slowest, fastest));
    let mut page =
        Page { meter: chance.pick(&METERS), written: Vec::new(), is_first_bar: true, is_new_meter: false };
    let _ = writeln!(text, "{{meter: {}}}", page.meter);
    let pickup = chance.one_in(7);
    if chance.one_in(4) {
        section(chance, &mut text, &mut page, "Intro", pickup, &taste);
    }
    for number in 0..chance.between(1, 4) {
        let again =
            chance.one_in(3).then(|| page.written.get(chance.index(page.written.len())).copied()).flatten();
        match again {
            Some(name) => {
                let _ = writeln!(text, "[{name}]{}", times(chance));
            }
            None => {
                let name = NAMES[(chance.index(3) + number as usize * 2) % NAMES.len()];
                let pickup = pickup && page.is_first_bar;
                section(chance, &mut text, &mut page, name, pickup, &taste);
            }
        }
    }
    if chance.one_in(6) {
        section(chance, &mut text, &mut page, "Outro", false, &taste);
    }
    // Asked last, so that a song is the same with it and without.
    let ritard =
        if chance.one_in(4) { format!("{{ritard: {}}}\n", chance.between(1, 4)) } else { String::new() };
    ritard + &text
}

fn taste(chance: &mut Chance) -> Taste {
    let mut often = |times: u64, high: u64, low: u64| if chance.one_in(times) { high } else { low };
    Taste {
        pushes: often(10, 100, 4),
        silences: often(16, 40, 1),
        slashes: often(10, 80, 8),
        dense: often(12, 70, 3),
        similes: often(4, 25, 4),
        meters: often(14, 60, 2),
    }
}

fn header(chance: &mut Chance, (slowest, fastest): (u32, u32)) -> String {
    let mut text = String::new();
    let tempo = match chance.below(20) {
        0 => chance.between(10, 400),
        1..=3 => chance.between(40, 240),
        4 => 0,
        5.. => chance.between(slowest.into(), fastest.into()),
    };
    if tempo > 0 {
        let _ = writeln!(text, "{{tempo: {tempo}}}");
    }
    let ending = chance.pick(&ENDINGS);
    if !ending.is_empty() {
        let _ = writeln!(text, "{{ending: {ending}}}");
    }
    if chance.one_in(2) {
        let _ = writeln!(text, "{{key: {}}}", key(chance));
    }
    text
}

fn key(chance: &mut Chance) -> String {
    format!("{}{}", chance.pick(&["C", "G", "D", "A", "F", "Bb", "Eb", "Ab"]), chance.pick(&["", "m"]))
}

struct Page {
    meter: &'static str,
    written: Vec<&'static str>,
    is_first_bar: bool,
    /// A bar cannot repeat one that had another length.
    is_new_meter: bool,
}

fn times(chance: &mut Chance) -> &'static str {
    chance.pick(&["", "", "", " x2", " x3"])
}

/// A section with a name that no earlier one has.
fn section(
    chance: &mut Chance,
    text: &mut String,
    page: &mut Page,
    name: &'static str,
    pickup: bool,
    taste: &Taste,
) {
    if page.written.contains(&name) {
        let _ = writeln!(text, "[{name}]");
        return;
    }
    page.written.push(name);
    let _ = writeln!(text, "[{name}]{}", if pickup { "" } else { times(chance) });
    if pickup {
        let _ =
            write!(text, "| {{pickup: {}}} {} ", chance.pick(&["1/4", "1/8", "2/8"]), chord(chance, taste));
    }
    let bars = chance.pick(&BARS) as usize;
    let cut = chance.one_in(4).then_some(bars / 2);
    let is_repeated = !pickup && bars >= 4 && chance.one_in(5);
    *text += if is_repeated { "|: " } else { "| " };
    for bar in 0..bars {
        *text += &changes(chance, page, taste, bar == 0);
        *text += &content(chance, page, taste);
        *text += match () {
            () if is_repeated && bar + 2 == bars => " |1. ",
            () if is_repeated && bar + 1 == bars => " :|2. ",
            () if Some(bar) == cut => " |\n| ",
            () => " | ",
        };
    }
    if is_repeated {
        *text += &chord(chance, taste);
        *text += " |";
    }
    *text += "\n";
}

/// What changes in front of a bar.
fn changes(chance: &mut Chance, page: &mut Page, taste: &Taste, is_section: bool) -> String {
    let mut text = String::new();
    if !page.is_first_bar && chance.below(100) < taste.meters {
        page.meter = chance.pick(&METERS);
        page.is_new_meter = true;
        let _ = write!(text, "{{meter: {}}} ", page.meter);
    }
    if is_section && chance.one_in(6) {
        let _ = write!(text, "{{feel: {}}} ", chance.pick(&FEELS));
    }
    if is_section && !page.is_first_bar && chance.one_in(8) {
        let _ = write!(text, "{{key: {}}} ", key(chance));
    }
    if is_section && !page.is_first_bar && chance.one_in(20) {
        let _ = write!(text, "{{tempo: {}}} ", chance.between(60, 180));
    }
    text
}

fn content(chance: &mut Chance, page: &mut Page, taste: &Taste) -> String {
    let may_repeat = !std::mem::take(&mut page.is_first_bar) & !std::mem::take(&mut page.is_new_meter);
    if may_repeat && chance.below(100) < taste.similes {
        return "%".to_owned();
    }
    let units = page.meter.split('/').next().and_then(|units| units.parse().ok()).unwrap_or(4_usize);
    let cuts = if units <= 8 { chance.pick(&[1, 1, 2, 4]) } else { 1 };
    let slots = match chance.below(100) {
        dense if dense < taste.dense => units * cuts,
        dense if dense < taste.dense + 25 => 2.min(units),
        dense if dense < taste.dense + 30 => units,
        _ => 1,
    };
    let mut words = vec![chord(chance, taste)];
    for _ in 1..slots {
        let is_held = chance.one_in(3) && slots > 2;
        words.push(if is_held { ".".to_owned() } else { chord(chance, taste) });
    }
    words.join(" ")
}

fn chord(chance: &mut Chance, taste: &Taste) -> String {
    if chance.below(100) < taste.silences {
        return "N.C.".to_owned();
    }
    let push = if chance.below(100) < taste.pushes { ">" } else { "" };
    let name = format!("{push}{}{}", chance.pick(&ROOTS), chance.pick(&KINDS));
    if chance.below(100) < taste.slashes { format!("{name}/{}", chance.pick(&ROOTS)) } else { name }
}
