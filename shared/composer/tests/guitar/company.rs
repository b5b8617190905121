//! Beside a keyboard and without one: other cells, and the same tensions.

use ai_band_composer::guitar::Manner;
use ai_band_composer::scene::Earlier;
use ai_band_composer::sketch::{Sketch, Stroke};
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::Ticks;

use crate::band::{Band, brief};

const CELLS: &str = "[[cell]]\nkeys = true\nshapes = \"shell\"\nplay = \"D...D...\"\n\
                     [[cell]]\nkeys = false\nshapes = \"drop2\"\nplay = \"..D...D.\"";

fn first_strokes(lanes: &[Lane]) -> Vec<i64> {
    let mut brief = brief("swing", 3);
    brief.lanes = lanes.to_vec();
    brief.style.general.enters[Lane::Keys.index()] = 0;
    brief.style.guitar = Manner::read("mine/guitar.toml", CELLS).unwrap();
    let band = Band::playing("{ending: fade}\n[A]\n| C6 | C6 | C6 | C6 |", brief);
    let first = |bar: &Vec<Stroke>| bar.iter().map(|stroke| stroke.at.0 / 480).min().unwrap();
    band.played().bars.iter().map(first).collect()
}

#[test]
fn without_keys_the_guitar_comps_and_with_them_it_keeps_time() {
    for (lanes, first) in
        [(&[Lane::Guitar, Lane::Keys][..], 0), (&[Lane::Guitar][..], 2), (&[Lane::Guitar, Lane::Bass][..], 2)]
    {
        let strokes = first_strokes(lanes);
        assert_eq!(strokes[0], first, "{lanes:?}: {strokes:?}");
    }
}

/// Colours of the guitar a semitone beside what the keys hold, over a few songs; altered dominants in the second bar
/// and the fourth.
fn rubs(hears: bool) -> usize {
    const KEYS: [&[u8]; 4] = [&[53, 60, 64], &[59, 63, 65, 68], &[53, 60, 64], &[59, 63, 65, 68]];
    const CELL: &str = "colour = true\n[[cell]]\nshapes = \"drop2\"\nplay = \"D...D...\"";
    let mut rubs = 0;
    for seed in 0..12 {
        let mut brief = brief("swing", seed);
        brief.style.guitar = Manner::read("mine/guitar.toml", CELL).unwrap();
        let chart = "{key: C} {ending: fade}\n[Chorus]\n| Dm7 | G7 | Dm7 | G7 |\n| C6 |";
        let band = Band::playing(chart, brief);
        let stroke = |key: &u8| Stroke::new(Ticks::ZERO, Ticks(3_840), Pitch::new(*key).unwrap(), 80, 80);
        let mut bars: Vec<Vec<Stroke>> = KEYS.iter().map(|keys| keys.iter().map(stroke).collect()).collect();
        bars.push(Vec::new());
        let keys = Sketch { bars };
        let earlier = if hears { Earlier::from([(Lane::Keys, keys)]) } else { Earlier::new() };
        let guitar = band.written(&earlier).main;
        for (bar, held) in KEYS.iter().enumerate() {
            let own = band.analysis.in_bar(bar)[0].chord.unwrap().classes();
            for key in guitar.bar(bar).iter().map(|stroke| i32::from(stroke.pitch.key())) {
                let is_own = own.iter().any(|class| i32::from(class.semitones()) == key % 12);
                let apart = |other: &u8| (key - i32::from(*other)).rem_euclid(12);
                let is_shared = held.iter().any(|other| apart(other) == 0);
                let is_beside = |other: &u8| matches!(apart(other), 1 | 11);
                rubs += usize::from(!is_own && !is_shared && held.iter().any(is_beside));
            }
        }
    }
    rubs
}

#[test]
fn the_guitar_gives_way_where_the_keys_alter_a_chord() {
    let (deaf, hearing) = (rubs(false), rubs(true));
    assert!(deaf > 4 && hearing * 2 < deaf, "{hearing} with ears, {deaf} without");
}
