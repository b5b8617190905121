//! What one client of a crowd said and heard, and what follows from it: how late, how much of it, what never came.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wire::ToPlugin;

use crate::listener::EVERY;

/// By the clock that server and clients of one machine share.
pub fn now_nanos() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

#[derive(Clone, Debug, Default)]
pub struct Heard {
    pub positions: Vec<Position>,
    pub facts: Vec<Facts>,
    /// Facts that did not go on where the last ones ended, and sentences nobody understands.
    pub gaps: u64,
    /// Pings, there and back.
    pub pings: Vec<Took>,
    /// Its own words, from when they were due until they were sent.
    pub said_late: Vec<Took>,
    /// The server hung up.
    pub is_closed: bool,
}

/// The server's number and its time of writing, and when it came.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    pub n: u64,
    pub at: i64,
    pub came: i64,
}

/// When something was due, and how long it took from then on.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    pub begun: i64,
    pub took: Duration,
}

/// A message of facts: what it had before, and has then.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub from: u64,
    pub to: u64,
    pub came: i64,
}

/// Something that everybody has to hear of: its number, and when it was due to be asked for.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    pub seq: u64,
    pub due: i64,
}

/// How a client heard the positions of a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hearing {
    /// Each from when it was due until it was read.
    pub late: Vec<Duration>,
    /// Written, and never read.
    pub missing: u64,
    /// Due, and never written.
    pub skipped: u64,
}

impl Heard {
    pub fn note(&mut self, text: &str, came: i64) {
        match wire::codec::decode(text) {
            Ok(ToPlugin::Position(position)) => {
                self.positions.push(Position { n: position.n, at: position.at_ns.0, came });
            }
            Ok(ToPlugin::Changes(followed)) => {
                let (from, to) = (followed.changes.from, followed.changes.to);
                let goes_on = self.facts.last().is_none_or(|last| last.to == from);
                self.gaps += u64::from(!goes_on);
                self.facts.push(Facts { from, to, came });
            }
            Ok(ToPlugin::Pong(pong)) => {
                self.pings.push(Took { begun: pong.t0.0, took: nanos(came - pong.t0.0) });
            }
            Ok(ToPlugin::Resync(_)) | Err(_) => self.gaps += 1,
            Ok(
                ToPlugin::Welcome(_)
                | ToPlugin::Timeline(_)
                | ToPlugin::Clip(_)
                | ToPlugin::MidiReady(_)
                | ToPlugin::Reply(_)
                | ToPlugin::TransportSync(_),
            ) => {}
        }
    }

    /// Positions are due a tenth of a second apart. The one that was written with the least delay says when the first
    /// was due; a server that is late with one and sends the next in time hides nothing so, and one that leaves a turn
    /// out is late with all that follow.
    pub fn hearing(&self, from: i64) -> Hearing {
        let counted: Vec<&Position> = self.positions.iter().filter(|position| position.at >= from).collect();
        let (Some(first), Some(last)) = (counted.first(), counted.last()) else { return Hearing::default() };
        let every = EVERY.as_nanos() as i64;
        let since = |position: &Position| position.at - (position.n - first.n) as i64 * every;
        let begun = counted.iter().map(|position| since(position)).min().unwrap_or_default();
        let due = |position: &Position| begun + (position.n - first.n) as i64 * every;
        let late = counted.iter().map(|position| nanos(position.came - due(position))).collect();
        let written = last.n - first.n + 1;
        let turns = (last.at - first.at + every / 2) / every + 1;
        Hearing {
            late,
            missing: written - counted.len() as u64,
            skipped: u64::try_from(turns).unwrap_or(0).saturating_sub(written),
        }
    }

    /// From when it was due to be asked for until it was heard of here; nothing where it never was.
    pub fn delay(&self, fact: &Fact) -> Option<Duration> {
        let has = |facts: &&Facts| facts.from < fact.seq && fact.seq <= facts.to;
        self.facts.iter().find(has).map(|facts| nanos(facts.came - fact.due))
    }
}

fn nanos(count: i64) -> Duration {
    Duration::from_nanos(u64::try_from(count).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: i64 = 1_000_000;

    fn hearing(positions: &[(u64, i64, i64)]) -> Hearing {
        let positions = positions.iter().map(|&(n, at, came)| Position { n, at: at * MS, came: came * MS });
        Heard { positions: positions.collect(), ..Heard::default() }.hearing(1_000 * MS)
    }

    #[test]
    fn lateness_is_counted_from_when_it_was_due() {
        for (name, positions, late, missing, skipped) in [
            ("nothing came", &[][..], &[][..], 0, 0),
            ("all in time", &[(7, 1_005, 1_005), (8, 1_105, 1_106)], &[0, 1], 0, 0),
            ("what came before is not counted", &[(6, 905, 999), (7, 1_005, 1_006)], &[1], 0, 0),
            ("written late", &[(1, 1_005, 1_006), (2, 1_145, 1_146), (3, 1_205, 1_206)], &[1, 41, 1], 0, 0),
            ("the first one late", &[(1, 1_045, 1_046), (2, 1_105, 1_106)], &[41, 1], 0, 0),
            ("read late", &[(1, 1_005, 1_095), (2, 1_105, 1_106)], &[90, 1], 0, 0),
            ("one never read", &[(1, 1_005, 1_005), (3, 1_205, 1_207)], &[0, 2], 1, 0),
            (
                "a turn left out",
                &[(1, 1_005, 1_005), (2, 1_105, 1_105), (3, 1_305, 1_305)],
                &[0, 0, 100],
                0,
                1,
            ),
        ] {
            let expected = late.iter().copied().map(Duration::from_millis).collect();
            let found = hearing(positions);
            assert_eq!(found, Hearing { late: expected, missing, skipped }, "{name}");
        }
    }

    #[test]
    fn a_fact_is_lost_unless_a_message_holds_it() {
        let mut heard = Heard::default();
        for (from, to, came) in [(10, 12, 5), (12, 15, 9), (17, 18, 20)] {
            let text = format!(
                r#"{{"type":"changes","scope":"session/default","from":{from},"to":{to},"items":[]}}"#
            );
            heard.note(&text, came * MS);
        }
        assert_eq!(heard.gaps, 1, "16 and 17 never came");
        for (seq, expected) in
            [(10, None), (11, Some(3)), (12, Some(3)), (13, Some(7)), (16, None), (18, Some(18)), (19, None)]
        {
            let delay = heard.delay(&Fact { seq, due: 2 * MS });
            assert_eq!(delay, expected.map(Duration::from_millis), "{seq}");
        }
        heard.note("no sentence", 0);
        assert_eq!(heard.gaps, 2);
    }
}
