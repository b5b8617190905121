//! From marks to strokes: which perhaps is played, how loud, and how much it matters.

use music::time::{TICKS_PER_BEAT, Ticks};

use super::beats::{self, Beat};
use super::grid::{Level, Mark};
use super::kit::{Duty, Piece};
use super::pattern_book::{Groove, Hits};
use super::spot::{Question, Spot};
use crate::sketch::{Stroke, Touch};
use crate::style::Drummer;

/// A perhaps at neutral knobs, in a hundred.
const PERHAPS_PERCENT: i32 = 45;
const EIGHTH: i64 = TICKS_PER_BEAT / 2;
/// Time on the beat is the last that goes: hats in quarters are still a groove.
const LEFT_OUT_MOST: i32 = 84;
/// More than a pattern has marks.
const VERSION_SLOTS: u32 = 0x2000;
/// Soft strokes on the instruments that carry the groove matter so much …
const GHOST: i32 = 17;
/// … or so much more or less from one phrase to the next: who plays less loses them one by one, before anything else.
const GHOST_SPREAD: i32 = 14;
/// The third bar of a phrase remembers the first, but not every ghost of it.
const LOOSE_BAR: usize = 2;

/// Which bars of patterns are played faster or slower than time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    Normal,
    /// The back beat on three.
    Half,
    /// The back beat on every off-beat.
    Double,
}

/// One stroke of a piece, without anybody's context.
pub(crate) fn stroke(piece: Piece, level: Level, at: i64, touch_percent: u8) -> Stroke {
    let character = piece.character();
    let velocity = u32::from(piece.velocity(level)) * u32::from(touch_percent) / 100;
    let mut stroke = Stroke::new(
        Ticks(at),
        character.length,
        piece.pitch(),
        velocity.clamp(1, 127) as u8,
        importance(piece, level, at),
    );
    stroke.touch = match level {
        Level::Accent => Touch::Accent,
        Level::Soft | Level::SoftPerhaps if is_ghost(piece) => Touch::Ghost,
        Level::Normal | Level::Perhaps | Level::Soft | Level::SoftPerhaps => Touch::Plain,
    };
    stroke
}

pub(super) fn is_ghost(piece: Piece) -> bool {
    piece.duty() == Duty::Bones && piece != Piece::Kick
}

fn importance(piece: Piece, level: Level, at: i64) -> u8 {
    if piece == Piece::Kick && at == 0 {
        return 127;
    }
    let base = i32::from(piece.character().importance);
    let place = match at % TICKS_PER_BEAT {
        0 => 0,
        EIGHTH => -8,
        _ => -26,
    };
    let importance = match (level, piece.duty()) {
        (Level::Soft | Level::SoftPerhaps, Duty::Bones) => GHOST,
        (Level::Soft | Level::SoftPerhaps, Duty::Time | Duty::Colour) => base - 16 + place,
        (Level::Perhaps, _) => base - 24 + place,
        (Level::Normal, _) => base + place,
        (Level::Accent, _) => base + 10 + place / 2,
    };
    importance.clamp(1, 126) as u8
}

/// One for each ghost of a phrase, so that bars that repeat each other thin alike.
fn ghost_importance(spot: &Spot<'_>, mark: &Mark) -> u8 {
    let spread = spot.shared(Question::Ghost, mark.slot).within(GHOST_SPREAD);
    (GHOST + spread).clamp(1, 126) as u8
}

/// A groove in the bar at hand.
pub(crate) fn of_groove(spot: &Spot<'_>, groove: &Groove, pace: Pace, touch_percent: u8) -> Vec<Stroke> {
    let bar = groove.meter.bar_ticks().0;
    let of_pattern = spot.in_pair_of_phrases() + spot.scene.first_of_two();
    let marks = paced(groove.pattern.marks(bar, of_pattern), pace, bar);
    let length = spot.scene.bar(spot.bar).length;
    let beats = beats::mapped(spot.meter(), length, groove.meter);
    let placed = beats::placed(&marks, &beats, beats::source_beat(groove.meter));
    let heard = placed.into_iter().filter(|(_, mark)| is_played(spot, mark));
    let strokes = heard.map(|(at, mark)| {
        let mut stroke = stroke(mark.piece, mark.level, at, touch_percent);
        if stroke.touch == Touch::Ghost {
            stroke.importance = ghost_importance(spot, &mark);
        }
        stroke
    });
    strokes.filter(|stroke| stroke.importance >= least_importance(spot, stroke)).collect()
}

