//! The VST3 host, note output included: what a DAW does with a plugin. The C interface is in `plugin` and `given`.

mod given;
mod plugin;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use vst3::ComWrapper;

use crate::block::Block;
use crate::heard::Heard;
use crate::host::{Host, Mode, Param, Processor, Setup, Size, Wishes};
use given::{Changes, Events, Frame, Handler, Stream};
use plugin::{Instance, Module, View};

/// One instance of a plugin.
pub(crate) struct Vst3Host {
    /// Before the instance: a view belongs to it.
    view: Option<View>,
    instance: Arc<Instance>,
    handler: ComWrapper<Handler>,
    frame: ComWrapper<Frame>,
}

struct Vst3Processor {
    instance: Arc<Instance>,
    mode: Mode,
    sample_rate: f64,
    is_started: bool,
    notes_in: ComWrapper<Events>,
    notes_out: ComWrapper<Events>,
    changes: ComWrapper<Changes>,
    frames_so_far: i64,
}

pub(crate) fn load(path: &Path, name: &str) -> anyhow::Result<Vst3Host> {
    let module = Module::open(path)?;
    let class = module.classes().into_iter().find(|class| class.name == name);
    let class = class.context("the file has no plugin of this name")?;
    let handler = ComWrapper::new(Handler::default());
    let instance = Arc::new(Instance::create(&module, &class, &handler)?);
    Ok(Vst3Host { view: None, instance, handler, frame: ComWrapper::new(Frame::default()) })
}

impl Host for Vst3Host {
    fn params(&mut self) -> Vec<Param> {
        self.instance.params()
    }

    fn value(&mut self, param: u32) -> f64 {
        self.instance.value(param)
    }

    fn text(&mut self, param: u32, normalized: f64) -> String {
        self.instance.text(param, normalized)
    }

    fn set_value(&mut self, param: u32, normalized: f64) {
        self.instance.set_value(param, normalized);
    }

    fn save_state(&mut self) -> anyhow::Result<Vec<u8>> {
        let stream = ComWrapper::new(Stream::default());
        self.instance.save(&stream)?;
        Ok(stream.bytes())
    }

    fn load_state(&mut self, state: &[u8]) -> anyhow::Result<()> {
        self.instance.load(&ComWrapper::new(Stream::of(state)))
    }

    fn activate(&mut self, setup: Setup) -> anyhow::Result<Box<dyn Processor>> {
        self.instance.activate(setup)?;
        Ok(Box::new(Vst3Processor {
            instance: Arc::clone(&self.instance),
            mode: setup.mode,
            sample_rate: setup.sample_rate,
            is_started: false,
            notes_in: ComWrapper::new(Events::default()),
            notes_out: ComWrapper::new(Events::default()),
            changes: ComWrapper::new(Changes::default()),
            frames_so_far: 0,
        }))
    }

    fn deactivate(&mut self) -> anyhow::Result<()> {
        ensure!(Arc::strong_count(&self.instance) == 1, "its processor still exists");
        self.instance.deactivate()
    }

    fn open_editor(&mut self, parent: u32, scale: Option<f64>) -> anyhow::Result<Size> {
        let view = self.view.insert(self.instance.view().context("the plugin has no window")?);
        view.attach(&self.frame, parent, scale)
    }

    fn open_editor_late(&mut self, parent: u32, _later: Duration) -> anyhow::Result<Size> {
        // It is made and shown in one.
        self.open_editor(parent, None)
    }

    fn resize_editor(&mut self, size: Size) -> anyhow::Result<()> {
        self.view.as_ref().context("the window is not open")?.resize(size)
    }

    fn close_editor(&mut self) {
        self.view = None;
    }

    fn idle(&mut self) {
        self.frame.run();
    }

    fn wishes(&self) -> Wishes {
        Wishes { restarts: self.handler.restarts(), callbacks: self.frame.runs(), size: self.frame.size() }
    }
}

impl Processor for Vst3Processor {
    fn process(&mut self, block: &Block) -> anyhow::Result<Heard> {
        // The first block comes on the audio thread: that is where processing starts.
        if !std::mem::replace(&mut self.is_started, true) {
            self.instance.set_processing(true);
        }
        self.notes_in.fill(&block.notes);
        self.notes_out.clear(block.notes_out_max);
        self.changes.fill(&block.changes);
        let mut heard = Heard::silent(block.frames as usize);
        let [left, right] = &mut heard.audio;
        let call = plugin::Call {
            mode: self.mode,
            sample_rate: self.sample_rate,
            transport: block.transport.as_ref(),
            frames_so_far: self.frames_so_far,
            notes_in: &self.notes_in,
            notes_out: &self.notes_out,
            changes: &self.changes,
        };
        self.instance.process(&call, [left, right])?;
        self.frames_so_far += i64::from(block.frames);
        heard.notes = self.notes_out.notes();
        Ok(heard)
    }

    fn reset(&mut self) {
        self.instance.set_processing(false);
        self.instance.set_processing(true);
    }
}

impl Drop for Vst3Processor {
    fn drop(&mut self) {
        if self.is_started {
            self.instance.set_processing(false);
        }
    }
}
