//! The library beside its rows: finished parts as files for those who watch a folder, and what may be swept away.

mod export;
mod made;
mod sweep;

pub use export::{Error, Export, FOLDER, Finished, end_within};
pub use made::clips_of;
pub use sweep::{KEPT_FOR, Swept, run as sweep_now_and_then, sweep};
