//! For each law a song that breaks it, and only it: a judge who hears nothing is no judge.

use ai_band_tests::songs::{LAWS, Performance};
use composer::style::Style;
use composer::{Brief, compose};
use music::chart::Chart;
use music::clip::Note;
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Ticks};

const CHART: &str = "{tempo: 112} {key: C} {ending: ring}
[Intro]
| C | G/B | Am7 | F |
[Verse]
| C | G/B | Am7 | F | C | N.C. | Am7 | F G |
[Chorus]
| F | G | Em7 | Am7 | F | G | F G | C |";
const BAR: i64 = 3_840;
/// The chorus's first bar, where everybody plays, and the last one.
const CHORUS: i64 = 12 * BAR;
const LAST: i64 = 19 * BAR;

const PLAYERS: [Lane; 7] =
    [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad, Lane::Lead, Lane::Percussion];

fn song(style: &str, chart: &str) -> Performance {
    let chart = Chart::parse(chart).expect("a chart");
    let brief = Brief { lanes: PLAYERS.to_vec(), ..Brief::new(Style::built_in(style).expect("a style"), 1) };
    let composition = compose(&chart, &brief).expect("a song");
    Performance::of(chart.song(), &brief, &composition, true)
}

fn note(start: i64, length: i64, key: u8) -> Note {
    let (start, length, pitch) = (Ticks(start), Ticks(length), Pitch::new(key).expect("a key"));
    Note { start, length, offset: Micros(0), pitch, velocity: 80, importance: 100 }
}

const NO_REST: &str = "not everybody plays from the first bar to the last";

/// Everybody lands on C, and percussion has something to play: what the composer does with endings is not on trial here.
fn prepared(style: &str, chart: &str, length: i64) -> Performance {
    let mut performance = song(style, chart);
    let keys: [(Lane, &[u8]); 7] = [
        (Lane::Drums, &[36, 49]),
        (Lane::Bass, &[36]),
        (Lane::Keys, &[48, 64, 67]),
        (Lane::Guitar, &[48, 52, 55]),
        (Lane::Pad, &[60, 64]),
        (Lane::Lead, &[72]),
        (Lane::Percussion, &[70]),
    ];
    for (lane, keys) in keys {
        let last: Vec<Note> = keys.iter().map(|key| note(LAST, length, *key)).collect();
        replaced(&mut performance, lane, (LAST, LAST + BAR), &last);
        replaced(&mut performance, lane, (LAST - 960, LAST), &[]);
    }
    performance
}

/// Everything that a lane plays from `start` to `end` is this.
fn replaced(performance: &mut Performance, lane: Lane, (start, end): (i64, i64), notes: &[Note]) {
    for lines in [&mut performance.main, &mut performance.filled] {
        let line = lines.entry(lane).or_default();
        line.retain(|note| !(start..end).contains(&note.start.0));
        line.extend(notes);
        line.sort_by_key(|note| (note.start, note.pitch));
    }
}

/// What a lane strikes in the last bar goes through `change`.
fn landed(performance: &mut Performance, lane: Lane, change: impl Fn(&Note) -> Note) {
    let last: Vec<Note> =
        performance.line(lane).iter().filter(|note| note.start.0 >= LAST).map(change).collect();
    assert!(!last.is_empty(), "{lane} does not land");
    replaced(performance, lane, (LAST, LAST + BAR), &last);
}

fn broken(performance: &Performance) -> Vec<&'static str> {
    LAWS.iter().filter(|law| !law.broken_by(performance).is_empty()).map(|law| law.name).collect()
}

/// A song to spoil has nothing wrong with it.
fn flawless(performance: Performance) -> Performance {
    let faults = LAWS.iter().flat_map(|law| law.broken_by(&performance));
    let told: Vec<String> = faults.map(|fault| fault.to_string()).collect();
    assert_eq!(told, [] as [String; 0]);
    performance
}

type Break = fn(&mut Performance);

