//! A little of what the soaks do for long: kills at random points, and a disk that fails at every call in turn.
#![cfg(target_os = "linux")]

mod killed;
mod lied_to;
