//! Files pulled out of the window: how they are named, what is said to whom, and a whole drag on a screen in memory.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

#[cfg(unix)]
mod address;
mod course;
#[cfg(target_os = "linux")]
mod desk;
#[cfg(target_os = "linux")]
mod dragging;
#[cfg(target_os = "linux")]
mod opened;
#[cfg(target_os = "linux")]
mod places;
#[cfg(target_os = "linux")]
mod screen;
#[cfg(target_os = "linux")]
mod target;
mod uri;
