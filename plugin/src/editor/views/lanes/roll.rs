//! One lane's piano roll: notes, ghosts, locks, the playhead, and a pointer or keys that pick bars.

use egui::{
    Align2, CornerRadius, Event, EventFilter, Key, Painter, Rangef, Rect, Sense, Stroke, StrokeKind, Ui,
};
use egui::{pos2, vec2};
use music::lane::Lane;

use crate::editor::icons::{self, Icon};
use crate::editor::local::{Asked, Local, Scene};
use crate::editor::look::{Colour, note_share};
use crate::editor::theme::{CORNER, GRID, SMALL, colour, font};
use crate::editor::words;
use crate::model::{LaneView, RollNote};

use super::page::Page;
use super::score::{Rows, Score};
use super::selected::{self, Deed};
use super::selection::Selection;

/// A stroke has no length to speak of, and must be seen all the same.
const NOTE_WIDTH_MIN: f32 = 3.0;
const NOTE_HEIGHT_MIN: f32 = 3.0;
const NOTE_HEIGHT_MAX: f32 = 9.0;
/// More shapes than a strip has room for; a hostile lane is drawn as dense as it is, not as slow.
const NOTES_DRAWN_MAX: usize = 3_000;
const LOCKS_DRAWN_MAX: usize = 64;
const HATCH_STEP: f32 = 8.0;
const PAD: f32 = GRID;

/// The names of a kit's rows, or the lowest and the highest key.
pub(super) fn names(ui: &Ui, scene: &Scene<'_>, rows: &Rows, view: &LaneView, gutter: Rect) {
    if view.notes.is_empty() && view.armed.is_empty() {
        return;
    }
    let painter = ui.painter_at(gutter);
    let right = gutter.right() - 6.0;
    let quiet = colour(scene.palette.quiet);
    let write = |y: f32, align: Align2, words: &str| {
        painter.text(pos2(right, y), align, words, font(SMALL), quiet);
    };
    match rows {
        Rows::Kit(named) => {
            for (index, row) in named.iter().enumerate() {
                write(row_y(gutter, rows, index).center(), Align2::RIGHT_CENTER, row.name());
            }
        }
        Rows::Keys(low, high) => {
            write(gutter.top() + 2.0, Align2::RIGHT_TOP, &words::key_name(*high));
            write(gutter.bottom() - 2.0, Align2::RIGHT_BOTTOM, &words::key_name(*low));
        }
    }
}

fn row_y(strip: Rect, rows: &Rows, row: usize) -> Rangef {
    let height = (strip.height() - 2.0 * PAD) / rows.count() as f32;
    let top = strip.top() + PAD + row as f32 * height;
    Rangef::new(top, top + height)
}

pub(super) fn show(
    ui: &Ui,
    scene: &Scene<'_>,
    (view, score): (&LaneView, &Score),
    page: &Page,
    (strip, chosen): (Rect, Option<Selection>),
) {
    let painter = ui.painter_at(strip);
    let palette = scene.palette;
    painter.rect_filled(strip, CORNER, colour(palette.ground));
    if let Some(x) = chosen.and_then(|chosen| page.x_of_places(chosen.places().0, chosen.places().1)) {
        painter.rect_filled(Rect::from_x_y_ranges(x, strip.y_range()), 0, colour(palette.raised));
    }
    for slot in page.slots.iter().skip(1) {
        painter.vline(page.x(slot.start), strip.y_range(), Stroke::new(1.0, colour(palette.line)));
    }
    locks(&painter, scene, view, page, strip);
    let staff = Staff { painter: &painter, scene, page, strip, rows: &score.rows, lane: view.lane };
    staff.notes(score.between(&view.notes, page.start(), page.end()), view.owned);
    staff.ghosts(score.between(&view.armed, page.start(), page.end()));
    if view.notes.is_empty() && view.armed.is_empty() && !scene.model.song.bars.is_empty() {
        let words = if view.owned { "rests" } else { "not this instance's chair" };
        let at = strip.left_center() + vec2(3.0 * GRID, 0.0);
        painter.text(at, Align2::LEFT_CENTER, words, font(SMALL), colour(palette.quiet));
    }
    playhead(&painter, scene, page, strip.y_range());
    if let Some(x) = chosen.and_then(|chosen| page.x_of_places(chosen.places().0, chosen.places().1)) {
        let rect = Rect::from_x_y_ranges(x, strip.y_range());
        painter.rect_stroke(rect, 3, Stroke::new(1.5, colour(palette.text)), StrokeKind::Inside);
    }
}

