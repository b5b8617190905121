//! The watched folder: what it believes of names, tracks, disks and events, and that it never misses a file.

#![expect(clippy::unwrap_used, reason = "tests may")]

mod hints;
mod lanes;
mod limits;
mod live;
mod names;
mod overload;
mod places;
mod random;
mod reading;
mod scans;
mod sets;
mod stage;
mod waiting;
