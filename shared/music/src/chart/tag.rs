//! A tag: the last phrase is said again, twice, before the song ends.

use super::order::Visit;

/// What is said again: so many bars, or the whole last section where that is shorter.
const PHRASE_BARS: usize = 4;
/// Once more sounds like a mistake, three times more like a joke.
const TIMES: u32 = 2;

/// The visits with the last phrase's after them, as one more pass of their section.
pub(crate) fn tagged(mut visits: Vec<Visit>, is_pickup: impl Fn(usize) -> bool) -> Vec<Visit> {
    let Some(last) = visits.last().copied() else { return visits };
    let is_last_pass = |visit: &&Visit| {
        let of_pass = (visit.section, visit.section_pass) == (last.section, last.section_pass);
        of_pass && !is_pickup(visit.bar)
    };
    let length = visits.iter().rev().take_while(is_last_pass).take(PHRASE_BARS).count();
    let phrase: Vec<Visit> = visits[visits.len() - length..].to_vec();
    for _ in 0..TIMES {
        visits.extend(phrase.iter().map(|visit| Visit {
            section_pass: last.section_pass + 1,
            call: last.call + 1,
            ..*visit
        }));
    }
    visits
}
