//! The server's file: believed only if it is this user's alone, and only for this machine.

use std::path::PathBuf;

use ai_band_plugin::net::discovery::{Error, file, read};

fn written(text: &str, mode: u32) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("server.json");
    std::fs::write(&path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let _ = mode;
    (folder, path)
}

fn page(url: &str, token: &str) -> String {
    format!(r#"{{"url":"{url}","port":8000,"process":1,"token":"{token}","more":[]}}"#)
}

#[test]
fn an_address_of_this_machine_and_a_token_are_found() {
    for (url, authority) in [
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://[::1]:8001/", "[::1]:8001"),
        ("http://localhost:80", "localhost:80"),
    ] {
        let (_folder, path) = written(&page(url, "a.b-c_d"), 0o600);
        let found = read(&path).unwrap();
        assert_eq!((found.authority.as_str(), found.token.as_str()), (authority, "a.b-c_d"));
    }
}

#[test]
fn a_file_that_names_another_place_or_nothing_is_not_used() {
    for text in [
        page("http://example.org:80", "t"),
        page("http://127.0.0.1.evil.org:80", "t"),
        page("http://127.0.0.1:80@evil.org", "t"),
        page("https://127.0.0.1:8000", "t"),
        page("http://127.0.0.1", "t"),
        page("http://127.0.0.1:99999", "t"),
        page("http://127.0.0.1:8000", ""),
        page("http://127.0.0.1:8000", "two words"),
        String::new(),
        "[]".to_owned(),
        "x".repeat(70_000),
    ] {
        let (_folder, path) = written(&text, 0o600);
        let error = read(&path).unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
        assert!(error.to_string().contains("ai-band serve"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_not_believed() {
    for mode in [0o644, 0o640, 0o602, 0o660] {
        let (_folder, path) = written(&page("http://127.0.0.1:8000", "t"), mode);
        let error = read(&path).unwrap_err();
        assert!(matches!(error, Error::Open { .. }), "{mode:o}: {error}");
        assert!(error.to_string().contains("server.json"), "{error}");
    }
}

#[test]
fn no_file_is_no_server_and_what_was_typed_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(read(&folder.path().join("server.json")), Err(Error::Missing)));
    assert!(matches!(read(folder.path()), Err(Error::Damaged { .. })));
    assert_eq!(file(Some("/srv/band/server.json")), Some("/srv/band/server.json".into()));
    assert_ne!(file(Some("")), Some(PathBuf::new()));
}