/// Slower or faster bones under the same count.
fn paced(marks: Vec<Mark>, pace: Pace, bar: i64) -> Vec<Mark> {
    let moved = |mark: Mark| -> Vec<Mark> {
        match pace {
            Pace::Half if mark.piece.duty() == Duty::Bones => {
                let at = mark.at * 2;
                if at < bar { vec![Mark { at, ..mark }] } else { Vec::new() }
            }
            Pace::Double if mark.piece.duty() == Duty::Bones => {
                [mark.at / 2, mark.at / 2 + bar / 2].map(|at| Mark { at, ..mark }).to_vec()
            }
            Pace::Normal | Pace::Half | Pace::Double => vec![mark],
        }
    };
    marks.into_iter().flat_map(moved).collect()
}

/// A drummer has a few versions of a groove and plays a phrase with one of them, so that a bass can lock to its kick;
/// only ghosts may differ in its third bar. What is rolled anew is a version nobody heard yet.
fn is_played(spot: &Spot<'_>, mark: &Mark) -> bool {
    if !mark.level.is_perhaps() {
        return true;
    }
    let is_off_beat = mark.at % TICKS_PER_BEAT != 0;
    let bones = if is_off_beat && mark.piece.duty() == Duty::Bones { spot.syncopation() } else { 0 };
    let percent = (PERHAPS_PERCENT + spot.business() / 2 + bones / 2).clamp(0, 95) as u32;
    let is_loose = mark.level.is_soft() && spot.in_phrase() == LOOSE_BAR;
    let draw = match spot.scene.style.general.drummer {
        Drummer::Machine => spot.whole_song(Question::Perhaps, mark.slot),
        Drummer::Human if spot.rerolls() > 0 => spot.shared(Question::Perhaps, mark.slot),
        Drummer::Human => {
            let version =
                if is_loose { spot.own(Question::Version, 0) } else { spot.shared(Question::Version, 0) };
            let slot = mark.slot + version.below(spot.scene.style.drums.versions) as u32 * VERSION_SLOTS;
            spot.whole_song(Question::Perhaps, slot)
        }
    };
    draw.percent(percent)
}

/// With complexity, density or syncopation turned down, what a player would leave out first goes first.
fn least_importance(spot: &Spot<'_>, stroke: &Stroke) -> u8 {
    let is_syncopated = stroke.at.0 % TICKS_PER_BEAT != 0
        && Piece::of_pitch(stroke.pitch).is_some_and(|piece| piece.duty() == Duty::Bones);
    let plain = if is_syncopated { (-spot.syncopation()).max(0) } else { 0 };
    (-spot.business() * 9 / 8).clamp(0, LEFT_OUT_MOST).saturating_add(plain).min(126) as u8
}

/// Hits together on one place.
pub(crate) fn of_hits(hits: &Hits, at: i64, touch_percent: u8) -> Vec<Stroke> {
    hits.iter().map(|(piece, level)| stroke(*piece, *level, at, touch_percent)).collect()
}

/// The last beats of a bar that are over at `until`, as many as `wanted`.
pub(crate) fn last_beats(spot: &Spot<'_>, until: Ticks, wanted: usize) -> Vec<Beat> {
    let bar = spot.scene.bar(spot.bar);
    let mut beats = beats::mapped(bar.meter, bar.length, bar.meter);
    beats.retain(|beat| beat.start >= 0 && beat.start + beat.length <= until.0);
    let skipped = beats.len().saturating_sub(wanted.max(1));
    beats.split_off(skipped)
}
