//! Feel: how the band counts the bars that follow.

use std::fmt;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Feel {
    /// What the style does by itself.
    #[default]
    Normal,
    HalfTime,
    DoubleTime,
    Straight,
    Swing,
    /// Two to the bar, as in the first chorus of a swing tune.
    InTwo,
    /// Four to the bar: walking.
    InFour,
    /// The band plays the first beat and stops.
    StopTime,
}

impl Feel {
    pub const ALL: [Feel; 8] = [
        Feel::Normal,
        Feel::HalfTime,
        Feel::DoubleTime,
        Feel::Straight,
        Feel::Swing,
        Feel::InTwo,
        Feel::InFour,
        Feel::StopTime,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Feel::Normal => "normal",
            Feel::HalfTime => "half-time",
            Feel::DoubleTime => "double-time",
            Feel::Straight => "straight",
            Feel::Swing => "swing",
            Feel::InTwo => "in two",
            Feel::InFour => "in four",
            Feel::StopTime => "stop-time",
        }
    }

    /// Reads a name in any case, with spaces, dashes or nothing between its words, and `in 2` for `in two`.
    pub fn from_name(text: &str) -> Option<Feel> {
        let bare = |text: &str| -> String {
            let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            letters.collect::<String>().replace('2', "two").replace('4', "four")
        };
        let wanted = bare(text);
        Feel::ALL.into_iter().find(|feel| bare(feel.name()) == wanted)
    }
}

impl fmt::Display for Feel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
