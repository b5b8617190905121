//! A take waits, is heard in its place, is decided, and enters where a musician expects it.

use ai_band_plugin::action::Action;
use ai_band_plugin::model::{Bars, Route, TakeId, TakeState};
use music::lane::Lane;
use nice_plug::prelude::ProcessMode;

use crate::rig::{BEAT, Note, Rig};

const CHART: &str = "[A]\n| C | Am | F | G |\n| Em | Am | Dm | G7 |\n";
pub(crate) const BAR: usize = 4 * BEAT;
/// Divides a bar, so that blocks end where the loop does.
pub(crate) const BLOCK: usize = 480;

/// Eight bars that play, and another bass for bars 5 to 8 that waits.
pub(crate) fn with_a_take() -> (Rig, TakeId) {
    let mut rig = Rig::new(ProcessMode::Realtime);
    rig.asks(Action::Chart(CHART.to_owned()));
    rig.asks(Action::Seed(1));
    rig.asks(Action::Route { lane: Lane::Bass, route: Route::Both });
    rig.asks(Action::Generate);
    rig.asks(Action::AskBars(Some(Bars { first: 5, last: 8 })));
    rig.asks(Action::AskLanes(vec![Lane::Bass]));
    rig.asks(Action::Seed(2));
    let model = rig.asks(Action::Generate);
    let waiting = model.takes.iter().find(|take| take.state == TakeState::ToDecide);
    (rig, waiting.expect("a second take waits").id)
}

/// The bass of the eight bars that a project plays, from its start.
fn bass_of(rig: &Rig) -> Vec<Note> {
    let mut bounce = Rig::opened(Some(&rig.saved()), ProcessMode::Offline);
    bounce.at_beat(0.0).play(8 * BAR, BLOCK);
    begun(&bounce.heard, 0)
}

fn begun(heard: &[Note], from: usize) -> Vec<Note> {
    let here = heard.iter().filter(|note| (from..from + 8 * BAR).contains(&note.0) && note.3 > 0);
    here.map(|note| (note.0 - from, note.1, note.2, note.3)).collect()
}

fn between(notes: &[Note], first_bar: usize, last_bar: usize) -> Vec<Note> {
    let span = (first_bar - 1) * BAR..last_bar * BAR;
    notes.iter().filter(|note| span.contains(&note.0)).copied().collect()
}

/// What is heard from a bar on where a take enters there: a note of that bar that is played a little early is played
/// as it enters, not lost.
fn entering(notes: &[Note], bar: usize) -> Vec<Note> {
    /// A hand is never that early, and nothing is written that close before a bar line.
    const EARLY: usize = BEAT / 6;
    let start = (bar - 1) * BAR;
    let here = notes.iter().filter(|note| note.0 + EARLY >= start);
    here.map(|note| (note.0.max(start), note.1, note.2, note.3)).collect()
}

#[test]
fn an_approval_of_bars_five_to_eight_inside_an_eight_bar_loop_enters_at_the_next_bar_and_is_whole_in_every_later_pass()
 {
    let (mut rig, take) = with_a_take();
    let before = bass_of(&rig);
    rig.transport.loop_range_beats = Some((0.0, 32.0));
    // Half of bar 6 of the first pass is over when somebody decides.
    rig.at_beat(0.0).play(5 * BAR + BAR / 2, BLOCK);
    rig.settled();
    let model = rig.asks(Action::Approve(take));
    let armed = model.takes.iter().find(|other| other.id == take).unwrap();
    assert_eq!(armed.state, TakeState::Armed { bar: 7 });
    rig.play(2 * BAR + BAR / 2, BLOCK).play(16 * BAR, BLOCK);
    let after = bass_of(&rig);
    assert_ne!(between(&before, 5, 8), between(&after, 5, 8), "the take is another one");
    assert_eq!(between(&before, 1, 4), between(&after, 1, 4));
    let pass = |number: usize| begun(&rig.heard, number * 8 * BAR);
    assert_eq!(between(&pass(0), 1, 6), between(&before, 1, 6), "until the bar line, what was there");
    assert_eq!(between(&pass(0), 7, 8), entering(&after, 7), "from there on, the take");
    assert_eq!(pass(1), after);
    assert_eq!(pass(2), after);
    let playing = rig.settled();
    assert_eq!(playing.takes.iter().find(|other| other.id == take).unwrap().state, TakeState::Playing);
}

#[test]
fn an_audition_is_heard_is_not_saved_and_is_not_bounced() {
    let (mut rig, take) = with_a_take();
    let saved = bass_of(&rig);
    rig.asks(Action::Audition(take));
    assert_eq!(bass_of(&rig), saved);
    rig.at_beat(0.0).play(8 * BAR, BLOCK);
    let auditioned = begun(&rig.heard, 0);
    assert_ne!(between(&auditioned, 5, 8), between(&saved, 5, 8));
    assert_eq!(between(&auditioned, 1, 4), between(&saved, 1, 4));
    rig.asks(Action::StopAudition);
    rig.heard.clear();
    rig.stop().play(BLOCK, BLOCK).at_beat(0.0);
    let start = rig.left.len();
    rig.play(8 * BAR, BLOCK);
    assert_eq!(begun(&rig.heard, start), saved);
}

#[test]
fn what_is_rejected_is_gone_and_undo_takes_an_approval_back() {
    let (mut rig, take) = with_a_take();
    let before = bass_of(&rig);
    rig.asks(Action::Approve(take));
    assert_ne!(bass_of(&rig), before);
    rig.asks(Action::Undo);
    assert_eq!(bass_of(&rig), before);
    let model = rig.asks(Action::Generate);
    let second = model.takes.iter().rfind(|take| take.state == TakeState::ToDecide).unwrap().id;
    let model = rig.asks(Action::Reject { take: second, reason: "too busy".to_owned() });
    let rejected = model.takes.iter().find(|take| take.id == second).unwrap();
    assert_eq!(rejected.state, TakeState::Rejected { reason: "too busy".to_owned() });
    assert_eq!(bass_of(&rig), before);
}
