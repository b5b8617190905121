//! Which instrument each of General MIDI's programs gets: its own, or the nearest.

use super::builder::Builder;

pub(super) struct Instruments {
    pub(super) piano: u16,
    pub(super) electric_piano: u16,
    pub(super) organ: u16,
    pub(super) nylon: u16,
    pub(super) clean: u16,
    pub(super) upright: u16,
    pub(super) finger: u16,
    pub(super) strings: u16,
    pub(super) pad: u16,
}

/// All 128, so that any player finds something under every number.
pub(super) fn add(builder: &mut Builder, instruments: &Instruments) {
    for number in 0..128 {
        let (name, instrument) = instruments.of(number);
        builder.preset(name, 0, number, instrument);
    }
}

impl Instruments {
    fn of(&self, number: u8) -> (&'static str, u16) {
        match number {
            0..=3 | 6 | 7 => ("Piano", self.piano),
            4 | 5 | 8..=15 | 98 | 108 | 112..=115 => ("Electric Piano", self.electric_piano),
            16..=23 | 64..=79 | 82 | 109 => ("Organ", self.organ),
            24 | 25 | 45 | 46 | 104..=107 => ("Nylon Guitar", self.nylon),
            26..=31 | 120 => ("Clean Guitar", self.clean),
            32 | 35 | 43 => ("Upright Bass", self.upright),
            33 | 34 | 36..=39 | 87 => ("Finger Bass", self.finger),
            40..=42 | 44 | 47..=51 | 55..=63 | 110 | 111 => ("Strings", self.strings),
            _ => ("Pad", self.pad),
        }
    }
}
