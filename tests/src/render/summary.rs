//! A rendered song in a few lines that a person reads at a glance.

use std::fmt::Write;

use music::chart::Song;
use music::midi_file::MidiFile;

/// ```text
/// Nine Stops to Home
///   in D, 4/4, 98 bpm, 30 bars, 1:16
///   Intro 4 · Verse 8 · Chorus 8
///
///    drums  612 notes
///     bass  120 notes
/// ```
pub fn summary(title: &str, song: &Song, file: &MidiFile) -> String {
    let tracks = file.tracks.iter().filter_map(|track| Some((track.name.as_deref()?, track.notes.len())));
    let widths = tracks.clone().map(|(_, count)| count.to_string().len());
    let width = widths.max().unwrap_or_default();
    let mut text = format!("{title}\n  {}\n  {}\n\n", facts(song, file), form(song));
    for (name, count) in tracks {
        writeln!(text, "{name:>10}  {count:>width$} note{}", if count == 1 { "" } else { "s" })
            .expect("a string takes everything");
    }
    text
}

fn facts(song: &Song, file: &MidiFile) -> String {
    let key = file.key.map(|key| format!("in {key}"));
    let first = song.start();
    let (meter, tempo) = (song.meter().at(first).to_string(), format!("{} bpm", song.tempo().at(first)));
    let bars = counted(song.bars().len(), "bar");
    let length = minutes_and_seconds(file.tempo.nanos_at(file.length));
    let facts = [key, Some(meter), Some(tempo), Some(bars), Some(length)];
    facts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Every section with how many bars it has, each time it comes.
fn form(song: &Song) -> String {
    let passes = song.bars().chunk_by(|bar, next| bar.section == next.section);
    let told = passes.map(|bars| format!("{} {}", song.sections()[bars[0].section.index], bars.len()));
    told.map(|section| section.trim().to_owned()).collect::<Vec<_>>().join(" · ")
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Rounded to the nearest second.
fn minutes_and_seconds(nanos: i64) -> String {
    const NANOS_PER_SECOND: i64 = 1_000_000_000;
    let seconds = (nanos.max(0) + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use music::chart::Chart;
    use music::clip::{Clip, Note};
    use music::lane::Lane;
    use music::midi_file::Track;
    use music::pitch::Pitch;
    use music::time::{Micros, Ticks};

    use super::*;

    fn track(lane: Lane, count: i64) -> Track {
        let note = |beat| Note {
            start: Ticks::from_beats(beat),
            length: Ticks(480),
            offset: Micros(0),
            pitch: Pitch::MIDDLE_C,
            velocity: 90,
            importance: 127,
        };
        let clip = Clip::new(Ticks::from_beats(count), (0..count).map(note).collect(), Vec::new());
        Track::of_lane(lane, &clip.unwrap())
    }

    fn told(chart: &str, tracks: Vec<Track>) -> String {
        let song = Chart::parse(chart).unwrap().song();
        let mut file = MidiFile::empty(song.tempo().clone(), song.meter().clone());
        file.key = song.bars()[0].key;
        file.length = song.end();
        file.tracks = tracks;
        summary("A Song", &song, &file)
    }

    #[test]
    fn a_song_is_told_in_a_few_lines() {
        let text = told(
            "{key: Bm} {tempo: 90.5}\n[Verse] x2 | Bm | G |\n[End] | Bm |",
            vec![track(Lane::Drums, 12), track(Lane::Keys, 7)],
        );
        let expected = "A Song
  in Bm, 4/4, 90.5 bpm, 5 bars, 0:13
  Verse 2 · Verse 2 · End 1

     drums  12 notes
      keys   7 notes
";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_a_chart_does_not_say_is_left_out() {
        assert_eq!(told("| C |", vec![]), "A Song\n  4/4, 120 bpm, 1 bar, 0:02\n  1\n\n");
    }

    #[test]
    fn lengths_are_minutes_and_seconds() {
        for (nanos, text) in
            [(0, "0:00"), (499_999_999, "0:00"), (59_500_000_000, "1:00"), (605_000_000_000, "10:05")]
        {
            assert_eq!(minutes_and_seconds(nanos), text);
        }
    }
}
