//! The program that is killed and lied to: a house full of people who ask without a pause, and say what they were told.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use domain::artifact::{Kind, Made};
use domain::ids::{Incarnation, PrincipalId};
use domain::session::generate::{OfChords, Request};
use domain::session::instance::Join;
use domain::session::{self, transport};
use domain::{Actor, Asked, Beat, Command, Scope};
use music::clip::Hash;
use music::tempo::{self, Tempo};
use music::time::Ticks;
use orchestrator::clock::{SystemChance, SystemClock};
use orchestrator::rooms::{Rooms, Settings};
use orchestrator::writer::{Committed, Failure, IdempotencyKey};
use tokio::task::JoinSet;

use crate::chance::Chance;
use crate::receipt::Receipt;

/// People asking at once.
pub const PEOPLE: u64 = 8;
/// Sessions they are in.
const SESSIONS: u64 = 3;
/// Said when the doors are open.
pub const READY: &str = "ready";
/// Said at the end of a script that got there.
pub const DONE: &str = "done";
/// Before what went wrong, in the words a person would read.
pub const FAILED: &str = "failed";
/// Said when everything known could still be read.
pub const READ: &str = "read";

pub async fn open(data: &Path) -> anyhow::Result<Rooms> {
    let holder = format!("process {}", std::process::id());
    let settings = Settings { data: data.to_owned(), holder, export: None };
    Rooms::open(&settings, Arc::new(SystemClock), Arc::new(SystemChance))
        .await
        .context("the rooms do not open")
}

/// Asks until somebody kills this process.
pub async fn without_end(data: &Path, seed: u64) -> anyhow::Result<()> {
    let rooms = Arc::new(open(data).await?);
    say(READY);
    for number in 0..PEOPLE {
        let rooms = rooms.clone();
        tokio::spawn(async move {
            let mut chance = Chance::seeded(seed.wrapping_mul(PEOPLE).wrapping_add(number));
            loop {
                say_answer(&ask(&rooms, &mut chance).await);
            }
        });
    }
    std::future::pending().await
}

/// `starts` at once; one of everything, several times; then whether all of it can still be read. Whoever listens says
/// when it may end.
pub async fn script(data: &Path, starts: u64, rounds: u64) -> anyhow::Result<()> {
    let rooms = match open(data).await {
        Ok(rooms) => Arc::new(rooms),
        Err(error) => {
            say(&format!("{FAILED} {error:#}"));
            return Ok(());
        }
    };
    say(READY);
    start_often(&rooms, starts).await;
    for round in 0..rounds {
        for deed in 0..DEEDS {
            say_answer(&perform(&rooms, &scope(0), deed, round).await);
        }
    }
    match rooms.writer.state(&scope(0)).await {
        Ok(_) => say(READ),
        Err(failure) => say(&format!("{FAILED} {failure}")),
    }
    std::io::stdin().lines().next().transpose()?;
    Arc::into_inner(rooms).context("nobody else has the rooms")?.close().await;
    say(DONE);
    Ok(())
}

/// So many events in few commits.
async fn start_often(rooms: &Arc<Rooms>, times: u64) {
    let mut asking = JoinSet::new();
    for number in 0..times {
        let rooms = rooms.clone();
        asking.spawn(async move { rooms.writer.ask(scope(0), asked(start(number)), None).await });
    }
    for answer in asking.join_all().await {
        say_answer(&answer);
    }
}

const DEEDS: u64 = 8;
/// More than a row holds.
const TEMPO_CHANGES: u64 = 1_000;

async fn ask(rooms: &Rooms, chance: &mut Chance) -> Result<Committed, Failure> {
    let scope = scope(chance.below(SESSIONS));
    let deed = chance.below(DEEDS);
    perform(rooms, &scope, deed, chance.below(1_000_000)).await
}

