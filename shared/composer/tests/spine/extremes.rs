//! Charts that nobody means: huge, empty, too fast, a chord for every sixteenth, bars of one unit and of thirty-two.

use ai_band_composer::style::Style;
use ai_band_composer::{Brief, Composition, Error, assemble, compose};
use music::chart::{Chart, PassId};
use music::lane::Lane;

fn composed(style: &str, text: &str) -> Composition {
    let mut brief = Brief::new(Style::built_in(style).unwrap(), 1);
    brief.lanes = Lane::ALL.to_vec();
    let composition = compose(&Chart::parse(text).unwrap(), &brief).unwrap();
    let (arrangement, library) = assemble::arrangement(&composition).unwrap();
    assert!(arrangement.regions().iter().all(|region| region.clips.length(&library).is_ok()));
    composition
}

fn notes(composition: &Composition) -> usize {
    let clips = composition.parts.iter().flat_map(|part| &part.regions);
    clips.map(|region| region.main.notes().len()).sum()
}

#[test]
fn two_thousand_bars_are_a_song() {
    let text = format!("[Verse]\n| {} |\n", ["Am7 D7 | Gmaj7 C | F#m7b5 B7 | Em7 E7"; 500].join(" | "));
    assert!(notes(&composed("pop", &text)) > 2_000);
}

#[test]
fn a_chord_on_every_sixteenth_at_four_hundred_is_played() {
    let bar = ["C", "Dm7", "E7", "Am", "F", "G7", "Bdim7", "Eb/G"].repeat(2).join(" ");
    let text = format!("{{meter: 16/16}} {{tempo: 400}}\n| {} |\n", [bar.as_str(); 16].join(" | "));
    for style in Style::BUILT_IN {
        let composition = composed(style, &text);
        assert!(notes(&composition) > 0, "{style}");
    }
}

#[test]
fn any_meter_is_played_by_any_style() {
    for meter in ["1/4", "1/64", "2/2", "5/4", "7/8", "11/16", "15/8", "32/1", "3/64"] {
        let text = format!(
            "{{meter: {meter}}}\n[Verse]\n| C | F | G | C | Am | Dm | G | C |\n[Chorus]\n| F | G | C | C |\n"
        );
        for style in Style::BUILT_IN {
            let composition = composed(style, &text);
            assert!(notes(&composition) > 0, "{style} in {meter}");
            let told = composition.remarks.iter().any(|remark| remark.text.contains(meter));
            assert!(told, "{style} in {meter}: {:?}", composition.remarks);
        }
    }
}

#[test]
fn silence_is_no_mistake() {
    let composition = composed("swing", "| N.C. | N.C. | N.C. | N.C. |");
    assert_eq!(composition.parts.len(), Lane::COUNT);
}

#[test]
fn a_chart_without_bars_or_a_question_without_answer_is_refused() {
    let mut brief = Brief::new(Style::built_in("pop").unwrap(), 1);
    let chart = Chart::parse("| C | F | G | C |").unwrap();
    for (bars, said) in [
        (3..9, "bars 4 to 9 were asked for; the song has bars 1 to 4"),
        (2..2, "bars 3 to 2 were asked for; the song has bars 1 to 4"),
        (
            usize::MAX..usize::MAX,
            "bars 18446744073709551615 to 18446744073709551615 were asked for; the song has bars 1 to 4",
        ),
    ] {
        brief.bars = Some(bars);
        assert_eq!(compose(&chart, &brief).unwrap_err().to_string(), said);
    }
    if let Ok(empty) = Chart::parse("") {
        assert_eq!(compose(&empty, &Brief::new(Style::built_in("pop").unwrap(), 1)), Err(Error::EmptyChart));
    }
}

#[test]
fn what_is_done_differently_is_said() {
    let remarks = |style: &str, text: &str| -> Vec<String> {
        composed(style, text)
            .remarks
            .into_iter()
            .map(|remark| {
                let bar = remark.bar.map_or(String::new(), |bar| format!("bar {bar}: "));
                bar + &remark.text
            })
            .collect()
    };
    let table: &[(&str, &str, &[&str])] = &[
        ("pop", "{tempo: 112}\n| C | F |", &[]),
        (
            "pop",
            "| C | F |",
            &["the chart names no tempo; hands are timed for the 112 BPM that are usual in pop"],
        ),
        (
            "bossa",
            "{tempo: 132} {meter: 5/4}\n| C | F | {meter: 7/8} C | {meter: 5/4} F |",
            &[
                "bar 1: bossa is written for 4/4, 2/4; its patterns were cut and joined to fit 5/4",
                "bar 3: bossa is written for 4/4, 2/4; its patterns were cut and joined to fit 7/8",
            ],
        ),
        (
            "house",
            "{tempo: 60}\n| C | F |",
            &["bar 1: house is at home from 112 to 134 BPM; at 60 it may sound forced"],
        ),
        (
            "pop",
            "{tempo: 112} {ending: fade} {ritard}\n| C | F |",
            &["bar 2: a song that fades does not slow down; name another ending to hear the ritard"],
        ),
    ];
    for (style, text, said) in table {
        assert_eq!(remarks(style, text), *said, "{style} {text}");
    }
}

