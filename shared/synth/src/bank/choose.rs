//! The bank somebody asked for, or the default: never none.

use std::path::Path;

use super::{Bank, Error, cached};

/// What is played, and what went differently than asked.
#[derive(Debug)]
pub struct Chosen {
    pub bank: Bank,
    /// Each a sentence for whoever asked.
    pub told: Vec<Error>,
}

/// `wanted`, if it is a bank; else the default one, kept in `cache`.
pub fn choose(wanted: Option<&Path>, cache: &Path) -> Result<Chosen, Error> {
    let refused = match wanted.map(Bank::load) {
        Some(Ok(bank)) => return Ok(Chosen { bank, told: Vec::new() }),
        Some(Err(refused)) => Some(refused),
        None => None,
    };
    let (bank, not_kept) = cached(cache)?;
    Ok(Chosen { bank, told: refused.into_iter().chain(not_kept).collect() })
}
