//! A whole song on the stand: sections, phrases, fills, and bars that repeat said in a word.

use ai_band_composer::arrange::{Fill, Landing};
use ai_band_composer::sketch::Sketch;

use crate::band::Take;
use crate::picture::bar;

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