async fn perform(rooms: &Rooms, scope: &Scope, deed: u64, number: u64) -> Result<Committed, Failure> {
    let command = match deed {
        0 => session::Command::Join(Join {
            instance: format!("plugin-{}", number % 50).parse().expect("letters and digits"),
            incarnation: Incarnation(u128::from(number)),
            name: format!("Plugin {number}"),
            capabilities: Vec::new(),
            replaces_silent: true,
        }),
        1 => chart(&format!("| Am7 | D{} | G |", 6 + number % 2 * 3)),
        // Longer than a row.
        2 => long_tempo_map(number),
        3 => session::Command::Undo,
        4 => start(number),
        5 => return generate(rooms, scope, number).await,
        6 => keep(rooms, number).await?,
        _ => session::Command::Transport(transport::Command::Stop),
    };
    rooms.writer.ask(scope.clone(), asked(command), None).await
}

fn start(number: u64) -> session::Command {
    let from = Some(Beat::from_beats((number % 64).cast_signed()));
    session::Command::Transport(transport::Command::Start { from })
}

fn long_tempo_map(number: u64) -> session::Command {
    let changes = (0..TEMPO_CHANGES).map(|place| {
        let bpm = 60 + u32::try_from((place + number) % 100).unwrap_or(0);
        (Ticks::from_beats(place.cast_signed()), Tempo::from_bpm(bpm).unwrap_or(Tempo::DEFAULT))
    });
    let map = tempo::Map::new(changes.collect()).unwrap_or_else(|_| tempo::Map::constant(Tempo::DEFAULT));
    session::Command::SetTempoMap { map: Arc::new(map) }
}

fn chart(text: &str) -> session::Command {
    session::Command::SetChart { text: text.into(), expected: None }
}

/// With a key, as clients do.
async fn generate(rooms: &Rooms, scope: &Scope, number: u64) -> Result<Committed, Failure> {
    let command = session::Command::Generate(Request::Chords(OfChords {
        tracks: vec!["bass".to_owned()],
        chords: "C-Am-F-G".to_owned(),
        tempo: None,
        beats: Some(16),
        key: None,
    }));
    let key = format!("{scope}-{number}");
    let request = Hash::of(key.as_bytes());
    let key = IdempotencyKey { principal: PrincipalId::SYSTEM, key, request };
    rooms.writer.ask(scope.clone(), asked(command), Some(key)).await
}

/// An upload: bytes first, then the command that names them.
async fn keep(rooms: &Rooms, number: u64) -> Result<session::Command, Failure> {
    let blobs = rooms.blobs.clone();
    let bytes = format!("{{\"upload\":{number}}}").repeat(50).into_bytes();
    let length = bytes.len() as u64;
    let kept = tokio::task::spawn_blocking(move || blobs.put(&bytes)).await.map_err(|_| Failure::Closed)?;
    let hash = kept.map_err(|error| Failure::from(orchestrator::store::Error::from(error)))?;
    Ok(session::Command::KeepArtifact(Made {
        hash,
        kind: Kind::Json,
        bytes: length,
        length: None,
        lane: None,
        label: format!("upload {number}").into(),
        tags: vec!["type:json".into()],
        parents: Vec::new(),
        recipe: "{}".into(),
    }))
}

fn scope(number: u64) -> Scope {
    format!("session/song-{number}").parse().expect("letters and digits")
}

fn asked(command: session::Command) -> Asked {
    Asked { by: Actor::system(), command: Command::Session(command) }
}

fn say_answer(answer: &Result<Committed, Failure>) {
    match answer {
        Ok(committed) => say(&Receipt::of(committed).to_string()),
        // A full house, nothing to undo: no harm.
        Err(Failure::Refused(_)) => {}
        Err(failure @ (Failure::Storage(_) | Failure::KeyReused | Failure::Broken | Failure::Closed)) => {
            say(&format!("{FAILED} {failure}"));
        }
    }
}

/// One write for one line: a reader never sees half of one as a whole.
fn say(line: &str) {
    let line = format!("{}\n", line.replace('\n', " "));
    // Whoever listened has gone: then nobody was told.
    let _ = std::io::stdout().lock().write_all(line.as_bytes());
}
