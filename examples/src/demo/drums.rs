//! Drums: a groove for each passage, ghost notes, a fill where it ends and a crash where the next begins.

use music::chart::song::Bar;
use music::clip::Note;
use music::time::Ticks;

use super::Part;
use super::grid::strokes;
use super::passage::{Kind, Passage};
use super::touch::{Strength, Touch};

const KICK: u8 = 36;
const STICK: u8 = 37;
const SNARE: u8 = 38;
const LOW_TOM: u8 = 43;
const MID_TOM: u8 = 47;
const HIGH_TOM: u8 = 50;
const HAT: u8 = 42;
const PEDAL: u8 = 44;
const OPEN: u8 = 46;
const RIDE: u8 = 51;
const CRASH: u8 = 49;

/// One bar: what each piece of the kit plays.
type Groove = &'static [(u8, &'static str)];

/// The two bars that a passage alternates between, and the bar that leads out of it.
struct Pattern {
    bars: [Groove; 2],
    fill: Groove,
}

const INTRO: Pattern = Pattern {
    bars: [
        &[(HAT, "x---o---x---o---"), (KICK, "x---------------")],
        &[(HAT, "x-o-x-o-x-o-x-o-"), (KICK, "x-------o-x-----"), (STICK, "----x-------x---")],
    ],
    fill: &[
        (HAT, "x-o-x-o-x-------"),
        (KICK, "x-------x-------"),
        (STICK, "----x-----------"),
        (SNARE, "----------.-ooxX"),
    ],
};

const VERSE: Pattern = Pattern {
    bars: [
        &[(HAT, "x-o-x-o-x-o-x-o-"), (SNARE, "----X--.-.--X---"), (KICK, "X-----o---x-----")],
        &[
            (HAT, "x-o-x-o-x-o-x---"),
            (OPEN, "--------------o-"),
            (SNARE, "----X----.--X--."),
            (KICK, "X------oX-x-----"),
        ],
    ],
    fill: &[
        (HAT, "x-o-x-----------"),
        (KICK, "X-----x-X-------"),
        (SNARE, "----X---.oX-----"),
        (HIGH_TOM, "-----------xx---"),
        (MID_TOM, "-------------x--"),
        (LOW_TOM, "--------------xX"),
    ],
};

const CHORUS: Pattern = Pattern {
    bars: [
        &[
            (RIDE, "X-o-x-o-X-o-x-o-"),
            (PEDAL, "----o-------o---"),
            (SNARE, "----X--.-.--X--."),
            (KICK, "X--o--x-X-x-----"),
        ],
        &[
            (RIDE, "X-o-x-o-X-o-x-x-"),
            (PEDAL, "----o-------o---"),
            (SNARE, "----X--.-.--X-.."),
            (KICK, "X--o--x---x---o-"),
        ],
    ],
    fill: &[
        (RIDE, "X-o-x-----------"),
        (KICK, "X--o--x-x-----x-"),
        (SNARE, "----X-.-xox-----"),
        (HIGH_TOM, "-----------xo---"),
        (MID_TOM, "-------------x--"),
        (LOW_TOM, "--------------xX"),
    ],
};

const BREAK: Pattern = Pattern {
    bars: [
        &[(RIDE, "x---o---x---o---"), (STICK, "--------x-------"), (KICK, "x---------o-----")],
        &[(RIDE, "x---o---x---o---"), (STICK, "--------x-----o-"), (KICK, "x-----o---o-----")],
    ],
    fill: &[(PEDAL, "----o-------o---"), (KICK, "x---x---x---x-x-"), (SNARE, "....o.o.oooxxxXX")],
};

const ENDING: Pattern = Pattern {
    bars: CHORUS.bars,
    fill: &[
        (CRASH, "o-------x-------"),
        (KICK, "X-------X-----x-"),
        (SNARE, "----X---..o.oxxX"),
        (LOW_TOM, "------------o-x-"),
    ],
};

const fn pattern(kind: Kind) -> &'static Pattern {
    match kind {
        Kind::Intro => &INTRO,
        Kind::Verse => &VERSE,
        Kind::Chorus => &CHORUS,
        Kind::Break => &BREAK,
        Kind::Ending => &ENDING,
    }
}

/// A fill is a whole bar, so its clip can stand in for any bar; B is the same groove on the other cymbal.
pub(super) fn part(passage: &Passage) -> Part {
    let main = whole(passage, |index| groove(passage, index));
    let b = main.iter().map(on_the_other_cymbal).collect();
    let fill = whole(passage, |_| pattern(passage.kind).fill);
    Part { main, b: Some(b), fill: Some(fill) }
}

fn groove(passage: &Passage, index: usize) -> Groove {
    let pattern = pattern(passage.kind);
    if passage.is_last_bar(index) {
        return pattern.fill;
    }
    // An intro grows: its second half adds the stick.
    let turn = if passage.kind == Kind::Intro { index * 2 / passage.bars.len() } else { index % 2 };
    pattern.bars[turn]
}

/// Every bar as `groove` says, with the crash before them and the landing after them, which no variant takes away.
fn whole(passage: &Passage, groove: impl Fn(usize) -> Groove) -> Vec<Note> {
    let bars = passage.bars.iter().enumerate();
    let mut notes: Vec<Note> =
        bars.flat_map(|(index, bar)| played(groove(index), bar, passage.kind)).collect();
    if let Some(strength) = crash(passage.kind) {
        notes.push(hit(CRASH, strength, passage.kind, passage.span.start));
    }
    if let Some(chord) = passage.landing {
        let together = [KICK, CRASH].map(|piece| hit(piece, Strength::Accent, passage.kind, chord.start));
        notes.extend(together);
    }
    notes
}

const fn crash(kind: Kind) -> Option<Strength> {
    match kind {
        Kind::Intro => None,
        Kind::Verse | Kind::Break => Some(Strength::Soft),
        Kind::Chorus | Kind::Ending => Some(Strength::Accent),
    }
}

fn played(groove: Groove, bar: &Bar, kind: Kind) -> Vec<Note> {
    let line = |(piece, rhythm): &(u8, &str)| {
        let piece = *piece;
        let strokes = strokes(rhythm, bar.start).into_iter();
        strokes.map(move |stroke| hit(piece, Strength::of_mark(stroke.mark), kind, stroke.start))
    };
    groove.iter().flat_map(line).collect()
}

fn hit(piece: u8, strength: Strength, kind: Kind, at: Ticks) -> Note {
    /// Drums ring by themselves; this only has to be heard as one stroke.
    const LENGTH: Ticks = Ticks(120);
    let (balance, late_us) = balance(piece);
    Touch { strength, louder: kind.energy() + balance, late_us }.note(piece, at, at + LENGTH)
}

/// How each piece stands to the kit, and how far behind the beat it sits: the backbeat leans back.
const fn balance(piece: u8) -> (i32, i32) {
    match piece {
        HAT => (-18, -2_000),
        OPEN | RIDE => (-16, -2_000),
        PEDAL => (-22, 0),
        SNARE | STICK => (0, 7_000),
        CRASH => (-4, 0),
        KICK => (4, 0),
        _ => (2, 3_000),
    }
}

fn on_the_other_cymbal(note: &Note) -> Note {
    let other = match note.pitch.key() {
        HAT => RIDE,
        RIDE => HAT,
        piece => piece,
    };
    let balance =
        Touch { strength: Strength::Plain, louder: 0, late_us: 0 }.note(other, note.start, note.start);
    Note { pitch: balance.pitch, ..*note }
}
