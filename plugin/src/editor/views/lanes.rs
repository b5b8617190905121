//! The band: a row for each lane with what plays now and next, under the chords.

mod head;
pub mod kit;
mod menu;
pub mod page;
mod roll;
mod ruler;
pub mod score;
pub mod selected;
mod selection;

use egui::{Pos2, Rangef, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};
use music::lane::Lane;

use crate::editor::local::{Asked, Local, Scene};
use crate::editor::theme::{CORNER, GRID, LARGE, colour, font};
use crate::model::LaneView;
use page::Page;
use score::{Rows, Score};
pub use selection::Selection;

const HEAD_WIDTH: f32 = 196.0;
/// Names of rows and keys stand here.
const GUTTER_WIDTH: f32 = 40.0;
/// Two lines of controls.
const ROW_HEIGHT_MIN: f32 = 50.0;
/// Who rests shows a name and little else.
const REST_HEIGHT: f32 = 8.0 * GRID;
const ROW_HEIGHT_MAX: f32 = 132.0;
/// A kit's row must be as high as its name.
const KIT_ROW_HEIGHT: f32 = 13.0;
const ROW_GAP: f32 = 3.0;

/// Where the rolls stand, and what is pointed out in them.
#[derive(Debug)]
pub struct Roll {
    /// Counted from 0.
    pub first: usize,
    pub count: usize,
    /// Turns pages with the music.
    pub follows: bool,
    pub selection: Option<Selection>,
    scores: [Score; Lane::COUNT],
    /// Notes that had begun at the last look.
    begun: [u32; Lane::COUNT],
}

impl Default for Roll {
    fn default() -> Roll {
        Roll {
            first: 0,
            count: page::COUNTS[1],
            follows: true,
            selection: None,
            scores: Default::default(),
            begun: [0; Lane::COUNT],
        }
    }
}

impl Roll {
    fn attend(&mut self, scene: &Scene<'_>) {
        let song = &scene.model.song;
        if self.follows && scene.glance.has_transport {
            self.first = page::turned(song, scene.glance.beat, self.first, self.count);
        }
        if !song.bars.is_empty() {
            self.first = self.first.min(song.bars.len().saturating_sub(self.count));
            self.selection = self.selection.filter(|chosen| chosen.places().1 < song.bars.len());
        }
        for view in &scene.model.lanes {
            self.scores[view.lane.index()].attend(view);
        }
    }

    /// Pages by halves; whoever turns them by hand no longer follows.
    pub fn leaf(&mut self, halves: isize) {
        self.follows = false;
        self.first = self.first.saturating_add_signed(halves * (self.count / 2).max(1) as isize);
    }
}

/// The rows and, under them, what can be done with the bars that are pointed out.
pub fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local) -> Asked {
    let mut asked = Asked::new();
    local.roll.attend(scene);
    let area = ui.available_rect_before_wrap();
    let x = Rangef::new(area.left() + HEAD_WIDTH + GUTTER_WIDTH, area.right() - 2.0 * GRID);
    let page = Page::of(&scene.model.song, local.roll.first, local.roll.count, x);
    egui::Panel::bottom("selected").exact_size(10.0 * GRID).frame(egui::Frame::NONE).show(ui, |ui| {
        selected::show(ui, scene, local, &mut asked);
    });
    ruler::show(ui, scene, local, &page);
    let heights = heights(scene, &local.roll, ui.available_height());
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = ROW_GAP;
        for (view, height) in scene.model.lanes.iter().zip(heights) {
            row(ui, scene, local, &page, (view, height), &mut asked);
        }
    });
    if scene.model.song.bars.is_empty() && scene.model.lanes.iter().all(|view| view.notes.is_empty()) {
        welcome(ui, scene, pos2(x.center(), area.center().y));
    }
    for (lane, seen) in Lane::ALL.iter().zip(&mut local.roll.begun) {
        *seen = scene.glance.begun[lane.index()];
    }
    asked
}

/// What to do in an empty window, over its empty rows.
fn welcome(ui: &Ui, scene: &Scene<'_>, middle: Pos2) {
    let words = "Type chords below and press Generate: the band enters at the next bar.";
    let text = colour(scene.palette.text);
    let galley = ui.painter().layout_no_wrap(words.to_owned(), font(LARGE), text);
    let card = Rect::from_center_size(middle, galley.size() + 2.0 * vec2(4.0 * GRID, 3.0 * GRID));
    let edge = Stroke::new(1.0, colour(scene.palette.line));
    ui.painter().rect(card, CORNER, colour(scene.palette.panel), edge, StrokeKind::Inside);
    ui.painter().galley(middle - galley.size() / 2.0, galley, text);
}

/// Kits get room for their rows' names; what is left over is shared out.
fn heights(scene: &Scene<'_>, roll: &Roll, available: f32) -> Vec<f32> {
    let wanted = |view: &LaneView| match &roll.scores[view.lane.index()].rows {
        _ if view.notes.is_empty() && view.armed.is_empty() => REST_HEIGHT,
        Rows::Keys(..) => ROW_HEIGHT_MIN,
        Rows::Kit(rows) => {
            (rows.len() as f32 * KIT_ROW_HEIGHT + 2.0 * GRID).clamp(ROW_HEIGHT_MIN, ROW_HEIGHT_MAX)
        }
    };
    let mut heights: Vec<f32> = scene.model.lanes.iter().map(wanted).collect();
    let count = heights.len().max(1) as f32;
    let spare = (available - heights.iter().sum::<f32>() - count * ROW_GAP) / count;
    for height in &mut heights {
        *height = (*height + spare.max(0.0)).min(ROW_HEIGHT_MAX).floor();
    }
    heights
}

fn row(
    ui: &mut Ui,
    scene: &Scene<'_>,
    local: &mut Local,
    page: &Page,
    (view, height): (&LaneView, f32),
    asked: &mut Asked,
) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let head = Rect::from_min_size(rect.min, vec2(HEAD_WIDTH, height));
    let gutter = Rect::from_min_size(head.right_top(), vec2(GUTTER_WIDTH, height));
    let strip = Rect::from_min_max(gutter.right_top(), pos2(rect.right() - 2.0 * GRID, rect.bottom()));
    let is_struck = scene.glance.begun[view.lane.index()] != local.roll.begun[view.lane.index()];
    let id = ("lane", view.lane.index());
    if !ui.is_rect_visible(rect) {
        return;
    }
    // A child of its own: it must not move where the next row begins.
    let mut inside = ui.new_child(UiBuilder::new().max_rect(head).id_salt(id));
    head::show(&mut inside, scene, local, (view, is_struck), asked);
    roll::names(ui, scene, &local.roll.scores[view.lane.index()].rows, view, gutter);
    let chosen = local.roll.selection.filter(|chosen| chosen.is_in(view.lane));
    roll::show(ui, scene, (view, &local.roll.scores[view.lane.index()]), page, (strip, chosen));
    roll::point(ui, scene, local, (view.lane, strip), page, asked);
}