/// Thin and amber, over everything.
pub(super) fn playhead(painter: &Painter, scene: &Scene<'_>, page: &Page, y: Rangef) {
    if scene.glance.has_transport && page.holds(scene.glance.beat) {
        let x = page.x_of_beats(scene.glance.beat);
        painter.vline(x, y, Stroke::new(1.5, colour(scene.palette.accent)));
    }
}

/// Hatched, with a lock where each begins.
fn locks(painter: &Painter, scene: &Scene<'_>, view: &LaneView, page: &Page, strip: Rect) {
    let place = |bar: u32| (bar as usize).saturating_sub(1);
    let seen = view.locked.iter().filter_map(|bars| page.x_of_places(place(bars.first), place(bars.last)));
    for x in seen.take(LOCKS_DRAWN_MAX) {
        let rect = Rect::from_x_y_ranges(x, strip.y_range());
        let painter = painter.with_clip_rect(rect.intersect(strip));
        let stroke = Stroke::new(1.0, colour(scene.palette.edge.over(scene.palette.ground, 0.45)));
        let lines = ((rect.width() + rect.height()) / HATCH_STEP).ceil() as usize;
        for line in 0..lines {
            let from = rect.left() + line as f32 * HATCH_STEP - rect.height();
            painter.line_segment([pos2(from, rect.bottom()), pos2(from + rect.height(), rect.top())], stroke);
        }
        let badge = Rect::from_min_size(rect.right_top() + vec2(-18.0, 2.0), vec2(16.0, 16.0));
        painter.rect_filled(badge, 3, colour(scene.palette.ground));
        icons::paint(&painter, Icon::Lock, badge.shrink(2.0), colour(scene.palette.text));
    }
}

struct Staff<'a> {
    painter: &'a Painter,
    scene: &'a Scene<'a>,
    page: &'a Page,
    strip: Rect,
    rows: &'a Rows,
    lane: Lane,
}

impl Staff<'_> {
    fn rect(&self, note: &RollNote) -> Rect {
        let y = row_y(self.strip, self.rows, self.rows.of(note.key));
        let height = (y.span() - 1.0).clamp(NOTE_HEIGHT_MIN, NOTE_HEIGHT_MAX);
        let left = self.page.x(note.start);
        let right = match self.rows {
            Rows::Kit(_) => left + NOTE_WIDTH_MIN + 1.0,
            Rows::Keys(..) => {
                let end = music::time::Ticks(note.start.0.saturating_add(note.length.0.max(0)));
                (self.page.x(end) - 1.0).max(left + NOTE_WIDTH_MIN)
            }
        };
        Rect::from_min_max(pos2(left, y.center() - height / 2.0), pos2(right, y.center() + height / 2.0))
    }

    fn corner(&self) -> CornerRadius {
        match self.rows {
            Rows::Kit(_) => CornerRadius::same(1),
            Rows::Keys(..) => CornerRadius::same(2),
        }
    }

    fn tint(&self) -> Colour {
        self.scene.palette.lane(self.lane)
    }

    /// As loud as they are bright; what clashes is underlined.
    fn notes(&self, notes: &[RollNote], is_owned: bool) {
        let ground = self.scene.palette.ground;
        let mut seen = Seen::default();
        for note in notes.iter().filter(|note| seen.is_apart(self.page.x(note.start), note.key)) {
            let rect = self.rect(note);
            let share = note_share(note.velocity) * if is_owned { 1.0 } else { 0.6 };
            self.painter.rect_filled(rect, self.corner(), colour(self.tint().over(ground, share)));
            if note.clashes {
                let line = Stroke::new(2.0, colour(self.scene.palette.fault));
                self.painter.hline(rect.x_range().expand(1.0), rect.bottom() + 2.0, line);
            }
        }
    }

    /// Outlines of what is to come.
    fn ghosts(&self, notes: &[RollNote]) {
        let mut seen = Seen::default();
        for note in notes.iter().filter(|note| seen.is_apart(self.page.x(note.start), note.key)) {
            let stroke = Stroke::new(1.25, colour(self.tint()));
            self.painter.rect_stroke(self.rect(note).expand(1.0), self.corner(), stroke, StrokeKind::Inside);
        }
    }
}

