//! Sound files that are written, and the bank they are played from.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use synth::Bank;
use synth::mixdown::Output;
use synth::wav::{Format, Writer};

/// Below the build folder, where it may be thrown away.
const CACHE: &str = "target/banks";

/// The bank at `path`, which must be one; without it the default one.
pub fn bank_or_default(path: Option<&Path>) -> anyhow::Result<Bank> {
    if let Some(path) = path {
        return Ok(Bank::load(path)?);
    }
    let (bank, told) = synth::bank::cached(Path::new(CACHE))?;
    if let Some(told) = told {
        eprintln!("{told}");
    }
    Ok(bank)
}

/// A WAV file that has its name only once it is whole.
pub struct WavFile {
    writer: Writer<BufWriter<File>>,
    path: PathBuf,
    part: PathBuf,
    progress: Progress,
}

/// Where progress is told.
#[derive(Default)]
pub struct Progress {
    what: String,
    is_shown: bool,
    percent: Option<u32>,
}

impl Progress {
    /// On a terminal only: nobody wants a hundred lines in a log.
    pub fn of(what: &str) -> Progress {
        use std::io::IsTerminal;
        Progress { what: what.to_owned(), is_shown: io::stderr().is_terminal(), percent: None }
    }

    fn tell(&mut self, share: f32) {
        let percent = (share * 100.0) as u32;
        if self.is_shown && self.percent != Some(percent) {
            self.percent = Some(percent);
            eprint!("\r  {} {percent:>3} %", self.what);
            if percent == 100 {
                eprintln!();
            }
        }
    }
}

impl WavFile {
    pub fn create(path: &Path, format: Format, sample_rate: u32) -> anyhow::Result<WavFile> {
        let cannot = || format!("cannot write {}; choose another place", path.display());
        let name = path.file_name().with_context(cannot)?.to_string_lossy().into_owned();
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(cannot)?;
        }
        ensure!(!path.is_dir(), "{} is a folder; name a file", path.display());
        let part = path.with_file_name(format!("{name}.part"));
        let file = File::create(&part).with_context(cannot)?;
        let writer = Writer::new(BufWriter::new(file), format, sample_rate).with_context(cannot)?;
        Ok(WavFile { writer, path: path.to_path_buf(), part, progress: Progress::of(&name) })
    }

    /// Gives it its name.
    pub fn finish(self) -> anyhow::Result<()> {
        let cannot = || format!("cannot write {}", self.path.display());
        self.writer.finish().and_then(|mut file| file.flush()).with_context(cannot)?;
        fs::rename(&self.part, &self.path).with_context(cannot)
    }
}

impl Output for WavFile {
    fn write(&mut self, left: &[f32], right: &[f32]) -> io::Result<()> {
        self.writer.write(left, right)
    }

    fn progress(&mut self, share: f32) {
        self.progress.tell(share);
    }
}
