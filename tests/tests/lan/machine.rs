//! This machine: a plugin's link as its worker opens it, and what it is told.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use plugin::heard::Heard;
use plugin::model::{Abroad, LinkState};
use plugin::net::lan::Wish;
use plugin::net::lan::address::Address;
use plugin::net::lan::kept::{Credential, Kept};
use plugin::net::{Link, News, Settings, open};
use plugin::wiring::Wiring;
use tempfile::TempDir;

/// Whatever is waited for is there by then, on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// Where a person keeps what lets the machine in.
pub struct Machine {
    folder: TempDir,
}

pub struct Plugin {
    link: Link,
    pub door: Abroad,
    pub state: LinkState,
    pub said: Vec<String>,
}

impl Machine {
    pub fn new() -> Machine {
        Machine { folder: tempfile::tempdir().expect("a folder of a moment") }
    }

    pub fn paired(&self) -> PathBuf {
        self.folder.path().join("paired.json")
    }

    pub fn kept(&self) -> Vec<Credential> {
        Kept::at(&self.paired()).read().unwrap_or_else(|error| panic!("{error}"))
    }

    /// A plugin in whose window this address was typed; or none was.
    pub fn plugin(&self, name: &str, address: Option<&str>) -> Plugin {
        let settings = Settings {
            file: self.folder.path().join("server.json"),
            address: address.map(|text| Address::read(text).expect("an address")),
            paired: self.paired(),
            is_far: true,
            instance: Some(name.to_owned()),
            session: None,
            incarnation: 7,
        };
        let link = open(settings, Arc::<Wiring>::default(), Arc::<Heard>::default()).expect("a thread");
        Plugin { link, door: Abroad::Away, state: LinkState::Disconnected, said: Vec::new() }
    }
}

impl Plugin {
    pub fn code(&self, code: &str) {
        self.link.wish_abroad(Wish::Code(code.to_owned()));
    }

    pub fn look_around(&self) {
        self.link.wish_abroad(Wish::Look);
    }

    pub fn forget(&self, server: &Credential) {
        self.link.wish_abroad(Wish::Forget(server.certificate));
    }

    #[track_caller]
    pub fn until(&mut self, what: &str, is_so: impl Fn(&Plugin) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !is_so(self) {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(news) = self.link.told().recv_timeout(left) else {
                panic!("not in time: {what}; it is {:?}, {:?}, {:?}", self.state, self.door, self.said);
            };
            match news {
                News::State { state, note } => {
                    self.state = state;
                    self.said.push(note);
                }
                News::Lan(view) => self.door = view.door,
                News::Said { text, .. } => self.said.push(text),
                News::Named { .. } | News::Song(_) | News::Seats(_) | News::Made(_) | News::NotPushed(_) => {}
            }
        }
    }

    /// A code is asked for, with these words.
    #[track_caller]
    pub fn until_asked(&mut self, words: &str) {
        self.until(
            words,
            |plugin| matches!(&plugin.door, Abroad::AsksForCode { said, .. } if said.contains(words)),
        );
    }

    #[track_caller]
    pub fn until_linked(&mut self) {
        self.until("a link", |plugin| {
            plugin.state != LinkState::Disconnected && matches!(plugin.door, Abroad::Paired { .. })
        });
    }

    #[track_caller]
    pub fn until_alone(&mut self) {
        self.until("no link", |plugin| plugin.state == LinkState::Disconnected);
    }
}
