//! Hosts, songs and knobs at their worst: whatever they say, nothing panics and every beginning has its one end.

use std::collections::BTreeMap;

use ai_band_player::compiled::{Humanise, Performance, Settings, Swing};
use ai_band_player::{Automation, Block, LaneAutomation, Moment, NoteKind, Pattern, Strategy, Transport};
use music::arrangement::{Clips, Source};
use music::clip::Note;
use music::lane::Lane;
use music::meter::Meter;
use music::time::{Micros, Ticks};
use proptest::prelude::*;
use proptest::strategy::Strategy as Making;

use crate::stage::{Song, Stage, note};

/// At the limits of the law, just inside, just outside and far beyond.
const LIMITS: [f64; 22] = [
    0.0,
    -0.0,
    0.999,
    1.0,
    4.0,
    3.999_999_999,
    4.015_625,
    120.0,
    1_000.0,
    10_000.0,
    10_000.1,
    48_000.0,
    1e7,
    1.000_1e7,
    1e9,
    -1e9,
    1.1e9,
    1e300,
    f64::MIN_POSITIVE,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

fn number() -> impl Making<Value = f64> {
    prop_oneof![3 => prop::sample::select(&LIMITS[..]), 5 => -8.0..8.0, 1 => -1e9..1e9]
}

/// More often than not what a host may say.
fn sample_rate() -> impl Making<Value = f64> {
    prop_oneof![5 => prop::sample::select(&[1_000.0, 48_000.0, 1e7][..]), 1 => number()]
}

fn tempo() -> impl Making<Value = f64> {
    prop_oneof![5 => prop::sample::select(&[1.0, 120.0, 10_000.0][..]), 1 => number()]
}

fn frames() -> impl Making<Value = u32> {
    prop_oneof![6 => 0..600_u32, 1 => Just(5_000)]
}

prop_compose! {
    fn transport()(
        playing in prop::bool::weighted(0.9),
        tempo_bpm in tempo(),
        position_beats in prop::option::of(number()),
        loop_range in prop::option::of((number(), number())),
        meter in prop::sample::select(vec![None, Meter::new(1, 64), Meter::new(32, 1), Meter::new(7, 8)]),
        bar_start in prop::option::of(number()),
    ) -> Transport {
        Transport { playing, tempo_bpm, position_beats, loop_range, meter, bar_start }
    }
}

prop_compose! {
    fn automation()(
        knobs: [u8; 2],
        is_b: bool,
        fill: bool,
        bypass in prop::bool::weighted(0.1),
        level: u8,
        muted in prop::bool::weighted(0.1),
    ) -> Automation {
        let pattern = if is_b { Pattern::B } else { Pattern::A };
        let mut lanes = [LaneAutomation::default(); Lane::COUNT];
        lanes[Lane::Keys.index()] = LaneAutomation { muted, soloed: is_b && fill, level };
        Automation { complexity: knobs[0], intensity: knobs[1], pattern, fill, bypass, lanes }
    }
}

prop_compose! {
    fn block()(
        frames in frames(),
        sample_rate in sample_rate(),
        transport in prop::option::weighted(0.95, transport()),
        automation in automation(),
    ) -> Block {
        Block { frames, sample_rate, transport, automation }
    }
}

fn notes() -> impl Making<Value = Vec<Note>> {
    let one = (0..4_000_i64, 0..9_000_i64, 58..62_u8, -100_000..=100_000_i32)
        .prop_map(|(at, length, key, micros)| Note { offset: Micros(micros), ..note(at, length, key) });
    prop::collection::vec(one, 0..40)
}

fn song(notes: &[Vec<Note>; 2], looped: bool) -> Song {
    let mut song = Song::default();
    let clips =
        Clips { main: song.clip(5, notes[0].clone()), b: Some(song.clip(5, notes[1].clone())), fill: None };
    let source = if looped { Source::looped(clips) } else { Source::once(clips) };
    song.playing(Lane::Keys, -4, 9, source).playing(Lane::Bass, 0, 3, source)
}

fn post() -> impl Making<Value = (Moment, Strategy)> {
    let moments = [
        Moment::Now,
        Moment::NextBeat,
        Moment::NextBar,
        Moment::NextSection,
        Moment::Beat(Ticks(i64::MAX)),
        Moment::Beat(Ticks(i64::MIN)),
        Moment::Beat(Ticks(960)),
    ];
    let strategies =
        [Strategy::HardCut, Strategy::Crossfade { beats: 1 }, Strategy::Crossfade { beats: 255 }];
    (prop::sample::select(moments.to_vec()), prop::sample::select(strategies.to_vec()))
}

/// Follows what sounds by its id, as hosts do; in order, within the block, one voice a key.
fn follow(stage: &mut Stage, frames: u32, sounding: &mut BTreeMap<u32, (u8, u8)>) {
    let mut last = None;
    let start = stage.sink.frames - u64::from(frames);
    for (at, event) in stage.sink.heard.drain(..) {
        assert_eq!(at - start, event.sample.into());
        let is_begin = matches!(event.kind, NoteKind::Begin { .. });
        let place = (event.sample, is_begin, event.channel, event.key);
        assert!(event.sample < frames && last < Some(place), "{event:?} after {last:?} in {frames}");
        last = Some(place);
        let key = (event.channel, event.key);
        match event.kind {
            NoteKind::Begin { velocity } => {
                assert!((1..=127).contains(&velocity), "{event:?}");
                assert!(!sounding.values().any(|other| *other == key), "a second voice: {event:?}");
                assert_eq!(sounding.insert(event.id, key), None, "{event:?}");
            }
            NoteKind::End => assert_eq!(sounding.remove(&event.id), Some(key), "{event:?}"),
        }
    }
}

/// Nobody's block is a day long, but the type says it could be.
#[test]
fn the_longest_block_there_can_be_plays_its_notes() {
    let mut stage = Stage::with(&Song::of(Lane::Keys, 8, vec![note(0, 960, 60), note(3_840, 960, 62)]));
    assert_eq!(stage.play_in(u32::MAX, u32::MAX).heard(), "+60@0 -60@24000 +62@96000 -62@120000");
    assert_eq!(stage.play(512).stop(1).heard(), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_a_host_says_every_beginning_has_its_end(
        first in (notes(), notes()),
        second in (notes(), notes()),
        looped: bool,
        steps in prop::collection::vec((block(), prop::option::weighted(0.3, post())), 1..60),
    ) {
        let programs = [song(&first.into(), looped), song(&second.into(), !looped)];
        let sections = [Ticks(0), Ticks(i64::MAX), Ticks(i64::MIN), Ticks(1_000)];
        let mut stage = Stage::with(&programs[0]);
        let mut sounding = BTreeMap::new();
        for (index, (block, post)) in steps.iter().enumerate() {
            if let Some((moment, strategy)) = post {
                let program = programs[index % 2].program_with(&Settings::default(), &sections);
                stage.handle.play(program, *moment, *strategy);
            }
            stage.player.process(block, &mut stage.sink);
            stage.sink.frames += u64::from(block.frames);
            follow(&mut stage, block.frames, &mut sounding);
            stage.handle.reports();
        }
        stage.stop(1);
        follow(&mut stage, 1, &mut sounding);
        prop_assert!(sounding.is_empty(), "hanging: {sounding:?}");
    }

    #[test]
    fn whatever_the_feel_is_set_to_it_compiles(
        notes in notes(),
        unit in prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX), 0..1_000_i64],
        percent: u8,
        fold: (u8, u8),
        micros_max: u32,
        seed: u64,
    ) {
        let mut settings = Settings::default();
        let keys = &mut settings.lanes[Lane::Keys.index()];
        keys.channel = percent;
        keys.performance = Performance {
            drum_map: Some(Box::new([255; 128])),
            fold: Some(fold),
            swing: Some(Swing { unit: Ticks(unit), percent }),
            humanise: Humanise { micros_max, seed },
        };
        let song = Song::of(Lane::Keys, 5, notes);
        let program = song.program_with(&settings, &[]);
        let mut stage = Stage::empty();
        stage.handle.play(program, Moment::Now, Strategy::HardCut);
        let mut sounding = BTreeMap::new();
        stage.play_in(10_000, 10_000);
        follow(&mut stage, 10_000, &mut sounding);
    }
}
