//! Where a setting can be said, and which of them is heard.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::KNOWN;

/// A value, and who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    pub value: T,
    pub source: Source,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Flag(&'static str),
    Environment(&'static str),
    File(PathBuf),
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Flag(name) => write!(f, "--{}", name.replace('_', "-")),
            Source::Environment(name) => f.write_str(name),
            Source::File(path) => write!(f, "{}", path.display()),
            Source::Default => f.write_str("default"),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{name} is {value:?} in {said_by}; it must be {expected}")]
    Value { name: &'static str, value: String, said_by: Source, expected: String },
    #[error("{path} sets {name:?}, which nothing is called; there are {}", all_names())]
    Unknown { path: PathBuf, name: String },
    #[error("{path} cannot be read: {why}; mend it, or name another with --config")]
    File { path: PathBuf, why: String },
    #[error("this user has no folder for {name}; name one with --{name}")]
    NoPlace { name: &'static str },
}

fn all_names() -> String {
    KNOWN.iter().map(|known| known.name).collect::<Vec<_>>().join(", ")
}

/// Flags, environment and file as text: one reader of each setting's value for all of them.
pub struct Layers {
    flags: BTreeMap<&'static str, String>,
    environment: BTreeMap<&'static str, String>,
    file: Option<(PathBuf, BTreeMap<String, String>)>,
}

impl Layers {
    pub fn new(
        flags: impl IntoIterator<Item = (&'static str, String)>,
        environment: impl Fn(&str) -> Option<String>,
        file: Option<(PathBuf, BTreeMap<String, String>)>,
    ) -> Layers {
        let said =
            KNOWN.iter().filter_map(|known| Some((known.environment, environment(known.environment)?)));
        Layers { flags: flags.into_iter().collect(), environment: said.collect(), file }
    }

    pub fn setting<T>(
        &self,
        name: &'static str,
        read: impl Fn(&str) -> Result<T, String>,
        default: impl FnOnce() -> T,
    ) -> Result<Setting<T>, Error> {
        Ok(self.said(name, read)?.unwrap_or_else(|| Setting { value: default(), source: Source::Default }))
    }

    /// A setting whose default this user's system may not have.
    pub fn required<T>(
        &self,
        name: &'static str,
        read: impl Fn(&str) -> Result<T, String>,
        default: impl FnOnce() -> Option<T>,
    ) -> Result<Setting<T>, Error> {
        if let Some(said) = self.said(name, read)? {
            return Ok(said);
        }
        let value = default().ok_or(Error::NoPlace { name })?;
        Ok(Setting { value, source: Source::Default })
    }

    fn said<T>(
        &self,
        name: &'static str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<Setting<T>>, Error> {
        let Some((text, source)) = self.heard(name) else { return Ok(None) };
        match read(text) {
            Ok(value) => Ok(Some(Setting { value, source })),
            Err(expected) => Err(Error::Value { name, value: text.to_owned(), said_by: source, expected }),
        }
    }

    fn heard(&self, name: &'static str) -> Option<(&str, Source)> {
        let flag = self.flags.get(name).map(|text| (text.as_str(), Source::Flag(name)));
        let variable = KNOWN.iter().find(|known| known.name == name)?.environment;
        let environment = || Some((self.environment.get(variable)?.as_str(), Source::Environment(variable)));
        let file = || {
            let (path, settings) = self.file.as_ref()?;
            Some((settings.get(name)?.as_str(), Source::File(path.clone())))
        };
        flag.or_else(environment).or_else(file)
    }
}

/// A `config.toml`: only what is known, each a text, a number, a switch or a list of texts.
pub fn read_file(path: &Path) -> Result<BTreeMap<String, String>, Error> {
    let wrong = |why: String| Error::File { path: path.to_owned(), why };
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| wrong(error.to_string()))?;
    let mut settings = BTreeMap::new();
    for (name, value) in table {
        if !KNOWN.iter().any(|known| known.name == name) {
            return Err(Error::Unknown { path: path.to_owned(), name });
        }
        let text = as_text(&value)
            .ok_or_else(|| wrong(format!("{name} is neither a text nor a number nor a switch")))?;
        settings.insert(name, text);
    }
    Ok(settings)
}

fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(switch) => Some(switch.to_string()),
        toml::Value::Array(all) => {
            let texts: Option<Vec<&str>> = all.iter().map(toml::Value::as_str).collect();
            texts.map(|texts| texts.join(","))
        }
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}
