//! The comping: placeholder.

use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Written};
use crate::style;

/// What a style's `comping.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {}

impl Manner {
    /// Reads a style's file; an error names the file, the line and what was expected.
    pub fn read(file: &str, text: &str) -> Result<Manner, style::Error> {
        let _ = (file, text);
        Ok(Manner {})
    }
}

/// Writes the lane for the whole song; bars in which it does not play stay empty.
pub fn write(scene: &Scene<'_>, earlier: &Earlier) -> Written {
    let _ = earlier;
    Written { main: Sketch::silent(scene.song.bars().len()), fill: None }
}
