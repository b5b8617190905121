//! Charts from the outside: text in, songs or mistakes out.

mod blocks;
mod played;
mod tables;
