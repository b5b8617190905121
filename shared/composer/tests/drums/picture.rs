//! Bars as grids a musician can read.

use std::collections::BTreeMap;

use ai_band_composer::arrange::{Fill, Landing};
use ai_band_composer::drums::kit::Piece;
use ai_band_composer::sketch::{Sketch, Stroke};

use crate::band::Take;

const BEAT: i64 = 960;

/// One bar: a line for each instrument that plays, its steps as coarse as they can be, beats apart.
pub(crate) fn bar(strokes: &[Stroke], length: i64, touch_percent: u8) -> String {
    let steps = [4, 3, 6, 12, 24, 960].into_iter();
    let fits = |grid: &i64| strokes.iter().all(|stroke| stroke.at.0 % (BEAT / grid) == 0);
    let step = BEAT / steps.clone().find(fits).unwrap_or(960);
    let mut rows: BTreeMap<Piece, Vec<char>> = BTreeMap::new();
    let columns = (length + step - 1) / step;
    for stroke in strokes {
        let piece = Piece::of_pitch(stroke.pitch).unwrap();
        let row = rows.entry(piece).or_insert_with(|| vec!['.'; columns as usize]);
        row[(stroke.at.0 / step) as usize] = sign(piece, stroke, touch_percent);
    }
    let line = |(piece, row): (&Piece, &Vec<char>)| {
        let beats: Vec<String> =
            row.chunks((BEAT / step) as usize).map(|beat| beat.iter().collect()).collect();
        format!("  {:<13}{}\n", piece.character().name, beats.join(" "))
    };
    rows.iter().map(line).collect()
}

fn sign(piece: Piece, stroke: &Stroke, touch_percent: u8) -> char {
    let [accent, normal, soft] = piece
        .character()
        .velocities
        .map(|velocity| (i32::from(velocity) * i32::from(touch_percent) / 100, i32::from(stroke.velocity)));
    let distance = |(meant, played): (i32, i32)| (meant - played).abs();
    if distance(soft) < distance(normal) {
        'o'
    } else if distance(accent) < distance(normal) {
        'X'
    } else {
        'x'
    }
}

/// A whole song, bars that repeat the one before said in a word.
pub(crate) fn song(take: &Take, sketch: &Sketch, touch_percent: u8) -> String {
    let (mut text, mut last) = (String::new(), String::new());
    for (index, plan) in take.plan.bars.iter().enumerate() {
        let section = &take.plan.sections[plan.section];
        if section.bars.start == index {
            let letter = if section.is_b { "B" } else { "A" };
            text += &format!("== {} ({letter}, energy {})\n", section.name, section.energy);
            last.clear();
        }
        let length = take.song.bars()[index].length.0;
        let picture = bar(sketch.bar(index), length, touch_percent);
        let phrase_begins = take.plan.windows[plan.window].start == index;
        text += &format!("{:>3}{}{}", index + 1, if phrase_begins { "'" } else { "" }, marks(take, index));
        text += &match (picture.is_empty(), picture == last) {
            (true, _) => "  (rests)\n".to_owned(),
            (false, true) => "  (again)\n".to_owned(),
            (false, false) => format!("\n{picture}"),
        };
        last = picture;
    }
    text
}

fn marks(take: &Take, bar: usize) -> String {
    let plan = &take.plan.bars[bar];
    let fill = match plan.fill {
        Fill::None => "",
        Fill::Short => " fill: one beat",
        Fill::Half => " fill: two beats",
        Fill::Whole => " fill: whole bar",
    };
    let ending = match plan.ending {
        None => "",
        Some(Landing::Button) => " button",
        Some(Landing::Ring) => " ring",
        Some(Landing::Fade) => " fade",
    };
    let arrival = if plan.is_arrival { " arrival" } else { "" };
    let stop = if plan.is_stop { " stop" } else { "" };
    format!("{arrival}{stop}{fill}{ending}")
}