const BREAKS: &[(&str, Break)] = &[
    ("every note is one that its instrument has", |song| {
        replaced(song, Lane::Keys, (CHORUS, CHORUS + BAR), &[note(CHORUS, 100, 20)]);
    }),
    ("every note is one that its instrument has", |song| {
        replaced(song, Lane::Bass, (CHORUS, CHORUS + BAR), &[note(CHORUS, 100, 27)]);
    }),
    ("every note lies in the song and within a clip's limits", |song| {
        landed(song, Lane::Pad, |note| Note { length: Ticks(BAR + 1), ..*note });
    }),
    ("every note lies in the song and within a clip's limits", |song| {
        replaced(song, Lane::Bass, (CHORUS, CHORUS + BAR), &[Note { velocity: 0, ..note(CHORUS, 100, 40) }]);
    }),
    ("every note lies in the song and within a clip's limits", |song| {
        let late = Note { offset: Micros(100_001), ..note(CHORUS, 100, 40) };
        replaced(song, Lane::Bass, (CHORUS, CHORUS + BAR), &[late]);
    }),
    ("regions stand in order and do not overlap", |song| {
        song.regions.values_mut().for_each(|spans| spans.reverse());
    }),
    ("a drummer has two hands and two feet", |song| {
        let three = [38, 42, 49].map(|key| note(CHORUS, 100, key));
        replaced(song, Lane::Drums, (CHORUS, CHORUS + BAR), &three);
    }),
    ("a drummer has two hands and two feet", |song| {
        let kicks = [35, 36].map(|key| note(CHORUS, 100, key));
        replaced(song, Lane::Drums, (CHORUS, CHORUS + BAR), &kicks);
    }),
    // 45 ms later neither hand has come back from a cymbal and a drum.
    ("no hand is at two places faster than it gets there", |song| {
        let run = [note(CHORUS, 50, 38), note(CHORUS, 50, 49), note(CHORUS + 80, 50, 45)];
        replaced(song, Lane::Drums, (CHORUS, CHORUS + BAR), &run);
    }),
    // The same drum over and over, faster than two sticks roll.
    ("no hand is at two places faster than it gets there", |song| {
        let roll: Vec<Note> = (0..12).map(|stroke| note(CHORUS + stroke * 50, 20, 38)).collect();
        replaced(song, Lane::Drums, (CHORUS, CHORUS + BAR), &roll);
    }),
    // Six keys within a fifth have no six strings.
    ("a guitar's chord is held by one hand on six strings", |song| {
        let cluster = [60, 61, 62, 63, 64, 65].map(|key| note(CHORUS, 100, key));
        replaced(song, Lane::Guitar, (CHORUS, CHORUS + BAR), &cluster);
    }),
    ("a guitar's chord is held by one hand on six strings", |song| {
        let seven = [40, 45, 50, 55, 59, 64, 67].map(|key| note(CHORUS, 100, key));
        replaced(song, Lane::Guitar, (CHORUS, CHORUS + BAR), &seven);
    }),
    // One rings on while the hand has gone up the neck.
    ("a guitar's chord is held by one hand on six strings", |song| {
        let rings = [note(CHORUS, 960, 41), note(CHORUS + 480, 480, 76)];
        replaced(song, Lane::Guitar, (CHORUS, CHORUS + BAR), &rings);
    }),
    ("keys are reached by two hands of five fingers", |song| {
        let wide = [36, 55, 79].map(|key| note(CHORUS, 100, key));
        replaced(song, Lane::Keys, (CHORUS, CHORUS + BAR), &wide);
    }),
    ("keys are reached by two hands of five fingers", |song| {
        let many: Vec<Note> = (0..11).map(|step| note(CHORUS, 100, 50 + step)).collect();
        replaced(song, Lane::Keys, (CHORUS, CHORUS + BAR), &many);
    }),
    ("bass and lead play one note at a time", |song| {
        let two = [note(CHORUS, 961, 40), note(CHORUS + 960, 100, 43)];
        replaced(song, Lane::Bass, (CHORUS, CHORUS + BAR), &two);
    }),
    ("bass and lead play one note at a time", |song| {
        let two = [note(CHORUS, 960, 72), note(CHORUS, 960, 76)];
        replaced(song, Lane::Lead, (CHORUS, CHORUS + BAR), &two);
    }),
    ("no key is struck while it sounds", |song| {
        let twice = [note(CHORUS, 961, 60), note(CHORUS + 960, 100, 60)];
        replaced(song, Lane::Keys, (CHORUS, CHORUS + BAR), &twice);
    }),
    ("whoever is asked for plays or is named", |song| {
        song.main.remove(&Lane::Lead);
        song.filled.remove(&Lane::Lead);
    }),
    ("whoever is asked for plays or is named", |song| {
        song.main.insert(Lane::Percussion, Vec::new());
        song.filled.insert(Lane::Percussion, Vec::new());
    }),
    ("the ending lands", |song| {
        landed(song, Lane::Bass, |note| Note {
            start: note.start + Ticks(240),
            length: Ticks(BAR - 240),
            ..*note
        });
    }),
    ("the ending lands", |song| {
        let crash = [note(LAST, 100, 49), note(LAST + 960, 100, 38)];
        replaced(song, Lane::Drums, (LAST, LAST + BAR), &crash);
    }),
    ("the last chord is what the chart ends on", |song| {
        // A fifth is in the chord, and yet no ground to end on.
        landed(song, Lane::Bass, |note| Note { pitch: Pitch::new(43).expect("a key"), ..*note });
    }),
    ("the last chord is what the chart ends on", |song| {
        landed(song, Lane::Lead, |note| Note { pitch: Pitch::new(73).expect("a key"), ..*note });
    }),
    ("a last chord rings, a button is short, a fade fades", |song| {
        landed(song, Lane::Keys, |note| Note { length: Ticks(480), ..*note });
    }),
    ("nobody plays chords where there are none", |song| {
        let silence = 9 * BAR;
        replaced(song, Lane::Pad, (silence, silence + BAR), &[note(silence + 960, 480, 60)]);
    }),
    ("nobody plays chords where there are none", |song| {
        let silence = 9 * BAR;
        replaced(song, Lane::Bass, (silence - BAR, silence + BAR), &[note(silence - 960, 1_920, 36)]);
    }),
    ("the same ask plays the same notes", |song| song.is_same_again = false),
];

