//! What the neighbour is asked to play, so that the comparison is fair.

use ai_band_tests::scoring::mma::{Fills, text};

use crate::song;

#[test]
fn it_gets_the_chords_where_they_are_and_fills_where_sections_end() {
    let song = song("{tempo: 120} [A] | C | F . G . | [B] | N.C. | C/E |");
    let plain = "Tempo 120\nGroove Swing1Walk\n1 C\n2 F G@3\n3 z\n4 C/E\n";
    assert_eq!(text(&song, "swing", Fills::None).as_deref(), Some(plain));
    let filled = text(&song, "swing", Fills::ByHand).unwrap();
    assert!(filled.contains("1 C\nGroove SwingFill\n2 F G@3\nGroove Swing1Walk\n3 z\n"), "{filled}");
    assert_eq!(filled.matches("Fill").count(), 1, "none at the end of the song");
}

#[test]
fn pushes_come_early_and_tempi_change_where_they_do() {
    let table = [
        ("{tempo: 120} | C | >G |", "Tempo 120\nGroove 8Beat\n1 C G@4.5\n2 G\n"),
        ("{tempo: 120} | C . . >F | G |", "Tempo 120\nGroove 8Beat\n1 C F@3.5\n2 G\n"),
        ("{tempo: 120} | >C | G |", "Tempo 120\nGroove 8Beat\n1 C\n2 G\n"),
        ("{tempo: 120} | C | {tempo: 90.5} . | G |", "Tempo 120\nGroove 8Beat\n1 C\nTempo 90.5\n2 C\n3 G\n"),
    ];
    for (chart, expected) in table {
        assert_eq!(text(&song(chart), "pop", Fills::None).as_deref(), Some(expected), "{chart}");
    }
}

#[test]
fn each_style_has_a_groove_and_what_none_fits_is_left_out() {
    for style in composer::style::Style::BUILT_IN {
        let meter = if style == "jazz-waltz" { "3/4" } else { "4/4" };
        let song = song(&format!("{{tempo: 120}} {{meter: {meter}}} [A] | C | [B] | F |"));
        for fills in [Fills::None, Fills::ByHand] {
            let text = text(&song, style, fills).unwrap_or_else(|| panic!("{style} has no groove"));
            assert_eq!(text.contains("Fill\n1 C\n"), fills == Fills::ByHand, "{style}: {text}");
        }
    }
    for odd in ["{tempo: 90} {meter: 5/4} | C |", "{tempo: 90} {pickup: 1} | C | F |", "| C | F |"] {
        assert_eq!(text(&song(odd), "swing", Fills::None), None, "{odd}");
    }
    assert_eq!(text(&song("{tempo: 90} | C |"), "polka", Fills::None), None);
}
