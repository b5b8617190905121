//! What waits for a decision, and what was decided a moment ago.

mod card;
mod decide;

use egui::{ScrollArea, Ui};

use crate::editor::local::{Asked, Local, Scene};
use crate::editor::look::Mark;
use crate::editor::theme::GRID;
use crate::editor::widgets::{plain, said};
use crate::editor::words::count;
use crate::model::TakeView;

/// Cards that are laid out at once: a frame has to stay short, and nobody compares more.
const PAGE: usize = 12;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, asked: &mut Asked) {
    let takes = in_order(&scene.model.takes);
    if takes.is_empty() {
        ui.add_space(2.0 * GRID);
        said(
            ui,
            scene.palette,
            "No takes yet. Generate makes some; they wait here to be heard, kept or sent back.",
        );
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0 * GRID;
        let shown = PAGE.saturating_mul(local.more_takes.saturating_add(1));
        for take in takes.iter().take(shown) {
            ui.push_id(("take", take.id.0), |ui| card::show(ui, scene, local, take, asked));
        }
        if let Some(hidden) = takes.len().checked_sub(shown).filter(|hidden| *hidden > 0) {
            let words = format!("Show more, {} left", count(hidden, "take", "takes"));
            if plain(ui, &words).clicked() {
                local.more_takes += 1;
            }
        }
    });
}

/// What is to be decided first, then what is under way, then what is over; the newest of each first.
fn in_order(takes: &[TakeView]) -> Vec<&TakeView> {
    let rank = |take: &TakeView| match Mark::of_take(&take.state) {
        Mark::ToDecide => 0,
        Mark::Armed | Mark::Playing => 1,
        Mark::Running | Mark::Pending => 2,
        Mark::Failed => 3,
        Mark::Approved | Mark::Rejected | Mark::Cancelled | Mark::Superseded => 4,
    };
    let mut ordered: Vec<&TakeView> = takes.iter().collect();
    ordered.sort_by_key(|take| (rank(take), std::cmp::Reverse(take.id)));
    ordered
}

/// How many wait, for the tab.
pub(super) fn waiting(takes: &[TakeView]) -> usize {
    takes.iter().filter(|take| Mark::of_take(&take.state) == Mark::ToDecide).count()
}
