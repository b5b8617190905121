//! What careful hosts and damaged projects do: random states, calls from other threads, parameters turned without end.

use harness::any_thread::AnyThread;
use harness::kept::Kept;
use harness::{Block, Change, Daw, Rig, Setup, Sizes, Tempo, Transport};

use crate::chance::Chance;
use crate::exact::opened;

const SETUP: Setup = Setup { sample_rate: 48_000.0, frames_max: 512, mode: harness::Mode::Realtime };
const BEAT: u64 = 24_000;

fn playing() -> Daw {
    let mut daw = Daw::new(48_000.0, Tempo::Constant(120.0), Sizes::of(&[512]));
    daw.play();
    daw
}

in_both_hosts! {
    fn random_bytes_are_no_state_and_change_nothing(format) {
        let mut rig = opened(format, SETUP);
        rig.play(&mut playing(), 512);
        let good = rig.save();
        let mut chance = Chance::new(1);
        for length in [0, 1, 7, 8, 9, 64, 4_096, 100_000] {
            for _ in 0..8 {
                let bytes: Vec<u8> = (0..length).map(|_| chance.byte()).collect();
                assert!(rig.host.load_state(&bytes).is_err(), "{length} random bytes");
            }
        }
        assert_eq!(rig.save(), good);
        assert!(!rig.play(playing().seek(0.0), BEAT).notes.is_empty());
    }

    fn truncated_and_altered_states_are_borne(format) {
        let mut rig = opened(format, SETUP);
        let good = rig.save();
        let mut chance = Chance::new(2);
        for _ in 0..60 {
            // Whatever becomes of it: no crash, no hang, and a host that saves gets something back.
            let _ = rig.host.load_state(&good[..chance.below(good.len())]);
            let mut altered = good.clone();
            for _ in 0..=chance.below(8) {
                let place = chance.below(altered.len());
                altered[place] = chance.byte();
            }
            let _ = rig.host.load_state(&altered);
            rig.play(&mut playing(), 512);
            rig.save();
        }
        rig.load(&good);
        rig.deactivate();
        rig.activate(SETUP);
        assert!(!rig.play(&mut playing(), BEAT).notes.is_empty(), "a good state mends it");
    }

    fn a_damaged_text_inside_a_sound_state_is_kept_and_said(format) {
        for text in ["", "{", "[]", "null", "{\"version\":1,\"chart\":7}", &"x".repeat(1 << 20)] {
            let mut rig = Rig::band(format);
            rig.load(&Kept::text("band", text).write(format));
            rig.activate(SETUP);
            rig.play(&mut playing(), BEAT);
            let kept = Kept::read(format, &rig.save()).expect("what it saves can be read");
            assert!(kept.texts.contains_key("band"), "after {} bytes", text.len());
        }
    }

    fn a_state_of_a_newer_version_is_kept_untouched(format) {
        let newer = r#"{"version":2,"what":["nobody","knows"]}"#;
        let mut rig = Rig::band(format);
        rig.load(&Kept::text("band", newer).write(format));
        rig.activate(SETUP);
        rig.play(&mut playing(), BEAT);
        let kept = Kept::read(format, &rig.save()).expect("what it saves can be read");
        assert!(kept.texts["band"].contains("nobody"), "{}", kept.texts["band"]);
    }

    fn states_are_saved_and_loaded_on_another_thread_while_it_plays(format) {
        let mut rig = opened(format, SETUP);
        let mut processor = rig.take_processor();
        let states = AnyThread::new(rig);
        let saver = std::thread::spawn(move || {
            let mut rig = states.into_inner();
            let first = rig.save();
            for _ in 0..100 {
                let state = rig.save();
                rig.load(&state);
                let _ = rig.host.load_state(&first[..first.len() / 2]);
            }
            AnyThread::new(rig)
        });
        let mut daw = playing();
        while !saver.is_finished() {
            let heard = processor.process(&daw.block(512)).expect("it plays on");
            assert_eq!(heard.fault(), None);
        }
        let mut rig = saver.join().expect("no thread panics").into_inner();
        rig.give_back(processor);
        assert!(!rig.play(daw.seek(0.0), BEAT).notes.is_empty());
    }

    fn parameters_are_turned_without_end(format) {
        let mut rig = opened(format, SETUP);
        let (ids, mut chance): (Vec<u32>, _) = (rig.params().iter().map(|p| p.id).collect(), Chance::new(3));
        let mut daw = playing();
        let mut heard = harness::Heard::default();
        for _ in 0..400 {
            let mut block = daw.block(512);
            block.changes = (0..chance.below(20))
                .map(|_| Change {
                    sample: chance.below(block.frames as usize) as u32,
                    param: ids[chance.below(ids.len())],
                    // Beyond its range, too.
                    normalized: chance.below(1_000) as f64 / 900.0 - 0.05,
                })
                .collect();
            block.changes.sort_by_key(|change| change.sample);
            if chance.below(20) == 0 {
                daw.seek(chance.below(40) as f64 - 4.0);
            }
            heard.append(rig.process(&block));
        }
        daw.stop();
        heard.append(rig.play(&mut daw, 512));
        rig.set("Follow", 0.0);
        heard.append(rig.play(&mut daw, 1_024));
        assert!(heard.sounding().is_empty(), "{:?}", heard.sounding());
    }

    fn a_transport_of_nonsense_is_borne(format) {
        let mut rig = opened(format, SETUP);
        let nonsense = [f64::NAN, f64::INFINITY, -1e300, 1e300, 0.0, -120.0];
        let mut heard = harness::Heard::default();
        for tempo in nonsense {
            for position in nonsense {
                let said = Transport {
                    playing: true,
                    tempo_bpm: Some(tempo),
                    position_beats: Some(position),
                    loop_beats: Some((position, tempo)),
                    meter: Some((0, 0)),
                    bar_start_beats: Some(tempo),
                    position_samples: i64::MIN,
                };
                heard.append(rig.process(&Block { transport: Some(said), ..Block::silent(512) }));
            }
        }
        heard.append(rig.play(playing().stop(), 512));
        assert!(heard.sounding().is_empty());
        assert!(!rig.play(&mut playing(), BEAT).notes.is_empty());
    }
}
