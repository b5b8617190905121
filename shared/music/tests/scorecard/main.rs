//! Every measure on examples small enough to count by hand.

mod fills;
mod groove;
mod hands;
mod harmony;
mod stage;
mod touch;
mod voices;
