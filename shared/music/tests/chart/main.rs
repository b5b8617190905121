//! Charts from the outside: text in, songs or mistakes out.

mod blocks;
mod docs;
mod editing;
mod imports;
mod limits;
mod played;
mod properties;
mod songs;
mod tables;
mod transposing;
mod written;
