//! A person's own styles, from a folder: found, inherited, and refused with the place of the mistake.

use std::fs;
use std::path::PathBuf;

use ai_band_tests::compose::{self, Order, Shelf};
use music::chart::Chart;

/// A folder of styles that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Folder {
        let folder = std::env::temp_dir().join(format!("ai-band-styles-{name}-{}", std::process::id()));
        for (file, bytes) in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        }
        Folder(folder)
    }

    fn refusal(&self, style: &str) -> String {
        let read = Shelf::open(&self.0).and_then(|shelf| shelf.style(style));
        format!("{:#}", read.expect_err(style))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_style_of_ones_own_is_found_by_name_and_by_the_chart() {
    let files: [(&str, &[u8]); 4] = [
        ("Slow Funk/style.toml", b"inherits = \"funk\"\ntempo = { from = 50, to = 80, usual = 66 }"),
        ("house/style.toml", b"inherits = \"pop\"\nending = \"fade\""),
        ("house/notes.txt", b"\xff is nobody's business"),
        ("lyrics/song.txt", b"not a style"),
    ];
    let folder = Folder::new("found", &files);
    let shelf = Shelf::open(&folder.0).unwrap();
    assert_eq!(shelf.names()[..2], ["Slow Funk", "house"]);
    assert_eq!(shelf.names().len(), 9, "eight built in, of which one is replaced");
    assert_eq!(shelf.style("Slow Funk").unwrap().general.tempo_bpm, (50, 80));
    assert_eq!(shelf.style("swing").unwrap(), compose::style("swing").unwrap());
    assert_ne!(shelf.style("house").unwrap(), compose::style("house").unwrap());
    let chart = Chart::parse("{style: slow funk} {tempo: 66}\n| Em7 | A7 | Em7 | A7 |").unwrap();
    let (style, told) = shelf.fitting(&chart).unwrap();
    assert_eq!((style.name.as_str(), told), ("Slow Funk", None));
    let take = compose::take(chart, &Order::new(style, 1)).unwrap();
    assert_eq!(take.composition.parts.len(), 4);
    assert!(take.composition.remarks.is_empty(), "{:?}", take.composition.remarks);
}

#[test]
fn a_mistake_is_told_with_its_file_and_line() {
    let files: [(&str, &[u8]); 5] = [
        ("mine/style.toml", b"inherits = \"yours\""),
        ("yours/style.toml", b"\ntempi = 3"),
        ("round/style.toml", b"inherits = \"about\""),
        ("about/style.toml", b"inherits = \"round\""),
        ("orphan/style.toml", b"inherits = \"polka\""),
    ];
    let folder = Folder::new("told", &files);
    let table = [
        (
            "mine",
            "the style cannot be read: yours/style.toml:2: unknown field `tempi`, expected one of `version`",
        ),
        ("yours", "the style cannot be read: yours/style.toml:2: unknown field `tempi`"),
        ("round", "about/style.toml:1: round inherits about inherits round, which goes round in circles"),
        ("orphan", "orphan/style.toml:1: there is no style \"polka\"; inherit one that is there"),
        (
            "orfan",
            "\"orfan\" is not a style; did you mean orphan? there are about, mine, orphan, round, yours, pop, ",
        ),
    ];
    for (style, said) in table {
        let refusal = folder.refusal(style);
        assert!(refusal.contains(said), "{refusal}");
    }
}

#[test]
fn files_that_are_none_are_told_before_anything_is_played() {
    let long = vec![b'#'; 1_000_000];
    let table: [(&str, &str, &[u8], &str); 4] = [
        (
            "junk",
            "mine/bass.toml",
            b"ok = 1\n\xfe\xff",
            "mine/bass.toml:2: this is not text; a style's file is TOML in UTF-8",
        ),
        ("long", "mine/bass.toml", &long, "mine/bass.toml:1: the file is longer than 65536 bytes"),
        (
            "strange",
            "mine/kazoo.toml",
            b"",
            "mine/kazoo.toml:1: nobody reads a file of this name; there are style.toml",
        ),
        ("itself", "style.toml", b"", "is a style itself; --styles names the folder it stands in"),
    ];
    for (name, file, bytes, said) in table {
        let refusal = Folder::new(name, &[(file, bytes)]).refusal("mine");
        assert!(refusal.contains(said), "{refusal}");
    }
}

#[test]
fn folders_that_are_none_are_told() {
    let empty = Folder::new("empty", &[("readme.txt", b"")]);
    let refusal = empty.refusal("mine");
    assert!(refusal.contains("there is no style in ") && refusal.ends_with("mine/style.toml"), "{refusal}");
    let refusal = format!("{:#}", Shelf::open(&empty.0.join("none")).unwrap_err());
    assert!(refusal.contains("none; --styles names a folder with a folder for each style"), "{refusal}");
    let many: Vec<String> = (0..257).map(|style| format!("s{style}/style.toml")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|file| (file.as_str(), &b""[..])).collect();
    assert!(Folder::new("many", &many).refusal("s1").contains("more than 256 styles"));
}
