//! Buttons: with words, with an icon, on or off, one of several.

use egui::{Button, Color32, Response, RichText, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};

use crate::editor::icons::{self, Icon};
use crate::editor::look::{Colour, Palette};
use crate::editor::theme::{CORNER, GRID, TOUCH, colour};

/// A button with words.
pub fn plain(ui: &mut Ui, words: &str) -> Response {
    ui.add(Button::new(words).min_size(vec2(0.0, TOUCH)))
}

/// The one thing that a panel is for: the text's colour turned inside out, since amber is kept for what plays.
pub fn primary(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    let words = RichText::new(words).color(colour(palette.ground));
    let inner = ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for visuals in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            visuals.weak_bg_fill = colour(palette.text);
        }
        widgets.hovered.weak_bg_fill = colour(palette.quiet);
        widgets.active.bg_stroke = Stroke::new(2.0, colour(palette.edge));
        ui.add(Button::new(words).min_size(vec2(24.0 * GRID, 8.0 * GRID)))
    });
    inner.inner
}

/// An icon alone; `words` are its tooltip and its name.
pub fn icon_button(ui: &mut Ui, icon: Icon, words: &str, is_enabled: bool) -> Response {
    let sense = if is_enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(TOUCH), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, words));
    let visuals = ui.style().interact(&response);
    if is_enabled && (response.hovered() || response.has_focus()) {
        ui.painter().rect(rect, CORNER, visuals.weak_bg_fill, visuals.bg_stroke, egui::StrokeKind::Inside);
    }
    let tint = if is_enabled { visuals.text_color() } else { faint(ui) };
    icons::paint(ui.painter(), icon, rect.shrink(1.25 * GRID), tint);
    response.on_hover_text(words)
}

fn faint(ui: &Ui) -> Color32 {
    ui.visuals().text_color().gamma_multiply(ui.visuals().disabled_alpha)
}

/// On or off. What is on has a fill and a bar below, so that it is seen without colour.
pub fn switch(ui: &mut Ui, words: &str, is_on: bool, tint: Option<Colour>) -> Response {
    wide_switch(ui, words, is_on, tint, TOUCH)
}

/// At least so wide, to stand in a row of equals.
pub fn wide_switch(ui: &mut Ui, words: &str, is_on: bool, tint: Option<Colour>, width_min: f32) -> Response {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let galley = ui.painter().layout_no_wrap(words.to_owned(), font, Color32::PLACEHOLDER);
    let size = vec2((galley.size().x + 3.0 * GRID).max(width_min), TOUCH);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), is_on, words));
    let visuals = ui.style().interact_selectable(&response, is_on);
    let painter = ui.painter();
    painter.rect(rect, CORNER, visuals.weak_bg_fill, visuals.bg_stroke, egui::StrokeKind::Inside);
    let text_colour = if is_on { ui.visuals().text_color() } else { ui.visuals().weak_text_color() };
    let place = rect.center() - galley.size() / 2.0;
    painter.galley(place, galley, text_colour);
    if is_on {
        let tint = tint.map_or(ui.visuals().text_color(), colour);
        let bar =
            egui::Rect::from_center_size(rect.center_bottom() - vec2(0.0, 3.0), vec2(size.x - 12.0, 2.0));
        painter.rect_filled(bar, 1.0, tint);
    }
    response
}

/// One of several, side by side; the one that was clicked.
pub fn choice(ui: &mut Ui, words: &[&str], chosen: usize) -> Option<usize> {
    let mut clicked = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (index, words) in words.iter().enumerate() {
            if switch(ui, words, index == chosen, None).clicked() && index != chosen {
                clicked = Some(index);
            }
        }
    });
    clicked
}
