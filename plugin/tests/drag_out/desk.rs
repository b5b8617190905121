//! Parameters that nobody touches.

use ai_band_plugin::editor::desk::{Desk, Dial};

pub struct StillDesk;

impl Desk for StillDesk {
    fn value(&self, _: Dial) -> u8 {
        0
    }
    fn grab(&self, _: Dial) {}
    fn turn(&self, _: Dial, _: u8) {}
    fn release(&self, _: Dial) {}
}
