//! The hosted band's twin: asked for the same, it has the same window, in which things are found by their names.

use std::time::{Duration, Instant};

use harness::display::{Display, Frame, Key, Picture};
use harness::kept::Kept;
use harness::{Format, Rig, Size};
use plugin::action::Action;
use plugin::band::Band;
use plugin::editor::desk::{Desk, Dial};
use plugin::editor::local::{Local, Scene};
use plugin::editor::{theme, views};
use plugin::heard::Glance;
use plugin::model::{Model, WindowView};
use plugin::saved_state;

/// Whatever a window is asked for is done by then, on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Twin {
    pub band: Band,
}

/// Parameters that nobody touches.
struct StillDesk;

impl Desk for StillDesk {
    fn value(&self, _: Dial) -> u8 {
        0
    }
    fn grab(&self, _: Dial) {}
    fn turn(&self, _: Dial, _: u8) {}
    fn release(&self, _: Dial) {}
}

impl Twin {
    /// As a host opens a project.
    pub fn opened(text: &str) -> Twin {
        let (band, told) = Band::open(text, 1);
        assert!(told.is_empty(), "{told:?}");
        Twin { band }
    }

    pub fn model(&mut self) -> Model {
        let mut model = Model::default();
        self.band.model(&mut model);
        model
    }

    /// Pixels from the window's corner to the middle of what has this name, at 100 %.
    pub fn place(&mut self, name: &str) -> (i16, i16) {
        let model = self.model();
        let view = model.window;
        let (context, mut local) = (egui::Context::default(), Local::left_as(view));
        context.enable_accesskit();
        theme::dress(&context, local.theme);
        let size = egui::vec2(f32::from(view.width), f32::from(view.height));
        let (glance, palette) = (Glance::default(), local.theme.palette());
        let scene = Scene { model: &model, glance: &glance, desk: &StillDesk, palette };
        let mut tree = None;
        // Sizes are known from the second frame on.
        for _ in 0..3 {
            let screen_rect = Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size));
            let input = egui::RawInput { screen_rect, ..egui::RawInput::default() };
            let mut output = context.run_ui(input, |ui| drop(views::show(ui, &scene, &mut local)));
            output.textures_delta.clear();
            tree = output.platform_output.accesskit_update;
        }
        let nodes = tree.expect("names were asked for").nodes;
        let mut named = nodes.iter().filter(|(_, node)| node.label() == Some(name));
        let at =
            named.find_map(|(_, node)| node.bounds()).unwrap_or_else(|| panic!("nothing is called {name}"));
        (((at.x0 + at.x1) / 2.0) as i16, ((at.y0 + at.y1) / 2.0) as i16)
    }
}

/// As large as the window is without zoom.
pub fn size() -> Size {
    let view = WindowView::default();
    Size { width: view.width.into(), height: view.height.into() }
}

pub fn screen() -> Display {
    Display::start().unwrap_or_else(|error| panic!("{error:#}"))
}

#[track_caller]
pub fn settled(frame: &Frame<'_>, rig: &mut Rig) -> Picture {
    frame.settled(&mut *rig.host).unwrap_or_else(|error| panic!("{error:#}"))
}

/// The window of this instance, open and drawn.
#[track_caller]
pub fn shown<'a>(display: &'a Display, rig: &mut Rig) -> Frame<'a> {
    let frame = display.frame(size()).expect("a window on our own screen");
    rig.host.open_editor(frame.id, None).unwrap_or_else(|error| panic!("{error:#}"));
    settled(&frame, rig);
    frame
}

/// Somebody with both hands on the keyboard: *Generate*.
#[track_caller]
pub fn generates(frame: &Frame<'_>, rig: &mut Rig) {
    frame.display.go((590, 300)).expect("the pointer moves");
    let before = settled(frame, rig);
    frame.display.strike(&[Key::Control, Key::Enter]).expect("keys are struck");
    let until = Instant::now() + PATIENCE;
    while settled(frame, rig).difference(&before) < 0.001 {
        assert!(Instant::now() < until, "the window shows no new take");
    }
}

/// The band's text as a host saves it.
#[track_caller]
pub fn text(format: Format, rig: &mut Rig) -> String {
    let kept = Kept::read(format, &rig.save()).expect("what it saves can be read");
    kept.texts["band"].clone()
}

/// Until the project is another one than before: the player has the music by then.
#[track_caller]
pub fn changed(frame: &Frame<'_>, format: Format, rig: &mut Rig, before: &str) -> String {
    let until = Instant::now() + PATIENCE;
    loop {
        let now = text(format, rig);
        if now != before {
            return now;
        }
        if Instant::now() > until {
            let path = std::env::temp_dir().join(format!("window-{format}.png"));
            settled(frame, rig).save(&path).expect("a folder for files of a moment");
            panic!("nothing was decided; what is shown is in {}", path.display());
        }
        rig.host.idle();
        std::thread::yield_now();
    }
}

/// A project in which these things were asked for.
pub fn asked(actions: &[Action]) -> Band {
    let mut band = Band::new(1);
    for action in actions {
        band.act(action);
    }
    band
}

/// What a project keeps of a band.
pub fn project(band: &Band) -> String {
    saved_state::write(&band.saved())
}
