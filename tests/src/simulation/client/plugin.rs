//! A plugin: its real link, with what the link's thread would carry out, and what its worker and audio thread are told.

use domain::ids::{Incarnation, InstanceId};
use domain::session::Command;
use domain::session::transport::Command as Transport;
use domain::time::Beat;
use music::lane::Lane;
use plugin::model::LinkState;
use plugin::net::News;
use plugin::net::clock::HostTime;
use plugin::net::discovery::Found;
use plugin::net::host_said::HostSaid;
use plugin::net::link::{self, Event, Link};
use plugin::net::mailbox::{Seats, Settings};
use plugin::net::mirror::Song;
use plugin::net::rest::{self, Purpose, Refused};
use plugin::net::timeline::Course;
use serde_json::{Value, json};
use wire::rest::plugin::Register;
use wire::rest::session::Seat;

use super::Act;
use crate::chance::Chance;
use crate::simulation::network::Connection;
use crate::simulation::sentence::{Answer, Request};

pub struct Plugin {
    pub link: Link,
    /// And whether it is open yet.
    pub socket: Option<(Connection, bool)>,
    /// As it is called by now.
    pub instance: InstanceId,
    pub course: Option<Course>,
    pub song: Option<Box<Song>>,
    pub seats: Option<Box<Seats>>,
    pub state: LinkState,
    /// Grows whenever it was told something.
    pub version: u64,
}

impl Plugin {
    /// Under the name that was saved, or under one of its own.
    pub fn new(saved: Option<InstanceId>, incarnation: u64) -> Plugin {
        let fresh: InstanceId =
            format!("plugin-{incarnation:016x}").parse().expect("letters, a dash and digits");
        let settings = Settings {
            file: "server.json".into(),
            address: None,
            paired: "servers.json".into(),
            is_far: false,
            instance: saved.as_ref().map(ToString::to_string),
            session: None,
            incarnation,
        };
        Plugin {
            link: Link::new(settings, incarnation),
            socket: None,
            instance: saved.unwrap_or(fresh),
            course: None,
            song: None,
            seats: None,
            state: LinkState::Disconnected,
            version: 0,
        }
    }

    /// One thing happens at `now`, and the link says what is to be done about it.
    pub(super) fn event(&mut self, now: i64, chance: &mut Chance, event: Event) -> Vec<Act> {
        let draw = chance.below(1 << 32) as f64 / (1_u64 << 32) as f64;
        let done = self.link.event(HostTime(now), draw, event);
        done.into_iter().flat_map(|what| self.carry_out(now, chance, what)).collect()
    }

    fn carry_out(&mut self, now: i64, chance: &mut Chance, what: link::Do) -> Vec<Act> {
        match what {
            link::Do::Find => {
                let (authority, token) = ("127.0.0.1:8000".to_owned(), "user".to_owned());
                return self.event(now, chance, Event::Found(Ok(Found { authority, token })));
            }
            // Nobody has files in this world, and nothing that plays waits for them.
            link::Do::Ask(request) if request.purpose == Purpose::Made => {
                let (purpose, answer) = (Purpose::Made, Err(Refused::default()));
                return self.event(now, chance, Event::Answered { purpose, answer });
            }
            link::Do::Ask(request) => {
                let asked = self.request(&request);
                return vec![Act::Ask(super::Purpose::Link(request.purpose), asked)];
            }
            link::Do::Open { .. } => return vec![Act::Open],
            link::Do::Say(said) => return vec![Act::Say(*said)],
            link::Do::Close => {
                return self
                    .socket
                    .take()
                    .map(|(connection, _)| Act::Close(connection))
                    .into_iter()
                    .collect();
            }
            link::Do::Follow(course) => self.course = Some(*course),
            link::Do::Tell(news) => self.hear(news),
        }
        Vec::new()
    }

    fn hear(&mut self, news: News) {
        self.version += 1;
        match news {
            News::State { state, .. } => self.state = state,
            News::Named { instance, .. } => self.instance = instance.parse().expect("a name of the server's"),
            News::Song(song) => self.song = Some(song),
            News::Seats(seats) => self.seats = Some(seats),
            News::Made(_) | News::Lan(_) | News::NotPushed(_) | News::Said { .. } => {}
        }
    }

