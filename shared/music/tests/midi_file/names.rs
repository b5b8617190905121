//! File names: what is read from them, what is refused and why, and that both directions agree.

use ai_band_music::key::{Key, Mode};
use ai_band_music::lane::Lane;
use ai_band_music::midi_file::name::{BYTES_MAX, Error, FileName, Timestamp};
use ai_band_music::pitch::{Letter, Spelling};
use ai_band_music::tempo::Tempo;
use proptest::prelude::*;

fn name(text: &str) -> FileName {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> String {
    text.parse::<FileName>().map_or_else(|error| error.to_string(), |name| format!("read as {name}"))
}

#[test]
fn names_are_read_and_written_as_they_were() {
    for text in [
        "20250824103000_bass_Cmaj_120.mid",
        "20250824103005_drums_Cmaj_120.mid",
        "20250824_bass_Cmaj.mid",
        "20250824_keys_F#min_132.5.mid",
        "20240229235959_guitar_Bbmaj_97.125.mid",
        "20250824103000_pad_Ddor.mid",
        "20250824103000_lead_Ephr_4.mid",
        "20250824103000_extra_Flyd_1000.mid",
        "20250824103000_percussion_Gmix_60.mid",
        "99991231235959_lead_Bloc.mid",
    ] {
        assert_eq!(name(text).to_string(), text);
    }
}

#[test]
fn other_spellings_mean_the_same() {
    let plain = "20250824103000_guitar_F#min_120.mid";
    for text in [
        "20250824103000_guitar_F#min_120.MID",
        "20250824103000_guitar_F#min_120.midi",
        "20250824103000_guitar_F#min_120.MiDi",
        "20250824103000_GTR_F#min_120.mid",
        "20250824103000_guitar_F#m_120.mid",
        "20250824103000_guitar_F#minor_120.0.mid",
    ] {
        assert_eq!(name(text).to_string(), plain, "{text}");
    }
}

#[test]
fn refusals_say_which_part_is_wrong_and_what_was_expected() {
    let table = [
        ("20250824_bass_Cmaj", "\"20250824_bass_Cmaj\" does not end in .mid or .midi"),
        ("20250824_bass_Cmaj.wav", "\"20250824_bass_Cmaj.wav\" does not end in .mid or .midi"),
        ("song.mid", "1 parts between '_'; write timestamp_lane_key_tempo.mid, with or without the tempo"),
        (
            "20250824_bass_Cmaj_120_2.mid",
            "5 parts between '_'; write timestamp_lane_key_tempo.mid, with or without the tempo",
        ),
        ("2025_bass_Cmaj.mid", "timestamp: \"2025\" is neither 8 digits (YYYYMMDD) nor 14 (YYYYMMDDhhmmss)"),
        ("20250229_bass_Cmaj.mid", "timestamp: \"20250229\" is no day from 1970 to 9999; write YYYYMMDD"),
        (
            "20250824240000_bass_Cmaj.mid",
            "timestamp: \"240000\" is no time of day; write hhmmss, up to 235959",
        ),
        (
            "20250824_kazoo_Cmaj.mid",
            "lane: \"kazoo\" is no chair of the band; write drums, bass, keys, guitar, pad, lead, percussion or extra",
        ),
        (
            "20250824_bass_Hmaj.mid",
            "key: \"Hmaj\" is not a key; write a note and a mode, as in Bb, F#m or D dorian",
        ),
        ("20250824_bass_G#maj.mid", "key: \"G#maj\" has more than 7 sharps or flats; write Ab"),
        (
            "20250824_bass_Cmaj_fast.mid",
            "tempo: \"fast\" is not a tempo; write beats per minute from 4 to 1000, as in 92 or 132.5",
        ),
        (
            "20250824_bass_Cmaj_0.mid",
            "tempo: \"0\" is not a tempo; write beats per minute from 4 to 1000, as in 92 or 132.5",
        ),
        (
            "../20250824_bass_Cmaj.mid",
            "'/' at byte 2 of the name; only letters, digits, '#', '.' and '_' stand in it, and no folder",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(refusal(text), expected);
    }
}

#[test]
fn hostile_names_are_refused() {
    let endless = format!("{}_bass_Cmaj.mid", "2".repeat(10_000));
    for text in [
        "",
        ".",
        "..",
        ".mid",
        "_.mid",
        "___.mid",
        "____.mid",
        "..mid",
        "CON",
        "con.mid",
        "NUL.mid",
        "LPT1_bass_Cmaj.mid",
        "/20250824_bass_Cmaj.mid",
        "bass/20250824_bass_Cmaj.mid",
        "bass\\20250824_bass_Cmaj.mid",
        "C:20250824_bass_Cmaj.mid",
        "20250824_bass_Cmaj.mid:stream",
        "20250824_bass_Cmaj.mid\0.txt",
        "20250824_bass_Cmaj.mid ",
        " 20250824_bass_Cmaj.mid",
        "20250824_bass_Cmaj.mid.",
        "20250824_bass_Cmaj..mid",
        "20250824_bass_C maj.mid",
        "20250824_bass_C♯maj.mid",
        "２０２５０８２４_bass_Cmaj.mid",
        "20250824_bass_Cmaj\u{202e}.mid",
        "20250824_%62ass_Cmaj.mid",
        "20250824__Cmaj.mid",
        "20250824_bass_.mid",
        "20250824_bass_Cmaj_.mid",
        "-20250824_bass_Cmaj.mid",
        "+2025082_bass_Cmaj.mid",
        "20250824_bass_Cmaj_+120.mid",
        "20250824_bass_Cmaj_120.5.5.mid",
        "20250824_bass_Cmaj_1e2.mid",
        endless.as_str(),
    ] {
        assert!(text.parse::<FileName>().is_err(), "{text:?} was taken for a name");
    }
    assert_eq!(endless.parse::<FileName>(), Err(Error::TooLong { bytes: endless.len() }));
}

#[test]
fn timestamps_are_days_that_were_and_times_that_clocks_show() {
    let table = [
        ("19700101", true),
        ("19691231", false),
        ("20250100", false),
        ("20250132", false),
        ("20250001", false),
        ("20251301", false),
        ("20250431", false),
        ("20240229", true),
        ("20230229", false),
        ("20000229", true),
        ("21000229", false),
        ("20250824000000", true),
        ("20250824235960", false),
        ("20250824236000", false),
        ("2025082410", false),
        ("202508241030", false),
        ("2025082410300", false),
        ("202508241030000", false),
    ];
    for (text, is_real) in table {
        let read = text.parse::<Timestamp>();
        assert_eq!(read.is_ok(), is_real, "{text}");
        assert!(read.is_err() || read.unwrap().to_string() == text);
    }
}

#[test]
fn the_newest_is_the_greatest() {
    let mut texts = ["20250825", "20250824103000", "20250824", "20241231235959", "20250824102959"];
    texts.sort_by_key(|text| text.parse::<Timestamp>().unwrap());
    assert_eq!(texts, ["20241231235959", "20250824", "20250824102959", "20250824103000", "20250825"]);
}

#[test]
fn a_clock_s_seconds_become_a_timestamp() {
    let table = [
        (0, "19700101000000"),
        (86_399, "19700101235959"),
        (951_782_400, "20000229000000"),
        (1_000_000_000, "20010909014640"),
        (1_756_031_400, "20250824103000"),
        (4_107_542_400, "21000301000000"),
        (253_402_300_799, "99991231235959"),
    ];
    for (seconds, text) in table {
        assert_eq!(Timestamp::from_unix_seconds(seconds).unwrap().to_string(), text);
    }
    for seconds in [253_402_300_800, u64::MAX] {
        assert_eq!(Timestamp::from_unix_seconds(seconds), None);
    }
}

/// Every key that can be written with seven sharps or flats.
fn any_key() -> impl Strategy<Value = Key> {
    let tonic = (0..7_usize, -1..=1_i8).prop_map(|(letter, by)| Spelling::new(Letter::ALL[letter], by));
    let key = (tonic, 0..7_usize).prop_map(|(tonic, mode)| Key::new(tonic, Mode::ALL[mode]));
    key.prop_filter("more than seven", |key| key.signature().abs() <= 7)
}

fn any_timestamp() -> impl Strategy<Value = Timestamp> {
    (0..253_402_300_799_u64, any::<bool>()).prop_map(|(seconds, with_time)| {
        let full = Timestamp::from_unix_seconds(seconds).unwrap();
        if with_time { full } else { full.to_string()[..8].parse().unwrap() }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        timestamp in any_timestamp(),
        lane in 0..Lane::COUNT,
        key in any_key(),
        tempo in proptest::option::of(4_000..=1_000_000_u32),
    ) {
        let tempo = tempo.and_then(Tempo::from_milli_bpm);
        let file_name = FileName { timestamp, lane: Lane::ALL[lane], key, tempo };
        let text = file_name.to_string();
        prop_assert!(text.len() <= 43 && 43 < BYTES_MAX, "{}", text);
        prop_assert_eq!(text.parse(), Ok(file_name));
    }

    #[test]
    fn strangers_names_never_panic(text in ".{0,80}", tail in "[0-9_#.A-Za-z]{0,40}") {
        let _ = text.parse::<FileName>();
        let _ = format!("{tail}.mid").parse::<FileName>();
        let _ = text.parse::<Timestamp>();
    }
}
