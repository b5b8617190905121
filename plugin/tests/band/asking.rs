//! What is asked for, in tables: acts, and the last thing said.

use ai_band_plugin::action::{Action, Knob};
use ai_band_plugin::band::Band;
use ai_band_plugin::model::TakeId;
use composer::variation::Keep;
use music::lane::Lane;
use music::time::Ticks;
use player::compiled::Swing;

use crate::stage::{EIGHT_BARS, bars, model, on, playing, said};

#[test]
fn what_cannot_be_is_refused_with_what_can() {
    let (lane, take) = (Lane::Bass, TakeId(99));
    let long = "C ".repeat(200_000);
    let table: &[(&str, Action, &str)] = &[
        ("", Action::Generate, "There is no chart yet; type chords, as in Am7 D7 Gmaj7, or click an example"),
        (
            "Am7 Hm7",
            Action::Generate,
            "The chart cannot be read: bar 2: \"Hm7\" is not a chord; did you mean Bm7?",
        ),
        ("", Action::Chart(long), "This text is too long for a chart; write a song of a few pages"),
        (
            "Am",
            Action::Style("polka".into()),
            "\"polka\" is no style; there are pop, ballad, swing, jazz-waltz, bossa, funk, shuffle, house",
        ),
        (
            "Am",
            Action::AskLanes(vec![Lane::Extra]),
            "Nobody is asked to play; choose at least one chair other than extra",
        ),
        (
            "Am",
            Action::AskBars(Some(bars(4, 2))),
            "These bars end before they begin; choose them from left to right",
        ),
        (
            "Am | D",
            Action::Reroll { lane, bars: bars(2, 5) },
            "There are no bars 2–5; the song has bars 1 to 2",
        ),
        (
            "Am | D",
            Action::Reroll { lane: Lane::Extra, bars: bars(1, 1) },
            "Nobody composes for extra; drop files there, or choose another chair",
        ),
        (
            "",
            Action::Lock { lane, bars: bars(1, 1), locked: true },
            "There is no chart yet, and so no bars to lock",
        ),
        ("Am | D", Action::Clear { lane, bars: bars(1, 2) }, "Bass plays nothing in bars 1–2"),
        ("Am", Action::Approve(take), "This take is gone; choose one that is shown"),
        ("Am", Action::Audition(take), "This take is gone; choose one that is shown"),
        ("Am", Action::StopAudition, "Nothing is auditioned; choose a take to decide first"),
        (
            "Am",
            Action::Vary { take, keep: Keep::Rhythm, amount: 9 },
            "This take is gone; choose one that is shown",
        ),
        ("Am", Action::Undo, "There is nothing left to undo"),
        ("Am", Action::Redo, "There is nothing left to redo"),
    ];
    are_refused(table);
}

#[test]
fn settings_that_no_host_or_hand_has_are_refused_with_what_there_is() {
    let lane = Lane::Bass;
    are_refused(&[
        ("Am", Action::Channel { lane, channel: 16 }, "MIDI has channels 1 to 16; choose one of them"),
        ("Am", Action::Program { lane, program: 128 }, "MIDI has programs 1 to 128; choose one of them"),
        (
            "Am",
            Action::Swing { lane, swing: Some(Swing { unit: Ticks(480), percent: 76 }) },
            "Swing is 50 % (straight) to 75 %, of eighths or of sixteenths",
        ),
        (
            "Am",
            Action::Swing { lane, swing: Some(Swing { unit: Ticks(320), percent: 60 }) },
            "Swing is 50 % (straight) to 75 %, of eighths or of sixteenths",
        ),
        ("Am", Action::Humanise { lane, micros_max: 30_001 }, "Humanising is 0 to 30 ms"),
        (
            "Am",
            Action::OriginBeat(f64::NAN),
            "This is no beat a song can begin on; put the cursor where bar 1 is",
        ),
    ]);
}