#[test]
fn every_fault_is_heard_and_no_other() {
    let whole = flawless(prepared("pop", CHART, BAR));
    for (number, (law, spoil)) in BREAKS.iter().enumerate() {
        let mut spoiled = whole.clone();
        spoil(&mut spoiled);
        assert_eq!(broken(&spoiled), [*law], "break {number}");
    }
}

#[test]
fn a_band_that_never_rests_is_heard() {
    let mut whole = song("pop", CHART);
    let bars: Vec<i64> = whole.song.bars().iter().map(|bar| bar.start.0).collect();
    for lane in PLAYERS {
        let key = if lane.character().is_kit { 70 } else { 60 };
        for bar in bars.iter().filter(|bar| **bar != 9 * BAR) {
            if !whole.line(lane).iter().any(|note| (*bar..bar + BAR).contains(&note.start.0)) {
                replaced(&mut whole, lane, (*bar, bar + BAR), &[note(*bar, 240, key)]);
            }
        }
    }
    assert!(broken(&whole).contains(&"not everybody plays from the first bar to the last"));
    // One of them out for a bar is enough, but not in the bar that has no chord.
    replaced(&mut whole, Lane::Percussion, (CHORUS, CHORUS + BAR), &[]);
    assert!(!broken(&whole).contains(&"not everybody plays from the first bar to the last"));
}

