//! The last line: what happened, in words, and how to take it back.

use egui::{Align, Label, Layout, Popup, RichText, ScrollArea, Ui};

use crate::action::Action;
use crate::editor::icons::Icon;
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::look::Mark;
use crate::editor::theme::{GRID, SMALL, colour};
use crate::editor::widgets::{icon_button, mark, plain, quiet};
use crate::editor::words::{LINE_CHARS_MAX, short};
use crate::model::LogLine;

/// Older ones have been read.
const LINES_SHOWN_MAX: usize = 50;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    ui.horizontal_centered(|ui| {
        if local.notice.is_some() {
            notice(ui, scene, &mut local.notice);
            return;
        }
        let Some(newest) = scene.model.log.last() else {
            quiet(ui, scene.palette, "Ready");
            return;
        };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, Icon::Mark(Mark::Rejected), "Dismiss", true).clicked() {
                asked.push(Action::DismissLog);
            }
            earlier(ui, scene);
            if scene.model.undo.is_some() && !newest.is_fault && plain(ui, "Undo").clicked() {
                asked.push(Action::Undo);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| line(ui, scene, newest));
        });
    });
}

/// What the window itself has to say, until somebody has read it.
fn notice(ui: &mut Ui, scene: &Scene<'_>, notice: &mut Option<String>) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let is_read = icon_button(ui, Icon::Mark(Mark::Rejected), "Dismiss", true).clicked();
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            mark(ui, scene.palette, Mark::Failed, notice.as_deref().unwrap_or_default());
        });
        if is_read {
            *notice = None;
        }
    });
}

fn line(ui: &mut Ui, scene: &Scene<'_>, line: &LogLine) {
    if line.is_fault {
        mark(ui, scene.palette, Mark::Failed, &line.text);
    } else {
        let text = RichText::new(&*short(&line.text, LINE_CHARS_MAX)).size(SMALL);
        ui.add(Label::new(text.color(colour(scene.palette.text))).truncate());
    }
}

fn earlier(ui: &mut Ui, scene: &Scene<'_>) {
    let button = icon_button(ui, Icon::More, "What happened before", true);
    Popup::menu(&button).width(120.0 * GRID).show(|ui| {
        ScrollArea::vertical().max_height(60.0 * GRID).stick_to_bottom(true).show(ui, |ui| {
            let skipped = scene.model.log.len().saturating_sub(LINES_SHOWN_MAX);
            for said in scene.model.log.iter().skip(skipped) {
                line(ui, scene, said);
            }
        });
    });
}
