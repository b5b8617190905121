//! What clap-validator found, read from its JSON: counts, and a line for each test that did not simply pass.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, bail};
use serde_json::Value;

#[derive(Debug)]
pub struct Report {
    found: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    test: String,
    verdict: Verdict,
    why: String,
}

/// In the order in which they are told: the worst stand last, where people look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Passed,
    Skipped,
    Warned,
    Failed,
    Crashed,
}

impl Report {
    pub fn read(json: &[u8]) -> anyhow::Result<Report> {
        let report: Value = serde_json::from_slice(json).context("it is no JSON")?;
        let results = report["results"].as_array().context("it has no `results`")?;
        let mut found = results.iter().map(Found::read).collect::<anyhow::Result<Vec<Found>>>()?;
        found.sort_by_key(|found| found.verdict);
        Ok(Report { found })
    }

    /// Nothing is wrong, and something was tried.
    pub fn is_clean(&self) -> bool {
        self.count(Verdict::Passed) > 0 && self.found.iter().all(|found| found.verdict < Verdict::Failed)
    }

    fn count(&self, verdict: Verdict) -> usize {
        self.found.iter().filter(|found| found.verdict == verdict).count()
    }
}

impl Found {
    fn read(result: &Value) -> anyhow::Result<Found> {
        // What is tested, the file or a plugin in it, is the only key.
        let cases = result["test"].as_object().context("a result without its `test`")?;
        let test = cases.values().next().and_then(|case| case["test"].as_str());
        let test = test.context("a test without a name")?.to_owned();
        let verdict = match result["status"]["code"].as_str() {
            Some("success") => Verdict::Passed,
            Some("skipped") => Verdict::Skipped,
            Some("warning") => Verdict::Warned,
            Some("failed") => Verdict::Failed,
            Some("crashed") => Verdict::Crashed,
            code => bail!("{test}: nobody here knows the verdict {code:?}"),
        };
        let why = result["status"]["details"].as_str().unwrap_or("it does not say why").to_owned();
        Ok(Found { test, verdict, why })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A reason that several tests have is told once.
        let mut told: BTreeMap<(Verdict, &str), Vec<&str>> = BTreeMap::new();
        for found in self.found.iter().filter(|found| found.verdict != Verdict::Passed) {
            told.entry((found.verdict, &found.why)).or_default().push(&found.test);
        }
        for ((verdict, why), tests) in told {
            writeln!(f, "  {verdict:7}  {}\n           {}", tests.join(", "), why.trim())?;
        }
        let [passed, skipped, warned, failed, crashed] =
            [Verdict::Passed, Verdict::Skipped, Verdict::Warned, Verdict::Failed, Verdict::Crashed]
                .map(|verdict| self.count(verdict));
        write!(
            f,
            "{} tests: {passed} passed, {failed} failed, {crashed} crashed, {warned} warned, {skipped} skipped",
            self.found.len()
        )
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Verdict::Passed => "passed",
            Verdict::Skipped => "skipped",
            Verdict::Warned => "warned",
            Verdict::Failed => "FAILED",
            Verdict::Crashed => "CRASHED",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(test: &str, code: &str, details: &str) -> String {
        let details = if details.is_empty() { "null".to_owned() } else { format!("{details:?}") };
        format!(
            r#"{{"test": {{"plugin-instance": {{"test": "{test}", "plugin_id": "b"}}}},
                "status": {{"code": "{code}", "details": {details}}}, "duration": {{"secs": 0, "nanos": 1}}}}"#
        )
    }

    fn report(results: &[String]) -> anyhow::Result<Report> {
        Report::read(format!("{{\"results\": [{}]}}", results.join(",")).as_bytes())
    }

    #[test]
    fn each_verdict_decides_whether_it_is_clean() {
        let table =
            [("success", true), ("skipped", true), ("warning", true), ("failed", false), ("crashed", false)];
        for (code, expected) in table {
            let report = report(&[result("a", "success", ""), result("b", code, "")]).unwrap();
            assert_eq!(report.is_clean(), expected, "{code}");
        }
        for nothing in [vec![], vec![result("a", "skipped", "")]] {
            assert!(!report(&nothing).unwrap().is_clean(), "nothing was tried");
        }
    }

    #[test]
    fn what_did_not_pass_is_told_with_its_reason_once_and_the_worst_last() {
        let results = [
            result("param-fuzz", "failed", "NaN at 3"),
            result("state", "success", ""),
            result("double-a", "skipped", "no 64 bits"),
            result("double-b", "skipped", "no 64 bits"),
            result("slow", "warning", ""),
        ];
        let expected = "  skipped  double-a, double-b
           no 64 bits
  warned   slow
           it does not say why
  FAILED   param-fuzz
           NaN at 3
5 tests: 1 passed, 1 failed, 0 crashed, 1 warned, 2 skipped";
        assert_eq!(report(&results).unwrap().to_string(), expected);
    }

    #[test]
    fn what_is_no_report_says_so() {
        let unknown = format!("{{\"results\": [{}]}}", result("a", "maybe", ""));
        for (json, expected) in [
            ("", "no JSON"),
            ("{}", "no `results`"),
            (r#"{"results": [{}]}"#, "without its `test`"),
            (r#"{"results": [{"test": {}}]}"#, "without a name"),
            (unknown.as_str(), "a: nobody here knows the verdict Some(\"maybe\")"),
        ] {
            let error = format!("{:#}", Report::read(json.as_bytes()).unwrap_err());
            assert!(error.contains(expected), "{json}: {error}");
        }
    }
}
