//! One take: what it is, how it measures, and what can be done with it.

use egui::{Frame, Label, RichText, Sense, Stroke, Ui, Vec2};

use crate::action::Action;
use crate::editor::icons::Icon;
use crate::editor::local::{Asked, Decision, Local, Scene};
use crate::editor::look::Mark;
use crate::editor::theme::{BODY, CORNER, GRID, SMALL, colour};
use crate::editor::widgets::{mark, marked, plain, quiet, said, switch};
use crate::editor::words::{self, LINE_CHARS_MAX, NAME_CHARS_MAX, short};
use crate::model::{TakeState, TakeView};

use super::decide;

const SCORES_SHOWN_MAX: usize = 6;
const REMARKS_SHOWN_MAX: usize = 4;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, take: &TakeView, asked: &mut Asked) {
    let frame =
        Frame::new().fill(colour(scene.palette.ground)).corner_radius(CORNER).inner_margin(3.0 * GRID);
    let is_heard = scene.model.auditioned == Some(take.id);
    let edge = if is_heard { Stroke::new(1.5, colour(scene.palette.accent)) } else { Stroke::NONE };
    frame.stroke(edge).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = GRID;
        state(ui, scene, take, is_heard);
        let title = RichText::new(&*short(&take.title, NAME_CHARS_MAX)).size(BODY);
        ui.add(Label::new(title.color(colour(scene.palette.text))).truncate());
        about(ui, scene, take);
        match &take.state {
            TakeState::ToDecide => {
                scores(ui, scene, take);
                remarks(ui, scene, take);
                deeds(ui, scene, local, take, is_heard, asked);
            }
            TakeState::Rejected { reason } | TakeState::Failed { reason } => {
                said(ui, scene.palette, reason);
            }
            TakeState::Running { .. }
            | TakeState::Armed { .. }
            | TakeState::Playing
            | TakeState::Superseded => remarks(ui, scene, take),
        }
    });
}

fn state(ui: &mut Ui, scene: &Scene<'_>, take: &TakeView, is_heard: bool) {
    let state = Mark::of_take(&take.state);
    match &take.state {
        TakeState::Running { percent } => {
            let percent = (*percent).min(100);
            marked(
                ui,
                scene.palette,
                Icon::Progress(percent),
                state,
                &format!("{} {percent} %", state.word()),
            );
        }
        TakeState::Armed { bar } => {
            mark(ui, scene.palette, state, &format!("enters bar {bar}"));
        }
        TakeState::ToDecide if is_heard => {
            mark(ui, scene.palette, Mark::Playing, "on audition");
        }
        TakeState::ToDecide
        | TakeState::Playing
        | TakeState::Rejected { .. }
        | TakeState::Failed { .. }
        | TakeState::Superseded => {
            mark(ui, scene.palette, state, state.word());
        }
    }
}

/// Its lanes by colour and name, and its bars.
fn about(ui: &mut Ui, scene: &Scene<'_>, take: &TakeView) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        for lane in take.lanes.iter().take(music::lane::Lane::COUNT) {
            let (rect, _) = ui.allocate_exact_size(Vec2::new(GRID, 3.0 * GRID), Sense::hover());
            ui.painter().rect_filled(rect, 1, colour(scene.palette.lane(*lane)));
        }
        let detail = if take.detail.is_empty() {
            words::bars(&scene.model.song, take.bars)
        } else {
            take.detail.clone()
        };
        quiet(ui, scene.palette, &detail);
    });
}

/// Measured, and what chance alone would have measured.
fn scores(ui: &mut Ui, scene: &Scene<'_>, take: &TakeView) {
    egui::Grid::new("scores").num_columns(3).spacing([3.0 * GRID, 2.0]).min_row_height(4.0 * GRID).show(
        ui,
        |ui| {
            for (name, measured, null) in take.scorecard.iter().take(SCORES_SHOWN_MAX) {
                let cell = |words: &str, tint| {
                    RichText::new(&*short(words, NAME_CHARS_MAX / 4)).size(SMALL).color(colour(tint))
                };
                ui.label(cell(name, scene.palette.quiet));
                ui.label(cell(measured, scene.palette.text));
                // Not everything has a number that chance would make.
                let chance = if null.is_empty() { String::new() } else { format!("chance {null}") };
                // As wide as there is room, or the buttons below would be pushed out of the window.
                ui.add(Label::new(cell(&chance, scene.palette.quiet)).truncate());
                ui.end_row();
            }
        },
    );
}

fn remarks(ui: &mut Ui, scene: &Scene<'_>, take: &TakeView) {
    for remark in take.remarks.iter().take(REMARKS_SHOWN_MAX) {
        said(ui, scene.palette, &format!("Note: {}", short(remark, LINE_CHARS_MAX)));
    }
}

fn deeds(
    ui: &mut Ui,
    scene: &Scene<'_>,
    local: &mut Local,
    take: &TakeView,
    is_heard: bool,
    asked: &mut Asked,
) {
    ui.add_space(GRID);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        if switch(ui, if is_heard { "Stop" } else { "Audition" }, is_heard, None).clicked() {
            asked.push(if is_heard { Action::StopAudition } else { Action::Audition(take.id) });
        }
        if plain(ui, "Approve").on_hover_text("It enters at the next bar").clicked() {
            asked.push(Action::Approve(take.id));
            local.decision = None;
        }
        let open = local.decision.as_ref().filter(|(id, _)| *id == take.id).map(|(_, what)| what.clone());
        let is_vary = matches!(open, Some(Decision::Vary { .. }));
        let is_reject = matches!(open, Some(Decision::Reject { .. }));
        if switch(ui, "Vary", is_vary, None).clicked() {
            local.decision = (!is_vary).then(|| (take.id, decide::vary()));
        }
        if switch(ui, "Reject", is_reject, None).clicked() {
            local.decision = (!is_reject).then(|| (take.id, decide::reject()));
        }
    });
    decide::show(ui, scene, local, take.id, asked);
}