/// Notes on the same pixel are drawn once, and no more of them than a strip has room for.
struct Seen {
    last: [f32; 128],
    count: usize,
}

impl Default for Seen {
    fn default() -> Seen {
        Seen { last: [f32::NEG_INFINITY; 128], count: 0 }
    }
}

impl Seen {
    fn is_apart(&mut self, x: f32, key: u8) -> bool {
        let last = &mut self.last[usize::from(key.min(127))];
        if self.count >= NOTES_DRAWN_MAX || x - *last < 1.0 {
            return false;
        }
        *last = x;
        self.count += 1;
        true
    }
}

/// Clicks, pulls and keys on a lane's strip pick bars of it.
pub(super) fn point(
    ui: &mut Ui,
    scene: &Scene<'_>,
    local: &mut Local,
    (lane, strip): (Lane, Rect),
    page: &Page,
    asked: &mut Asked,
) {
    let response = ui.interact(strip, ui.scope_id().with(("strip", lane.index())), Sense::click_and_drag());
    let name = format!("{} bars", words::capital(lane.name()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListGrid, true, &name));
    pick(ui, &response, local, Some(lane), page);
    if response.has_focus() {
        let ring = Stroke::new(1.5, colour(scene.palette.text));
        ui.painter().rect_stroke(strip.expand(1.0), CORNER, ring, StrokeKind::Outside);
        keys(ui, &response, scene, local, lane, asked);
    }
}

/// With shift, what was picked before is stretched; picked again alone, it is let go.
pub(super) fn pick(ui: &Ui, response: &egui::Response, local: &mut Local, lane: Option<Lane>, page: &Page) {
    // A pull is noticed only when it has gone some way; it began where the button went down.
    let origin = ui.input(|input| input.pointer.press_origin()).filter(|_| response.drag_started());
    let at = origin.or(response.interact_pointer_pos()).and_then(|at| page.place_at(at.x));
    let Some(place) = at.filter(|_| response.clicked() || response.dragged()) else { return };
    let before = local.roll.selection.filter(|before| before.lane == lane);
    let is_stretched =
        response.dragged() && !response.drag_started() || ui.input(|input| input.modifiers.shift);
    local.roll.selection = match before {
        Some(before) if is_stretched => Some(before.to(place)),
        Some(before) if response.clicked() && before.places() == (place, place) => None,
        Some(_) | None => Some(Selection::at(lane, place)),
    };
    response.request_focus();
}

fn keys(
    ui: &Ui,
    response: &egui::Response,
    scene: &Scene<'_>,
    local: &mut Local,
    lane: Lane,
    asked: &mut Asked,
) {
    let held = EventFilter { horizontal_arrows: true, escape: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, held));
    let bars = scene.model.song.bars.len();
    for event in ui.input(|input| input.events.clone()) {
        let Event::Key { key, pressed: true, modifiers, .. } = &event else { continue };
        let before = local.roll.selection.filter(|before| before.lane == Some(lane));
        let deed = match key {
            Key::Escape => {
                local.roll.selection = None;
                continue;
            }
            Key::ArrowLeft | Key::ArrowRight | Key::Home | Key::End => {
                let place = local.roll.first;
                let next = before.map_or(Selection::at(Some(lane), place), |it| it.keyed(&event, bars));
                local.roll.selection = Some(next);
                continue;
            }
            Key::L if modifiers.is_none() => Deed::Lock,
            Key::R if modifiers.is_none() => Deed::Reroll,
            Key::Delete | Key::Backspace => Deed::Clear,
            _ => continue,
        };
        asked.extend(before.into_iter().flat_map(|chosen| selected::deed(scene.model, chosen, deed)));
    }
}
