//! The whole way: the plugin's own window on a screen in memory, a lane pulled out of it, and the file that another
//! program reads then.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use ai_band_plugin::AiBand;
use ai_band_plugin::action::Action;
use ai_band_plugin::mailboxes::WindowEnd;
use nice_plug::context::PluginApi;
use nice_plug::context::gui::{AsyncExecutor, GuiContext};
use nice_plug::editor::{Editor, EditorHandle};
use nice_plug::prelude::{GuiContextInner, ParamPtr, Plugin, PluginState};

use crate::places::place;
use crate::screen::{Hand, Screen};
use crate::target::{Heard, Manner, Target};

/// Says to this program, started again, that it is the plugin with its window.
const IS_PLUGIN: &str = "AI_BAND_TEST_IS_THE_PLUGIN";
const GRIP: &str = "Drag Bass out";
const PATIENCE: Duration = Duration::from_secs(60);
/// The window may not have drawn anything yet when it is first pulled at.
const PULLS_MAX: usize = 20;
const PULL_PATIENCE: Duration = Duration::from_secs(2);
const STEP: Duration = Duration::from_millis(150);

struct Host;

#[expect(unsafe_code, reason = "the framework's trait is so; nothing is done here")]
impl GuiContextInner for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }
    unsafe fn raw_begin_set_parameter(&self, _: ParamPtr) {}
    unsafe fn raw_set_parameter_normalized(&self, _: ParamPtr, _: f32) {}
    unsafe fn raw_end_set_parameter(&self, _: ParamPtr) {}
    fn get_state(&self) -> PluginState {
        PluginState { version: String::new(), params: Default::default(), fields: Default::default() }
    }
    fn set_state(&self, _: PluginState) {}
    fn request_restart(&self) {}
}

/// Where the handle is.
fn grip(window: &WindowEnd) -> (i16, i16) {
    let model = Arc::clone(&window.shown.lock().expect("nobody panicked with it"));
    place(&model, &window.heard.glance(), GRIP)
}

/// Does something only when the test below starts it again, with a screen of its own.
#[test]
fn the_plugin_itself() {
    if std::env::var_os(IS_PLUGIN).is_none() {
        return;
    }
    let mut band = AiBand::default();
    let window = band.window();
    for action in [Action::Chart("[A]\n| C | Am | F | G |\n".to_owned()), Action::Generate] {
        window.actions.send(action).expect("the worker is there");
    }
    // Twice: what is shown is made after what is asked is done.
    assert!(band.settle(PATIENCE) && band.settle(PATIENCE), "four bars take no minute");
    let (x, y) = grip(&window);
    let editor =
        band.editor(AsyncExecutor::new(Arc::new(|()| {}), Arc::new(|()| {}))).expect("it has a window");
    let opened = editor.spawn(None, false, None, GuiContext::new(Arc::new(Host)), None).expect("a window");
    println!("\ngrip {x} {y}");
    std::io::stdout().flush().expect("somebody listens");
    // Until the test ends it.
    run(&editor, opened.window);
}

/// The handle's type is the framework's own.
fn run<E: Editor>(_: &E, window: <E::Handle as EditorHandle>::Window) {
    E::Handle::run_until_closed(window).expect("it is ended from outside");
}

struct Running {
    plugin: Child,
    grip: (i16, i16),
    _out: BufReader<ChildStdout>,
}

impl Running {
    fn on(screen: &Screen, home: &tempfile::TempDir) -> Running {
        let mut plugin = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "opened::the_plugin_itself", "--nocapture"])
            .env(IS_PLUGIN, "1")
            .env("DISPLAY", &screen.display)
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path().join("data"))
            .env("XDG_CACHE_HOME", home.path().join("cache"))
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program again");
        let mut out = BufReader::new(plugin.stdout.take().expect("it was piped"));
        let mut line = String::new();
        let grip = loop {
            line.clear();
            let read = out.read_line(&mut line).expect("it says where the handle is");
            assert!(read > 0, "the plugin ended before its window was open");
            if let Some((x, y)) = line.trim().strip_prefix("grip ").and_then(|place| place.split_once(' ')) {
                let whole = |number: &str| number.parse::<i16>().expect("a number");
                break (whole(x), whole(y));
            }
        };
        Running { plugin, grip, _out: out }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.plugin.kill();
        let _ = self.plugin.wait();
    }
}

#[test]
fn a_lane_pulled_out_of_the_open_window_is_a_file_elsewhere() {
    let (screen, home) = (Screen::open(), tempfile::tempdir().expect("a folder"));
    let running = Running::on(&screen, &home);
    let hand = Hand::of(&screen);
    hand.wait_for_window(1_000);
    let target = Target::open(&screen, 5, Manner::Takes);
    let (x, y) = running.grip;
    let heard = (0..PULLS_MAX).find_map(|_| {
        // A hand is slower than a window: each step is seen before the next.
        hand.go(x, y);
        target.within(STEP);
        hand.press();
        target.within(STEP);
        for step in 1..=3 {
            hand.go(x + step * 12, y + step * 4);
            target.within(STEP);
        }
        hand.go(320, 120);
        let heard = target.within(PULL_PATIENCE);
        if heard.is_none() {
            hand.let_go();
        }
        heard
    });
    assert!(matches!(heard, Some(Heard::Entered { version: 5, .. })), "{heard:?}");
    hand.let_go();
    let Heard::Files(files) = target.next_deed() else { panic!("a file was expected") };
    let [(path, bytes)]: [(PathBuf, Vec<u8>); 1] = files.try_into().expect("one lane is one file");
    assert!(path.starts_with(home.path()), "{}", path.display());
    let song = music::midi_file::read(&bytes).expect("a MIDI file");
    let notes: usize = song.tracks.iter().map(|track| track.notes.len()).sum();
    assert!(notes > 4, "the bass plays: {notes} notes");
}
