//! How high the line is on its way through a window.

use std::ops::Range;

use music::lane::Lane;
use music::time::Ticks;

use super::line::Paper;
use crate::scene::Scene;

/// Where the line stands at a window's beginning is asked about its first bar.
const HEIGHT: u32 = 32;
/// And where it would be at the window's end, if nothing came after it.
const REST: u32 = 34;
/// Where the line is at a window's beginning and where it is going.
pub(super) struct Heights {
    pub(super) start: u8,
    pub(super) end: u8,
    pub(super) from: Ticks,
    pub(super) length: Ticks,
}

impl Heights {
    /// On its own way: where the next window stands is not known before the last bar.
    pub(super) fn of_window(paper: Paper<'_>, window: &Range<usize>) -> Heights {
        let scene = paper.scene;
        let (first, last) = (scene.bar(window.start), scene.bar(window.end - 1));
        let (start, end) = (at_opening(scene, window.start), height_at(scene, window.start, REST));
        Heights { start, end, from: first.start, length: last.start + last.length - first.start }
    }

    /// From where the line is at the beginning of the bar before `next` to where it is in `next`.
    pub(super) fn of_approach(paper: Paper<'_>, heights: &Heights, next: usize) -> Heights {
        let (scene, bar) = (paper.scene, paper.scene.bar(next - 1));
        let start = heights.at(bar.start);
        let end = if next < scene.song.bars().len() { at_opening(scene, next) } else { heights.end };
        Heights { start, end, from: bar.start, length: bar.length }
    }

    pub(super) fn at(&self, position: Ticks) -> u8 {
        let way = i64::from(self.end) - i64::from(self.start);
        let gone = way * (position - self.from).0 / self.length.0.max(1);
        (i64::from(self.start) + gone).clamp(0, 127) as u8
    }
}

/// Where the line stands when a window begins with this bar.
pub(super) fn at_opening(scene: &Scene<'_>, bar: usize) -> u8 {
    height_at(scene, bar, HEIGHT)
}

/// Fixed by hash alone: no re-roll moves it.
fn height_at(scene: &Scene<'_>, bar: usize, question: u32) -> u8 {
    let manner = &scene.style.bass;
    let home = i32::from(manner.home.key());
    let wandering = scene.steady_draw(Lane::Bass, bar, question).around_zero(i32::from(manner.wander));
    (home + wandering).clamp(i32::from(manner.range.0.key()), i32::from(manner.range.1.key())) as u8
}
