//! What is shown on each picture, and how the window is brought there.

use std::path::Path;

use anyhow::{Context, ensure};
use harness::bundled::{Build, Plugin};
use harness::display::{Display, Frame, Picture};
use harness::kept::Kept;
use harness::{Daw, Format, Rig, Setup, Size, Sizes, Tempo};
use plugin::action::Action;
use plugin::band::Band;
use plugin::model::{Model, WindowView};
use plugin::saved_state;

const CHART: &str = "[Verse]\n| Am7 D7 | Gmaj7 | Cmaj7 | F#m7b5 B7 |\n| Em7 | A7 | Am7 D7 | Gmaj7 |\n";
/// A chord that is none, in the midst of good ones.
const WRONG: &str = "[Verse]\n| Am7 D7 | Gmaj7 | Cmaj7 | Hm7 B7 |\n";
const SEED: u64 = 7;
const SETUP: Setup = Setup { sample_rate: 48_000.0, frames_max: 512, mode: harness::Mode::Realtime };

/// What the person in the picture has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scene {
    Empty,
    Playing,
    Approvals,
    Error,
}

/// Which window it is.
#[derive(Clone, Copy, Debug)]
struct Look {
    format: Format,
    zoom_percent: u16,
    is_light: bool,
}

const SCENES: [Scene; 4] = [Scene::Empty, Scene::Playing, Scene::Approvals, Scene::Error];

/// Every scene by day and by night, small and large, in both hosts.
const LOOKS: [Look; 4] = [
    Look { format: Format::Clap, zoom_percent: 100, is_light: false },
    Look { format: Format::Vst3, zoom_percent: 100, is_light: true },
    Look { format: Format::Clap, zoom_percent: 200, is_light: true },
    Look { format: Format::Vst3, zoom_percent: 200, is_light: false },
];

pub(super) fn take(folder: &Path) -> anyhow::Result<()> {
    let display = Display::start()?;
    for scene in SCENES {
        for look in LOOKS {
            let picture = picture(&display, scene, look)
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
    let mut rig = Rig::band(look.format);
    rig.load(&Kept::text("band", &scene.text(look)?).write(look.format));
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
    rig.host.close_editor();
    Ok(picture)
}

/// A person presses *Generate*: a second take waits beside what plays.
fn asked(frame: &Frame<'_>, rig: &mut Rig, look: Look) -> anyhow::Result<Picture> {
    let (x, y) = generate_button(look);
    frame.click(x, y)?;
    frame.settled(&mut *rig.host)
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
        let name = format!("{scene:?}").to_lowercase();
        format!("{name}-{}-{light}-{}.png", self.zoom_percent, self.format.extension())
    }
}

impl Scene {
    /// The project that is opened.
    fn text(self, look: Look) -> anyhow::Result<String> {
        let mut band = Band::new(SEED);
        match self {
            Scene::Empty => {}
            Scene::Playing | Scene::Approvals => {
                band.act(&Action::Chart(CHART.to_owned()));
                band.act(&Action::Generate);
                let mut model = Model::default();
                band.model(&mut model);
                let has_notes = model.lanes.iter().any(|lane| !lane.notes.is_empty());
                ensure!(has_notes, "nothing was composed: {:?} {:?}", model.ask.errors, model.takes);
            }
            Scene::Error => {
                band.act(&Action::Chart(WRONG.to_owned()));
            }
        }
        let mut saved = band.saved();
        saved.window = look.view();
        Ok(saved_state::write(&saved))
    }

    /// The song stands in its third bar.
    fn played(self, rig: &mut Rig) {
        let mut daw = Daw::new(SETUP.sample_rate, Tempo::Constant(112.0), Sizes::of(&[512]));
        match self {
            Scene::Empty | Scene::Error => {
                rig.play(&mut daw, 4_096);
            }
            Scene::Playing | Scene::Approvals => {
                rig.play(daw.play(), 48_000 * 5);
            }
        }
    }
}
