//! In which style, by chance of which seed, by whom and for which bars.

use egui::{ComboBox, DragValue, Ui};
use music::lane::Lane;

use crate::action::Action;
use crate::editor::icons::Icon;
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::look::Mark;
use crate::editor::theme::GRID;
use crate::editor::widgets::{choice, icon_button, section, wide_switch};
use crate::editor::words::{self, NAME_CHARS_MAX, capital, short};

const STYLES_SHOWN_MAX: usize = 200;

pub(super) fn style_and_seed(ui: &mut Ui, scene: &Scene<'_>, asked: &mut Asked) {
    let ask = &scene.model.ask;
    ui.horizontal(|ui| {
        section(ui, scene.palette, "Style");
        let shown =
            ask.styles.iter().find(|(name, _)| *name == ask.style).map_or(&ask.style, |(_, shown)| shown);
        let combo = ComboBox::from_id_salt("style").width(36.0 * GRID).truncate();
        let combo = combo.selected_text(short(shown, NAME_CHARS_MAX).into_owned());
        combo.show_ui(ui, |ui| {
            for (name, shown) in ask.styles.iter().take(STYLES_SHOWN_MAX) {
                let words = short(shown, NAME_CHARS_MAX).into_owned();
                if ui.selectable_label(*name == ask.style, words).clicked() {
                    asked.push(Action::Style(name.clone()));
                }
            }
        });
        section(ui, scene.palette, "Seed");
        let mut seed = ask.seed;
        if ui.add(DragValue::new(&mut seed).speed(0.2)).changed() {
            asked.push(Action::Seed(seed));
        }
        let again = Icon::Mark(Mark::Superseded);
        if icon_button(ui, again, "Another seed: same chords, other music", true).clicked() {
            asked.push(Action::Seed(ask.seed.wrapping_add(1)));
        }
    });
}

/// Who is asked for, by a switch for each chair: two rows of four.
pub(super) fn lanes(ui: &mut Ui, scene: &Scene<'_>, asked: &mut Asked) {
    let width = ((ui.available_width() - 3.0 * GRID) / 4.0).floor();
    ui.spacing_mut().item_spacing = egui::vec2(GRID, GRID);
    for four in Lane::ALL.chunks(4) {
        ui.horizontal(|ui| {
            for lane in four {
                let is_on = scene.model.ask.lanes.contains(lane);
                let tint = Some(scene.palette.lane(*lane));
                if wide_switch(ui, &capital(lane.name()), is_on, tint, width).clicked() {
                    asked.push(Action::AskLanes(toggled(&scene.model.ask.lanes, *lane)));
                }
            }
        });
    }
}

fn toggled(lanes: &[Lane], lane: Lane) -> Vec<Lane> {
    Lane::ALL.into_iter().filter(|other| lanes.contains(other) != (*other == lane)).collect()
}

/// The whole song, or the bars that are picked in the rows above.
pub(super) fn bars(ui: &mut Ui, scene: &Scene<'_>, local: &Local, asked: &mut Asked) {
    let picked = local.roll.selection.map(super::super::lanes::Selection::bars);
    let offered = picked.or(scene.model.ask.bars);
    let some =
        offered.map_or("Picked bars".to_owned(), |bars| capital(&words::bars(&scene.model.song, bars)));
    let is_some = scene.model.ask.bars.is_some();
    let clicked =
        ui.add_enabled_ui(true, |ui| choice(ui, &["Whole song", &some], usize::from(is_some))).inner;
    match (clicked, offered) {
        (Some(0), _) => asked.push(Action::AskBars(None)),
        (Some(_), Some(bars)) => asked.push(Action::AskBars(Some(bars))),
        (Some(_), None) | (None, _) => {
            if is_some && picked.is_some() && picked != scene.model.ask.bars {
                asked.push(Action::AskBars(picked));
            }
        }
    }
}
