//! The default bank: a band of our own, computed from nothing and always to the same bytes.

mod bass;
mod builder;
mod checksum;
mod electric_piano;
mod exact;
mod filter;
mod guitar;
mod kit;
mod noise;
mod organ;
mod pad;
mod partials;
mod piano;
mod programs;
mod string;
#[cfg(test)]
mod tests;
mod tone;

use builder::{Builder, Span};
pub(crate) use checksum::is_whole;
pub(crate) use noise::Noise;
use tone::Tone;

/// What the bank calls itself.
pub(crate) const NAME: &str = "AI Band default";

/// Another one when anything that makes the bank has changed.
pub(crate) const EDITION: u64 = checksum::of_all(&[
    include_bytes!("made.rs"),
    include_bytes!("made/bass.rs"),
    include_bytes!("made/builder.rs"),
    include_bytes!("made/checksum.rs"),
    include_bytes!("made/electric_piano.rs"),
    include_bytes!("made/exact.rs"),
    include_bytes!("made/filter.rs"),
    include_bytes!("made/guitar.rs"),
    include_bytes!("made/kit.rs"),
    include_bytes!("made/kit/cymbals.rs"),
    include_bytes!("made/kit/drums.rs"),
    include_bytes!("made/kit/hands.rs"),
    include_bytes!("made/noise.rs"),
    include_bytes!("made/organ.rs"),
    include_bytes!("made/pad.rs"),
    include_bytes!("made/partials.rs"),
    include_bytes!("made/piano.rs"),
    include_bytes!("made/programs.rs"),
    include_bytes!("made/string.rs"),
    include_bytes!("made/tone.rs"),
    include_bytes!("write.rs"),
]);

/// The whole file. Takes about a second; the bytes are the same every time and everywhere.
pub fn make() -> Vec<u8> {
    let mut builder = Builder::new(NAME);
    let drums = kit::add(&mut builder);
    builder.preset("Kit", crate::Program::KIT_BANK, 0, drums);
    let instruments = programs::Instruments {
        piano: piano::add(&mut builder),
        electric_piano: electric_piano::add(&mut builder),
        organ: organ::add(&mut builder),
        nylon: guitar::add_nylon(&mut builder),
        clean: guitar::add_clean(&mut builder),
        upright: bass::add_upright(&mut builder),
        finger: bass::add_finger(&mut builder),
        strings: pad::add_strings(&mut builder),
        pad: pad::add_pad(&mut builder),
    };
    programs::add(&mut builder, &instruments);
    checksum::signed(builder.finish(&checksum::comment(0)))
}

/// Tones for every `step` keys from `first` to `last`; each serves the keys around it, the outer ones all beyond.
fn spans(first: u8, last: u8, step: u8, tone: impl Fn(u8) -> Tone) -> Vec<Span> {
    let roots: Vec<u8> = (first..=last).step_by(step.into()).collect();
    let span = |(place, root): (usize, &u8)| {
        let low = if place == 0 { 0 } else { root - step / 2 };
        let high = if place + 1 == roots.len() { 127 } else { root + step - step / 2 - 1 };
        Span { low, high, root: *root, tone: tone(*root) }
    };
    roots.iter().enumerate().map(span).collect()
}
