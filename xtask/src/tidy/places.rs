//! Places that exist on one machine only: home folders, mirrors of registries.

use super::Finding;
use super::tree::File;

/// How a path on somebody's machine begins. Written in halves, or this file would find itself.
const FOLDERS: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
    concat!("/tm", "p/"),
    concat!("/wo", "rk/"),
    concat!(":\\Us", "ers\\"),
];

/// Where packages come from is a choice of the machine, not of the project.
const REGISTRIES: &[&str] = &[
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("registry.npm", "js.org"),
    concat!("registry.yarn", "pkg.com"),
    concat!("files.python", "hosted.org"),
    concat!("pypi", ".org/simple"),
    concat!("replace", "-with"),
    concat!("[regis", "tries"),
];

/// Written by package managers, which know no other way.
const LOCK_FILES: &[&str] = &["Cargo.lock", "package-lock.json"];

pub fn check(file: &File) -> Vec<Finding> {
    if LOCK_FILES.iter().any(|name| file.path.ends_with(name)) {
        return Vec::new();
    }
    file.lines().flat_map(|(number, line)| check_line(file, number, line)).collect()
}

fn check_line(file: &File, number: usize, line: &str) -> Vec<Finding> {
    let folders = FOLDERS.iter().filter(|folder| has_root(line, folder)).map(|folder| {
        let way_out = "start from the repository, or ask for `std::env::temp_dir()`";
        Finding::new(&file.path, number, format!("names `{folder}`, a folder of one machine"), way_out)
    });
    let registries = REGISTRIES.iter().filter(|text| line.contains(**text)).map(|text| {
        let what = format!("names `{text}`, where packages come from");
        Finding::new(&file.path, number, what, "leave that to each machine's own settings")
    });
    folders.chain(registries).collect()
}

/// Not inside a longer path: `docs/home/` is ours.
fn has_root(line: &str, folder: &str) -> bool {
    let is_path = |letter: char| letter.is_alphanumeric() || "._-~/}".contains(letter);
    let is_drive = folder.starts_with(':');
    line.match_indices(folder).any(|(at, _)| is_drive || !line[..at].ends_with(is_path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, line: &str) -> usize {
        check(&File::new(path, line)).len()
    }

    #[test]
    fn folders_of_one_machine_are_found() {
        for folder in FOLDERS {
            for line in [format!("cd {folder}anna"), format!("\"{folder}x\""), format!("C{folder}x")] {
                let is_windows = folder.starts_with(':');
                let expected = usize::from(is_windows || !line.starts_with('C'));
                assert_eq!(found("a.md", &line), expected, "{line}");
            }
        }
    }

    #[test]
    fn folders_of_ours_are_not() {
        for line in
            ["docs/home/page", "https://example.org/work/1", "./tmp/a", "target/tmp/b", "frame{work}/tmp/c"]
        {
            assert_eq!(found("a.md", line), 0, "{line}");
        }
    }

    #[test]
    fn registries_are_found_except_in_lock_files() {
        for text in REGISTRIES {
            let line = format!("url = \"https://{text}/a\"");
            assert_eq!((found(".cargo/config.toml", &line), found("Cargo.lock", &line)), (1, 0), "{line}");
        }
        assert_eq!(found("README.md", "published on crates.io"), 0);
    }
}
