//! Opens the window on a picture without a host: `cargo run -p ai-band-plugin --example window -- playing day 200 folder`.

#[allow(dead_code, unreachable_pub, reason = "the tests use more of it")]
#[path = "../tests/window/pictures.rs"]
mod pictures;

use std::cell::RefCell;
use std::collections::HashMap;

use ai_band_plugin::editor::desk::{Desk, Dial};
use ai_band_plugin::editor::local::{Decision, Local, Scene, Tab};
use ai_band_plugin::editor::look::Theme;
use ai_band_plugin::editor::views::lanes::Selection;
use ai_band_plugin::editor::{theme, views};
use ai_band_plugin::model::WindowView;
use composer::variation::Keep;
use music::lane::Lane;
use nice_plug_egui::baseview::HandlerError;
use nice_plug_egui::baseview::dpi::LogicalSize;
use nice_plug_egui::{EguiWindow, EguiWindowSettings, Frame};
use pictures::Picture;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|said| said == word);
    let picture = words.iter().find_map(|word| pictures::named(word)).unwrap_or_else(pictures::playing);
    let zoom_percent = words.iter().find_map(|word| word.parse().ok()).unwrap_or(100);
    let view = WindowView { zoom_percent, is_light: has("day"), ..WindowView::default() };
    let view = if has("small") { WindowView { width: 900, height: 600, ..view } } else { view };
    let mut local = Local::left_as(view);
    local.are_knobs_open = has("knobs");
    if has("picked") {
        local.roll.selection = Some(Selection::at(Some(Lane::Keys), 11).to(13));
    }
    let waiting = picture.model.takes.first().map(|take| take.id);
    local.decision = match waiting {
        Some(take) if has("vary") => Some((take, Decision::Vary { keep: Keep::Rhythm, amount: 64 })),
        Some(take) if has("reject") => Some((take, Decision::Reject { reason: String::new() })),
        Some(_) | None => None,
    };
    if has("folder") {
        local.tab = Tab::Folder;
    }
    if has("session") {
        local.tab = Tab::Session;
    }
    if has("bank") {
        local.tab = Tab::Bank;
    }
    let size = LogicalSize { width: f32::from(view.width), height: f32::from(view.height) };
    let settings = EguiWindowSettings::new()
        .with_title("AI Band")
        .with_size(size)
        .with_zoom_factor(f32::from(view.zoom_percent) / 100.0);
    let app = App { picture, local, desk: StillDesk::default(), dressed: None };
    let opened = EguiWindow::create(settings, app).map_err(|error| error.to_string());
    if let Err(error) = opened.and_then(|window| window.run_until_closed().map_err(|error| error.to_string()))
    {
        eprintln!("no window: {error}; it needs a display with OpenGL");
    }
}

struct App {
    picture: Picture,
    local: Local,
    desk: StillDesk,
    dressed: Option<Theme>,
}

/// Parameters that nobody automates.
#[derive(Default)]
struct StillDesk(RefCell<HashMap<Dial, u8>>);

impl Desk for StillDesk {
    fn value(&self, dial: Dial) -> u8 {
        let at_rest = match dial {
            Dial::Intensity => 64,
            Dial::Complexity | Dial::Level(_) => 127,
            Dial::Pattern | Dial::Fill | Dial::Follow | Dial::Panic | Dial::Bypass => 0,
            Dial::Mute(_) | Dial::Solo(_) => 0,
        };
        self.0.borrow().get(&dial).copied().unwrap_or(at_rest)
    }

    fn grab(&self, _: Dial) {}

    fn turn(&self, dial: Dial, value: u8) {
        self.0.borrow_mut().insert(dial, value);
    }

    fn release(&self, _: Dial) {}
}

impl nice_plug_egui::App for App {
    fn build(&mut self, _: egui::Context, _: &mut Frame) -> Result<(), HandlerError> {
        Ok(())
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut Frame) {
        if self.dressed != Some(self.local.theme) {
            theme::dress(ui.ctx(), self.local.theme);
            self.dressed = Some(self.local.theme);
        }
        let palette = self.local.theme.palette();
        let Picture { model, glance } = &self.picture;
        let scene = Scene { model, glance, desk: &self.desk, palette };
        for action in views::show(ui, &scene, &mut self.local) {
            println!("{action:?}");
        }
    }
}
