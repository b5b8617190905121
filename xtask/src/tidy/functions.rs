//! No function is longer than a screen, tests and functions inside macros included.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::tree::File;
use super::{Finding, tokens};

/// From `fn` to the closing brace; aim for 30.
const LINES_MAX: usize = 70;

pub fn check(file: &File) -> Vec<Finding> {
    if !file.is_rust() {
        return Vec::new();
    }
    let Some(stream) = tokens::read(&file.text) else {
        return vec![Finding::new(&file.path, 1, "cannot be read as Rust", "let `cargo check` say where")];
    };
    let mut functions = Vec::new();
    collect(stream, &mut functions);
    let long = functions.into_iter().filter(|function| function.lines() > LINES_MAX);
    long.map(|function| {
        let what = format!("`{}` has {} lines, {LINES_MAX} are allowed", function.name, function.lines());
        Finding::new(&file.path, function.first, what, "give its steps names of their own")
    })
    .collect()
}

struct Function {
    name: String,
    first: usize,
    last: usize,
}

impl Function {
    fn lines(&self) -> usize {
        self.last + 1 - self.first
    }
}

fn collect(stream: TokenStream, functions: &mut Vec<Function>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    for (index, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(group) => collect(group.stream(), functions),
            TokenTree::Ident(word) if word == "fn" => functions.extend(function(&trees[index..])),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The function that begins here; `fn(u8) -> u8` is a type and has no name, one without a body ends with `;`.
fn function(trees: &[TokenTree]) -> Option<Function> {
    let [first, TokenTree::Ident(name), rest @ ..] = trees else {
        return None;
    };
    let is_end = |tree: &&TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(mark) => mark.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    let last = rest.iter().find(is_end)?.span().end().line;
    Some(Function { name: name.to_string(), first: first.span().start().line, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        check(&File::new("a.rs", text))
            .iter()
            .map(|finding| format!("{}: {}", finding.line, finding.what))
            .collect()
    }

    fn body(lines: usize) -> String {
        "    call();\n".repeat(lines)
    }

    #[test]
    fn seventy_lines_are_the_end_signature_and_brace_included() {
        for (inside, expected) in [(0, None), (68, None), (69, Some("`f` has 71 lines, 70 are allowed"))] {
            let text = format!("//! A file.\n\nfn f() {{\n{}}}\n", body(inside));
            assert_eq!(
                found(&text).first().map(String::as_str),
                expected.map(|what| format!("3: {what}")).as_deref()
            );
        }
    }

    #[test]
    fn wherever_a_function_stands_it_is_measured() {
        let long = format!("fn long(a: [u8; 3]) -> u8\nwhere\n    u8: Copy,\n{{\n{}}}\n", body(70));
        for (before, after) in [
            ("", ""),
            ("impl A {\n", "}\n"),
            ("trait A {\n", "}\n"),
            ("mod a { mod b {\n", "}}\n"),
            ("fn outer() { let a = || {\n", "}; }\n"),
            ("proptest! {\n#[test]\n", "}\n"),
        ] {
            let text = format!("{before}{long}{after}");
            assert!(found(&text).iter().any(|finding| finding.contains("`long` has 75 lines")), "{before}");
        }
    }

    #[test]
    fn what_only_looks_like_a_function_is_left_alone() {
        let far = body(80);
        for text in [
            format!("type F = fn(u8) -> u8;\nstruct S {{\n{far}}}"),
            format!("trait T {{\n    fn f(&self);\n{far}}}"),
            format!("// fn f() {{\n{}", "// more\n".repeat(80)),
            format!("const S: &str = \"fn f() {{\n{far}\";"),
        ] {
            assert_eq!(found(&text), [] as [String; 0], "{text}");
        }
    }

    #[test]
    fn what_is_no_rust_says_so() {
        assert_eq!(found("fn f() {"), ["1: cannot be read as Rust"]);
    }
}
