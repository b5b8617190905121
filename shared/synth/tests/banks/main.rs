//! Banks on disk: where they are found, how the default one is kept, what happens to damaged ones.
#![allow(unreachable_pub, reason = "a test binary has no public face: `pub` here means for the other files")]

mod choosing;
mod folder;
mod keeping;
mod looking;
