//! The band at its desk: what it is given, what it hands back, and what it says when it cannot.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::artifact::Kind;
use domain::job::Composing;
use music::clip::{Clip, Hash};
use music::lane::Lane;
use music::tempo::Tempo;
use music::time::Ticks;
use orchestrator::blobs::Blobs;
use orchestrator::engines::band::Band;
use orchestrator::engines::{Cancelled, Engine, Failed, Made};

struct Desk {
    blobs: Blobs,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        Desk { blobs: Blobs::open(folder.path()).unwrap(), _folder: folder }
    }

    fn make(&self, spec: &Composing) -> Result<Made, Failed> {
        Band.make(spec, &self.blobs, &Cancelled::default())
    }
}

const SONG: &str = "[Verse]\n| Am7 | D7 | Gmaj7 | Cmaj7 |\n[Chorus]\n| F | G | Em7 | Am7 |";

fn spec(text: &str, lanes: &[Lane]) -> Composing {
    Composing {
        text: text.into(),
        style: None,
        seed: 7,
        lanes: lanes.to_vec(),
        bars: None,
        tempo: None,
        replaces_own: false,
    }
}

fn tagged<'a>(made: &'a Made, name: &str) -> BTreeSet<&'a str> {
    let tags = made.artifacts.iter().flat_map(|artifact| &artifact.tags);
    tags.filter_map(|tag| tag.strip_prefix(name)).collect()
}

#[test]
fn every_clip_of_a_take_is_an_artifact_and_a_blob() {
    let desk = Desk::new();
    let made = desk.make(&spec(SONG, &[Lane::Bass, Lane::Drums, Lane::Keys])).unwrap();
    let lanes: BTreeSet<Lane> = made.takes.iter().map(|take| take.lane).collect();
    assert_eq!(lanes, BTreeSet::from([Lane::Bass, Lane::Drums, Lane::Keys]));
    let kept: BTreeSet<Hash> = made.artifacts.iter().map(|artifact| artifact.hash).collect();
    assert_eq!(kept.len(), made.artifacts.len(), "each once");
    for take in &made.takes {
        for placed in &take.regions {
            assert!(placed.source.clips.hashes().all(|hash| kept.contains(&hash)));
            let clip = Clip::from_bytes(&desk.blobs.get(&placed.source.clips.main).unwrap()).unwrap();
            assert_eq!(clip.length(), placed.span.length());
        }
    }
    for artifact in &made.artifacts {
        assert_eq!(desk.blobs.bytes(&artifact.hash), Some(artifact.bytes));
        assert_eq!(artifact.length.is_some(), artifact.kind == Kind::Clip);
    }
    let scores = made.artifacts.iter().filter(|artifact| artifact.kind == Kind::Json).count();
    assert_eq!(scores, 3, "one for each lane");
}

#[test]
fn lanes_that_nobody_named_are_the_styles() {
    let made = Desk::new().make(&spec("Am7 D7 Gmaj7 Gmaj7", &[])).unwrap();
    let style = composer::style::Style::built_in("pop").unwrap();
    let lanes: BTreeSet<Lane> = made.takes.iter().map(|take| take.lane).collect();
    assert!(!lanes.is_empty() && lanes.iter().all(|lane| style.general.lanes.contains(lane)), "{lanes:?}");
}

#[test]
fn the_style_is_the_one_asked_for_else_the_charts_else_the_bands() {
    let titled = format!("{{style: Bossa}}\n{SONG}");
    let cases =
        [(SONG, None, "pop"), (titled.as_str(), None, "bossa"), (titled.as_str(), Some("funk"), "funk")];
    for (text, style, expected) in cases {
        let asked = Composing { style: style.map(Into::into), ..spec(text, &[Lane::Bass]) };
        let made = Desk::new().make(&asked).unwrap();
        assert_eq!(tagged(&made, "style:"), BTreeSet::from([expected]));
    }
}

