//! Bars that are written in or taken out: the music that is there moves with its own bars.

use ai_band_plugin::action::Action;
use ai_band_plugin::band::Band;
use music::clip::Note;
use music::lane::Lane;
use music::time::Ticks;

use crate::stage::{bars, model, newest, notes, playing, said, span_of};

const BEFORE: &str = "{style: pop} {key: G} {tempo: 108}\n| G | D | Em7 | C |\n| G | D | Em7 | D |";
const LONGER: &str = "{style: pop} {key: G} {tempo: 108}\n| G | Am7 | D | Em7 | C |\n| G | D | Em7 | D |";
const SHORTER: &str = "{style: pop} {key: G} {tempo: 108}\n| G | D | C |\n| G | D | Em7 | D |";

/// From the bar's start, without lengths: what rings on ends where there is no room any more.
fn bar(band: &mut Band, lane: Lane, number: u32) -> Vec<(Ticks, u8, u8)> {
    let span = span_of(band, bars(number, number));
    let plain = |note: Note| (note.start - span.start, note.pitch.key(), note.velocity);
    notes(band, band.heard(), lane, span).into_iter().map(plain).collect()
}

#[test]
fn locked_bars_go_where_the_chart_has_them_now() {
    for (chart, now) in [(LONGER, 5), (SHORTER, 3)] {
        let mut band = playing(BEFORE);
        let (lane, four) = (Lane::Bass, bars(4, 4));
        let before = bar(&mut band, lane, 4);
        band.act(&Action::Lock { lane, bars: four, locked: true });
        band.act(&Action::Chart(chart.to_owned()));
        assert!(!band.is_laid_as_charted());
        band.act(&Action::Seed(50));
        band.act(&Action::Generate);
        let take = newest(&mut band);
        band.act(&Action::Approve(take));
        assert!(band.is_laid_as_charted());
        assert_eq!(bar(&mut band, lane, now), before, "{chart}");
    }
}

#[test]
fn the_window_says_when_the_chart_has_run_ahead_of_the_music() {
    let mut band = playing(BEFORE);
    let mut is_outrun = |chart: &str| {
        band.act(&Action::Chart(chart.to_owned()));
        model(&mut band).ask.is_outrun
    };
    for (chart, outrun) in [(BEFORE, false), (LONGER, true), (SHORTER, true), (BEFORE, false)] {
        assert_eq!(is_outrun(chart), outrun, "{chart}");
    }
    assert!(!is_outrun(&format!("{BEFORE} Hm7 |")), "what is wrong is said first");
}

#[test]
fn everybody_moves_when_one_is_rolled() {
    let mut band = playing(BEFORE);
    let before: Vec<_> = (1..=8).map(|number| bar(&mut band, Lane::Drums, number)).collect();
    let regions = band.heard().regions().to_vec();
    band.act(&Action::Chart(LONGER.to_owned()));
    assert_eq!(band.heard().regions(), regions, "typing changes nothing that plays");
    band.act(&Action::Reroll { lane: Lane::Bass, bars: bars(2, 2) });
    let after: Vec<_> = (1..=9).map(|number| bar(&mut band, Lane::Drums, number)).collect();
    assert_eq!(after[0], before[0]);
    assert!(after[1].is_empty(), "nobody has written for the new bar yet");
    assert_eq!(after[2..], before[1..]);
    band.act(&Action::Undo);
    assert_eq!(band.heard().regions(), regions);
    assert!(!band.is_laid_as_charted());
    band.act(&Action::Redo);
    assert!(band.is_laid_as_charted());
}

#[test]
fn a_take_for_other_bars_is_refused() {
    let mut band = playing(BEFORE);
    band.act(&Action::Seed(8));
    band.act(&Action::Generate);
    let take = newest(&mut band);
    band.act(&Action::Chart(LONGER.to_owned()));
    for action in [Action::Audition(take), Action::Approve(take)] {
        let outcome = band.act(&action);
        assert_eq!(
            said(&outcome),
            "Pop band, seed 8 was made for other bars than the chart has now; generate again"
        );
    }
    band.act(&Action::Chart(BEFORE.to_owned()));
    assert!(band.act(&Action::Approve(take)).arranged || !band.is_laid_as_charted());
}
