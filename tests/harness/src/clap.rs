//! The CLAP host: `clack-host` holds the C interface, this file says what a DAW does with it.

mod processor;
mod told;
mod window;

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use clack_extensions::gui::{GuiSize, HostGui, HostGuiImpl, PluginGui};
use clack_extensions::params::{
    HostParams, HostParamsImplMainThread, HostParamsImplShared, ParamClearFlags, ParamInfoBuffer,
    ParamInfoFlags, ParamRescanFlags, PluginParams,
};
use clack_extensions::render::{PluginRender, RenderMode};
use clack_extensions::state::{HostState, HostStateImpl, PluginState};
use clack_host::events::event_types::ParamValueEvent;
use clack_host::prelude::*;

use crate::host::{Host, Mode, Param, Processor, Setup, Size, Wishes};

/// One instance of a plugin.
pub(crate) struct ClapHost {
    instance: PluginInstance<Handlers>,
    params: PluginParams,
    state: PluginState,
    gui: Option<PluginGui>,
    ranges: Vec<Range>,
    has_window: bool,
}

/// CLAP's parameters have a range of their own; ours go from 0 to 1.
#[derive(Clone, Copy, Debug)]
struct Range {
    id: ClapId,
    low: f64,
    high: f64,
}

pub(crate) struct Handlers;

/// What the plugin asks of its host, from any thread.
#[derive(Default)]
pub(crate) struct Shared {
    restarts: AtomicU32,
    callbacks: AtomicU32,
    callbacks_done: AtomicU32,
    width: AtomicU32,
    height: AtomicU32,
}

pub(crate) struct MainThread;

impl HostHandlers for Handlers {
    type Shared<'a> = Shared;
    type MainThread<'a> = MainThread;
    type AudioProcessor<'a> = ();

    fn declare_extensions(builder: &mut HostExtensions<'_, Self>, _shared: &Self::Shared<'_>) {
        builder.register::<HostGui>().register::<HostParams>().register::<HostState>();
    }
}

impl SharedHandler<'_> for Shared {
    fn request_restart(&self) {
        self.restarts.fetch_add(1, Ordering::Relaxed);
    }

    fn request_process(&self) {}

    fn request_callback(&self) {
        self.callbacks.fetch_add(1, Ordering::Release);
    }
}

impl MainThreadHandler<'_> for MainThread {}

impl HostStateImpl for MainThread {
    fn mark_dirty(&self) {}
}

impl HostParamsImplShared for Shared {
    fn request_flush(&self) {}
}

impl HostParamsImplMainThread for MainThread {
    fn rescan(&self, _flags: ParamRescanFlags) {}

    fn clear(&self, _param: ClapId, _flags: ParamClearFlags) {}
}

impl HostGuiImpl for Shared {
    fn resize_hints_changed(&self) {}

    fn request_resize(&self, size: GuiSize) -> Result<(), HostError> {
        self.width.store(size.width, Ordering::Relaxed);
        self.height.store(size.height, Ordering::Relaxed);
        Ok(())
    }

    fn request_show(&self) -> Result<(), HostError> {
        Ok(())
    }

    fn request_hide(&self) -> Result<(), HostError> {
        Ok(())
    }

    fn closed(&self, _was_destroyed: bool) {}
}

#[allow(unsafe_code, reason = "a file from disk becomes code of this process")]
pub(crate) fn load(path: &Path, name: &str) -> anyhow::Result<ClapHost> {
    // SAFETY: only files that this repository builds are loaded, and they speak CLAP or fail the tests.
    let entry = unsafe { PluginEntry::load(path) }?;
    let factory = entry.get_plugin_factory().context("the file has no plugin factory")?;
    let descriptor = factory
        .plugin_descriptors()
        .find(|descriptor| descriptor.name().is_some_and(|found| found.to_bytes() == name.as_bytes()))
        .context("the file has no plugin of this name")?;
    let id = descriptor.id().context("the plugin has no id")?;
    let info = HostInfo::new("AI Band test host", "AI Band", "", env!("CARGO_PKG_VERSION"))?;
    let mut instance =
        PluginInstance::<Handlers>::new(|()| Shared::default(), |_| MainThread, &entry, id, &info)?;
    let plugin = instance.plugin_shared_handle();
    let params = plugin.get_extension().context("no parameters extension")?;
    let state = plugin.get_extension().context("no state extension")?;
    let gui = plugin.get_extension();
    let ranges = ranges(&mut instance, &params);
    Ok(ClapHost { instance, params, state, gui, ranges, has_window: false })
}

fn ranges(instance: &mut PluginInstance<Handlers>, params: &PluginParams) -> Vec<Range> {
    let handle = instance.plugin_handle();
    let mut buffer = ParamInfoBuffer::new();
    (0..params.count(&handle))
        .filter_map(|index| {
            let info = params.get_info(&handle, index, &mut buffer)?;
            Some(Range { id: info.id, low: info.min_value, high: info.max_value })
        })
        .collect()
}

impl Range {
    fn plain(self, normalized: f64) -> f64 {
        self.low + normalized * (self.high - self.low)
    }

    fn normalized(self, plain: f64) -> f64 {
        (plain - self.low) / (self.high - self.low)
    }
}

impl ClapHost {
    fn range(&self, param: u32) -> Range {
        let found = self.ranges.iter().find(|range| range.id.get() == param);
        *found.unwrap_or_else(|| panic!("the plugin has no parameter {param}"))
    }
}

