//! A bank somebody asked for is played, or the default one with the reason.

use ai_band_synth::bank::{choose, make};
use ai_band_synth::{Bank, Program};

use crate::folder::Folder;

#[test]
fn a_good_bank_is_taken_and_nothing_is_said() {
    let folder = Folder::new("good");
    let path = folder.file("mine.sf2", &make());
    let chosen = choose(Some(&path), &folder.path().join("cache")).unwrap();
    assert_eq!((chosen.bank.name(), chosen.told.len()), (&*path.display().to_string(), 0));
    assert_eq!(folder.names(), ["mine.sf2"], "the default was made for nothing");
}

#[test]
fn without_a_wish_the_default_is_taken() {
    let folder = Folder::new("none");
    let chosen = choose(None, folder.path()).unwrap();
    assert!(chosen.told.is_empty() && chosen.bank.is_own());
    assert_eq!(chosen.bank.programs().len(), 129);
    assert_eq!(chosen.bank.nearest(Program::kit(40)), Program::kit(0));
}

#[test]
fn what_cannot_be_played_is_named_with_the_way_out_and_the_default_plays() {
    let folder = Folder::new("bad");
    let whole = make();
    let mut long = whole.clone();
    long[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    let table = [
        (folder.path().join("missing.sf2"), "is not there", "put it back"),
        (folder.path().to_path_buf(), "is no SoundFont: it is no file", "choose an .sf2"),
        (folder.file("empty.sf2", b""), "is no SoundFont", "choose an .sf2"),
        (folder.file("song.sf2", b"MThd\0\0\0\x06 a song"), "is no SoundFont", "choose an .sf2"),
        (folder.file("half.sf2", &whole[..whole.len() / 2]), "is damaged: it says it has", "get it again"),
        (folder.file("long.sf2", &long), "is damaged: it says it has 4294967303 bytes", "get it again"),
    ];
    for (path, what, way_out) in table {
        let chosen = choose(Some(&path), &folder.path().join("cache")).unwrap();
        let told: Vec<String> = chosen.told.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with(&path.display().to_string()), "{told:?}");
        assert!(told[0].contains(what) && told[0].contains(way_out), "{told:?}");
        assert!(chosen.bank.is_own());
    }
}

/// Its samples are read by whoever opens it first; until then another file may have taken its name.
#[test]
#[cfg(unix)]
fn what_was_checked_is_what_is_played() {
    let folder = Folder::new("swapped");
    let path = folder.file("mine.sf2", &make());
    let bank = Bank::load(&path).unwrap();
    let other = folder.file("other.sf2", b"not a bank");
    std::fs::rename(other, &path).unwrap();
    assert!(ai_band_synth::FluidSynth::open(&bank, 48_000).is_ok());
}

/// In place, even: then there is an error, not a crash.
#[test]
fn a_bank_that_shrinks_after_it_was_checked_is_refused() {
    let folder = Folder::new("shrunk");
    let path = folder.file("mine.sf2", &make());
    let bank = Bank::load(&path).unwrap();
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(1_000).unwrap();
    let refused = ai_band_synth::FluidSynth::open(&bank, 48_000).err().map(|error| error.to_string());
    assert!(refused.is_some_and(|text| text.contains("mine.sf2: FluidLite cannot load it; choose another")));
}

/// Opening a pipe waits for somebody who writes into it.
#[test]
#[cfg(unix)]
fn a_pipe_is_never_opened() {
    let folder = Folder::new("pipe");
    let path = folder.path().join("pipe.sf2");
    let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    let (say, said) = std::sync::mpsc::channel();
    std::thread::spawn(move || say.send(Bank::load(&path).map(drop).map_err(|error| error.to_string())));
    let told = said.recv_timeout(std::time::Duration::from_secs(20)).expect("it waits for ever").unwrap_err();
    assert!(told.contains("pipe.sf2: is no SoundFont: it is no file"), "{told}");
}
