//! What only the window knows: what is typed, looked at and pointed at. Forgotten when it shuts.

use std::path::PathBuf;

use composer::variation::Keep;

use crate::action::Action;
use crate::heard::Glance;
use crate::model::{DroppedFile, Model, TakeId, WindowView};

use super::desk::Desk;
use super::look::{Palette, Theme};
use super::typing::Typing;
use super::views::lanes::Roll;

/// What a view may look at.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub model: &'a Model,
    pub glance: &'a Glance,
    pub desk: &'a dyn Desk,
    pub palette: &'a Palette,
}

/// What a person asked for, in the order that it was asked.
pub type Asked = Vec<Action>;

#[derive(Debug, Default)]
pub struct Local {
    pub theme: Theme,
    pub zoom_percent: u16,
    pub tab: Tab,
    pub chart: Typing,
    pub folder_path: Typing,
    pub bank_path: Typing,
    pub server: Typing,
    /// Of a pairing, while it is typed.
    pub code: String,
    pub are_knobs_open: bool,
    pub is_log_open: bool,
    pub roll: Roll,
    /// The take whose refusal or variation is being worded.
    pub decision: Option<(TakeId, Decision)>,
    /// Pages of takes that are shown beyond the first.
    pub more_takes: usize,
    /// Being dragged out, and how many exports were done before: the drag begins when its own is.
    pub dragged: Option<(DroppedFile, u64)>,
    /// What became of the last thing that only the window did.
    pub notice: Option<String>,
    /// For the app to run: no worker can.
    pub errand: Option<Errand>,
}

/// What only the window's own machine can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    Reveal(PathBuf),
    CopyPath(PathBuf),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Takes,
    Folder,
    Bank,
    Session,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    Reject { reason: String },
    Vary { keep: Keep, amount: u8 },
}

impl Local {
    pub fn left_as(window: WindowView) -> Local {
        let window = window.within_limits();
        let theme = if window.is_light { Theme::Day } else { Theme::Night };
        Local { theme, zoom_percent: window.zoom_percent, ..Local::default() }
    }

    /// One step of zoom up or down, within what the window allows.
    pub fn zoom_by(&mut self, steps: i16) {
        let zoom = i32::from(self.zoom_percent) + i32::from(steps) * i32::from(ZOOM_STEP_PERCENT);
        let limits = i32::from(*WindowView::ZOOMS.start())..=i32::from(*WindowView::ZOOMS.end());
        self.zoom_percent = zoom.clamp(*limits.start(), *limits.end()) as u16;
    }
}

/// Four steps from small to twice as large.
pub const ZOOM_STEP_PERCENT: u16 = 25;
