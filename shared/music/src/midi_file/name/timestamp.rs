//! When a file was made, as its name says it: a day, mostly with the time of day.

use std::fmt;
use std::str::FromStr;

/// `20250824103000` or `20250824`. A day without a time comes before every time of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    year: u16,
    month: u8,
    day: u8,
    time: Option<TimeOfDay>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct TimeOfDay {
    hour: u8,
    minute: u8,
    second: u8,
}

/// Computers count their seconds from here; nothing older was made by one that stamps files.
const FIRST_YEAR: u16 = 1970;
/// Four digits.
const LAST_YEAR: u16 = 9999;

const SECONDS_PER_DAY: u64 = 24 * 60 * 60;

impl Timestamp {
    /// `None` for a day that no calendar has.
    pub fn of_day(year: u16, month: u8, day: u8) -> Option<Timestamp> {
        let exists = (FIRST_YEAR..=LAST_YEAR).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Timestamp { year, month, day, time: None })
    }

    /// `None` for a time that no clock shows; leap seconds are not shown.
    pub fn at(self, hour: u8, minute: u8, second: u8) -> Option<Timestamp> {
        let exists = hour < 24 && minute < 60 && second < 60;
        exists.then_some(Timestamp { time: Some(TimeOfDay { hour, minute, second }), ..self })
    }

    /// In UTC. `None` after the year 9999.
    pub fn from_unix_seconds(seconds: u64) -> Option<Timestamp> {
        let (mut days, second) = (seconds / SECONDS_PER_DAY, seconds % SECONDS_PER_DAY);
        let (mut year, mut month) = (FIRST_YEAR, 1);
        while days >= days_in_year(year) {
            days -= days_in_year(year);
            year = if year < LAST_YEAR { year + 1 } else { return None };
        }
        while days >= u64::from(days_in(year, month)) {
            days -= u64::from(days_in(year, month));
            month += 1;
        }
        let day = Timestamp::of_day(year, month, days as u8 + 1)?;
        day.at((second / 3_600) as u8, (second / 60 % 60) as u8, (second % 60) as u8)
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in_year(year: u16) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.year, self.month, self.day)?;
        match self.time {
            Some(TimeOfDay { hour, minute, second }) => write!(f, "{hour:02}{minute:02}{second:02}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Timestamp, ParseTimestampError> {
        let excerpt = || text.chars().take(16).collect();
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits || !matches!(text.len(), 8 | 14) {
            return Err(ParseTimestampError::Shape { text: excerpt() });
        }
        let number = |digits: &str| digits.bytes().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
        let pair = |at: usize| number(&text[at..at + 2]) as u8;
        let day = Timestamp::of_day(number(&text[..4]), pair(4), pair(6));
        let day = day.ok_or_else(|| ParseTimestampError::Day { text: text[..8].to_owned() })?;
        if text.len() == 8 {
            return Ok(day);
        }
        let time = day.at(pair(8), pair(10), pair(12));
        time.ok_or_else(|| ParseTimestampError::Time { text: text[8..].to_owned() })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseTimestampError {
    #[error("\"{text}\" is neither 8 digits (YYYYMMDD) nor 14 (YYYYMMDDhhmmss)")]
    Shape { text: String },
    #[error("\"{text}\" is no day from {FIRST_YEAR} to {LAST_YEAR}; write YYYYMMDD")]
    Day { text: String },
    #[error("\"{text}\" is no time of day; write hhmmss, up to 235959")]
    Time { text: String },
}
