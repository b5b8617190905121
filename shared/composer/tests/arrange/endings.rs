//! How songs end: buttons, rings, tags, fades, and slowing down, together.

use ai_band_composer::Brief;
use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::Landing;
use ai_band_composer::style::Style;
use music::chart::{Chart, Ending};
use music::clip::Note;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::stage::{Take, brief};

const BODY: &str = "[Verse]\n| C | Am | Dm | G7 | C | Am | Dm | G7 |\n\
    [Chorus]\n| F | G | Em | Am | Dm | G7 | C | C |";
const BEAT: Ticks = Ticks(TICKS_PER_BEAT);

fn take(header: &str, style: &str, lanes: &[Lane]) -> Take {
    Take::new(&format!("{header}\n{BODY}"), Brief { lanes: lanes.to_vec(), ..brief(style, 3) })
}

/// What everybody strikes in a bar, counted from its start.
fn struck(take: &Take, bar: usize) -> Vec<(Lane, Vec<Note>)> {
    let lanes = take.brief.lanes.iter();
    lanes.map(|lane| (*lane, take.notes(*lane, bar..bar + 1))).collect()
}

/// A turnaround leads on: a band that stops on it has not ended.
#[test]
fn every_example_of_jazz_blues_and_bossa_that_ends_comes_home() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/charts");
    let (mut ended, mut open) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let chart = Chart::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let style = chart.header().style.clone().unwrap_or_default();
        let is_of_ours = ["swing", "jazz-waltz", "bossa", "shuffle"].contains(&style.as_str());
        if !is_of_ours || chart.song().ending() == Some(Ending::Fade) {
            continue;
        }
        ended += 1;
        let song = chart.song();
        let analysis = Analysis::of(&song);
        let last = analysis.changes.iter().rev().find_map(|change| Some((change.chord?, change.key)));
        if last.is_none_or(|(chord, key)| chord.root().class() != key.tonic.class()) {
            open.push(format!("{} ends on {last:?}", path.display()));
        }
    }
    assert!(ended >= 10 && open.is_empty(), "{open:#?} of {ended}");
}

const BAND: [Lane; 6] = [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad, Lane::Lead];

#[test]
fn everybody_lands_on_the_last_chord_at_once() {
    for style in Style::BUILT_IN {
        for header in ["{ending: button}", "{ending: ring}", "{ending: tag}", "{ending: ring} {ritard}", ""] {
            let take = take(header, style, &BAND);
            let last = take.plan.bars.len() - 1;
            let landed = struck(&take, last);
            let firsts: Vec<Ticks> =
                landed.iter().filter_map(|(_, notes)| notes.iter().map(|n| n.start).min()).collect();
            assert!(firsts.len() >= 5, "{style} {header}: {firsts:?}");
            assert!(firsts.iter().all(|first| *first == firsts[0]), "{style} {header}: {firsts:?}");
            let bass = &landed.iter().find(|(lane, _)| *lane == Lane::Bass).unwrap().1;
            assert_eq!(bass[0].pitch.key() % 12, 0, "{style} {header} ends on the root");
        }
    }
}

#[test]
fn a_button_is_short_and_a_ring_is_long() {
    for style in Style::BUILT_IN {
        for (header, is_long) in
            [("{ending: button}", false), ("{ending: ring}", true), ("{ending: tag}", true)]
        {
            let take = take(header, style, &[Lane::Bass, Lane::Keys, Lane::Guitar]);
            for (lane, notes) in struck(&take, take.plan.bars.len() - 1) {
                let longest = notes.iter().map(|note| note.length).max().unwrap();
                assert_eq!(longest > BEAT * 2, is_long, "{style} {header} {lane} {longest}");
            }
        }
    }
}

#[test]
fn a_tag_is_the_last_phrase_twice_more_and_then_a_ring() {
    let (plain, tagged) = (take("{ending: ring}", "swing", &BAND), take("{ending: tag}", "swing", &BAND));
    assert_eq!(tagged.plan.bars.len(), plain.plan.bars.len() + 8);
    let ending = |bar: usize| tagged.plan.bars[bar].ending;
    assert_eq!((ending(15), ending(19), ending(23)), (None, None, Some(Landing::Ring)));
    let roles: Vec<&str> = tagged.plan.sections.iter().map(|section| section.role.name()).collect();
    assert_eq!(roles, ["verse", "chorus", "chorus"], "the tag is what it says again");
    assert!(tagged.composition.remarks.iter().all(|remark| !remark.text.contains("tag")));
    assert_ne!(tagged.notes(Lane::Keys, 16..20), tagged.notes(Lane::Keys, 20..24), "not twice the same");
}

#[test]
fn a_fade_is_ever_softer_and_never_lands() {
    for style in Style::BUILT_IN {
        let take = take("{ending: fade}", style, &[Lane::Drums, Lane::Bass, Lane::Keys]);
        let loud = |bars: std::ops::Range<usize>| {
            let notes: Vec<Note> =
                take.brief.lanes.iter().flat_map(|lane| take.notes(*lane, bars.clone())).collect();
            notes.iter().map(|note| u32::from(note.velocity)).sum::<u32>() / notes.len() as u32
        };
        let louds = [loud(8..10), loud(10..12), loud(12..14), loud(14..16)];
        assert!(louds.windows(2).all(|pair| pair[0] > pair[1]), "{style} {louds:?}");
        assert!(louds[3] * 2 < louds[0], "{style} {louds:?}");
        assert!(!take.notes(Lane::Bass, 15..16).is_empty(), "{style} plays on to the end");
    }
}

