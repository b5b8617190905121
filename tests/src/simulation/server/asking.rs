//! What is asked of the corridor: many at once, in the order in which they came.

use domain::actor::Kind;
use domain::ids::{InstanceId, PrincipalId, SessionId};
use domain::session::{self, Command};
use domain::{Actor, Asked, Verb, Verbs};
use music::clip::Hash;
use orchestrator::writer::{Committed, Failure, IdempotencyKey};

use super::{Effects, Envelope, Server, scope};
use crate::simulation::sentence::Answer;

/// A command on its way to the writer.
#[derive(Clone, Debug)]
pub struct Ask {
    pub by: Actor,
    pub command: Command,
    pub key: Option<String>,
    /// Who waits for the answer.
    pub from: Option<Envelope>,
}

/// What came of one.
pub struct Told {
    pub ask: Ask,
    pub answer: Result<Committed, Failure>,
}

/// What clients may do.
const VERBS: &[Verb] =
    &[Verb::View, Verb::Edit, Verb::Transport, Verb::Generate, Verb::Approve, Verb::Library];
/// Turns of the runtime in which whoever was answered before a crash hears of it.
const LAST_TURNS: usize = 32;

/// Whoever speaks for a client: a plugin through its instance, a browser as a person.
pub(super) fn client(number: usize, instance: Option<InstanceId>) -> Actor {
    Actor {
        principal: PrincipalId(100 + number as u128),
        kind: if instance.is_some() { Kind::Plugin } else { Kind::Person },
        acts_for: None,
        verbs: Verbs::of(VERBS),
        instance,
    }
}

/// A worker of another process: its leases are not given back at a start.
pub fn stranger() -> Actor {
    let verbs = Verbs::of(&[Verb::View, Verb::Work]);
    Actor { principal: PrincipalId(7), kind: Kind::Worker, acts_for: None, verbs, instance: None }
}

impl Ask {
    pub fn of_system(command: Command) -> Ask {
        Ask { by: Actor::system(), command, key: None, from: None }
    }

    pub fn job(by: Actor, command: domain::job::Command) -> Ask {
        Ask { by, command: session::Command::Job(command), key: None, from: None }
    }
}

impl Server {
    /// All of them go to the writer at once, so that it groups them; then whoever waits hears of it.
    pub(super) fn ask(&mut self, asks: Vec<Ask>, mut effects: Effects) -> Effects {
        let Some(life) = &self.life else { return effects };
        let mut underway = Vec::with_capacity(asks.len());
        for ask in asks {
            let writer = life.writer.clone();
            let asked = Asked { by: ask.by.clone(), command: domain::Command::Session(ask.command.clone()) };
            let key = ask.key.as_ref().map(|key| IdempotencyKey {
                principal: ask.by.principal,
                key: key.clone(),
                request: Hash::of(key.as_bytes()),
            });
            underway.push((ask, life.runtime.spawn(async move { writer.ask(scope(), asked, key).await })));
        }
        let before = effects.told.len();
        let disk = self.disk.clone();
        life.runtime.block_on(async {
            for (ask, mut task) in underway {
                if !effects.died {
                    tokio::select! {
                        biased;
                        () = disk.died() => effects.died = true,
                        answer = &mut task => {
                            let answer = answer.expect("the writer does not panic");
                            effects.told.push(Told { ask, answer });
                            continue;
                        }
                    }
                    for _ in 0..LAST_TURNS {
                        tokio::task::yield_now().await;
                    }
                }
                if task.is_finished() {
                    let answer = task.await.expect("the writer does not panic");
                    effects.told.push(Told { ask, answer });
                }
            }
        });
        let now = self.now();
        for told in &effects.told[before..] {
            let Some(life) = &mut self.life else { break };
            life.is_doubtful = matches!(told.answer, Err(Failure::Storage(_)));
            if let (Command::Join(join), Ok(_)) = (&told.ask.command, &told.answer) {
                life.presence.hear(&SessionId::default_session(), &join.instance, None, now);
            }
        }
        let heard: Vec<_> = effects.told[before..].iter().filter_map(heard).collect();
        effects.answers.extend(heard);
        effects
    }
}

fn heard(told: &Told) -> Option<(Envelope, Answer)> {
    let answer = match &told.answer {
        Ok(done) => Answer::Done { first: done.first_seq, count: done.events.len() as u64 },
        Err(Failure::Refused(refusal)) => Answer::Refused(refusal.code.name().to_owned()),
        Err(Failure::KeyReused) => Answer::Refused("key reused".to_owned()),
        Err(Failure::Storage(_) | Failure::Closed | Failure::Broken) => Answer::Unwell,
    };
    Some((told.ask.from?, answer))
}
