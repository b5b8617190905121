//! The left end of a lane's row: who it is, whether it is heard and how loud.

use egui::{Align, CursorIcon, Label, Layout, Rect, RichText, Sense, Ui, UiBuilder, Vec2, vec2};

use crate::action::Action;
use crate::editor::desk::Dial;
use crate::editor::icons::{self, Icon};
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::theme::{BODY, GRID, TOUCH, colour};
use crate::editor::widgets::{plain, quiet, switch, turned};
use crate::editor::words::capital;
use crate::model::{DroppedFile, LaneView, Route};

use super::{menu, selected};

/// A lane at rest is as loud as its notes say.
const LEVEL_AT_REST: u8 = 127;
const FADER_WIDTH: f32 = 22.0 * GRID;
/// Lower rows have one line of controls.
const TWO_LINES: f32 = 2.0 * TOUCH;

/// `is_struck`: it began a note since the last look.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    local: &mut Local,
    (view, is_struck): (&LaneView, bool),
    asked: &mut Asked,
) {
    let rect = ui.max_rect();
    swatch(ui, scene, view, is_struck, rect);
    let is_low = rect.height() < TWO_LINES;
    let height = if is_low { TOUCH } else { TWO_LINES };
    let inside = Rect::from_center_size(rect.center(), vec2(rect.width(), height));
    let inside = inside.with_min_x(rect.left() + 3.0 * GRID).with_max_x(rect.right() - GRID);
    ui.scope_builder(UiBuilder::new().max_rect(inside), |ui| {
        ui.spacing_mut().item_spacing = vec2(GRID, 0.0);
        ui.horizontal(|ui| {
            name(ui, scene, local, view, asked);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                menu::show(ui, scene, view, asked);
                if view.owned {
                    heard(ui, scene, view);
                } else if is_low {
                    take(ui, "Take", view, asked);
                }
            });
        });
        if is_low {
            return;
        }
        ui.horizontal(|ui| {
            if view.owned {
                let tint = Some(scene.palette.lane(view.lane));
                let name = format!("{} level", capital(view.lane.name()));
                turned(ui, scene.desk, Dial::Level(view.lane), &name, LEVEL_AT_REST, FADER_WIDTH, tint);
                ui.add_space(GRID);
                quiet(ui, scene.palette, &route(view));
            } else {
                take(ui, "Take this chair", view, asked);
                if scene.model.taken_elsewhere.contains(&view.lane) {
                    quiet(ui, scene.palette, "taken");
                }
            }
        });
    });
}

/// The lane's colour; amber for the moment in which it plays.
fn swatch(ui: &Ui, scene: &Scene<'_>, view: &LaneView, is_struck: bool, rect: Rect) {
    let bar = rect.with_max_x(rect.left() + GRID);
    let tint = if is_struck { scene.palette.accent } else { scene.palette.lane(view.lane) };
    let share = if view.owned { 1.0 } else { 0.4 };
    ui.painter().rect_filled(bar, 2, colour(tint.over(scene.palette.panel, share)));
}

/// The name, and the handle to drag the lane out by.
fn name(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, view: &LaneView, asked: &mut Asked) {
    let name = capital(view.lane.name());
    let what =
        DroppedFile { lane: Some(view.lane), bars: None, quantised: ui.input(|input| input.modifiers.alt) };
    let (grip, response) = ui.allocate_exact_size(Vec2::new(14.0, TOUCH), Sense::drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Drag {name} out")));
    icons::paint(ui.painter(), Icon::Grip, grip.shrink2(vec2(0.0, 5.0)), colour(scene.palette.quiet));
    selected::drag(&response, scene, local, what, asked);
    response
        .on_hover_cursor(CursorIcon::Grab)
        .on_hover_text(format!("Drag {name} into a track as MIDI. With Alt: on the grid"));
    let tint = if view.owned { scene.palette.text } else { scene.palette.quiet };
    ui.add(Label::new(RichText::new(name).size(BODY).color(colour(tint))).truncate());
}

/// Solo and mute, from the right.
fn heard(ui: &mut Ui, scene: &Scene<'_>, view: &LaneView) {
    let name = capital(view.lane.name());
    for (letter, word, dial) in [("S", "solo", Dial::Solo(view.lane)), ("M", "mute", Dial::Mute(view.lane))] {
        let is_on = scene.desk.is_on(dial);
        let response = switch(ui, letter, is_on, None);
        response.widget_info(|| {
            egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_on, format!("{name} {word}"))
        });
        if response.clicked() {
            scene.desk.switch(dial, !is_on);
        }
        response.on_hover_text(format!("{} {name}", capital(word)));
    }
}

fn take(ui: &mut Ui, words: &str, view: &LaneView, asked: &mut Asked) {
    if plain(ui, words).on_hover_text("This instance plays it from now on").clicked() {
        asked.push(Action::Own { lane: view.lane, owned: true });
    }
}

/// "sound", "MIDI 10", "both 2".
fn route(view: &LaneView) -> String {
    let channel = u16::from(view.channel) + 1;
    match view.route {
        Route::Sound => "sound".to_owned(),
        Route::Midi => format!("MIDI {channel}"),
        Route::Both => format!("both {channel}"),
    }
}