#[test]
fn only_the_bars_that_were_asked_for_are_written() {
    let asked = Composing { bars: Some(2..4), ..spec(SONG, &[Lane::Bass]) };
    let made = Desk::new().make(&asked).unwrap();
    let span = made.takes[0].span().unwrap();
    assert!(span.start >= Ticks::from_beats(8) && span.end <= Ticks::from_beats(16), "{span}");
    let outside = Composing { bars: Some(6..9), ..spec(SONG, &[Lane::Bass]) };
    let failed = Desk::new().make(&outside).unwrap_err();
    assert!(!failed.is_retryable && failed.reason.contains("bars 1 to 8"), "{failed}");
}

#[test]
fn a_tempo_counts_where_the_chart_names_none() {
    let tempo = |bpm| Some(Tempo::from_bpm(bpm).unwrap());
    let named = format!("{{tempo: 84}}\n{SONG}");
    for (text, asked, expected) in
        [(SONG, tempo(160), "160"), (named.as_str(), tempo(160), "84"), (SONG, None, "120")]
    {
        let made = Desk::new().make(&Composing { tempo: asked, ..spec(text, &[Lane::Bass]) }).unwrap();
        assert_eq!(tagged(&made, "tempo:"), BTreeSet::from([expected]));
    }
}

#[test]
fn a_key_is_the_charts_or_what_its_chords_say() {
    for (text, expected) in [("{key: D}\n| D | G | A7 | D |", "D"), ("| Bb | Eb | F7 | Bb |", "Bb")] {
        let made = Desk::new().make(&spec(text, &[Lane::Bass])).unwrap();
        let keys = tagged(&made, "key:");
        assert!(keys.iter().all(|key| key.starts_with(expected)) && keys.len() == 1, "{keys:?}");
    }
}

#[test]
fn the_recipe_says_what_it_takes_to_make_it_again() {
    let asked = spec(SONG, &[Lane::Bass]);
    let (one, other) = (Desk::new().make(&asked).unwrap(), Desk::new().make(&asked).unwrap());
    assert_eq!(one, other);
    let recipe: serde_json::Value = serde_json::from_str(&one.artifacts[0].recipe).unwrap();
    assert_eq!(recipe["seed"], "7");
    assert_eq!(recipe["chart"], Hash::of(SONG.as_bytes()).to_string());
    assert_eq!(recipe["lanes"], serde_json::json!(["bass"]));
    let reseeded = Desk::new().make(&Composing { seed: 8, ..asked }).unwrap();
    assert_ne!(one.takes, reseeded.takes);
}

#[test]
fn what_cannot_be_composed_is_named_and_not_tried_again() {
    let style = |name: &str| Some(Arc::from(name));
    let cases = [
        (spec("Hm7", &[]), "\"Hm7\" is not a chord"),
        (spec("", &[]), "bars"),
        (
            Composing { style: style("polka"), ..spec(SONG, &[]) },
            "there is no style \"polka\"; there are pop, ballad",
        ),
    ];
    for (asked, told) in cases {
        let failed = Desk::new().make(&asked).unwrap_err();
        assert!(failed.reason.contains(told) && !failed.is_retryable, "{failed}");
    }
}

#[test]
fn a_job_that_nobody_wants_any_more_stops() {
    let (desk, cancelled) = (Desk::new(), Cancelled::default());
    cancelled.cancel();
    let failed = Band.make(&spec(SONG, &[]), &desk.blobs, &cancelled).unwrap_err();
    assert_eq!(failed.reason, "it was cancelled");
    assert!(desk.blobs.list().unwrap().is_empty());
}

#[cfg(unix)]
#[test]
fn a_disk_that_takes_nothing_may_do_so_later() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("blobs");
    let blobs = Blobs::open(&root).unwrap();
    std::fs::remove_dir_all(&root).unwrap();
    std::fs::write(&root, "a file stands where the folder was").unwrap();
    let failed = Band.make(&spec(SONG, &[Lane::Bass]), &blobs, &Cancelled::default()).unwrap_err();
    assert!(failed.is_retryable && failed.reason.contains("blobs"), "{failed}");
}