impl Host for ClapHost {
    fn params(&mut self) -> Vec<Param> {
        let handle = self.instance.plugin_handle();
        let mut buffer = ParamInfoBuffer::new();
        (0..self.params.count(&handle))
            .filter_map(|index| {
                let info = self.params.get_info(&handle, index, &mut buffer)?;
                let width = info.max_value - info.min_value;
                Some(Param {
                    id: info.id.get(),
                    name: String::from_utf8_lossy(info.name).into_owned(),
                    steps: if info.flags.contains(ParamInfoFlags::IS_STEPPED) { width as u32 } else { 0 },
                    default: (info.default_value - info.min_value) / width,
                    is_bypass: info.flags.contains(ParamInfoFlags::IS_BYPASS),
                    is_automatable: info.flags.contains(ParamInfoFlags::IS_AUTOMATABLE),
                })
            })
            .collect()
    }

    fn value(&mut self, param: u32) -> f64 {
        let range = self.range(param);
        let plain = self.params.get_value(&self.instance.plugin_handle(), range.id);
        range.normalized(plain.expect("the plugin listed this parameter"))
    }

    fn text(&mut self, param: u32, normalized: f64) -> String {
        let range = self.range(param);
        let mut buffer = [0; 256];
        let handle = self.instance.plugin_handle();
        let text = self.params.value_to_text(&handle, range.id, range.plain(normalized), &mut buffer);
        text.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    fn set_value(&mut self, param: u32, normalized: f64) {
        let range = self.range(param);
        let event = ParamValueEvent::new(0, range.id, Pckn::match_all(), range.plain(normalized));
        let mut inactive = self.instance.inactive_plugin_handle().expect("no processor exists");
        let (events, mut answers) = ([event], EventBuffer::new());
        self.params.flush(&mut inactive, &InputEvents::from_buffer(&events), &mut answers.as_output());
    }

    fn save_state(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.state.save(&self.instance.plugin_handle(), &mut bytes)?;
        Ok(bytes)
    }

    fn load_state(&mut self, state: &[u8]) -> anyhow::Result<()> {
        Ok(self.state.load(&self.instance.plugin_handle(), &mut &state[..])?)
    }

    fn activate(&mut self, setup: Setup) -> anyhow::Result<Box<dyn Processor>> {
        let render: Option<PluginRender> = self.instance.plugin_shared_handle().get_extension();
        let mode = match setup.mode {
            Mode::Realtime => RenderMode::Realtime,
            Mode::Offline => RenderMode::Offline,
        };
        if let Some(render) = render {
            render.set(&self.instance.plugin_handle(), mode)?;
        } else if setup.mode == Mode::Offline {
            bail!("the plugin has no render extension");
        }
        let configuration = PluginAudioConfiguration {
            sample_rate: setup.sample_rate,
            min_frames_count: 1,
            max_frames_count: setup.frames_max,
        };
        let stopped = self.instance.activate(|_, _| (), configuration)?;
        Ok(Box::new(processor::ClapProcessor::new(stopped, self.ranges.clone())))
    }

    fn deactivate(&mut self) -> anyhow::Result<()> {
        Ok(self.instance.try_deactivate()?)
    }

    fn open_editor(&mut self, parent: u32, scale: Option<f64>) -> anyhow::Result<Size> {
        let gui = self.gui.ok_or_else(|| anyhow!("the plugin has no window"))?;
        let plugin = self.instance.plugin_handle();
        window::put_into(gui, &plugin, parent, scale)?;
        self.has_window = true;
        window::show(gui, &plugin)
    }

    fn open_editor_late(&mut self, parent: u32, later: Duration) -> anyhow::Result<Size> {
        let gui = self.gui.ok_or_else(|| anyhow!("the plugin has no window"))?;
        let plugin = self.instance.plugin_handle();
        window::put_into(gui, &plugin, parent, None)?;
        self.has_window = true;
        std::thread::sleep(later);
        window::show(gui, &plugin)
    }

    fn resize_editor(&mut self, size: Size) -> anyhow::Result<()> {
        let gui = self.gui.ok_or_else(|| anyhow!("the plugin has no window"))?;
        window::resize(gui, &self.instance.plugin_handle(), size)
    }

    fn close_editor(&mut self) {
        if let Some(gui) = self.gui.filter(|_| std::mem::take(&mut self.has_window)) {
            gui.destroy(&self.instance.plugin_handle());
        }
    }

    fn idle(&mut self) {
        let (asked, done) = self.instance.access_shared_handler(|shared| {
            let asked = shared.callbacks.load(Ordering::Acquire);
            (asked, shared.callbacks_done.swap(asked, Ordering::Relaxed))
        });
        if asked != done {
            self.instance.call_on_main_thread_callback();
        }
    }

    fn wishes(&self) -> Wishes {
        self.instance.access_shared_handler(|shared| {
            let (width, height) =
                (shared.width.load(Ordering::Relaxed), shared.height.load(Ordering::Relaxed));
            Wishes {
                restarts: shared.restarts.load(Ordering::Relaxed),
                callbacks: shared.callbacks.load(Ordering::Relaxed),
                size: (width > 0).then_some(Size { width, height }),
            }
        })
    }
}

impl Drop for ClapHost {
    fn drop(&mut self) {
        self.close_editor();
    }
}
