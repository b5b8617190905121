//! The plugin's window inside one of ours, through the GUI extension.

use anyhow::{Context, bail};
use clack_extensions::gui::{GuiApiType, GuiConfiguration, GuiSize, PluginGui, Window};
use clack_host::prelude::PluginMainThreadHandle;

use crate::host::Size;

#[allow(unsafe_code, reason = "a window's number goes where a window's lifetime is promised")]
pub(super) fn put_into(
    gui: PluginGui,
    plugin: &PluginMainThreadHandle<'_>,
    parent: u32,
    scale: Option<f64>,
) -> anyhow::Result<()> {
    let configuration = GuiConfiguration { api_type: GuiApiType::X11, is_floating: false };
    if !gui.is_api_supported(plugin, configuration) {
        bail!("the plugin has no window for X11");
    }
    gui.create(plugin, configuration)?;
    if let Some(scale) = scale {
        gui.set_scale(plugin, scale)?;
    }
    // SAFETY: the display that owns the window outlives the editor in every test: it is closed by its own hand first.
    Ok(unsafe { gui.set_parent(plugin, Window::from_x11_handle(parent.into())) }?)
}

pub(super) fn show(gui: PluginGui, plugin: &PluginMainThreadHandle<'_>) -> anyhow::Result<Size> {
    gui.show(plugin)?;
    let size = gui.get_size(plugin).context("the window has no size")?;
    Ok(Size { width: size.width, height: size.height })
}

pub(super) fn resize(gui: PluginGui, plugin: &PluginMainThreadHandle<'_>, size: Size) -> anyhow::Result<()> {
    if !gui.can_resize(plugin) {
        bail!("the window cannot be resized");
    }
    let asked = GuiSize { width: size.width, height: size.height };
    let adjusted = gui.adjust_size(plugin, asked).unwrap_or(asked);
    Ok(gui.set_size(plugin, adjusted)?)
}
