//! What a pure room may not even mention: the standard library can do IO without any crate.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

const PURE_FOLDERS: &[&str] = &["shared/music/src", "shared/player/src", "orchestrator/domain/src"];

/// Names, as parts of a path, and why.
const BANNED: &[(&str, &str)] = &[
    ("std::fs", "files are the caller's: take text or bytes"),
    ("std::io", "files are the caller's: take text or bytes"),
    ("std::net", "sockets are the caller's: take a message"),
    ("std::process", "no room ends or starts a program: return an error"),
    ("std::env", "settings are arguments"),
    ("std::thread", "threads are the caller's: take turns by being called"),
    ("Instant", "time is an argument"),
    ("SystemTime", "time is an argument"),
    ("HashMap", "its order differs from run to run: take a BTreeMap"),
    ("HashSet", "its order differs from run to run: take a BTreeSet"),
    ("RandomState", "chance is an argument"),
    ("Mutex", "nothing here waits: values are passed, not shared"),
    ("RwLock", "nothing here waits: values are passed, not shared"),
    ("Condvar", "nothing here waits: values are passed, not shared"),
    ("thread_local", "state is passed, not found"),
    ("async", "nothing here waits: return, and be called again"),
    ("print", "say it in a value: somebody else decides who reads it"),
    ("println", "say it in a value: somebody else decides who reads it"),
    ("eprint", "say it in a value: somebody else decides who reads it"),
    ("eprintln", "say it in a value: somebody else decides who reads it"),
];

/// `std::fs::read` on line 7; of `use std::{fs, io::Read}` there are two.
#[derive(Debug, PartialEq, Eq)]
struct Mention {
    line: usize,
    path: String,
}

fn breaches(file: &str, text: &str) -> Vec<String> {
    let Ok(stream) = text.parse::<TokenStream>() else {
        return vec![format!("{file}: cannot be read as Rust; let `cargo check` say where")];
    };
    let mut mentions = Vec::new();
    collect(stream, "", &mut mentions);
    mentions.iter().filter_map(|mention| breach(file, mention)).collect()
}

fn breach(file: &str, Mention { line, path }: &Mention) -> Option<String> {
    let has = |name: &str| format!("::{path}::").contains(&format!("::{name}::"));
    let (name, way_out) = BANNED.iter().find(|(name, _)| has(name))?;
    Some(format!("{file}:{line}: mentions `{path}`, and this room is pure: no `{name}`; {way_out}"))
}

/// Comments are no tokens and texts are single ones, so only code is seen.
fn collect(stream: TokenStream, before: &str, mentions: &mut Vec<Mention>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut path = before.to_owned();
    let mut line = 0;
    for (index, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Ident(word) => {
                if !path.ends_with("::") {
                    path.clear();
                }
                path += &word.to_string();
                line = word.span().start().line;
                if !is_colons(&trees[index + 1..]) {
                    mentions.push(Mention { line, path: path.clone() });
                }
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' => {
                if is_colons(&trees[index..]) && !path.is_empty() {
                    path += "::";
                }
            }
            TokenTree::Group(group) => {
                let is_list = group.delimiter() == Delimiter::Brace && path.ends_with("::");
                collect(group.stream(), if is_list { &path } else { "" }, mentions);
            }
            // The next of a list begins where the list began.
            TokenTree::Punct(mark) if mark.as_char() == ',' => path = before.to_owned(),
            // `std::time::*` mentions all there is: better to name it.
            TokenTree::Punct(mark) if mark.as_char() == '*' && path.ends_with("::") => {
                mentions.push(Mention { line, path: path.trim_end_matches(':').to_owned() });
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => path.clear(),
        }
    }
}

fn is_colons(trees: &[TokenTree]) -> bool {
    let is_colon =
        |tree: Option<&TokenTree>| matches!(tree, Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    is_colon(trees.first()) && is_colon(trees.get(1))
}

#[test]
fn pure_rooms_mention_nothing_impure() {
    let root = crate::root();
    let files = PURE_FOLDERS.iter().flat_map(|folder| crate::rust_files(&root.join(folder)));
    let found = files.flat_map(|path| {
        let text = std::fs::read_to_string(&path).unwrap();
        breaches(&path.strip_prefix(&root).unwrap().display().to_string(), &text)
    });
    crate::assert_none(&found.collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impure_mentions_are_found_however_they_are_written() {
        for text in [
            "use std::fs;",
            "use std::{fmt, fs};",
            "use std::{fmt, fs::File};",
            "use std::{fmt, io::{self, Read}};",
            "pub use ::std::net::TcpStream;",
            "fn f() { let a = std::env::var(\"A\"); }",
            "fn f() { g(1, std::process::exit(1)) }",
            "use std::thread::*;",
            "use std::time::Instant;",
            "use std::time::{Duration, SystemTime};",
            "use std::time; fn f() { time::Instant::now() }",
            "use std::collections::{BTreeMap, HashMap};",
            "struct S { a: std::sync::Mutex<u8> }",
            "async fn f() {}",
            "fn f() { println!(\"a\"); }",
            "macro_rules! m { () => { eprintln!() } }",
        ] {
            assert_ne!(breaches("a.rs", text), [] as [String; 0], "{text}");
        }
    }

    #[test]
    fn pure_code_is_left_alone() {
        for text in [
            "use std::{fmt, collections::BTreeMap};",
            "use std::time::Duration;",
            "use crate::fs; use crate::time::Ticks;",
            "// std::fs\n/// std::env\nfn f() {}",
            "const A: &str = \"std::fs::read and println!\";",
            "fn write(f: &mut std::fmt::Formatter) { write!(f, \"a\") }",
            "struct A { instant: u8, hash_map: u8 }",
            "fn f(std: A) -> u8 { std.fs }",
            "match a { b::C { d, e } => fs(), }",
        ] {
            assert_eq!(breaches("a.rs", text), [] as [String; 0], "{text}");
        }
    }

    #[test]
    fn a_breach_names_place_thing_and_way_out() {
        let found =
            breaches("shared/music/src/a.rs", "//! A file.\n\nuse std::{\n    fmt,\n    fs::File,\n};\n");
        let expected = "shared/music/src/a.rs:5: mentions `std::fs::File`, and this room is pure: no `std::fs`; \
                        files are the caller's: take text or bytes";
        assert_eq!(found, [expected]);
    }
}
