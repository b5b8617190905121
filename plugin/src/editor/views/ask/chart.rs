//! The chord text, with what is wrong shown at the chord and what to put there instead.

use std::ops::Range;

use egui::text::CCursor;
use egui::{Align, FontId, Frame, Layout, Pos2, Stroke, TextEdit, Ui};

use crate::action::Action;
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::look::Mark;
use crate::editor::theme::{CORNER, GRID, LARGE, colour};
use crate::editor::typing::PAUSE_SECONDS;
use crate::editor::widgets::{mark, plain, quiet, said, section};
use crate::editor::words::{NAME_CHARS_MAX, short};
use crate::model::ChartError;

/// More is edited elsewhere: laying it out would hold up the window at every key.
pub(super) const TEXT_BYTES_MAX: usize = 32 * 1024;
/// By this name the field is found again, by shortcuts too.
pub(in crate::editor::views) const FIELD: &str = "chart";
/// Kept free under the field, for what is wrong or what could be tried.
const LINE_BELOW: f32 = 7.0 * GRID;
const OUTRUN: &str = "The band still plays the bars as they were; generate";
const ERRORS_UNDERLINED_MAX: usize = 32;
const EXAMPLES_SHOWN_MAX: usize = 6;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    let ask = &scene.model.ask;
    local.chart.adopt(&ask.chart);
    ui.horizontal(|ui| {
        section(ui, scene.palette, "Chords");
        quiet(ui, scene.palette, &ask.summary);
        if ask.is_outrun {
            mark(ui, scene.palette, Mark::ToDecide, OUTRUN);
        }
    });
    if local.chart.text.len() > TEXT_BYTES_MAX {
        too_long(ui, scene, local, asked);
        return;
    }
    field(ui, scene, local);
    if local.chart.text.trim().is_empty() {
        examples(ui, scene, local, asked);
    } else {
        errors(ui, scene, local, asked);
    }
    let now = ui.input(|input| input.time);
    asked.extend(local.chart.after_pause(now).map(Action::Chart));
    if local.chart.is_unsent() {
        ui.ctx().request_repaint_after_secs(PAUSE_SECONDS as f32);
    }
}

fn field(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local) {
    let row_height = ui.fonts_mut(|fonts| fonts.row_height(&FontId::proportional(LARGE)));
    let height = (ui.available_height() - LINE_BELOW).max(row_height);
    let rows = ((height - 5.0 * GRID) / row_height).floor().max(1.0) as usize;
    let id = egui::Id::unique(FIELD);
    let edit = TextEdit::multiline(&mut local.chart.text)
        .id(id)
        .font(FontId::proportional(LARGE))
        .hint_text("Am7 | D7 | Gmaj7 | %")
        .char_limit(TEXT_BYTES_MAX)
        .desired_rows(rows)
        .desired_width(f32::INFINITY)
        .frame(Frame::NONE);
    // The outline stands still while the text scrolls in it.
    let edge = if ui.memory(|memory| memory.has_focus(id)) { scene.palette.text } else { scene.palette.edge };
    let frame = Frame::new()
        .fill(colour(scene.palette.ground))
        .stroke(Stroke::new(1.0, colour(edge)))
        .corner_radius(CORNER)
        .inner_margin(2.0 * GRID);
    let framed = frame.show(ui, |ui| {
        let scroll = egui::ScrollArea::vertical()
            .id_salt("chart scroll")
            .max_height(rows as f32 * row_height)
            // Or it would not be lower than it likes.
            .min_scrolled_height(0.0);
        scroll.show(ui, |ui| edit.show(ui)).inner
    });
    let shown = framed.inner;
    shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, "Chords"));
    if shown.response.changed() {
        local.chart.edited(ui.input(|input| input.time));
    }
    // What is known to be wrong is known of the text as the worker has it.
    if local.chart.text == scene.model.ask.chart {
        let stroke = Stroke::new(2.0, colour(scene.palette.fault));
        let painter = ui.painter_at(shown.text_clip_rect);
        for error in scene.model.ask.errors.iter().take(ERRORS_UNDERLINED_MAX) {
            for (from, to) in underlines(&local.chart.text, &error.range, &shown.galley) {
                let place = shown.galley_pos.to_vec2();
                painter.line_segment([from + place, to + place], stroke);
            }
        }
    }
}

/// Under each row that the range is in.
fn underlines(text: &str, range: &Range<usize>, galley: &egui::Galley) -> Vec<(Pos2, Pos2)> {
    let chars = |bytes: usize| {
        let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text[..end].chars().count()
    };
    let (from, to) = (chars(range.start), chars(range.end));
    // An error between two words is shown at the next one's first letter.
    let places = from..to.max(from + 1);
    let place = |char: usize| galley.pos_from_cursor(CCursor::new(char));
    let mut lines: Vec<(Pos2, Pos2)> = Vec::new();
    for char in places.take(NAME_CHARS_MAX) {
        let (here, next) = (place(char), place(char + 1));
        let end = if (next.top() - here.top()).abs() < 1.0 { next.left_bottom() } else { here.left_bottom() };
        match lines.last_mut() {
            Some((_, last)) if (last.y - end.y).abs() < 1.0 => *last = end,
            Some(_) | None => lines.push((here.left_bottom(), end)),
        }
    }
    lines
}

/// The first one in words, with its way out. One line: nothing moves when chords go wrong.
fn errors(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    let known = &scene.model.ask.errors;
    let Some(error) = known.first() else { return };
    ui.horizontal(|ui| {
        let replaced =
            error.suggestion.as_deref().and_then(|better| mended(&local.chart.text, error, better));
        if let Some((text, better)) = replaced
            && local.chart.text == scene.model.ask.chart
            && plain(ui, &format!("Use {better}")).clicked()
        {
            local.chart.text = text;
            local.chart.edited(ui.input(|input| input.time));
            asked.extend(local.chart.at_once().map(Action::Chart));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if known.len() > 1 {
                quiet(ui, scene.palette, &format!("and {} more", known.len() - 1));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                mark(ui, scene.palette, Mark::Failed, &error.message);
            });
        });
    });
}

/// The text with the suggestion in place of what is wrong, and the suggestion.
fn mended<'a>(text: &str, error: &ChartError, better: &'a str) -> Option<(String, &'a str)> {
    if better.len() > NAME_CHARS_MAX {
        return None;
    }
    let (before, after) = (text.get(..error.range.start)?, text.get(error.range.end..)?);
    Some((format!("{before}{better}{after}"), better))
}

/// An empty page shows what could stand on it.
fn examples(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        section(ui, scene.palette, "Try");
        for (name, text) in scene.model.ask.examples.iter().take(EXAMPLES_SHOWN_MAX) {
            let button = plain(ui, &short(name, NAME_CHARS_MAX / 2));
            if button.on_hover_text(&*short(text, NAME_CHARS_MAX)).clicked() {
                local.chart.text.clone_from(text);
                local.chart.edited(ui.input(|input| input.time));
                asked.extend(local.chart.at_once().map(Action::Chart));
            }
        }
    });
}

fn too_long(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    let size = local.chart.text.len() / 1024;
    let limit = TEXT_BYTES_MAX / 1024;
    let words = format!(
        "These chords take {size} KiB; up to {limit} KiB can be edited here. They play all the same."
    );
    said(ui, scene.palette, &words);
    if plain(ui, "Begin anew").clicked() {
        local.chart.text.clear();
        local.chart.edited(ui.input(|input| input.time));
        asked.extend(local.chart.at_once().map(Action::Chart));
    }
}
