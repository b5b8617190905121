//! The window, opened through both hosts on a screen that nobody sees.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use harness::display::{Display, Picture};
use harness::process::held_for_good;
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

/// The toolkit's clipboard has a thread with a connection of its own, and a pipe opened next; it asks no graphics driver
/// for anything, and may go when it likes.
fn without_the_clipboard(mut late: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let number = |name: &PathBuf, kind: &str| -> Option<u64> {
        name.to_str()?.strip_prefix(kind)?.trim_matches([':', '[', ']']).parse().ok()
    };
    let pipe = late.iter().find_map(|name| number(name, "pipe"));
    let before =
        |pipe| late.iter().filter_map(|name| number(name, "socket")).filter(move |at| *at < pipe).max();
    if let Some((pipe, socket)) = pipe.and_then(|pipe| Some((pipe, before(pipe)?))) {
        late.remove(&PathBuf::from(format!("pipe:[{pipe}]")));
        late.remove(&PathBuf::from(format!("socket:[{socket}]")));
    }
    late
}

in_both_hosts! {
    fn it_is_drawn_shut_and_drawn_again(format) {
        let display = screen();
        let mut rig = Rig::band(format);
        let first = seen(&mut rig, &display);
        let again = seen(&mut rig, &display);
        assert!(first.difference(&again) < 0.02, "{} of it differs", first.difference(&again));
    }

    fn it_is_drawn_however_long_after_it_was_made_it_is_shown(format) {
        let display = screen();
        let mut rig = Rig::band(format);
        for later in [0, 40, 200].map(Duration::from_millis) {
            let frame = display.frame(SCREEN).expect("a window on our own screen");
            rig.host.open_editor_late(frame.id, later).unwrap_or_else(|error| panic!("{error:#}"));
            frame.settled(&mut *rig.host).unwrap_or_else(|error| panic!("{later:?} later: {error:#}"));
            rig.host.close_editor();
        }
    }

    fn once_it_is_shut_nothing_more_is_let_go(format) {
        let display = screen();
        let mut rig = Rig::band(format);
        for _ in 0..3 {
            let frame = display.frame(SCREEN).expect("a window on our own screen");
            let before = held_for_good();
            rig.host.open_editor(frame.id, None).unwrap_or_else(|error| panic!("{error:#}"));
            frame.settled(&mut *rig.host).unwrap_or_else(|error| panic!("{error:#}"));
            let open = held_for_good();
            rig.host.close_editor();
            let shut = held_for_good();
            // Which waits until every thread has gone that came with the window.
            drop(frame);
            let after = held_for_good();
            let of_the_window: BTreeSet<PathBuf> = open.difference(&before).cloned().collect();
            assert!(!of_the_window.is_empty(), "a window has at least its connection");
            let late = of_the_window.iter().filter(|name| shut.contains(*name) && !after.contains(*name));
            let late = without_the_clipboard(late.cloned().collect());
            assert!(late.is_empty(), "let go of only after the host was told that it is shut: {late:?}");
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
