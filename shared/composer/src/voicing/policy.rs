//! What a player likes: forms, register and colour, as a style sets them.

use super::Form;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How gladly each form is taken, 1–9.
    pub forms: Vec<(Form, u8)>,
    /// No note lies below: the bass lives there.
    pub low: u8,
    /// No note lies above: the lead lives there.
    pub high: u8,
    /// Where the top line is at home.
    pub top: u8,
    /// Around which the hands lie.
    pub middle: u8,
    /// How many notes are played, fewest and most.
    pub voices: (usize, usize),
    /// From the lowest note to the highest: two hands reach anywhere, one of them not.
    pub span_max: u8,
    pub colour: Colour,
    /// In how many of a hundred bars a chord that holds on is voiced anew.
    pub restless_percent: u32,
    /// How gladly the top line moves when the chord does, 0–9: at 0 the hands hardly move.
    pub melody: u8,
    /// So many semitones higher the top line lies in B sections; the middle goes half as far.
    pub lift: u8,
    /// How many semitones from home a phrase may begin.
    pub wander: u8,
}

/// What may be added to what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// Nothing.
    Plain,
    /// A ninth.
    Warm,
    /// All that the chord and its scale allow.
    Rich,
}

impl Colour {
    pub const ALL: [(&'static str, Colour); 3] =
        [("plain", Colour::Plain), ("warm", Colour::Warm), ("rich", Colour::Rich)];
}

impl Policy {
    /// As far as there are keys.
    pub(crate) const TWO_HANDS: u8 = 127;
}

impl Default for Policy {
    /// Triads and sevenths around middle C, as written.
    fn default() -> Policy {
        Policy {
            forms: vec![(Form::Triad, 6), (Form::Close, 6), (Form::Upper, 5), (Form::Drop2, 4)],
            low: 50,
            high: 79,
            top: 69,
            middle: 64,
            voices: (3, 4),
            span_max: Policy::TWO_HANDS,
            colour: Colour::Plain,
            restless_percent: 20,
            melody: 4,
            lift: 0,
            wander: 0,
        }
    }
}
