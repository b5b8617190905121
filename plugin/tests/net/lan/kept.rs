//! What is kept of servers: in one file that only its user reads, and in nothing else.

use std::path::Path;

use ai_band_plugin::net::lan::certificate::Certificate;
use ai_band_plugin::net::lan::kept::{ADDRESSES_MAX, Credential, Error, Kept, Key, SERVERS_MAX};

fn credential(number: u8) -> Credential {
    Credential {
        certificate: Certificate([number; 32]),
        principal: format!("principal_{number}"),
        key: Key::fresh().unwrap(),
        addresses: vec![format!("10.0.0.{number}:8001")],
    }
}

fn numbers(kept: &Kept) -> Vec<u8> {
    kept.read().unwrap().iter().map(|server| server.certificate.0[0]).collect()
}

#[test]
fn the_last_one_comes_first_and_what_is_forgotten_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config/ai-band/paired.json");
    let kept = Kept::at(&path);
    assert_eq!(kept.read().unwrap(), [], "there is no file yet");
    let first = credential(1);
    kept.keep(first.clone()).unwrap();
    assert_eq!(Kept::at(&path).read().unwrap(), [first], "for every instance");
    kept.keep(credential(2)).unwrap();
    kept.keep(credential(1)).unwrap();
    assert_eq!(numbers(&kept), [1, 2], "in place of what was kept of it");
    kept.forget(&Certificate([1; 32])).unwrap();
    kept.forget(&Certificate([9; 32])).unwrap();
    assert_eq!(numbers(&kept), [2]);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains(&"01".repeat(32)), "its key is gone too: {text}");
}

#[test]
fn where_it_was_seen_is_kept_for_as_long_as_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Kept::at(&folder.path().join("paired.json"));
    kept.keep(credential(1)).unwrap();
    for number in 0..20 {
        kept.note(&Certificate([1; 32]), &format!("studio-{number}:8001")).unwrap();
    }
    kept.note(&Certificate([1; 32]), "studio-15:8001").unwrap();
    kept.note(&Certificate([2; 32]), "elsewhere:8001").unwrap();
    let servers = kept.read().unwrap();
    assert_eq!((servers.len(), servers[0].addresses.len()), (1, ADDRESSES_MAX));
    assert_eq!(servers[0].addresses[..3], ["studio-15:8001", "studio-19:8001", "studio-18:8001"]);
    for number in 2..=u8::try_from(SERVERS_MAX).unwrap() + 5 {
        kept.keep(credential(number)).unwrap();
    }
    assert_eq!(kept.read().unwrap().len(), SERVERS_MAX);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_it_and_it_is_not_believed_if_somebody_can() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paired.json");
    let kept = Kept::at(&path);
    kept.keep(credential(1)).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    for mode in [0o644, 0o620, 0o666] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let error = kept.read().unwrap_err();
        assert!(matches!(error, Error::Open { .. }) && error.to_string().contains("paired.json"), "{error}");
        assert!(kept.keep(credential(2)).is_err(), "and not written over: somebody is to look at it");
    }
}

#[test]
fn a_damaged_file_is_named_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paired.json");
    let line = |certificate: &str, key: &str| {
        format!(
            r#"{{"version":1,"servers":[{{"certificate":"{certificate}","principal":"p","key":"{key}","addresses":[]}}]}}"#
        )
    };
    let good = "ab".repeat(32);
    write(&path, &line(&good, &good));
    assert_eq!(Kept::at(&path).read().unwrap().len(), 1);
    for text in [
        String::new(),
        "[]".to_owned(),
        line(&good, "ab"),
        line("zz", &good),
        line(&good, &good).replace("\"version\":1", "\"version\":2"),
        "x".repeat(70_000),
    ] {
        write(&path, &text);
        let error = Kept::at(&path).read().unwrap_err().to_string();
        assert!(error.contains("paired.json") && error.contains("pair again"), "{error}");
    }
}

#[test]
fn many_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paired.json");
    std::thread::scope(|scope| {
        for number in 1..=8 {
            let path = &path;
            scope.spawn(move || Kept::at(path).keep(credential(number)).unwrap());
        }
    });
    let mut all = numbers(&Kept::at(&path));
    all.sort_unstable();
    assert_eq!(all, [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn a_key_is_not_printed_and_no_assertion_is_made_twice() {
    let credential = credential(1);
    assert!(format!("{credential:?}").contains("Key(…)"), "{credential:?}");
    let assertions = [0, 1].map(|_| credential.assertion(1_756_031_400).unwrap());
    assert_ne!(assertions[0], assertions[1]);
    assert_eq!(assertions[0].signature.as_str().len(), 128);
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}
