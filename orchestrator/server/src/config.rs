//! Settings: a flag wins over the environment, that over config.toml, that over the default; each knows where it is from.

mod layers;

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};

pub use layers::{Error, Layers, Setting, Source, read_file};

/// Where the seed's plugin looks.
pub const PORT_DEFAULT: u16 = 8000;
/// How many ports after the first are tried when it is taken: another program has one or two, not all of these.
pub const PORTS_TRIED: u16 = 16;
/// The folder's name in the user's own places.
const FOLDER: &str = "ai-band";

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    pub data: Setting<PathBuf>,
    pub port: Setting<u16>,
    pub lan: Setting<bool>,
    pub tls: Setting<Option<PathBuf>>,
    pub insecure_http: Setting<bool>,
    pub hosts: Setting<Vec<String>>,
    pub export: Setting<Option<PathBuf>>,
    pub discovery: Setting<PathBuf>,
    pub log: Setting<LogFormat>,
    pub log_filter: Setting<String>,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Human,
    Json,
}

/// A setting's name, its environment variable, and what it is.
pub struct Known {
    pub name: &'static str,
    pub environment: &'static str,
    pub about: &'static str,
}

/// In the order `ai-band config` shows them.
pub const KNOWN: &[Known] = &[
    Known { name: "data", environment: "AI_BAND_DATA", about: "the folder everything is kept in" },
    Known { name: "port", environment: "AI_BAND_PORT", about: "the first port to try; 0 takes any" },
    Known {
        name: "lan",
        environment: "AI_BAND_LAN",
        about: "true: other machines may come in, after pairing",
    },
    Known {
        name: "tls",
        environment: "AI_BAND_TLS",
        about: "a PEM file with certificate and key, for --lan",
    },
    Known {
        name: "insecure_http",
        environment: "AI_BAND_INSECURE_HTTP",
        about: "true: --lan without TLS, where something in front has it",
    },
    Known {
        name: "hosts",
        environment: "AI_BAND_HOSTS",
        about: "other names this server is called by, separated by commas",
    },
    Known {
        name: "export",
        environment: "AI_BAND_EXPORT",
        about: "a folder that approved parts are also written to as MIDI files",
    },
    Known {
        name: "discovery",
        environment: "AI_BAND_DISCOVERY",
        about: "the file plugins find this server by",
    },
    Known { name: "log", environment: "AI_BAND_LOG", about: "human or json" },
    Known {
        name: "log_filter",
        environment: "AI_BAND_LOG_FILTER",
        about: "what is logged: info, orchestrator=debug",
    },
];

impl Config {
    pub fn from_layers(layers: &Layers) -> Result<Config, Error> {
        let places = Places::of_user();
        let data = layers.required("data", path, || places.data.clone())?;
        let discovery = layers.required("discovery", path, || Some(places.discovery(&data.value)))?;
        Ok(Config {
            discovery,
            data,
            port: layers.setting("port", port, || PORT_DEFAULT)?,
            lan: layers.setting("lan", switch, || false)?,
            tls: layers.setting("tls", optional_path, || None)?,
            insecure_http: layers.setting("insecure_http", switch, || false)?,
            hosts: layers.setting("hosts", hosts, Vec::new)?,
            export: layers.setting("export", optional_path, || None)?,
            log: layers.setting("log", log_format, || LogFormat::Human)?,
            log_filter: layers.setting("log_filter", |text| Ok(text.to_owned()), || "info".to_owned())?,
        })
    }

    /// Everything at its default, in `folder`, on any free port: what tests and embedders start from.
    pub fn in_folder(folder: &Path) -> Config {
        let flags = [("data", folder.display().to_string()), ("port", "0".to_owned())];
        let discovery = ("discovery", folder.join(DISCOVERY_FILE).display().to_string());
        let layers = Layers::new(flags.into_iter().chain([discovery]), |_| None, None);
        Config::from_layers(&layers).expect("a folder and a port are all it takes")
    }

    /// Name, value and where it is from, as `ai-band config` prints them.
    pub fn shown(&self) -> Vec<(&'static str, String, &Source)> {
        let path = |path: &Option<PathBuf>| {
            path.as_ref().map_or_else(String::new, |path| path.display().to_string())
        };
        vec![
            ("data", self.data.value.display().to_string(), &self.data.source),
            ("port", self.port.value.to_string(), &self.port.source),
            ("lan", self.lan.value.to_string(), &self.lan.source),
            ("tls", path(&self.tls.value), &self.tls.source),
            ("insecure_http", self.insecure_http.value.to_string(), &self.insecure_http.source),
            ("hosts", self.hosts.value.join(","), &self.hosts.source),
            ("export", path(&self.export.value), &self.export.source),
            ("discovery", self.discovery.value.display().to_string(), &self.discovery.source),
            ("log", self.log.value.name().to_owned(), &self.log.source),
            ("log_filter", self.log_filter.value.clone(), &self.log_filter.source),
        ]
    }
}

const DISCOVERY_FILE: &str = "server.json";

/// The user's own folders, as the system has them.
struct Places {
    data: Option<PathBuf>,
    runtime: Option<PathBuf>,
}

impl Places {
    fn of_user() -> Places {
        let places = choose_base_strategy().ok();
        let data = places.as_ref().map(|places| places.data_dir().join(FOLDER));
        Places {
            data,
            runtime: places.and_then(|places| places.runtime_dir()).map(|folder| folder.join(FOLDER)),
        }
    }

    /// Where there is no folder for what lasts as long as a login, beside the data.
    fn discovery(&self, data: &Path) -> PathBuf {
        let is_usual = self.data.as_deref() == Some(data);
        let folder = self.runtime.as_deref().filter(|_| is_usual).unwrap_or(data);
        folder.join(DISCOVERY_FILE)
    }
}

/// `config.toml` in the user's own folder for settings.
pub fn file_default() -> Option<PathBuf> {
    choose_base_strategy().ok().map(|places| places.config_dir().join(FOLDER).join("config.toml"))
}

impl LogFormat {
    pub const fn name(self) -> &'static str {
        match self {
            LogFormat::Human => "human",
            LogFormat::Json => "json",
        }
    }
}

fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() || text.contains('\0') {
        Err("a path, for example /srv/ai-band".to_owned())
    } else {
        Ok(text.into())
    }
}

fn optional_path(text: &str) -> Result<Option<PathBuf>, String> {
    if text.is_empty() { Ok(None) } else { path(text).map(Some) }
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("a number from 0 to {}", u16::MAX))
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" | "" => Ok(false),
        _ => Err("true or false".to_owned()),
    }
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    let known = [LogFormat::Human, LogFormat::Json];
    known.into_iter().find(|format| format.name() == text).ok_or_else(|| "human or json".to_owned())
}

/// As a browser writes them: without scheme, port or path.
fn hosts(text: &str) -> Result<Vec<String>, String> {
    let all = text.split(',').map(str::trim).filter(|host| !host.is_empty()).map(str::to_lowercase);
    let is_host = |host: &String| {
        host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
            || host.parse::<Ipv4Addr>().is_ok()
    };
    let all: Vec<String> = all.collect();
    if all.iter().all(is_host) {
        Ok(all)
    } else {
        Err("names without scheme or port, for example studio.local".to_owned())
    }
}
