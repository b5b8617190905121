//! Who comes in when: whoever is asked is heard, nobody plays through, and sections differ by who is in them.

use ai_band_composer::Brief;
use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::{BarPlan, Plan, SectionRole};
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::lane::Lane;

use crate::charts::CHARTS;
use crate::stage::{SEEDS, brief, everywhere, plan};

fn bars_of(lane: Lane, bars: &[BarPlan]) -> usize {
    bars.iter().filter(|bar| bar.plays[lane.index()]).count()
}

#[test]
fn whoever_is_asked_is_heard_in_a_quarter_of_the_song() {
    everywhere(|place, brief, plan| {
        for lane in &brief.lanes {
            let (played, bars) = (bars_of(*lane, &plan.bars), plan.bars.len());
            assert!(played * 4 >= bars, "{lane} plays {played} of {bars} bars: {place}");
        }
    });
}

#[test]
fn nobody_is_out_for_more_than_a_third_of_a_long_song_at_a_stretch_once_in() {
    everywhere(|place, brief, plan| {
        for lane in &brief.lanes {
            let plays: Vec<bool> = plan.bars.iter().map(|bar| bar.plays[lane.index()]).collect();
            let first = plays.iter().position(|plays| *plays).unwrap();
            let rests = plays[first..].split(|plays| *plays).map(<[bool]>::len);
            let longest = rests.max().unwrap_or(0);
            assert!(longest * 3 <= plays.len().max(24), "{lane} rests for {longest} bars: {place}");
        }
    });
}

#[test]
fn somebody_rests_somewhere_and_somebody_always_plays() {
    everywhere(|place, brief, plan| {
        let playing = |bar: &BarPlan| brief.lanes.iter().filter(|lane| bar.plays[lane.index()]).count();
        assert!(plan.bars.iter().any(|bar| playing(bar) < brief.lanes.len()), "{place}");
        assert!(plan.bars.iter().all(|bar| playing(bar) > 0), "{place}");
    });
}

#[test]
fn the_last_chorus_has_everybody_and_an_intro_has_fewer() {
    everywhere(|place, brief, plan| {
        let players = |bar: usize| bars_count(brief, &plan.bars[bar]);
        for section in &plan.sections {
            let (first, band) = (section.bars.start, brief.lanes.len());
            match section.role {
                SectionRole::Intro => {
                    assert!(players(first) <= band.div_ceil(2), "{place}");
                    section.bars.clone().for_each(|bar| {
                        let fills_in = usize::from(bar + 1 == section.bars.end);
                        assert!(players(bar) < band + fills_in, "{place}");
                    });
                }
                SectionRole::Verse
                | SectionRole::Chorus
                | SectionRole::Bridge
                | SectionRole::Solo
                | SectionRole::Ending => {}
            }
        }
        let last = plan.sections.iter().rfind(|section| section.role == SectionRole::Chorus);
        if let Some(last) = last {
            last.bars.clone().for_each(|bar| assert_eq!(players(bar), brief.lanes.len(), "{place}"));
        }
    });
}

fn bars_count(brief: &Brief, bar: &BarPlan) -> usize {
    brief.lanes.iter().filter(|lane| bar.plays[lane.index()]).count()
}

#[test]
fn once_a_song_is_under_way_somebody_says_the_chords() {
    let says = |lane: &Lane| matches!(lane, Lane::Keys | Lane::Guitar | Lane::Pad);
    everywhere(|place, brief, plan| {
        let opening = plan.sections.iter().position(|section| section.role != SectionRole::Intro).unwrap();
        let under_way = plan.sections[opening].bars.start + 4;
        if brief.lanes.iter().any(says) {
            for bar in &plan.bars[under_way..] {
                assert!(Lane::ALL.iter().any(|lane| says(lane) && bar.plays[lane.index()]), "{place}");
            }
        }
    });
}

/// Eight bars of whole notes on a bass are no beginning of a song.
#[test]
fn after_an_intro_neither_bass_nor_drums_are_alone() {
    const EIGHT: &str = "| C | F | G | C | Am | F | G | C |\n";
    for (chart, together) in [
        (
            format!(
                "[Intro]\n| C | F | G | C |\n[Verse] x2\n{EIGHT}[Chorus]\n{EIGHT}[Outro]\n| F | G | C | C |\n"
            ),
            4,
        ),
        (format!("[Verse] x2\n{EIGHT}[Chorus]\n{EIGHT}[Outro]\n| F | G | C | C |\n"), 4),
    ] {
        for (style, seed) in Style::BUILT_IN.iter().flat_map(|style| SEEDS.map(move |seed| (style, seed))) {
            let brief = Brief { lanes: vec![Lane::Drums, Lane::Bass], ..brief(style, seed) };
            let plan = plan(&chart, &brief);
            let alone: Vec<usize> =
                (together..plan.bars.len()).filter(|bar| bars_count(&brief, &plan.bars[*bar]) < 2).collect();
            assert!(alone.is_empty(), "{style} {seed}: one plays alone in {alone:?} of\n{chart}");
        }
    }
}

