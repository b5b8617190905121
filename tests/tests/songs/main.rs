//! The judge of whole songs: that it can hear every fault, and that songs by chance have none.

mod broken;
mod flawless;
mod writing;
