//! What a client asks over HTTP, and asks again until it hears what came of it.

use domain::session::Command;

use super::{Act, Client, Do, Purpose, Role, Wish};
use crate::chance::Chance;
use crate::simulation::sentence::{Answer, Request};

/// Of those that were answered some are sent again all the same: an answer can be lost behind a proxy.
const AGAIN_ONE_IN: u64 = 4;

impl Client {
    /// A wish with a name of its own.
    pub fn wish(&mut self, number: u64, command: Command) {
        let key = format!("wish-{}-{number}", self.number);
        self.wishes.insert(number, Wish { key, command, sent_at: None, told: None });
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
        let acts = asked.into_iter().map(|(number, request)| Act::Ask(Purpose::Wish(number), request));
        let acts = acts.collect();
        done.extend(self.numbered(acts));
    }

    /// What came back; an error where the same wish was answered in two ways.
    pub fn answered(
        &mut self,
        truth: i64,
        number: u64,
        answer: &Answer,
        chance: &mut Chance,
    ) -> Result<Vec<Do>, String> {
        let now = self.clock.at(truth);
        let Some(purpose) = self.requests.remove(&number) else { return Ok(Vec::new()) };
        let acts = match (purpose, &mut self.role) {
            (Purpose::Wish(wish), _) => {
                self.heard_of_wish(wish, answer, chance)?;
                Vec::new()
            }
            (Purpose::Link(purpose), Role::Plugin(plugin)) => plugin.answered(now, chance, purpose, answer),
            (Purpose::Snapshot, Role::Browser(browser)) => browser.answered(answer),
            (Purpose::Link(_), Role::Browser(_)) | (Purpose::Snapshot, Role::Plugin(_)) => Vec::new(),
        };
        Ok(self.numbered(acts))
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
            Answer::Unwell | Answer::Fine | Answer::Snapshot(_) | Answer::Clip(_) => wish.sent_at = None,
        }
        Ok(())
    }
}
