//! Bars as grids a musician can read.

use std::collections::BTreeMap;

use ai_band_composer::drums::kit::Piece;
use ai_band_composer::sketch::Stroke;

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
