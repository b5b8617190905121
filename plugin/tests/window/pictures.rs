//! What a window may have to show: nothing yet, a band that plays, takes to decide, things gone wrong, too much.

use std::path::PathBuf;
use std::sync::Arc;

use ai_band_plugin::action::Knob;
use ai_band_plugin::heard::Glance;
use ai_band_plugin::model::*;
use ai_band_plugin::net::lan::pairing::Why;
use composer::style::Style;
use music::chart::Chart;
use music::chart::song::Song;
use music::lane::Lane;
use music::time::{Span, Ticks};

pub struct Picture {
    pub model: Model,
    pub glance: Glance,
}

/// By the names that screenshots have.
pub const NAMES: [&str; 10] = [
    "empty",
    "playing",
    "approvals",
    "faults",
    "second",
    "nearby",
    "code",
    "wrong-code",
    "paired",
    "changed",
];

pub fn named(name: &str) -> Option<Picture> {
    match name {
        "empty" => Some(empty()),
        "playing" => Some(playing()),
        "approvals" => Some(approvals()),
        "faults" => Some(faults()),
        "second" => Some(second()),
        "nearby" => Some(abroad(Abroad::Away)),
        "code" => Some(abroad(asks(Why::New))),
        "wrong-code" => Some(abroad(asks(Why::WrongCode))),
        "paired" => {
            let certificate = "4be1c07f92aa".to_owned();
            Some(abroad(Abroad::Paired { address: STUDIO.to_owned(), certificate }))
        }
        "changed" => Some(abroad(Abroad::Changed { address: STUDIO.to_owned() })),
        _ => None,
    }
}

const TUNE: &str = "{title: Late Bus}\n{style: swing}\n{key: F} {meter: 4/4} {tempo: 132}\n\n\
    [Head]\n| Gm7 | C7 | Fmaj7 | D7 |\n| Gm7 | C7 | F6 D7 | Gm7 C7 |\n\
    [Bridge]\n| Cm7 | F7 | Bbmaj7 | % |\n| Dm7 | G7 | Gm7 | C7 |\n\
    [Out]\n| Gm7 | C7 | A7 | D7 |\n| Gm7 | C7 | F6 | F6 |\n";

const STYLES: [(&str, &str); 5] =
    [("swing", "Swing"), ("bossa", "Bossa nova"), ("pop", "Pop"), ("funk", "Funk"), ("house", "House")];

