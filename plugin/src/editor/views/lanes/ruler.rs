//! Above the rows: bar numbers, sections and chord names. Bars picked here are picked in all lanes.

use egui::{Align2, Color32, Painter, Rangef, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::editor::local::{Local, Scene};
use crate::editor::theme::{BODY, CORNER, GRID, SMALL, colour, font};
use crate::editor::words::{self, short};

use super::page::Page;
use super::roll;

const HEIGHT: f32 = 11.0 * GRID;
/// A chord's name; a longer one is not one.
const CHORD_CHARS_MAX: usize = 16;
const SECTION_CHARS_MAX: usize = 24;
/// Words closer than this run into each other.
const APART: f32 = 4.0;
/// Between a moment and the word that begins there.
const INDENT: f32 = 3.0;

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, local: &mut Local, page: &Page) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let x = page.slots.first().zip(page.slots.last());
    let Some((first, last)) = x else { return };
    let band = Rect::from_x_y_ranges(Rangef::new(page.x(first.start), page.x(last.end)), rect.y_range());
    let response = ui.interact(band, ui.scope_id().with("ruler"), Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListGrid, true, "Bars of all lanes"));
    roll::pick(ui, &response, local, None, page);
    let painter = ui.painter_at(band.expand(1.0));
    if let Some(chosen) = local.roll.selection.filter(|chosen| chosen.lane.is_none())
        && let Some(x) = page.x_of_places(chosen.places().0, chosen.places().1)
    {
        painter.rect_filled(Rect::from_x_y_ranges(x, band.y_range()), CORNER, colour(scene.palette.raised));
    }
    if response.has_focus() {
        painter.rect_stroke(band, CORNER, Stroke::new(1.5, colour(scene.palette.text)), StrokeKind::Inside);
    }
    numbers(&painter, scene, page, band);
    chords(&painter, scene, page, band);
    head(&painter, scene, page, band);
}

/// Where the playhead is, for an eye that looks at the chords.
fn head(painter: &Painter, scene: &Scene<'_>, page: &Page, band: Rect) {
    let beat = scene.glance.beat;
    if scene.glance.has_transport && page.holds(beat) {
        let (x, y) = (page.x_of_beats(beat), band.bottom());
        let points = vec![pos2(x - 5.0, y - 7.0), pos2(x + 5.0, y - 7.0), pos2(x, y)];
        let accent = colour(scene.palette.accent);
        painter.add(egui::Shape::convex_polygon(points, accent, Stroke::NONE));
    }
}

fn numbers(painter: &Painter, scene: &Scene<'_>, page: &Page, band: Rect) {
    let (quiet, text) = (colour(scene.palette.quiet), colour(scene.palette.text));
    // With many bars in view, every fourth number is enough.
    let every = if page.slots.len() > super::page::COUNTS[1] { 4 } else { 1 };
    let y = band.top() + 2.0;
    let mut free = band.left();
    for slot in &page.slots {
        let section = scene.model.song.bars.get(slot.place).and_then(|bar| bar.section.as_deref());
        if slot.place % every != 0 && section.is_none() {
            continue;
        }
        let x = page.x(slot.start);
        if x < free {
            continue;
        }
        let mut end = write(painter, pos2(x + 4.0, y), &slot.number.to_string(), SMALL, quiet);
        if let Some(name) = section {
            end = write(painter, pos2(end + 6.0, y), &short(name, SECTION_CHARS_MAX), SMALL, text);
        }
        free = end + APART;
    }
}

/// Left-aligned at its moment: smaller where the next chord is near, and what would run into its neighbour even so is
/// left out.
fn chords(painter: &Painter, scene: &Scene<'_>, page: &Page, band: Rect) {
    let usual = if page.slots.len() > super::page::COUNTS[1] { SMALL } else { BODY };
    let ink = colour(scene.palette.text);
    let bars = page.slots.iter().filter_map(|slot| scene.model.song.bars.get(slot.place));
    let names = bars.flat_map(|bar| bar.chords.iter().take(words::CHORDS_PER_BAR_MAX));
    let mut names = names.map(|(at, name)| (page.x(*at), short(name, CHORD_CHARS_MAX))).peekable();
    let mut free = band.left();
    while let Some((x, name)) = names.next() {
        if x < free {
            continue;
        }
        let room = names.peek().map_or(f32::INFINITY, |(next, _)| next - x) - INDENT - APART;
        let width = painter.layout_no_wrap(name.to_string(), font(usual), ink).size().x;
        let size = if width > room { SMALL } else { usual };
        let place = pos2(x + INDENT, band.top() + 4.5 * GRID + (usual - size));
        free = write(painter, place, &name, size, ink) + APART;
    }
}

/// Where it ends.
fn write(painter: &Painter, at: egui::Pos2, words: &str, size: f32, tint: Color32) -> f32 {
    painter.text(at, Align2::LEFT_TOP, words, font(size), tint).right()
}
