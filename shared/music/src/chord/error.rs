//! Why a text is not a chord, where it stops being one, and what may have been meant.

use std::fmt;

/// Names the text, the place and, where one is near, the chord that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    excerpt: String,
    problem: Problem,
    suggestion: Option<String>,
}

/// Longer texts are cut in messages: a person recognises their chord by its start.
const EXCERPT_MAX: usize = 32;

impl Error {
    pub(super) fn new(text: &str, problem: Problem, suggestion: Option<String>) -> Error {
        let mut excerpt: String = text.chars().take(EXCERPT_MAX).collect();
        if text.chars().nth(EXCERPT_MAX).is_some() {
            excerpt.push('…');
        }
        Error { excerpt, problem, suggestion }
    }

    /// Characters before the one that went wrong.
    pub fn column(&self) -> usize {
        self.problem.column
    }

    pub fn reason(&self) -> &str {
        &self.problem.reason
    }

    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl fmt::Display for Error {
    /// A suggestion says more than a reason, so the reason is only told without one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is not a chord", self.excerpt)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean {suggestion}?"),
            None => write!(f, ": {}", self.problem.reason),
        }
    }
}

impl std::error::Error for Error {}

/// Where reading stopped and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) column: usize,
    pub(super) reason: String,
}

impl Problem {
    pub(super) fn new(column: usize, reason: impl Into<String>) -> Problem {
        Problem { column, reason: reason.into() }
    }
}