    fn request(&mut self, request: &rest::Request) -> Request {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match request.purpose {
            Purpose::Register => {
                let register: Register =
                    serde_json::from_slice(&request.body).expect("the link speaks the protocol");
                let number = register.incarnation.and_then(|id| u128::from_str_radix(id.as_str(), 16).ok());
                self.instance = register.plugin_id.as_str().parse().expect("a name of the link's");
                let incarnation = Incarnation(number.expect("the link says which life this is"));
                Request::Register { instance: self.instance.clone(), incarnation }
            }
            Purpose::Snapshot => Request::Snapshot,
            Purpose::Clip(hash) => Request::Clip(hash),
            Purpose::Heartbeat => {
                let name = body["plugin_id"].as_str().and_then(|name| name.parse().ok());
                Request::Heartbeat(name.expect("a heart beats for somebody"))
            }
            Purpose::Errand => Request::Errand(Box::new(errand(request, &body))),
            Purpose::Unregister => {
                Request::Errand(Box::new(Command::Leave { instance: self.instance.clone() }))
            }
            Purpose::CreateSession => panic!("the session that always exists is there"),
            Purpose::Made => panic!("it is answered at once"),
            Purpose::Push => panic!("nobody brings music along here"),
        }
    }

    /// What came back, in the bytes of HTTP.
    pub(super) fn answered(
        &mut self,
        now: i64,
        chance: &mut Chance,
        purpose: Purpose,
        answer: &Answer,
    ) -> Vec<Act> {
        let refused = |status, code: &str| {
            Err(Refused {
                status,
                code: code.to_owned(),
                detail: format!("the server says {code}"),
                is_another: false,
            })
        };
        let answer = match answer {
            Answer::Done { first, count } if purpose == Purpose::Register => {
                Ok(registered(&self.instance, (first + count).saturating_sub(1)))
            }
            Answer::Fine | Answer::Done { .. } => Ok(b"{}".to_vec()),
            Answer::Snapshot(snapshot) => Ok(serde_json::to_vec(snapshot).expect("it can be written")),
            Answer::Clip(bytes) => Ok(bytes.clone()),
            Answer::Refused(code) => refused(409, code),
            Answer::Unwell => refused(0, ""),
        };
        self.event(now, chance, Event::Answered { purpose, answer })
    }

    pub(super) fn goodbye(&mut self) -> Vec<Act> {
        let goodbye = self.link.goodbye();
        let act =
            |request: rest::Request| Act::Ask(super::Purpose::Link(request.purpose), self.request(&request));
        goodbye.map(act).into_iter().collect()
    }

    /// What its host does is looked at while somebody listens.
    pub(super) fn tick(&mut self, now: i64, chance: &mut Chance, said: HostSaid) -> Vec<Act> {
        let mut done = Vec::new();
        if self.link.is_open() {
            done.extend(self.event(now, chance, Event::Host(said)));
        }
        done.extend(self.event(now, chance, Event::Tick));
        done
    }
}

/// A chair, or the session's transport.
fn errand(request: &rest::Request, body: &Value) -> Command {
    if let Some((_, lane)) = request.path.split_once("/lanes/") {
        let seat: Seat = serde_json::from_value(body.clone()).expect("a seat");
        let to = seat.plugin_id.map(|id| id.as_str().parse().expect("a name"));
        return Command::MoveChair { lane: Lane::named(lane).expect("a lane"), to };
    }
    let verb = request.path.strip_prefix("/api/transport/").and_then(|rest| rest.split('?').next());
    Command::Transport(match verb {
        Some("start") => Transport::Start { from: None },
        Some("pause") => Transport::Pause,
        Some("seek") => {
            Transport::Seek { to: Beat::from_beats(body["beat"].as_f64().unwrap_or_default() as i64) }
        }
        other => panic!("nobody wishes for {other:?} here"),
    })
}

fn registered(instance: &InstanceId, cursor: u64) -> Vec<u8> {
    let settings = json!({
        "orchestrator_url": "", "websocket_url": "", "monitor_folder": "", "auto_load_files": true,
        "sync_interval_ms": 100, "max_file_age_seconds": 1, "supported_formats": [], "track_types": [],
    });
    let body = json!({
        "plugin_id": instance.as_str(), "status": "connected", "session": "default", "token": instance.as_str(),
        "token_expires": "", "lanes": [], "cursor": cursor, "lease_seconds": 15, "settings": settings,
    });
    serde_json::to_vec(&body).expect("it can be written")
}
