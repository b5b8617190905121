//! Forms: the shapes players know by name, as degrees above each other.

use std::str::FromStr;

/// A way to stack a chord.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Third and seventh, and one note more at most.
    Shell,
    /// The third below: 3 5 7 9, and its relatives with a thirteenth.
    RootlessA,
    /// The seventh below: 7 9 3 5.
    RootlessB,
    Close,
    /// The second note from above an octave down.
    Drop2,
    /// The third note from above an octave down.
    Drop3,
    /// Open: a fifth or a seventh below, the rest above.
    Spread,
    /// Fourths.
    Quartal,
    /// Root, third and fifth in any inversion, sometimes with the ninth or a doubled note.
    Triad,
    /// The triad on the third, fifth or seventh, over whatever the bass plays.
    Upper,
    /// Root and fifth.
    Power,
}

/// What stands in a form: a degree, whichever alteration the chord gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Slot {
    Root,
    /// The third, or what a suspension puts in its place.
    Third,
    Fifth,
    /// The seventh or the sixth.
    Seventh,
    Ninth,
    Eleventh,
    Thirteenth,
}

use Slot::{Eleventh, Fifth, Ninth, Root, Seventh, Third, Thirteenth};

impl Form {
    pub const ALL: [Form; 11] = [
        Form::Shell,
        Form::RootlessA,
        Form::RootlessB,
        Form::Close,
        Form::Drop2,
        Form::Drop3,
        Form::Spread,
        Form::Quartal,
        Form::Triad,
        Form::Upper,
        Form::Power,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Form::Shell => "shell",
            Form::RootlessA => "rootless-a",
            Form::RootlessB => "rootless-b",
            Form::Close => "close",
            Form::Drop2 => "drop-2",
            Form::Drop3 => "drop-3",
            Form::Spread => "spread",
            Form::Quartal => "quartal",
            Form::Triad => "triad",
            Form::Upper => "upper",
            Form::Power => "power",
        }
    }

    /// Orders from the lowest note up; each next note is the nearest of its kind above the one before.
    pub(super) const fn stacks(self) -> &'static [&'static [Slot]] {
        match self {
            Form::Shell => SHELL,
            Form::RootlessA => ROOTLESS_A,
            Form::RootlessB => ROOTLESS_B,
            Form::Close => CLOSE,
            Form::Drop2 => DROP_2,
            Form::Drop3 => DROP_3,
            Form::Spread => SPREAD,
            Form::Quartal => QUARTAL,
            Form::Triad => TRIAD,
            Form::Upper => UPPER,
            Form::Power => POWER,
        }
    }
}

impl FromStr for Form {
    type Err = ();

    fn from_str(name: &str) -> Result<Form, ()> {
        Form::ALL.into_iter().find(|form| form.name() == name).ok_or(())
    }
}

const SHELL: &[&[Slot]] = &[
    &[Third, Seventh],
    &[Seventh, Third],
    &[Third, Seventh, Ninth],
    &[Third, Seventh, Fifth],
    &[Seventh, Third, Fifth],
    &[Seventh, Third, Thirteenth],
    &[Seventh, Third, Root],
    &[Third, Seventh, Root],
];

const ROOTLESS_A: &[&[Slot]] = &[
    &[Third, Fifth, Seventh, Ninth],
    &[Third, Thirteenth, Seventh, Ninth],
    &[Third, Fifth, Seventh, Root],
    &[Third, Seventh, Ninth, Fifth],
    &[Third, Seventh, Ninth, Thirteenth],
];

const ROOTLESS_B: &[&[Slot]] = &[
    &[Seventh, Ninth, Third, Fifth],
    &[Seventh, Ninth, Third, Thirteenth],
    &[Seventh, Root, Third, Fifth],
    &[Seventh, Third, Fifth, Ninth],
    &[Seventh, Third, Thirteenth, Ninth],
];

