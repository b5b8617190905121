//! The golden text of format 1 must open for ever, to the same notes.

use std::collections::BTreeSet;

use ai_band_plugin::band::Band;
use music::clip::Hash;
use music::lane::Lane;
use music::time::Ticks;
use player::compiled::{Humanise, Swing};
use serde_json::Value;

use crate::stage::{CHART, loop_of_two_bars, rich};

const GOLDEN: &str = include_str!("data/v1.json");

#[test]
fn the_first_format_is_read_for_ever() {
    let (band, said) = Band::open(GOLDEN, 1);
    assert_eq!(said, []);
    let saved = band.saved();
    assert_eq!(saved.chart, format!("{CHART}| Hm7 |"));
    assert_eq!((saved.seed, saved.style.as_str(), saved.origin_beat), (u64::MAX, "bossa", -12.25));
    assert_eq!(
        saved.library.get(&loop_of_two_bars().hash()).map(|clip| (**clip).clone()),
        Some(loop_of_two_bars())
    );
    let feel = |lane: Lane| saved.chairs[lane.index()].performance.clone();
    assert_eq!(feel(Lane::Keys).swing, Some(Swing { unit: Ticks(240), percent: 58 }));
    assert_eq!(feel(Lane::Bass).humanise, Humanise { micros_max: 4_000, seed: 1 });
    let drawn: String = saved
        .arrangement
        .regions()
        .iter()
        .map(|region| {
            let hashes: String = region.clips.hashes().map(|hash| hash.to_string()).collect();
            format!(
                "{} {} {} {} {} {hashes}\n",
                region.id, region.lane, region.span, region.into, region.looped
            )
        })
        .collect();
    assert_eq!(Hash::of(drawn.as_bytes()).to_string(), include_str!("data/v1.arrangement").trim(), "{drawn}");
}

/// What is written today is still that format; the composer may have learnt since, so only the outlines are compared.
#[test]
fn what_is_written_today_has_the_same_fields() {
    assert_eq!(fields(&rich().text()), fields(GOLDEN));
}

/// Every key that is somewhere in it.
fn fields(text: &str) -> BTreeSet<String> {
    fn walk(value: &Value, at: &str, into: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let at = format!("{at}.{name}");
                    walk(value, &at, into);
                    into.insert(at);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, at, into)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let value = serde_json::from_str(text).expect("JSON");
    let mut into = BTreeSet::new();
    walk(&value, "", &mut into);
    into
}
