//! A plugin's link and a server that lets other machines in, over TLS on this one: paired, known again, thrown out.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

mod coming;
mod going;
mod machine;
mod studio;
