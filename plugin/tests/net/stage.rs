//! A link and what its server says, on a clock that stands until it is moved.

use ai_band_plugin::model::LinkState;
use ai_band_plugin::net::clock::HostTime;
use ai_band_plugin::net::discovery::Found;
use ai_band_plugin::net::link::{Do, Event, Link};
use ai_band_plugin::net::rest::{Purpose, Refused, Request};
use ai_band_plugin::net::{News, Settings};
use music::clip::{Clip, Note};
use music::pitch::Pitch;
use music::time::{Micros, Ticks};
use serde_json::{Value, json};
use wire::{ToOrchestrator, ToPlugin};

pub const MS: i64 = 1_000_000;
pub const SCOPE: &str = "session/default";

pub struct Stage {
    pub link: Link,
    pub now: i64,
    /// Whatever it wanted to have done, in order.
    pub done: Vec<Do>,
}

pub fn settings() -> Settings {
    Settings {
        file: "server.json".into(),
        address: None,
        paired: "/nowhere/paired.json".into(),
        is_far: false,
        instance: Some("me".to_owned()),
        session: None,
        incarnation: 7,
    }
}

impl Stage {
    pub fn new() -> Stage {
        Stage { link: Link::new(settings(), 99), now: 0, done: Vec::new() }
    }

    /// Registered and welcomed, with a snapshot of nothing.
    pub fn open() -> Stage {
        let mut stage = Stage::new();
        stage.register();
        stage.welcome("e1", json!({ "snapshot_url": "/api/snapshot" }));
        stage.snapshot(1, json!([]));
        stage
    }

    pub fn event(&mut self, event: Event) -> &mut Stage {
        self.done.extend(self.link.event(HostTime(self.now), 0.0, event));
        self
    }

    /// Tick by tick.
    pub fn pass(&mut self, ms: i64) -> &mut Stage {
        for _ in 0..ms {
            self.now += MS;
            self.event(Event::Tick);
        }
        self
    }

    pub fn find(&mut self) -> &mut Stage {
        self.event(Event::Tick);
        self.event(Event::Found(Ok(Found { authority: "127.0.0.1:8000".to_owned(), token: "t".to_owned() })))
    }

    pub fn register(&mut self) -> &mut Stage {
        self.find();
        self.answer(Purpose::Register, &registered());
        self.event(Event::Opened)
    }

    pub fn answer(&mut self, purpose: Purpose, body: &Value) -> &mut Stage {
        self.event(Event::Answered { purpose, answer: Ok(serde_json::to_vec(body).unwrap()) })
    }

    pub fn refuse(&mut self, purpose: Purpose, code: &str) -> &mut Stage {
        let (code, detail) = (code.to_owned(), format!("it is {code}"));
        let refused = Refused { status: 409, code, detail, ..Refused::default() };
        self.event(Event::Answered { purpose, answer: Err(refused) })
    }

    pub fn welcome(&mut self, epoch: &str, resume: Value) -> &mut Stage {
        self.say(json!({
            "type": "welcome", "proto": 1, "session": "default", "instance": "me", "journal_id": "j1",
            "clock_epoch": epoch, "server_time": "0", "settings": {}, "resume": resume,
        }))
    }

    pub fn snapshot(&mut self, seq: u64, state: Value) -> &mut Stage {
        self.answer(Purpose::Snapshot, &json!({ "scope": SCOPE, "seq": seq, "state": state }))
    }

    pub fn changes(&mut self, from: u64, to: u64, items: Value) -> &mut Stage {
        self.say(json!({ "type": "changes", "scope": SCOPE, "from": from, "to": to, "items": items }))
    }

    pub fn say(&mut self, said: Value) -> &mut Stage {
        let said: ToPlugin = serde_json::from_value(said).unwrap();
        self.event(Event::Said(Box::new(said)))
    }

    /// Time passes, and every ping is answered at once by a clock that is `ahead` of this one.
    pub fn keep_time(&mut self, ms: i64, ahead: i64) -> &mut Stage {
        for _ in 0..ms {
            let before = self.said().len();
            self.pass(1);
            for said in self.said().split_off(before) {
                if let ToOrchestrator::Ping(ping) = said {
                    let at = (ping.t0.0 + ahead).to_string();
                    self.say(json!({ "type": "pong", "id": ping.id, "t0": ping.t0, "t1": at, "t2": at }));
                }
            }
        }
        self
    }

    pub fn said(&self) -> Vec<ToOrchestrator> {
        let said = |done: &Do| match done {
            Do::Say(said) => Some(ToOrchestrator::clone(said)),
            _ => None,
        };
        self.done.iter().filter_map(said).collect()
    }

    pub fn asked(&self) -> Vec<&Request> {
        self.done
            .iter()
            .filter_map(|done| match done {
                Do::Ask(request) => Some(request),
                _ => None,
            })
            .collect()
    }

    /// Method and path of what was asked.
    pub fn paths(&self) -> Vec<String> {
        self.asked().iter().map(|request| format!("{} {}", request.method, request.path)).collect()
    }

    pub fn news(&self) -> Vec<&News> {
        self.done
            .iter()
            .filter_map(|done| match done {
                Do::Tell(news) => Some(news),
                _ => None,
            })
            .collect()
    }

    pub fn states(&self) -> Vec<LinkState> {
        let state = |news: &&News| match news {
            News::State { state, .. } => Some(*state),
            _ => None,
        };
        self.news().iter().filter_map(state).collect()
    }

    /// Revisions of the songs that were told.
    pub fn songs(&self) -> Vec<(u64, usize)> {
        let song = |news: &&News| match news {
            News::Song(song) => Some((song.revision, song.regions.len())),
            _ => None,
        };
        self.news().iter().filter_map(song).collect()
    }

    /// From here on only what is new is looked at.
    pub fn forget(&mut self) -> &mut Stage {
        self.done.clear();
        self
    }
}

pub fn registered() -> Value {
    json!({
        "plugin_id": "me", "status": "connected", "session": "default", "token": "mine", "token_expires": "2030-01-01T00:00:00Z",
        "lanes": [], "cursor": 0, "lease_seconds": 15,
        "settings": {
            "orchestrator_url": "", "websocket_url": "", "monitor_folder": "", "auto_load_files": true,
            "sync_interval_ms": 100, "max_file_age_seconds": 1, "supported_formats": [], "track_types": [],
        },
    })
}

pub fn session(revision: u64) -> Value {
    json!({
        "session": "default", "name": "default", "tempo": 120.0, "leader": { "policy": "auto" },
        "revision": revision, "seq": 0,
    })
}

pub fn region(number: u64, lane: &str, clip: &str) -> Value {
    json!({ "region": number, "lane": lane, "start": 0, "end": 3840, "clip": clip, "into": 0, "looped": false })
}

pub fn kept(entity: &str, id: &str, body: Value) -> Value {
    json!({ "id": id, "entity": entity, "body": body })
}

pub fn changed(seq: u64, entity: &str, id: &str, body: Value) -> Value {
    json!({ "type": "changed", "scope": SCOPE, "seq": seq, "id": id, "rev": seq, "entity": entity, "body": body })
}

/// A bar with one note of this key.
pub fn clip(key: u8) -> Clip {
    let note = Note {
        start: Ticks(0),
        length: Ticks(960),
        offset: Micros(0),
        pitch: Pitch::new(key).unwrap(),
        velocity: 90,
        importance: 100,
    };
    Clip::new(Ticks(3_840), vec![note], Vec::new()).unwrap()
}
