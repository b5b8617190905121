//! A MIDI file as a picture: one row per lane, time in bars, chord names above. What the README opens with.

use std::fmt::Write;

use music::chart::Song;
use music::chart::song::Bar;
use music::lane::Lane;
use music::midi_file::{MidiFile, Track};
use music::time::Ticks;

/// What fits a README: an intro, a verse, and how the chorus lifts off.
pub const BARS: i64 = 16;
/// As much of a composed song as can still be read: twice through a verse, and the chorus.
pub const SONG_BARS: i64 = 28;
/// A README shows pictures this wide without scaling.
const WIDTH: f64 = 1_000.0;
const LABEL_WIDTH: f64 = 84.0;
const MARGIN: f64 = 12.0;
const CHORDS_HEIGHT: f64 = 44.0;
const ROW_GAP: f64 = 8.0;
/// A kit has named rows; pitched lanes get their height from their range.
const NOTE_HEIGHT: f64 = 4.0;
const ROW_HEIGHT_MIN: f64 = 40.0;
/// Chord names are smaller where bars are narrow; a letter is about so much of that wide.
const CHORD_SIZES: (f64, f64) = (12.0, 9.5);
const LETTER_SHARE: f64 = 0.6;
/// Chord names closer than this would run into each other.
const CHORD_GAP: f64 = 3.5;

const BACKGROUND: &str = "#1b1d20";
const ROW: &str = "#24272b";
const LINE: &str = "#3a3e44";
const TEXT: &str = "#d7dade";
const QUIET_TEXT: &str = "#9aa0a8";

/// Colour-blind safe, lightened for the dark ground; by [`Lane::index`].
const COLOURS: [&str; Lane::COUNT] =
    ["#f2b134", "#ee7a33", "#4fa3dc", "#34bd94", "#df9dc0", "#7cc6f0", "#d4a941", "#a7adb5"];

struct Layout {
    bars: i64,
    length: Ticks,
}

/// The first bar of each section, counted from 0, with its name.
pub fn sections(song: &Song) -> Vec<(i64, &str)> {
    let mut bars = song.bars().iter().enumerate().collect::<Vec<_>>();
    bars.dedup_by_key(|(_, bar)| bar.section);
    let name = |bar: &Bar| song.sections()[bar.section.index].as_str();
    bars.into_iter().map(|(index, bar)| (index as i64, name(bar))).collect()
}

impl Layout {
    fn x(&self, at: Ticks) -> f64 {
        let share = at.0 as f64 / self.length.0 as f64;
        LABEL_WIDTH + share * (WIDTH - LABEL_WIDTH - MARGIN)
    }

    /// What of a track is in the picture.
    fn within(&self, track: &Track) -> Track {
        let mut track = track.clone();
        track.notes.retain(|note| note.start < self.length && note.start >= Ticks::ZERO);
        track
    }
}

/// The first `bars` bars of `file`: a row for everybody who plays in them.
pub fn svg(file: &MidiFile, bars: i64, sections: &[(i64, &str)]) -> String {
    let layout = Layout { bars, length: file.meter.bar_start(bars) };
    let mut body = String::new();
    let mut y = CHORDS_HEIGHT;
    let tracks = file.tracks.iter().map(|track| layout.within(track));
    for track in &tracks.filter(|track| !track.notes.is_empty()).collect::<Vec<_>>() {
        y += row(&mut body, track, &layout, y) + ROW_GAP;
    }
    let height = y - ROW_GAP + MARGIN;
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" rx=\"6\" fill=\"{BACKGROUND}\"/>\n"
    );
    picture += &body;
    bar_lines(&mut picture, file, &layout, height);
    headings(&mut picture, file, &layout, sections);
    chords(&mut picture, file, &layout);
    picture += "</svg>\n";
    picture
}

/// Draws a lane's row and returns its height.
fn row(body: &mut String, track: &Track, layout: &Layout, top: f64) -> f64 {
    let lane = lane_of(track);
    let keys = rows_of_keys(track, lane);
    let height = (keys.len() as f64 * NOTE_HEIGHT + 8.0).max(ROW_HEIGHT_MIN);
    let width = WIDTH - LABEL_WIDTH - MARGIN;
    let colour = COLOURS[lane.index()];
    let middle = top + height / 2.0 + 4.0;
    line(
        body,
        format_args!(
            "<rect x=\"{LABEL_WIDTH}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"{ROW}\"/>"
        ),
    );
    line(body, format_args!("<text x=\"{MARGIN}\" y=\"{middle}\" fill=\"{colour}\">{lane}</text>"));
    // A stroke has no length to speak of, and must be seen all the same.
    let width_min = if lane.character().is_kit { 3.0 } else { 1.5 };
    let unused = (height - keys.len() as f64 * NOTE_HEIGHT) / 2.0;
    for note in &track.notes {
        let Some(place) = keys.iter().position(|key| *key == note.pitch.key()) else { continue };
        let end = (note.start + note.length).min(layout.length);
        let (x, y) = (layout.x(note.start), top + height - unused - (place + 1) as f64 * NOTE_HEIGHT);
        let width = (layout.x(end) - x - 0.5).max(width_min).min(layout.x(layout.length) - x);
        let opacity = 0.35 + 0.65 * f64::from(note.velocity) / 127.0;
        line(
            body,
            format_args!(
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{NOTE_HEIGHT}\" rx=\"1\" fill=\"{colour}\" opacity=\"{opacity:.2}\"/>"
            ),
        );
    }
    height
}

fn lane_of(track: &Track) -> Lane {
    track.name.as_deref().and_then(Lane::named).or_else(|| track.lane()).unwrap_or(Lane::Extra)
}

