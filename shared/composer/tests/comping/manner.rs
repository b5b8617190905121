//! What `comping.toml` may say, and what is answered to mistakes.

use ai_band_composer::comping::Manner;
use ai_band_composer::style::Style;

use crate::roll;

#[test]
fn the_files_of_every_style_are_read() {
    for style in Style::BUILT_IN {
        let path = format!("{}/styles/{style}/comping.toml", env!("CARGO_MANIFEST_DIR"));
        let read = Manner::read(&path, &std::fs::read_to_string(&path).unwrap());
        assert!(read.is_ok(), "{}", read.unwrap_err());
    }
}

#[test]
fn mistakes_are_answered_with_their_line() {
    for (text, line, says) in [
        ("[[cell]]\ngrid = \"x?..\"", 2, "'?' is no sign"),
        ("[[cell]]\n\ngrid = \"-x|..\"", 3, "nothing was"),
        ("[[cell]]\ngrid = \"x-|.-\"", 2, "nothing was"),
        ("[[cell]]\ngrid = \"x.....|..\"", 0, ""),
        ("[[cell]]\ngrid = \"x....|..\"", 2, "beat 1 has 5 signs"),
        ("[[cell]]\ngrid = \"x|x||x\"", 2, "bar 2 has 1 beats"),
        ("[[cell]]\ngrid = \"\"", 2, "beat 1 has 0 signs"),
        ("[[cell]]\ngrid = \"x||x||x||x||x\"", 2, "up to 4 bars"),
        ("[[cell]]\nweight = 3", 1, "missing field `grid`"),
        ("[[cell]]\ngrid = \"x\"\nweight = 10", 3, "0 (never) to 9"),
        ("[[cell]]\ngrid = \"x\"\nenergy = [80, 20]", 3, "energy = [80, 20]; write the least and the most"),
        ("[[cell]]\ngrid = \"x\"\nparts = [\"c\"]", 3, "unknown variant"),
        ("[[cell]]\ngrid = \"x\"\nmeter = \"4/5\"", 3, ""),
        ("[touch]\nvelocity = [0, 20]", 2, "velocities"),
        ("[touch]\nearly-percent = 120", 2, "percentage"),
        ("[voicing]\ncolour = \"blue\"", 2, "plain, warm or rich"),
        ("[touch]\nloose-percent = 101", 2, "percentage"),
        ("[voicing]\nwander = 7", 2, "0 to 6 semitones"),
        ("[voicing]\nvoices = [4, 3]", 2, "fewest, most"),
        ("[voicing]\nvoices = [3, 9]", 2, "1 to 6"),
        ("[voicing]\nlow = \"C4\"\nhigh = \"E4\"", 3, "20 semitones"),
        ("[voicing]\ntop = \"C9\"", 1, "20 semitones"),
        ("[voicing]\nmelody = 10", 2, "0 (it stays) to 9 (it sings)"),
        ("[voicing]\nlift = 8", 2, "0 to 7 semitones"),
        ("[voicing]\nforms = { rootless = 3 }", 2, "unknown field"),
        ("tempo = 3", 1, "unknown field"),
        ("[voicing", 1, ""),
    ] {
        match Manner::read("mine/comping.toml", text) {
            Ok(_) => assert_eq!(line, 0, "{text} is a mistake"),
            Err(error) => {
                assert_eq!((error.line, error.file.as_str()), (line, "mine/comping.toml"), "{text}: {error}");
                assert!(error.message.contains(says), "{text}: {error}");
            }
        }
    }
}

#[test]
fn an_empty_file_holds_the_chord() {
    let mut brief = roll::brief("pop", 1);
    brief.style.comping = Manner::read("mine/comping.toml", "").unwrap();
    let heard = roll::heard_throughout("{key: C}\n| C | Am | F | G |", &brief);
    assert!(heard.main.bars.iter().all(|bar| bar.len() >= 3), "a chord in every bar");
}

/// A style's own cell in meters it was not written for: where strokes stand, in ticks.
#[test]
fn patterns_fit_any_meter() {
    for (meter, grid, starts) in [
        ("4/4", "x-|.x|..|x.", vec![0, 1440, 2880]),
        ("3/4", "x-|.x|..|x.", vec![0, 1440, 1920]),
        ("5/4", "x-|.x|..|x.", vec![0, 1440, 2880, 3840]),
        ("7/4", "x-|.x|..|x.", vec![0, 1440, 2880, 3840, 5280, 5760]),
        ("6/8", "x-|.x|..|x.", vec![0, 1440]),
        ("6/8", "x-|.x", vec![0, 2400]),
        ("12/8", "x-|.x|..|x.", vec![0, 2400, 4320]),
        ("7/8", "x-|.x|..|x.", vec![0, 1440, 2880]),
        ("7/8", "x-|.x|..|.x", vec![0, 1440]),
        ("5/8", "x-|.x|..|x.", vec![0, 960]),
        ("4/4", "x-|.x", vec![0, 1440, 1920, 3360]),
        ("4/4", "xxx|x..|....|x", vec![0, 320, 640, 960, 2880]),
        ("2/4", "x-|..||.x|x.", vec![0]),
    ] {
        let mut brief = roll::brief("pop", 1);
        let text = format!(
            "[touch]\nvariety-percent = 0\n[[cell]]\nparts = [\"a\", \"b\", \"intro\"]\ngrid = \"{grid}\""
        );
        brief.style.comping = Manner::read("mine/comping.toml", &text).unwrap();
        let heard =
            roll::heard_throughout(&format!("{{key: C}} {{meter: {meter}}}\n| C | C | C | C |"), &brief);
        let mut found: Vec<i64> = heard.main.bar(0).iter().map(|stroke| stroke.at.0).collect();
        found.dedup();
        assert_eq!(found, starts, "{grid} in {meter}");
    }
}

