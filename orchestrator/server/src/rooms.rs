//! The back rooms of a server, opened in order and closed in order: data folder, store, blobs, writer, timers, workers.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::blobs::{self, Blobs};
use crate::clock::{Chance, Clock};
use crate::jobs::{self, Workshop};
use crate::library::{self, Export};
use crate::store::maintenance::JOURNAL_ID;
use crate::store::sqlite::{Sqlite, Upgrade};
use crate::store::{self, DataFolder, Store};
use crate::writer::{Failure, Writer};
use crate::{disk, engines, timers};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Blobs(#[from] blobs::Error),
    #[error("jobs that were running cannot be queued again: {0}")]
    Recovery(Failure),
}

/// Where, and what else is wanted.
#[derive(Clone, Debug)]
pub struct Settings {
    pub data: PathBuf,
    /// What a second server is told about this one.
    pub holder: String,
    pub export: Option<PathBuf>,
}

pub struct Rooms {
    pub writer: Writer,
    pub store: Arc<dyn Store>,
    pub blobs: Blobs,
    pub upgrade: Upgrade,
    /// Another one where the data came out of a backup: what clients know of it does not count there.
    pub journal_id: String,
    sqlite: Arc<Sqlite>,
    tasks: JoinSet<()>,
    stop: CancellationToken,
    /// Given back last.
    _folder: DataFolder,
}

impl Rooms {
    pub async fn open(
        settings: &Settings,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Rooms, Error> {
        let folder = DataFolder::hold(&settings.data, &settings.holder)?;
        let (sqlite, upgrade) = Sqlite::open(&folder.database(), &folder.backups()).await?;
        let sqlite = Arc::new(sqlite);
        let store: Arc<dyn Store> = sqlite.clone();
        let blobs = Blobs::open(&folder.blobs())?;
        let journal_id = journal_id(&folder, &*chance)?;
        let writer = Writer::start(store.clone(), blobs.clone(), clock.clone(), chance);
        let workshop = Workshop {
            writer: writer.clone(),
            store: store.clone(),
            blobs: blobs.clone(),
            clock: clock.clone(),
            engines: engines::all(),
            export: settings.export.as_deref().map(Export::into),
        };
        let given_back = workshop.give_back_leases().await.map_err(Error::Recovery)?;
        if given_back > 0 {
            tracing::info!(given_back, "jobs of the server before this one are queued again");
        }
        let stop = CancellationToken::new();
        let mut tasks = JoinSet::new();
        tasks.spawn(timers::run(writer.clone(), store.clone(), clock, stop.clone()));
        tasks.spawn(jobs::run(workshop, stop.clone()));
        tasks.spawn(library::sweep_now_and_then(store.clone(), blobs.clone(), stop.clone()));
        Ok(Rooms { writer, store, blobs, upgrade, journal_id, sqlite, tasks, stop, _folder: folder })
    }

    /// What was begun is finished, then nothing more is taken, then everything is in its files.
    pub async fn close(mut self) {
        self.stop.cancel();
        while self.tasks.join_next().await.is_some() {}
        self.writer.close().await;
        if let Err(error) = self.sqlite.close().await {
            tracing::warn!(%error, "the store was not closed in order; it will read its log at the next start");
        }
    }
}

fn journal_id(folder: &DataFolder, chance: &dyn Chance) -> Result<String, store::Error> {
    let path = folder.root().join(JOURNAL_ID);
    if let Ok(id) = std::fs::read_to_string(&path)
        && !id.is_empty()
    {
        return Ok(id);
    }
    let id = format!("{:032x}", chance.seed().draw("journal", 0));
    disk::write_whole(&path.with_extension("unfinished"), &path, id.as_bytes())?;
    Ok(id)
}
