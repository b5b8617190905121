//! Each scene in each look, drawn in a host on a screen that nobody sees.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, ensure};
use harness::bundled::{Build, Plugin};
use harness::display::{Display, Frame, Key, Picture};
use harness::kept::Kept;
use harness::{Format, Rig, Setup, Size};
use plugin::model::WindowView;

use crate::abroad::Far;
use crate::scenes::Scene;

pub(super) const SETUP: Setup =
    Setup { sample_rate: 48_000.0, frames_max: 512, mode: harness::Mode::Realtime };

/// Which window it is.
#[derive(Clone, Copy, Debug)]
struct Look {
    format: Format,
    zoom_percent: u16,
    is_light: bool,
}

/// By day and by night, small and large, in both hosts.
const LOOKS: [Look; 4] = [
    Look { format: Format::Clap, zoom_percent: 100, is_light: false },
    Look { format: Format::Vst3, zoom_percent: 100, is_light: true },
    Look { format: Format::Clap, zoom_percent: 200, is_light: true },
    Look { format: Format::Vst3, zoom_percent: 200, is_light: false },
];
/// What is wrong stands on one page; twice is enough to see it.
const LOOKS_OF_FAULTS: [Look; 2] = [
    Look { format: Format::Clap, zoom_percent: 100, is_light: false },
    Look { format: Format::Vst3, zoom_percent: 200, is_light: true },
];
/// How a window looks stands in the state, which this version cannot read.
const LOOKS_OF_A_NEWER_STATE: [Look; 2] = [
    Look { format: Format::Clap, zoom_percent: 100, is_light: false },
    Look { format: Format::Vst3, zoom_percent: 100, is_light: false },
];

fn looks(scene: Scene) -> &'static [Look] {
    match scene {
        Scene::Empty | Scene::Playing | Scene::Approvals | Scene::WrongChord => &LOOKS,
        Scene::BankMissing
        | Scene::BankDamaged
        | Scene::FileDamaged
        | Scene::FolderGone
        | Scene::SessionCode
        | Scene::SessionPaired
        | Scene::SessionChanged
        | Scene::NoTransport => &LOOKS_OF_FAULTS,
        Scene::StateNewer => &LOOKS_OF_A_NEWER_STATE,
    }
}

pub(super) fn take(folder: &Path) -> anyhow::Result<()> {
    let display = Display::start()?;
    for scene in Scene::ALL {
        for look in looks(scene) {
            let picture = picture(&display, scene, *look)
                .with_context(|| format!("{scene:?} in the {} host", look.format))?;
            ensure!(!picture.is_blank(), "{scene:?} {look:?}: nothing was drawn");
            let path = folder.join(look.file(scene));
            picture.save(&path)?;
            println!("{} × {}  {}", picture.size.width, picture.size.height, path.display());
        }
    }
    Ok(())
}

fn picture(display: &Display, scene: Scene, look: Look) -> anyhow::Result<Picture> {
    let path = harness::bundled::find(Build::Tested, Plugin::Band, look.format)?;
    ensure!(path.exists());
    let _far = Far::of(scene)?;
    let mut rig = Rig::band(look.format);
    rig.load(&Kept::text("band", &scene.text(look.view())?).write(look.format));
    rig.activate(SETUP);
    scene.played(&mut rig);
    let view = look.view();
    let zoomed = |points: u16| u32::from(points) * u32::from(look.zoom_percent) / 100;
    let size = Size { width: zoomed(view.width), height: zoomed(view.height) };
    let frame = display.frame(size)?;
    rig.host.open_editor(frame.id, None)?;
    let mut picture = frame.settled(&mut *rig.host)?;
    if scene == Scene::Approvals {
        picture = asked(&frame, &mut rig, look)?;
    }
    if let Some(page) = scene.page() {
        picture = leafed(&frame, &mut rig, scene, page)?;
    }
    rig.host.close_editor();
    Ok(picture)
}

/// A person presses *Generate*: a second take waits beside what plays.
fn asked(frame: &Frame<'_>, rig: &mut Rig, look: Look) -> anyhow::Result<Picture> {
    frame.display.click(generate_button(look))?;
    frame.settled(&mut *rig.host)
}

/// A person goes to that page, by its key, and waits until all is said.
fn leafed(frame: &Frame<'_>, rig: &mut Rig, scene: Scene, page: Key) -> anyhow::Result<Picture> {
    frame.display.go((300, 20))?;
    frame.display.strike(&[Key::Control, page])?;
    scene.happens()?;
    let until = Instant::now() + scene.patience();
    loop {
        let picture = frame.settled(&mut *rig.host)?;
        if Instant::now() >= until {
            return Ok(picture);
        }
    }
}

/// In pixels from the window's corner: the bottom row's right end.
fn generate_button(look: Look) -> (i16, i16) {
    let view = look.view();
    let zoomed = |points: i32| (points * i32::from(look.zoom_percent) / 100) as i16;
    (zoomed(i32::from(view.width) - 64), zoomed(i32::from(view.height) - 71))
}

impl Look {
    fn view(self) -> WindowView {
        WindowView { zoom_percent: self.zoom_percent, is_light: self.is_light, ..WindowView::default() }
    }

    fn file(self, scene: Scene) -> String {
        let light = if self.is_light { "light" } else { "dark" };
        format!("{}-{}-{light}-{}.png", scene.name(), self.zoom_percent, self.format.extension())
    }
}
