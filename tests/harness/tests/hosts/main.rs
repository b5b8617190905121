//! The bundled files in two hosts: what a DAW does to a plugin, and what it must hear.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

// As the plugin's own tests, whose files some of these are, call it.
#[cfg(target_os = "linux")]
extern crate plugin as ai_band_plugin;

use harness::Format;

/// One test a format, with the format in its name.
macro_rules! in_both_hosts {
    ($($(#[$attribute:meta])* fn $name:ident($format:ident) $body:block)*) => {
        $(fn $name($format: harness::Format) $body)*

        mod clap {
            $($(#[$attribute])* #[test] fn $name() { super::$name(harness::Format::Clap); })*
        }

        mod vst3 {
            $($(#[$attribute])* #[test] fn $name() { super::$name(harness::Format::Vst3); })*
        }
    };
}

mod abandoned;
#[cfg(target_os = "linux")]
#[path = "../../../../plugin/tests/drag_out/address.rs"]
mod address;
#[cfg(target_os = "linux")]
mod approval;
#[cfg(target_os = "linux")]
mod audition;
mod automation;
mod chance;
mod changes;
#[cfg(target_os = "linux")]
#[path = "../../../../plugin/tests/drag_out/desk.rs"]
mod desk;
#[cfg(target_os = "linux")]
mod drag_out;
mod ends;
mod exact;
#[cfg(target_os = "linux")]
mod faults;
mod guard;
mod life;
mod mirror;
#[cfg(target_os = "linux")]
#[path = "../../../../plugin/tests/drag_out/places.rs"]
mod places;
mod project;
mod refusing;
mod strangers;
#[cfg(target_os = "linux")]
#[allow(dead_code, reason = "the plugin's own tests open more kinds of targets")]
#[path = "../../../../plugin/tests/drag_out/target.rs"]
mod target;
mod thru;
mod transport;
mod tune;
#[cfg(target_os = "linux")]
mod twin;
#[cfg(target_os = "linux")]
mod window;

/// The other format: what one host saved, the other must be able to open.
fn other(format: Format) -> Format {
    match format {
        Format::Clap => Format::Vst3,
        Format::Vst3 => Format::Clap,
    }
}
