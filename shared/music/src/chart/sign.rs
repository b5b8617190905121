//! Signs that send the player elsewhere: Segno, Coda, Fine, D.C. and D.S.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sign {
    /// Where D.S. goes back to.
    Segno,
    /// Where the coda begins.
    Coda,
    /// Where the player leaves for the coda.
    ToCoda,
    /// A coda symbol that does not say which of the two it is: the first of a chart leaves, the second arrives.
    CodaSymbol,
    Fine,
    Jump(Jump),
}

/// D.C. or D.S., and where the second way round stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Jump {
    pub to: Target,
    pub until: Until,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// D.C.: bar 1, after any pickup.
    Start,
    /// D.S.
    Segno,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Until {
    /// To Fine where the chart has one, else to the end.
    End,
    Fine,
    Coda,
}

impl Sign {
    /// Signs at a bar's beginning; the others stand at its end.
    pub(crate) const fn is_at_start(self) -> bool {
        match self {
            Sign::Segno | Sign::Coda => true,
            Sign::ToCoda | Sign::CodaSymbol | Sign::Fine | Sign::Jump(_) => false,
        }
    }

    /// Reads a whole text, as between the braces of `{D.S. al Coda}`.
    pub(crate) fn from_text(text: &str) -> Option<Sign> {
        let (sign, length) = Sign::at_start_of(text)?;
        (length == text.len()).then_some(sign)
    }

    /// Reads the longest sign that `text` begins with, in words or as a symbol, and says how many bytes it takes.
    pub(crate) fn at_start_of(text: &str) -> Option<(Sign, usize)> {
        for (symbol, sign) in [("𝄋", Sign::Segno), ("𝄌", Sign::CodaSymbol), ("⊕", Sign::CodaSymbol)] {
            if text.starts_with(symbol) {
                return Some((sign, symbol.len()));
            }
        }
        let words = Words::new(text);
        let (first, after_first) = words.next()?;
        match first.as_str() {
            "segno" => Some((Sign::Segno, after_first)),
            "coda" => Some((Sign::Coda, after_first)),
            "tocoda" => Some((Sign::ToCoda, after_first)),
            "fine" => Some((Sign::Fine, after_first)),
            "to" => {
                let (second, end) = words.next_from(after_first)?;
                (second == "coda").then_some((Sign::ToCoda, end))
            }
            "dc" => Some(jump(&words, Target::Start, after_first)),
            "ds" => Some(jump(&words, Target::Segno, after_first)),
            "da" | "dal" => {
                let (second, end) = words.next_from(after_first)?;
                match second.as_str() {
                    "capo" => Some(jump(&words, Target::Start, end)),
                    "segno" => Some(jump(&words, Target::Segno, end)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

fn jump(words: &Words<'_>, to: Target, end: usize) -> (Sign, usize) {
    let plain = (Sign::Jump(Jump { to, until: Until::End }), end);
    let Some((second, after_al)) = words.next_from(end) else { return plain };
    if second != "al" {
        return plain;
    }
    match words.next_from(after_al) {
        Some((third, end)) if third == "fine" => (Sign::Jump(Jump { to, until: Until::Fine }), end),
        Some((third, end)) if third == "coda" => (Sign::Jump(Jump { to, until: Until::Coda }), end),
        Some(_) | None => plain,
    }
}

/// Words in lower case without dots, read one at a time from a text.
struct Words<'a> {
    text: &'a str,
}

impl<'a> Words<'a> {
    fn new(text: &'a str) -> Words<'a> {
        Words { text }
    }

    fn next(&self) -> Option<(String, usize)> {
        self.next_from(0)
    }

    fn next_from(&self, at: usize) -> Option<(String, usize)> {
        let rest = &self.text[at..];
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let length = trimmed.find(|c: char| !c.is_ascii_alphabetic() && c != '.').unwrap_or(trimmed.len());
        let follows = trimmed[length..].chars().next();
        let is_whole = follows.is_none_or(|c| c.is_whitespace() || c == '|' || c == '{' || c == ':');
        let word: String =
            trimmed[..length].chars().filter(|c| *c != '.').map(|c| c.to_ascii_lowercase()).collect();
        (is_whole && !word.is_empty()).then(|| (word, at + rest.len() - trimmed.len() + length))
    }
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Sign::Segno => f.write_str("segno"),
            Sign::Coda => f.write_str("coda"),
            Sign::ToCoda => f.write_str("to coda"),
            Sign::CodaSymbol => f.write_str("⊕"),
            Sign::Fine => f.write_str("fine"),
            Sign::Jump(jump) => jump.fmt(f),
        }
    }
}

impl fmt::Display for Jump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = match self.to {
            Target::Start => "D.C.",
            Target::Segno => "D.S.",
        };
        match self.until {
            Until::End => f.write_str(to),
            Until::Fine => write!(f, "{to} al Fine"),
            Until::Coda => write!(f, "{to} al Coda"),
        }
    }
}

#[cfg(test)]
mod tests;
