//! Charts from other formats: what they become, what their mistakes are called, and how they are told apart.

use ai_band_music::chart::import::{self, Format, Grid, i_real, markers};
use ai_band_music::chart::{Chart, Errors, limits};
use ai_band_music::chord::Chord;
use ai_band_music::time::Ticks;
use ai_band_music::{meter, tempo};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::tables::check_with;

const CHORD_PRO: &str = include_str!("data/chord_pro.txt");
const BAND_IN_A_BOX: &str = include_str!("data/band_in_a_box.txt");
const I_REAL: &str = include_str!("data/i_real.txt");
const CHORDINO: &str = include_str!("data/chordino.txt");

fn grid() -> Grid {
    Grid {
        tempo: tempo::Map::constant(tempo::Tempo::DEFAULT),
        meter: meter::Map::constant(meter::Meter::COMMON),
    }
}

fn as_format(format: Format) -> impl Fn(&str) -> Result<Chart, Errors> {
    move |text| import::read(text, format, &grid())
}

#[test]
fn chord_pro_becomes_charts() {
    check_with(CHORD_PRO, 16, as_format(Format::ChordPro));
}

#[test]
fn grids_become_charts() {
    check_with(BAND_IN_A_BOX, 14, as_format(Format::BandInABox));
}

#[test]
fn readable_i_real_links_become_charts() {
    check_with(I_REAL, 17, as_format(Format::IReal));
}

#[test]
fn chordino_becomes_charts() {
    check_with(CHORDINO, 11, as_format(Format::Chordino));
}

const MUSIC: &str =
    "{*AT44Bb^7XyQ|G7XyQLZC-7 F7LZN1Bb6XyQ|F7XyQ}LZN2Bb^7Kcl ]*B[Eb^7XyQ|Ebh7XyQLZD-7 G7LZC-7 F7Z";

