//! The plugin as the VST3 interface shows it, with the pointers kept inside.
#![allow(unsafe_code, reason = "a C interface: its functions are unsafe to call")]
#![allow(clippy::unnecessary_cast, reason = "its enumerations have a sign on Windows and none elsewhere")]

use std::ffi::{CStr, c_char, c_void};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use anyhow::{Context, bail, ensure};
use vst3::Steinberg::Vst::BusDirections_::kOutput;
use vst3::Steinberg::Vst::MediaTypes_::{kAudio, kEvent};
use vst3::Steinberg::Vst::ParameterInfo_::ParameterFlags_::{kCanAutomate, kIsBypass};
use vst3::Steinberg::Vst::ProcessContext_::{StatesAndFlags, StatesAndFlags_};
use vst3::Steinberg::Vst::ProcessModes_::{kOffline, kRealtime};
use vst3::Steinberg::Vst::SymbolicSampleSizes_::kSample32;
use vst3::Steinberg::Vst::{
    AudioBusBuffers, IAudioProcessor, IAudioProcessorTrait, IComponent, IComponentHandler, IComponentTrait,
    IEditController, IEditControllerTrait, IEventList, IParameterChanges, ParameterInfo, ProcessContext,
    ProcessData, ProcessSetup,
};
use vst3::Steinberg::{
    FUnknown, IBStream, IPlugFrame, IPlugView, IPlugViewContentScaleSupport,
    IPlugViewContentScaleSupportTrait, IPlugViewTrait, IPluginBaseTrait, IPluginFactory, IPluginFactoryTrait,
    PClassInfo, ViewRect, kPlatformTypeX11EmbedWindowID, kResultOk, tresult,
};
use vst3::{ComPtr, ComWrapper, Interface};

use super::given::{Changes, Events, Frame, Handler, Stream};
use crate::block::Transport;
use crate::host::{Mode, Param, Setup, Size};

/// A loaded file; unloaded when the last of its instances is gone.
pub(super) struct Module {
    factory: Option<ComPtr<IPluginFactory>>,
    library: libloading::Library,
}

pub(super) struct PluginClass {
    pub(super) name: String,
    id: [c_char; 16],
}

/// Component, processor and controller of one plugin.
pub(super) struct Instance {
    component: ComPtr<IComponent>,
    processor: ComPtr<IAudioProcessor>,
    controller: ComPtr<IEditController>,
    _module: Arc<Module>,
}

/// One call of `process`.
pub(super) struct Call<'a> {
    pub(super) mode: Mode,
    pub(super) sample_rate: f64,
    pub(super) transport: Option<&'a Transport>,
    pub(super) frames_so_far: i64,
    pub(super) notes_in: &'a ComWrapper<Events>,
    pub(super) notes_out: &'a ComWrapper<Events>,
    pub(super) changes: &'a ComWrapper<Changes>,
}

/// The plugin's window; closed when dropped.
pub(super) struct View {
    view: ComPtr<IPlugView>,
    is_attached: bool,
}

/// A file is entered once, however many instances it has.
static MODULES: Mutex<Vec<(PathBuf, Weak<Module>)>> = Mutex::new(Vec::new());

#[cfg(all(unix, not(target_os = "macos")))]
const DOORS: (&[u8], &[u8]) = (b"ModuleEntry", b"ModuleExit");
#[cfg(target_os = "macos")]
const DOORS: (&[u8], &[u8]) = (b"bundleEntry", b"bundleExit");
#[cfg(windows)]
const DOORS: (&[u8], &[u8]) = (b"InitDll", b"ExitDll");

fn checked(result: tresult, what: &str) -> anyhow::Result<()> {
    ensure!(result == kResultOk, "{what}: the plugin says {result}");
    Ok(())
}

fn text(characters: &[u16]) -> String {
    let end = characters.iter().position(|unit| *unit == 0).unwrap_or(characters.len());
    String::from_utf16_lossy(&characters[..end])
}

impl Module {
    pub(super) fn open(bundle: &Path) -> anyhow::Result<Arc<Module>> {
        let mut modules = MODULES.lock().unwrap_or_else(PoisonError::into_inner);
        modules.retain(|(_, module)| module.strong_count() > 0);
        if let Some(module) = modules.iter().find(|(path, _)| path == bundle).and_then(|(_, m)| m.upgrade()) {
            return Ok(module);
        }
        let module = Arc::new(Module::load(bundle)?);
        modules.push((bundle.to_path_buf(), Arc::downgrade(&module)));
        Ok(module)
    }