/// A song is being built up: nobody goes again before it has begun.
#[test]
fn whoever_came_in_in_an_intro_stays_when_it_comes_again() {
    let chart = "[Intro] x2\n| C | F | G | C |\n[Verse]\n| C | F | G | C | Am | F | G | C |\n\
                 [Chorus]\n| C | F | G | C | Am | F | G | C |\n";
    for (style, seed) in Style::BUILT_IN.iter().flat_map(|style| SEEDS.map(move |seed| (style, seed))) {
        for lanes in [&Lane::ALL[..7], &[Lane::Drums, Lane::Bass, Lane::Keys]] {
            let brief = Brief { lanes: lanes.to_vec(), ..brief(style, seed) };
            let plan = plan(chart, &brief);
            for lane in lanes {
                let plays: Vec<bool> = plan.bars[..8].iter().map(|bar| bar.plays[lane.index()]).collect();
                // Drums may have come for the fill alone, with the last bar.
                let came = plays[..3].contains(&true);
                assert!(!came || plays[4..].iter().all(|plays| *plays), "{style} {seed} {lane}: {plays:?}");
            }
        }
    }
}

/// Who would wait for more than a verse is not there with the first bars of a song that opens with a long chorus: the
/// same chorus is to be more when it comes back.
#[test]
fn a_long_chorus_that_opens_a_song_has_everybody_only_from_its_last_phrase_on() {
    const FOUR: &str = "| Fm7 | Dbmaj7 | Ab | Eb |\n";
    let intro = format!("[Intro]\n{FOUR}");
    let house = [Lane::Drums, Lane::Percussion, Lane::Bass, Lane::Keys, Lane::Pad];
    for (intro, first) in [(intro.as_str(), 4), ("", 0)] {
        let drop = FOUR.repeat(4);
        let chart = format!("{intro}[Drop]\n{drop}[Break]\n{FOUR}[Drop]\n");
        for (seed, lanes) in SEEDS.flat_map(|seed| [(seed, &house[..]), (seed, &Lane::ALL[..7])]) {
            let brief = Brief { lanes: lanes.to_vec(), ..brief("house", seed) };
            let plan = plan(&chart, &brief);
            let players = |bar: usize| bars_count(&brief, &plan.bars[first + bar]);
            let counts: Vec<usize> = (0..16).map(players).collect();
            assert!(counts[..8].iter().all(|count| *count < lanes.len()), "{seed}: {counts:?}");
            assert!(counts.is_sorted() && counts[0] >= 3, "{seed}: {counts:?}");
            assert!(counts[8..].iter().all(|count| *count == lanes.len()), "{seed}: {counts:?}");
        }
    }
}

#[test]
fn a_house_breakdown_is_carried_by_chords_and_comes_back() {
    let brief = brief("house", 1);
    let plan = plan(CHARTS[6].1, &brief);
    let bridge = plan.sections.iter().find(|section| section.role == SectionRole::Bridge).unwrap();
    let plays = |bar: usize| -> Vec<&str> {
        let playing = Lane::ALL.into_iter().filter(|lane| plan.bars[bar].plays[lane.index()]);
        playing.map(Lane::name).collect()
    };
    assert_eq!(plays(bridge.bars.start), ["keys", "pad"]);
    assert_eq!(plays(bridge.bars.end), ["drums", "bass", "keys", "pad", "percussion"]);
}

/// How often one who carries the song stops once he is in.
fn breakdowns(lane: Lane, plan: &Plan) -> usize {
    let plays: Vec<bool> = plan.bars.iter().map(|bar| bar.plays[lane.index()]).collect();
    let first = plays.iter().position(|plays| *plays).unwrap_or(plays.len());
    plays[first..].split(|plays| *plays).filter(|rest| !rest.is_empty()).count()
}

