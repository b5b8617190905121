//! What the person in the picture has come to: the project that is open, what it plays, and which page is looked at.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use harness::daw::Says;
use harness::display::Key;
use harness::{Daw, Rig, Sizes, Tempo};
use music::lane::Lane;
use plugin::action::Action;
use plugin::band::Band;
use plugin::model::{DroppedFile, Model, WindowView};
use plugin::saved_state;

use crate::abroad;
use crate::pictures::SETUP;

const CHART: &str = "{title: Boats at Noon}\n[Verse]\n| Am7 D7 | Gmaj7 | Cmaj7 | F#m7b5 B7 |\n\
                     | Em7 | A7 | Am7 D7 | Gmaj7 |\n";
/// A chord that is none, in the midst of good ones.
const WRONG: (&str, &str) = ("Cmaj7", "Hmaj7");
const SEED: u64 = 7;
const NEWER: &str = r#"{"version":2}"#;
/// The folder that is watched; nothing that changes from run to run is to stand in a picture.
const FOLDER: &str = "ai-band-pictures";
/// By then a folder has been looked at, and a file that does not become whole is called damaged.
const FOLDER_PATIENCE: Duration = Duration::from_secs(4);
/// By then it was knocked, answered and shown.
const KNOCK_PATIENCE: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scene {
    Empty,
    Playing,
    Approvals,
    WrongChord,
    BankMissing,
    BankDamaged,
    FileDamaged,
    FolderGone,
    StateNewer,
    NoTransport,
    SessionCode,
    SessionPaired,
    SessionChanged,
}

impl Scene {
    pub(super) const ALL: [Scene; 13] = [
        Scene::Empty,
        Scene::Playing,
        Scene::Approvals,
        Scene::WrongChord,
        Scene::BankMissing,
        Scene::BankDamaged,
        Scene::FileDamaged,
        Scene::FolderGone,
        Scene::StateNewer,
        Scene::NoTransport,
        Scene::SessionCode,
        Scene::SessionPaired,
        Scene::SessionChanged,
    ];

    /// "file-damaged".
    pub(super) fn name(self) -> String {
        let mut name = String::new();
        for char in format!("{self:?}").chars() {
            if char.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(char.to_lowercase());
        }
        name
    }

    /// The project that is opened.
    pub(super) fn text(self, view: WindowView) -> anyhow::Result<String> {
        if self == Scene::StateNewer {
            return Ok(NEWER.to_owned());
        }
        let mut band = Band::new(SEED);
        if self != Scene::Empty {
            band.act(&Action::Chart(CHART.to_owned()));
            band.act(&Action::Generate);
            let mut model = Model::default();
            band.model(&mut model);
            let has_notes = model.lanes.iter().any(|lane| !lane.notes.is_empty());
            ensure!(has_notes, "nothing was composed: {:?} {:?}", model.ask.errors, model.takes);
        }
        self.spoil(&mut band)?;
        let mut saved = band.saved();
        saved.window = view;
        if self.is_abroad() {
            saved.link.server = Some(abroad::address());
        }
        Ok(saved_state::write(&saved))
    }

    /// With a server on another machine.
    fn is_abroad(self) -> bool {
        matches!(self, Scene::SessionCode | Scene::SessionPaired | Scene::SessionChanged)
    }

    fn spoil(self, band: &mut Band) -> anyhow::Result<()> {
        let folder = std::env::temp_dir().join(FOLDER);
        // Not there, or not any more.
        let _ = std::fs::remove_dir_all(&folder);
        match self {
            Scene::Empty
            | Scene::Playing
            | Scene::Approvals
            | Scene::StateNewer
            | Scene::NoTransport
            | Scene::SessionCode
            | Scene::SessionPaired
            | Scene::SessionChanged => {}
            Scene::WrongChord => {
                band.act(&Action::Chart(CHART.replace(WRONG.0, WRONG.1)));
            }
            Scene::BankMissing => {
                band.act(&Action::Bank(Some(folder.join("Grand Piano.sf2"))));
            }
            Scene::BankDamaged => {
                let path = made(&folder, "Grand Piano.sf2", b"RIFF\x40\0\0\0sfbkLIST and no more")?;
                band.act(&Action::Bank(Some(path)));
            }
            Scene::FileDamaged => {
                std::fs::create_dir_all(&folder).with_context(|| format!("no {}", folder.display()))?;
                band.act(&Action::FolderApproved(false));
                band.act(&Action::FolderPath(folder));
                band.act(&Action::FolderWatched(true));
            }
            Scene::FolderGone => {
                band.act(&Action::FolderPath(folder));
                band.act(&Action::FolderWatched(true));
            }
        }
        Ok(())
    }

    /// What comes while the window is open.
    pub(super) fn happens(self) -> anyhow::Result<()> {
        if self == Scene::FileDamaged {
            let mut band = Band::new(SEED);
            band.act(&Action::Chart(CHART.to_owned()));
            band.act(&Action::Generate);
            let what = DroppedFile { lane: Some(Lane::Bass), bars: None, quantised: true };
            let bytes = band.export(what).map_err(anyhow::Error::msg)?.bytes;
            let folder = std::env::temp_dir().join(FOLDER);
            made(&folder, "bass/Spät #1.mid", &bytes)?;
            made(&folder, "keys/Half a verse.mid", &bytes[..bytes.len() / 2])?;
        }
        Ok(())
    }

    /// Where it is said, unless that is in view anyway.
    pub(super) fn page(self) -> Option<Key> {
        match self {
            Scene::BankMissing | Scene::BankDamaged => Some(Key::Three),
            Scene::FileDamaged | Scene::FolderGone => Some(Key::Two),
            Scene::SessionCode | Scene::SessionPaired | Scene::SessionChanged => Some(Key::Four),
            Scene::Empty
            | Scene::Playing
            | Scene::Approvals
            | Scene::WrongChord
            | Scene::StateNewer
            | Scene::NoTransport => None,
        }
    }

    pub(super) fn patience(self) -> Duration {
        match self {
            Scene::FileDamaged | Scene::FolderGone => FOLDER_PATIENCE,
            Scene::SessionCode | Scene::SessionPaired | Scene::SessionChanged => KNOCK_PATIENCE,
            Scene::Empty
            | Scene::Playing
            | Scene::Approvals
            | Scene::WrongChord
            | Scene::BankMissing
            | Scene::BankDamaged
            | Scene::StateNewer
            | Scene::NoTransport => Duration::ZERO,
        }
    }

    /// The song stands in its third bar, where there is one that plays.
    pub(super) fn played(self, rig: &mut Rig) {
        let mut daw = Daw::new(SETUP.sample_rate, Tempo::Constant(112.0), Sizes::of(&[512]));
        match self {
            Scene::Empty | Scene::StateNewer => {
                rig.play(&mut daw, 4_096);
            }
            Scene::NoTransport => {
                daw.says = Says { transport: false, ..daw.says };
                rig.play(daw.play(), 4_096);
            }
            Scene::Playing
            | Scene::Approvals
            | Scene::WrongChord
            | Scene::BankMissing
            | Scene::BankDamaged
            | Scene::FileDamaged
            | Scene::FolderGone
            | Scene::SessionCode
            | Scene::SessionPaired
            | Scene::SessionChanged => {
                rig.play(daw.play(), 48_000 * 5);
            }
        }
    }
}

fn made(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    let path = folder.join(name);
    let cannot = || format!("cannot write {}", path.display());
    std::fs::create_dir_all(path.parent().unwrap_or(folder)).with_context(cannot)?;
    std::fs::write(&path, bytes).with_context(cannot)?;
    Ok(path)
}