    fn load(bundle: &Path) -> anyhow::Result<Module> {
        let file = crate::bundled::vst3_binary(bundle)?;
        // SAFETY: only files that this repository builds are loaded; theirs are the types of VST3's three functions.
        unsafe {
            let library = libloading::Library::new(&file)?;
            let entry: libloading::Symbol<'_, unsafe extern "system" fn(*mut c_void) -> bool> =
                library.get(DOORS.0)?;
            // A handle of the library, which plugins on this framework do not look at.
            ensure!(entry(std::ptr::null_mut()), "the plugin's file does not want to be loaded");
            let get: libloading::Symbol<'_, unsafe extern "system" fn() -> *mut IPluginFactory> =
                library.get(b"GetPluginFactory")?;
            let factory = ComPtr::from_raw(get()).context("the file has no plugin factory")?;
            Ok(Module { factory: Some(factory), library })
        }
    }

    pub(super) fn classes(&self) -> Vec<PluginClass> {
        let Some(factory) = &self.factory else { return Vec::new() };
        // SAFETY: the factory lives, and writes into a class that is ours.
        unsafe {
            let mut info: PClassInfo = std::mem::zeroed();
            let mut classes = Vec::new();
            for index in 0..factory.countClasses() {
                if factory.getClassInfo(index, &mut info) == kResultOk {
                    let name = CStr::from_ptr(info.name.as_ptr()).to_string_lossy().into_owned();
                    classes.push(PluginClass { name, id: info.cid });
                }
            }
            classes
        }
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        self.factory = None;
        // SAFETY: nothing of the module is left.
        unsafe {
            if let Ok(exit) = self.library.get::<unsafe extern "system" fn() -> bool>(DOORS.1) {
                exit();
            }
        }
    }
}

impl Instance {
    pub(super) fn create(
        module: &Arc<Module>,
        class: &PluginClass,
        handler: &ComWrapper<Handler>,
    ) -> anyhow::Result<Instance> {
        let factory = module.factory.as_ref().context("the module was left")?;
        let mut made: *mut c_void = std::ptr::null_mut();
        let wanted = IComponent::IID.as_ptr().cast::<c_char>();
        // SAFETY: both ids are 16 bytes, and what is made is what the second one names.
        let component = unsafe {
            checked(factory.createInstance(class.id.as_ptr(), wanted, &mut made), "createInstance")?;
            ComPtr::from_raw(made.cast::<IComponent>()).context("no component was made")?
        };
        let processor = component.cast().context("the component is no audio processor")?;
        let controller: ComPtr<IEditController> =
            component.cast().context("the component is no controller, and other ones are not looked for")?;
        let handler = handler.to_com_ptr::<IComponentHandler>().context("the handler is one")?;
        // SAFETY: the host's context may be null, and the controller counts its handler.
        unsafe {
            checked(component.initialize(std::ptr::null_mut::<FUnknown>()), "initialize")?;
            checked(controller.setComponentHandler(handler.as_ptr()), "setComponentHandler")?;
        }
        Ok(Instance { component, processor, controller, _module: Arc::clone(module) })
    }

    pub(super) fn params(&self) -> Vec<Param> {
        // SAFETY: the controller lives, and writes into an info that is ours.
        unsafe {
            let mut info: ParameterInfo = std::mem::zeroed();
            let mut all = Vec::new();
            for index in 0..self.controller.getParameterCount() {
                if self.controller.getParameterInfo(index, &mut info) == kResultOk {
                    all.push(param(&info));
                }
            }
            all
        }
    }

    pub(super) fn value(&self, param: u32) -> f64 {
        // SAFETY: the controller lives.
        unsafe { self.controller.getParamNormalized(param) }
    }

    pub(super) fn text(&self, param: u32, normalized: f64) -> String {
        let mut written = [0; 128];
        // SAFETY: the text is ours, and as long as the interface says.
        unsafe { self.controller.getParamStringByValue(param, normalized, &mut written) };
        text(&written)
    }