/// Chart, act, words; and nothing has changed.
fn are_refused(table: &[(&str, Action, &str)]) {
    for (chart, action, words) in table {
        let mut band = on(chart);
        let before = band.saved();
        let outcome = band.act(action);
        assert_eq!(said(&outcome), *words);
        assert!(outcome.log[0].is_fault && !outcome.arranged && !outcome.changed, "{words}");
        assert_eq!(band.saved(), before, "{words}");
    }
}

#[test]
fn settings_are_kept_and_say_what_follows() {
    let lane = Lane::Keys;
    // Act; whether what plays is to be compiled anew; whether sounds and routes are to be set anew.
    let table = [
        (Action::Own { lane, owned: false }, true, true),
        (Action::Own { lane, owned: true }, false, true),
        (Action::Channel { lane, channel: 15 }, true, true),
        (Action::Program { lane, program: 5 }, false, true),
        (Action::Swing { lane, swing: Some(Swing { unit: Ticks(480), percent: 67 }) }, true, true),
        (Action::Swing { lane, swing: None }, false, true),
        (Action::Humanise { lane, micros_max: 30_000 }, true, true),
        (Action::Humanise { lane, micros_max: 0 }, false, true),
        (Action::Seed(4), false, false),
        (Action::Knob(Knob::Swing, 200), false, false),
        (Action::FolderApproved(false), false, false),
        (Action::Bank(Some("/a.sf2".into())), false, false),
        (Action::OriginBeat(16.5), false, false),
    ];
    for (action, arranged, rerouted) in table {
        let mut band = on("Am");
        let outcome = band.act(&action);
        assert_eq!(
            (outcome.arranged, outcome.rerouted, outcome.changed),
            (arranged, rerouted, true),
            "{action:?}"
        );
        assert!(outcome.log.is_empty(), "{outcome:?}");
    }
}

/// The worker sees to these.
#[test]
fn what_is_not_music_changes_nothing() {
    for action in [
        Action::Play,
        Action::Stop,
        Action::Locate(4.0),
        Action::Rescan,
        Action::OriginHere,
        Action::DismissLog,
    ] {
        let mut band = playing(EIGHT_BARS);
        let before = band.saved();
        let outcome = band.act(&action);
        assert!(outcome.log.is_empty() && !outcome.arranged && !outcome.changed, "{action:?}");
        assert_eq!(band.saved(), before);
    }
}

#[test]
fn knobs_stop_at_their_end() {
    let mut band = on("Am");
    band.act(&Action::Knob(Knob::Density(Lane::Bass), 200));
    let knobs = model(&mut band).ask.knobs;
    assert!(knobs.contains(&(Knob::Density(Lane::Bass), 127)), "{knobs:?}");
    assert_eq!(knobs.len(), 6 + 7, "nobody asks for more of the extra chair");
}

#[test]
fn the_chart_may_name_the_style() {
    let mut band = Band::new(7);
    let outcome = band.act(&Action::Chart("{style: Jazz Waltz}\n| Am | D |".to_owned()));
    assert_eq!(said(&outcome), "Style Jazz waltz, as the chart says.");
    assert_eq!(model(&mut band).ask.style, "jazz-waltz");
    band.act(&Action::Style("funk".to_owned()));
    band.act(&Action::Chart("{style: Jazz Waltz}\n| Am | D | G |".to_owned()));
    assert_eq!(model(&mut band).ask.style, "funk", "what a person chose since holds");
}

/// While somebody types, the last chart that could be read is still there.
#[test]
fn a_mistake_is_told_and_costs_nothing() {
    let mut band = playing(EIGHT_BARS);
    let bars = model(&mut band).song.bars.len();
    band.act(&Action::Chart(format!("{EIGHT_BARS}| Hm7 |")));
    let shown = model(&mut band);
    assert_eq!((shown.song.bars.len(), shown.ask.errors.len()), (bars, 1));
    assert_eq!(shown.ask.errors[0].suggestion.as_deref(), Some("Bm7"));
    band.act(&Action::Chart(String::new()));
    let shown = model(&mut band);
    assert_eq!((shown.song.bars.len(), shown.ask.errors.len()), (bars, 0), "an empty field is no mistake");
}
