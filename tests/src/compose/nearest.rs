//! What somebody may have meant who mistyped a name.

/// `did you mean bossa? there are …`, or just what there is.
pub(super) fn suggested(typed: &str, names: &[&str]) -> String {
    let there_are = format!("there are {}", names.join(", "));
    match nearest(typed, names) {
        Some(name) => format!("did you mean {name}? {there_are}"),
        None => there_are,
    }
}

/// So many letters may be wrong, and fewer in a short name: then it is another word.
const WRONG_MAX: usize = 2;

fn nearest<'a>(typed: &str, names: &[&'a str]) -> Option<&'a str> {
    let typed = typed.trim().to_lowercase();
    let wrong = |name: &str| edits(&typed, &name.to_lowercase());
    let most = |name: &str| WRONG_MAX.min(name.chars().count() / 2);
    let near = names.iter().copied().filter(|name| wrong(name) <= most(name));
    near.min_by_key(|name| wrong(name))
}

/// Letters to put in, leave out or change; more than a line's worth is not counted.
fn edits(one: &str, other: &str) -> usize {
    const LETTERS_MAX: usize = 64;
    let other: Vec<char> = other.chars().take(LETTERS_MAX).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().take(LETTERS_MAX).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (place, same) in other.iter().enumerate() {
            let changed = diagonal + usize::from(*same != letter);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_or_two_are_forgiven() {
        let names = ["pop", "ballad", "swing", "jazz-waltz", "bossa", "funk", "shuffle", "house"];
        let table = [
            ("bosa", Some("bossa")),
            ("Bossa", Some("bossa")),
            ("jazzwaltz", Some("jazz-waltz")),
            ("shufle", Some("shuffle")),
            ("fnuk", Some("funk")),
            ("pup", Some("pop")),
            ("polka", None),
            ("", None),
            ("x", None),
        ];
        for (typed, meant) in table {
            assert_eq!(nearest(typed, &names), meant, "{typed}");
        }
        assert_eq!(suggested("bosa", &["bossa", "pop"]), "did you mean bossa? there are bossa, pop");
        assert_eq!(suggested("zydeco", &["bossa", "pop"]), "there are bossa, pop");
        assert_eq!(nearest(&"pop".repeat(1_000_000), &names), None);
    }
}
