//! What a VST3 host finds in the file: the framework's component, which learns here in time whether it is rendered.
//!
//! The framework's `setupProcessing` keeps what the host sets up together with the mode of the setup *before*, so the
//! second of two calls with one setup keeps the right one. It does nothing else, so every component gets a table of
//! its functions in which that one is called twice. The framework's own factory cannot be given such a component, hence
//! ours; what it tells of the plugin is the framework's. Why so, and what else was thought of:
//! `docs/decisions/0011-said-twice.md`.
#![allow(unsafe_code, reason = "a C interface: its functions are unsafe to call")]

use std::ffi::c_void;
use std::sync::OnceLock;

use nice_plug::wrapper::setup_logger;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{IAudioProcessor, IAudioProcessorVtbl, ProcessSetup};
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    FIDString, FUnknown, IPluginFactory, IPluginFactory2, IPluginFactory2Trait, IPluginFactory3,
    IPluginFactory3Trait, IPluginFactoryTrait, PClassInfo, PClassInfo2, PClassInfoW, PFactoryInfo, TUID,
    int32, kInvalidArgument, kNotInitialized, kResultOk, tresult,
};
use nice_plug::wrapper::vst3::vst3::{Class, ComWrapper};
use nice_plug::wrapper::vst3::{PluginInfo, Wrapper};

use crate::plugin::AiBand;

/// Of the one plugin in the file.
struct Factory(PluginInfo);

/// As the framework has it, and ours.
struct Tables {
    framework: IAudioProcessorVtbl,
    ours: IAudioProcessorVtbl,
}

static TABLES: OnceLock<Tables> = OnceLock::new();

/// The functions of this component's audio processor are ours from now on. Nobody else may know of it yet.
fn tell_in_time(component: &ComWrapper<Wrapper<AiBand>>) {
    let Some(processor) = component.as_com_ref::<IAudioProcessor>() else { return };
    let processor = processor.as_ptr();
    // SAFETY: an interface is a pointer to its table, which the framework keeps for ever, as `TABLES` does. The pointer
    // is the component's own memory, reached from its `Arc` as the framework does; no other thread and no reference
    // looks at it, because the component has only just been made.
    unsafe {
        let framework = *(*processor).vtbl;
        let ours = IAudioProcessorVtbl { setupProcessing: setup_processing, ..framework };
        (*processor).vtbl = &TABLES.get_or_init(|| Tables { framework, ours }).ours;
    }
}

unsafe extern "system" fn setup_processing(this: *mut IAudioProcessor, setup: *mut ProcessSetup) -> tresult {
    let Some(Tables { framework, .. }) = TABLES.get() else { return kNotInitialized };
    // SAFETY: whoever calls this keeps the promises that the framework's function asks for; it frees nothing and writes
    // nothing of the host's, so the second call is as good as the first.
    unsafe {
        (framework.setupProcessing)(this, setup);
        (framework.setupProcessing)(this, setup)
    }
}

impl Class for Factory {
    type Interfaces = (IPluginFactory, IPluginFactory2, IPluginFactory3);
}

impl Factory {
    fn new() -> Factory {
        Factory(PluginInfo::for_plugin::<AiBand>())
    }
}

/// # Safety
/// `place` is null, or the host's and to be written to.
unsafe fn tell<T>(class: int32, place: *mut T, info: T) -> tresult {
    if class != 0 || place.is_null() {
        return kInvalidArgument;
    }
    // SAFETY: the caller says so.
    unsafe { place.write(info) };
    kResultOk
}

impl IPluginFactoryTrait for Factory {
    unsafe fn getFactoryInfo(&self, info: *mut PFactoryInfo) -> tresult {
        // SAFETY: `info` is the host's, or null.
        unsafe { tell(0, info, self.0.create_factory_info()) }
    }

    unsafe fn countClasses(&self) -> int32 {
        1
    }

    unsafe fn getClassInfo(&self, index: int32, info: *mut PClassInfo) -> tresult {
        // SAFETY: `info` is the host's, or null.
        unsafe { tell(index, info, self.0.create_class_info()) }
    }

    unsafe fn createInstance(
        &self,
        class: FIDString,
        interface: FIDString,
        made: *mut *mut c_void,
    ) -> tresult {
        if class.is_null() || interface.is_null() || made.is_null() {
            return kInvalidArgument;
        }
        // SAFETY: ids are 16 bytes.
        if unsafe { *class.cast::<[u8; 16]>() } != *self.0.cid {
            return kInvalidArgument;
        }
        let component = ComWrapper::new(Wrapper::<AiBand>::new());
        tell_in_time(&component);
        let Some(unknown) = component.as_com_ref::<FUnknown>() else { return kNotInitialized };
        let unknown = unknown.as_ptr();
        // SAFETY: the component lives; what is asked for is counted for the host, and written where it says.
        unsafe { ((*(*unknown).vtbl).queryInterface)(unknown, interface.cast::<TUID>(), made) }
    }
}

impl IPluginFactory2Trait for Factory {
    unsafe fn getClassInfo2(&self, index: int32, info: *mut PClassInfo2) -> tresult {
        // SAFETY: `info` is the host's, or null.
        unsafe { tell(index, info, self.0.create_class_info_2()) }
    }
}

impl IPluginFactory3Trait for Factory {
    unsafe fn getClassInfoUnicode(&self, index: int32, info: *mut PClassInfoW) -> tresult {
        // SAFETY: `info` is the host's, or null.
        unsafe { tell(index, info, self.0.create_class_info_unicode()) }
    }

    unsafe fn setHostContext(&self, _: *mut FUnknown) -> tresult {
        kResultOk
    }
}

/// The host lets go of what it gets here.
#[unsafe(no_mangle)]
extern "system" fn GetPluginFactory() -> *mut c_void {
    let factory = ComWrapper::new(Factory::new()).to_com_ptr::<IPluginFactory>();
    factory.map_or(std::ptr::null_mut(), |factory| factory.into_raw().cast())
}

/// What a host calls before anything else in the file, and after everything, has another name on every system.
macro_rules! doors {
    ($entry:ident($($handle:ty)?), $exit:ident) => {
        #[unsafe(no_mangle)]
        extern "system" fn $entry($(_: $handle)?) -> bool {
            setup_logger::<AiBand>();
            true
        }

        #[unsafe(no_mangle)]
        extern "system" fn $exit() -> bool {
            true
        }
    };
}

#[cfg(all(unix, not(target_os = "macos")))]
doors!(ModuleEntry(*mut c_void), ModuleExit);
#[cfg(target_os = "macos")]
doors!(bundleEntry(*mut c_void), bundleExit);
#[cfg(windows)]
doors!(InitDll(), ExitDll);