/// Lead and percussion speak now and then; where nobody else plays their silence would be the end.
#[test]
fn who_fades_alone_goes_on_to_the_last_chord() {
    let forms = [
        format!("{{ending: fade}}\n{BODY}"),
        "{ending: fade}\n[Verse] x3\n| C | F | G | C |\n[Outro]\n| C | F | C | N.C. |".to_owned(),
        "{ending: fade}\n[Solo] x2\n| Am | Dm | E7 | Am | Am | Dm | E7 |".to_owned(),
    ];
    for (style, seed) in Style::BUILT_IN.into_iter().flat_map(|style| (0..8).map(move |seed| (style, seed))) {
        for lanes in [&[Lane::Lead][..], &[Lane::Percussion], &[Lane::Lead, Lane::Percussion]] {
            for form in &forms {
                let take = Take::new(form, Brief { lanes: lanes.to_vec(), ..brief(style, seed) });
                let bars = take.plan.bars.len();
                let last = (0..bars).rfind(|bar| !take.plan.bars[*bar].is_stop).unwrap();
                let sounds =
                    |bar: usize| lanes.iter().any(|lane| !take.notes(*lane, bar..bar + 1).is_empty());
                let fading = bars - (bars / 2).min(8)..last + 1;
                assert!(sounds(last), "{style} {seed} {lanes:?}\n{form}");
                assert!(fading.clone().all(sounds), "{style} {seed} {lanes:?}: {fading:?}\n{form}");
            }
        }
    }
}

/// A chord that came early is struck again in the last bar of a fade: what it rang with stops there.
#[test]
fn the_last_bar_of_a_fade_rings_alone() {
    let chart = "{ending: fade} {meter: 3/4} {tempo: 175} {key: Bb}\n[Verse 2] x2\n| >Gm7 | >Cdim | >Bbm7 | >Gbsus2 |\n\
        [B] x3\n| >Fsus4 >Bb9 | >F#m7b5 | >Cdim7/G >Am9 | >Abm7 |\n[Pre-Chorus] x2\n|: >B6/9 | >Cmaj7 | >Dbsus2 |\n\
        | >Csus2 | >Bmaj7#11 | >D7#11 |1. >C :|2. >F#dim7/G |";
    let mut judged = 0;
    for seed in 0..60 {
        let take = Take::new(chart, Brief { lanes: vec![Lane::Guitar], ..brief("jazz-waltz", seed) });
        let last = take.plan.bars.len() - 1;
        let [before, rings] = [last - 1, last].map(|bar| take.notes(Lane::Guitar, bar..bar + 1));
        if rings.iter().all(|note| note.start == Ticks::ZERO && note.length > BEAT * 2) {
            let is_over = |note: &Note| note.start + note.length <= BEAT * 3;
            assert!(before.iter().all(is_over), "{seed}: {before:?} under {rings:?}");
            judged += usize::from(!rings.is_empty());
        }
    }
    assert!(judged > 4, "{judged}");
}

/// Each lane's notes on the song's ticks.
fn onsets(take: &Take, lane: Lane) -> Vec<(Ticks, u8)> {
    let part = take.composition.parts.iter().find(|part| part.lane == lane).unwrap();
    let notes = part.regions.iter().flat_map(|region| {
        region.main.notes().iter().map(|note| (region.span.start + note.start, note.pitch.key()))
    });
    let mut notes: Vec<(Ticks, u8)> = notes.collect();
    notes.sort();
    notes
}

#[test]
fn a_ritard_makes_everybody_late_by_the_same_and_nobody_before_it() {
    for style in Style::BUILT_IN {
        let (plain, slow) =
            (take("{ending: ring}", style, &BAND), take("{ending: ring} {ritard: 2}", style, &BAND));
        let bar = BEAT * 4;
        let (from, last) = (bar * 13, bar * 15);
        let mut late: std::collections::BTreeMap<Ticks, std::collections::BTreeSet<Ticks>> =
            Default::default();
        for lane in BAND {
            let (was, is) = (onsets(&plain, lane), onsets(&slow, lane));
            assert_eq!(was.len(), is.len(), "{style} {lane}");
            for ((then, _), (now, _)) in was.into_iter().zip(is) {
                assert!(now == then || (then > from && now > then), "{style} {lane} {then} {now}");
                late.entry(then).or_default().insert(now);
            }
        }
        assert!(late.values().all(|heard| heard.len() == 1), "{style} together");
        assert_eq!(late[&last].first(), Some(&(last + BEAT * 2)), "{style} the last chord is two beats late");
    }
}

#[test]
fn a_session_that_owns_the_tempo_slows_it_down_itself() {
    let text = format!("{{ending: ring}} {{ritard}}\n{BODY}");
    let played = |text: &str, owns_tempo: bool| {
        let take = Take::new(text, Brief { owns_tempo, ..brief("pop", 3) });
        onsets(&take, Lane::Keys)
    };
    let plain = played(&format!("{{ending: ring}}\n{BODY}"), false);
    assert_eq!(played(&text, true), plain);
    assert_ne!(played(&text, false), plain);
}

#[test]
fn a_loop_that_slows_down_ends_and_a_fade_says_that_it_does_not() {
    let take = Take::new("{ritard} | C | F | G | C |", brief("pop", 1));
    assert_eq!(take.plan.bars[3].ending, Some(Landing::Ring));
    let take = Take::new(&format!("{{ending: fade}} {{ritard}}\n{BODY}"), brief("pop", 1));
    let remark = take.composition.remarks.iter().find(|remark| remark.text.contains("does not slow down"));
    assert!(remark.is_some(), "{:?}", take.composition.remarks);
}
