//! What is promised, what was found, and what the plainest program needs for the same: row by row.

use std::process::ExitCode;
use std::time::Duration;

use crate::figures::milliseconds;

#[derive(Debug, Default)]
pub struct Budgets {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    what: String,
    aim: String,
    measured: String,
    /// Nothing where there is nothing to compare with.
    baseline: String,
    is_met: bool,
}

impl Budgets {
    /// Less than `aim`.
    pub fn time(&mut self, what: &str, aim: Duration, measured: Duration, baseline: Option<Duration>) {
        self.holds(what, &format!("< {}", shown(aim)), &shown(measured), measured < aim);
        self.beside(baseline.map(shown));
    }

    pub fn bytes(&mut self, what: &str, aim: u64, measured: Option<u64>, baseline: Option<u64>) {
        let kibibytes = |bytes: u64| format!("{:.1} KiB", bytes as f64 / 1_024.0);
        let is_met = measured.is_some_and(|bytes| bytes < aim);
        // What a system does not tell is not met.
        let measured = measured.map_or_else(|| "not told".to_owned(), kibibytes);
        self.holds(what, &format!("< {}", kibibytes(aim)), &measured, is_met);
        self.beside(baseline.map(kibibytes));
    }

    pub fn holds(&mut self, what: &str, aim: &str, measured: &str, is_met: bool) {
        let (what, aim, measured) = (what.to_owned(), aim.to_owned(), measured.to_owned());
        self.rows.push(Row { what, aim, measured, baseline: "–".to_owned(), is_met });
    }

    fn beside(&mut self, baseline: Option<String>) {
        if let (Some(row), Some(baseline)) = (self.rows.last_mut(), baseline) {
            row.baseline = baseline;
        }
    }

    pub fn print(&self) {
        println!("\n  {:<52} {:>13} {:>13} {:>13}  ok", "budget", "aim", "measured", "baseline");
        for Row { what, aim, measured, baseline, is_met } in &self.rows {
            let word = if *is_met { "yes" } else { "MISSED" };
            println!("  {what:<52} {aim:>13} {measured:>13} {baseline:>13}  {word}");
        }
    }

    pub fn are_met(&self) -> bool {
        self.rows.iter().all(|row| row.is_met)
    }

    /// What a shell is told.
    pub fn exit_code(&self) -> ExitCode {
        if self.are_met() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn shown(time: Duration) -> String {
    let ms = milliseconds(time);
    if ms < 10.0 && !time.subsec_nanos().is_multiple_of(1_000_000) {
        format!("{ms:.2} ms")
    } else {
        format!("{ms:.0} ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_that_is_missed_is_a_failure() {
        let ms = Duration::from_millis;
        for (measured_ms, bytes, is_met) in
            [(19, Some(9), true), (20, Some(9), false), (19, Some(10), false), (19, None, false)]
        {
            let mut budgets = Budgets::default();
            budgets.time("time", ms(20), ms(measured_ms), Some(ms(1)));
            budgets.bytes("memory", 10, bytes, None);
            assert_eq!(budgets.are_met(), is_met, "{measured_ms} ms, {bytes:?}");
        }
        assert!(Budgets::default().are_met());
    }

    #[test]
    fn times_are_as_fine_as_they_are_short() {
        for (micros, expected) in [(310, "0.31 ms"), (1_000, "1 ms"), (9_999, "10.00 ms"), (85_400, "85 ms")]
        {
            assert_eq!(shown(Duration::from_micros(micros)), expected);
        }
    }
}
