//! What the VST3 host hands to the plugin: streams, lists of notes and of moves, and ears for its wishes.
#![allow(unsafe_code, reason = "a C interface: its functions are unsafe to implement")]
#![allow(clippy::unnecessary_cast, reason = "its enumerations have a sign on Windows and none elsewhere")]

mod events;

use std::collections::BTreeMap;
use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use vst3::Steinberg::IBStream_::IStreamSeekMode_::{kIBSeekCur, kIBSeekEnd, kIBSeekSet};
use vst3::Steinberg::Linux::{
    FileDescriptor, IEventHandler, IEventHandlerTrait, IRunLoop, IRunLoopTrait, ITimerHandler,
    ITimerHandlerTrait, TimerInterval,
};
use vst3::Steinberg::Vst::{
    IComponentHandler, IComponentHandlerTrait, IParamValueQueue, IParamValueQueueTrait, IParameterChanges,
    IParameterChangesTrait, ParamID, ParamValue,
};
use vst3::Steinberg::{
    IBStream, IBStreamTrait, IPlugFrame, IPlugFrameTrait, IPlugView, ViewRect, int32, int64,
    kInvalidArgument, kNotImplemented, kResultFalse, kResultOk, tresult,
};
use vst3::{Class, ComPtr, ComRef, ComWrapper};

use crate::block::Change;
use crate::host::Size;
pub(super) use events::Events;

/// A panic of one test's thread leaves nothing half done here.
fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes in memory, with a place to read and write at.
#[derive(Default)]
pub(super) struct Stream {
    inside: Mutex<(Vec<u8>, usize)>,
}

impl Stream {
    pub(super) fn of(bytes: &[u8]) -> Stream {
        Stream { inside: Mutex::new((bytes.to_vec(), 0)) }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        open(&self.inside).0.clone()
    }

    pub(super) fn rewind(&self) {
        open(&self.inside).1 = 0;
    }
}

impl Class for Stream {
    type Interfaces = (IBStream,);
}

impl IBStreamTrait for Stream {
    unsafe fn read(&self, buffer: *mut c_void, wanted: int32, count: *mut int32) -> tresult {
        let mut inside = open(&self.inside);
        let (bytes, place) = &mut *inside;
        let taken = usize::try_from(wanted).unwrap_or(0).min(bytes.len() - *place);
        // SAFETY: the caller's buffer holds `wanted` bytes, and no more than that are copied.
        unsafe { std::ptr::copy_nonoverlapping(bytes[*place..].as_ptr(), buffer.cast(), taken) };
        *place += taken;
        // SAFETY: null or the caller's number.
        if let Some(count) = unsafe { count.as_mut() } {
            *count = taken as int32;
        }
        kResultOk
    }

    unsafe fn write(&self, buffer: *mut c_void, given: int32, count: *mut int32) -> tresult {
        let mut inside = open(&self.inside);
        let (bytes, place) = &mut *inside;
        let length = usize::try_from(given).unwrap_or(0);
        // SAFETY: the caller's buffer holds `given` bytes.
        let new = unsafe { std::slice::from_raw_parts(buffer.cast::<u8>(), length) };
        bytes.truncate(*place);
        bytes.extend_from_slice(new);
        *place = bytes.len();
        // SAFETY: null or the caller's number.
        if let Some(count) = unsafe { count.as_mut() } {
            *count = given;
        }
        kResultOk
    }

    #[allow(non_upper_case_globals, reason = "the names of the interface")]
    unsafe fn seek(&self, offset: int64, mode: int32, result: *mut int64) -> tresult {
        let mut inside = open(&self.inside);
        let (bytes, place) = &mut *inside;
        let base = match mode.try_into().unwrap_or(u32::MAX) {
            kIBSeekSet => 0,
            kIBSeekCur => *place as i64,
            kIBSeekEnd => bytes.len() as i64,
            _ => return kInvalidArgument,
        };
        *place = (base + offset).clamp(0, bytes.len() as i64) as usize;
        // SAFETY: null or the caller's number.
        if let Some(result) = unsafe { result.as_mut() } {
            *result = *place as i64;
        }
        kResultOk
    }

    unsafe fn tell(&self, result: *mut int64) -> tresult {
        // SAFETY: null or the caller's number.
        let Some(result) = (unsafe { result.as_mut() }) else { return kInvalidArgument };
        *result = open(&self.inside).1 as i64;
        kResultOk
    }
}

/// The moves of one parameter.
pub(super) struct Queue {
    param: ParamID,
    points: Vec<(int32, ParamValue)>,
}

impl Class for Queue {
    type Interfaces = (IParamValueQueue,);
}

impl IParamValueQueueTrait for Queue {
    unsafe fn getParameterId(&self) -> ParamID {
        self.param
    }

    unsafe fn getPointCount(&self) -> int32 {
        self.points.len() as int32
    }

    unsafe fn getPoint(&self, index: int32, sample: *mut int32, value: *mut ParamValue) -> tresult {
        let point = usize::try_from(index).ok().and_then(|index| self.points.get(index));
        // SAFETY: null or the caller's numbers.
        match (point, unsafe { (sample.as_mut(), value.as_mut()) }) {
            (Some(point), (Some(sample), Some(value))) => {
                (*sample, *value) = *point;
                kResultOk
            }
            _ => kInvalidArgument,
        }
    }

    unsafe fn addPoint(&self, _sample: int32, _value: ParamValue, _index: *mut int32) -> tresult {
        kNotImplemented
    }
}

