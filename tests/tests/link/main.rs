//! Plugins on a real server whose clock is moved by hand: the worker and its link as they are, without a host.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

mod composed;
mod lost;
mod member;
mod parting;
mod pushed;
mod room;
