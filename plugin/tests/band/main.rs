//! The unlinked band: what happens when somebody asks, decides, takes back and locks.

mod first_take;
mod locks;
mod stage;
