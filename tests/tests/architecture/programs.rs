//! Every program among the tests is started by the workshop, and the workshop starts no other.

use proc_macro2::{TokenStream, TokenTree};

/// The programs whose name no text of the workshop has.
fn forgotten<'a>(programs: &'a [String], workshop: &str) -> Vec<&'a String> {
    programs.iter().filter(|name| !workshop.contains(&format!("\"{name}\""))).collect()
}

const FOLDERS: [&str; 4] =
    ["tests/src/bin", "tests/harness/src/bin", "tests/torture/src/bin", "tests/crowd/src/bin"];

/// The programs are files, or folders with a `main.rs`.
fn programs() -> Vec<String> {
    let entries = FOLDERS.iter().filter_map(|folder| std::fs::read_dir(crate::root().join(folder)).ok());
    let paths = entries.flatten().map(|entry| entry.expect("a listed file has a path").path());
    let programs = paths.filter(|path| path.is_file() || path.join("main.rs").is_file());
    programs.filter_map(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned())).collect()
}

/// The names in a verb of the workshop that can only be programs: `"soak_player"`.
fn started(verb: &str) -> Vec<String> {
    let mut names = Vec::new();
    if verb.contains("judge::start") {
        collect(verb.parse().expect("the workshop is Rust"), &mut names);
    }
    names
}

fn collect(stream: TokenStream, names: &mut Vec<String>) {
    for tree in stream {
        match tree {
            TokenTree::Group(group) => collect(group.stream(), names),
            TokenTree::Literal(literal) => names.extend(program_name(&literal.to_string())),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

fn program_name(literal: &str) -> Option<String> {
    let name = literal.strip_prefix('"')?.strip_suffix('"')?;
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase());
    (name.contains('_') && name.split('_').all(is_word)).then(|| name.to_owned())
}

fn workshop() -> Vec<String> {
    let files = crate::rust_files(&crate::root().join("xtask/src"));
    files.iter().map(|path| std::fs::read_to_string(path).expect("the workshop is text")).collect()
}

#[test]
fn the_workshop_starts_every_program() {
    let programs = programs();
    let workshop = workshop().concat();
    let found = forgotten(&programs, &workshop).into_iter().map(|name| {
        format!(
            "{name}: no verb of `cargo xtask` starts this program of the tests; add a line to one, or delete it"
        )
    });
    crate::assert_none(&found.collect::<Vec<_>>());
}

#[test]
fn every_program_the_workshop_starts_is_there() {
    let programs = programs();
    let missing =
        workshop().into_iter().flat_map(|verb| started(&verb)).filter(|name| !programs.contains(name));
    let found =
        missing.map(|name| format!("{name}: `cargo xtask` starts it, but it is in none of {FOLDERS:?}"));
    crate::assert_none(&found.collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_named_is_not_forgotten() {
        let programs = ["soak_player".to_owned(), "soak".to_owned()];
        assert_eq!(forgotten(&programs, "judge::start(\"soak_player\", &[])"), ["soak"]);
        assert_eq!(forgotten(&programs, "// soak soak_player"), ["soak_player", "soak"]);
    }

    #[test]
    fn what_a_verb_starts_is_read_from_its_text() {
        let verb = "match what { What::Player => \"soak_player\" }; judge::start(\"render_demo\", &[\"-o\", \"A b_c\"])";
        assert_eq!(started(verb), ["soak_player", "render_demo"]);
        assert_eq!(started("\"soak_player\""), [] as [String; 0]);
    }
}