#[test]
fn every_knob_at_either_end_is_a_band() {
    let chart = Chart::parse(
        "{tempo: 100}\n[Verse]\n| C | F | G | C |\n[Chorus]\n| F | G | C | C | F | G | C | C |\n",
    )
    .unwrap();
    for style in Style::BUILT_IN {
        for value in [0, 127, 255] {
            let mut brief = Brief::new(Style::built_in(style).unwrap(), 1);
            let knobs = &mut brief.knobs;
            (knobs.intensity, knobs.complexity, knobs.syncopation) = (value, value, value);
            (knobs.swing, knobs.humanise, knobs.fills) = (value, value, value);
            knobs.density = [value; Lane::COUNT];
            assert!(notes(&compose(&chart, &brief).unwrap()) > 0, "{style} {value}");
        }
    }
}

#[test]
fn what_is_too_much_to_tell_is_counted() {
    let bars: Vec<String> =
        (1..=32).flat_map(|units| [8, 16].map(|unit| format!("{{meter: {units}/{unit}}} C"))).collect();
    let text = format!("{{tempo: 500}} {{ending: fade}} {{ritard}}\n| {} |\n", bars.join(" | "));
    let told: Vec<String> = composed("pop", &text).remarks.into_iter().map(|remark| remark.text).collect();
    // Sixty-four meters, of which pop knows two, a tempo and a fade.
    assert_eq!(told.len(), 32);
    assert_eq!(told[29], "and 33 meters more that were cut and joined to fit");
    assert!(told[30].contains("500") && told[31].contains("fades"), "{told:?}");
}

#[test]
fn rests_pushes_and_meters_in_every_bar_are_played() {
    let table = [
        ("all silent", "| N.C. | N.C. | N.C. | N.C. |".repeat(8)),
        (
            "every chord pushed",
            format!("| {} |", [">Am7 >D7", ">Gmaj7", ">C >F >B >E"].repeat(8).join(" | ")),
        ),
        (
            "a meter a bar",
            format!(
                "| {} |",
                ["{meter: 4/4} C", "{meter: 7/8} F", "{meter: 3/64} G", "{meter: 12/8} C"]
                    .repeat(8)
                    .join(" | ")
            ),
        ),
        (
            "a key a bar",
            format!("| {} |", ["{key: C} C", "{key: F#} F#", "{key: Eb} Eb"].repeat(8).join(" | ")),
        ),
        ("only a pickup", "{pickup: 1} | G7 |".to_owned()),
    ];
    for (what, bars) in table {
        for tempo in [10, 400, 1_000] {
            let Ok(chart) = Chart::parse(&format!("{{tempo: {tempo}}} {bars}")) else {
                panic!("{what} is no chart")
            };
            for style in Style::BUILT_IN {
                let mut brief = Brief::new(Style::built_in(style).unwrap(), 1);
                brief.lanes = Lane::ALL.to_vec();
                assert!(compose(&chart, &brief).is_ok(), "{what} at {tempo} in {style}");
            }
        }
    }
}

/// What no bar has, changes no bar.
#[test]
fn locks_and_rerolls_of_bars_that_are_not_there_do_nothing() {
    let chart = Chart::parse("{tempo: 112} | C | F | G | C |").unwrap();
    let brief = Brief::new(Style::built_in("pop").unwrap(), 1);
    let before = compose(&chart, &brief).unwrap();
    let mut other = brief.clone();
    let nowhere = PassId { pass: 7, ..chart.song().bars()[0].id };
    other.rerolls.insert((Lane::Bass, nowhere), 3);
    other.locks.insert((Lane::Bass, nowhere), Vec::new());
    other.kept.insert((Lane::Bass, nowhere), Vec::new());
    other.lock(&before.parts[0], &chart.song(), 99);
    assert_eq!(compose(&chart, &other).unwrap(), before);
}