/// The moves of all parameters in one block.
#[derive(Default)]
pub(super) struct Changes {
    queues: Mutex<Vec<ComWrapper<Queue>>>,
}

impl Changes {
    pub(super) fn fill(&self, changes: &[Change]) {
        let mut by_param: BTreeMap<ParamID, Vec<(int32, ParamValue)>> = BTreeMap::new();
        for change in changes {
            by_param.entry(change.param).or_default().push((change.sample as int32, change.normalized));
        }
        let queues = by_param.into_iter().map(|(param, points)| ComWrapper::new(Queue { param, points }));
        *open(&self.queues) = queues.collect();
    }
}

impl Class for Changes {
    type Interfaces = (IParameterChanges,);
}

impl IParameterChangesTrait for Changes {
    unsafe fn getParameterCount(&self) -> int32 {
        open(&self.queues).len() as int32
    }

    unsafe fn getParameterData(&self, index: int32) -> *mut IParamValueQueue {
        let queues = open(&self.queues);
        let queue = usize::try_from(index).ok().and_then(|index| queues.get(index));
        let queue = queue.and_then(ComWrapper::as_com_ref::<IParamValueQueue>);
        queue.map_or(std::ptr::null_mut(), |queue| queue.as_ptr())
    }

    unsafe fn addParameterData(&self, _id: *const ParamID, _index: *mut int32) -> *mut IParamValueQueue {
        std::ptr::null_mut()
    }
}

/// Hears what the plugin wants of the host.
#[derive(Default)]
pub(super) struct Handler {
    restarts: AtomicU32,
}

impl Handler {
    pub(super) fn restarts(&self) -> u32 {
        self.restarts.load(Ordering::Relaxed)
    }
}

impl Class for Handler {
    type Interfaces = (IComponentHandler,);
}

impl IComponentHandlerTrait for Handler {
    unsafe fn beginEdit(&self, _id: ParamID) -> tresult {
        kResultOk
    }

    unsafe fn performEdit(&self, _id: ParamID, _value: ParamValue) -> tresult {
        kResultOk
    }

    unsafe fn endEdit(&self, _id: ParamID) -> tresult {
        kResultOk
    }

    unsafe fn restartComponent(&self, _flags: int32) -> tresult {
        self.restarts.fetch_add(1, Ordering::Relaxed);
        kResultOk
    }
}

/// What is around the plugin's window: its frame, and the loop that runs things on the main thread.
#[derive(Default)]
pub(super) struct Frame {
    size: Mutex<Option<Size>>,
    handlers: Mutex<Vec<(ComPtr<IEventHandler>, FileDescriptor)>>,
    timers: Mutex<Vec<ComPtr<ITimerHandler>>>,
    runs: AtomicU32,
}

impl Frame {
    pub(super) fn size(&self) -> Option<Size> {
        *open(&self.size)
    }

    pub(super) fn runs(&self) -> u32 {
        self.runs.load(Ordering::Relaxed)
    }

    /// Wakes everybody, whether their descriptor has something to read or not: reading nothing does no harm.
    pub(super) fn run(&self) {
        let handlers = open(&self.handlers).clone();
        for (handler, descriptor) in handlers {
            self.runs.fetch_add(1, Ordering::Relaxed);
            // SAFETY: the plugin gave it to be called with just this descriptor.
            unsafe { handler.onFDIsSet(descriptor) };
        }
        let timers = open(&self.timers).clone();
        for timer in timers {
            // SAFETY: the plugin gave it to be called.
            unsafe { timer.onTimer() };
        }
    }
}

impl Class for Frame {
    type Interfaces = (IPlugFrame, IRunLoop);
}

impl IPlugFrameTrait for Frame {
    unsafe fn resizeView(&self, _view: *mut IPlugView, size: *mut ViewRect) -> tresult {
        // SAFETY: null or the caller's rectangle.
        let Some(size) = (unsafe { size.as_ref() }) else { return kInvalidArgument };
        let length = |from: int32, to: int32| u32::try_from(to - from).unwrap_or(0);
        let size = Size { width: length(size.left, size.right), height: length(size.top, size.bottom) };
        *open(&self.size) = Some(size);
        kResultOk
    }
}

impl IRunLoopTrait for Frame {
    unsafe fn registerEventHandler(
        &self,
        handler: *mut IEventHandler,
        descriptor: FileDescriptor,
    ) -> tresult {
        // SAFETY: null or an object that lives while it is registered.
        let Some(handler) = (unsafe { ComRef::from_raw(handler) }) else { return kInvalidArgument };
        open(&self.handlers).push((handler.to_com_ptr(), descriptor));
        kResultOk
    }

    unsafe fn unregisterEventHandler(&self, handler: *mut IEventHandler) -> tresult {
        let mut handlers = open(&self.handlers);
        let before = handlers.len();
        handlers.retain(|(known, _)| known.as_ptr() != handler);
        if handlers.len() < before { kResultOk } else { kResultFalse }
    }

    unsafe fn registerTimer(&self, timer: *mut ITimerHandler, _every: TimerInterval) -> tresult {
        // SAFETY: null or an object that lives while it is registered.
        let Some(timer) = (unsafe { ComRef::from_raw(timer) }) else { return kInvalidArgument };
        open(&self.timers).push(timer.to_com_ptr());
        kResultOk
    }

    unsafe fn unregisterTimer(&self, timer: *mut ITimerHandler) -> tresult {
        open(&self.timers).retain(|known| known.as_ptr() != timer);
        kResultOk
    }
}
