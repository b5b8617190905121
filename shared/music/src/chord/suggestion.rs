//! What may have been meant by a text that is no chord.

use super::Chord;
use super::error::Problem;

/// Longer texts are not slips of the finger.
const SLIP_MAX: usize = 24;

/// The nearest text that `read` takes for a chord, in its canonical spelling.
pub(super) fn nearest(
    text: &str,
    _problem: &Problem,
    read: impl Fn(&str) -> Option<Chord>,
) -> Option<String> {
    if text.chars().nth(SLIP_MAX).is_some() {
        return None;
    }
    roots_repaired(text).into_iter().find_map(|candidate| read(&candidate)).map(|chord| chord.to_string())
}

/// German H, and roots typed without the shift key.
fn roots_repaired(text: &str) -> Vec<String> {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return Vec::new() };
    let rest = chars.as_str();
    match first {
        'H' | 'h' => vec![format!("B{rest}")],
        'a'..='g' => vec![format!("{}{rest}", first.to_ascii_uppercase())],
        _ => Vec::new(),
    }
}
