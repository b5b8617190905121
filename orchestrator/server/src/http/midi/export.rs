//! A clip of the library as a file, as a line of a list, and as notes on their way.

use domain::time::WallTime;
use music::clip::{Clip, Hash, Library};
use music::key::Key;
use music::lane::Lane;
use music::meter;
use music::midi_file::name::{FileName, Timestamp};
use music::midi_file::{MidiFile, Timing, Track, write};
use music::tempo::{self, Tempo};
use music::time::Ticks;
use wire::rest::midi::{File, Note, Stream};

use super::super::caller::InSession;
use super::super::problem::{Answer, Problem};
use crate::app::App;
use crate::library::end_within;
use crate::store::Artifact;
use crate::view;

/// Fills belong to the part beside them: the library has them, lists of files do not.
pub fn is_file(row: &Artifact) -> bool {
    !row.tags.iter().any(|tag| tag == "role:fill")
}

/// As a list has it, named in the seed's form.
pub fn file(row: &Artifact) -> File {
    let (lane, key, tempo) = (lane(row), key(row), tempo(row));
    File {
        file_id: row.id.clone(),
        filename: name(row, lane, key, tempo),
        track_type: lane.map(wire::lane::Lane),
        duration: Ticks(row.length_ticks.unwrap_or(0)).as_beats_f64(),
        key: key.map(|key| format!("{} {}", key.tonic, key.mode)),
        tempo: tempo.map(Tempo::bpm_f64),
        hash: row.hash.to_string(),
        created: view::time(WallTime(row.at)),
        url: format!("/api/midi/{}", row.id),
    }
}

/// What was uploaded under a name keeps it.
fn name(row: &Artifact, lane: Option<Lane>, key: Option<Key>, tempo: Option<Tempo>) -> String {
    let seconds = u64::try_from(row.at.div_euclid(1_000_000_000)).ok();
    let timestamp = seconds.and_then(Timestamp::from_unix_seconds);
    let is_composed = !row.label.to_lowercase().ends_with(".mid");
    match (timestamp, lane, key) {
        (Some(timestamp), Some(lane), Some(key)) if is_composed => {
            FileName { timestamp, lane, key, tempo }.to_string()
        }
        _ if row.label.is_empty() => format!("{}.mid", row.id),
        _ => row.label.clone(),
    }
}

fn lane(row: &Artifact) -> Option<Lane> {
    row.lane.as_deref().and_then(Lane::named)
}

fn tagged<'a>(row: &'a Artifact, name: &str) -> Option<&'a str> {
    row.tags.iter().find_map(|tag| tag.strip_prefix(name)?.strip_prefix(':'))
}

fn key(row: &Artifact) -> Option<Key> {
    tagged(row, "key")?.parse().ok()
}

fn tempo(row: &Artifact) -> Option<Tempo> {
    tagged(row, "tempo")?.parse().ok()
}

pub(super) fn bytes(row: &Artifact, clip: &Clip) -> Answer<Vec<u8>> {
    let lane = lane(row).unwrap_or(Lane::Extra);
    let character = lane.character();
    let tempo = tempo(row).unwrap_or(Tempo::DEFAULT);
    let mut notes = clip.notes().to_vec();
    end_within(&mut notes, clip.length(), tempo);
    let mut file = MidiFile::empty(tempo::Map::constant(tempo), meter::Map::constant(meter::Meter::COMMON));
    file.key = key(row);
    file.length = clip.length();
    file.tracks.push(Track {
        name: Some(lane.name().to_owned()),
        channel: character.channel,
        program: (!character.is_kit).then_some(character.program),
        notes,
        controls: clip.controls().to_vec(),
    });
    write(&file, Timing::AsHeard).map_err(|error| {
        Problem::new(axum::http::StatusCode::CONFLICT, "GENERATION_FAILED", format!("{}: {error}", row.id))
    })
}

pub(super) fn notes_of_clip(row: &Artifact, clip: &Clip, asked: &Stream) -> Vec<Note> {
    let lane = lane(row);
    let shown = clip.notes().iter().map(|note| shown(note, note.start, note.length, lane));
    shown.filter(|note| is_within(note, asked)).collect()
}

/// Everything the session plays, cut at its regions' ends.
pub(super) async fn notes_of_session(app: &App, here: &InSession, asked: &Stream) -> Answer<Vec<Note>> {
    let arrangement = here.session().arrangement().clone();
    let library = library(app, arrangement.regions().iter().map(|region| region.clips.main)).await?;
    let mut notes = Vec::new();
    for region in arrangement.regions() {
        let Some(clip) = library.get(&region.clips.main) else { continue };
        let mut round = Ticks(-region.into.0);
        while round < region.span.length() {
            for note in clip.notes() {
                let (start, end) =
                    (round + note.start, (round + note.start + note.length).min(region.span.length()));
                let is_cut_off = start.is_negative() || end <= start;
                if !is_cut_off {
                    notes.push(shown(note, region.span.start + start, end - start, Some(region.lane)));
                }
            }
            if !region.looped || notes.len() > NOTES_MAX {
                break;
            }
            round += clip.length();
        }
    }
    if notes.len() > NOTES_MAX {
        let detail = format!("that is more than {NOTES_MAX} notes; ask from beat to beat, or file by file");
        return Err(Problem::new(axum::http::StatusCode::CONFLICT, "LIMIT_REACHED", detail));
    }
    notes.retain(|note| is_within(note, asked));
    notes.sort_by(|one, other| one.beat.total_cmp(&other.beat));
    Ok(notes)
}

/// Eight lanes of a long song at their densest; 100 bytes each on their way out.
const NOTES_MAX: usize = 500_000;

async fn library(app: &App, hashes: impl Iterator<Item = Hash>) -> Answer<Library> {
    let mut library = Library::new();
    let mut hashes: Vec<Hash> = hashes.collect();
    hashes.sort_unstable();
    hashes.dedup();
    for hash in hashes {
        let bytes = super::super::blob::whole(app, hash).await?;
        if let Some(clip) = bytes.and_then(|bytes| Clip::from_bytes(&bytes).ok()) {
            library.insert(clip);
        }
    }
    Ok(library)
}

fn shown(note: &music::clip::Note, start: Ticks, length: Ticks, lane: Option<Lane>) -> Note {
    Note {
        beat: start.as_beats_f64(),
        duration: length.as_beats_f64(),
        pitch: note.pitch.key(),
        velocity: note.velocity,
        channel: lane.map_or(0, |lane| lane.character().channel),
        track_type: lane.map(wire::lane::Lane),
    }
}

fn is_within(note: &Note, asked: &Stream) -> bool {
    let from = asked.from_beat.is_none_or(|from| note.beat >= from.get());
    from && asked.to_beat.is_none_or(|to| note.beat < to.get())
}
