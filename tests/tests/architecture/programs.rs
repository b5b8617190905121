//! Every program in `tests/src/bin` is started by the workshop, so that none is forgotten.

/// The programs whose name no text of the workshop has.
fn forgotten<'a>(programs: &'a [String], workshop: &str) -> Vec<&'a String> {
    programs.iter().filter(|name| !workshop.contains(&format!("\"{name}\""))).collect()
}

/// The programs are files, or folders with a `main.rs`.
fn programs() -> Vec<String> {
    let folder = crate::root().join("tests/src/bin");
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("a listed file has a path").path());
    let programs = paths.filter(|path| path.is_file() || path.join("main.rs").is_file());
    programs.filter_map(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned())).collect()
}

#[test]
fn the_workshop_starts_every_program() {
    let files = crate::rust_files(&crate::root().join("xtask/src"));
    let workshop: String = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let programs = programs();
    let found = forgotten(&programs, &workshop).into_iter().map(|name| {
        format!(
            "tests/src/bin/{name}.rs: no verb of `cargo xtask` starts it; add a line to one, or delete it"
        )
    });
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
}
