//! Tempo, meter and markers, in whichever track they stand.

use ai_band_music::midi_file::{self, MARKERS_MAX, Problem, Warning};
use ai_band_music::time::{MAX_TICKS, Ticks};
use ai_band_music::{meter, tempo};

use super::bytes::{delta, file, read, song, track, warnings};

fn tempo_event(at: i64, micros: u32) -> Vec<u8> {
    [&delta(Ticks(at))[..], &[0xff, 0x51, 3], &micros.to_be_bytes()[1..]].concat()
}

fn meter_event(after: i64, numerator: u8, power: u8) -> Vec<u8> {
    [&delta(Ticks(after))[..], &[0xff, 0x58, 4, numerator, power, 24, 8]].concat()
}

fn marker_event(after: i64, kind: u8, text: &str) -> Vec<u8> {
    [&delta(Ticks(after))[..], &[0xff, kind, text.len() as u8], text.as_bytes()].concat()
}

#[test]
fn tempo_changes_are_read_from_every_track() {
    let first = track(&[&tempo_event(0, 500_000), &tempo_event(960, 600_000)]);
    let second = track(&[&tempo_event(480, 1_000_000)]);
    let read = read(&file(1, 960, &[&first, &second]));
    let changes: Vec<_> = read.tempo.changes().iter().map(|(at, tempo)| (at.0, tempo.to_string())).collect();
    assert_eq!(changes, [(0, "120".into()), (480, "60".into()), (960, "100".into())]);
}

#[test]
fn before_its_first_tempo_and_meter_a_file_goes_at_120_in_4_4() {
    let read = read(&song(&[&tempo_event(3_840, 1_000_000), &meter_event(0, 3, 2)]));
    assert_eq!(read.tempo.at(Ticks(3_839)).to_string(), "120");
    assert_eq!(read.tempo.at(Ticks(3_840)).to_string(), "60");
    assert_eq!(read.meter.at(Ticks(3_839)).to_string(), "4/4");
    assert_eq!(read.meter.at(Ticks(3_840)).to_string(), "3/4");
    assert!(read.warnings.is_empty());
}

#[test]
fn a_tempo_no_song_has_is_refused_at_its_place() {
    for micros in [0, 1, 59_999, 15_000_001 + 3_000, 0xff_ffff] {
        let error = midi_file::read(&song(&[&tempo_event(0, 500_000), &tempo_event(9, micros)])).unwrap_err();
        assert_eq!((error.byte, error.track, error.problem), (29, Some(1), Problem::Tempo { micros }));
    }
    for (micros, bpm) in [(60_000, "1000"), (15_000_000, "4"), (461_538, "130")] {
        assert_eq!(read(&song(&[&tempo_event(0, micros)])).tempo.at(Ticks::ZERO).to_string(), bpm);
    }
    let short = midi_file::read(&song(&[&[0, 0xff, 0x51, 2, 7, 7]])).unwrap_err();
    assert_eq!(short.to_string(), "track 1, byte 22: a tempo of 2 bytes; it needs 3");
}

#[test]
fn a_meter_nobody_can_count_is_refused_at_its_place() {
    for (numerator, power) in [(0, 2), (33, 2), (4, 7), (4, 8), (4, 255), (255, 255)] {
        let error = midi_file::read(&song(&[&meter_event(0, numerator, power)])).unwrap_err();
        assert_eq!((error.byte, error.problem), (22, Problem::Meter { numerator, power }));
    }
    let short = midi_file::read(&song(&[&[0, 0xff, 0x58, 1, 4]])).unwrap_err();
    assert_eq!(short.problem, Problem::ShortMeter { bytes: 1 });
}

/// Each row: meters as (gap in ticks, numerator, power), the bars they change at, and how many were moved.
#[test]
fn meters_change_at_bar_lines() {
    type Row<'a> = (&'a [(i64, u8, u8)], &'a [(i64, &'a str)], usize);
    let table: [Row<'_>; 9] = [
        (&[(0, 3, 2)], &[(0, "3/4")], 0),
        (&[(0, 3, 2), (2_880, 7, 3)], &[(0, "3/4"), (1, "7/8")], 0),
        (&[(0, 3, 2), (100, 3, 2)], &[(0, "3/4")], 0),
        (&[(0, 3, 2), (0, 5, 2)], &[(0, "5/4")], 0),
        (&[(1_919, 3, 2)], &[(0, "3/4")], 1),
        (&[(1_920, 3, 2)], &[(0, "3/4")], 1),
        (&[(1_921, 3, 2)], &[(0, "4/4"), (1, "3/4")], 1),
        (&[(2_000, 3, 2), (100, 7, 3)], &[(0, "4/4"), (1, "7/8")], 2),
        (&[(0, 32, 0), (61_441, 1, 6), (1, 2, 2)], &[(0, "32/1"), (1, "2/4")], 2),
    ];
    for (events, bars, moved) in table {
        let events: Vec<_> =
            events.iter().map(|(after, over, power)| meter_event(*after, *over, *power)).collect();
        let read = read(&song(&[&events.concat()]));
        let changes = read.meter.changes().iter().map(|change| (change.bar, change.meter.to_string()));
        let expected: Vec<_> = bars.iter().map(|(bar, meter)| (*bar, (*meter).to_owned())).collect();
        assert_eq!(changes.collect::<Vec<_>>(), expected, "{events:?}");
        let warned = read.warnings.iter().filter(|warning| matches!(warning, Warning::MeterMoved { .. }));
        assert_eq!(warned.count(), moved, "{events:?}");
    }
}

