//! The studio: how many may render at once, and in which turn.

use std::path::Path;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use domain::WallTime;
use music::clip::Library;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::order::Order;
use super::shelf::{BankError, Shelf};
use super::sound::{self, Sound};

/// What all open renders together may hold, in MiB: ten with the default bank. One whose bank is larger plays alone.
const ROOM_MIB: u32 = 128;
/// Of a synth and its buffers, beside its bank.
const SYNTH_MIB: u64 = 8;
/// Those that wait for room; whoever comes then is told to come later.
const WAITING_MAX: usize = 32;
/// For room. A proxy gives up after half a minute.
const WAIT_MAX: Duration = Duration::from_secs(20);
/// Of the cores, this part renders, and never more than [`TURNS_MAX`]: who composes, answers and plays has the others.
const CORES_EACH: usize = 2;
const TURNS_MAX: usize = 4;

/// Where sound is made.
pub struct Studio {
    shelf: Arc<Shelf>,
    room: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// Why nothing is rendered.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("too many renders are open already; ask again in a moment")]
    Busy,
    #[error(transparent)]
    Bank(#[from] BankError),
    #[error(transparent)]
    Sound(#[from] sound::Error),
    #[error("what renders broke down")]
    Broken,
}

impl Studio {
    /// Holds nothing until somebody asks for sound.
    pub fn new(data: &Path) -> Studio {
        let cores = available_parallelism().map_or(1, std::num::NonZero::get);
        Studio::with(data, (cores / CORES_EACH).clamp(1, TURNS_MAX))
    }

    fn with(data: &Path, turns: usize) -> Studio {
        Studio {
            shelf: Arc::new(Shelf::new(data)),
            room: Arc::new(Semaphore::new(ROOM_MIB as usize)),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            turns: Arc::new(Semaphore::new(turns)),
        }
    }

    /// Opens a synth for it, once there is room. `library` has the clips it plays.
    pub async fn open(&self, order: Order, library: Library, now: WallTime) -> Result<Playing, Refused> {
        let room = self.room_for(&order).await?;
        let turn = turn(&self.turns).await?;
        let shelf = self.shelf.clone();
        let opened = spawn_blocking(move || {
            let _turn = turn;
            let bank = shelf.bank(order.bank.as_deref(), now)?;
            let sound = Sound::open(&order, &library, &bank)?;
            Ok::<_, Refused>(Box::new(Made { sound, _room: room }))
        });
        let made = opened.await.map_err(|_| Refused::Broken)??;
        Ok(Playing { made: Some(made), turns: self.turns.clone() })
    }

    /// Puts the bank away where nobody has asked for sound for a while; to be called now and then.
    pub fn tidy(&self, now: WallTime) {
        if self.shelf.tidy(now) {
            tracing::debug!("a bank that nobody plays was put away");
        }
    }

    async fn room_for(&self, order: &Order) -> Result<OwnedSemaphorePermit, Refused> {
        let (shelf, wanted) = (self.shelf.clone(), order.bank.clone());
        let bytes = spawn_blocking(move || shelf.bytes(wanted.as_deref()));
        let bytes = bytes.await.map_err(|_| Refused::Broken)??;
        let mib = u32::try_from((bytes >> 20) + SYNTH_MIB).unwrap_or(ROOM_MIB).min(ROOM_MIB);
        let _waits = self.waiting.clone().try_acquire_owned().map_err(|_| Refused::Busy)?;
        let room = timeout(WAIT_MAX, self.room.clone().acquire_many_owned(mib)).await;
        room.map_err(|_| Refused::Busy)?.map_err(|_| Refused::Broken)
    }
}

async fn turn(turns: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Refused> {
    turns.clone().acquire_owned().await.map_err(|_| Refused::Broken)
}

/// A file on its way. Dropped, it is made no further.
pub struct Playing {
    /// `None` when all is said, and while a piece is made.
    made: Option<Box<Made>>,
    turns: Arc<Semaphore>,
}

struct Made {
    sound: Sound,
    _room: OwnedSemaphorePermit,
}

impl Playing {
    /// The next bytes, made now; `None` after the last ones. Pieces of several renders are made in turn.
    pub async fn next(&mut self) -> Option<Result<Vec<u8>, Refused>> {
        self.made.as_ref()?;
        let turn = match turn(&self.turns).await {
            Ok(turn) => turn,
            Err(refused) => return Some(Err(refused)),
        };
        let mut made = self.made.take()?;
        let working = spawn_blocking(move || {
            let _turn = turn;
            // What is done with is freed here, too.
            made.sound.next_piece().map(|piece| (made, piece))
        });
        match working.await {
            Ok(Some((made, piece))) => {
                self.made = Some(made);
                Some(Ok(piece))
            }
            Ok(None) => None,
            Err(_) => Some(Err(Refused::Broken)),
        }
    }
}
