//! Words with a state: icon, word and colour together, never colour alone.

use egui::{Align, Color32, Label, Layout, Response, RichText, Sense, Ui, Vec2, vec2};

use crate::editor::icons::{self, Icon};
use crate::editor::look::{Mark, Palette};
use crate::editor::theme::{GRID, SMALL, colour, font};
use crate::editor::words::{LINE_CHARS_MAX, short};

/// A state's icon with `words` beside it.
pub fn mark(ui: &mut Ui, palette: &Palette, mark: Mark, words: &str) -> Response {
    marked(ui, palette, Icon::Mark(mark), mark, words)
}

/// The same with another icon, where a state has a measure.
pub fn marked(ui: &mut Ui, palette: &Palette, icon: Icon, mark: Mark, words: &str) -> Response {
    let tint = colour(palette.tint(mark.tint()));
    let layout = Layout::left_to_right(Align::Center);
    // Beside others from the right, it would otherwise take all the room to its left.
    let room = if ui.layout().prefer_right_to_left() { wanted(ui, words) } else { ui.available_width() };
    let inner = ui.allocate_ui_with_layout(vec2(room, 4.0 * GRID), layout, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
        icons::paint(ui.painter(), icon, rect, tint);
        ui.add(Label::new(RichText::new(&*short(words, LINE_CHARS_MAX)).size(SMALL).color(tint)).truncate())
    });
    inner.inner
}

/// As wide as its icon and words.
fn wanted(ui: &Ui, words: &str) -> f32 {
    let words = short(words, LINE_CHARS_MAX).into_owned();
    let galley = ui.painter().layout_no_wrap(words, font(SMALL), Color32::PLACEHOLDER);
    galley.size().x + 6.0 * GRID
}

/// A small remark.
pub fn quiet(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    let text = RichText::new(&*short(words, LINE_CHARS_MAX)).size(SMALL).color(colour(palette.quiet));
    ui.add(Label::new(text).truncate())
}

/// A sentence that may take several lines.
pub fn said(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    let text = RichText::new(&*short(words, LINE_CHARS_MAX)).size(SMALL).color(colour(palette.quiet));
    ui.add(Label::new(text).wrap())
}

/// What stands over a group.
pub fn section(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    ui.label(RichText::new(words).size(SMALL).color(colour(palette.quiet)))
}
