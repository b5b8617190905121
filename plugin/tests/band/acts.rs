//! Whatever somebody may ask, in any order: for tests by chance.

use ai_band_plugin::action::{Action, Knob};
use ai_band_plugin::model::{Bars, Route, TakeId, WindowView};
use composer::variation::Keep;
use music::lane::Lane;
use music::time::Ticks;
use player::compiled::Swing;
use proptest::prelude::*;

/// Short ones: the composer is another's test.
const CHARTS: [&str; 7] = [
    "{style: pop} {key: G} {tempo: 108}\n| G | D | Em7 | C |",
    "{style: pop} {key: G} {tempo: 108}\n| G | D | Am7 | Em7 | C |",
    "{style: swing}\n[A] x2\n| Am7 D7 | Gmaj7 |",
    "{style: bossa} {pickup: 1/4}\n| Dm7 | G7 |",
    "Am7 D7 Hm7",
    "",
    "{meter: 7/8} Em D C",
];

/// Mostly of a band that plays already: otherwise little comes of anything.
pub(crate) fn acts() -> impl Strategy<Value = Vec<Action>> {
    let playing = prop::sample::select(&CHARTS[..4]).prop_map(|chart| {
        vec![Action::Chart(chart.to_owned()), Action::Generate, Action::Seed(2), Action::Generate]
    });
    let first = prop_oneof![1 => Just(Vec::new()), 3 => playing];
    (first, prop::collection::vec(act(), 1..12)).prop_map(|(first, then)| [first, then].concat())
}

fn act() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => asking(),
        4 => Just(Action::Generate),
        4 => deciding(),
        3 => arranged(),
        2 => Just(Action::Undo),
        1 => Just(Action::Redo),
        2 => setting(),
    ]
}

fn asking() -> impl Strategy<Value = Action> {
    prop_oneof![
        4 => prop::sample::select(&CHARTS[..]).prop_map(|chart| Action::Chart(chart.to_owned())),
        1 => "[A-Ga-z0-9 |{}:%.]{0,24}".prop_map(Action::Chart),
        1 => prop::sample::select(vec!["pop", "funk", "polka", "Jazz Waltz"]).prop_map(|name| Action::Style(name.to_owned())),
        1 => any::<u64>().prop_map(Action::Seed),
        2 => prop::sample::subsequence(Lane::ALL.to_vec(), 0..3).prop_map(Action::AskLanes),
        1 => prop::option::of(bars()).prop_map(Action::AskBars),
        1 => (knob(), any::<u8>()).prop_map(|(knob, value)| Action::Knob(knob, value)),
    ]
}

fn deciding() -> impl Strategy<Value = Action> {
    let keep = prop::sample::select(vec![Keep::Rhythm, Keep::Pitches, Keep::Contour]);
    prop_oneof![
        2 => take().prop_map(Action::Audition),
        1 => Just(Action::StopAudition),
        3 => take().prop_map(Action::Approve),
        1 => (take(), ".{0,8}").prop_map(|(take, reason)| Action::Reject { take, reason }),
        2 => (take(), keep, any::<u8>()).prop_map(|(take, keep, amount)| Action::Vary { take, keep, amount }),
    ]
}

fn arranged() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => (lane(), bars(), any::<bool>()).prop_map(|(lane, bars, locked)| Action::Lock { lane, bars, locked }),
        3 => (lane(), bars()).prop_map(|(lane, bars)| Action::Reroll { lane, bars }),
        2 => (lane(), bars()).prop_map(|(lane, bars)| Action::Clear { lane, bars }),
    ]
}

fn setting() -> impl Strategy<Value = Action> {
    let route = prop::sample::select(vec![Route::Sound, Route::Midi, Route::Both]);
    prop_oneof![
        (lane(), any::<bool>()).prop_map(|(lane, owned)| Action::Own { lane, owned }),
        (lane(), route).prop_map(|(lane, route)| Action::Route { lane, route }),
        (lane(), 0..20_u8).prop_map(|(lane, channel)| Action::Channel { lane, channel }),
        (lane(), any::<u8>()).prop_map(|(lane, program)| Action::Program { lane, program }),
        (lane(), prop::option::of((prop::sample::select(vec![240, 320, 480]), 45..80_u8))).prop_map(
            |(lane, swing)| {
                let swing = swing.map(|(unit, percent)| Swing { unit: Ticks(unit), percent });
                Action::Swing { lane, swing }
            }
        ),
        (lane(), 0..40_000_u32).prop_map(|(lane, micros_max)| Action::Humanise { lane, micros_max }),
        any::<f64>().prop_map(Action::OriginBeat),
        "[a-z/ #ü]{0,12}".prop_map(|path| Action::FolderPath(path.into())),
        any::<bool>().prop_map(Action::FolderApproved),
        any::<bool>().prop_map(Action::FolderWatched),
        prop::option::of("[a-z/]{1,9}").prop_map(|path| Action::Bank(path.map(Into::into))),
        (any::<[u16; 3]>(), any::<bool>()).prop_map(|([width, height, zoom_percent], is_light)| {
            Action::Window(WindowView { width, height, zoom_percent, is_light })
        }),
    ]
}

fn lane() -> impl Strategy<Value = Lane> {
    prop::sample::select(Lane::ALL.to_vec())
}

fn take() -> impl Strategy<Value = TakeId> {
    (0..5_u64).prop_map(TakeId)
}

fn bars() -> impl Strategy<Value = Bars> {
    prop_oneof![
        9 => (0..5_u32, 0..4_u32).prop_map(|(first, more)| Bars { first, last: first + more }),
        1 => any::<(u32, u32)>().prop_map(|(first, last)| Bars { first, last }),
    ]
}

fn knob() -> impl Strategy<Value = Knob> {
    prop_oneof![
        prop::sample::select(vec![Knob::Intensity, Knob::Complexity, Knob::Syncopation]),
        prop::sample::select(vec![Knob::Swing, Knob::Humanise, Knob::Fills]),
        lane().prop_map(Knob::Density),
    ]
}
