//! How a song ends.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// One short hit together.
    Button,
    /// A last chord that rings out.
    Ring,
    /// The last phrase again, then the end.
    Tag,
    /// Round and round, ever softer.
    Fade,
}

impl Ending {
    pub const ALL: [Ending; 4] = [Ending::Button, Ending::Ring, Ending::Tag, Ending::Fade];

    pub const fn name(self) -> &'static str {
        match self {
            Ending::Button => "button",
            Ending::Ring => "ring",
            Ending::Tag => "tag",
            Ending::Fade => "fade",
        }
    }

    pub fn from_name(text: &str) -> Option<Ending> {
        Ending::ALL.into_iter().find(|ending| ending.name().eq_ignore_ascii_case(text))
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
