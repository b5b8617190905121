//! Words in files of every age.

use ai_band_music::midi_file::{CHARS_MAX, Warning};

use super::bytes::{END, file, read, song, track, warnings};

fn named(kind: u8, text: &[u8]) -> Vec<u8> {
    [&[0, 0xff, kind, text.len() as u8][..], text].concat()
}

#[test]
fn names_are_utf_8_or_latin_1_and_clean() {
    let table: [(&[u8], Option<&str>); 6] = [
        (b"Bass", Some("Bass")),
        ("Ба́с 🎸".as_bytes(), Some("Ба́с 🎸")),
        (b"Fl\xfcgel", Some("Flügel")),
        (b"\x1b[31mred\x07\0", Some("[31mred")),
        (b"   ", None),
        (b"", None),
    ];
    for (bytes, name) in table {
        let read = read(&song(&[&named(3, bytes), &[0, 0xc0, 1]]));
        assert_eq!(read.tracks[0].name.as_deref(), name, "{bytes:?}");
    }
}

#[test]
fn the_first_name_that_says_something_counts() {
    let read = read(&song(&[&named(3, b" "), &named(3, b"Keys"), &named(3, b"Other"), &[0, 0xc0, 1]]));
    assert_eq!(read.tracks[0].name.as_deref(), Some("Keys"));
}

#[test]
fn endless_text_is_cut_and_counted() {
    let long = [&[0, 0xff, 3, 0x82, 0x2d][..], &[b'x'; 301]].concat();
    let marker = [&[0, 0xff, 6, 0x82, 0x2d][..], &[0xe9; 301]].concat();
    let read = read(&file(1, 960, &[END, &track(&[&long, &marker, &[0, 0xc0, 1]])]));
    assert_eq!(read.tracks[0].name.as_deref(), Some("x".repeat(CHARS_MAX).as_str()));
    assert_eq!(read.markers[0].text, "é".repeat(CHARS_MAX));
    assert_eq!(read.warnings, [Warning::TextCut { track: 2, count: 2 }]);
    assert_eq!(warnings(&read), ["track 2: 2 texts are cut to 256 characters"]);
}

#[test]
fn words_about_the_file_are_no_music_and_no_markers() {
    let words = [1, 2, 4, 5, 8, 9, 0x7f, 0x60].map(|kind| named(kind, b"words"));
    let read = read(&song(&[&words.concat()]));
    assert!(read.markers.is_empty() && read.tracks.is_empty() && read.warnings.is_empty());
}
