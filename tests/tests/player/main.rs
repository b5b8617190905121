//! The player against its law: the oracle by hand, the player against the oracle, and what holds without any oracle.

mod agreement;
mod by_hand;
mod lines_and_fills;
mod made_by_chance;
mod notes_and_places;
mod partitions;
mod switches;
mod voices_and_refusals;
