//! The styles there are: the built-in ones, and a person's own from a folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use composer::style::{self, Files, Style};
use music::chart::Chart;

use super::nearest::suggested;

/// What is played when a chart asks for nothing that is known.
const USUAL_STYLE: &str = "pop";
/// More folders than anybody keeps styles in; whoever names a home folder by mistake is told at once.
const STYLES_MAX: usize = 256;
const GENERAL: &str = "style.toml";

/// A person's styles go before built-in ones of the same name.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    own: BTreeMap<String, Files>,
}

impl Shelf {
    /// A folder with a folder for each style, in which are its files: `mine/style.toml`, `mine/drums.toml` …
    pub fn open(folder: &Path) -> anyhow::Result<Shelf> {
        let shown = folder.display();
        let entries = fs::read_dir(folder).with_context(|| {
            format!("cannot list {shown}; --styles names a folder with a folder for each style")
        })?;
        ensure!(
            !folder.join(GENERAL).is_file(),
            "{shown} is a style itself; --styles names the folder it stands in"
        );
        let mut own = BTreeMap::new();
        for entry in entries {
            let path = entry.with_context(|| format!("cannot list {shown}"))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|_| path.is_dir()) else {
                continue;
            };
            let files = files(name, &path)?;
            if !files.is_empty() {
                own.insert(name.to_owned(), files);
            }
            ensure!(
                own.len() <= STYLES_MAX,
                "{shown} has more than {STYLES_MAX} styles; keep others elsewhere"
            );
        }
        if own.is_empty() {
            bail!(
                "there is no style in {shown}; a style is a folder, as in {}",
                folder.join("mine").join(GENERAL).display()
            );
        }
        Ok(Shelf { own })
    }

    /// A person's own first.
    pub fn names(&self) -> Vec<&str> {
        let built_in = Style::BUILT_IN.into_iter().filter(|name| !self.own.contains_key(*name));
        self.own.keys().map(String::as_str).chain(built_in).collect()
    }

    pub fn style(&self, name: &str) -> anyhow::Result<Style> {
        if let Some(files) = self.own.get(name) {
            return Style::read_among(name, files, &self.own).context("the style cannot be read");
        }
        let names = self.names();
        let refusal = || format!("\"{name}\" is not a style; {}", suggested(name, &names));
        Style::built_in(name).with_context(refusal)
    }

    /// What the chart's header asks for, by the last word that names a style: "mellow pop" is pop. The second value
    /// tells when nothing does.
    pub fn fitting(&self, chart: &Chart) -> anyhow::Result<(Style, Option<String>)> {
        let asked = chart.header().style.as_deref().unwrap_or_default().to_lowercase();
        let names = self.names();
        let known = |word: &str| names.iter().copied().find(|name| name.to_lowercase() == word);
        let whole = known(&asked).or_else(|| known(&asked.replace(' ', "-")));
        if let Some(name) = whole.or_else(|| asked.split_whitespace().rev().find_map(known)) {
            return Ok((self.style(name)?, None));
        }
        let told = if asked.is_empty() {
            format!("the chart names no style; this is {USUAL_STYLE}")
        } else {
            let names = names.join(", ");
            format!("the chart asks for \"{asked}\"; this is {USUAL_STYLE}, and --style takes {names}")
        };
        Ok((self.style(USUAL_STYLE)?, Some(told)))
    }
}

/// The TOML files of a folder; whatever else is there is nobody's business.
fn files(name: &str, folder: &Path) -> anyhow::Result<Files> {
    let listing = || format!("cannot list {}", folder.display());
    let mut files = Files::new();
    for entry in fs::read_dir(folder).with_context(listing)? {
        let path: PathBuf = entry.with_context(listing)?.path();
        let file = path.file_name().and_then(|file| file.to_str()).filter(|file| file.ends_with(".toml"));
        if let Some(file) = file.filter(|_| path.is_file()) {
            let bytes = bytes(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let text = style::text(&format!("{name}/{file}"), &bytes).context("the style cannot be read")?;
            files.insert(file.to_owned(), text.to_owned());
        }
    }
    Ok(files)
}

/// Never more of a file than is needed to see that it is too long.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(style::FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
