//! What a project keeps: whole bands come back, newer ones are not lost, damage is said and costs little.

#[path = "../band/acts.rs"]
mod acts;
mod damage;
mod golden;
mod hostile;
mod newer;
mod round_trip;
mod stage;
mod text;