    pub(super) fn set_value(&self, param: u32, normalized: f64) {
        // SAFETY: the controller lives.
        unsafe { self.controller.setParamNormalized(param, normalized) };
    }

    pub(super) fn save(&self, stream: &ComWrapper<Stream>) -> anyhow::Result<()> {
        let stream = stream.to_com_ptr::<IBStream>().context("a stream is one")?;
        // SAFETY: the stream outlives the call.
        checked(unsafe { self.component.getState(stream.as_ptr()) }, "getState")
    }

    pub(super) fn load(&self, bytes: &ComWrapper<Stream>) -> anyhow::Result<()> {
        let stream = bytes.to_com_ptr::<IBStream>().context("a stream is one")?;
        // SAFETY: the stream outlives both calls.
        unsafe {
            checked(self.component.setState(stream.as_ptr()), "setState")?;
            bytes.rewind();
            checked(self.controller.setComponentState(stream.as_ptr()), "setComponentState")
        }
    }

    pub(super) fn activate(&self, setup: Setup) -> anyhow::Result<()> {
        let mut wanted = ProcessSetup {
            processMode: mode(setup.mode),
            symbolicSampleSize: kSample32 as i32,
            maxSamplesPerBlock: setup.frames_max as i32,
            sampleRate: setup.sample_rate,
        };
        // SAFETY: plain numbers, and the setup outlives the call.
        unsafe {
            self.component.activateBus(kAudio as i32, kOutput as i32, 0, 1);
            self.component.activateBus(kEvent as i32, kOutput as i32, 0, 1);
            checked(self.processor.setupProcessing(&mut wanted), "setupProcessing")?;
            checked(self.component.setActive(1), "setActive")
        }
    }

    pub(super) fn deactivate(&self) -> anyhow::Result<()> {
        // SAFETY: the component lives.
        checked(unsafe { self.component.setActive(0) }, "setActive")
    }

    pub(super) fn set_processing(&self, is_on: bool) {
        // SAFETY: the processor lives. What it answers means nothing to any host.
        unsafe { self.processor.setProcessing(is_on.into()) };
    }

    pub(super) fn process(&self, call: &Call<'_>, [left, right]: [&mut [f32]; 2]) -> anyhow::Result<()> {
        ensure!(left.len() == right.len(), "channels of different lengths");
        let mut context = call.transport.map(|said| context(said, call));
        let frames = left.len() as i32;
        let mut channels = [left.as_mut_ptr(), right.as_mut_ptr()];
        // SAFETY: plain numbers and pointers, for which zero is a value.
        let mut bus: AudioBusBuffers = unsafe { std::mem::zeroed() };
        bus.numChannels = channels.len() as i32;
        bus.__field0.channelBuffers32 = channels.as_mut_ptr();
        let lists = |list: &ComWrapper<Events>| list.as_com_ref::<IEventList>().map(|list| list.as_ptr());
        let changes = call.changes.as_com_ref::<IParameterChanges>().map(|changes| changes.as_ptr());
        let mut data = ProcessData {
            processMode: mode(call.mode),
            symbolicSampleSize: kSample32 as i32,
            numSamples: frames,
            numInputs: 0,
            numOutputs: 1,
            inputs: std::ptr::null_mut(),
            outputs: &mut bus,
            inputParameterChanges: changes.unwrap_or(std::ptr::null_mut()),
            outputParameterChanges: std::ptr::null_mut(),
            inputEvents: lists(call.notes_in).unwrap_or(std::ptr::null_mut()),
            outputEvents: lists(call.notes_out).unwrap_or(std::ptr::null_mut()),
            processContext: context.as_mut().map_or(std::ptr::null_mut(), |context| context),
        };
        // SAFETY: everything it points to outlives the call, and both channels hold `frames` samples.
        checked(unsafe { self.processor.process(&mut data) }, "process")
    }

    pub(super) fn view(&self) -> Option<View> {
        // SAFETY: the name is one of the interface's, and the view comes counted for us.
        let view = unsafe { ComPtr::from_raw(self.controller.createView(c"editor".as_ptr())) };
        view.map(|view| View { view, is_attached: false })
    }
}

