//! Makes synths where time does not matter: a thread of its own loads the bank, so that approvals do not wait for it.

use std::path::PathBuf;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use music::lane::Lane;
use synth::{FluidSynth, Program, Synth, bank};

use crate::band::Band;
use crate::bell::Bell;
use crate::mailboxes::Instrument;
use crate::model::BankView;
use crate::places;

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
    /// Somebody chose the bank since then, perhaps the same one: its file may be another by now.
    is_chosen_anew: bool,
    making: Option<(JoinHandle<()>, Receiver<Made>)>,
    shown: BankView,
}

/// An instrument for the audio thread, and what is to be said of it.
pub(super) struct Made {
    pub(super) instrument: Option<Instrument>,
    pub(super) fault: Option<String>,
    name: String,
    found: Vec<PathBuf>,
}

impl Instruments {
    pub(super) fn new(bell: Bell, seats: Seats) -> Instruments {
        let wish = Wish { rate: None, bank: None, seats };
        Instruments {
            bell,
            wish,
            made: None,
            is_chosen_anew: false,
            making: None,
            shown: BankView::default(),
        }
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

    /// The next wish is made even if it is the last one: a file that could not be read may have been mended.
    pub(super) fn choose_anew(&mut self) {
        self.is_chosen_anew = true;
    }

    /// Whether what is wished for is there.
    pub(super) fn is_idle(&self) -> bool {
        self.making.is_none()
    }

    /// Without a rate there is nobody to play for. One is made at a time; the newest wish is made next.
    fn start(&mut self) {
        let is_other = self.is_chosen_anew || self.made.as_ref() != Some(&self.wish);
        let is_news = self.making.is_none() && is_other;
        let Some(rate) = self.wish.rate.filter(|_| is_news) else { return };
        self.is_chosen_anew = false;
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
            Err(TryRecvError::Disconnected) => {
                Made::nothing("the bank could not be loaded; MIDI still plays".to_owned())
            }
            Ok(made) => made,
        };
        // It has said its last word.
        let _ = thread.join();
        let path = self.made.as_ref().and_then(|wish| wish.bank.clone());
        let (name, fault) = (made.name.clone(), made.fault.clone());
        self.shown = BankView { name, path, fault, found: made.found.clone() };
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
    let found = || {
        let folders = bank::folders(Some(&places::data()), places::home().as_deref());
        bank::listed(&folders).into_iter().map(|listed| listed.path).collect()
    };
    let chosen = match bank::choose(wish.bank.as_deref(), &places::cache()) {
        Ok(chosen) => chosen,
        Err(problem) => return Made::nothing(problem.to_string()),
    };
    let mut told: Vec<String> = chosen.told.iter().map(ToString::to_string).collect();
    if wish.bank.is_some() && !told.is_empty() {
        told.push("the default bank plays instead".to_owned());
    }
    let fault = Some(told.join("; ")).filter(|told| !told.is_empty());
    let name = if chosen.bank.is_own() { "AI Band".to_owned() } else { chosen.bank.name().to_owned() };
    match FluidSynth::open(&chosen.bank, rate) {
        Ok(mut synth) => {
            wish.seats.iter().for_each(|(channel, program)| synth.program(*channel, *program));
            Made { instrument: Some(Box::new(synth)), fault, name, found: found() }
        }
        Err(problem) => Made { name, found: found(), ..Made::nothing(problem.to_string()) },
    }
}

impl Made {
    fn nothing(fault: String) -> Made {
        Made { instrument: None, fault: Some(fault), name: String::new(), found: Vec::new() }
    }
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