/// Half the pace is the first half of a pattern, in any meter; twice the pace is all of it twice.
#[test]
fn patterns_keep_their_pace() {
    for (meter, feel, starts) in [
        ("4/4", "half-time", vec![0, 2880]),
        ("4/4", "double-time", vec![0, 720, 1440, 1920, 2640, 3360]),
        ("3/4", "half-time", vec![0]),
    ] {
        let mut brief = roll::brief("pop", 1);
        let text = "[touch]\nvariety-percent = 0\n[[cell]]\nparts = [\"a\", \"b\", \"intro\"]\ngrid = \"x-|.x|..|x.\"";
        brief.style.comping = Manner::read("mine/comping.toml", text).unwrap();
        let chart = format!("{{key: C}} {{meter: {meter}}} {{feel: {feel}}}\n| C | C | C | C |");
        let heard = roll::heard_throughout(&chart, &brief);
        let mut found: Vec<i64> = heard.main.bar(0).iter().map(|stroke| stroke.at.0).collect();
        found.dedup();
        assert_eq!(found, starts, "{feel} in {meter}");
    }
}

fn places(brief: &ai_band_composer::Brief, bar: usize) -> Vec<i64> {
    let heard = roll::heard_throughout("{key: C}\n| C | C | C | C |", brief);
    let mut found: Vec<i64> = heard.main.bar(bar).iter().map(|stroke| stroke.at.0).collect();
    found.dedup();
    found
}

#[test]
fn a_turned_song_begins_with_the_second_bar_of_two() {
    for (percent, first, second) in [(0, vec![0, 960], vec![0, 2880]), (100, vec![0, 2880], vec![0, 960])] {
        let mut brief = roll::brief("bossa", 1);
        let text = "[touch]\nvariety-percent = 0\n[[cell]]\nparts = [\"a\", \"b\", \"intro\"]\ngrid = \"x|x|.|.||x|.|.|x\"";
        brief.style.comping = Manner::read("mine/comping.toml", text).unwrap();
        brief.style.general.turned_percent = percent;
        assert_eq!((places(&brief, 0), places(&brief, 1)), (first, second), "{percent} in a hundred");
    }
}

#[test]
fn beside_a_guitar_the_keys_play_something_else() {
    use music::lane::Lane;
    let text = "[touch]\nvariety-percent = 0\n[[cell]]\nguitar = true\nparts = [\"a\", \"b\", \"intro\"]\ngrid = \"x|.|x|.\"\n\
        [[cell]]\nguitar = false\nparts = [\"a\", \"b\", \"intro\"]\ngrid = \"x|x|x|x\"";
    for (lanes, expected) in [
        (vec![Lane::Keys, Lane::Guitar], vec![0, 1920]),
        (vec![Lane::Keys], vec![0, 960, 1920, 2880]),
        (vec![Lane::Keys, Lane::Bass], vec![0, 960, 1920, 2880]),
    ] {
        let mut brief = roll::brief("bossa", 1);
        brief.style.comping = Manner::read("mine/comping.toml", text).unwrap();
        brief.style.general.enters[Lane::Guitar.index()] = 0;
        brief.lanes = lanes.clone();
        assert_eq!(places(&brief, 1), expected, "{lanes:?}");
    }
}
fn strokes_in_bars(chart: &str, text: &str, seed: u64) -> Vec<usize> {
    let mut brief = roll::brief("swing", seed);
    brief.style.comping = Manner::read("mine/comping.toml", text).unwrap();
    roll::heard_throughout(chart, &brief).main.bars.iter().map(Vec::len).collect()
}

/// A bar without a sign is a rest on purpose; more than one chord, or a pushed one, is heard all the same.
#[test]
fn an_empty_bar_of_a_cell_lets_one_chord_pass() {
    const CELL: &str = "[touch]\nvariety-percent = 0\n[[cell]]\nparts = [\"a\", \"b\", \"intro\"]\n\
                        grid = \"x.|..|..|..||..|..|..|..\"";
    for (chart, rests) in [
        ("| Dm7 | G7 | C6 | C6 |", [false, true, false, true]),
        ("| Dm7 | G7 Db7 | C6 | A7 |", [false, false, false, true]),
        ("| Dm7 | G7 | C6 | C6 . . >A7 |", [false, true, false, false]),
    ] {
        let strokes =
            strokes_in_bars(&format!("{{key: C}} {{ending: fade}}\n[A]\n{chart}\n| Dm7 |"), CELL, 1);
        for (bar, rests) in rests.iter().enumerate() {
            assert_eq!(strokes[bar] == 0, *rests, "{chart}, bar {}: {strokes:?}", bar + 1);
        }
    }
}

/// A section keeps its theme, unless the player is loose with it.
#[test]
fn a_loose_player_leaves_the_theme() {
    let chart = format!("{{key: C}} {{ending: fade}}\n[A]\n{}", "| C6 | C6 | C6 | C6 |\n".repeat(8));
    let themes = |percent: u32| -> usize {
        let text = format!(
            "[touch]\nvariety-percent = 0\nloose-percent = {percent}\n\
             [[cell]]\ngrid = \"x.|..|..|..\"\n[[cell]]\ngrid = \"x.|..|x.|..\"\n[[cell]]\ngrid = \"x.|x.|x.|x.\""
        );
        let strokes = strokes_in_bars(&chart, &text, 3);
        let mut firsts: Vec<usize> = strokes.iter().copied().step_by(4).skip(1).take(6).collect();
        firsts.sort_unstable();
        firsts.dedup();
        firsts.len()
    };
    assert_eq!((themes(0), themes(100)), (1, 3));
}
