//! A session: instances, chairs, leader, transport, song, history and takes.

mod chairs;
mod edits;
mod election;
mod generate;
mod grants;
mod instances;
mod leader;
mod song;
mod takes;
mod transport;
mod undo;
