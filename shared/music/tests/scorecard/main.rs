//! Every measure on examples small enough to count by hand.

mod energy;
mod fills;
mod groove;
mod hands;
mod harmony;
mod measures;
mod pushes;
mod stage;
mod touch;
mod voices;
mod walking;
