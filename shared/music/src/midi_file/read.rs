//! Reading: the walk over the chunks, then track by track, then what concerns the whole song.

use super::conductor::Conductor;
use super::rescale::Rescale;
use super::track_events::read_track;
use super::{Error, MidiFile, Problem, Warning, chunks};

/// Reads a whole, undamaged file of format 0 or 1, or says what is wrong with it and where.
///
/// A track that several channels share, as in format 0, comes back as one track for each of them.
pub fn read(bytes: &[u8]) -> Result<MidiFile, Error> {
    let chunks = chunks::walk(bytes)?;
    let rescale = Rescale { division: chunks.division };
    let mut song = Conductor::default();
    let mut tracks = Vec::new();
    for chunk in &chunks.tracks {
        tracks.append(&mut read_track(chunk, rescale, &mut song)?);
    }
    let of_the_song = |problem: Problem| problem.at(bytes.len());
    let tempo = song.tempo_map().map_err(of_the_song)?;
    let meter = song.meter_map().map_err(of_the_song)?;
    let key = song.first_key();
    let markers = song.take_markers();
    let mut warnings = song.warnings;
    if song.is_rounded {
        warnings.insert(0, Warning::Rounded { division: chunks.division });
    }
    Ok(MidiFile { tempo, meter, key, markers, tracks, length: song.end, warnings })
}
