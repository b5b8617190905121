//! One plugin in one host, ready to play: what most tests hold in their hands.

use crate::block::{Block, Change};
use crate::bundled::{self, Build, Plugin};
use crate::daw::Daw;
use crate::heard::Heard;
use crate::host::{Format, Host, Param, Processor, Setup};

/// Panics, in a test's words, where a host would show its user an error.
pub struct Rig {
    /// Before the host: it has to be gone when the host deactivates.
    processor: Option<Box<dyn Processor>>,
    pub host: Box<dyn Host>,
    pub format: Format,
    params: Vec<Param>,
    frames_max: u32,
    /// Go with the next block.
    moves: Vec<Change>,
}

impl Rig {
    /// The band, as it is tested.
    #[track_caller]
    pub fn band(format: Format) -> Rig {
        Rig::open(format, Build::Tested, Plugin::Band)
    }

    #[track_caller]
    pub fn open(format: Format, build: Build, plugin: Plugin) -> Rig {
        let opened = bundled::find(build, plugin, format).and_then(|path| format.load(&path, plugin.name()));
        let mut host = opened.unwrap_or_else(|error| panic!("{error:#}"));
        let params = host.params();
        Rig { processor: None, host, format, params, frames_max: 0, moves: Vec::new() }
    }

    pub fn params(&self) -> &[Param] {
        &self.params
    }

    /// By the name that a person reads.
    #[track_caller]
    pub fn param(&self, name: &str) -> u32 {
        let names: Vec<&str> = self.params.iter().map(|param| param.name.as_str()).collect();
        let found = self.params.iter().find(|param| param.name == name);
        found.unwrap_or_else(|| panic!("no parameter \"{name}\"; there are {names:?}")).id
    }

    /// Now, or with the next block while it is active.
    #[track_caller]
    pub fn set(&mut self, name: &str, normalized: f64) {
        let param = self.param(name);
        if self.processor.is_some() {
            self.moves.push(Change { sample: 0, param, normalized });
        } else {
            self.host.set_value(param, normalized);
        }
    }

    #[track_caller]
    pub fn value(&mut self, name: &str) -> f64 {
        let param = self.param(name);
        self.host.value(param)
    }

    #[track_caller]
    pub fn activate(&mut self, setup: Setup) {
        let processor =
            self.host.activate(setup).unwrap_or_else(|error| panic!("{}: {error:#}", self.format));
        self.processor = Some(processor);
        self.frames_max = setup.frames_max;
    }

    #[track_caller]
    pub fn deactivate(&mut self) {
        self.processor = None;
        self.host.deactivate().unwrap_or_else(|error| panic!("{}: {error:#}", self.format));
    }

    /// The audio thread's half, to be taken there.
    #[track_caller]
    pub fn take_processor(&mut self) -> Box<dyn Processor> {
        self.processor.take().expect("it is active")
    }

    pub fn give_back(&mut self, processor: Box<dyn Processor>) {
        self.processor = Some(processor);
    }

    #[track_caller]
    pub fn reset(&mut self) {
        self.processor.as_mut().expect("it is active").reset();
    }

    /// One block, and nothing in it that would be wrong in any host.
    #[track_caller]
    pub fn process(&mut self, block: &Block) -> Heard {
        let mut block = block.clone();
        block.changes.splice(0..0, self.moves.drain(..));
        let processor = self.processor.as_mut().expect("it is active");
        let heard = processor.process(&block).unwrap_or_else(|error| panic!("{}: {error:#}", self.format));
        if let Some(fault) = heard.fault() {
            panic!("{}: {fault}", self.format);
        }
        heard
    }

    /// As many frames of a script.
    #[track_caller]
    pub fn play(&mut self, daw: &mut Daw, frames: u64) -> Heard {
        let mut all = Heard::default();
        while (all.frames() as u64) < frames {
            let left = frames - all.frames() as u64;
            let block = daw.block(self.frames_max.min(u32::try_from(left).unwrap_or(u32::MAX)));
            all.append(self.process(&block));
        }
        all
    }

    #[track_caller]
    pub fn save(&mut self) -> Vec<u8> {
        self.host.save_state().unwrap_or_else(|error| panic!("{}: {error:#}", self.format))
    }

    #[track_caller]
    pub fn load(&mut self, state: &[u8]) {
        self.host.load_state(state).unwrap_or_else(|error| panic!("{}: {error:#}", self.format));
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        if self.processor.take().is_some() {
            // A test that fails is told of its own failure, not of this.
            let _ = self.host.deactivate();
        }
    }
}
