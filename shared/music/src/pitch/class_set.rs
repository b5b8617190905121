//! Sets of pitch classes: what sounds, whatever it is called and in whatever octave.

use super::Class;

/// Any of the twelve pitch classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassSet(u16);

impl ClassSet {
    pub const EMPTY: ClassSet = ClassSet(0);
    pub const ALL: ClassSet = ClassSet(0xfff);

    pub const fn contains(self, class: Class) -> bool {
        self.0 & (1 << class.semitones()) != 0
    }

    pub const fn with(self, class: Class) -> ClassSet {
        ClassSet(self.0 | 1 << class.semitones())
    }

    pub const fn without(self, class: Class) -> ClassSet {
        ClassSet(self.0 & !(1 << class.semitones()))
    }

    pub const fn union(self, other: ClassSet) -> ClassSet {
        ClassSet(self.0 | other.0)
    }

    pub const fn intersection(self, other: ClassSet) -> ClassSet {
        ClassSet(self.0 & other.0)
    }

    pub const fn is_within(self, other: ClassSet) -> bool {
        self.0 & !other.0 == 0
    }

    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn transposed(self, semitones: i32) -> ClassSet {
        self.iter().map(|class| class.transposed(semitones)).collect()
    }

    /// From C upwards.
    pub fn iter(self) -> impl Iterator<Item = Class> {
        (0..12).map(Class::new).filter(move |class| self.contains(*class))
    }
}

impl FromIterator<Class> for ClassSet {
    fn from_iter<I: IntoIterator<Item = Class>>(classes: I) -> ClassSet {
        classes.into_iter().fold(ClassSet::EMPTY, ClassSet::with)
    }
}
