//! The unlinked band: what happens when somebody asks, decides, takes back and locks.

mod acts;
mod first_take;
mod locks;
mod random;
mod stage;