/// The keys that get a line of their own, lowest first: a kit's are those it plays.
fn rows_of_keys(track: &Track, lane: Lane) -> Vec<u8> {
    let mut played: Vec<u8> = track.notes.iter().map(|note| note.pitch.key()).collect();
    played.sort_unstable();
    played.dedup();
    match (lane.character().is_kit, played.first(), played.last()) {
        (false, Some(lowest), Some(highest)) => (*lowest..=*highest).collect(),
        (true, _, _) | (_, None, _) | (_, _, None) => played,
    }
}

fn bar_lines(picture: &mut String, file: &MidiFile, layout: &Layout, height: f64) {
    for bar in 0..=layout.bars {
        let x = layout.x(file.meter.bar_start(bar));
        let (top, bottom) = (CHORDS_HEIGHT - 4.0, height - MARGIN);
        line(
            picture,
            format_args!(
                "<line x1=\"{x:.1}\" y1=\"{top}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"{LINE}\" stroke-width=\"0.5\"/>"
            ),
        );
    }
}

/// Every fourth bar's number, and the sections' names.
fn headings(picture: &mut String, file: &MidiFile, layout: &Layout, sections: &[(i64, &str)]) {
    for bar in 0..layout.bars {
        let name = sections.iter().find(|(first, _)| *first == bar).map(|(_, name)| escaped(name));
        if bar % 4 != 0 && name.is_none() {
            continue;
        }
        let (x, number) = (layout.x(file.meter.bar_start(bar)), bar + 1);
        let name = name.map_or(String::new(), |name| format!(" <tspan fill=\"{TEXT}\">{name}</tspan>"));
        line(
            picture,
            format_args!(
                "<text x=\"{x:.1}\" y=\"16\" fill=\"{QUIET_TEXT}\" font-size=\"10\">{number}{name}</text>"
            ),
        );
    }
}

fn chords(picture: &mut String, file: &MidiFile, layout: &Layout) {
    let size = if layout.bars > BARS { CHORD_SIZES.1 } else { CHORD_SIZES.0 };
    let mut free_from = f64::MIN;
    for marker in file.markers.iter().filter(|marker| marker.at >= Ticks::ZERO && marker.at < layout.length) {
        let x = layout.x(marker.at);
        if x >= free_from {
            let text = escaped(&marker.text);
            line(
                picture,
                format_args!(
                    "<text x=\"{x:.1}\" y=\"32\" fill=\"{TEXT}\" font-size=\"{size}\">{text}</text>"
                ),
            );
            free_from = x + CHORD_GAP + size * LETTER_SHARE * marker.text.chars().count() as f64;
        }
    }
}

fn line(picture: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(picture, "{text}").expect("writing to a string cannot fail");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use music::clip::Note;
    use music::midi_file::Marker;
    use music::pitch::Pitch;
    use music::time::Micros;

    use super::*;

    fn file() -> MidiFile {
        let note = |beat: i64, key: u8| Note {
            start: Ticks::from_beats(beat),
            length: Ticks(480),
            offset: Micros(0),
            pitch: Pitch::new(key).expect("a key"),
            velocity: 127,
            importance: 127,
        };
        let track = |name: &str, channel, notes| Track {
            name: Some(name.to_owned()),
            channel,
            program: None,
            notes,
            controls: Vec::new(),
        };
        let mut file = MidiFile::empty(
            music::tempo::Map::constant(music::tempo::Tempo::DEFAULT),
            music::meter::Map::constant(music::meter::Meter::COMMON),
        );
        file.tracks = vec![
            track("bass", 0, vec![note(0, 40), note(9, 47)]),
            track("drums", 9, vec![note(1, 36), note(2, 49)]),
        ];
        file.markers = vec![
            Marker { at: Ticks(0), text: "C<9".to_owned() },
            Marker { at: Ticks(10), text: "too close".to_owned() },
            Marker { at: Ticks::from_beats(4), text: "F".to_owned() },
        ];
        file
    }

    #[test]
    fn what_lies_in_the_bars_is_drawn_in_its_lanes_colour() {
        let picture = svg(&file(), 2, &[(1, "A&B")]);
        let notes_in =
            |lane: Lane| picture.matches(&format!("rx=\"1\" fill=\"{}\"", COLOURS[lane.index()])).count();
        assert_eq!((notes_in(Lane::Bass), notes_in(Lane::Drums)), (1, 2), "beat 9 is in the third bar");
        assert_eq!(picture.matches("<line").count(), 3);
    }

    #[test]
    fn who_plays_later_only_has_no_row_yet() {
        let mut file = file();
        file.tracks[0].notes.remove(0);
        let has_a_bass = |bars| svg(&file, bars, &[]).contains(">bass<");
        assert!(!has_a_bass(2) && has_a_bass(3));
    }

    #[test]
    fn sections_are_named_where_they_begin_each_time() {
        let chart = music::chart::Chart::parse("[A] x2 | C | F | [B] | G |").expect("a chart");
        assert_eq!(sections(&chart.song()), [(0, "A"), (2, "A"), (4, "B")]);
    }

    #[test]
    fn words_are_escaped_and_never_run_into_each_other() {
        let picture = svg(&file(), 2, &[(1, "A&B")]);
        assert!(
            picture.contains(">1</text>") && picture.contains(">2 <tspan fill=\"#d7dade\">A&amp;B</tspan>")
        );
        assert!(picture.contains(">C&lt;9<") && picture.contains(">F<") && !picture.contains("too close"));
    }

    #[test]
    fn a_kit_has_a_line_for_each_drum_and_a_bass_one_for_each_semitone() {
        let tracks = file().tracks;
        assert_eq!(rows_of_keys(&tracks[0], Lane::Bass).len(), 8);
        assert_eq!(rows_of_keys(&tracks[1], Lane::Drums), [36, 49]);
    }
}
