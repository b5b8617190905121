//! A band with something of everything, and its text.

use ai_band_plugin::action::{Action, Knob};
use ai_band_plugin::band::{Band, FileClip};
use ai_band_plugin::model::{Bars, Model, Route, WindowView};
use music::clip::{Clip, Control, ControlKind, Note};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{Micros, Ticks};
use player::compiled::Swing;

pub(crate) const CHART: &str = "{title: Ein Stück} {style: bossa} {key: Am} {tempo: 126}\n[A] x2\n| Am7 | Bm7b5 E7b9 |\n[B]\n| Dm7 | G13 |\n";

pub(crate) fn rich() -> Band {
    let mut band = Band::new(u64::MAX);
    let bars = Bars { first: 2, last: 3 };
    for action in [
        Action::Chart(CHART.to_owned()),
        Action::AskLanes(vec![Lane::Drums, Lane::Bass, Lane::Keys]),
        Action::Knob(Knob::Density(Lane::Bass), 90),
        Action::Generate,
        Action::Lock { lane: Lane::Bass, bars, locked: true },
        Action::Reroll { lane: Lane::Drums, bars },
        Action::Own { lane: Lane::Pad, owned: false },
        Action::Route { lane: Lane::Bass, route: Route::Both },
        Action::Channel { lane: Lane::Bass, channel: 7 },
        Action::Program { lane: Lane::Keys, program: 4 },
        Action::Swing { lane: Lane::Keys, swing: Some(Swing { unit: Ticks(240), percent: 58 }) },
        Action::Humanise { lane: Lane::Bass, micros_max: 4_000 },
        Action::OriginBeat(-12.25),
        Action::FolderPath("/music/Übung #1".into()),
        Action::Bank(Some("/banks/small.sf2".into())),
        Action::Window(WindowView { width: 1_400, height: 900, zoom_percent: 150, is_light: true }),
        Action::Chart(format!("{CHART}| Hm7 |")),
    ] {
        band.act(&action);
    }
    band.insert_files(vec![FileClip { lane: Lane::Lead, clip: loop_of_two_bars(), name: "lead.mid".into() }]);
    band
}

/// Something of everything in as few bytes as can be.
pub(crate) fn small() -> Band {
    let mut band = Band::new(1);
    let bars = Bars { first: 1, last: 1 };
    for action in [
        Action::Chart("Am | D".to_owned()),
        Action::AskLanes(vec![Lane::Bass]),
        Action::Generate,
        Action::Lock { lane: Lane::Bass, bars, locked: true },
        Action::Reroll { lane: Lane::Bass, bars: Bars { first: 1, last: 2 } },
    ] {
        band.act(&action);
    }
    band.insert_files(vec![FileClip { lane: Lane::Lead, clip: loop_of_two_bars(), name: "lead.mid".into() }]);
    band
}

pub(crate) fn loop_of_two_bars() -> Clip {
    let note = |beat: i64, key: u8| Note {
        start: Ticks::from_beats(beat),
        length: Ticks(900),
        offset: Micros(-1_500),
        pitch: Pitch::new(key).expect("a key"),
        velocity: 80,
        importance: 127,
    };
    let pedal = Control { at: Ticks(10), kind: ControlKind::Controller(64), value: 127 };
    Clip::new(Ticks::from_beats(8), vec![note(0, 60), note(3, 64), note(7, 67)], vec![pedal]).expect("a clip")
}

pub(crate) fn model(band: &mut Band) -> Model {
    let mut model = Model::default();
    band.model(&mut model);
    model
}
