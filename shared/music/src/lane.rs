//! Lanes: the eight chairs of the band. What differs between them is data, not code.

use std::fmt;

/// One chair. The order is the order they are shown in everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    Drums,
    Bass,
    Keys,
    Guitar,
    Pad,
    Lead,
    Percussion,
    Extra,
}

/// What a lane is like unless somebody sets it otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Character {
    pub name: &'static str,
    /// MIDI channel, counted from 0; 9 is where General MIDI keeps its drums.
    pub channel: u8,
    /// General MIDI program, counted from 0.
    pub program: u8,
    /// Plays keys that are instruments of a kit, not pitches: never transposed, never folded.
    pub is_kit: bool,
    /// A held note is taken up again when playing starts in its middle.
    pub sustains: bool,
    /// The keys the instrument has, lowest and highest.
    pub range: (u8, u8),
}

impl Lane {
    pub const COUNT: usize = 8;
    pub const ALL: [Lane; Lane::COUNT] = [
        Lane::Drums,
        Lane::Bass,
        Lane::Keys,
        Lane::Guitar,
        Lane::Pad,
        Lane::Lead,
        Lane::Percussion,
        Lane::Extra,
    ];

    pub const fn index(self) -> usize {
        self as usize
    }

    pub const fn from_index(index: usize) -> Option<Lane> {
        if index < Lane::COUNT { Some(Lane::ALL[index]) } else { None }
    }

    pub const fn character(self) -> &'static Character {
        &CHARACTERS[self.index()]
    }

    pub const fn name(self) -> &'static str {
        self.character().name
    }

    /// By name or a usual other name, in any case: `drums`, `DRUM`, `gtr`, `piano`.
    pub fn named(text: &str) -> Option<Lane> {
        let lower = text.trim().to_lowercase();
        let known = NAMES.iter().find(|(name, _)| *name == lower);
        known.map(|(_, lane)| *lane)
    }

    /// The chair a General MIDI program usually sits in.
    pub const fn for_program(program: u8) -> Lane {
        match program {
            0..=23 => Lane::Keys,
            24..=31 => Lane::Guitar,
            32..=39 | 43 | 58 | 87 => Lane::Bass,
            48..=54 | 88..=95 => Lane::Pad,
            40..=42 | 44..=46 | 56..=57 | 59..=86 => Lane::Lead,
            47 | 112..=119 => Lane::Percussion,
            55 | 96..=111 | 120..=u8::MAX => Lane::Extra,
        }
    }
}

impl fmt::Display for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

const fn pitched(name: &'static str, channel: u8, program: u8, sustains: bool, range: (u8, u8)) -> Character {
    Character { name, channel, program, is_kit: false, sustains, range }
}

const fn kit(name: &'static str, channel: u8) -> Character {
    Character { name, channel, program: 0, is_kit: true, sustains: false, range: (27, 87) }
}

static CHARACTERS: [Character; Lane::COUNT] = [
    kit("drums", 9),
    pitched("bass", 0, 33, false, (28, 67)),
    pitched("keys", 1, 0, true, (21, 108)),
    pitched("guitar", 2, 25, false, (40, 88)),
    pitched("pad", 3, 89, true, (36, 96)),
    pitched("lead", 4, 65, false, (48, 96)),
    kit("percussion", 10),
    pitched("extra", 5, 11, false, (0, 127)),
];

const NAMES: &[(&str, Lane)] = &[
    ("drums", Lane::Drums),
    ("drum", Lane::Drums),
    ("kit", Lane::Drums),
    ("drumkit", Lane::Drums),
    ("bass", Lane::Bass),
    ("keys", Lane::Keys),
    ("key", Lane::Keys),
    ("piano", Lane::Keys),
    ("keyboard", Lane::Keys),
    ("organ", Lane::Keys),
    ("comp", Lane::Keys),
    ("guitar", Lane::Guitar),
    ("gtr", Lane::Guitar),
    ("pad", Lane::Pad),
    ("pads", Lane::Pad),
    ("strings", Lane::Pad),
    ("lead", Lane::Lead),
    ("melody", Lane::Lead),
    ("solo", Lane::Lead),
    ("percussion", Lane::Percussion),
    ("perc", Lane::Percussion),
    ("extra", Lane::Extra),
    ("other", Lane::Extra),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_the_index() {
        for (index, lane) in Lane::ALL.into_iter().enumerate() {
            assert_eq!((lane.index(), Lane::from_index(index)), (index, Some(lane)));
            assert_eq!(Lane::named(lane.name()), Some(lane));
        }
        assert_eq!(Lane::from_index(Lane::COUNT), None);
    }

    #[test]
    fn no_two_lanes_share_a_channel() {
        let mut channels: Vec<u8> = Lane::ALL.iter().map(|lane| lane.character().channel).collect();
        channels.sort_unstable();
        channels.dedup();
        assert_eq!(channels.len(), Lane::COUNT);
    }

    #[test]
    fn other_names_and_programs_find_their_chair() {
        for (text, lane) in [(" GTR ", Lane::Guitar), ("Piano", Lane::Keys), ("perc", Lane::Percussion)] {
            assert_eq!(Lane::named(text), Some(lane));
        }
        assert_eq!(Lane::named("kazoo"), None);
        for (program, lane) in [(0, Lane::Keys), (27, Lane::Guitar), (33, Lane::Bass), (48, Lane::Pad)] {
            assert_eq!(Lane::for_program(program), lane);
        }
    }
}
