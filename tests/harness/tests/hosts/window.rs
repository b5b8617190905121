//! The window, opened through both hosts on a screen that nobody sees.

use harness::display::{Display, Picture};
use harness::process::Held;
use harness::{Daw, Rig, Setup, Size, Sizes, Tempo};

use crate::exact::opened;

const SETUP: Setup = Setup { sample_rate: 48_000.0, frames_max: 512, mode: harness::Mode::Realtime };
const SCREEN: Size = Size { width: 1_400, height: 1_000 };

fn screen() -> Display {
    Display::start().unwrap_or_else(|error| panic!("{error:#}"))
}

/// Opens it, waits until it is drawn, and shuts it.
fn seen(rig: &mut Rig, display: &Display) -> Picture {
    let frame = display.frame(SCREEN).expect("a window on our own screen");
    rig.host.open_editor(frame.id, None).unwrap_or_else(|error| panic!("{error:#}"));
    let picture = frame.settled(&mut *rig.host).unwrap_or_else(|error| panic!("{error:#}"));
    rig.host.close_editor();
    picture
}

in_both_hosts! {
    fn it_is_drawn_shut_and_drawn_again(format) {
        let display = screen();
        let mut rig = Rig::band(format);
        let first = seen(&mut rig, &display);
        let again = seen(&mut rig, &display);
        assert!(first.difference(&again) < 0.02, "{} of it differs", first.difference(&again));
    }

    fn once_it_is_shut_nothing_more_is_let_go(format) {
        let display = screen();
        let mut rig = Rig::band(format);
        for _ in 0..3 {
            let frame = display.frame(SCREEN).expect("a window on our own screen");
            rig.host.open_editor(frame.id, None).unwrap_or_else(|error| panic!("{error:#}"));
            frame.settled(&mut *rig.host).unwrap_or_else(|error| panic!("{error:#}"));
            rig.host.close_editor();
            let files = Held::now().map(|held| held.files);
            // Which waits until every thread has gone that came with the window.
            drop(frame);
            assert_eq!(files, Held::now().map(|held| held.files));
        }
    }

    fn it_is_opened_and_shut_while_the_band_plays(format) {
        let display = screen();
        let mut rig = opened(format, SETUP);
        let mut processor = rig.take_processor();
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let player = std::thread::spawn(move || {
            let mut daw = Daw::new(48_000.0, Tempo::Constant(120.0), Sizes::of(&[512]));
            daw.play();
            let mut notes = 0;
            while stopped.try_recv().is_err() {
                notes += processor.process(&daw.block(512)).expect("it plays").notes.len();
                if daw.position_beats() > 30.0 {
                    daw.seek(0.0);
                }
            }
            (processor, notes)
        });
        for _ in 0..3 {
            let frame = display.frame(SCREEN).expect("a window on our own screen");
            rig.host.open_editor(frame.id, None).unwrap_or_else(|error| panic!("{error:#}"));
            // A playhead never rests.
            frame.drawn(&mut *rig.host).unwrap_or_else(|error| panic!("{error:#}"));
            rig.host.close_editor();
        }
        stop.send(()).expect("it still plays");
        let (processor, notes) = player.join().expect("no thread panics");
        assert!(notes > 0);
        rig.give_back(processor);
    }

    fn it_is_resized_by_the_host(format) {
        let display = screen();
        let mut rig = Rig::band(format);
        let mut frame = display.frame(SCREEN).expect("a window on our own screen");
        let size = rig.host.open_editor(frame.id, None).unwrap_or_else(|error| panic!("{error:#}"));
        assert!(size.width >= 600 && size.height >= 400, "{size:?}");
        frame.settled(&mut *rig.host).expect("it is drawn");
        let larger = Size { width: size.width + 150, height: size.height + 100 };
        rig.host.resize_editor(larger).unwrap_or_else(|error| panic!("{error:#}"));
        frame.resize(larger).expect("our own window");
        let picture = frame.settled(&mut *rig.host).expect("it is drawn anew");
        assert_eq!(picture.size, larger);
        rig.host.close_editor();
    }

    fn an_instance_goes_with_its_window_open(format) {
        let display = screen();
        let frame = display.frame(SCREEN).expect("a window on our own screen");
        let mut rig = opened(format, SETUP);
        rig.host.open_editor(frame.id, None).unwrap_or_else(|error| panic!("{error:#}"));
        frame.settled(&mut *rig.host).expect("it is drawn");
        drop(rig);
    }
}
