//! The table's colours, sizes and spaces as the toolkit wants them.

use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, TextStyle, vec2};

use super::look::{Colour, Palette, Theme};

/// Everything stands on this grid.
pub const GRID: f32 = 4.0;
pub const CORNER: u8 = 6;
/// Five sizes and no others.
pub const SMALL: f32 = 12.0;
pub const BODY: f32 = 14.0;
pub const LARGE: f32 = 16.0;
pub const TITLE: f32 = 20.0;
pub const DISPLAY: f32 = 28.0;
/// What can be touched is at least this high.
pub const TOUCH: f32 = 24.0;
/// Longer motion than this is waiting.
const MOTION_SECONDS: f32 = 0.1;

pub const fn colour(colour: Colour) -> Color32 {
    Color32::from_rgb(colour.0, colour.1, colour.2)
}

pub const fn font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Dresses a context in a theme; called when the window opens and when the theme changes.
pub fn dress(context: &egui::Context, theme: Theme) {
    let kind = match theme {
        Theme::Night => egui::Theme::Dark,
        Theme::Day => egui::Theme::Light,
    };
    context.set_theme(kind);
    context.set_style_of(kind, style(theme));
    // The window has its own steps, and keeps what was chosen.
    context.options_mut(|options| options.zoom_with_keyboard = false);
}

fn style(theme: Theme) -> egui::Style {
    let mut style = egui::Style { visuals: visuals(theme), ..egui::Style::default() };
    style.text_styles = [
        (TextStyle::Small, font(SMALL)),
        (TextStyle::Body, font(BODY)),
        (TextStyle::Button, font(BODY)),
        (TextStyle::Heading, font(LARGE)),
        (TextStyle::Monospace, FontId::new(BODY, FontFamily::Monospace)),
    ]
    .into();
    style.animation_time = MOTION_SECONDS;
    style.spacing.item_spacing = vec2(2.0 * GRID, GRID);
    style.spacing.button_padding = vec2(2.0 * GRID, GRID);
    style.spacing.interact_size = vec2(TOUCH, TOUCH);
    style.spacing.slider_width = 24.0 * GRID;
    style.spacing.window_margin = Margin::same(12);
    style.spacing.menu_margin = Margin::same(8);
    style.spacing.indent = 4.0 * GRID;
    style.spacing.scroll = egui::style::ScrollStyle::thin();
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style
}

fn visuals(theme: Theme) -> egui::Visuals {
    let palette = theme.palette();
    let mut visuals = match theme {
        Theme::Night => egui::Visuals::dark(),
        Theme::Day => egui::Visuals::light(),
    };
    let corner = CornerRadius::same(CORNER);
    visuals.widgets = widgets(palette);
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(colour(palette.quiet));
    visuals.selection.bg_fill = colour(palette.chosen);
    visuals.selection.stroke = Stroke::new(1.0, colour(palette.text));
    visuals.hyperlink_color = colour(palette.text);
    visuals.panel_fill = colour(palette.panel);
    visuals.window_fill = colour(palette.panel);
    visuals.window_stroke = Stroke::new(1.0, colour(palette.line));
    visuals.extreme_bg_color = colour(palette.ground);
    visuals.text_edit_bg_color = Some(colour(palette.ground));
    visuals.faint_bg_color = colour(palette.raised);
    visuals.error_fg_color = colour(palette.fault);
    visuals.warn_fg_color = colour(palette.fault);
    visuals.window_corner_radius = corner;
    visuals.menu_corner_radius = corner;
    visuals.slider_trailing_fill = true;
    visuals.text_cursor.stroke = Stroke::new(1.5, colour(palette.text));
    visuals.disabled_alpha = 0.45;
    visuals
}

fn widgets(palette: &Palette) -> egui::style::Widgets {
    let of = |fill: Colour, edge: Stroke, text: Colour| egui::style::WidgetVisuals {
        bg_fill: colour(fill),
        weak_bg_fill: colour(fill),
        bg_stroke: edge,
        corner_radius: CornerRadius::same(CORNER),
        fg_stroke: Stroke::new(1.0, colour(text)),
        expansion: 0.0,
    };
    let line = |of: Colour, width: f32| Stroke::new(width, colour(of));
    egui::style::Widgets {
        noninteractive: of(palette.panel, line(palette.line, 1.0), palette.text),
        inactive: of(palette.raised, Stroke::NONE, palette.text),
        hovered: of(palette.hovered, line(palette.edge, 1.0), palette.text),
        // What has the keyboard looks like this: a ring that nobody overlooks.
        active: of(palette.hovered, line(palette.text, 1.5), palette.text),
        open: of(palette.chosen, line(palette.edge, 1.0), palette.text),
    }
}
