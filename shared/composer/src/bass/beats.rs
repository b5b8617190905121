//! A cell's bar fitted to any bar: its beat groups are cut, repeated and stretched, never its notes rewritten.

use music::meter::Meter;
use music::time::Ticks;

use super::cell::Note;
use crate::drums::beats::{self, pitched_sources};

/// How fast the cell goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    Plain,
    /// Everything twice as long: the first or the second half of the cell is heard.
    Half {
        second: bool,
    },
    /// The whole cell twice in a bar.
    Double,
}

/// Lengths of the groups that a bar is counted in: quarters; in eighths and shorter units, threes and twos.
pub(crate) fn groups(meter: Meter) -> Vec<Ticks> {
    let (units, unit) = (i64::from(meter.numerator()), meter.unit_ticks());
    if meter.denominator() <= 4 {
        let quarter = Ticks::from_beats(1);
        return vec![quarter; (meter.bar_ticks().0 / quarter.0) as usize];
    }
    let mut groups = Vec::new();
    let mut left = units;
    while left > 0 {
        let group = if units % 3 == 0 || left == 3 || left == 1 { left.min(3) } else { 2 };
        groups.push(unit * group);
        left -= group;
    }
    groups
}

/// What a cell of another meter is laid into: in eighths the drums say which beats there are.
fn laid_into(meter: Meter) -> Vec<Ticks> {
    const EIGHTHS: u8 = 8;
    if meter.denominator() != EIGHTHS {
        return groups(meter);
    }
    beats::counted(meter).into_iter().map(Ticks).collect()
}

/// The notes of a bar of `from` as they are played in a bar of `to`.
pub(crate) fn fitted(notes: &[Note], from: Meter, to: Meter, pace: Pace) -> Vec<Note> {
    let paced = paced(notes, from, pace);
    if from == to {
        return paced;
    }
    let source = starts(&groups(from));
    let target = starts(&laid_into(to));
    let mut fitted: Vec<Note> = Vec::new();
    let likened = pitched_sources(target.len(), source.len());
    for ((start, length), likened) in target.iter().zip(likened) {
        let Some((from_start, from_length)) = source.get(likened) else { continue };
        let group = paced.iter().filter(|note| (*from_start..*from_start + *from_length).contains(&note.at));
        let group: Vec<Note> = group.map(|note| Note { at: note.at - *from_start, ..*note }).collect();
        let group = stretched(&group, *from_length, *length);
        if group.first().is_none_or(|note| note.at > Ticks::ZERO) {
            hold_on(&paced, *from_start, &mut fitted, *start, group.first().map_or(*length, |note| note.at));
        }
        fitted.extend(group.into_iter().map(|note| Note { at: note.at + *start, ..note }));
    }
    fitted
}

fn starts(groups: &[Ticks]) -> Vec<(Ticks, Ticks)> {
    let mut at = Ticks::ZERO;
    let next = groups.iter().map(|length| {
        at += *length;
        (at - *length, *length)
    });
    next.collect()
}

/// A group's notes in another length: cut, or with its second half played again.
fn stretched(group: &[Note], from: Ticks, to: Ticks) -> Vec<Note> {
    let mut notes: Vec<Note> = group.to_vec();
    let half = Ticks(from.0 / 2);
    let again: Vec<Note> = group.iter().filter(|note| note.at >= half).copied().collect();
    let mut shift = from - half;
    while shift < to && half > Ticks::ZERO && !again.is_empty() {
        notes.extend(again.iter().map(|note| Note { at: note.at + shift, ..*note }));
        shift += from - half;
    }
    let is_open = |note: &Note| again.is_empty() && note.end() >= from;
    notes.retain(|note| note.at < to);
    for index in 1..notes.len() {
        let next = notes[index].at;
        let before = &mut notes[index - 1];
        before.length = before.length.min(next - before.at);
    }
    for note in &mut notes {
        let length = if is_open(note) { to - note.at } else { note.length };
        note.length = length.min(to - note.at);
    }
    notes
}

/// Lengthens what sounds already where the source group began with a held note.
fn hold_on(source: &[Note], at: Ticks, fitted: &mut [Note], start: Ticks, length: Ticks) {
    let is_held = source.iter().any(|note| note.at < at && note.end() > at);
    if let Some(last) = fitted.last_mut().filter(|note| is_held && note.end() == start) {
        last.length += length;
    }
}

fn paced(notes: &[Note], meter: Meter, pace: Pace) -> Vec<Note> {
    let bar = meter.bar_ticks();
    match pace {
        Pace::Plain => notes.to_vec(),
        Pace::Half { second } => {
            let half = Ticks(bar.0 / 2);
            let from = if second { half } else { Ticks::ZERO };
            let heard = notes.iter().filter(|note| (from..from + half).contains(&note.at));
            heard.map(|note| doubled(note, from, bar)).collect()
        }
        Pace::Double => {
            let halved = |note: &Note, from: Ticks| Note {
                at: Ticks(note.at.0 / 2) + from,
                length: Ticks(note.length.0 / 2),
                ..*note
            };
            let twice = [Ticks::ZERO, Ticks(bar.0 / 2)];
            twice.into_iter().flat_map(|from| notes.iter().map(move |note| halved(note, from))).collect()
        }
    }
}

fn doubled(note: &Note, from: Ticks, bar: Ticks) -> Note {
    let at = (note.at - from) * 2;
    Note { at, length: (note.length * 2).min(bar - at), ..*note }
}

#[cfg(test)]
mod tests;
