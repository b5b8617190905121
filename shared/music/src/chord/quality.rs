//! Words and signs for a chord's quality, in every usual spelling.

use super::text::Text;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quality {
    Major,
    MajorSeventh,
    Minor,
    Dominant,
    Diminished,
    HalfDiminished,
    Augmented,
}

impl Quality {
    /// The quality that comes next, if one does.
    pub(super) fn take(text: &mut Text<'_>) -> Option<Quality> {
        let mut after = *text;
        for (words, any_case) in [(WORDS, true), (SIGNS, false)] {
            for (word, quality, not_before) in words {
                let found = if any_case { after.take_any_case(word) } else { after.take(word) };
                if found && !not_before.iter().any(|next| after.starts_with_any_case(next)) {
                    *text = after;
                    return Some(*quality);
                }
                after = *text;
            }
        }
        None
    }
}

/// Words that may be written in any case, longest first, with what must not follow: `madd9` is m and add9.
const WORDS: &[(&str, Quality, &[&str])] = &[
    ("half-diminished", Quality::HalfDiminished, &[]),
    ("half-dim", Quality::HalfDiminished, &[]),
    ("halfdim", Quality::HalfDiminished, &[]),
    ("hdim", Quality::HalfDiminished, &[]),
    ("diminished", Quality::Diminished, &[]),
    ("dim", Quality::Diminished, &[]),
    ("augmented", Quality::Augmented, &[]),
    ("aug", Quality::Augmented, &[]),
    ("dominant", Quality::Dominant, &[]),
    ("dom", Quality::Dominant, &[]),
    ("major", Quality::Major, &[]),
    ("maj", Quality::Major, &[]),
    ("ma", Quality::Major, &["dd", "lt", "ug"]),
    ("minor", Quality::Minor, &[]),
    ("min", Quality::Minor, &[]),
    ("mi", Quality::Minor, &[]),
];

/// Signs, where case matters. `C-5` and `C+11` are old spellings of alterations.
const SIGNS: &[(&str, Quality, &[&str])] = &[
    ("M", Quality::Major, &[]),
    ("m", Quality::Minor, &[]),
    ("-", Quality::Minor, &["5"]),
    ("Δ", Quality::MajorSeventh, &[]),
    ("^", Quality::MajorSeventh, &[]),
    ("j", Quality::MajorSeventh, &[]),
    ("°", Quality::Diminished, &[]),
    ("o", Quality::Diminished, &["mit"]),
    ("ø", Quality::HalfDiminished, &[]),
    ("h", Quality::HalfDiminished, &[]),
    ("+", Quality::Augmented, &["11"]),
];