const CLOSE: &[&[Slot]] = &[
    &[Root, Third, Fifth, Seventh],
    &[Third, Fifth, Seventh, Root],
    &[Fifth, Seventh, Root, Third],
    &[Seventh, Root, Third, Fifth],
    &[Third, Fifth, Seventh, Ninth],
    &[Fifth, Seventh, Ninth, Third],
];

const DROP_2: &[&[Slot]] = &[
    &[Fifth, Root, Third, Seventh],
    &[Seventh, Third, Fifth, Root],
    &[Root, Fifth, Seventh, Third],
    &[Third, Seventh, Root, Fifth],
    &[Fifth, Ninth, Third, Seventh],
    &[Seventh, Third, Fifth, Ninth],
    &[Third, Seventh, Ninth, Fifth],
    &[Third, Seventh, Ninth, Thirteenth],
    &[Thirteenth, Ninth, Third, Seventh],
];

const DROP_3: &[&[Slot]] = &[
    &[Root, Seventh, Third, Fifth],
    &[Third, Root, Fifth, Seventh],
    &[Fifth, Third, Seventh, Root],
    &[Seventh, Fifth, Root, Third],
    &[Seventh, Fifth, Ninth, Third],
];

const SPREAD: &[&[Slot]] = &[
    &[Root, Fifth, Third],
    &[Third, Root, Fifth],
    &[Fifth, Third, Root],
    &[Root, Fifth, Third, Root],
    &[Root, Fifth, Root, Third],
    &[Root, Seventh, Third, Fifth],
    &[Root, Fifth, Seventh, Third],
    &[Root, Fifth, Third, Seventh],
    &[Root, Fifth, Ninth, Third],
    &[Root, Seventh, Third, Ninth],
    &[Fifth, Third, Root, Fifth],
    &[Third, Root, Fifth, Root],
];

const QUARTAL: &[&[Slot]] = &[
    &[Root, Eleventh, Seventh, Third, Fifth],
    &[Eleventh, Seventh, Third, Fifth],
    &[Root, Eleventh, Seventh, Third],
    &[Eleventh, Seventh, Third],
    &[Third, Thirteenth, Ninth, Fifth],
    &[Third, Thirteenth, Ninth],
    &[Seventh, Third, Thirteenth, Ninth],
    &[Seventh, Third, Thirteenth],
    &[Third, Seventh, Ninth, Fifth],
    &[Root, Third, Seventh],
    &[Fifth, Root, Third, Seventh],
];

const TRIAD: &[&[Slot]] = &[
    &[Root, Third, Fifth],
    &[Third, Fifth, Root],
    &[Fifth, Root, Third],
    &[Root, Third, Fifth, Root],
    &[Third, Fifth, Root, Third],
    &[Fifth, Root, Third, Fifth],
    &[Ninth, Third, Fifth],
    &[Third, Fifth, Ninth],
    &[Fifth, Root, Ninth, Third],
    &[Fifth, Ninth, Third],
];

const UPPER: &[&[Slot]] = &[
    &[Third, Fifth, Seventh],
    &[Fifth, Seventh, Third],
    &[Seventh, Third, Fifth],
    &[Third, Fifth, Seventh, Third],
    &[Fifth, Seventh, Third, Fifth],
    &[Fifth, Seventh, Ninth],
    &[Seventh, Ninth, Third],
    &[Seventh, Ninth, Third, Fifth],
    &[Third, Seventh, Ninth],
    &[Third, Fifth, Ninth],
    &[Third, Seventh, Eleventh],
    &[Third, Seventh, Ninth, Eleventh],
    &[Seventh, Third, Eleventh, Thirteenth],
    &[Third, Seventh, Ninth, Eleventh, Thirteenth],
];

const POWER: &[&[Slot]] = &[&[Root, Fifth], &[Fifth, Root], &[Root, Fifth, Root], &[Fifth, Root, Fifth]];
