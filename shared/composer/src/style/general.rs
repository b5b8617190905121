//! What concerns the whole band: meters, tempi, swing, who sits in, and the hands' timing.

use music::lane::Lane;
use music::meter::Meter;

use super::Error;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct General {
    /// Meters it is written for, the first being its own; another one is adapted, and said so.
    pub meters: Vec<Meter>,
    /// What the chart's tempo should lie in, slowest and fastest, and what is played when it names none.
    pub tempo_bpm: (u32, u32),
    pub tempo_default_bpm: u32,
    pub swing: Swing,
    pub drummer: Drummer,
    /// Who sits in when nobody says otherwise.
    pub lanes: Vec<Lane>,
}

/// Which pairs of notes are long–short, and how long the long one is, in thousandths of the pair at four tempi.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swing {
    Straight,
    Eighths,
    Sixteenths,
}

/// Repetition is right for a machine and wrong for a human.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drummer {
    Human,
    Machine,
}

impl General {
    pub fn read(file: &str, text: &str) -> Result<General, Error> {
        let _ = (file, text);
        Ok(General {
            meters: vec![Meter::COMMON],
            tempo_bpm: (60, 200),
            tempo_default_bpm: 120,
            swing: Swing::Straight,
            drummer: Drummer::Human,
            lanes: vec![Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar],
        })
    }
}
