//! What only the window knows: what is being typed, looked at, pointed at. Forgotten when it shuts.

use crate::action::Action;
use crate::heard::Glance;
use crate::model::{Model, WindowView};

use super::desk::Desk;
use super::look::{Palette, Theme};

/// What a view may look at.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub model: &'a Model,
    pub glance: &'a Glance,
    pub desk: &'a dyn Desk,
    pub palette: &'a Palette,
}

#[derive(Debug, Default)]
pub struct Local {
    pub theme: Theme,
    pub zoom_percent: u16,
    pub tab: Tab,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Takes,
    Folder,
    Bank,
}

impl Local {
    pub fn left_as(window: WindowView) -> Local {
        let window = window.within_limits();
        let theme = if window.is_light { Theme::Day } else { Theme::Night };
        Local { theme, zoom_percent: window.zoom_percent, ..Local::default() }
    }
}

/// Actions that a view hands back.
pub type Asked = Vec<Action>;
