//! A short horizontal fader from 0 to 127, for the hand and for the keyboard.

use egui::{EventFilter, Key, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::editor::desk::{Desk, Dial};
use crate::editor::look::Colour;
use crate::editor::theme::{GRID, colour};

const FULL: u8 = 127;
/// With shift held, an arrow key goes this far.
const STRIDE: i16 = 10;

/// Where it is to be, when it was moved.
pub fn fader(
    ui: &mut Ui,
    name: &str,
    value: u8,
    rest: u8,
    width: f32,
    tint: Option<Colour>,
) -> (Response, Option<u8>) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 5.0 * GRID), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), f64::from(value), name));
    let rail = Rect::from_center_size(rect.center(), vec2(rect.width() - 2.0 * GRID, GRID));
    let to = pulled(&response, rail, rest).or_else(|| keyed(ui, &response, value)).filter(|to| *to != value);
    let shown = to.unwrap_or(value);
    let visuals = ui.style().interact(&response);
    let x = rail.left() + rail.width() * f32::from(shown) / f32::from(FULL);
    let painter = ui.painter();
    if response.has_focus() {
        painter.rect_stroke(rect, 3.0, visuals.bg_stroke, egui::StrokeKind::Inside);
    }
    painter.rect_filled(rail, 2.0, ui.visuals().widgets.open.weak_bg_fill);
    let tint = tint.map_or(ui.visuals().weak_text_color(), colour);
    painter.rect_filled(Rect::from_min_max(rail.min, pos2(x, rail.bottom())), 2.0, tint);
    let rest_x = rail.left() + rail.width() * f32::from(rest) / f32::from(FULL);
    if rest != 0 && rest != FULL {
        painter.vline(
            rest_x,
            rail.y_range().expand(3.0),
            egui::Stroke::new(1.0, ui.visuals().weak_text_color()),
        );
    }
    painter.circle_filled(pos2(x, rail.center().y), 1.5 * GRID, visuals.text_color());
    (response.on_hover_text(format!("{name}: {shown}")), to)
}

fn pulled(response: &Response, rail: Rect, rest: u8) -> Option<u8> {
    if response.double_clicked() {
        return Some(rest);
    }
    if !(response.dragged() || response.clicked() || response.drag_started()) {
        return None;
    }
    let at = response.interact_pointer_pos()?;
    let share = ((at.x - rail.left()) / rail.width().max(1.0)).clamp(0.0, 1.0);
    Some((share * f32::from(FULL)).round() as u8)
}

fn keyed(ui: &Ui, response: &Response, value: u8) -> Option<u8> {
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let (steps, is_wide) = ui.input(|input| {
        let presses = |key: Key| i16::try_from(input.num_presses(key)).unwrap_or(0);
        (presses(Key::ArrowRight) - presses(Key::ArrowLeft), input.modifiers.shift)
    });
    let by = if is_wide { steps.saturating_mul(STRIDE) } else { steps };
    let to = i16::from(value).saturating_add(by).clamp(0, i16::from(FULL));
    (by != 0).then_some(to as u8)
}

/// A fader tied to a parameter: one gesture for each pull, however far it goes.
pub fn turned(
    ui: &mut Ui,
    desk: &dyn Desk,
    dial: Dial,
    name: &str,
    rest: u8,
    width: f32,
    tint: Option<Colour>,
) {
    let (response, to) = fader(ui, name, desk.value(dial), rest, width, tint);
    let is_pull = response.dragged() || response.drag_stopped();
    if response.drag_started() || (to.is_some() && !is_pull) {
        desk.grab(dial);
    }
    if let Some(to) = to {
        desk.turn(dial, to);
    }
    if response.drag_stopped() || (to.is_some() && !is_pull) {
        desk.release(dial);
    }
}
