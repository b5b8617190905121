//! Grids: a bar of comping as a musician draws it, `"X-.x|..--"`, and how it fits another meter.
//!
//! Beats stand between `|`, bars between `||`; each beat is cut into as many even parts as it has signs (spaces do not
//! count). `X x o` strike the whole chord hard, plainly, lightly; `L l` the left hand's part of it, `R r` the right
//! hand's; `1` to `6` one note, counted from the lowest. `-` holds, `.` rests.

use music::chart::Feel;
use music::meter::Meter;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::drums::beats::pitched_sources;

/// One sign that strikes, with what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) at: Ticks,
    pub(crate) length: Ticks,
    pub(crate) part: Part,
    pub(crate) force: Force,
}

/// Which notes of the voicing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    Left,
    Right,
    /// From the lowest, which is 0; beyond the highest it starts again below.
    Note(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Force {
    Light,
    Plain,
    Accent,
}

/// Bars of marks, all of the same number of beats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) bars: Vec<Vec<Mark>>,
    pub(crate) beats: i64,
}

/// Finer than 64th notes nobody comps, and every count up to it divides a beat.
const SIGNS_PER_BEAT: [usize; 7] = [1, 2, 3, 4, 6, 8, 12];
/// A phrase is four bars.
const BARS_MAX: usize = 4;
const BEATS_MAX: usize = 12;

impl Grid {
    pub(crate) fn read(text: &str) -> Result<Grid, String> {
        let bars: Vec<&str> = text.split("||").collect();
        let beats = bars[0].split('|').count();
        if bars.len() > BARS_MAX || beats > BEATS_MAX {
            return Err(format!("a grid has up to {BARS_MAX} bars of up to {BEATS_MAX} beats"));
        }
        let mut read = Vec::new();
        for (index, bar) in bars.iter().enumerate() {
            let count = bar.split('|').count();
            if count != beats {
                return Err(format!("bar {} has {count} beats; the first has {beats}", index + 1));
            }
            read.push(read_bar(bar)?);
        }
        Ok(Grid { bars: read, beats: beats as i64 })
    }
}

fn read_bar(text: &str) -> Result<Vec<Mark>, String> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut is_sounding = false;
    for (beat, group) in text.split('|').enumerate() {
        let signs: Vec<char> = group.chars().filter(|sign| !sign.is_whitespace()).collect();
        if !SIGNS_PER_BEAT.contains(&signs.len()) {
            return Err(format!("beat {} has {} signs; write 1, 2, 3, 4, 6, 8 or 12", beat + 1, signs.len()));
        }
        let step = TICKS_PER_BEAT / signs.len() as i64;
        for (index, sign) in signs.iter().enumerate() {
            let at = Ticks::from_beats(beat as i64) + Ticks(step * index as i64);
            match (struck(*sign), marks.last_mut()) {
                (Some((part, force)), _) => marks.push(Mark { at, length: Ticks(step), part, force }),
                (None, Some(last)) if *sign == '-' && is_sounding => last.length += Ticks(step),
                (None, _) if *sign == '.' => {}
                (None, _) if *sign == '-' => {
                    return Err("a - holds what was struck before it; nothing was".to_owned());
                }
                (None, _) => return Err(format!("'{sign}' is no sign; write X x o L l R r 1–6 - or .")),
            }
            is_sounding = *sign != '.';
        }
    }
    Ok(marks)
}

fn struck(sign: char) -> Option<(Part, Force)> {
    Some(match sign {
        'X' => (Part::Whole, Force::Accent),
        'x' => (Part::Whole, Force::Plain),
        'o' => (Part::Whole, Force::Light),
        'L' => (Part::Left, Force::Accent),
        'l' => (Part::Left, Force::Plain),
        'R' => (Part::Right, Force::Accent),
        'r' => (Part::Right, Force::Plain),
        '1'..='6' => (Part::Note(sign as u8 - b'1'), Force::Plain),
        _ => return None,
    })
}

