//! Icons as strokes: the toolkit's fonts lack half of them, and strokes are sharp at every zoom.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, epaint::PathStroke, pos2, vec2};

use super::look::Mark;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Mark(Mark),
    /// A circle filled so far, in percent.
    Progress(u8),
    Undo,
    Redo,
    Stop,
    Lock,
    Moon,
    Sun,
    Left,
    Right,
    More,
    Grip,
    Plus,
    Minus,
}

/// Strokes are this share of an icon's height.
const STROKE_SHARE: f32 = 0.11;
const ARC_STEPS: u8 = 24;

/// Draws it in the middle of `rect`, as large as fits.
pub fn paint(painter: &Painter, icon: Icon, rect: Rect, colour: Color32) {
    let size = rect.width().min(rect.height());
    let pen = Pen { painter, middle: rect.center(), size, colour };
    match icon {
        Icon::Mark(mark) => pen.mark(mark),
        Icon::Progress(percent) => pen.progress(f32::from(percent.min(100)) / 100.0),
        Icon::Undo => pen.bent_arrow(-1.0),
        Icon::Redo => pen.bent_arrow(1.0),
        Icon::Stop => pen.block(-0.32, -0.32, 0.64, 0.64, 0.06),
        Icon::Lock => pen.lock(),
        Icon::Moon => pen.moon(),
        Icon::Sun => pen.sun(),
        Icon::Left => pen.line(&[(0.14, -0.26), (-0.14, 0.0), (0.14, 0.26)]),
        Icon::Right => pen.line(&[(-0.14, -0.26), (0.14, 0.0), (-0.14, 0.26)]),
        Icon::More => pen.dots(&[(-0.3, 0.0), (0.0, 0.0), (0.3, 0.0)], 0.08),
        Icon::Grip => pen.dots(
            &[(-0.13, -0.28), (0.13, -0.28), (-0.13, 0.0), (0.13, 0.0), (-0.13, 0.28), (0.13, 0.28)],
            0.075,
        ),
        Icon::Plus => {
            pen.line(&[(-0.3, 0.0), (0.3, 0.0)]);
            pen.line(&[(0.0, -0.3), (0.0, 0.3)]);
        }
        Icon::Minus => pen.line(&[(-0.3, 0.0), (0.3, 0.0)]),
    }
}

/// Places are shares of the icon's size, from its middle.
struct Pen<'a> {
    painter: &'a Painter,
    middle: Pos2,
    size: f32,
    colour: Color32,
}