/// Its bar may be longer than what plays in it, and then belongs to the song; it never leaves the longest song.
#[test]
fn a_meter_moved_past_the_end_makes_the_song_longer() {
    for (at, length, whole_bars) in [(1_920, 1_920, 2_880), (1_921, 3_840, 3_840), (3_840, 3_840, 3_840)] {
        let read = read(&song(&[&meter_event(at, 3, 2)]));
        assert_eq!((read.length, read.whole_bars()), (Ticks(length), Ticks(whole_bars)), "{at}");
    }
    // Bars of 5/16 have 1 200 ticks; the last one that ends inside of the longest song ends 800 ticks before it does.
    let at = |ticks: i64| song(&[&meter_event(0, 5, 4), &meter_event(ticks, 3, 2)]);
    assert!(midi_file::read(&at(MAX_TICKS - 201)).is_ok());
    assert_eq!(midi_file::read(&at(MAX_TICKS)).unwrap_err().problem, Problem::TooLong);
}

#[test]
fn a_moved_meter_says_where_it_went() {
    let read = read(&song(&[&meter_event(4_800, 3, 2)]));
    let text = read.warnings[0].to_string();
    assert_eq!(text, "the change to 3/4 at beat 5 stands inside a bar: moved to beat 4");
}

fn key_event(after: i64, sharps: i8, minor: u8) -> Vec<u8> {
    [&delta(Ticks(after))[..], &[0xff, 0x59, 2, sharps as u8, minor]].concat()
}

/// Each row: keys as (gap in ticks, sharps, minor), the song's key, and its warnings.
#[test]
fn the_first_key_that_there_is_counts() {
    type Row<'a> = (&'a [(i64, i8, u8)], Option<&'a str>, &'a [&'a str]);
    let other = "1 other key signatures are left out: a song has one key here";
    let unknown = "1 key signatures of more than 7 sharps or flats are ignored";
    let table: [Row<'_>; 6] = [
        (&[], None, &[]),
        (&[(0, -3, 1)], Some("Cm"), &[]),
        (&[(960, 2, 0)], Some("D"), &[]),
        (&[(0, 1, 0), (9, 1, 0)], Some("G"), &[]),
        (&[(0, 1, 0), (9, 1, 1)], Some("G"), &[other]),
        (&[(0, 8, 0), (9, 0, 0)], Some("C"), &[unknown]),
    ];
    for (events, key, expected) in table {
        let events = events.iter().map(|(after, sharps, minor)| key_event(*after, *sharps, *minor));
        let read = read(&song(&[&events.flatten().collect::<Vec<u8>>()]));
        assert_eq!(read.key.map(|key| key.to_string()).as_deref(), key);
        assert_eq!(warnings(&read), expected);
    }
    let (late, early) = (track(&[&key_event(960, 1, 0)]), track(&[&key_event(0, 2, 0)]));
    let read = read(&file(1, 960, &[&late, &early]));
    assert_eq!(read.key.map(|key| key.to_string()).as_deref(), Some("D"), "first in time, not in the file");
    assert_eq!(warnings(&read), [other]);
}

#[test]
fn markers_of_all_tracks_stand_in_order() {
    let first = track(&[&marker_event(960, 6, "Am7"), &marker_event(960, 7, "cue")]);
    let second =
        track(&[&marker_event(0, 6, "Verse"), &marker_event(960, 6, "again"), &marker_event(0, 6, " ")]);
    let read = read(&file(1, 960, &[&first, &second]));
    let markers: Vec<_> = read.markers.iter().map(|marker| (marker.at.0, marker.text.as_str())).collect();
    assert_eq!(markers, [(0, "Verse"), (960, "Am7"), (960, "again"), (1_920, "cue")]);
    assert!(read.tracks.is_empty(), "words alone are no part");
}

#[test]
fn changes_without_end_are_refused() {
    let alternating = |even: Vec<u8>, odd: Vec<u8>, count: usize| {
        let events: Vec<u8> =
            (0..count).flat_map(|n| if n % 2 == 0 { even.clone() } else { odd.clone() }).collect();
        midi_file::read(&song(&[&events])).map_err(|error| error.problem)
    };
    let tempi = |count| alternating(tempo_event(1, 500_000), tempo_event(1, 600_000), count);
    assert!(tempi(tempo::CHANGES_MAX).is_ok());
    let count = tempo::CHANGES_MAX + 1;
    assert_eq!(tempi(count), Err(Problem::TempoChanges(tempo::TooManyChanges { count })));
    let meters = |count| alternating(meter_event(60, 2, 6), meter_event(120, 1, 6), count);
    assert!(meters(meter::CHANGES_MAX - 1).is_ok());
    let count = meter::CHANGES_MAX + 1;
    assert_eq!(meters(count), Err(Problem::MeterChanges(meter::MapError::TooMany { count })));
    let markers = |count| alternating(marker_event(0, 6, "A"), marker_event(0, 6, "B"), count);
    assert!(markers(MARKERS_MAX).is_ok());
    assert_eq!(markers(MARKERS_MAX + 1), Err(Problem::TooManyMarkers));
}

#[test]
fn a_file_is_as_long_as_its_longest_track() {
    let read = read(&file(1, 960, &[&track(&[]), &track(&[&delta(Ticks(5_000)), &[0xff, 1, 0]])]));
    assert_eq!((read.length, read.whole_bars()), (Ticks(5_000), Ticks::from_beats(8)));
    for (ticks, beats) in [(0, 4), (1, 4), (3_840, 4), (3_841, 8)] {
        let read = self::read(&song(&[&delta(Ticks(ticks)), &[0xff, 1, 0]]));
        assert_eq!(read.whole_bars(), Ticks::from_beats(beats), "{ticks} ticks");
    }
}
