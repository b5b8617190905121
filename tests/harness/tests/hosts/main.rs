//! The bundled files in two hosts: what a DAW does to a plugin, and what it must hear.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

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
mod automation;
mod chance;
mod ends;
mod exact;
mod life;
mod mirror;
mod project;
mod strangers;
mod transport;
mod tune;
#[cfg(target_os = "linux")]
mod window;

/// The other format: what one host saved, the other must be able to open.
fn other(format: Format) -> Format {
    match format {
        Format::Clap => Format::Vst3,
        Format::Vst3 => Format::Clap,
    }
}
