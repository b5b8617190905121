//! Undo and redo against a plain account: what each step found and left, under a name each.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Code;
use domain::session::Command;
use domain::session::lane::{Route, Settings};
use music::lane::Lane;
use music::tempo::{self, Tempo};
use music::time::Ticks;
use proptest::prelude::*;

use crate::cast::person;
use crate::stage::Stage;

/// Lanes 0 to 2 have channels, and 3 is the tempo.
const TEMPO: usize = 3;

#[derive(Clone, Copy, Debug)]
struct Step {
    thing: usize,
    before: u32,
    after: u32,
}

#[derive(Default)]
struct Person {
    undoable: Vec<Step>,
    redoable: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
enum Wish {
    Set { thing: usize, to: u32 },
    Undo,
    Redo,
}

fn wish() -> impl Strategy<Value = (usize, Wish)> {
    let what = prop_oneof![
        4 => (0..=TEMPO, 0..3u32).prop_map(|(thing, to)| Wish::Set { thing, to }),
        3 => Just(Wish::Undo),
        2 => Just(Wish::Redo),
    ];
    (0..3usize, what)
}

fn set(thing: usize, to: u32) -> Command {
    match Lane::from_index(thing).filter(|_| thing < TEMPO) {
        Some(lane) => Command::SetLane { lane, settings: Settings { channel: to as u8, route: Route::Both } },
        None => {
            Command::SetTempoMap { map: Arc::new(tempo::Map::constant(Tempo::from_bpm(100 + to).unwrap())) }
        }
    }
}

fn get(stage: &Stage, thing: usize) -> u32 {
    match Lane::from_index(thing).filter(|_| thing < TEMPO) {
        Some(lane) => u32::from(stage.song().seat(lane).settings.channel),
        None => stage.song().tempo().at(Ticks::ZERO).milli_bpm() / 1_000 - 100,
    }
}

/// What should come of it; the account is changed where it is granted.
fn account(wish: Wish, person: &mut Person, values: &mut BTreeMap<usize, u32>) -> Result<(), Code> {
    match wish {
        Wish::Set { thing, to } => {
            let before = values[&thing];
            if before != to {
                person.undoable.push(Step { thing, before, after: to });
                person.redoable.clear();
                values.insert(thing, to);
            }
            Ok(())
        }
        Wish::Undo => {
            let step = *person.undoable.last().ok_or(Code::NothingToUndo)?;
            back(step, values)?;
            person.undoable.pop();
            person.redoable.push(step);
            Ok(())
        }
        Wish::Redo => {
            let step = *person.redoable.last().ok_or(Code::NothingToRedo)?;
            back(Step { before: step.after, after: step.before, ..step }, values)?;
            person.redoable.pop();
            person.undoable.push(step);
            Ok(())
        }
    }
}

fn back(step: Step, values: &mut BTreeMap<usize, u32>) -> Result<(), Code> {
    if values[&step.thing] != step.after {
        return Err(Code::UndoConflict);
    }
    values.insert(step.thing, step.before);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn three_people_take_back_what_is_theirs(wishes in prop::collection::vec(wish(), 1..60)) {
        let mut stage = Stage::session();
        let mut people = [Person::default(), Person::default(), Person::default()];
        let mut values: BTreeMap<usize, u32> = (0..=TEMPO).map(|thing| (thing, get(&stage, thing))).collect();
        for (who, wish) in wishes {
            let command = match wish {
                Wish::Set { thing, to } => set(thing, to),
                Wish::Undo => Command::Undo,
                Wish::Redo => Command::Redo,
            };
            let expected = account(wish, &mut people[who], &mut values);
            let found = stage.ask(&person(who as u128 + 1), command);
            let found = found.map(drop).map_err(|refusal| refusal.code);
            prop_assert_eq!(found, expected, "{:?} of person {}", wish, who + 1);
            for (thing, value) in &values {
                prop_assert_eq!(get(&stage, *thing), *value, "thing {}", thing);
            }
        }
    }
}