/// How long a counted beat is: a dotted quarter where eighths go in threes, a quarter elsewhere.
pub(crate) fn beat_ticks(meter: Meter) -> Ticks {
    let is_compound = meter.denominator() == 8 && meter.numerator().is_multiple_of(3);
    if is_compound { Ticks(TICKS_PER_BEAT * 3 / 2) } else { Ticks(TICKS_PER_BEAT) }
}

/// An odd eighth joins the last beat of a bar that has no more than these; longer ones are cut short, as drums cut them.
const BEATS_WITH_A_LONG_LAST_MAX: i64 = 2;

/// How many beats a pattern is laid into.
pub(crate) fn beats_in(meter: Meter, length: Ticks) -> i64 {
    let beat = beat_ticks(meter);
    let (whole, rest) = (length.0 / beat.0, length.0 % beat.0);
    let is_cut_short = whole > BEATS_WITH_A_LONG_LAST_MAX && rest * 2 >= beat.0;
    whole + i64::from(is_cut_short)
}

/// The marks of a pattern in a bar of any length. Beats of another meter are likened to the pattern's own, group by
/// group, and what is held through the end of a beat that is longer here is held through it.
pub(crate) fn fitted(marks: &[Mark], beats: i64, meter: Meter, length: Ticks, feel: Feel) -> Vec<Mark> {
    let beat = beat_ticks(meter);
    let paced = |at: Ticks| match feel {
        Feel::HalfTime => at * 2,
        Feel::DoubleTime => Ticks(at.0 / 2),
        Feel::Normal | Feel::Straight | Feel::Swing | Feel::InTwo | Feel::InFour | Feel::StopTime => at,
    };
    let marks: Vec<Mark> =
        marks.iter().map(|mark| between(mark, paced(mark.at), paced(mark.at + mark.length))).collect();
    let own = paced(Ticks::from_beats(beats)).0 / TICKS_PER_BEAT;
    let count = beats_in(meter, length).max(1);
    // Of a pattern at half its pace a bar has room for the first half.
    let own = if feel == Feel::HalfTime { own.min(count) } else { own }.max(1);
    let likened = pitched_sources(count as usize, own as usize);
    let mut all = Vec::new();
    for (index, source) in (0..).zip(likened) {
        let start = beat * index;
        let room = if index + 1 == count { length - start } else { beat };
        let from = Ticks::from_beats(source as i64);
        let of_beat = marks.iter().filter(|mark| (from..from + Ticks(TICKS_PER_BEAT)).contains(&mark.at));
        all.extend(of_beat.map(|mark| placed(mark, from, start, room, beat)));
    }
    all.retain(|mark| mark.length.0 > 0);
    for mark in &mut all {
        mark.length = mark.length.min(length - mark.at);
    }
    all
}

fn between(mark: &Mark, start: Ticks, end: Ticks) -> Mark {
    Mark { at: start, length: end - start, ..*mark }
}

/// A mark of the beat at `from` in the beat at `start`, which has `room`.
fn placed(mark: &Mark, from: Ticks, start: Ticks, room: Ticks, beat: Ticks) -> Mark {
    let is_compound = beat.0 != TICKS_PER_BEAT;
    let here = |at: Ticks| if is_compound { in_threes(at) } else { at };
    let (at, end) = (here(mark.at - from), here(mark.at + mark.length - from));
    // The last beat of a bar of fives is longer: what was held to its end still is.
    let end = if end >= beat && room > beat { end + room - beat } else { end };
    let at = at.min(room);
    between(mark, start + at, start + end.max(at))
}

/// A quarter becomes a dotted one, its half the second of three eighths' last.
fn in_threes(at: Ticks) -> Ticks {
    const BEAT: i64 = TICKS_PER_BEAT;
    let within = match at.0 % BEAT {
        480 => 960,
        240 => 480,
        720 => 1200,
        other => other * 3 / 2,
    };
    Ticks(at.0 / BEAT * (BEAT * 3 / 2) + within)
}
