//! Files out of the window: what is in them is what plays.

use ai_band_plugin::action::Action;
use ai_band_plugin::band::{Band, Exported};
use ai_band_plugin::model::{Bars, DroppedFile};
use music::lane::Lane;
use music::midi_file::{self, MidiFile};
use music::time::Ticks;

use crate::stage::{EIGHT_BARS, bars, on, playing};

fn export(band: &Band, lane: Option<Lane>, bars: Option<Bars>, quantised: bool) -> (Exported, MidiFile) {
    let file = band.export(DroppedFile { lane, bars, quantised }).expect("something plays");
    let read = midi_file::read(&file.bytes).expect("what is written can be read");
    (file, read)
}

#[test]
fn a_whole_band_has_its_tempo_meter_names_programs_and_chords() {
    let mut band = playing(EIGHT_BARS);
    band.act(&Action::Channel { lane: Lane::Bass, channel: 11 });
    band.act(&Action::Program { lane: Lane::Bass, program: 38 });
    let (file, read) = export(&band, None, None, false);
    assert_eq!(file.name, "AI Band - band.mid");
    assert_eq!(read.tempo.at(Ticks::ZERO).to_string(), "108");
    assert_eq!(read.meter.at_bar(0).to_string(), "4/4");
    assert_eq!(read.length, Ticks::from_beats(32));
    let chords: Vec<&str> = read.markers.iter().map(|marker| marker.text.as_str()).collect();
    assert_eq!(chords, ["G", "D", "Em7", "C", "G", "D", "Em7", "D"]);
    assert_eq!(read.markers[3].at, Ticks::from_beats(12));
    let bass = read.tracks.iter().find(|track| track.name.as_deref() == Some("bass")).expect("a bass");
    assert_eq!((bass.channel, bass.program), (11, Some(38)));
}

#[test]
fn bars_of_a_lane_begin_at_the_files_beginning() {
    let band = playing(EIGHT_BARS);
    let (whole_file, whole) = export(&band, Some(Lane::Drums), None, true);
    let (file, part) = export(&band, Some(Lane::Drums), Some(bars(3, 4)), true);
    assert_eq!(whole_file.name, "AI Band - drums - quantised.mid");
    assert_eq!(file.name, "AI Band - drums - bars 3-4 - quantised.mid");
    let shift = Ticks::from_beats(8);
    let within = |note: &&music::clip::Note| (shift..shift + shift).contains(&note.start);
    let expected: Vec<_> =
        whole.tracks[0].notes.iter().filter(within).map(|note| (note.start - shift, note.pitch)).collect();
    let found: Vec<_> = part.tracks[0].notes.iter().map(|note| (note.start, note.pitch)).collect();
    assert_eq!(found, expected);
    assert_eq!(part.markers.iter().map(|marker| marker.text.as_str()).collect::<Vec<_>>(), ["Em7", "C"]);
}

#[test]
fn a_pickup_stands_at_the_end_of_a_bar() {
    let band = playing("{tempo: 100} {pickup: 1/4}\n| D7 | G | C |");
    let (_, read) = export(&band, None, None, true);
    assert_eq!(read.length, Ticks::from_beats(12));
    let places: Vec<i64> = read.markers.iter().map(|marker| marker.at.0 / 960).collect();
    assert_eq!(places, [3, 4, 8]);
}

#[test]
fn without_a_tempo_it_is_the_hosts() {
    let mut band = on("| Am | D |");
    band.host_tempo(93.5);
    band.act(&Action::Generate);
    let (_, read) = export(&band, None, None, false);
    assert_eq!(read.tempo.at(Ticks::ZERO).to_string(), "93.5");
}

#[test]
fn names_are_ones_that_every_system_takes() {
    let table = [
        ("A/B: \"C\"?", "A B   C - band.mid"),
        ("..", "AI Band - band.mid"),
        ("Grün #1", "Grün #1 - band.mid"),
    ];
    for (title, name) in table {
        let band = playing(&format!("{{title: {title}}}\n| Am | D |"));
        assert_eq!(export(&band, None, None, false).0.name, name);
    }
}

#[test]
fn the_longest_title_of_any_script_can_be_written() {
    let folder = tempfile::tempdir().expect("a folder");
    for (letter, shown) in [("a", 60), ("ü", 60), ("愛", 53), ("𝄞", 40)] {
        let band = playing(&format!("{{title: {}}}\n| Am | D |", letter.repeat(60)));
        let (file, _) = export(&band, Some(Lane::Drums), Some(bars(1, 2)), true);
        let title =
            file.name.strip_suffix(" - drums - bars 1-2 - quantised.mid").expect("a title and what it is");
        assert_eq!(title.chars().count(), shown, "{title}");
        // What tells one file from another, and one that is being written, stands behind it.
        std::fs::write(folder.path().join(format!("{} 12345.4194304-4194304.part", file.name)), "")
            .expect(letter);
    }
}

#[test]
fn nothing_to_write_is_refused() {
    let file = |lane, bars| DroppedFile { lane, bars, quantised: false };
    let table = [
        (on(""), file(None, None), "nothing is arranged yet; generate first"),
        (on("| Am |"), file(None, None), "nobody plays anything there; generate first, or choose other bars"),
        (
            playing("| Am | D |"),
            file(Some(Lane::Lead), None),
            "lead plays nothing there; generate first, or choose other bars",
        ),
        (
            playing("| Am | D |"),
            file(None, Some(bars(2, 9))),
            "there are no bars 2–9; the song has bars 1 to 2",
        ),
    ];
    for (band, what, words) in table {
        assert_eq!(band.export(what), Err(words.to_owned()));
    }
}