fn ask() -> AskView {
    AskView {
        style: "swing".to_owned(),
        styles: STYLES.map(|(name, shown)| (name.to_owned(), shown.to_owned())).to_vec(),
        seed: 7,
        lanes: vec![Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar],
        knobs: vec![
            (Knob::Intensity, 64),
            (Knob::Complexity, 64),
            (Knob::Syncopation, 80),
            (Knob::Swing, 64),
            (Knob::Humanise, 40),
            (Knob::Fills, 64),
            (Knob::Density(Lane::Drums), 64),
            (Knob::Density(Lane::Bass), 64),
        ],
        examples: [
            ("Two-five-one", "| Dm7 | G7 | Cmaj7 | % |"),
            ("Twelve-bar blues", "| F7 | Bb7 | F7 | % | Bb7 | % | F7 | % | C7 | Bb7 | F7 | C7 |"),
            ("Four-chord pop", "| C | G | Am | F |"),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .to_vec(),
        ..AskView::default()
    }
}

fn rests(lane: Lane) -> LaneView {
    LaneView {
        lane,
        owned: true,
        route: Route::Sound,
        channel: lane.character().channel,
        program: lane.character().program,
        swing: None,
        humanise_micros: 0,
        notes: Arc::from([]),
        armed: Arc::from([]),
        locked: Vec::new(),
    }
}

pub fn empty() -> Picture {
    let model = Model {
        lanes: Lane::ALL.map(rests).to_vec(),
        ask: ask(),
        folder: FolderView {
            path: PathBuf::from("/music/generated_accompaniments"),
            watched: true,
            approved: true,
            status: "Watching, no files".to_owned(),
            ..FolderView::default()
        },
        bank: BankView { name: "AI Band default bank".to_owned(), ..BankView::default() },
        ..Model::default()
    };
    let glance = Glance { has_transport: true, tempo_bpm: 120.0, ..Glance::default() };
    Picture { model, glance }
}

fn song_view(song: &Song, title: &str) -> SongView {
    let mut before = None;
    let bars = song.bars().iter().map(|bar| {
        let begins = before != Some(bar.section);
        before = Some(bar.section);
        BarView {
            number: bar.number as i32,
            span: bar.span(),
            meter: (bar.meter.numerator(), bar.meter.denominator()),
            section: begins.then(|| song.sections()[bar.section.index].clone()),
            chords: chords(song, bar.span()),
        }
    });
    SongView { title: title.to_owned(), bars: bars.collect(), revision: 12, tempo_bpm: 132.0 }
}

fn chords(song: &Song, span: Span) -> Vec<(Ticks, String)> {
    let inside = song.chords_in(span).iter().filter(|chord| span.contains(chord.start));
    inside.map(|chord| (chord.start, chord.chord.map_or("N.C.".to_owned(), |it| it.to_string()))).collect()
}

/// What the composer writes for the tune, as a roll shows it.
fn composed(chart: &Chart, seed: u64, lanes: &[Lane]) -> Vec<(Lane, Arc<[RollNote]>)> {
    let mut brief = composer::Brief::new(Style::built_in("swing").expect("a style of ours"), seed);
    brief.lanes = lanes.to_vec();
    let composition = composer::compose(chart, &brief).expect("the tune has bars");
    let of = |part: &composer::Part| {
        let mut notes: Vec<RollNote> = part
            .regions
            .iter()
            .flat_map(|region| region.main.notes().iter().map(move |note| (region.span.start, note)))
            .map(|(start, note)| RollNote {
                start: start + note.start,
                length: note.length,
                key: note.pitch.key(),
                velocity: note.velocity,
                clashes: false,
            })
            .collect();
        notes.sort_by_key(|note| note.start);
        (part.lane, notes.into())
    };
    composition.parts.iter().map(of).collect()
}

pub fn playing() -> Picture {
    let Picture { mut model, .. } = empty();
    let chart = Chart::parse(TUNE).expect("a chart");
    model.song = Arc::new(song_view(&chart.song(), "Late Bus"));
    let lanes = [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Lead, Lane::Percussion];
    for (lane, notes) in composed(&chart, 7, &lanes) {
        model.lanes[lane.index()].notes = notes;
    }
    model.lanes[Lane::Bass.index()].locked = vec![Bars { first: 11, last: 12 }];
    model.lanes[Lane::Bass.index()].route = Route::Both;
    let mut keys = model.lanes[Lane::Keys.index()].notes.to_vec();
    for note in keys.iter_mut().skip(30).step_by(17) {
        note.clashes = true;
    }
    model.lanes[Lane::Keys.index()].notes = keys.into();
    model.ask.chart = TUNE.split_once("\n\n").map_or(TUNE, |(_, bars)| bars).trim().to_owned();
    model.ask.summary = "24 bars · F major · 4/4 · 132".to_owned();
    model.undo = Some("Bass re-rolled, bars 5–8".to_owned());
    model.is_unsaved = true;
    model.link = LinkState::Playing;
    model.log = vec![
        said("Swing band made for 24 bars. It entered at bar 1."),
        said("Bass re-rolled, bars 5–8. Enters at bar 9."),
    ];
    model.takes = vec![take(3, "Swing band, seed 7", TakeState::Playing)];
    let glance = Glance {
        playing: true,
        has_transport: true,
        beat: 37.6,
        host_beat: Some(37.6),
        tempo_bpm: 132.0,
        ..Glance::default()
    };
    Picture { model, glance }
}

fn said(text: &str) -> LogLine {
    LogLine { text: text.to_owned(), is_fault: false }
}

fn take(id: u64, title: &str, state: TakeState) -> TakeView {
    TakeView {
        id: TakeId(id),
        title: title.to_owned(),
        detail: "bars 9–16 · bass, keys".to_owned(),
        lanes: vec![Lane::Bass, Lane::Keys],
        bars: Bars { first: 9, last: 16 },
        state,
        scorecard: [
            ("root on change", "94 %", "11 %"),
            ("chord tones", "88 %", "52 %"),
            ("steps between chords", "1.7", "4.9"),
            ("clashes", "0", "14"),
        ]
        .map(|(name, measured, null)| (name.to_owned(), measured.to_owned(), null.to_owned()))
        .to_vec(),
        remarks: Vec::new(),
    }
}

pub fn approvals() -> Picture {
    let Picture { mut model, glance } = playing();
    let chart = Chart::parse(TUNE).expect("a chart");
    for (lane, notes) in composed(&chart, 8, &[Lane::Bass, Lane::Keys]) {
        let bridge = |note: &&RollNote| (32..64).contains(&(note.start.0.div_euclid(960)));
        model.lanes[lane.index()].armed = notes.iter().filter(bridge).copied().collect();
    }
    let mut second = take(5, "Swing band, seed 8, bass and keys again", TakeState::ToDecide);
    second.remarks = vec!["Bar 12: the keys leave out the ninth; the left hand cannot reach it.".to_owned()];
    model.takes = vec![
        take(6, "Variation of seed 7, rhythm kept", TakeState::ToDecide),
        second,
        take(7, "Walking bass, busier", TakeState::Running { percent: 62 }),
        take(4, "Guitar, seed 9", TakeState::Armed { bar: 17 }),
        take(2, "Drums with brushes", TakeState::Rejected { reason: "too busy".to_owned() }),
        take(1, "Swing band, seed 6", TakeState::Superseded),
    ];
    model.auditioned = Some(TakeId(5));
    model.link = LinkState::Generating;
    Picture { model, glance }
}

pub fn faults() -> Picture {
    let Picture { mut model, glance } = playing();
    let text = "| Am7 | D7 | Gmaj7 | Hm7 | Em7 | A7 | Dmaj7 | X9 |";
    let at = text.find("Hm7").expect("it is there");
    let other = text.find("X9").expect("it is there");
    model.ask.chart = text.to_owned();
    model.ask.summary = "2 chords to mend".to_owned();
    model.ask.errors = vec![
        ChartError {
            range: at..at + 3,
            message: "bar 4: \"Hm7\" is not a chord; did you mean Bm7?".to_owned(),
            suggestion: Some("Bm7".to_owned()),
        },
        ChartError {
            range: other..other + 2,
            message: "bar 8: \"X9\" is not a chord; chords begin with A to G".to_owned(),
            suggestion: None,
        },
    ];
    model.takes = vec![take(
        9,
        "Bossa, seed 3",
        TakeState::Failed {
            reason: "The chart has no bars 40–44; it ends with bar 24. Ask for bars 1–24.".to_owned(),
        },
    )];
    model.folder.is_fault = true;
    model.folder.status =
        "The folder is gone. Choose another one, or make it again and look again.".to_owned();
    model.folder.files = vec![
        file("20260114T201500_bass_F_132.mid", Some(Lane::Bass), None, "plays"),
        file("take one (final).mid", None, None, "waits: say whose it is"),
        file("broken.mid", None, Some("track 2 ends in the middle of an event"), "damaged"),
    ];
    model.bank.name = "AI Band default bank".to_owned();
    model.bank.path = Some(PathBuf::from("/usr/share/sounds/sf2/Orchestra.sf2"));
    model.bank.fault = Some("Orchestra.sf2 ends after 12 KiB; the default bank plays instead.".to_owned());
    model.bank.found = vec![
        PathBuf::from("/usr/share/sounds/sf2/Orchestra.sf2"),
        PathBuf::from("/usr/share/sounds/sf2/Upright.sf2"),
    ];
    model.link = LinkState::Disconnected;
    model.link_note = "No server answers; the band plays on by itself.".to_owned();
    model.log.push(LogLine {
        text: "broken.mid is damaged: track 2 ends in the middle of an event. Everything else plays on."
            .to_owned(),
        is_fault: true,
    });
    Picture { model, glance }
}

fn file(name: &str, lane: Option<Lane>, damage: Option<&str>, state: &str) -> FileView {
    FileView { name: name.to_owned(), lane, damage: damage.map(str::to_owned), state: state.to_owned() }
}

const STUDIO: &str = "192.168.1.7:8001";

fn asks(why: Why) -> Abroad {
    Abroad::AsksForCode {
        address: STUDIO.to_owned(),
        certificate: "4be1c07f92aa".to_owned(),
        said: why.said(),
        is_fault: why.is_fault(),
    }
}

/// Servers on other machines, and how this one stands with the first of them.
pub fn abroad(door: Abroad) -> Picture {
    let Picture { mut model, glance } = playing();
    let is_known = matches!(door, Abroad::Paired { .. } | Abroad::Changed { .. });
    let server = |address: &str, number: u8, is_paired| ServerView {
        address: address.to_owned(),
        certificate: format!("{number:02x}").repeat(32),
        is_paired,
    };
    model.link =
        if matches!(door, Abroad::Paired { .. }) { LinkState::Playing } else { LinkState::Disconnected };
    if door != Abroad::Away {
        model.server = STUDIO.to_owned();
    }
    model.lan = LanView {
        door,
        servers: vec![server(STUDIO, 0x4b, is_known), server("192.168.1.20:8001", 0x77, false)],
        is_looking: true,
    };
    Picture { model, glance }
}

/// An instance that came later, and has two chairs.
pub fn second() -> Picture {
    let Picture { mut model, glance } = playing();
    for view in &mut model.lanes {
        view.owned = matches!(view.lane, Lane::Keys | Lane::Pad);
    }
    model.taken_elsewhere = vec![Lane::Drums, Lane::Bass, Lane::Guitar];
    Picture { model, glance }
}

/// More of everything than anybody has, and nothing in order.
pub fn huge() -> Picture {
    let Picture { mut model, glance } = playing();
    let megabyte = "Am7 | ".repeat(180_000);
    let note = |index: i64| RollNote {
        start: Ticks(index * 7 % 90_000),
        length: Ticks(if index % 9 == 0 { i64::MAX } else { index % 2_000 - 5 }),
        key: (index % 256) as u8,
        velocity: (index % 256) as u8,
        clashes: index % 3 == 0,
    };
    for view in &mut model.lanes {
        let mut notes: Vec<RollNote> = (0..100_000).map(note).collect();
        notes.sort_by_key(|note| note.start);
        view.notes = notes.into();
        view.armed = Arc::clone(&view.notes);
        view.locked = (0..5_000).map(|bar| Bars { first: 5_000 - bar, last: bar }).collect();
    }
    let mut song = (*model.song).clone();
    song.title.clone_from(&megabyte);
    for bar in &mut song.bars {
        bar.meter = (0, 0);
        bar.chords = vec![(bar.span.start, megabyte[..10_000].to_owned()); 100];
        bar.section = Some(megabyte[..10_000].to_owned());
    }
    model.song = Arc::new(song);
    model.takes = (0..500).map(|id| take(id, &megabyte[..50_000], TakeState::ToDecide)).collect();
    model.ask.chart.clone_from(&megabyte);
    model.ask.summary.clone_from(&megabyte);
    model.link_note.clone_from(&megabyte);
    model.lan.door = Abroad::AsksForCode {
        address: megabyte.clone(),
        certificate: megabyte.clone(),
        said: megabyte.clone(),
        is_fault: true,
    };
    let server = ServerView { address: megabyte.clone(), certificate: String::new(), is_paired: true };
    model.lan.servers = vec![server; 64];
    model.log = vec![said(&megabyte); 200];
    model.folder.status.clone_from(&megabyte);
    model.folder.files = vec![file(&megabyte[..5_000], None, Some(&megabyte[..5_000]), ""); 20_000];
    model.undo = Some(megabyte.clone());
    model.bank.fault = Some(megabyte);
    Picture { model, glance }
}
