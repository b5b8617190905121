//! A picture of a window.

use std::path::Path;

use anyhow::Context;

use crate::host::Size;

#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub size: Size,
    /// Red, green and blue of each pixel, row by row.
    pixels: Vec<u8>,
}

impl Picture {
    /// From a server's words: blue, green, red and one byte more.
    pub(super) fn of(size: Size, data: &[u8]) -> Picture {
        let pixels = data.chunks_exact(4).flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect();
        Picture { size, pixels }
    }

    /// One colour everywhere.
    pub fn is_blank(&self) -> bool {
        let mut pixels = self.pixels.chunks_exact(3);
        let first = pixels.next();
        pixels.all(|pixel| Some(pixel) == first)
    }

    /// How light it is on average, 0 to 255.
    pub fn lightness(&self) -> f64 {
        let sum: u64 = self.pixels.iter().map(|value| u64::from(*value)).sum();
        sum as f64 / self.pixels.len().max(1) as f64
    }

    /// The share of pixels that differ.
    pub fn difference(&self, other: &Picture) -> f64 {
        let pairs = self.pixels.chunks_exact(3).zip(other.pixels.chunks_exact(3));
        let differing = pairs.filter(|(one, two)| one != two).count();
        differing as f64 / (self.pixels.len() / 3).max(1) as f64
    }

    /// How many pixels have this colour, or one that is `within` it: edges are mixed with what is behind them.
    pub fn count(&self, colour: [u8; 3], within: u8) -> usize {
        let is_near =
            |pixel: &&[u8]| pixel.iter().zip(colour).all(|(one, other)| one.abs_diff(other) <= within);
        self.pixels.chunks_exact(3).filter(is_near).count()
    }

    pub fn save(&self, path: &Path) -> anyhow::Result<()> {
        let folder = path.parent().context("a file is in a folder")?;
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut encoder = png::Encoder::new(file, self.size.width, self.size.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        encoder.write_header()?.write_image_data(&self.pixels)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_tell_drawn_from_blank_and_light_from_dark() {
        let size = Size { width: 2, height: 1 };
        let blank = Picture::of(size, &[10, 20, 30, 0, 10, 20, 30, 0]);
        let drawn = Picture::of(size, &[10, 20, 30, 0, 255, 255, 255, 0]);
        assert!(blank.is_blank() && !drawn.is_blank());
        assert_eq!((blank.lightness(), blank.difference(&drawn)), (20.0, 0.5));
        let counts = [blank.count([30, 20, 10], 0), drawn.count([250; 3], 5), drawn.count([250; 3], 4)];
        assert_eq!(counts, [2, 1, 0]);
        assert!(drawn.lightness() > blank.lightness());
    }
}
