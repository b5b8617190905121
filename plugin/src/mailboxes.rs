//! The ends by which audio thread, worker and window talk. All are born together; each lives with one of them.

use std::sync::{Arc, Mutex};

use crossbeam_channel::{Receiver, Sender};
use crossbeam_utils::atomic::AtomicCell;
use player::{Player, PlayerHandle};
use synth::Synth;

use crate::action::Action;
use crate::bell::Bell;
use crate::heard::Heard;
use crate::model::Model;
use crate::saved_state::SavedText;
use crate::wiring::Wiring;

/// A whole synth with its bank and its programs: handed over as it is, played by one owner at a time.
pub type Instrument = Box<dyn Synth>;

/// The newest instrument that nobody has taken yet. Double boxed: a thin pointer is what can be swapped without a lock.
pub type NewInstrument = Arc<AtomicCell<Option<Box<Instrument>>>>;

const _: () =
    assert!(AtomicCell::<Option<Box<Instrument>>>::is_lock_free(), "the audio thread must never wait");

/// Instruments on their way home: one a block, and somebody looks often.
const INSTRUMENTS_HOME: usize = 4;

/// The audio thread's.
pub struct AudioEnd {
    pub player: Player,
    pub instrument: NewInstrument,
    /// Where those go that are done with: the audio thread frees nothing.
    pub instruments_home: rtrb::Producer<Box<Instrument>>,
    pub heard: Arc<Heard>,
    pub wiring: Arc<Wiring>,
}

/// The worker's.
pub struct WorkerEnd {
    pub player: PlayerHandle,
    pub instrument: NewInstrument,
    pub instruments_home: rtrb::Consumer<Box<Instrument>>,
    pub heard: Arc<Heard>,
    pub wiring: Arc<Wiring>,
    pub actions: Receiver<Action>,
    pub orders: Receiver<Order>,
    /// Called when there is something to see to that is no order.
    pub clapper: Receiver<()>,
    pub bell: Bell,
    pub saved: SavedText,
    pub shown: Shown,
}

/// The window's.
#[derive(Clone)]
pub struct WindowEnd {
    pub actions: Sender<Action>,
    pub heard: Arc<Heard>,
    pub shown: Shown,
}

/// The plugin object's, where the host's words come in.
#[derive(Clone)]
pub struct HostEnd {
    orders: Sender<Order>,
    pub bell: Bell,
}

/// What the worker is told by the plugin itself.
#[derive(Debug)]
pub enum Order {
    /// The host's sample rate; the instrument is made anew for it.
    Rate(u32),
    /// What is rendered is what is arranged: an audition is for the one who listens.
    Offline(bool),
    /// The last order there is.
    End,
}

/// The newest picture for the window. Neither side is the audio thread: a lock is fine.
pub type Shown = Arc<Mutex<Arc<Model>>>;

/// All ends of one instance.
pub struct Ends {
    pub audio: AudioEnd,
    pub worker: WorkerEnd,
    pub window: WindowEnd,
    pub host: HostEnd,
}

pub fn open(saved: SavedText) -> Ends {
    let (player, handle) = Player::new();
    let instrument = NewInstrument::default();
    let (instruments_home, instruments_out) = rtrb::RingBuffer::new(INSTRUMENTS_HOME);
    // People and hosts fill them, and the worker is never away for long.
    let (orders, orders_out) = crossbeam_channel::unbounded();
    let (actions, actions_out) = crossbeam_channel::unbounded();
    let (bell, clapper) = Bell::new();
    saved.ring(bell.clone());
    let (heard, wiring, shown) = (Arc::<Heard>::default(), Arc::<Wiring>::default(), Shown::default());
    let audio = AudioEnd {
        player,
        instrument: Arc::clone(&instrument),
        instruments_home,
        heard: Arc::clone(&heard),
        wiring: Arc::clone(&wiring),
    };
    let window = WindowEnd { actions, heard: Arc::clone(&heard), shown: Arc::clone(&shown) };
    let host = HostEnd { orders, bell: bell.clone() };
    let worker = WorkerEnd {
        player: handle,
        instrument,
        instruments_home: instruments_out,
        heard,
        wiring,
        actions: actions_out,
        orders: orders_out,
        clapper,
        bell,
        saved,
        shown,
    };
    Ends { audio, worker, window, host }
}

impl HostEnd {
    /// A worker that has gone takes no orders, and nobody is there to miss them.
    pub fn order(&self, order: Order) {
        if self.orders.send(order).is_ok() {
            self.bell.ring();
        }
    }
}
