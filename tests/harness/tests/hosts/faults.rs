//! What goes wrong around a band: it plays on as far as it can, keeps what it was given, and the window says so.

use std::path::Path;
use std::time::{Duration, Instant};

use harness::display::{Display, Frame, Key, Picture};
use harness::kept::Kept;
use harness::{Daw, Format, Heard, Rig, Setup, Sizes, Tempo};
use plugin::action::Action;
use plugin::editor::look::{Colour, Theme};
use plugin::model::Route;
use plugin::saved_state::{self, Saved};

use crate::thru::{assert_whole, let_go, press};
use crate::tune::{self, Stretch, assert_same, expected, tune};
use crate::twin::{asked, screen, settled, shown, text};

const RATE: f64 = 48_000.0;
const SETUP: Setup = Setup { sample_rate: RATE, frames_max: 512, mode: harness::Mode::Realtime };
const BEAT: u64 = 24_000;
/// Of the icon that stands before every fault; the tune's rolls have nothing in that colour.
const ICON_PIXELS_MIN: usize = 6;
/// A folder is looked at every five seconds at the latest, and a file may take two to be called damaged.
const PATIENCE: Duration = Duration::from_secs(30);

fn daw() -> Daw {
    Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[512]))
}

fn opened(format: Format, saved: &Saved) -> Rig {
    let mut rig = Rig::band(format);
    rig.load(&tune::state(saved, format));
    rig.activate(SETUP);
    rig
}

/// The tune, with its notes to the host, and a folder that is watched.
fn watching(folder: &Path) -> Saved {
    let mut saved = tune::project(&tune());
    saved.folder.path = folder.to_path_buf();
    (saved.folder.watched, saved.folder.approved) = (true, true);
    saved
}

fn page(display: &Display, key: Key) {
    display.go((590, 300)).expect("the pointer moves");
    display.strike(&[Key::Control, key]).expect("keys are struck");
}

/// What a window shows on one of its pages.
fn seen(display: &Display, rig: &mut Rig, key: Key) -> Picture {
    let frame = shown(display, rig);
    page(display, key);
    let picture = settled(&frame, rig);
    rig.host.close_editor();
    picture
}

/// Faults are shown by word, icon and colour; here by what can be seen of them.
fn faults(picture: &Picture) -> usize {
    let Colour(red, green, blue) = Theme::Night.palette().fault;
    picture.count([red, green, blue], 32)
}

fn says_a_fault(picture: &Picture) -> bool {
    faults(picture) >= ICON_PIXELS_MIN
}

/// Until the window says that something is wrong, or that nothing is any more.
#[track_caller]
fn wait_for(is_wrong: bool, frame: &Frame<'_>, rig: &mut Rig) {
    let until = Instant::now() + PATIENCE;
    loop {
        let now = settled(frame, rig);
        if says_a_fault(&now) == is_wrong {
            return;
        }
        assert!(Instant::now() < until, "the window does not say it: {} pixels", faults(&now));
    }
}

#[track_caller]
fn assert_plays_on(rig: &mut Rig, what: &str) {
    let mut daw = daw();
    let mut heard = rig.play(daw.play(), 4 * BEAT);
    heard.append(rig.play(daw.stop(), 512));
    let stretch = Stretch { from_beat: 0.0, tempo_bpm: 120.0, frames: 4 * BEAT };
    assert_same(&heard.notes, &expected(&tune(), RATE, &[stretch]), what);
}

fn sound(format: Format, saved: &Saved) -> Heard {
    let mut rig = Rig::band(format);
    rig.load(&tune::state(saved, format));
    rig.activate(Setup::offline(RATE, 512));
    rig.play(daw().play(), 2 * BEAT)
}

