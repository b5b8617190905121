//! Instances come and go: many, at once, from other threads, and nothing of them is left.

use harness::any_thread::AnyThread;
use harness::process::Held;
use harness::{Daw, Rig, Setup, Sizes, Tempo};

use crate::exact::opened;

const SETUP: Setup = Setup { sample_rate: 48_000.0, frames_max: 512, mode: harness::Mode::Realtime };
const BEAT: u64 = 24_000;
const LIVES: usize = 200;
/// Threads and files that a process has only once, whatever comes and goes.
const LIVES_BEFORE_COUNTING: usize = 3;

fn playing() -> Daw {
    let mut daw = Daw::new(48_000.0, Tempo::Constant(120.0), Sizes::of(&[512]));
    daw.play();
    daw
}

in_both_hosts! {
    fn two_hundred_lives_leave_nothing_behind(format) {
        let mut held = None;
        for life in 0..LIVES {
            if life == LIVES_BEFORE_COUNTING {
                held = Held::now();
            }
            let mut rig = Rig::band(format);
            // Some are looked at only, as by a host that scans; some play.
            if life % 4 != 0 {
                rig.activate(SETUP);
                rig.play(&mut playing(), 1_024);
            }
            if life % 3 == 0 {
                rig.save();
            }
        }
        assert_eq!(Held::now(), held);
    }

    fn ten_at_once_play_the_same_and_end_in_any_order(format) {
        let mut rigs: Vec<Rig> = (0..10).map(|_| opened(format, SETUP)).collect();
        let heard: Vec<_> = rigs.iter_mut().map(|rig| rig.play(&mut playing(), BEAT)).collect();
        assert!(!heard[0].notes.is_empty());
        for (place, other) in heard.iter().enumerate() {
            assert_eq!(other.notes, heard[0].notes, "instance {place}");
        }
        for place in [9, 0, 4, 4, 0, 2, 3, 1, 0, 0] {
            drop(rigs.remove(place));
            if let Some(rig) = rigs.first_mut() {
                assert!(!rig.play(&mut playing(), BEAT).notes.is_empty());
            }
        }
    }

    fn ten_play_on_ten_threads(format) {
        let mut rigs: Vec<Rig> = (0..10).map(|_| opened(format, SETUP)).collect();
        let processors: Vec<_> = rigs.iter_mut().map(Rig::take_processor).collect();
        let threads = processors.into_iter().map(|mut processor| {
            std::thread::spawn(move || {
                let (mut daw, mut notes) = (playing(), 0);
                for _ in 0..200 {
                    notes += processor.process(&daw.block(512)).expect("it plays").notes.len();
                }
                (processor, notes)
            })
        });
        let threads: Vec<_> = threads.collect();
        for (rig, thread) in rigs.iter_mut().zip(threads) {
            let (processor, notes) = thread.join().expect("no thread panics");
            assert!(notes > 0);
            rig.give_back(processor);
        }
    }

    fn an_instance_ends_on_another_thread(format) {
        for is_playing in [false, true] {
            let mut rig = opened(format, SETUP);
            if is_playing {
                rig.play(&mut playing(), BEAT);
            }
            let carried = AnyThread::new(rig);
            std::thread::spawn(move || drop(carried.into_inner())).join().expect("it ends quietly");
        }
    }

    fn an_instance_is_made_on_another_thread(format) {
        let carried = std::thread::spawn(move || AnyThread::new(Rig::band(format))).join();
        let mut rig = carried.expect("it is made").into_inner();
        rig.activate(SETUP);
        rig.play(&mut playing(), BEAT);
    }

    fn rates_and_block_sizes_change_while_the_song_plays(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = playing();
        for (rate, frames_max) in [(44_100.0, 64), (96_000.0, 4_096), (48_000.0, 17), (192_000.0, 1_024)] {
            rig.deactivate();
            rig.activate(Setup::realtime(rate, frames_max));
            daw.sample_rate = rate;
            daw.seek(0.0);
            let mut heard = rig.play(daw.play(), rate as u64 / 2 + 1_000);
            let kicks = heard.begun().iter().filter(|note| note.key == 36 && note.channel == 9).map(|n| n.sample).collect::<Vec<_>>();
            assert_eq!(kicks, [0, rate as u64 / 2], "at {rate} Hz");
            heard.append(rig.play(daw.stop(), 512));
            assert!(heard.sounding().is_empty());
        }
    }

    fn activated_and_left_again_without_a_block(format) {
        let mut rig = Rig::band(format);
        for _ in 0..20 {
            rig.activate(SETUP);
            rig.deactivate();
        }
        rig.activate(SETUP);
        rig.reset();
        rig.play(&mut playing(), 512);
    }
}
