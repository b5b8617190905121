//! Where things are in the window, by their names: it is laid out once more, without a screen.

use ai_band_plugin::editor::local::{Local, Scene, Tab};
use ai_band_plugin::editor::{theme, views};
use ai_band_plugin::heard::Glance;
use ai_band_plugin::model::Model;

use crate::desk::StillDesk;

/// Pixels from the window's corner to the middle of what has this name, at 100 %.
pub fn place(model: &Model, glance: &Glance, name: &str) -> (i16, i16) {
    place_on(Tab::default(), model, glance, name)
}

/// The same, with another page beside the lanes.
pub fn place_on(tab: Tab, model: &Model, glance: &Glance, name: &str) -> (i16, i16) {
    let view = model.window;
    let (context, mut local) = (egui::Context::default(), Local { tab, ..Local::left_as(view) });
    context.enable_accesskit();
    theme::dress(&context, local.theme);
    let size = egui::vec2(f32::from(view.width), f32::from(view.height));
    let palette = local.theme.palette();
    let scene = Scene { model, glance, desk: &StillDesk, palette };
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
    let at = named.find_map(|(_, node)| node.bounds()).unwrap_or_else(|| panic!("nothing is called {name}"));
    (((at.x0 + at.x1) / 2.0) as i16, ((at.y0 + at.y1) / 2.0) as i16)
}