fn param(info: &ParameterInfo) -> Param {
    Param {
        id: info.id,
        name: text(&info.title),
        steps: u32::try_from(info.stepCount).unwrap_or(0),
        default: info.defaultNormalizedValue,
        is_bypass: info.flags & kIsBypass as i32 != 0,
        is_automatable: info.flags & kCanAutomate as i32 != 0,
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: the last thing that is asked of it.
        unsafe {
            self.controller.setComponentHandler(std::ptr::null_mut());
            self.component.terminate();
        }
    }
}

fn mode(mode: Mode) -> i32 {
    match mode {
        Mode::Realtime => kRealtime as i32,
        Mode::Offline => kOffline as i32,
    }
}

fn context(said: &Transport, call: &Call<'_>) -> ProcessContext {
    // SAFETY: plain numbers, for which zero is a value.
    let mut context: ProcessContext = unsafe { std::mem::zeroed() };
    let mut flag = |flag: StatesAndFlags, is_set: bool| {
        if is_set {
            context.state |= flag as u32;
        }
    };
    flag(StatesAndFlags_::kPlaying, said.playing);
    flag(StatesAndFlags_::kTempoValid, said.tempo_bpm.is_some());
    flag(StatesAndFlags_::kProjectTimeMusicValid, said.position_beats.is_some());
    flag(StatesAndFlags_::kTimeSigValid, said.meter.is_some());
    flag(StatesAndFlags_::kBarPositionValid, said.bar_start_beats.is_some());
    flag(StatesAndFlags_::kCycleActive, said.loop_beats.is_some());
    flag(StatesAndFlags_::kCycleValid, said.loop_beats.is_some());
    flag(StatesAndFlags_::kContTimeValid, true);
    context.sampleRate = call.sample_rate;
    context.projectTimeSamples = said.position_samples;
    context.continousTimeSamples = call.frames_so_far;
    context.projectTimeMusic = said.position_beats.unwrap_or_default();
    context.barPositionMusic = said.bar_start_beats.unwrap_or_default();
    (context.cycleStartMusic, context.cycleEndMusic) = said.loop_beats.unwrap_or_default();
    context.tempo = said.tempo_bpm.unwrap_or_default();
    let (upper, lower) = said.meter.unwrap_or_default();
    (context.timeSigNumerator, context.timeSigDenominator) = (upper.into(), lower.into());
    context
}

impl View {
    pub(super) fn attach(
        &mut self,
        frame: &ComWrapper<Frame>,
        parent: u32,
        scale: Option<f64>,
    ) -> anyhow::Result<Size> {
        let frame = frame.to_com_ptr::<IPlugFrame>().context("a frame is one")?;
        // SAFETY: the frame is counted by the view, and the window outlives it: the view is closed first.
        unsafe {
            let kind = kPlatformTypeX11EmbedWindowID;
            checked(self.view.isPlatformTypeSupported(kind), "isPlatformTypeSupported")?;
            checked(self.view.setFrame(frame.as_ptr()), "setFrame")?;
            checked(self.view.attached(parent as usize as *mut c_void, kind), "attached")?;
            self.is_attached = true;
            if let Some(scale) = scale {
                let scaling: ComPtr<IPlugViewContentScaleSupport> =
                    self.view.cast().context("the view does not know of scales")?;
                checked(scaling.setContentScaleFactor(scale as f32), "setContentScaleFactor")?;
            }
            let mut rect = ViewRect { left: 0, top: 0, right: 0, bottom: 0 };
            checked(self.view.getSize(&mut rect), "getSize")?;
            let length = |from: i32, to: i32| u32::try_from(to - from).unwrap_or(0);
            Ok(Size { width: length(rect.left, rect.right), height: length(rect.top, rect.bottom) })
        }
    }

    pub(super) fn resize(&self, size: Size) -> anyhow::Result<()> {
        let mut rect = ViewRect { left: 0, top: 0, right: size.width as i32, bottom: size.height as i32 };
        // SAFETY: the rectangle outlives the calls.
        unsafe {
            if self.view.canResize() != kResultOk {
                bail!("the window cannot be resized");
            }
            checked(self.view.checkSizeConstraint(&mut rect), "checkSizeConstraint")?;
            checked(self.view.onSize(&mut rect), "onSize")
        }
    }
}

impl Drop for View {
    fn drop(&mut self) {
        // SAFETY: the view is left as it was found.
        unsafe {
            if self.is_attached {
                self.view.removed();
            }
            self.view.setFrame(std::ptr::null_mut());
        }
    }
}
