//! What a style's files do not say comes from the style they inherit, table by table, key by key.

use toml::{Table, Value};

use super::{Error, Files, Style};

/// Longer lines of descent are a mistake.
const ANCESTORS_MAX: usize = 8;
const GENERAL: &str = "style.toml";

/// The files of a style with all that it inherits written in. `folder` knows the other styles by name.
pub(super) fn whole(
    name: &str,
    files: &Files,
    folder: &dyn Fn(&str) -> Option<Files>,
) -> Result<Files, Error> {
    let mut descent = vec![name.to_owned()];
    let mut whole = files.clone();
    let mut youngest = files.clone();
    while let Some((parent, place)) = parent(&descent, &youngest)? {
        let file = format!("{}/{GENERAL}", descent.last().map_or("", String::as_str));
        let text = youngest.get(GENERAL).map_or("", String::as_str);
        let refuse = |message: String| Error::at(&file, text, place, message);
        if descent.contains(&parent) {
            return Err(refuse(format!(
                "{} goes round in circles; inherit another style",
                path(&descent, &parent)
            )));
        }
        if descent.len() > ANCESTORS_MAX {
            return Err(refuse(format!("more than {ANCESTORS_MAX} styles in one line of descent")));
        }
        youngest = folder(&parent)
            .ok_or_else(|| refuse(format!("there is no style \"{parent}\"; inherit one that is there")))?;
        // Read on its own, so that a mistake is told in the file that has it.
        Style::of_files(&parent, &youngest)?;
        whole = under(&descent, whole, &parent, &youngest)?;
        descent.push(parent);
    }
    Ok(whole)
}

fn path(descent: &[String], parent: &str) -> String {
    format!("{} inherits {parent}, which", descent.join(" inherits "))
}

/// Whom the youngest file inherits, and where it says so.
fn parent(descent: &[String], files: &Files) -> Result<Option<(String, usize)>, Error> {
    let text = files.get(GENERAL).map_or("", String::as_str);
    let file = format!("{}/{GENERAL}", descent.last().map_or("", String::as_str));
    let table: Table = text.parse().map_err(|error| Error::of_toml(&file, text, &error))?;
    let place = text.find("inherits").unwrap_or(0);
    match table.get("inherits") {
        None => Ok(None),
        Some(Value::String(parent)) => Ok(Some((parent.clone(), place))),
        Some(_) => Err(Error::at(&file, text, place, "inherits names a style, as in \"pop\"")),
    }
}

/// `whole` over what the parent's files say.
fn under(descent: &[String], whole: Files, parent: &str, parents: &Files) -> Result<Files, Error> {
    let mut merged = parents.clone();
    for (file, text) in whole {
        let Some(old) = parents.get(&file) else {
            merged.insert(file, text);
            continue;
        };
        let own = format!("{}/{file}", descent.last().map_or("", String::as_str));
        let table: Table = text.parse().map_err(|error| Error::of_toml(&own, &text, &error))?;
        let inherited = format!("{parent}/{file}");
        let mut below: Table = old.parse().map_err(|error| Error::of_toml(&inherited, old, &error))?;
        below.remove("inherits");
        lay_over(&mut below, table);
        merged.insert(file, below.to_string());
    }
    Ok(merged)
}

/// Tables are merged, everything else is replaced.
fn lay_over(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(old)), Value::Table(new)) => lay_over(old, new),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}
