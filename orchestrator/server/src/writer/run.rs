//! One command and all that follows from it at once: decide, apply, react, until it is quiet.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::{Actor, Asked, Code, Event, Refusal, State, WallTime, decide, react};

use super::rows;
use crate::clock::Chance;
use crate::store::Batch;

/// Reactions to reactions: the longest useful chain has six.
pub const DEPTH_MAX: usize = 16;
/// Commands that one command may lead to: every latent of a long song, and then some.
pub const COMMANDS_MAX: usize = 1_024;

/// What came of it. Dropped, it has never been.
pub(super) struct Run {
    pub(super) state: Arc<State>,
    /// With who asked for each.
    pub(super) events: Vec<(Actor, Event)>,
    pub(super) rows: Batch,
}

pub(super) fn run(
    before: &Arc<State>,
    asked: &Asked,
    now: WallTime,
    chance: &dyn Chance,
) -> Result<Run, Refusal> {
    let scope = before.scope().to_string();
    let mut run = Run { state: before.clone(), events: Vec::new(), rows: Batch::default() };
    let mut waiting = VecDeque::from([(0, asked.clone())]);
    let mut commands = 0;
    while let Some((depth, asked)) = waiting.pop_front() {
        commands += 1;
        if depth > DEPTH_MAX || commands > COMMANDS_MAX {
            return Err(endless());
        }
        let events = match decide(&run.state, &asked, now, chance.seed()) {
            Ok(events) => events,
            Err(refusal) if depth == 0 => return Err(refusal),
            Err(refusal) => {
                tracing::debug!(%scope, %refusal, "what would have followed was refused");
                continue;
            }
        };
        for event in events {
            Arc::make_mut(&mut run.state).apply(&event);
            rows::follow(&scope, &run.state, &event, &mut run.rows);
            let follows = react(&run.state, &event).into_iter();
            waiting.extend(follows.map(|command| (depth + 1, Asked { by: Actor::system(), command })));
            run.events.push((asked.by.clone(), event));
        }
    }
    rows::note_uses(&scope, before, &run.state, &mut run.rows);
    Ok(run)
}

fn endless() -> Refusal {
    let sentence = format!(
        "one command led to more than {COMMANDS_MAX} others, or to a chain of more than {DEPTH_MAX}; \
         nothing was done; ask for less at once"
    );
    Refusal::new(Code::LimitReached, sentence)
}
