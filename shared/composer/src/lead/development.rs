//! What becomes of a motif that was said already: the same gaps, begun elsewhere, later or broken off.

use music::meter::Meter;
use music::time::Ticks;

use crate::bass::beats;
use crate::bass::cell::{Note, Sign};

/// One note says nothing again.
const NOTES_MIN: usize = 2;

/// Every way to say it otherwise in which it is known again.
pub(super) fn ways(notes: &[Note], meter: Meter) -> Vec<Vec<Note>> {
    let Some(beat) = beats::groups(meter).first().copied() else { return Vec::new() };
    let elsewhere = [beat, Ticks(-beat.0)].into_iter().find_map(|by| moved(notes, meter, by));
    let said = [elsewhere, without_its_beginning(notes), held_before_its_end(notes)];
    let ways: Vec<Vec<Note>> = said.into_iter().flatten().collect();
    // Beats and what is between them change places: only where nothing else can be said.
    let half = Ticks(beat.0 / 2);
    if ways.is_empty() { moved(notes, meter, half).into_iter().collect() } else { ways }
}

/// Where the bar has room for it there.
fn moved(notes: &[Note], meter: Meter, by: Ticks) -> Option<Vec<Note>> {
    let (first, last) = (notes.first()?, notes.last()?);
    let has_room = first.at + by >= Ticks::ZERO && last.end() + by <= meter.bar_ticks();
    has_room.then(|| notes.iter().map(|note| Note { at: note.at + by, ..*note }).collect())
}

/// As if the player breathed in too late.
fn without_its_beginning(notes: &[Note]) -> Option<Vec<Note>> {
    notes.get(1..).filter(|rest| rest.len() >= NOTES_MIN).map(<[Note]>::to_vec)
}

/// What would have led to the last note is left out with it, and the one before stays.
fn held_before_its_end(notes: &[Note]) -> Option<Vec<Note>> {
    let (end, mut kept) = notes.split_last().map(|(last, before)| (last.end(), before.to_vec()))?;
    while kept.last().is_some_and(|note| note.sign == Sign::Approach) {
        kept.pop();
    }
    let last = kept.last_mut()?;
    last.length = end - last.at;
    (kept.len() >= NOTES_MIN).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bass::cell;

    fn motif(grid: &str, meter: Meter) -> Vec<Note> {
        cell::read(grid, 8, meter, false).unwrap().remove(0)
    }

    /// As it is written in a file.
    fn written(notes: &[Note], meter: Meter) -> String {
        let eighth = Ticks(480);
        let sign = |step: i64| {
            let at = Ticks(step * eighth.0);
            notes.iter().find(|note| (note.at..note.end()).contains(&at)).map_or('.', |note| {
                match (note.at == at, note.sign) {
                    (false, _) => '-',
                    (true, Sign::Tone) => 'c',
                    (true, Sign::Approach) => 'a',
                    (true, _) => 'w',
                }
            })
        };
        (0..meter.bar_ticks().0 / eighth.0).map(sign).collect()
    }

    #[test]
    fn a_motif_is_moved_begun_late_or_left_hanging() {
        let (four, three) = (Meter::COMMON, "3/4".parse().unwrap());
        let table: [(Meter, &str, &[&str]); 7] = [
            (four, ".cw. c-..", &["...cw.c-", "..w.c-..", ".cw---.."]),
            (four, "..wc -ac.", &["wc-ac...", "...c-ac.", "..wc---."]),
            // No room on either side.
            (four, ".cwa cac.", &["..wacac.", ".cwac--."]),
            (four, "..cw ----", &["cw----.."]),
            (three, ".cwac.", &["..wac.", ".cw--."]),
            (three, "..c-..", &["....c-"]),
            (three, "c-.c-.", &[".c-.c-"]),
        ];
        for (meter, grid, expected) in table {
            let made: Vec<String> =
                ways(&motif(grid, meter), meter).iter().map(|notes| written(notes, meter)).collect();
            assert_eq!(made, expected, "{grid}");
        }
    }
}
