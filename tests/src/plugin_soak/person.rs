//! Somebody at the window, and a program that puts files into the watched folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context;
use composer::variation::Keep;
use music::lane::Lane;
use plugin::action::{Action, Knob};
use plugin::model::{Bars, Model, Route, TakeState};

use super::host::Host;
use crate::chance::Chance;
use crate::folder_bench::files;

const CHARTS: [&str; 4] = [
    "[A]\n| C | Am | F | G |\n| C | Am | F G | C |\n[B]\n| Em | Am | Dm | G |\n| F | Fm | C | C |\n",
    "[Verse]\n| Dm7 | G7 | Cmaj7 | A7 |\n| Dm7 | G7 | Cmaj7 | Cmaj7 |\n[Chorus]\n| F | G | Em7 | Am7 |\n| F | G | C | C |\n",
    "[A]\n| F7 | Bb7 | F7 | F7 |\n| Bb7 | Bb7 | F7 | D7 |\n| Gm7 | C7 | F7 | C7 |\n",
    "| Em | C | G | D |\n| Em | C | G | B7 |\n",
];
/// The shortest chart has as many.
const BARS: i64 = 8;
/// Saved states that somebody goes back to.
const KEPT: usize = 4;

pub(super) struct Person {
    folder: PathBuf,
    files: u64,
    deeds: u64,
    kept: Vec<BTreeMap<String, String>>,
}

impl Person {
    pub(super) fn arrive(host: &mut Host, folder: PathBuf) -> anyhow::Result<Person> {
        files::make_folders(&folder)?;
        host.asks(Action::FolderPath(folder.clone()))?;
        host.asks(Action::Chart(CHARTS[0].to_owned()))?;
        host.asks(Action::Generate)?;
        Ok(Person { folder, files: 0, deeds: 0, kept: Vec::new() })
    }

    pub(super) fn deeds(&self) -> u64 {
        self.deeds
    }

    /// One deed, done when this returns, but for files: they come when they come.
    pub(super) fn act(&mut self, host: &mut Host, chance: &mut Chance) -> anyhow::Result<()> {
        self.deeds += 1;
        let model = host.settle()?;
        match chance.below(20) {
            0 => {
                self.files += 1;
                files::put(&self.folder, self.files).context("a file for the folder")
            }
            1 => {
                self.kept.push(host.saved());
                let over = self.kept.len().saturating_sub(KEPT);
                self.kept.drain(..over);
                Ok(())
            }
            2 if !self.kept.is_empty() => {
                host.load(&self.kept[chance.index(self.kept.len())]);
                // It says which folder is watched, and whether files are approved.
                host.asks(Action::FolderApproved(true)).map(drop)
            }
            _ => host.asks(action(&model, chance)).map(drop),
        }
    }

    /// From now on nothing changes: files that come wait, and nobody listens to what is not arranged.
    pub(super) fn rest(&mut self, host: &mut Host) -> anyhow::Result<()> {
        host.asks(Action::FolderApproved(false))?;
        host.asks(Action::StopAudition).map(drop)
    }

    /// Files are approved again.
    pub(super) fn go_on(&mut self, host: &mut Host) -> anyhow::Result<()> {
        host.asks(Action::FolderApproved(true)).map(drop)
    }
}

fn action(model: &Model, chance: &mut Chance) -> Action {
    let waiting: Vec<_> = model.takes.iter().filter(|take| take.state == TakeState::ToDecide).collect();
    let take = (!waiting.is_empty()).then(|| waiting[chance.index(waiting.len())].id);
    let lane = chance.pick(&Lane::ALL);
    let bars = bars(chance);
    match (chance.below(26), take) {
        (0..=2, Some(take)) => Action::Approve(take),
        (3, Some(take)) => Action::Reject { take, reason: "too busy".to_owned() },
        (4, Some(take)) => Action::Vary { take, keep: Keep::Rhythm, amount: chance.byte() & 127 },
        (5 | 6, Some(take)) => Action::Audition(take),
        (7, _) => Action::StopAudition,
        (8, _) => Action::Lock { lane, bars, locked: chance.one_in(3) },
        (9 | 10, _) => Action::Reroll { lane, bars },
        (11, _) => Action::Clear { lane, bars },
        (12, _) => Action::Undo,
        (13, _) => Action::Redo,
        (14, _) => Action::Program { lane, program: chance.byte() & 127 },
        (15, _) => Action::Route { lane, route: chance.pick(&[Route::Sound, Route::Midi, Route::Both]) },
        (16, _) => Action::Own { lane, owned: !chance.one_in(3) },
        (17, _) => {
            Action::Knob(chance.pick(&[Knob::Intensity, Knob::Swing, Knob::Humanise]), chance.byte() & 127)
        }
        (18, _) => Action::Seed(chance.below(10_000)),
        (19, _) => Action::Chart(chance.pick(&CHARTS).to_owned()),
        (20, _) => Action::AskBars((!chance.one_in(3)).then_some(bars)),
        (_, _) => Action::Generate,
    }
}

fn bars(chance: &mut Chance) -> Bars {
    let first = chance.between(1, BARS);
    Bars { first: first as u32, last: chance.between(first, BARS) as u32 }
}
