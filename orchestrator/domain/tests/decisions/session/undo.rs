//! Undo and redo: each person's own steps, exactly or not at all.

use std::sync::Arc;

use domain::Code;
use domain::session::Command;
use domain::session::history::{STEPS_MAX, StepId};
use domain::session::lane::{Route, Settings};
use music::arrangement::{Edit, RegionId, Revision};
use music::lane::Lane;
use music::tempo::{self, Tempo};
use music::time::Ticks;

use crate::cast::{chart, edit, insert, person, plugin};
use crate::stage::Stage;

fn channel(channel: u8) -> Command {
    Command::SetLane { lane: Lane::Bass, settings: Settings { channel, route: Route::Both } }
}

fn tempo(bpm: u32) -> Command {
    Command::SetTempoMap { map: Arc::new(tempo::Map::constant(Tempo::from_bpm(bpm).unwrap())) }
}

/// All that can be undone, as text.
fn song(stage: &Stage) -> String {
    let song = stage.song();
    let regions: Vec<String> = song
        .arrangement()
        .regions()
        .iter()
        .map(|region| format!("{} {} {}", region.lane, region.span, region.clips.main))
        .collect();
    let seats = Lane::ALL.map(|lane| song.seat(lane).settings);
    let (tempo, meter) = (song.tempo().at(Ticks::ZERO), song.meter().at(Ticks::ZERO));
    format!("{:?} {:?} {tempo} {meter} {seats:?} {regions:?}", song.chart().text(), song.chart().ids().bars)
}

#[test]
fn an_earlier_arrangement_is_known_as_long_as_its_steps_are() {
    let mut stage = Stage::session();
    for beat in 0..STEPS_MAX as i64 + 5 {
        stage.ask(&person(1), edit(vec![insert(Lane::Keys, beat, beat + 1, "k")])).unwrap();
    }
    let (first, last) = (stage.song().earliest_arrangement(), stage.song().arrangement().revision());
    assert_eq!((first, last), (Revision(5), Revision(STEPS_MAX as u64 + 5)));
    for (revision, regions) in
        [(4, None), (5, Some(5)), (6, Some(6)), (last.0, Some(last.0)), (last.0 + 1, None)]
    {
        let found = stage.song().arrangement_at(Revision(revision));
        assert_eq!(found.map(|found| found.regions().len() as u64), regions, "revision {revision}");
    }
}

#[test]
fn everything_that_can_be_done_can_be_taken_back_and_done_again() {
    for command in [
        channel(12),
        tempo(77),
        chart("{tempo: 90} {meter: 3/4} | Am | Dm |"),
        edit(vec![insert(Lane::Bass, 4, 8, "x")]),
        edit(vec![Edit::Move { region: RegionId(1), lane: Lane::Lead, start: Ticks::from_beats(9) }]),
    ] {
        let mut stage = Stage::session();
        stage.ask(&person(2), chart("| C | F |")).unwrap();
        stage.ask(&person(2), edit(vec![insert(Lane::Keys, 0, 4, "k")])).unwrap();
        let before = song(&stage);
        stage.ask(&person(1), command.clone()).unwrap();
        let after = song(&stage);
        for _ in 0..3 {
            stage.ask(&person(1), Command::Undo).unwrap();
            assert_eq!(song(&stage), before, "{command:?}");
            stage.ask(&person(1), Command::Redo).unwrap();
            assert_eq!(song(&stage), after, "{command:?}");
        }
    }
}

#[test]
fn steps_go_back_in_order_and_only_ones_own() {
    let mut stage = Stage::session();
    let mut seen = vec![song(&stage)];
    for number in 1..=4 {
        stage.ask(&person(1), edit(vec![insert(Lane::Bass, number * 4, number * 4 + 4, "x")])).unwrap();
        seen.push(song(&stage));
    }
    stage.refused_with(&person(2), Command::Undo, Code::NothingToUndo);
    while let Some(now) = seen.pop() {
        assert_eq!(song(&stage), now);
        if !seen.is_empty() {
            stage.ask(&person(1), Command::Undo).unwrap();
        }
    }
    stage.refused_with(&person(1), Command::Undo, Code::NothingToUndo);
}

