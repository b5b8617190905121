//! Instances that are gone before the plugin has heard what was last said to them.

use harness::any_thread::AnyThread;
use harness::{Change, Daw, Rig, Setup, Sizes, Tempo};

use crate::exact::opened;

const SETUP: Setup = Setup { sample_rate: 48_000.0, frames_max: 512, mode: harness::Mode::Realtime };
/// More than enough for whatever happens once in a hundred times.
const TIMES: usize = 200;

in_both_hosts! {
    fn a_state_loaded_on_another_thread_is_the_last_thing_an_instance_hears(format) {
        let state = opened(format, SETUP).save();
        for _ in 0..TIMES {
            let carried = AnyThread::new(Rig::band(format));
            let state = state.clone();
            let loader = std::thread::spawn(move || {
                let mut rig = carried.into_inner();
                // Whatever the plugin leaves to be done later is not done yet when it goes.
                for _ in 0..8 {
                    rig.load(&state);
                }
            });
            loader.join().expect("it goes quietly");
        }
        assert!(!opened(format, SETUP).save().is_empty(), "and the next one lives");
    }

    fn automation_is_the_last_thing_an_instance_hears(format) {
        for _ in 0..TIMES / 8 {
            let mut rig = Rig::band(format);
            rig.activate(SETUP);
            let level = rig.params().iter().map(|param| param.id).collect::<Vec<_>>();
            let mut processor = rig.take_processor();
            let mut daw = Daw::new(SETUP.sample_rate, Tempo::Constant(120.0), Sizes::of(&[512]));
            let audio = std::thread::spawn(move || {
                let mut block = daw.play().block(512);
                let change = |(place, param): (usize, &u32)| Change {
                    sample: place as u32,
                    param: *param,
                    normalized: (place % 2) as f64,
                };
                block.changes = level.iter().enumerate().map(change).collect();
                processor.process(&block).map(drop).expect("it plays");
                processor
            });
            rig.give_back(audio.join().expect("the audio thread ends quietly"));
        }
    }
}
