//! What a stretch is in its song, by its name and what came before; and the chance it draws from.
//!
//! A section's chance hangs on its name and on how often that came, not on its bars: an edited bar changes no plan.

use std::collections::BTreeMap;

use music::chart::song::Song;
use music::chart::{BarId, Ending, PassId};
use music::lane::Lane;

use super::SectionRole;
use super::energy;
use super::form::Stretch;
use crate::chance::{self, Address, Chance, Draw};
use crate::style::General;

/// A stretch's part in the song.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) role: SectionRole,
    /// How many of this role came before.
    pub(super) earlier: usize,
    /// Before the intensity knob.
    pub(super) energy: u8,
    pub(super) is_b: bool,
    chance: Chance,
    address: PassId,
}

impl Part {
    /// `lane` only where the question is about one.
    pub(super) fn draw(&self, question: Question, lane: Lane, number: usize) -> Draw {
        let slot = question as u32 * 65_536 + (number as u32 & 0xffff);
        self.chance.at(Address { lane, bar: self.address, reroll: 0, slot })
    }
}

/// What is asked of a section's chance.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question {
    Energy,
    Threshold,
    Breakdown,
    Entrance,
    Variation,
    SectionFill,
    PhraseFill,
    ShortPhraseFill,
}

/// More than a section has phrases.
const PASS_STEP: u32 = 65_536;

pub(super) fn parts(song: &Song, stretches: &[Stretch], general: &General, seed: u64) -> Vec<Part> {
    let roles = roles(song, stretches);
    let last_chorus = roles.iter().rposition(|role| *role == SectionRole::Chorus);
    let (mut by_role, mut by_name) = (BTreeMap::<SectionRole, usize>::new(), BTreeMap::<&str, u32>::new());
    let part = |(index, (stretch, role)): (usize, (&Stretch, &SectionRole))| {
        let name = name(song, stretch);
        let pass = by_name.entry(name).or_default();
        *pass += u32::from(stretch.phrase == 0);
        let count = by_role.entry(*role).or_default();
        *count += 1;
        let mut part = Part {
            role: *role,
            earlier: *count - 1,
            energy: 0,
            is_b: false,
            chance: Chance::new(seed),
            address: PassId {
                bar: BarId(named(name)),
                call: 0,
                pass: *pass * PASS_STEP + stretch.phrase as u32,
            },
        };
        part.is_b = is_b(&part);
        part.energy = energy::of_section(&part, stretch, last_chorus == Some(index), general);
        part
    };
    stretches.iter().zip(&roles).enumerate().map(part).collect()
}

fn name<'a>(song: &'a Song, stretch: &Stretch) -> &'a str {
    song.sections().get(stretch.section.index).map_or("", String::as_str)
}

/// Outside of what bar ids can be.
fn named(name: &str) -> u64 {
    chance::folded(name) | 1 << 63
}

fn is_b(part: &Part) -> bool {
    match part.role {
        SectionRole::Chorus | SectionRole::Solo => true,
        SectionRole::Bridge => part.draw(Question::Variation, Lane::Drums, 0).percent(60),
        SectionRole::Intro | SectionRole::Verse | SectionRole::Ending => false,
    }
}

fn roles(song: &Song, stretches: &[Stretch]) -> Vec<SectionRole> {
    let names: Vec<String> = stretches.iter().map(|stretch| name(song, stretch).to_lowercase()).collect();
    let role = |(index, stretch): (usize, &Stretch)| {
        let returns = |letter: &str| names[index + 1..].iter().any(|name| name == letter);
        let came = || names[..index].iter().filter(|name| **name == names[index]).count();
        by_name(&names[index], returns("a")).unwrap_or_else(|| by_place(stretch, came()))
    };
    let mut roles: Vec<SectionRole> = stretches.iter().enumerate().map(role).collect();
    // What a tag says again is what it was.
    if song.ending() == Some(Ending::Tag)
        && let [.., said, again] = roles.as_mut_slice()
    {
        *again = *said;
    }
    roles
}

/// Words in the names that people give, in the order in which they are looked for: a pre-chorus is none.
const WORDS: &[(&str, SectionRole)] = &[
    ("pre", SectionRole::Verse),
    ("intro", SectionRole::Intro),
    ("outro", SectionRole::Ending),
    ("ending", SectionRole::Ending),
    ("coda", SectionRole::Ending),
    ("tag", SectionRole::Ending),
    ("chorus", SectionRole::Chorus),
    ("refrain", SectionRole::Chorus),
    ("hook", SectionRole::Chorus),
    ("drop", SectionRole::Chorus),
    ("solo", SectionRole::Solo),
    ("improv", SectionRole::Solo),
    ("bridge", SectionRole::Bridge),
    ("middle", SectionRole::Bridge),
    ("break", SectionRole::Bridge),
    ("interlude", SectionRole::Bridge),
    ("verse", SectionRole::Verse),
    ("head", SectionRole::Verse),
];

/// `a_returns`: in AABA the B is a bridge, in ABAB… so is each but the last, which is where the song was going.
fn by_name(name: &str, a_returns: bool) -> Option<SectionRole> {
    let by_word = WORDS.iter().find(|(word, _)| name.contains(word)).map(|(_, role)| *role);
    by_word.or(match name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '\'' || c == ' ') {
        "a" => Some(SectionRole::Verse),
        "b" if a_returns => Some(SectionRole::Bridge),
        "b" | "c" => Some(SectionRole::Chorus),
        "d" => Some(SectionRole::Bridge),
        _ => None,
    })
}

/// Phrases of a long stretch without a name that says what it is go somewhere too.
fn by_place(stretch: &Stretch, came: usize) -> SectionRole {
    match (stretch.phrases, stretch.phrase % 4) {
        (1, _) if came == 0 => SectionRole::Verse,
        (1, _) if came % 2 == 1 => SectionRole::Solo,
        (1, _) | (_, 0) => SectionRole::Verse,
        (2, _) | (_, 3) => SectionRole::Chorus,
        (_, 1) => SectionRole::Verse,
        (_, _) => SectionRole::Bridge,
    }
}
