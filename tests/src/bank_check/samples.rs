//! A sample as it is in the file: its seam, its offset, its peak.

use super::file::SampleData;
use super::{OFFSET_MAX, SEAM_PERMILLE};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleReport {
    /// The step from the loop's end to its start, in steps such as only one in a thousand of its own is; 0 without a
    /// loop.
    pub seam: f64,
    /// The mean of what is held, or of all where nothing is, of full scale.
    pub offset: f64,
    /// The highest, of full scale.
    pub peak: f64,
}

pub fn inspect(sample: &SampleData, is_looped: bool) -> SampleReport {
    let mut steps: Vec<u32> = sample.frames.windows(2).map(|pair| step(pair[0], pair[1])).collect();
    steps.sort_unstable();
    let usual = steps[(steps.len() - 1) * SEAM_PERMILLE / 1_000];
    let seam = step(sample.frames[sample.loop_end - 1], sample.frames[sample.loop_start]);
    let held = if is_looped { sample.loop_start..sample.loop_end } else { 0..sample.frames.len() };
    let held = &sample.frames[held];
    let sum: i64 = held.iter().map(|frame| i64::from(*frame)).sum();
    let peak = sample.frames.iter().map(|frame| frame.unsigned_abs()).max().unwrap_or(0);
    SampleReport {
        seam: if is_looped { f64::from(seam) / f64::from(usual.max(1)) } else { 0.0 },
        offset: sum as f64 / held.len() as f64 / 32_768.0,
        peak: f64::from(peak) / 32_768.0,
    }
}

fn step(from: i16, to: i16) -> u32 {
    i32::from(from).abs_diff(i32::from(to))
}

impl SampleReport {
    /// What is wrong with it.
    pub fn faults(&self, name: &str) -> Vec<String> {
        let mut faults = Vec::new();
        if self.seam >= 1.0 {
            faults.push(format!("{name}: its loop has a seam of {:.2} of its own rare steps", self.seam));
        }
        if self.offset.abs() > OFFSET_MAX {
            faults.push(format!("{name}: its mean is {:.4} of full scale", self.offset));
        }
        if self.peak >= 0.999 {
            faults.push(format!("{name}: it clips"));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(frames: Vec<i16>, loop_end: usize) -> SampleData {
        // At a peak, where a wave hardly moves.
        let loop_start = 525;
        SampleData { name: "a".to_owned(), frames, loop_start, loop_end, rate_hz: 100, root_key: 60 }
    }

    /// Ten periods of 100 frames.
    fn wave() -> Vec<i16> {
        (0..1_000).map(|place| (10_000.0 * (f64::from(place) * 0.062_831_853).sin()) as i16).collect()
    }

    #[test]
    fn a_loop_of_whole_periods_has_no_seam_and_another_one_has() {
        assert!(inspect(&sample(wave(), 925), true).faults("a").is_empty());
        let cut = inspect(&sample(wave(), 950), true);
        assert!(cut.seam > 5.0 && cut.faults("a")[0].contains("seam"), "{cut:?}");
        assert_eq!(inspect(&sample(wave(), 950), false).seam, 0.0);
    }

    #[test]
    fn offsets_and_clipping_are_found() {
        let shifted = wave().iter().map(|frame| frame + 100).collect();
        assert!(inspect(&sample(shifted, 925), true).faults("a")[0].contains("mean"));
        let mut clipped = wave();
        clipped[3] = i16::MIN;
        clipped[53] = i16::MAX;
        assert!(inspect(&sample(clipped, 925), true).faults("a")[0].contains("clips"));
    }
}
