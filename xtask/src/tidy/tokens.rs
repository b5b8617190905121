//! Rust as tokens with line numbers, and which of its lines are there for tests alone.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// What a file holds for tests alone.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TestParts {
    pub lines: Vec<RangeInclusive<usize>>,
    /// Modules whose text is in files of their own: `#[cfg(test)] mod tests;`.
    pub modules: Vec<String>,
}

/// `None` when it is no Rust.
pub fn read(text: &str) -> Option<TokenStream> {
    text.parse().ok()
}

pub fn test_parts(text: &str) -> TestParts {
    let mut parts = TestParts::default();
    if let Some(stream) = read(text) {
        collect(stream, &mut parts);
    }
    parts
}

/// The modules a text says are in files of their own: `mod chord;`.
pub fn modules(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Some(stream) = read(text) {
        collect_modules(stream, &mut found);
    }
    found
}

fn collect_modules(stream: TokenStream, found: &mut BTreeSet<String>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    for (index, tree) in trees.iter().enumerate() {
        if let TokenTree::Group(group) = tree {
            collect_modules(group.stream(), found);
        }
        found.extend(module(&trees[index..]));
    }
}

/// The name, if `mod name;` begins here.
fn module(trees: &[TokenTree]) -> Option<String> {
    match trees {
        [TokenTree::Ident(word), TokenTree::Ident(name), TokenTree::Punct(mark), ..] => {
            (word == "mod" && mark.as_char() == ';').then(|| name.to_string())
        }
        _ => None,
    }
}

fn collect(stream: TokenStream, parts: &mut TestParts) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut index = 0;
    while let Some(tree) = trees.get(index) {
        if is_test_attribute(&trees[index..]) {
            index += add_item(&trees[index..], parts);
            continue;
        }
        if let TokenTree::Group(group) = tree {
            collect(group.stream(), parts);
        }
        index += 1;
    }
}

/// `#[cfg(test)]`, or with `all` or `any` around it.
fn is_test_attribute(trees: &[TokenTree]) -> bool {
    let [TokenTree::Punct(mark), TokenTree::Group(group), ..] = trees else {
        return false;
    };
    let words = |group: &Group| group.to_string().replace(' ', "");
    mark.as_char() == '#' && {
        let text = words(group);
        text.starts_with("[cfg(")
            && !text.contains("not(")
            && text.split(['(', ')', ',']).any(|word| word == "test")
    }
}

/// Adds the item this attribute belongs to; returns how many tokens that was.
fn add_item(trees: &[TokenTree], parts: &mut TestParts) -> usize {
    let is_end = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(mark) => mark.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    let last = trees.iter().position(is_end).unwrap_or(trees.len() - 1);
    parts.lines.push(trees[0].span().start().line..=trees[last].span().end().line);
    parts.modules.extend(module(&trees[last.saturating_sub(2)..]));
    last + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(usize, usize)> {
        test_parts(text).lines.into_iter().map(RangeInclusive::into_inner).collect()
    }

    #[test]
    fn test_parts_are_found_with_their_attribute() {
        let cases: &[(&str, &[(usize, usize)])] = &[
            ("fn f() {}\n\n#[cfg(test)]\nmod tests {\n    fn g() {}\n}\n", &[(3, 6)]),
            ("#[cfg(all(test, unix))]\nfn f() {\n}\nfn g() {}", &[(1, 3)]),
            ("impl A {\n    #[cfg(test)]\n    fn f() {\n    }\n    fn g() {}\n}", &[(2, 4)]),
            ("#[cfg(test)]\nuse a::b;\n#[cfg(test)]\nmod c {}", &[(1, 2), (3, 4)]),
            ("#[cfg(test)]\n#[rustfmt::skip]\nconst A: [u8; 2] = [1, 2];\n", &[(1, 3)]),
            ("#[cfg(not(test))]\nfn f() {}", &[]),
            ("#[cfg(feature = \"testing\")]\nfn f() {}", &[]),
            ("#[test]\nfn f() {}", &[]),
            ("// #[cfg(test)]\nfn f() {}", &[]),
            ("no { rust", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(lines(text), *expected, "{text}");
        }
    }

    #[test]
    fn modules_in_files_of_their_own_are_named() {
        let text =
            "mod a;\npub mod b;\n#[cfg(test)]\nmod c;\nmod d { mod e; }\n// mod f;\nfn g() { modulo(h); }";
        assert_eq!(modules(text).into_iter().collect::<Vec<_>>(), ["a", "b", "c", "e"]);
    }

    #[test]
    fn a_test_module_in_a_file_of_its_own_is_named() {
        let parts = test_parts("#[cfg(test)]\nmod tests;\n#[cfg(test)]\npub(crate) mod walk;\nmod plain;\n");
        assert_eq!(parts.modules, ["tests", "walk"]);
    }
}
