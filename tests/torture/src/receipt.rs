//! What somebody outside was told: a line for each answer, in words that can be held against the journal.

use std::fmt;
use std::str::FromStr;

use domain::Event;
use music::clip::Hash;
use orchestrator::store::journal;
use orchestrator::writer::Committed;

/// One answer that said yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub scope: String,
    pub first_seq: u64,
    pub count: u64,
    /// Of its events, as the journal writes them.
    pub events: Hash,
}

impl Receipt {
    pub fn of(committed: &Committed) -> Receipt {
        Receipt {
            scope: committed.scope.to_string(),
            first_seq: committed.first_seq,
            count: committed.events.len() as u64,
            events: hash(&committed.events),
        }
    }
}

pub fn hash(events: &[Event]) -> Hash {
    let mut written = String::new();
    for event in events {
        let journal::Written { kind, version, body } = journal::write(event);
        written.push_str(&format!("{kind} {version} {body}\n"));
    }
    Hash::of(written.as_bytes())
}

const WORD: &str = "kept";

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{WORD} {} {} {} {}", self.scope, self.first_seq, self.count, self.events)
    }
}

impl FromStr for Receipt {
    type Err = String;

    fn from_str(line: &str) -> Result<Receipt, String> {
        let read = || {
            let mut words = line.split(' ');
            words.next().filter(|word| *word == WORD)?;
            let scope = words.next()?.to_owned();
            let first_seq = words.next()?.parse().ok()?;
            let count = words.next()?.parse().ok()?;
            let events = words.next()?.parse().ok()?;
            words.next().is_none().then_some(Receipt { scope, first_seq, count, events })
        };
        read().ok_or_else(|| line.to_owned())
    }
}
