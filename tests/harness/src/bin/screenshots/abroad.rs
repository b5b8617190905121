//! A server as from another machine, for pictures of how a plugin stands with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use harness::server::Server;
use plugin::heard::Heard;
use plugin::model::Abroad;
use plugin::net::lan::Wish;
use plugin::net::lan::address::Address;
use plugin::net::{News, Settings};
use plugin::wiring::Wiring;

use crate::scenes::Scene;

/// Always the same in a picture, unless somebody else has it.
const PORT: u16 = 8_123;
const FOLDER: &str = "ai-band-pictures-server";
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs for as long as the picture is taken.
pub(super) struct Far {
    _server: Server,
}

/// Nobody's real pairings are in a picture, and none of a picture's are anybody's.
#[allow(unsafe_code, reason = "the environment belongs to the whole process")]
pub(super) fn keep_apart() {
    // SAFETY: set before this process starts a thread.
    unsafe { std::env::set_var(plugin::net::lan::VARIABLE, paired()) };
}

pub(super) fn address() -> String {
    format!("127.0.0.1:{}", PORT + 1)
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(FOLDER)
}

fn paired() -> PathBuf {
    folder().join("paired.json")
}

impl Far {
    pub(super) fn of(scene: Scene) -> anyhow::Result<Option<Far>> {
        let (is_paired, is_changed) = match scene {
            Scene::SessionCode => (false, false),
            Scene::SessionPaired => (true, false),
            Scene::SessionChanged => (true, true),
            Scene::Empty
            | Scene::Playing
            | Scene::Approvals
            | Scene::WrongChord
            | Scene::BankMissing
            | Scene::BankDamaged
            | Scene::FileDamaged
            | Scene::FolderGone
            | Scene::StateNewer
            | Scene::NoTransport => return Ok(None),
        };
        let data = folder();
        // Not there, or not any more.
        let _ = std::fs::remove_dir_all(&data);
        std::fs::create_dir_all(&data).with_context(|| format!("no {}", data.display()))?;
        let mut server = Server::start_abroad(&data, PORT)?;
        if is_paired {
            pair(&server)?;
        }
        if is_changed {
            server.kill()?;
            std::fs::remove_file(data.join("certificate.pem"))?;
            server = Server::start_abroad(&data, PORT)?;
        }
        Ok(Some(Far { _server: server }))
    }
}

/// As somebody does who types the code.
fn pair(server: &Server) -> anyhow::Result<()> {
    let settings = Settings {
        file: Path::new("/nowhere/server.json").to_owned(),
        address: Address::read(&address()),
        paired: paired(),
        is_far: true,
        instance: None,
        session: None,
        incarnation: 1,
    };
    let link = plugin::net::open(settings, Arc::<Wiring>::default(), Arc::<Heard>::default())?;
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        let News::Lan(view) = link.told().recv_timeout(PATIENCE)? else { continue };
        match view.door {
            Abroad::AsksForCode { .. } => link.wish_abroad(Wish::Code(server.code()?)),
            Abroad::Paired { .. } => return Ok(()),
            Abroad::Away | Abroad::Proving { .. } | Abroad::Changed { .. } | Abroad::Forgotten { .. } => {}
        }
    }
    bail!("nobody was let in within {PATIENCE:?}")
}
