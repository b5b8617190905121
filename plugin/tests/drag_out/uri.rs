//! Addresses of files.

use std::path::{Path, PathBuf};

use ai_band_plugin::editor::drag_out::uri;
use proptest::prelude::*;

#[cfg(unix)]
use crate::address::decoded;

#[cfg(unix)]
#[test]
fn every_name_becomes_an_address() {
    for (path, address) in [
        ("/music/bass.mid", "file:///music/bass.mid"),
        ("/music/Late Bus.mid", "file:///music/Late%20Bus.mid"),
        ("/music/#1 100%.mid", "file:///music/%231%20100%25.mid"),
        ("/music/Spät.mid", "file:///music/Sp%C3%A4t.mid"),
        ("/music/a?b&c=d+e;f.mid", "file:///music/a%3Fb%26c%3Dd%2Be%3Bf.mid"),
        ("/music/two\nlines.mid", "file:///music/two%0Alines.mid"),
        ("/music/日本.mid", "file:///music/%E6%97%A5%E6%9C%AC.mid"),
        ("/a-b_c.d~e", "file:///a-b_c.d~e"),
        ("/", "file:///"),
    ] {
        assert_eq!(uri::of(Path::new(path)).as_deref(), Some(address), "{path}");
    }
}

#[test]
fn a_path_from_nowhere_has_no_address() {
    for path in ["bass.mid", "", "../bass.mid", "./a"] {
        assert_eq!(uri::of(Path::new(path)), None, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_name_need_not_be_text() {
    use std::os::unix::ffi::OsStrExt;
    let path = Path::new(std::ffi::OsStr::from_bytes(b"/music/\xff.mid"));
    assert_eq!(uri::of(path).as_deref(), Some("file:///music/%FF.mid"));
}

#[cfg(unix)]
#[test]
fn a_list_has_an_address_a_line() {
    let paths = [PathBuf::from("/a b"), PathBuf::from("nowhere"), PathBuf::from("/c")];
    assert_eq!(uri::list(paths.iter().map(PathBuf::as_path)), "file:///a%20b\r\nfile:///c\r\n");
    assert_eq!(uri::list([]), "");
}

#[cfg(unix)]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_is_read_again(name in "[^/\0]{1,40}") {
        let path = PathBuf::from(format!("/music/{name}"));
        let address = uri::of(&path).expect("it begins at the root");
        prop_assert!(address.bytes().all(|byte| byte.is_ascii_graphic()), "{address}");
        prop_assert_eq!(decoded(&address), path);
    }
}
