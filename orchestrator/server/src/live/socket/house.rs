//! Following the house: sessions that are opened, told to whoever may look into them.

use std::time::Duration;

use domain::actor::Verb;
use domain::house::Event as Fact;
use domain::{Event, Scope};
use wire::limits::CHANGES_PER_MESSAGE_MAX;
use wire::rest::changes::{Change, Changes, Entity};
use wire::{Hello, Resync, ToPlugin, Topic};

use super::super::house::House;
use super::super::log::Page;
use super::super::queue::Message;
use super::super::resume::Cursor;
use super::{Ending, Socket, Step, close};
use crate::app::App;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::view;

/// Where a client finds the sessions it may see.
const SESSIONS_URL: &str = "/api/sessions";

/// Until a queue that is full is looked at again.
const PAUSE: Duration = Duration::from_millis(50);
/// Until a disk that could not be read is asked again.
const UNREADABLE_PAUSE: Duration = Duration::from_secs(1);

impl Socket {
    /// After the welcome, for who asked for it.
    pub(super) async fn follow_house(&mut self, hello: &Hello) -> Step {
        let app = self.app.clone();
        let scope = Scope::House.to_string();
        let resumed = hello.resume.as_ref().filter(|resume| resume.after.contains_key(&scope));
        let Some(guest) = &mut self.guest else { return Ok(()) };
        if resumed.is_none() && !guest.wants(Topic::House) {
            return Ok(());
        }
        let seq = app.live.house.subscribe();
        let found = app.state_and_seq(&Scope::House).await;
        let (_, now) = found.map_err(|problem| Ending::new(close::GOING_AWAY, problem.to_string()))?;
        app.live.house_reached(now);
        let cursor = Cursor::of(resumed, &app.live.journal_id, &scope, now, app.live.replayed_max);
        let after = cursor.after();
        guest.house = Some(House { cursor: after, seq });
        match cursor {
            Cursor::Replay { .. } if after < now => guest.due.house = Some(app.live.steady()),
            Cursor::Snapshot { .. } if resumed.is_some() => {
                return self.look_at_sessions("too much has happened");
            }
            Cursor::Replay { .. } | Cursor::Snapshot { .. } => {}
        }
        Ok(())
    }

    /// As much of the house's journal as there is room for.
    pub(super) async fn tell_house(&mut self, now: Duration) -> Step {
        let (app, caller) = (self.app.clone(), self.caller.clone());
        while self.queue.is_eager() {
            let Some(guest) = &mut self.guest else { return Ok(()) };
            guest.due.house = None;
            let Some(house) = &guest.house else { return Ok(()) };
            let (from, person) = (house.cursor, guest.actor.person());
            let Ok(facts) = app.events(&Scope::House, from, CHANGES_PER_MESSAGE_MAX as u32).await else {
                guest.due.house = Some(now + UNREADABLE_PAUSE);
                return Ok(());
            };
            let Some((to, _)) = facts.last() else { return Ok(()) };
            let (to, mut items, mut is_other) = (*to, Vec::new(), false);
            for (seq, fact) in &facts {
                let Ok(told) = told(&app, &caller, *seq, fact).await else {
                    guest.due.house = Some(now + UNREADABLE_PAUSE);
                    return Ok(());
                };
                items.extend(told);
                let granted = matches!(fact, Event::House(Fact::RightsGranted { principal, .. })
                    if *principal == person || *principal == caller.held.principal);
                is_other |= granted;
            }
            let page = Page::of(&Scope::House.to_string(), Changes { from, to, items });
            if let Some(house) = self.guest.as_mut().and_then(|guest| guest.house.as_mut()) {
                house.cursor = to;
            }
            match page.text {
                Some(text) => self.queue.push(Message::Each(text), now)?,
                None => self.look_at_sessions("a change is larger than a message")?,
            }
            if is_other {
                self.look_at_sessions("what this token may see is different now")?;
            }
        }
        if let Some(guest) = &mut self.guest {
            guest.due.house = Some(now + PAUSE);
        }
        Ok(())
    }

    fn look_at_sessions(&mut self, reason: &str) -> Step {
        let (reason, snapshot_url) = (reason.to_owned(), SESSIONS_URL.to_owned());
        self.say(&ToPlugin::Resync(Resync { reason, snapshot_url }))
    }
}

/// What a fact is for who asks: a session that is there, or nothing. A session that cannot be read now is no answer.
async fn told(app: &App, caller: &Caller, seq: u64, fact: &Event) -> Result<Option<Change>, Problem> {
    let Event::House(Fact::SessionOpened { session, .. }) = fact else { return Ok(None) };
    let here = match caller.in_session_called(app, session.clone()).await {
        Ok(here) => here,
        Err(problem) if problem.status().is_server_error() => return Err(problem),
        Err(_) => return Ok(None),
    };
    Ok(here.actor.verbs.has(Verb::View).then(|| Change::Changed {
        scope: Scope::House.to_string(),
        seq,
        id: here.id().to_string(),
        // As its own changes count it.
        rev: here.seq,
        entity: Entity::Session(view::session(here.session(), &here.name, here.seq)),
    }))
}
