//! Settings: who is heard, and what is said of one that is wrong.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use orchestrator::config::{Config, KNOWN, Layers, Source, read_file};

fn layers(flags: &[(&'static str, &str)], environment: &[(&str, &str)], file: &[(&str, &str)]) -> Layers {
    let flags = flags.iter().map(|(name, value)| (*name, (*value).to_owned()));
    let file: BTreeMap<String, String> =
        file.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let said = |name: &str| {
        let value = environment.iter().find(|(known, _)| *known == name)?.1;
        Some(value.to_owned())
    };
    Layers::new(flags, said, Some((PathBuf::from("/etc/config.toml"), file)))
}

#[test]
fn a_flag_wins_over_the_environment_that_over_the_file_that_over_the_default() {
    let flag: &[(&'static str, &str)] = &[("port", "1")];
    let (variable, file) = ([("AI_BAND_PORT", "2")], [("port", "3")]);
    for (layers, port, source) in [
        (layers(flag, &variable, &file), 1, Source::Flag("port")),
        (layers(&[], &variable, &file), 2, Source::Environment("AI_BAND_PORT")),
        (layers(&[], &[], &file), 3, Source::File("/etc/config.toml".into())),
        (layers(&[], &[], &[]), 8000, Source::Default),
    ] {
        let config = Config::from_layers(&layers).unwrap();
        assert_eq!((config.port.value, config.port.source), (port, source));
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_what_it_must_be() {
    for (name, value, said) in [
        ("port", "65536", r#"port is "65536" in --port; it must be a number from 0 to 65535"#),
        ("port", "-1", "a number from 0 to 65535"),
        ("port", "", "a number from 0 to 65535"),
        ("lan", "perhaps", "true or false"),
        ("log", "loud", "human or json"),
        ("hosts", "http://studio.local", "names without scheme or port"),
        ("hosts", "studio.local:8000", "names without scheme or port"),
        ("data", "", "a path"),
        ("data", "a\0b", "a path"),
    ] {
        let error = Config::from_layers(&layers(&[(name, value)], &[], &[])).unwrap_err().to_string();
        assert!(error.contains(said), "{name} = {value:?}: {error}");
    }
    let error = Config::from_layers(&layers(&[], &[("AI_BAND_LAN", "x")], &[])).unwrap_err().to_string();
    assert!(error.contains("in AI_BAND_LAN"), "{error}");
    let error = Config::from_layers(&layers(&[], &[], &[("lan", "x")])).unwrap_err().to_string();
    assert!(error.contains("in /etc/config.toml"), "{error}");
}

#[test]
fn everything_that_is_known_is_shown() {
    let config = Config::from_layers(&layers(&[("data", "/srv/band")], &[], &[])).unwrap();
    let shown: Vec<&str> = config.shown().iter().map(|(name, _, _)| *name).collect();
    assert_eq!(shown, KNOWN.iter().map(|known| known.name).collect::<Vec<_>>());
    let discovery = config.shown().into_iter().find(|(name, _, _)| *name == "discovery").unwrap().1;
    assert_eq!(discovery, "/srv/band/server.json", "beside data that is not where it usually is");
}

#[test]
fn a_file_has_what_is_known_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    for (text, said) in [
        ("port = 9000\nlan = true\nhosts = [\"a.local\", \"b.local\"]\ndata = \"/srv\"\n", None),
        ("", None),
        ("prot = 9000\n", Some("\"prot\", which nothing is called; there are data, port")),
        ("port = 9000.5\n", Some("port is neither a text nor a number nor a switch")),
        ("[port]\nnumber = 1\n", Some("neither a text nor a number")),
        ("port = \n", Some("cannot be read")),
    ] {
        std::fs::write(&path, text).unwrap();
        match (read_file(&path), said) {
            (Ok(settings), None) if !text.is_empty() => {
                assert_eq!(settings["port"], "9000");
                assert_eq!(settings["hosts"], "a.local,b.local");
            }
            (Ok(_), None) => {}
            (Err(error), Some(said)) => {
                let error = error.to_string();
                assert!(error.contains(said) && error.contains("config.toml"), "{text}: {error}");
            }
            (found, said) => panic!("{text}: {found:?} instead of {said:?}"),
        }
    }
    let missing = read_file(&folder.path().join("none.toml")).unwrap_err().to_string();
    assert!(missing.contains("none.toml cannot be read") && missing.contains("--config"), "{missing}");
}
