//! Makes synths where time does not matter: a thread of its own loads the bank, so that approvals do not wait for it.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use music::lane::Lane;
use synth::{Bank, FluidSynth, Program, Synth};

use crate::band::Band;
use crate::bell::Bell;
use crate::mailboxes::Instrument;
use crate::model::BankView;

/// What a synth is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wish {
    /// `None` until the host says its rate.
    rate: Option<u32>,
    /// `None` is the default bank.
    bank: Option<PathBuf>,
    /// Choosing a program allocates, so it is done before the audio thread gets the instrument.
    seats: Seats,
}

/// Which program is on which channel.
pub(super) type Seats = [(u8, Program); Lane::COUNT];

pub(super) struct Instruments {
    bell: Bell,
    wish: Wish,
    /// What is being made, or was made last.
    made: Option<Wish>,
    making: Option<(JoinHandle<()>, Receiver<Made>)>,
    shown: BankView,
}

/// An instrument for the audio thread, and what is to be said of it.
pub(super) struct Made {
    pub(super) instrument: Option<Instrument>,
    pub(super) fault: Option<String>,
    bank: String,
}

impl Instruments {
    pub(super) fn new(bell: Bell, seats: Seats) -> Instruments {
        let wish = Wish { rate: None, bank: None, seats };
        Instruments { bell, wish, made: None, making: None, shown: BankView::default() }
    }

    pub(super) fn want_rate(&mut self, rate: u32) {
        self.wish.rate = Some(rate);
        self.start();
    }

    /// `None` is the default bank.
    pub(super) fn want(&mut self, bank: Option<PathBuf>, seats: Seats) {
        (self.wish.bank, self.wish.seats) = (bank, seats);
        self.start();
    }

    /// Whether what is wished for is there.
    pub(super) fn is_idle(&self) -> bool {
        self.making.is_none()
    }

    /// Without a rate there is nobody to play for. One is made at a time; the newest wish is made next.
    fn start(&mut self) {
        let is_news = self.making.is_none() && self.made.as_ref() != Some(&self.wish);
        let Some(rate) = self.wish.rate.filter(|_| is_news) else { return };
        self.made = Some(self.wish.clone());
        let (done, made) = bounded(1);
        let (wish, bell) = (self.wish.clone(), self.bell.clone());
        let make = move || {
            // A worker that has gone needs none.
            let _ = done.send(make(&wish, rate));
            bell.ring();
        };
        if let Ok(thread) = std::thread::Builder::new().name("ai-band bank".to_owned()).spawn(make) {
            self.making = Some((thread, made));
        }
    }

    /// What has become ready since the last call.
    pub(super) fn made(&mut self) -> Option<Made> {
        let (thread, said) = self.making.take()?;
        let made = match said.try_recv() {
            Err(TryRecvError::Empty) => {
                self.making = Some((thread, said));
                return None;
            }
            Err(TryRecvError::Disconnected) => Made {
                instrument: None,
                fault: Some("The bank could not be loaded; MIDI still plays".to_owned()),
                bank: String::new(),
            },
            Ok(made) => made,
        };
        // It has said its last word.
        let _ = thread.join();
        self.shown.name.clone_from(&made.bank);
        self.shown.path = self.made.as_ref().and_then(|wish| wish.bank.clone());
        self.shown.fault.clone_from(&made.fault);
        self.start();
        Some(made)
    }

    pub(super) fn model(&self, bank: &mut BankView) {
        *bank = self.shown.clone();
    }
}

/// Nobody is left behind: a plugin that goes waits for the bank it is loading.
impl Drop for Instruments {
    fn drop(&mut self) {
        if let Some((thread, _)) = self.making.take() {
            // Whatever it made is dropped with it.
            let _ = thread.join();
        }
    }
}

fn make(wish: &Wish, rate: u32) -> Made {
    let asked = wish.bank.as_deref().map(|path| Bank::load(path).map_err(|error| error.to_string()));
    let (bank, fault) = match asked {
        Some(Ok(bank)) => (bank, None),
        Some(Err(problem)) => (default_bank(), Some(format!("{problem}; the default bank plays instead"))),
        None => (default_bank(), None),
    };
    let name = bank.name().to_owned();
    match FluidSynth::open(&bank, rate) {
        Ok(mut synth) => {
            wish.seats.iter().for_each(|(channel, program)| synth.program(*channel, *program));
            Made { instrument: Some(Box::new(synth)), fault, bank: name }
        }
        Err(problem) => Made { instrument: None, fault: Some(problem.to_string()), bank: name },
    }
}

/// Made once in this process, however many instances play it.
fn default_bank() -> Bank {
    static BANK: OnceLock<Bank> = OnceLock::new();
    let make = || Bank::from_bytes("AI Band", synth::bank::make()).expect("the bank we make is one we read");
    BANK.get_or_init(make).clone()
}

/// Every lane's program on its channel.
pub(super) fn seats(band: &Band) -> Seats {
    let seat = |lane: Lane| {
        let chair = &band.chairs()[lane.index()];
        let program = if lane.character().is_kit { Program::kit } else { Program::pitched };
        (chair.channel, program(chair.program))
    };
    Lane::ALL.map(seat)
}
