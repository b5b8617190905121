//! What the player sent beside what the law wants, event by event.

use player::NoteKind;

use super::{Fault, Outcome, Performed, Sent};
use crate::oracle::{Event, Hearing, Kind, Report};

/// Reports name beats in floats; the law's exact place may be this far away.
const BEATS_TOLERANCE: f64 = 1e-7;
/// Events shown before and after the first difference.
const CONTEXT: usize = 3;

pub(super) fn compare(performed: &Performed, heard: &Hearing) -> Result<Outcome, Fault> {
    let mut outcome = Outcome::default();
    let longest = performed.sent.len().max(heard.events.len());
    for index in 0..longest {
        match (performed.sent.get(index), heard.events.get(index)) {
            (Some(sent), Some(event)) if is_exact(sent, event) => {}
            (Some(sent), Some(event)) if is_off_by_one(sent, event) => outcome.off_by_one += 1,
            (_, _) => return Err(different(performed, heard, index)),
        }
    }
    outcome.events = longest as u64;
    outcome.reports = heard.reports.len() as u64;
    reports(performed, heard)?;
    Ok(outcome)
}

fn is_alike(sent: &Sent, event: &Event) -> bool {
    let kind = match event.kind {
        Kind::Begin { velocity } => NoteKind::Begin { velocity },
        Kind::End => NoteKind::End,
    };
    let own = &sent.event;
    (own.kind, own.lane, own.channel, own.key) == (kind, event.lane, event.channel, event.key)
}

fn is_exact(sent: &Sent, event: &Event) -> bool {
    (sent.block, i64::from(sent.event.sample)) == (event.block, event.sample) && is_alike(sent, event)
}

fn is_off_by_one(sent: &Sent, event: &Event) -> bool {
    let moment = sent.block_start + u64::from(sent.event.sample);
    event.tight && moment.abs_diff(event.moment) <= 1 && is_alike(sent, event)
}

fn reports(performed: &Performed, heard: &Hearing) -> Result<(), Fault> {
    let wrong = || {
        let expected: Vec<String> = heard.reports.iter().map(|report| format!("{report:?}")).collect();
        Fault(format!("reports: expected {}, got {:?}", expected.join(", "), performed.reports))
    };
    let all_alike = performed.reports.iter().zip(&heard.reports).all(|(own, report)| {
        let Report { program, beat, sample } = *report;
        let revision = performed.revisions[program];
        (own.revision, own.sample) == (revision, sample)
            && (own.beat - beat).abs() <= BEATS_TOLERANCE * beat.abs().max(1.0)
    });
    let as_many = performed.reports.len() == heard.reports.len();
    if all_alike && as_many { Ok(()) } else { Err(wrong()) }
}

fn different(performed: &Performed, heard: &Hearing, index: usize) -> Fault {
    let around = index.saturating_sub(CONTEXT)..index + CONTEXT;
    let expected = around.clone().filter_map(|place| heard.events.get(place).map(shown));
    let got = around.filter_map(|place| performed.sent.get(place).map(shown_sent));
    let (expected, got): (Vec<String>, Vec<String>) = (expected.collect(), got.collect());
    let first = heard.events.get(index).map_or("nothing more".into(), shown);
    let instead = performed.sent.get(index).map_or("nothing more".into(), shown_sent);
    Fault(format!(
        "event {index}: expected {first}, got {instead}; around it expected [{}] got [{}]",
        expected.join(", "),
        got.join(", ")
    ))
}

fn shown(event: &Event) -> String {
    let Event { block, sample, moment, kind, lane, channel, key, tight } = event;
    let hair = if *tight { " (a hair)" } else { "" };
    let what = match kind {
        Kind::Begin { velocity } => format!("+{key}@{velocity}"),
        Kind::End => format!("-{key}"),
    };
    format!("{moment}{what} {lane}/{channel} (block {block} sample {sample}{hair})")
}

fn shown_sent(sent: &Sent) -> String {
    let event = &sent.event;
    let what = match event.kind {
        NoteKind::Begin { velocity } => format!("+{}@{velocity}", event.key),
        NoteKind::End => format!("-{}", event.key),
    };
    let moment = sent.block_start + u64::from(event.sample);
    let place = format!("(block {} sample {}, id {})", sent.block, event.sample, event.id);
    format!("{moment}{what} {}/{} {place}", event.lane, event.channel)
}