in_both_hosts! {
    fn a_bank_that_is_missing_or_damaged_is_replaced_and_named(format) {
        let (display, folder) = (screen(), tempfile::tempdir().expect("a folder"));
        let mut saved = tune::routed(&tune(), Route::Sound);
        let default = sound(format, &saved);
        assert!(default.peak() > 0.01);
        assert!(!says_a_fault(&seen(&display, &mut opened(format, &saved), Key::Three)));
        let path = folder.path().join("Grand Piano #1.sf2");
        saved.bank = Some(path.clone());
        for (what, bytes) in [("missing", None), ("empty", Some(&b""[..])), ("damaged", Some(b"RIFF\0\0\0\x7fsfbk junk"))] {
            if let Some(bytes) = bytes {
                std::fs::write(&path, bytes).expect("a folder of our own");
            }
            assert_eq!(sound(format, &saved).audio, default.audio, "{what}: the default bank plays");
            let mut rig = opened(format, &saved);
            assert!(says_a_fault(&seen(&display, &mut rig, Key::Three)), "{what}");
            assert!(text(format, &mut rig).contains("Grand Piano #1.sf2"), "{what}: the project keeps the bank's name");
        }
    }

    fn a_damaged_file_is_listed_and_stops_nothing(format) {
        let (display, folder) = (screen(), tempfile::tempdir().expect("a folder"));
        let mut rig = opened(format, &watching(folder.path()));
        let frame = shown(&display, &mut rig);
        page(&display, Key::Two);
        assert!(!says_a_fault(&settled(&frame, &mut rig)));
        let kept = text(format, &mut rig);
        std::fs::write(folder.path().join("Half a bass.mid"), b"MThd\0\0\0\x06\0\x01\0\x01\x01\xe0MTrk\0\0\xff\xffhalf")
            .expect("a folder of our own");
        wait_for(true, &frame, &mut rig);
        rig.host.close_editor();
        assert_plays_on(&mut rig, "beside a damaged file");
        assert_eq!(text(format, &mut rig), kept, "nothing of it enters the project");
    }

    fn a_folder_that_goes_away_is_said_and_stops_nothing(format) {
        let (display, folder) = (screen(), tempfile::tempdir().expect("a folder"));
        let watched = folder.path().join("Übungen #1");
        std::fs::create_dir(&watched).expect("a folder of our own");
        let mut rig = opened(format, &watching(&watched));
        let frame = shown(&display, &mut rig);
        page(&display, Key::Two);
        assert!(!says_a_fault(&settled(&frame, &mut rig)));
        std::fs::remove_dir(&watched).expect("it is empty");
        wait_for(true, &frame, &mut rig);
        assert_plays_on(&mut rig, "without its folder");
        std::fs::create_dir(&watched).expect("a folder of our own");
        wait_for(false, &frame, &mut rig);
        rig.host.close_editor();
    }

    fn a_newer_state_is_kept_byte_for_byte_and_said(format) {
        let display = screen();
        let newer = r#"{"version":2,"what":["nobody","knows"],"song":"Spät #1"}"#;
        let mut rig = Rig::band(format);
        rig.activate(SETUP);
        assert!(!says_a_fault(&seen(&display, &mut rig, Key::One)));
        rig.deactivate();
        rig.load(&Kept::text("band", newer).write(format));
        rig.activate(SETUP);
        assert!(says_a_fault(&seen(&display, &mut rig, Key::One)));
        assert!(rig.play(daw().play(), 4 * BEAT).notes.is_empty(), "nobody knows what to play");
        assert_eq!(text(format, &mut rig), newer);
    }

    fn without_a_transport_it_is_silent_says_so_and_keys_sound(format) {
        let display = screen();
        let mut rig = opened(format, &tune::project(&tune()));
        let mut daw = daw();
        rig.play(&mut daw, 512);
        assert!(!says_a_fault(&seen(&display, &mut rig, Key::One)));
        daw.play();
        daw.says.transport = false;
        let silent = rig.play(&mut daw, 4 * BEAT);
        assert!(silent.notes.is_empty(), "{:?}", silent.notes);
        assert!(says_a_fault(&seen(&display, &mut rig, Key::One)));
        let mut heard = press(&mut rig, &mut daw);
        heard.append(let_go(&mut rig, &mut daw));
        assert_whole(&heard, "without a transport");
        daw.stop();
        daw.says.transport = true;
        rig.play(&mut daw, 512);
        assert_plays_on(&mut rig, "when the host has one again");
    }

    fn a_wrong_chord_is_kept_as_typed_said_and_the_music_before_it_plays(format) {
        let display = screen();
        let good = Action::Chart("[A]\n| C | Am | F | G |\n".to_owned());
        let wrong = Action::Chart("[A]\n| C | Hm7 | F | G |\n".to_owned());
        let routes = music::lane::Lane::ALL.map(|lane| Action::Route { lane, route: Route::Midi });
        let mut band = asked(&[routes.to_vec(), vec![good, Action::Seed(1), Action::Generate]].concat());
        let before = band.saved();
        band.act(&wrong);
        let performed = |saved: &Saved| {
            let mut rig = opened(format, saved);
            let faults = faults(&seen(&display, &mut rig, Key::One));
            let heard = rig.play(daw().play(), 16 * BEAT);
            (faults, heard.notes, text(format, &mut rig))
        };
        let (right, notes, _) = performed(&before);
        let (said, same, kept) = performed(&band.saved());
        assert!(!notes.is_empty());
        assert_eq!(notes, same);
        // Clashes are underlined in the same colour.
        assert!(said >= right + ICON_PIXELS_MIN, "{said} pixels, {right} before");
        let chart = saved_state::read(&kept).expect("it can be read").saved.chart;
        assert!(chart.contains("Hm7"), "{chart}");
    }
}
