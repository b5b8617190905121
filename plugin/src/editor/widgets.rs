//! The few things that are touched, looking the same wherever they are.

mod button;
mod fader;
mod field;
mod mark;

pub use button::{choice, icon_button, plain, primary, switch, wide_switch};
pub use fader::{fader, turned};
pub use field::field;
pub use mark::{mark, marked, quiet, said, section};
