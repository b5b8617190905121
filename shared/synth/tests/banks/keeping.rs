//! The default bank is made once, and again only when it must be.

use std::fs;

use ai_band_synth::bank::{cached, make};
use ai_band_synth::{FluidSynth, Synth};

use crate::folder::Folder;

#[test]
fn it_is_made_once_and_kept_whole() {
    let folder = Folder::new("once");
    let below = folder.path().join("a").join("b");
    let (bank, told) = cached(&below).unwrap();
    assert!(told.is_none() && bank.is_own());
    let kept: Vec<_> = fs::read_dir(&below).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(fs::read(&kept[0]).unwrap() == make());
    let before = fs::metadata(&kept[0]).unwrap().modified().unwrap();
    assert!(cached(&below).unwrap().1.is_none());
    assert_eq!(fs::metadata(&kept[0]).unwrap().modified().unwrap(), before, "it was made again");
}

#[test]
fn a_damaged_one_is_made_again() {
    let folder = Folder::new("damaged");
    cached(folder.path()).unwrap();
    let path = folder.path().join(&folder.names()[0]);
    let whole = fs::read(&path).unwrap();
    let damages: [fn(&mut Vec<u8>); 6] = [
        |bytes| bytes.clear(),
        |bytes| bytes.truncate(1_000),
        |bytes| bytes.truncate(bytes.len() - 1),
        |bytes| bytes.push(0),
        |bytes| bytes[2_000_000] ^= 1,
        |bytes| bytes[150] ^= 1,
    ];
    for (place, damage) in damages.into_iter().enumerate() {
        let mut bytes = whole.clone();
        damage(&mut bytes);
        fs::write(&path, bytes).unwrap();
        let (bank, told) = cached(folder.path()).unwrap();
        assert!(told.is_none(), "{place}");
        assert!(fs::read(&path).unwrap() == whole, "{place}: the damage is still there");
        assert!(FluidSynth::open(&bank, 48_000).is_ok());
    }
    assert_eq!(folder.names().len(), 1, "something was left behind: {:?}", folder.names());
}

#[test]
fn where_nothing_can_be_written_it_plays_all_the_same_and_says_so() {
    let folder = Folder::new("file");
    let in_the_way = folder.file("a-file", b"here");
    let (bank, told) = cached(&in_the_way).unwrap();
    let told = told.map(|told| told.to_string()).unwrap();
    assert!(
        told.starts_with(&in_the_way.display().to_string()) && told.contains("made again next time"),
        "{told}"
    );
    let mut synth = FluidSynth::open(&bank, 44_100).unwrap();
    synth.note_on(0, 40, 100);
    let (mut left, mut right) = ([0.0; 2_000], [0.0; 2_000]);
    synth.render(&mut left, &mut right);
    assert!(left.iter().any(|sample| sample.abs() > 0.001));
}

/// As several plugins of one project start at once.
#[test]
fn many_at_once_get_the_same_and_leave_nothing_behind() {
    let folder = Folder::new("many");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let (bank, told) = cached(folder.path()).unwrap();
                assert!(told.is_none() && bank.programs().len() == 129);
            });
        }
    });
    assert_eq!(folder.names().len(), 1, "{:?}", folder.names());
}
