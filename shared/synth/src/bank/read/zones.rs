//! What of a zone is let through: settings the format knows, in its bounds, that point at something.

use super::records::RawZone;
use crate::bank::font::{Generator, Modulator, Zone, kind};

/// Each further one is walked for every voice; FluidLite keeps 64 at most.
const MODULATORS_MAX: usize = 48;

/// What belongs to samples has no business in a preset.
const SAMPLES_ONLY: &[u16] = &[
    kind::START_OFFSET,
    kind::END_OFFSET,
    kind::LOOP_START_OFFSET,
    kind::LOOP_END_OFFSET,
    kind::START_OFFSET_COARSE,
    kind::END_OFFSET_COARSE,
    kind::LOOP_START_OFFSET_COARSE,
    kind::LOOP_END_OFFSET_COARSE,
    KEY_OVERRIDE,
    VELOCITY_OVERRIDE,
    kind::SAMPLE_MODES,
    kind::EXCLUSIVE_CLASS,
    kind::ROOT_KEY,
];
const KEY_OVERRIDE: u16 = 46;
const VELOCITY_OVERRIDE: u16 = 47;
/// Controllers that are no MIDI controllers: none, velocity, key, pressures, wheel and its range.
const GENERAL_SOURCES: &[u16] = &[0, 2, 3, 10, 13, 14, 16];
const SOURCE_IS_CONTROLLER: u16 = 1 << 7;

/// What a preset says is added to what its instruments say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Instrument,
    Preset,
}

pub(super) fn of_instrument(raw: &[RawZone], samples: &[Option<u16>]) -> Vec<Zone> {
    checked(raw, Side::Instrument, samples)
}

pub(super) fn of_preset(raw: &[RawZone], instruments: &[Option<u16>]) -> Vec<Zone> {
    checked(raw, Side::Preset, instruments)
}

/// A zone without a target holds for all others only where it is the first.
fn checked(raw: &[RawZone], side: Side, targets: &[Option<u16>]) -> Vec<Zone> {
    let target_kind = if side == Side::Preset { kind::INSTRUMENT } else { kind::SAMPLE };
    let mut zones = Vec::new();
    for (place, raw) in raw.iter().enumerate() {
        let own = raw.generators.iter().take_while(|generator| generator.kind != target_kind);
        let target = raw.generators.iter().find(|generator| generator.kind == target_kind);
        let target = match target {
            None if place == 0 => None,
            None => continue,
            Some(generator) => {
                let index = usize::from(u16::from_le_bytes(generator.amount));
                let Some(target) = targets.get(index).copied().flatten() else { continue };
                Some(target)
            }
        };
        let Some(generators) = generators(own, side) else { continue };
        let modulators = raw.modulators.iter().filter(|modulator| is_sane(modulator)).take(MODULATORS_MAX);
        zones.push(Zone { generators, modulators: modulators.copied().collect(), target });
    }
    zones
}

/// Ranges first, each kind once, the last of its kind; `None` where no key or velocity is left.
fn generators<'a>(raw: impl Iterator<Item = &'a Generator>, side: Side) -> Option<Vec<Generator>> {
    let mut kept: Vec<Generator> = Vec::new();
    for generator in raw {
        let Some(generator) = in_bounds(*generator, side) else { continue };
        kept.retain(|other| other.kind != generator.kind);
        kept.push(generator);
    }
    kept.sort_by_key(|generator| (!is_range(generator.kind), generator.kind));
    let is_empty =
        |generator: &Generator| is_range(generator.kind) && generator.amount[0] > generator.amount[1];
    (!kept.iter().any(is_empty)).then_some(kept)
}

fn is_range(kind: u16) -> bool {
    kind == kind::KEY_RANGE || kind == kind::VELOCITY_RANGE
}

/// As the format bounds it; `None` for kinds it does not know.
fn in_bounds(generator: Generator, side: Side) -> Option<Generator> {
    let Generator { kind, amount } = generator;
    if side == Side::Preset && SAMPLES_ONLY.contains(&kind) {
        return None;
    }
    let (least, most) = match kind {
        kind::KEY_RANGE | kind::VELOCITY_RANGE => {
            return Some(Generator::range(kind, amount[0].min(127), amount[1].min(127)));
        }
        0..=4 | 12 | 45 | 50 => (-i16::MAX, i16::MAX),
        5..=7 | 10 | 11 => (-12_000, 12_000),
        8 => (0, 13_500),
        9 => (0, 960),
        13 => (-960, 960),
        15 | 16 => (0, 1_000),
        17 => (-500, 500),
        21 | 23 | 25 | 27 | 33 | 35 => (-12_000, 5_000),
        22 | 24 => (-16_000, 4_500),
        26 | 28 | 30 | 34 | 36 | 38 => (-12_000, 8_000),
        29 => (0, 1_000),
        31 | 32 | 39 | 40 => (-1_200, 1_200),
        37 | 48 => (0, 1_440),
        KEY_OVERRIDE | VELOCITY_OVERRIDE => (0, 127),
        51 => (-120, 120),
        52 => (-99, 99),
        54 => (0, 3),
        56 => (0, 1_200),
        57 => (0, 127),
        58 => (-1, 127),
        _ => return None,
    };
    let least = if side == Side::Preset { least.min(-most) } else { least };
    // "At once" is said with the most negative number there is.
    let is_at_once = matches!(kind, 21 | 23 | 25..=28 | 30 | 33..=36 | 38) && generator.value() == i16::MIN;
    let value = if is_at_once { i16::MIN } else { generator.value().clamp(least, most) };
    Some(Generator::new(kind, value))
}

/// FluidLite takes the destination for an index, and logs what it does not know, at every note.
fn is_sane(modulator: &Modulator) -> bool {
    let is_known =
        |source: u16| source & SOURCE_IS_CONTROLLER != 0 || GENERAL_SOURCES.contains(&(source & 0x7f));
    let is_curve = |source: u16| source >> 10 <= 3;
    let Modulator { source, destination, amount_source, transform, .. } = *modulator;
    let is_target =
        in_bounds(Generator::new(destination, 0), Side::Instrument).is_some() && !is_range(destination);
    is_target
        && transform == 0
        && [source, amount_source].into_iter().all(|source| is_known(source) && is_curve(source))
}
