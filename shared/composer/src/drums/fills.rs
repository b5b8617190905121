//! Fills: which of them suit a bar by length and energy, and what is left of the bar under them.

use super::beats;
use super::fill_choice::RANKS;
use super::grid::Mark;
use super::kit::{Limb, Piece};
use super::pattern_book::Fill;
use super::spot::{Question, Spot};
use super::strokes;
use crate::arrange;
use crate::sketch::Stroke;
use music::time::{TICKS_PER_BEAT, Ticks};

/// How long a fill is wanted here. Nobody keeps time before the first bar line: a pickup is led in.
pub(crate) fn wanted(spot: &Spot<'_>) -> arrange::Fill {
    match spot.plan().fill {
        arrange::Fill::None if spot.is_pickup() => arrange::Fill::Short,
        wanted => wanted,
    }
}

/// Fills of a length and of the bar's energy; a length a style lacks is made of a longer one.
pub(super) fn of_length(spot: &Spot<'_>, fills: &[Fill], wanted: arrange::Fill) -> Vec<usize> {
    let beats: &[std::ops::RangeInclusive<usize>] = match wanted {
        arrange::Fill::None => return Vec::new(),
        arrange::Fill::Short => &[1..=1, 2..=2, 3..=8],
        arrange::Fill::Half => &[2..=2, 3..=8, 1..=1],
        arrange::Fill::Whole => &[3..=8, 2..=2, 1..=1],
    };
    let energy = spot.plan().energy;
    let all = |beats: &std::ops::RangeInclusive<usize>, any_energy: bool| -> Vec<usize> {
        let right = |fill: &Fill| {
            beats.contains(&fill.beats) && (any_energy || (fill.energy.0..=fill.energy.1).contains(&energy))
        };
        (0..fills.len()).filter(|index| right(&fills[*index])).collect()
    };
    let tries = beats.iter().flat_map(|beats| [(beats, false), (beats, true)]);
    /// One for the fill before, one for the section before, one to play.
    const CHOICE_MIN: usize = 3;
    let found: Vec<Vec<usize>> = tries.map(|(beats, any)| all(beats, any)).collect();
    // Of equals the first: max_by_key would take the last.
    found.into_iter().rev().max_by_key(|found| found.len().min(CHOICE_MIN)).unwrap_or_default()
}

/// What would be played in a bar if a fill were asked for there: never what is played in the bars beside it.
pub(crate) fn alternate(spot: &Spot<'_>, fills: &[Fill], main: Option<usize>) -> Option<usize> {
    /// From here on a drummer who is asked takes the whole bar.
    const LOUD: u8 = 84;
    let wanted =
        match spot.plan().fill {
            arrange::Fill::Whole => arrange::Fill::Whole,
            arrange::Fill::Half | arrange::Fill::Short | arrange::Fill::None => {
                if spot.plan().energy >= LOUD { arrange::Fill::Whole } else { arrange::Fill::Half }
            }
        };
    let all = of_length(spot, fills, wanted);
    // Neighbours choose from different halves, so that they never agree.
    let half = spot.in_phrase() % 2;
    let mine: Vec<usize> = all.iter().copied().filter(|index| index % 2 == half).collect();
    let rank = |candidate: usize| spot.own(Question::WhichAlternate, candidate as u32).below(RANKS);
    let has_another = mine.iter().any(|index| Some(*index) != main);
    let offered = if has_another { mine } else { all };
    offered.into_iter().min_by_key(|candidate| (Some(*candidate) == main, rank(*candidate), *candidate))
}

/// How many beats of the bar a fill takes, at most.
pub(super) fn room(spot: &Spot<'_>, wanted: arrange::Fill) -> usize {
    let beats = beats::lengths(spot.meter()).len();
    match wanted {
        arrange::Fill::None | arrange::Fill::Whole => beats,
        arrange::Fill::Half => beats.div_ceil(2),
        arrange::Fill::Short => 1,
    }
}

/// A fill over the end of a bar: hands leave the groove, the kick keeps the beats.
pub(crate) fn laid_over(
    spot: &Spot<'_>,
    strokes: Vec<Stroke>,
    fill: &Fill,
    wanted: arrange::Fill,
    touch_percent: u8,
) -> Vec<Stroke> {
    let end = spot.scene.bar(spot.bar).length;
    let figure = figure(spot, fill, end, room(spot, wanted), touch_percent);
    instead_of_hands(strokes, fill, figure)
}

