//! How the slots of a bar share its beats.

use crate::chart::limits::SLOTS_PER_BAR_MAX;
use crate::meter::Meter;
use crate::time::Ticks;

/// A unit is cut into halves, thirds or quarters, no finer.
const CUTS_MAX: usize = 4;

/// The length of each of `count` slots in a bar of `meter`, or `None` when they do not fit.
///
/// One slot fills the bar. Up to as many slots as the bar has pulses share them evenly; where that does not come out even,
/// the first ones are a pulse longer: 3+2 in 5/4, 4+3 or 3+2+2 in 7/8, 2+1 in 3/4, 2+1+1 in 4/4, and 6+3+3 eighths in 12/8.
/// More slots share the meter's units (its upper number) alike, and still more must be two, three or four to the unit: 8,
/// 12 or 16 in 4/4.
pub(crate) fn lengths(count: usize, meter: Meter) -> Option<Vec<Ticks>> {
    let (units, unit) = (usize::from(meter.numerator()), meter.unit_ticks());
    if count == 0 || count > SLOTS_PER_BAR_MAX {
        return None;
    }
    let pulses = usize::from(meter.pulses());
    if count <= pulses {
        return Some(shared(count, pulses, meter.pulse_ticks()));
    }
    if count <= units {
        return Some(shared(count, units, unit));
    }
    let cuts = count / units;
    let fits = count.is_multiple_of(units) && cuts <= CUTS_MAX && unit.0 % cuts as i64 == 0;
    fits.then(|| vec![Ticks(unit.0 / cuts as i64); count])
}

fn shared(count: usize, parts: usize, part: Ticks) -> Vec<Ticks> {
    let (each, longer) = (parts / count, parts % count);
    (0..count).map(|slot| part * (each + usize::from(slot < longer)) as i64).collect()
}

#[cfg(test)]
mod tests;