impl Pen<'_> {
    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        self.middle + vec2(x, y) * self.size
    }

    fn stroke(&self) -> Stroke {
        Stroke::new((self.size * STROKE_SHARE).max(1.25), self.colour)
    }

    fn line(&self, points: &[(f32, f32)]) {
        let points = points.iter().map(|point| self.at(*point)).collect();
        self.painter.add(Shape::line(points, self.stroke()));
    }

    fn dots(&self, places: &[(f32, f32)], radius: f32) {
        for place in places {
            self.painter.circle_filled(self.at(*place), radius * self.size, self.colour);
        }
    }

    fn block(&self, x: f32, y: f32, width: f32, height: f32, corner: f32) {
        let rect = Rect::from_min_size(self.at((x, y)), vec2(width, height) * self.size);
        self.painter.rect_filled(rect, corner * self.size, self.colour);
    }

    fn filled(&self, points: &[(f32, f32)]) {
        let points = points.iter().map(|point| self.at(*point)).collect();
        self.painter.add(Shape::convex_polygon(points, self.colour, PathStroke::NONE));
    }

    /// Points on a circle, angles from the right and clockwise.
    fn arc(&self, radius: f32, from: f32, to: f32) -> Vec<Pos2> {
        let step = |step: u8| from + (to - from) * f32::from(step) / f32::from(ARC_STEPS);
        let on = |angle: f32| self.at((radius * angle.cos(), radius * angle.sin()));
        (0..=ARC_STEPS).map(|index| on(step(index))).collect()
    }

    fn mark(&self, mark: Mark) {
        let ring = |radius: f32| {
            self.painter.circle_stroke(self.middle, radius * self.size, self.stroke());
        };
        let triangle = &[(-0.26, -0.34), (0.36, 0.0), (-0.26, 0.34)];
        match mark {
            Mark::Pending => ring(0.34),
            Mark::Running => self.progress(0.25),
            Mark::ToDecide => self.dots(&[(0.0, 0.0)], 0.36),
            Mark::Approved => self.line(&[(-0.34, 0.02), (-0.1, 0.26), (0.34, -0.26)]),
            Mark::Armed => {
                let mut outline = triangle.to_vec();
                outline.extend([triangle[0], triangle[1]]);
                self.line(&outline);
            }
            Mark::Playing => self.filled(triangle),
            Mark::Rejected => {
                self.line(&[(-0.27, -0.27), (0.27, 0.27)]);
                self.line(&[(-0.27, 0.27), (0.27, -0.27)]);
            }
            Mark::Failed => {
                self.line(&[(0.0, -0.38), (0.0, 0.12)]);
                self.dots(&[(0.0, 0.34)], 0.085);
            }
            Mark::Cancelled => self.line(&[(-0.3, 0.0), (0.3, 0.0)]),
            Mark::Superseded => self.round_arrow(),
        }
    }

    fn progress(&self, share: f32) {
        self.painter.circle_stroke(self.middle, 0.36 * self.size, self.stroke());
        // Up to half of a circle is convex; the rest is a second piece.
        for (from, to) in [(0.0, share.min(0.5)), (0.5, share)] {
            if to > from {
                let mut points = self.arc(0.3, from * TAU - FRAC_PI_2, to * TAU - FRAC_PI_2);
                points.push(self.middle);
                self.painter.add(Shape::convex_polygon(points, self.colour, PathStroke::NONE));
            }
        }
    }

    fn round_arrow(&self) {
        let points = self.arc(0.32, -PI * 0.75, PI * 0.8);
        self.painter.add(Shape::line(points, self.stroke()));
        self.filled(&[(-0.42, -0.4), (-0.02, -0.36), (-0.34, -0.02)]);
    }

    /// To the left (−1) or right (1): back, or forth again.
    fn bent_arrow(&self, side: f32) {
        let points = self.arc(0.26, -FRAC_PI_2, FRAC_PI_2);
        let flip = |point: Pos2| pos2(self.middle.x + (point.x - self.middle.x) * -side, point.y);
        let mut path: Vec<Pos2> = points.into_iter().map(flip).collect();
        path.insert(0, self.at((side * 0.3, -0.26)));
        path.push(self.at((side * -0.02, 0.26)));
        self.painter.add(Shape::line(path, self.stroke()));
        self.filled(&[(side * 0.14, -0.46), (side * 0.42, -0.26), (side * 0.14, -0.06)]);
    }

    fn lock(&self) {
        self.block(-0.3, -0.06, 0.6, 0.44, 0.08);
        let mut bow: Vec<Pos2> = self.arc(0.19, PI, TAU);
        bow.iter_mut().for_each(|point| point.y -= 0.16 * self.size);
        bow.insert(0, self.at((-0.19, -0.02)));
        bow.push(self.at((0.19, -0.02)));
        self.painter.add(Shape::line(bow, self.stroke()));
    }

    /// What one circle leaves of another.
    fn moon(&self) {
        let (outer, inner, apart) = (0.36_f32, 0.31_f32, 0.24_f32);
        let tilt = -PI / 4.0;
        let meets = ((apart * apart + outer * outer - inner * inner) / (2.0 * apart * outer)).acos();
        let from_inner = (outer * meets.sin()).atan2(outer * meets.cos() - apart);
        let mut points = self.arc(outer, tilt + meets, tilt + TAU - meets);
        let shift = vec2(tilt.cos(), tilt.sin()) * apart * self.size;
        let back = self.arc(inner, tilt + TAU - from_inner, tilt + from_inner);
        points.extend(back.into_iter().map(|point| point + shift));
        self.painter.add(Shape::closed_line(points, self.stroke()));
    }

    fn sun(&self) {
        self.painter.circle_stroke(self.middle, 0.17 * self.size, self.stroke());
        for ray in 0..8_u8 {
            let (sin, cos) = (f32::from(ray) * TAU / 8.0).sin_cos();
            self.line(&[(cos * 0.3, sin * 0.3), (cos * 0.42, sin * 0.42)]);
        }
    }
}
