//! What holds of every performance, whatever the oracle thinks.

use std::collections::BTreeMap;

use player::{NoteEvent, NoteKind};

use super::{Fault, Performed};
use crate::scenario::{Scenario, Sink};

/// One beginning for every end and one end for every beginning, in order, in range, one voice a key, and silence
/// where nothing plays.
pub fn check(scenario: &Scenario, performed: &Performed) -> Result<(), Fault> {
    let refuses = !matches!(scenario.sink, Sink::Accepts);
    let mut sounding: BTreeMap<u32, NoteEvent> = BTreeMap::new();
    let mut sent = performed.sent.iter().peekable();
    for (index, (frames, sounds)) in performed.blocks.iter().enumerate() {
        let mut last: Option<NoteEvent> = None;
        while let Some(one) = sent.next_if(|one| one.block == index) {
            let event = one.event;
            let wrong = |what: &str| Err(Fault(format!("{what}: block {index}, {event:?}")));
            if event.sample >= *frames {
                return wrong("an event outside its block");
            }
            if last.is_some_and(|last| is_out_of_order(&last, &event)) {
                return wrong("an event out of order");
            }
            follow(&mut sounding, event).or_else(wrong)?;
            last = Some(event);
        }
        if !sounds && !refuses && !sounding.is_empty() {
            return Err(Fault(format!("{} notes sound while block {index} does not play", sounding.len())));
        }
    }
    if sent.next().is_some() {
        return Err(Fault("events after the last block".into()));
    }
    let is_over = performed.blocks.last().is_some_and(|(_, sounds)| !sounds);
    if is_over && !sounding.is_empty() {
        return Err(Fault(format!("{} notes hang at the end: {sounding:?}", sounding.len())));
    }
    Ok(())
}

fn is_out_of_order(last: &NoteEvent, event: &NoteEvent) -> bool {
    let place = |event: &NoteEvent| {
        (event.sample, matches!(event.kind, NoteKind::Begin { .. }), event.channel, event.key)
    };
    place(event) <= place(last)
}

fn follow(sounding: &mut BTreeMap<u32, NoteEvent>, event: NoteEvent) -> Result<(), &'static str> {
    match event.kind {
        NoteKind::Begin { velocity } => {
            let key = |other: &NoteEvent| (other.channel, other.key);
            if !(1..=127).contains(&velocity) {
                return Err("a velocity out of range");
            }
            if sounding.values().any(|other| key(other) == key(&event)) {
                return Err("a second voice on a key");
            }
            if sounding.insert(event.id, event).is_some() {
                return Err("an id that sounds already");
            }
        }
        NoteKind::End => {
            let Some(begun) = sounding.remove(&event.id) else { return Err("an end without a beginning") };
            if (begun.lane, begun.channel, begun.key) != (event.lane, event.channel, event.key) {
                return Err("an end unlike its beginning");
            }
        }
    }
    Ok(())
}
