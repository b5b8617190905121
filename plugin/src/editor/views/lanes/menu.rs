//! A lane's settings that are not touched while playing.

use egui::style::StyleModifier;
use egui::{DragValue, Popup, PopupCloseBehavior, Response, Ui, vec2};
use player::compiled::Swing;

use crate::action::Action;
use crate::band::{HUMANISE_MICROS_MAX, STRAIGHT_PERCENT, SWING_PERCENT, SWUNG};
use crate::editor::icons::Icon;
use crate::editor::local::{Asked, Scene};
use crate::editor::theme::GRID;
use crate::editor::widgets::{choice, icon_button, plain, section};
use crate::editor::words::capital;
use crate::model::{DroppedFile, LaneView, Route};

const ROUTES: [(Route, &str); 3] = [(Route::Sound, "Sound"), (Route::Midi, "MIDI"), (Route::Both, "Both")];

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, view: &LaneView, asked: &mut Asked) {
    let name = capital(view.lane.name());
    let response = icon_button(ui, Icon::More, &format!("{name} settings"), true);
    let behaviour = PopupCloseBehavior::CloseOnClickOutside;
    let menu = Popup::menu(&response).close_behavior(behaviour).width(52.0 * GRID);
    // A menu's own style takes the ground from under what can be pressed: numbers would look like words.
    menu.style(StyleModifier::default()).show(|ui| {
        section(ui, scene.palette, "Goes to");
        ui.horizontal(|ui| {
            let words = ROUTES.map(|(_, word)| word);
            let chosen = ROUTES.iter().position(|(route, _)| *route == view.route).unwrap_or(0);
            if let Some(index) = choice(ui, &words, chosen) {
                asked.push(Action::Route { lane: view.lane, route: ROUTES[index].0 });
            }
        });
        if let Some(channel) = number(ui, "MIDI channel", view.channel, 16) {
            asked.push(Action::Channel { lane: view.lane, channel });
        }
        if !view.lane.character().is_kit
            && let Some(program) = number(ui, "Program", view.program, 128)
        {
            asked.push(Action::Program { lane: view.lane, program });
        }
        ui.add_space(GRID);
        section(ui, scene.palette, "Feel");
        feel(ui, view, asked);
        ui.add_space(GRID);
        ui.horizontal(|ui| {
            if plain(ui, "Write file").on_hover_text("Write this lane as a MIDI file").clicked() {
                let what = DroppedFile { lane: Some(view.lane), bars: None, quantised: false };
                asked.push(Action::Export(what));
            }
            if view.owned && plain(ui, "Give up chair").clicked() {
                asked.push(Action::Own { lane: view.lane, owned: false });
            }
        });
    });
}

/// On top of what is written: for files that are straight, and for playing that is too exact.
fn feel(ui: &mut Ui, view: &LaneView, asked: &mut Asked) {
    let lane = view.lane;
    let swing = view.swing.unwrap_or(Swing { unit: SWUNG[0], percent: STRAIGHT_PERCENT });
    let swung =
        |swing: Swing| Action::Swing { lane, swing: (swing.percent > STRAIGHT_PERCENT).then_some(swing) };
    let mut percent = swing.percent;
    let field = DragValue::new(&mut percent).range(SWING_PERCENT).suffix(" %");
    if named(ui, "Swing", field).on_hover_text("50 % is straight, 67 % triplets").changed() {
        asked.push(swung(Swing { percent, ..swing }));
    }
    let chosen = SWUNG.iter().position(|unit| *unit == swing.unit).unwrap_or(0);
    if swing.percent > STRAIGHT_PERCENT
        && let Some(index) = ui.horizontal(|ui| choice(ui, &["Eighths", "Sixteenths"], chosen)).inner
    {
        asked.push(swung(Swing { unit: SWUNG[index], ..swing }));
    }
    let mut millis = view.humanise_micros / 1_000;
    let field = DragValue::new(&mut millis).range(0..=HUMANISE_MICROS_MAX / 1_000).suffix(" ms");
    if named(ui, "Humanise", field).on_hover_text("How early or late a note may come").changed() {
        asked.push(Action::Humanise { lane, micros_max: millis * 1_000 });
    }
}

/// Shown counted from 1, kept counted from 0; a new value when it was changed.
fn number(ui: &mut Ui, words: &str, value: u8, count: u8) -> Option<u8> {
    let mut shown = u16::from(value) + 1;
    let response = named(ui, words, DragValue::new(&mut shown).range(1..=u16::from(count)));
    response.changed().then(|| shown.saturating_sub(1).min(u16::from(count - 1)) as u8)
}

/// A number with what it is, one under the other; what is typed counts when it is finished.
fn named(ui: &mut Ui, words: &str, field: DragValue<'_>) -> Response {
    let field = field.speed(0.1).update_while_editing(false);
    let row = ui.horizontal(|ui| {
        let response = ui.add_sized(vec2(14.0 * GRID, 6.0 * GRID), field);
        ui.label(words);
        response
    });
    row.inner
}