/// Silence is a rest only where four whole bars of it stand before the last chord, and nobody plays in them but who has a kit.
#[test]
fn a_bar_without_a_chord_is_nobodys_rest() {
    let four = "| C | F | G | C |\n";
    let eight = four.repeat(2);
    let silent = "| N.C. | % | % | % |\n";
    for (chart, is_rest) in [
        (format!("[Chorus] x2\n{four}| C | N.C. | N.C. | G |\n"), false),
        (format!("[Chorus] x2\n| C | N.C. | F | N.C. |\n{four}| N.C. | N.C. | N.C. | G |\n"), false),
        (format!("[Chorus]\n{four}{silent}{four}"), true),
        // At the beginning.
        (format!("[Intro]\n{silent}[Chorus]\n{eight}"), true),
        (format!("[Intro]\n{silent}[Chorus]\n{eight}{silent}"), true),
        (format!("[Intro]\n| N.C. | % | % |\n[Chorus]\n{eight}"), false),
        (format!("[Intro]\n{{pickup: 1}} | N.C. | N.C. | % | % |\n[Chorus]\n{eight}"), false),
        (format!("[Intro]\n{{pickup}} | N.C. | N.C. | % | % |\n[Chorus]\n{eight}"), false),
        (format!("[Intro]\n{{pickup}} | N.C. | N.C. | % | % | % |\n[Chorus]\n{eight}"), true),
        // After the last chord it is the end.
        (format!("[Chorus]\n{eight}{silent}"), false),
    ] {
        let mut whole = song("pop", &format!("{{tempo: 112}}\n{chart}"));
        played_where(&mut whole, |lane, has_chord| has_chord || lane.character().is_kit);
        assert_eq!(!broken(&whole).contains(&NO_REST), is_rest, "{chart}");
        // Whoever plays on without a chord does not rest.
        played_where(&mut whole, |_, _| true);
        assert!(broken(&whole).contains(&NO_REST), "{chart}");
    }
}

/// Who plays in a bar, told by its lane and whether there is a chord, strikes its first beat, and nobody anything else.
fn played_where(whole: &mut Performance, plays: fn(Lane, bool) -> bool) {
    for bar in whole.song.bars().to_vec() {
        let has_chord = whole.song.chords_in(bar.span()).iter().any(|harmony| harmony.chord.is_some());
        for lane in PLAYERS {
            let key = if lane.character().is_kit { 70 } else { 60 };
            let notes = if plays(lane, has_chord) { vec![note(bar.start.0, 240, key)] } else { Vec::new() };
            replaced(whole, lane, (bar.start.0, bar.span().end.0), &notes);
        }
    }
}

#[test]
fn buttons_and_fades_that_are_none_are_heard() {
    let law = "a last chord rings, a button is short, a fade fades";
    let mut button = flawless(prepared("pop", &CHART.replace("ring", "button"), 480));
    landed(&mut button, Lane::Keys, |note| Note { length: Ticks(BAR), ..*note });
    assert_eq!(broken(&button), [law]);

    let mut fade = flawless(song("pop", &CHART.replace("ring", "fade")));
    for note in fade.main.values_mut().flatten().filter(|note| note.start.0 >= LAST) {
        note.velocity = 127;
    }
    assert_eq!(broken(&fade), [law]);
    fade.main.values_mut().for_each(|line| line.retain(|note| note.start.0 < LAST));
    fade.filled.clone_from(&fade.main);
    assert_eq!(broken(&fade), [law]);
    // Whoever plays alone is no excuse.
    fade.lanes = vec![Lane::Lead];
    fade.main.retain(|lane, _| *lane == Lane::Lead);
    fade.filled.clone_from(&fade.main);
    assert!(broken(&fade).contains(&law));
}

#[test]
fn what_is_adapted_without_a_word_is_heard() {
    let mut odd = song("bossa", &CHART.replace("{tempo: 112}", "{tempo: 132} {meter: 5/4}"));
    assert!(!broken(&odd).contains(&"what is adapted is told"));
    odd.remarks.clear();
    assert!(broken(&odd).contains(&"what is adapted is told"));
    let mut fast = song("house", &CHART.replace("112", "300"));
    assert!(!broken(&fast).contains(&"what is adapted is told"));
    fast.remarks.clear();
    assert!(broken(&fast).contains(&"what is adapted is told"));
}

#[test]
fn a_cymbal_that_swells_under_the_last_chord_is_no_fault() {
    let mut song = prepared("pop", CHART, BAR);
    let swell = [note(LAST, BAR, 49), note(LAST + 960, 100, 57), note(LAST + 1_200, 100, 57)];
    replaced(&mut song, Lane::Drums, (LAST, LAST + BAR), &swell);
    let mut song = flawless(song);
    replaced(&mut song, Lane::Drums, (LAST, LAST + BAR), &swell[1..]);
    assert_eq!(broken(&song), ["the ending lands"]);
}

/// Where nobody could tell right from wrong, nothing is wrong.
#[test]
fn what_a_chart_leaves_nothing_of_is_excused() {
    flawless(song("pop", "{tempo: 112}\n| N.C. | N.C. | N.C. | N.C. |"));
}