#[test]
fn shuffled_i_real_links_become_charts() {
    let shuffled = i_real::shuffled(MUSIC);
    assert_ne!(shuffled, MUSIC);
    let link =
        format!("irealb://Late%20Train=Nonym Ann==Medium Swing=Bb==1r34LbKcu7{shuffled}==132=3===A list");
    let chart = import::read(&link, Format::IReal, &grid()).unwrap();
    let expected = [
        "{title: Late Train}",
        "{composer: Nonym Ann}",
        "{style: Medium Swing}",
        "",
        "[A]",
        "|: {key: Bb} {meter: 4/4} {tempo: 132} Bbmaj7 | G7 | Cm7 F7 |1. Bb6 |",
        "| F7 :|2. Bbmaj7 | % ||",
        "",
        "[B]",
        "| Ebmaj7 | Ebm7b5 | Dm7 G7 | Cm7 F7 |",
    ];
    assert_eq!(chart.to_string().lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_playlist_gives_all_its_songs() {
    let music = i_real::shuffled(MUSIC);
    let song = |title: &str| format!("{title}=Nonym==Swing=C==1r34LbKcu7{music}==0=0");
    let link = format!("irealb://{}==={}===My list", song("One"), song("Two"));
    let songs = i_real::songs(&link).unwrap();
    let titles: Vec<_> = songs.iter().map(|song| song.title.as_str()).collect();
    assert_eq!(titles, ["One", "Two"]);
    assert!(songs.iter().all(|song| song.chart.is_ok()));
}

#[test]
fn shuffling_swaps_the_ends_of_blocks_of_fifty() {
    let alphabet: String = ('!'..='~').cycle().take(52).collect();
    let block = |text: &str| text.chars().collect::<Vec<_>>();
    let (before, after) = (block(&alphabet), block(&i_real::shuffled(&alphabet)));
    let moved: Vec<usize> = (0..52).filter(|at| before[*at] != after[*at]).collect();
    let swapped: Vec<usize> = (0..5).chain(10..24).chain(26..40).chain(45..50).collect();
    assert_eq!(moved, swapped);
    assert!(swapped.iter().all(|at| after[*at] == before[49 - at]));
    for short in [0, 1, 49, 50, 51] {
        assert_eq!(i_real::shuffled(&alphabet[..short]), alphabet[..short], "{short} characters stay");
    }
}

#[test]
fn markers_become_charts() {
    let at = |beats: i64, text: &str| (Ticks::from_beats(beats), text.to_owned());
    let waltz = meter::Map::new(&[(0, "4/4".parse().unwrap()), (2, "3/4".parse().unwrap())]).unwrap();
    let list = [
        at(0, "[Intro]"),
        at(0, "Am7"),
        at(2, "D7"),
        at(8, "Bridge 2"),
        at(8, "Gmaj7"),
        at(10, "N.C."),
        at(14, ""),
    ];
    let chart = markers::read(&list, &waltz).unwrap();
    let expected = "[Intro]\n| Am7 D7 | . |\n\n[Bridge 2]\n| {meter: 3/4} Gmaj7 N.C. |\n";
    assert_eq!(chart.to_string(), expected);
}

#[test]
fn a_marker_that_is_no_chord_is_told_by_its_number() {
    let markers_at = |texts: &[&str]| -> Vec<(Ticks, String)> {
        let beats = (0..).map(|bar| Ticks::from_beats(bar * 4));
        beats.zip(texts.iter().map(|text| (*text).to_owned())).collect()
    };
    let errors = markers::read(&markers_at(&["C", "Hm7", "G"]), &meter::Map::constant(meter::Meter::COMMON));
    assert_eq!(
        crate::played::mistakes(&errors.unwrap_err()),
        "2:1 bar 2: \"Hm7\" is not a chord; did you mean Bm7?"
    );
    assert!(markers::read(&[], &meter::Map::constant(meter::Meter::COMMON)).is_err());
    let far = [(Ticks(i64::MAX), "C".to_owned()), (Ticks(i64::MIN), "G".to_owned())];
    assert!(markers::read(&far, &meter::Map::constant(meter::Meter::COMMON)).is_err());
}

#[test]
fn chordino_follows_a_changing_tempo() {
    let tempi = tempo::Map::new(vec![
        (Ticks(0), "120".parse().unwrap()),
        (Ticks::from_beats(4), "60".parse().unwrap()),
    ]);
    let grid = Grid { tempo: tempi.unwrap(), meter: meter::Map::constant("4/4".parse().unwrap()) };
    let chart = import::read("0,C\n2,F\n6,G", Format::Chordino, &grid).unwrap();
    assert_eq!(chart.to_string(), "| {tempo: 120} C | {tempo: 60} F | G |\n");
}

#[test]
fn formats_are_told_apart() {
    let table = [
        ("Am7 D7 Gmaj7", Format::Chart),
        ("| Am7 | D7 |", Format::Chart),
        ("[Verse]\n| Am7 | D7 |", Format::Chart),
        ("{title: Song}\n{key: C}\n| C |", Format::Chart),
        ("C-Am-F-G", Format::Chart),
        ("| Am7\t| D7\t|", Format::Chart),
        ("{key: C}\t{tempo: 90}\nC G\t// slowly", Format::Chart),
        ("", Format::Chart),
        ("{title: Song}\n[Am]Hello [G]there", Format::ChordPro),
        ("{sov}\n[Am]\n{eov}", Format::ChordPro),
        ("Hel[Am]lo", Format::ChordPro),
        ("irealb://x=y", Format::IReal),
        ("see irealbook://A=B=C=D=n=T44C Z", Format::IReal),
        ("C\tAm\tF\tG", Format::BandInABox),
        ("1\tC\tAm\n3\tF\tG", Format::BandInABox),
        ("[Key C]\nC Am", Format::BandInABox),
        ("C,G7 Am", Format::BandInABox),
        ("0.37,\"N\"\n1.5,\"Am7\"", Format::Chordino),
    ];
    for (text, format) in table {
        assert_eq!(import::detect(text), format, "{text:?}");
    }
}

#[test]
fn a_text_longer_than_any_chart_is_judged_by_its_beginning() {
    let behind = |blanks: usize| import::detect(&format!("{}{{soc}}", "\n".repeat(blanks)));
    assert_eq!(behind(limits::TEXT_BYTES_MAX - 5), Format::ChordPro);
    assert_eq!(behind(limits::TEXT_BYTES_MAX), Format::Chart);
    assert_eq!(import::detect(&"é".repeat(limits::TEXT_BYTES_MAX)), Format::Chart);
}

/// All that the app's keyboard offers.
const I_REAL_QUALITIES: &str = "2 5 6 69 7 9 11 13 add9 + o h sus ^ - ^7 ^9 ^13 ^7#11 ^9#11 ^7#5 -6 -69 -7 -9 -11 -7b5 \
    -b6 -#5 -^7 -^9 h7 h9 o7 7b5 7#5 7b9 7#9 7#11 7b13 9b5 9#5 9#11 7b9b5 7b9#5 7b9#9 7b9#11 7b9b13 7#9b5 7#9#5 \
    7#9#11 7alt 13b9 13#9 13#11 7sus 9sus 13sus 7b9sus 7b13sus 7susadd3";

#[test]
fn every_quality_of_an_ireal_keyboard_is_the_chord_it_is_elsewhere() {
    for quality in I_REAL_QUALITIES.split_whitespace() {
        let chart = i_real::read(&format!("irealbook://T=N=S=C=n=[T44Eb{quality} |C Z")).unwrap();
        let chord = chart.song().chords()[0].chord.map(|chord| chord.to_string());
        let elsewhere = format!("Eb{quality}").replace('^', "Δ").replace('h', "ø");
        assert_eq!(chord, Some(elsewhere.parse::<Chord>().unwrap().to_string()), "{quality}");
    }
}

fn any_format() -> impl Strategy<Value = Format> {
    use Format::{BandInABox, Chart, ChordPro, Chordino, IReal};
    select(vec![Chart, ChordPro, IReal, BandInABox, Chordino])
}

/// What the formats are made of, in no order.
fn any_pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "irealb://",
        "irealbook://",
        "=",
        "===",
        "1r34LbKcu7",
        "%5B",
        "%",
        "%zz",
        "T44",
        "T12",
        "T9",
        "*A",
        "*",
        "N1",
        "N0",
        "Q",
        "S",
        "x",
        "r",
        "XyQ",
        "Kcl",
        "LZ",
        "{",
        "}",
        "[",
        "]",
        "|",
        "Z",
        "<D.C. al Fine>",
        "<4x>",
        "<",
        "(",
        ")",
        "W/G",
        "C^7",
        "A-7",
        "{sog}",
        "{eog}",
        "{soc}",
        "{sot}",
        "{capo: 3}",
        "{chorus}",
        "[Am]",
        "[*x]",
        "[Key C]",
        "[Verse]",
        "0.5",
        ",",
        "\"Am\"",
        "99999",
        "\t",
        "\n",
        " ",
        "C",
        "F,G",
        "1",
        "^",
        "..",
        "é",
        "ß",
    ];
    vec(select(PIECES), 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn strangers_texts_are_read_or_refused(text in prop_oneof![any_pieces(), "\\PC{0,80}"], format in any_format()) {
        let _ = import::detect(&text);
        if let Ok(chart) = import::read(&text, format, &grid()) {
            let printed = chart.to_string();
            let again = Chart::parse(&printed);
            prop_assert_eq!(again, Ok(chart), "{}", printed);
        }
    }

    #[test]
    fn links_of_soup_are_read_or_refused(soup in any_pieces(), plain in any::<bool>()) {
        let link = if plain {
            format!("irealbook://A=B=C=D=n={soup}")
        } else {
            format!("irealb://A=B==C=D==1r34LbKcu7{}", i_real::shuffled(&soup))
        };
        if let Ok(songs) = i_real::songs(&link) {
            for chart in songs.into_iter().filter_map(|song| song.chart.ok()) {
                let again = Chart::parse(&chart.to_string());
                prop_assert_eq!(again, Ok(chart));
            }
        }
    }

    #[test]
    fn shuffling_twice_changes_nothing(music in "\\PC{0,180}") {
        prop_assert_eq!(i_real::shuffled(&i_real::shuffled(&music)), music);
    }
}

/// One chord to three in a bar of four or three, never the same twice in a row: what markers can tell apart.
fn any_plain_chart() -> impl Strategy<Value = String> {
    let bar = (0..3_usize, vec(select(vec!["C", "Dm7", "G7/B", "N.C."]), 3));
    (select(vec!["4/4", "3/4", "7/8", "6/8"]), vec(bar, 1..12)).prop_map(|(meter, bars)| {
        let written = bars.iter().map(|(more, chords)| chords[..=*more].join(" "));
        format!("{{meter: {meter}}} | {} |", written.collect::<Vec<_>>().join(" | "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_song_comes_back_from_its_own_markers(text in any_plain_chart()) {
        let song = Chart::parse(&text).unwrap().song();
        let name = |chord: Option<ai_band_music::chord::Chord>| chord.map_or("N.C.".to_owned(), |chord| chord.to_string());
        let list: Vec<(Ticks, String)> = song.chords().iter().map(|harmony| (harmony.start, name(harmony.chord))).collect();
        let again = markers::read(&list, song.meter()).unwrap().song();
        let last = list.len() - 1;
        prop_assert_eq!(&again.chords()[..last], &song.chords()[..last]);
        prop_assert_eq!(again.chords()[last].start, song.chords()[last].start);
    }
}

#[test]
fn long_texts_are_refused_or_read_without_ado() {
    let bytes = ai_band_music::chart::limits::TEXT_BYTES_MAX / 8;
    for format in [Format::ChordPro, Format::IReal, Format::BandInABox, Format::Chordino] {
        for piece in [
            "[C]",
            "[",
            "C\t",
            "C,",
            "0,C\n",
            "=",
            "C |",
            "{sov}\n[C]\n",
            "{artist: A}\n",
            "{capo: 1}\n",
            "(",
        ] {
            let body = piece.repeat(bytes / piece.len());
            let _ = import::read(&body, format, &grid());
            let _ = import::read(&format!("irealbook://A=B=C=D=n={body}"), format, &grid());
            let _ = import::detect(&body);
        }
    }
    let long = "C\t".repeat(ai_band_music::chart::limits::TEXT_BYTES_MAX);
    let refused = import::read(&long, Format::BandInABox, &grid()).unwrap_err();
    assert_eq!(refused.to_string(), "line 1: the text has more than 256 KiB; split the song");
}