/// The same over the beat before a place inside the bar.
pub(crate) fn laid_before(
    spot: &Spot<'_>,
    strokes: Vec<Stroke>,
    fill: &Fill,
    place: Ticks,
    touch_percent: u8,
) -> Vec<Stroke> {
    let figure = figure(spot, fill, place, 1, touch_percent);
    instead_of_hands(strokes, fill, figure)
}

fn instead_of_hands(strokes: Vec<Stroke>, fill: &Fill, figure: (i64, Vec<Stroke>)) -> Vec<Stroke> {
    let (start, mut new) = figure;
    let stays = |stroke: &Stroke| {
        let Some(piece) = Piece::of_pitch(stroke.pitch) else { return true };
        match piece.limb() {
            Limb::Hand => false,
            Limb::HatFoot => !fill.pattern.has(piece),
            Limb::KickFoot => !fill.pattern.has(piece) && stroke.at.0 % TICKS_PER_BEAT == 0,
        }
    };
    new.extend(strokes.into_iter().filter(|stroke| stroke.at.0 < start || stays(stroke)));
    new
}

/// A small figure over the end of a bar: only the instruments it names change.
pub(crate) fn set_up(
    spot: &Spot<'_>,
    strokes: Vec<Stroke>,
    figure_of: &Fill,
    touch_percent: u8,
) -> Vec<Stroke> {
    let end = spot.scene.bar(spot.bar).length;
    let (start, mut new) = figure(spot, figure_of, end, figure_of.beats, touch_percent);
    let names_hats = figure_of.pattern.rows.iter().any(|row| row.piece.is_hat());
    let is_named = |stroke: &Stroke| {
        let piece = Piece::of_pitch(stroke.pitch);
        piece.is_some_and(|piece| figure_of.pattern.has(piece) || (names_hats && piece.is_hat()))
    };
    new.extend(strokes.into_iter().filter(|stroke| stroke.at.0 < start || !is_named(stroke)));
    new
}

/// Where the figure that is over at `end` begins, and its strokes.
fn figure(spot: &Spot<'_>, fill: &Fill, end: Ticks, room: usize, touch_percent: u8) -> (i64, Vec<Stroke>) {
    let (begins, placed) = marks(spot, fill, end, room);
    let heard = placed.into_iter().filter(|(_, mark)| {
        !mark.level.is_perhaps() || spot.own(Question::SetUpPerhaps, mark.slot).percent(50)
    });
    let strokes = heard.map(|(at, mark)| strokes::stroke(mark.piece, mark.level, at, touch_percent));
    (begins, strokes.collect())
}

/// The same before anybody decides whether a perhaps is played.
pub(super) fn marks(spot: &Spot<'_>, fill: &Fill, end: Ticks, room: usize) -> (i64, Vec<(i64, Mark)>) {
    let mut beats = strokes::last_beats(spot, end, room.min(fill.beats));
    let skipped = fill.beats - beats.len().min(fill.beats);
    for (place, beat) in beats.iter_mut().enumerate() {
        beat.source = skipped + place;
    }
    let length = fill.beats as i64 * TICKS_PER_BEAT;
    let placed = beats::placed(&fill.pattern.marks(length, 0), &beats, TICKS_PER_BEAT);
    (beats.first().map_or(0, |beat| beat.start), placed)
}

/// Whether the end of this phrase is marked at all, and with what.
pub(crate) fn chosen_set_up<'m>(
    spot: &Spot<'_>,
    set_ups: &'m [Fill],
    suits: impl Fn(&Fill) -> bool,
) -> Option<&'m Fill> {
    /// Of a hundred phrases at a neutral fill knob.
    const PERCENT: u32 = 64;
    let knob = u32::from(spot.scene.brief.knobs.fills.min(127));
    let percent = (PERCENT * knob / u32::from(crate::brief::NEUTRAL)).min(100);
    if !spot.ends_phrase() || spot.in_phrase() == 0 || !spot.own(Question::SetUp, 0).percent(percent) {
        return None;
    }
    let energy = spot.plan().energy;
    let right = |fill: &&Fill| (fill.energy.0..=fill.energy.1).contains(&energy) && suits(fill);
    let right: Vec<&Fill> = set_ups.iter().filter(right).collect();
    spot.own(Question::WhichSetUp, 0).pick(&right).copied()
}
