//! What is done differently than the chart or the style asks: told, never silent.

use std::collections::BTreeMap;

use music::lane::Lane;
use music::meter::Meter;

use super::Remark;
use crate::arrange::{BarPlan, Landing};
use crate::scene::Scene;
use crate::sketch::Written;

/// More would not be read.
const REMARKS_MAX: usize = 32;

pub(super) fn of(scene: &Scene<'_>, written: &BTreeMap<Lane, Written>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = tempi(scene).into_iter().collect();
    let last_bar = scene.song.bars().last();
    let last_chord = scene.song.chords().last().filter(|harmony| harmony.pushed);
    let lands = scene.plan.bars.last().is_some_and(BarPlan::is_landing);
    if let Some(bar) = last_bar.filter(|bar| lands && last_chord.is_some_and(|last| last.start == bar.start))
    {
        let text = "the last chord is not pushed: the band lands on the beat".to_owned();
        remarks.push(Remark { bar: Some(bar.number), text });
    }
    let fades = scene.plan.bars.last().is_some_and(|last| last.ending == Some(Landing::Fade));
    if fades && scene.song.ritard_bars().is_some() {
        let text = "a song that fades does not slow down; name another ending to hear the ritard";
        remarks.push(Remark { bar: scene.song.bars().last().map(|bar| bar.number), text: text.to_owned() });
    }
    remarks.extend(idle(scene, written));
    let mut meters = meters(scene);
    let room = REMARKS_MAX.saturating_sub(remarks.len());
    if meters.len() > room {
        let more = meters.split_off(room.saturating_sub(1)).len();
        let text = format!("and {more} meters more that were cut and joined to fit");
        meters.push(Remark { bar: None, text });
    }
    meters.extend(remarks);
    meters
}

/// Songs of silences, stops or a bar or two leave somebody without a place of his own.
fn idle(scene: &Scene<'_>, written: &BTreeMap<Lane, Written>) -> Option<Remark> {
    let has_chord = scene.song.chords().iter().any(|harmony| harmony.chord.is_some());
    let is_idle = |role: &Written| role.main.bars.iter().all(Vec::is_empty);
    let idle = written.iter().filter(|(lane, role)| **lane != Lane::Extra && is_idle(role));
    let names: Vec<String> = idle.map(|(lane, _)| lane.to_string()).collect();
    (has_chord && !names.is_empty()).then(|| {
        let text = format!("nothing here for {}: give the song more bars with chords", names.join(", "));
        Remark { bar: None, text }
    })
}

/// One for each meter that the style has no pattern for, where it comes first.
fn meters(scene: &Scene<'_>) -> Vec<Remark> {
    let own = &scene.style.general.meters;
    let mut told: Vec<Meter> = Vec::new();
    let mut remarks = Vec::new();
    for bar in scene.song.bars().iter().filter(|bar| !own.contains(&bar.meter)) {
        if told.contains(&bar.meter) {
            continue;
        }
        told.push(bar.meter);
        let names: Vec<String> = own.iter().map(Meter::to_string).collect();
        let (style, meter, names) = (&scene.style.name, bar.meter, names.join(", "));
        let text = format!("{style} is written for {names}; its patterns were cut and joined to fit {meter}");
        remarks.push(Remark { bar: Some(bar.number), text });
    }
    remarks
}

/// One for no tempo at all, or for the first one out of the style's range.
fn tempi(scene: &Scene<'_>) -> Option<Remark> {
    let (general, style) = (&scene.style.general, &scene.style.name);
    let (slowest, fastest) = general.tempo_bpm;
    let bars = scene.song.bars();
    if bars.iter().all(|bar| bar.tempo.is_none()) {
        let usual = general.tempo_default_bpm;
        let text = format!(
            "the chart names no tempo; hands are timed for the {usual} BPM that are usual in {style}"
        );
        return Some(Remark { bar: None, text });
    }
    let is_out = |milli_bpm: u32| milli_bpm < slowest * 1_000 || milli_bpm > fastest * 1_000;
    let (bar, tempo) = bars.iter().find_map(|bar| {
        bar.tempo.filter(|tempo| is_out(tempo.milli_bpm())).map(|tempo| (bar.number, tempo))
    })?;
    let text = format!("{style} is at home from {slowest} to {fastest} BPM; at {tempo} it may sound forced");
    Some(Remark { bar: Some(bar), text })
}
