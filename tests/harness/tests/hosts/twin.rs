//! The hosted band's twin: asked for the same, it has the same window, in which things are found by their names.

use std::time::{Duration, Instant};

use harness::display::{Display, Frame, Key, Picture};
use harness::kept::Kept;
use harness::{Format, Rig, Size};
use plugin::action::Action;
use plugin::band::Band;
use plugin::heard::Glance;
use plugin::model::{Model, WindowView};
use plugin::saved_state;

use crate::places;

/// Whatever a window is asked for is done by then, on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Twin {
    pub band: Band,
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
        places::place(&self.model(), &Glance::default(), name)
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
