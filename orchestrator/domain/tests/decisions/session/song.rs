//! What the song is written on: chart, tempo, meter, lanes.

use std::sync::Arc;

use domain::session::chart::Written;
use domain::session::lane::{Route, Settings};
use domain::session::{Command, Event};
use domain::{Code, Verb};
use music::lane::Lane;
use music::meter::{self, Meter};
use music::tempo::{self, Tempo};
use music::time::Ticks;

use crate::cast::{all_but, chart, person};
use crate::stage::Stage;

#[test]
fn a_chart_brings_its_meter_and_the_tempo_it_names() {
    let cases = [
        ("| C | F |", "120", "4/4"),
        ("{tempo: 92} | C | F |", "92", "4/4"),
        ("{meter: 3/4} | C | F |", "120", "3/4"),
        ("{meter: 7/8} {tempo: 132.5} | C |", "132.5", "7/8"),
        ("", "120", "4/4"),
    ];
    for (text, tempo, meter) in cases {
        let mut stage = Stage::session();
        stage.ask(&person(1), chart("| Am |")).unwrap();
        stage.ask(&person(1), chart(text)).unwrap();
        let song = stage.song();
        let found = (song.tempo().at(Ticks::ZERO).to_string(), song.meter().at(Ticks::ZERO).to_string());
        assert_eq!(found, (tempo.to_owned(), meter.to_owned()), "{text}");
    }
}

#[test]
fn a_chart_without_a_tempo_keeps_the_sessions() {
    let mut stage = Stage::session();
    let map = Arc::new(tempo::Map::constant(Tempo::from_bpm(88).unwrap()));
    stage.ask(&person(1), Command::SetTempoMap { map }).unwrap();
    stage.ask(&person(1), chart("| C | G |")).unwrap();
    assert_eq!(stage.song().tempo().at(Ticks::ZERO).to_string(), "88");
}

#[test]
fn a_mistake_names_its_bar_and_what_was_meant() {
    let mut stage = Stage::session();
    let refusal = stage.refused_with(&person(1), chart("| C | F | Hm7 |"), Code::InvalidChart);
    assert!(refusal.sentence.contains("bar 3") && refusal.sentence.contains("Hm7"), "{}", refusal.sentence);
    assert_eq!(stage.song().chart().revision(), 0);
}

#[test]
fn bars_keep_their_ids_through_edits_and_a_restored_chart_is_the_same() {
    let mut stage = Stage::session();
    stage.ask(&person(1), chart("| C | F | G |")).unwrap();
    let before = stage.song().chart().ids().bars;
    stage.ask(&person(1), chart("| C | Dm | F | G |")).unwrap();
    let after = stage.song().chart().ids().bars;
    assert_eq!([after[0], after[2], after[3]], [before[0], before[1], before[2]]);
    let written = stage.song().chart();
    let restored = Written::restore(written.text().clone(), &written.ids(), written.revision());
    assert_eq!(restored.as_ref(), Ok(written));
    let mut short = written.ids();
    short.bars.pop();
    assert!(Written::restore(written.text().clone(), &short, 2).is_err());
    assert!(Written::restore("| Hm |".into(), &short, 2).is_err());
}

#[test]
fn an_edit_of_an_earlier_chart_is_told_who_came_between() {
    let mut stage = Stage::session();
    stage.ask(&person(2), chart("| C |")).unwrap();
    let set = |expected| Command::SetChart { text: "| G |".into(), expected };
    let refusal = stage.refused_with(&person(1), set(Some(0)), Code::RevisionConflict);
    assert_eq!(refusal.instead.as_deref(), Some("1"));
    let who = person(2).principal.to_string();
    assert!(refusal.sentence.contains(&format!("the chart is at revision 1 by {who}, not at 0")));
    stage.ask(&person(1), set(Some(1))).unwrap();
    assert_eq!(stage.song().chart().revision(), 2);
}

#[test]
fn lanes_have_a_channel_and_a_route() {
    let mut stage = Stage::session();
    let set = |channel| {
        let settings = Settings { channel, route: Route::Midi };
        Command::SetLane { lane: Lane::Bass, settings }
    };
    stage.ask(&person(1), set(15)).unwrap();
    assert_eq!(stage.song().seat(Lane::Bass).settings, Settings { channel: 15, route: Route::Midi });
    stage.idle(&person(1), set(15));
    for channel in [16, 255] {
        stage.refused_with(&person(1), set(channel), Code::InvalidLane);
    }
    assert!(Route::ALL.iter().all(|route| Route::named(route.name()) == Some(*route)));
}

#[test]
fn maps_are_set_once_and_whatever_is_there_already_is_no_event() {
    let mut stage = Stage::session();
    let meter = Arc::new(meter::Map::constant(Meter::new(5, 4).unwrap()));
    let tempo = Arc::new(tempo::Map::constant(Tempo::from_bpm(99).unwrap()));
    for command in [
        Command::SetMeterMap { map: meter },
        Command::SetTempoMap { map: tempo },
        chart("| C |"),
        // The chart brought 4/4.
    ] {
        assert!(!stage.ask(&person(1), command.clone()).unwrap().is_empty());
        if !matches!(command, Command::SetMeterMap { .. }) {
            stage.idle(&person(1), command);
        }
    }
    assert_eq!(stage.song().meter().at(Ticks::ZERO), Meter::COMMON);
}

#[test]
fn who_may_only_move_the_transport_may_set_a_tempo_and_not_a_map() {
    let mut stage = Stage::session();
    let by = all_but(Verb::Edit);
    let tempo = Tempo::from_bpm(90).unwrap();
    let events =
        stage.ask(&by, Command::Transport(domain::session::transport::Command::Tempo(tempo))).unwrap();
    assert!(matches!(events.as_slice(), [Event::Edited(_)]), "{events:?}");
    let map = Arc::new(tempo::Map::constant(Tempo::DEFAULT));
    stage.refused_with(&by, Command::SetTempoMap { map }, Code::Forbidden);
}

#[test]
fn a_bars_id_is_never_given_again() {
    let mut stage = Stage::session();
    let ids = |stage: &Stage| stage.song().chart().ids().bars.iter().map(|id| id.0).collect::<Vec<_>>();
    let steps: [(Command, &[u64]); 7] = [
        (chart("| C | F |"), &[0, 1]),
        (chart("| C | F | G |"), &[0, 1, 2]),
        (Command::Undo, &[0, 1]),
        (chart("| C | F | Am |"), &[0, 1, 3]),
        (chart(" "), &[]),
        (chart("| C |"), &[4]),
        (Command::Undo, &[]),
    ];
    for (command, expected) in steps {
        stage.ask(&person(1), command.clone()).unwrap();
        assert_eq!(ids(&stage), expected, "after {command:?}");
    }
    stage.ask(&person(1), Command::Undo).unwrap();
    assert_eq!((ids(&stage), stage.song().chart().revision()), (vec![0, 1, 3], 8));
}
