//! What a host can do with a plugin, whatever the format: one half for its main thread, one for its audio thread.

use std::time::Duration;

use std::fmt;
use std::path::Path;

use anyhow::Context;

use crate::block::Block;
use crate::heard::Heard;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Clap,
    Vst3,
}

/// The main thread's half: one instance of a plugin.
pub trait Host {
    fn params(&mut self) -> Vec<Param>;

    /// 0 to 1.
    fn value(&mut self, param: u32) -> f64;

    /// As a person at this host would read it.
    fn text(&mut self, param: u32, normalized: f64) -> String;

    /// While no processor exists; else it goes with a block.
    fn set_value(&mut self, param: u32, normalized: f64);

    fn save_state(&mut self) -> anyhow::Result<Vec<u8>>;

    /// An error is the plugin's refusal.
    fn load_state(&mut self, state: &[u8]) -> anyhow::Result<()>;

    /// Ends with [`Host::deactivate`]; the processor is dropped before.
    fn activate(&mut self, setup: Setup) -> anyhow::Result<Box<dyn Processor>>;

    fn deactivate(&mut self) -> anyhow::Result<()>;

    /// Into a window of this X11 server; tells how large it wants to be.
    fn open_editor(&mut self, parent: u32, scale: Option<f64>) -> anyhow::Result<Size>;

    /// Where a host makes a window in one step and shows it in another, with so much time between them.
    fn open_editor_late(&mut self, parent: u32, later: Duration) -> anyhow::Result<Size>;

    fn resize_editor(&mut self, size: Size) -> anyhow::Result<()>;

    fn close_editor(&mut self);

    /// What the plugin asked to have done on the main thread; hosts do it many times a second.
    fn idle(&mut self);

    /// What the plugin asked for so far.
    fn wishes(&self) -> Wishes;
}

/// The audio thread's half. Dropping it ends processing.
pub trait Processor: Send {
    fn process(&mut self, block: &Block) -> anyhow::Result<Heard>;

    /// Forgets what sounds; time starts anew.
    fn reset(&mut self);
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setup {
    pub sample_rate: f64,
    pub frames_max: u32,
    pub mode: Mode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Realtime,
    Offline,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    pub id: u32,
    pub name: String,
    /// Steps above the first; 0 is a smooth one.
    pub steps: u32,
    pub default: f64,
    pub is_bypass: bool,
    pub is_automatable: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// Counted since the instance was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    pub restarts: u32,
    pub callbacks: u32,
    /// The last size the editor asked for.
    pub size: Option<Size>,
}

impl Format {
    pub const ALL: [Format; 2] = [Format::Clap, Format::Vst3];

    /// One instance of the plugin called `name` in the file or folder.
    pub fn load(self, path: &Path, name: &str) -> anyhow::Result<Box<dyn Host>> {
        let host: anyhow::Result<Box<dyn Host>> = match self {
            Format::Clap => crate::clap::load(path, name).map(|host| Box::new(host) as Box<dyn Host>),
            Format::Vst3 => crate::vst3::load(path, name).map(|host| Box::new(host) as Box<dyn Host>),
        };
        host.with_context(|| format!("{self} host, plugin \"{name}\" in {}", path.display()))
    }

    pub fn extension(self) -> &'static str {
        match self {
            Format::Clap => "clap",
            Format::Vst3 => "vst3",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Clap => "CLAP",
            Format::Vst3 => "VST3",
        })
    }
}

impl Setup {
    pub fn realtime(sample_rate: f64, frames_max: u32) -> Setup {
        Setup { sample_rate, frames_max, mode: Mode::Realtime }
    }

    pub fn offline(sample_rate: f64, frames_max: u32) -> Setup {
        Setup { sample_rate, frames_max, mode: Mode::Offline }
    }
}
