//! Bundled plugins in one session of a real server: different chairs, one beat, whoever leads, comes, goes or is killed;
//! and one that comes from another machine, with a code.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

// As the plugin's own tests, whose files some of these are, call it.
#[cfg(target_os = "linux")]
extern crate plugin as ai_band_plugin;

#[cfg(target_os = "linux")]
mod abroad;
mod band;
mod crowd;
#[cfg(target_os = "linux")]
#[path = "../../../../plugin/tests/drag_out/desk.rs"]
mod desk;
mod leading;
mod measure;
#[cfg(target_os = "linux")]
#[allow(dead_code, reason = "the plugin's own tests look at other pages too")]
#[path = "../../../../plugin/tests/drag_out/places.rs"]
mod places;
mod studio;
mod together;
