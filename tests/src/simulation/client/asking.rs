//! What a client asks over HTTP, and asks again until it hears what came of it.

use domain::session::Command;

use super::following::Step;
use super::{Client, Do, Phase, Purpose, Wish};
use crate::chance::Chance;
use crate::simulation::network::SECOND;
use crate::simulation::sentence::{Answer, Request};

/// Of those that were answered some are sent again all the same: an answer can be lost behind a proxy.
const AGAIN_ONE_IN: u64 = 4;

impl Client {
    /// A wish with a name of its own.
    pub fn wish(&mut self, number: u64, command: Command) {
        let key = format!("wish-{}-{number}", self.number);
        self.wishes.insert(number, Wish { key, command, sent_at: None, told: None });
    }

    pub(super) fn ask(&mut self, purpose: Purpose, request: Request, done: &mut Vec<Do>) {
        self.sent += 1;
        self.requests.insert(self.sent, purpose);
        done.push(Do::Ask(self.sent, request));
    }

    /// Those that were never sent, and those that nobody answered.
    pub(super) fn send_wishes(&mut self, now: i64, done: &mut Vec<Do>) {
        let due = self.wishes.iter_mut().filter(|(_, wish)| wish.sent_at.is_none());
        let mut asked = Vec::new();
        for (number, wish) in due {
            wish.sent_at = Some(now);
            let request = Request::Once { key: wish.key.clone(), command: Box::new(wish.command.clone()) };
            asked.push((*number, request));
        }
        for (number, request) in asked {
            self.ask(Purpose::Wish(number), request, done);
        }
    }

    /// What came back; an error where the same wish was answered in two ways.
    pub fn answered(
        &mut self,
        number: u64,
        answer: &Answer,
        chance: &mut Chance,
        done: &mut Vec<Do>,
    ) -> Result<(), String> {
        let Some(purpose) = self.requests.remove(&number) else { return Ok(()) };
        match purpose {
            Purpose::Wish(wish) => return self.heard_of_wish(wish, answer, chance),
            Purpose::Register => self.registered(answer, done),
            Purpose::Heartbeat => {
                // It was lost while its socket was open: it has to come in anew.
                if let (Answer::Refused(_), Some(connection)) = (answer, self.connection()) {
                    done.push(Do::Close(connection));
                    self.rest(i64::MIN);
                }
            }
            Purpose::Snapshot => match answer {
                Answer::Snapshot(snapshot) if self.follower.is_fetching => {
                    if self.follower.replace(snapshot) == Step::Gap {
                        self.fetch(done);
                    }
                }
                Answer::Snapshot(_) => {}
                Answer::Unwell | Answer::Fine | Answer::Done { .. } | Answer::Refused(_) => {
                    if self.follower.is_fetching {
                        self.fetch(done);
                    }
                }
            },
        }
        Ok(())
    }

    fn registered(&mut self, answer: &Answer, done: &mut Vec<Do>) {
        let Phase::Registering { since } = self.phase else { return };
        match answer {
            Answer::Done { .. } => {
                self.phase = Phase::Opening { since };
                done.push(Do::Open);
            }
            Answer::Refused(_) | Answer::Unwell | Answer::Fine | Answer::Snapshot(_) => {
                self.rest(since + SECOND / 2);
            }
        }
    }

    fn heard_of_wish(&mut self, number: u64, answer: &Answer, chance: &mut Chance) -> Result<(), String> {
        let Some(wish) = self.wishes.get_mut(&number) else { return Ok(()) };
        match answer {
            Answer::Done { first, count } => {
                let told = (*first, *count);
                if let Some(before) = wish.told.filter(|before| *before != told) {
                    return Err(format!("{} was answered {before:?}, and then {told:?}", wish.key));
                }
                wish.told = Some(told);
                wish.sent_at = None;
                if !chance.one_in(AGAIN_ONE_IN) {
                    self.wishes.remove(&number);
                }
            }
            Answer::Refused(why) => {
                if let Some(told) = wish.told {
                    return Err(format!("{} was done as {told:?}, and then refused: {why}", wish.key));
                }
                self.wishes.remove(&number);
            }
            Answer::Unwell | Answer::Fine | Answer::Snapshot(_) => wish.sent_at = None,
        }
        Ok(())
    }

    pub(super) fn fetch(&mut self, done: &mut Vec<Do>) {
        self.follower.fetch();
        self.ask(Purpose::Snapshot, Request::Snapshot, done);
    }
}
