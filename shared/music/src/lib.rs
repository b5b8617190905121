//! Music on paper: theory, charts, clips, arrangements and MIDI files. Pure: no IO, no clock, no async.
//!
//! **Invariant.** Nothing here knows a file, a socket, a thread or the time of day. Text and bytes come in, values or
//! errors that name the place come out. Positions are whole [`Ticks`](time::Ticks): 960 to the beat, never floats.

pub mod arrangement;
pub mod chart;
pub mod chord;
pub mod clip;
pub mod interval;
pub mod key;
pub mod lane;
pub mod meter;
pub mod midi_file;
pub mod pitch;
pub mod scale;
pub mod scorecard;
pub mod tempo;
pub mod time;
