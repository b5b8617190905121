//! What the composer says of its own work.

use super::{Fault, Performance};

/// More remarks than anybody reads are told as one.
const METERS_TOLD_MIN: usize = 8;

pub(super) fn adapted(performance: &Performance) -> Vec<Fault> {
    let mut meters: Vec<String> = Vec::new();
    for bar in performance.song.bars() {
        let meter = bar.meter.to_string();
        if !performance.general.meters.contains(&bar.meter) && !meters.contains(&meter) {
            meters.push(meter);
        }
    }
    let is_told = |what: &str| performance.remarks.iter().any(|remark| remark.contains(what));
    let mut faults: Vec<Fault> = Vec::new();
    for meter in meters.iter().take(METERS_TOLD_MIN).filter(|meter| !is_told(meter)) {
        faults.push(Fault::of_song(format!("{} in {meter}, and no word about it", performance.style)));
    }
    let (slowest, fastest) = performance.general.tempo_bpm;
    let is_out = |milli_bpm: u32| milli_bpm < slowest * 1_000 || milli_bpm > fastest * 1_000;
    let tempi = performance.song.bars().iter().filter_map(|bar| bar.tempo);
    if tempi.clone().any(|tempo| is_out(tempo.milli_bpm())) && !is_told("BPM") {
        faults.push(Fault::of_song(format!(
            "{} at a tempo that is not its own, and no word about it",
            performance.style
        )));
    }
    faults
}

pub(super) fn same_again(performance: &Performance) -> Vec<Fault> {
    let fault = Fault::of_song("composed once more, it is another song");
    if performance.is_same_again { Vec::new() } else { vec![fault] }
}