#[test]
fn a_song_breaks_down_once_unless_it_is_long() {
    const EIGHT: &str = "| C | Am | F | G | C | Am | F | G |\n";
    let vamp = format!("[Vamp]\n| C | C | C | C |\n[Verse] x2\n{EIGHT}[Bridge]\n{EIGHT}[Vamp]\n");
    let verses = format!("[Verse] x4\n{EIGHT}[Bridge]\n{EIGHT}[Verse]\n");
    let long =
        format!("[A] x2\n{EIGHT}[B]\n{EIGHT}[A] x2\n[B]\n[A] x2\n[B]\n[A] x2\n[B]\n[A] x2\n[B]\n[A]\n");
    let mut most = 0;
    for (style, lane) in [("funk", Lane::Bass), ("pop", Lane::Drums), ("bossa", Lane::Drums)] {
        for seed in 0..60 {
            let mut brief = brief(style, seed);
            brief.lanes = vec![Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar];
            for chart in [&vamp, &verses] {
                let count = breakdowns(lane, &plan(chart, &brief));
                assert!(count <= 1, "{style} {seed}: {count} in\n{chart}");
            }
            most = most.max(breakdowns(lane, &plan(&long, &brief)));
        }
    }
    assert!((2..=3).contains(&most), "a long song breaks down again: {most}");
}

#[test]
fn a_song_that_has_no_chorus_rises_from_its_first_bar_to_its_last() {
    for style in Style::BUILT_IN {
        let plan = plan("| C | F | G | C | Am | F | G | C | F | F | G | C |", &brief(style, 2));
        let rise = i32::from(plan.bars[10].energy) - i32::from(plan.bars[0].energy);
        assert!(rise >= 12, "{style} {rise}");
    }
}

/// In a pickup hardly anybody plays: that is no rest.
#[test]
fn somebody_rests_after_a_pickup_too() {
    let chart = Chart::parse("[Chorus]\n| {pickup: 1/4} N.C. | C | F | G | C | C | F | G | C | C |").unwrap();
    for style in Style::BUILT_IN {
        let mut brief = Brief::new(Style::built_in(style).unwrap(), 7);
        brief.lanes = vec![Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar];
        let song = chart.song();
        let plan = Plan::of(&song, &Analysis::of(&song), &brief.style, &brief);
        let rests = |bar: &BarPlan| brief.lanes.iter().any(|lane| !bar.plays[lane.index()]);
        assert!(plan.bars[1..].iter().any(rests), "{style}");
    }
}

/// Intros and endings are where charts are silent: that somebody rests there is not enough.
#[test]
fn the_first_phrase_after_an_intro_is_not_everybodys() {
    const FOUR: &str = "| C | Am | F | G |\n";
    for form in [
        format!("[Chorus] x2\n{FOUR}{FOUR}"),
        format!("[Intro]\n{FOUR}[Solo] x4\n{FOUR}[Outro]\n{FOUR}"),
        format!("[Chorus]\n{FOUR}| F | G | C |\n[B] x2\n| F | G |\n[Outro]\n| C | C |\n"),
        format!("[Verse] x8\n{FOUR}{FOUR}"),
    ] {
        for (style, seed) in Style::BUILT_IN.iter().flat_map(|style| (0..12).map(move |seed| (style, seed))) {
            for lanes in [&Lane::ALL[..7], &[Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar]] {
                let brief = Brief { lanes: lanes.to_vec(), ..brief(style, seed) };
                let plan = plan(&form, &brief);
                let is_rest = |bar: &BarPlan| bars_count(&brief, bar) < brief.lanes.len();
                let is_intro = |bar: &BarPlan| plan.sections[bar.section].role == SectionRole::Intro;
                let first = plan.bars.iter().position(|bar| !is_intro(bar)).unwrap();
                assert!(plan.bars[first..first + 4].iter().all(is_rest), "{style} {seed} {lanes:?}\n{form}");
            }
        }
    }
}

#[test]
fn percussion_and_lead_do_not_carry_an_intro_alone() {
    let chart =
        Chart::parse("[Intro]\n| C | F | G | C |\n[Verse]\n| C | F | G | C | C | F | G | C |").unwrap();
    for style in Style::BUILT_IN {
        let mut brief = Brief::new(Style::built_in(style).unwrap(), 7);
        brief.lanes = vec![Lane::Guitar, Lane::Pad, Lane::Lead, Lane::Percussion];
        let song = chart.song();
        let plan = Plan::of(&song, &Analysis::of(&song), &brief.style, &brief);
        let carries = |bar: &BarPlan| [Lane::Guitar, Lane::Pad].iter().any(|lane| bar.plays[lane.index()]);
        assert!(plan.bars.iter().all(carries), "{style}");
    }
}
