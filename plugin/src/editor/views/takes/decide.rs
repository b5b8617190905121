//! Wording a decision: why a take goes back, or what its variation keeps.

use composer::variation::Keep;
use egui::{TextEdit, Ui};

use crate::action::Action;
use crate::editor::local::{Asked, Decision, Local, Scene};
use crate::editor::theme::GRID;
use crate::editor::widgets::{choice, fader, field, plain, quiet};
use crate::model::TakeId;

const KEEPS: [(Keep, &str); 3] =
    [(Keep::Rhythm, "Rhythm"), (Keep::Pitches, "Notes"), (Keep::Contour, "Contour")];
/// Half of what may change does.
const AMOUNT_FIRST: u8 = 64;
/// What is said most, for those whose hands are on an instrument.
const REASONS: [&str; 4] = ["too busy", "too plain", "wrong feel", "wrong notes"];
/// A reason is a sentence.
const REASON_CHARS_MAX: usize = 300;

pub(super) fn vary() -> Decision {
    Decision::Vary { keep: Keep::Rhythm, amount: AMOUNT_FIRST }
}

pub(super) fn reject() -> Decision {
    Decision::Reject { reason: String::new() }
}

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, take: TakeId, asked: &mut Asked) {
    let Some((_, decision)) = local.decision.as_mut().filter(|(id, _)| *id == take) else { return };
    let decided = match decision {
        Decision::Vary { keep, amount } => varied(ui, scene, take, keep, amount),
        Decision::Reject { reason } => rejected(ui, scene, take, reason),
    };
    if let Some(action) = decided {
        asked.push(action);
        local.decision = None;
    }
}

fn varied(ui: &mut Ui, scene: &Scene<'_>, take: TakeId, keep: &mut Keep, amount: &mut u8) -> Option<Action> {
    quiet(ui, scene.palette, "Keep");
    ui.horizontal(|ui| {
        let chosen = KEEPS.iter().position(|(kept, _)| kept == keep).unwrap_or(0);
        if let Some(index) = choice(ui, &KEEPS.map(|(_, word)| word), chosen) {
            *keep = KEEPS[index].0;
        }
    });
    let mut is_asked = false;
    ui.horizontal(|ui| {
        quiet(ui, scene.palette, "Change");
        let (_, to) = fader(ui, "How much changes", *amount, AMOUNT_FIRST, 24.0 * GRID, None);
        *amount = to.unwrap_or(*amount);
        is_asked = plain(ui, "Make variation").clicked();
    });
    is_asked.then_some(Action::Vary { take, keep: *keep, amount: *amount })
}

fn rejected(ui: &mut Ui, scene: &Scene<'_>, take: TakeId, reason: &mut String) -> Option<Action> {
    let edit = TextEdit::singleline(reason).hint_text("Why, if you like").char_limit(REASON_CHARS_MAX);
    let field = field(ui, scene.palette, "Reason", edit);
    let mut is_sent = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let mut quick = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        for words in REASONS {
            if plain(ui, words).clicked() {
                quick = Some(words.to_owned());
            }
        }
        is_sent |= plain(ui, "Send back").clicked();
    });
    if quick.is_none() && !is_sent {
        return None;
    }
    Some(Action::Reject { take, reason: quick.unwrap_or_else(|| reason.trim().to_owned()) })
}
