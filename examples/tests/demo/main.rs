//! The examples from the outside: every chart is read, and the demo is judged as a musician would.

mod band;
mod charts;
mod ending;
mod harmony;
mod paper;