#[test]
fn what_others_did_elsewhere_is_not_in_the_way() {
    let mut stage = Stage::session();
    stage.ask(&person(1), edit(vec![insert(Lane::Bass, 0, 4, "mine")])).unwrap();
    stage.ask(&person(2), edit(vec![insert(Lane::Drums, 0, 4, "theirs")])).unwrap();
    stage.ask(&person(2), channel(3)).unwrap();
    stage.ask(&person(1), Command::Undo).unwrap();
    let left: Vec<Lane> = stage.song().arrangement().regions().iter().map(|region| region.lane).collect();
    assert_eq!(left, [Lane::Drums]);
    assert_eq!(stage.song().seat(Lane::Bass).settings.channel, 3);
}

#[test]
fn what_others_did_to_the_same_is_named_and_undone_first() {
    let moved = Edit::Move { region: RegionId(1), lane: Lane::Bass, start: Ticks::from_beats(2) };
    let cases = [
        (channel(3), channel(4), "the bass lane has been changed"),
        (tempo(90), tempo(91), "the tempo has been changed"),
        (chart("| C |"), chart("| G |"), "the chart has been changed"),
        (edit(vec![insert(Lane::Bass, 0, 4, "a")]), edit(vec![moved]), "region 1 has been changed"),
    ];
    for (mine, theirs, part) in cases {
        let mut stage = Stage::session();
        stage.ask(&person(1), mine.clone()).unwrap();
        let between = song(&stage);
        stage.ask(&person(2), theirs).unwrap();
        let refusal = stage.refused_with(&person(1), Command::Undo, Code::UndoConflict);
        let who = person(2).principal.to_string();
        assert_eq!(refusal.instead.as_deref(), Some(who.as_str()));
        assert!(refusal.sentence.contains(part) && refusal.sentence.contains(&who), "{}", refusal.sentence);
        stage.ask(&person(2), Command::Undo).unwrap();
        assert_eq!(song(&stage), between);
        stage.ask(&person(1), Command::Undo).unwrap();
        assert_eq!(stage.song().history().undoable(person(1).principal), None);
    }
}

#[test]
fn a_place_that_somebody_took_is_not_given_back() {
    let mut stage = Stage::session();
    stage.ask(&person(1), edit(vec![insert(Lane::Bass, 0, 4, "a")])).unwrap();
    stage.ask(&person(1), edit(vec![Edit::Delete { region: RegionId(1) }])).unwrap();
    stage.ask(&person(2), edit(vec![insert(Lane::Bass, 2, 6, "b")])).unwrap();
    let refusal = stage.refused_with(&person(1), Command::Undo, Code::UndoConflict);
    assert!(refusal.sentence.contains("region 2 has been changed since"), "{}", refusal.sentence);
}

#[test]
fn a_new_step_ends_the_way_forward() {
    let mut stage = Stage::session();
    stage.ask(&person(1), channel(3)).unwrap();
    stage.ask(&person(1), Command::Undo).unwrap();
    stage.ask(&person(2), channel(7)).unwrap();
    assert!(stage.song().history().redoable(person(1).principal).is_some(), "others do not end it");
    stage.refused_with(&person(1), Command::Redo, Code::UndoConflict);
    stage.ask(&person(1), tempo(80)).unwrap();
    stage.refused_with(&person(1), Command::Redo, Code::NothingToRedo);
}

#[test]
fn a_plugins_steps_are_its_persons() {
    let mut stage = Stage::session();
    stage.ask(&plugin("a"), channel(3)).unwrap();
    stage.ask(&person(1), Command::Undo).unwrap();
    assert_eq!(stage.song().history().steps().last().unwrap().by, person(1).principal);
}

#[test]
fn what_is_forgotten_is_not_undone() {
    let mut stage = domain::State::new(&"session/long".parse().unwrap());
    let mut ask = |command: Command| {
        let asked = domain::Asked { by: person(1), command: domain::Command::Session(command) };
        let decided = domain::decide(&stage, &asked, domain::WallTime(0), domain::Seed::from_number(0));
        decided.map(|events| events.iter().for_each(|event| stage.apply(event)))
    };
    for number in 0..STEPS_MAX as u32 + 5 {
        ask(channel((number % 2) as u8 + 1)).unwrap();
    }
    let undone = (0..STEPS_MAX * 2).take_while(|_| ask(Command::Undo).is_ok()).count();
    // Each undo is a step itself, so that half of the room goes to them.
    assert_eq!(undone, STEPS_MAX / 2);
    let history = stage.session().unwrap().history();
    assert_eq!(
        (history.steps().count(), history.next_id()),
        (STEPS_MAX, StepId(STEPS_MAX as u64 * 3 / 2 + 6))
    );
}
