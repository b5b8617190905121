//! Meters a style knows, and meters it borrows its beats for.

use ai_band_composer::drums::kit::Piece;
use ai_band_composer::style::Style;

use crate::band;
use crate::picture;

/// A bar in the middle of a verse, kick, snare or stick, and time, in sixteenths.
fn bar_in(style: &str, meter: &str) -> String {
    let chart = format!("[Verse] {{meter: {meter}}} | C | F | C | G | C | F | C | G | C | F | C | G |");
    let take = band::take_with(&chart, band::brief(style, 2), |plan| {
        plan.bars.iter_mut().for_each(|bar| bar.plays = [true; 8]);
        plan.sections.iter_mut().for_each(|section| section.energy = 60);
    });
    let mut strokes = take.bar(1).to_vec();
    strokes.retain(|stroke| {
        let piece = Piece::of_pitch(stroke.pitch).unwrap();
        piece != Piece::PedalHat && stroke.importance > 32
    });
    picture::bar(&strokes, take.song.bars()[1].length.0, take.brief.style.drums.touch_percent)
}

fn row<'a>(bar: &'a str, name: &str) -> Option<&'a str> {
    let line = bar.lines().find(|line| line.trim_start().starts_with(name))?;
    Some(line.trim_start()[name.len()..].trim())
}

#[test]
fn beats_are_grouped_as_musicians_group_them() {
    for (style, meter, piece, expected) in [
        ("pop", "3/4", "snare", ".... .... X..."),
        ("funk", "3/4", "snare", ".... .... X..."),
        ("funk", "3/4", "kick", "X.x. ..x. .x.x"),
        ("funk", "5/4", "kick", "X.x. ..x. .x.x ..x. .x.x"),
        ("pop", "5/4", "snare", ".... .... X... .... X..."),
        ("pop", "7/4", "snare", ".... X... .... X... .... .... X..."),
        ("pop", "7/8", "snare", ".... X... .... X."),
        ("pop", "6/8", "snare", ".... ..X. ...."),
        ("pop", "12/8", "snare", ".... ..X. .... .... ..X. ...."),
        ("shuffle", "12/8", "hat", "X.o. o.x. o.o. X.o. o.x. o.o."),
        ("jazz-waltz", "3/4", "ride", "X... x.o. x.o."),
        ("swing", "5/4", "ride", "x... x... X.o. x... X.o."),
        ("house", "7/8", "kick", "X... X... X... X."),
        ("bossa", "2/4", "hat", "xoxo xoxo"),
    ] {
        let bar = bar_in(style, meter);
        let row = row(&bar, piece).unwrap_or("");
        assert_eq!(row, expected, "{style} {meter}\n{bar}");
    }
}

#[test]
fn every_style_plays_every_meter_from_its_first_beat() {
    for style in Style::BUILT_IN {
        for meter in ["2/4", "3/4", "4/4", "5/4", "6/4", "7/4", "5/8", "6/8", "7/8", "9/8", "12/8", "2/2"] {
            let bar = bar_in(style, meter);
            let begins = bar.lines().filter(|line| !line[15..].starts_with('.')).count();
            assert!(begins >= 1 && bar.lines().count() >= 2, "{style} {meter}\n{bar}");
        }
    }
}

#[test]
fn a_style_keeps_time_through_a_change_of_meter() {
    let take = band::take(
        "[Verse] | C | F | {meter: 7/8} G | C | {meter: 4/4} C | F | G | C | C |",
        band::brief("funk", 1),
    );
    let lengths: Vec<i64> = take.song.bars().iter().map(|bar| bar.length.0).collect();
    assert_eq!(lengths[1..5], [3_840, 3_360, 3_360, 3_840]);
    for (bar, length) in lengths.iter().enumerate().take(8) {
        let last = take.bar(bar).iter().map(|stroke| stroke.at.0).max().unwrap();
        assert!(last >= length - 960, "bar {} stops early", bar + 1);
    }
}
