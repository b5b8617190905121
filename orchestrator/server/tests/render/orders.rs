//! Orders: which regions they need, and how long they are.

use music::clip::Hash;
use music::lane::Lane;
use music::tempo::{self, Tempo};
use music::time::{Span, Ticks};
use proptest::prelude::*;
use synth::wav::Format;

use crate::stage::{BAR, Stage};

#[test]
fn only_what_is_heard_is_needed_and_only_its_main_clip() {
    for (from, to, lanes) in [
        (0, 1, vec![Lane::Drums]),
        (1, 2, vec![Lane::Drums, Lane::Pad]),
        (2, 3, vec![Lane::Drums, Lane::Bass, Lane::Pad]),
        // Both halves of the pad: a note may be held over their seam.
        (4, 5, vec![Lane::Drums, Lane::Bass, Lane::Pad, Lane::Pad]),
        (7, 8, vec![Lane::Drums, Lane::Keys, Lane::Pad, Lane::Pad]),
        (9, 12, vec![Lane::Drums]),
        (12, 20, vec![]),
    ] {
        let stage = Stage::new().bars(from, to);
        let regions = stage.order.regions();
        let found: Vec<Lane> = regions.iter().map(|region| region.lane).collect();
        assert_eq!(found, lanes, "bars {from} to {to}");
        for region in regions {
            assert!(region.clips.b.is_none() && region.clips.fill.is_none(), "{region:?}");
            assert!(region.span.end <= stage.order.span.end, "{region:?}");
        }
    }
}

#[test]
fn a_clip_that_is_not_there_is_named() {
    let mut stage = Stage::new();
    stage.library = music::clip::Library::new();
    let said = stage.order.bounce(&stage.library).err().unwrap().to_string();
    assert!(said.contains("drums") && said.contains("sha256:"), "{said}");
    assert!(!said.contains(&Hash::of(b"a fill that nobody has").to_string()), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Counted in whole numbers: each stretch of a tempo as a fraction of frames.
    #[test]
    fn a_file_is_as_long_as_its_span_to_the_frame(
        from in -BAR..20 * BAR,
        length in 1..40 * BAR,
        milli_bpm in 4_000_u32..=1_000_000,
        later in 4_000_u32..=1_000_000,
        change in 0..30 * BAR,
        rate in prop::sample::select(vec![44_100_u32, 48_000, 88_200, 96_000]),
        tail_millis in 0_u32..12_000,
    ) {
        let mut stage = Stage::new();
        let tempo = |milli| Tempo::from_milli_bpm(milli).unwrap();
        let order = &mut stage.order;
        order.tempo = tempo::Map::new(vec![(Ticks(-BAR), tempo(milli_bpm)), (Ticks(change), tempo(later))]).unwrap();
        order.span = Span { start: Ticks(from), end: Ticks(from + length) };
        (order.sample_rate, order.tail_seconds) = (rate, f64::from(tail_millis) / 1_000.0);
        let before = (change.min(from + length) - from).max(0);
        let frames = |ticks: i64, milli: u32| ticks as f64 * 62.5 * f64::from(rate) / f64::from(milli);
        let exact = frames(before, milli_bpm) + frames(length - before, later);
        let tail = (f64::from(tail_millis) / 1_000.0 * f64::from(rate)).round();
        let found = order.frames() as f64 - tail;
        prop_assert!((found - exact) > -1e-3 && (found - exact) < 1.001, "{found} for {exact}");
        let (head, total) = order.header().unwrap();
        prop_assert_eq!(total, head.len() as u64 + order.frames() * 4);
        prop_assert_eq!(u32::from_le_bytes(head[40..44].try_into().unwrap()) as u64, order.frames() * 4);
        prop_assert!((order.seconds() * f64::from(rate) - exact).abs() < 1.0);
    }
}

#[test]
fn what_no_wav_file_holds_has_no_head() {
    let mut stage = Stage::new().bars(0, 20_000);
    (stage.order.format, stage.order.sample_rate) = (Format::Float32, 96_000);
    assert!(stage.order.header().is_none());
}
