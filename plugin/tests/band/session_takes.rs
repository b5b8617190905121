//! Takes that the session made and arranged by its rules stand in the list, and say where they are.

use ai_band_plugin::action::Action;
use ai_band_plugin::band::Band;
use ai_band_plugin::model::{TakeState, TakeView};
use ai_band_plugin::net::made::{Made, MadeFile};
use music::arrangement::Revision;
use music::lane::Lane;
use player::Switched;

use crate::linked::song;
use crate::stage::{EIGHT_BARS, bars, model, on, playing, said};

const ENTERS: TakeState = TakeState::Armed { bar: 1 };

/// All that a session's arrangement has on these lanes, as one job's.
fn made(session: &Band, job: &str, lanes: &[Lane]) -> Made {
    let regions = session.arrangement().regions().iter().filter(|region| lanes.contains(&region.lane));
    let file = |region: &music::arrangement::Region| MadeFile {
        lane: region.lane,
        name: format!("{job}_{}.mid", region.lane),
        hash: region.clips.main,
    };
    Made { job: job.to_owned(), files: regions.map(file).collect() }
}

fn takes(band: &mut Band) -> Vec<TakeView> {
    model(band).takes
}

fn states(band: &mut Band) -> Vec<TakeState> {
    takes(band).into_iter().map(|take| take.state).collect()
}

fn plays(band: &mut Band, revision: Revision) {
    band.switched(&Switched { revision, beat: 0.0, sample: 0 });
}

#[test]
fn what_the_session_has_arranged_stands_in_the_list_and_plays_when_it_is_heard() {
    let session = playing(EIGHT_BARS);
    let mut band = on("");
    band.hear_of_made(vec![made(&session, "j", &[Lane::Bass])]);
    assert_eq!(takes(&mut band), [], "in the library, and nowhere else");
    band.adopt(song(&session, 1));
    let take = takes(&mut band).remove(0);
    assert_eq!((take.title.as_str(), take.detail.as_str()), ("j_bass.mid", "bars 1–8 · bass"));
    assert_eq!((take.lanes, take.bars, take.state), (vec![Lane::Bass], bars(1, 8), ENTERS));
    assert_eq!(take.remarks, ["Made in the session, and approved by its rule"]);
    let revision = band.arrangement().revision();
    plays(&mut band, revision);
    assert_eq!(states(&mut band), [TakeState::Playing]);
}

#[test]
fn what_plays_already_when_it_is_told_of_plays() {
    let session = playing(EIGHT_BARS);
    let mut band = on("");
    band.adopt(song(&session, 1));
    let revision = band.arrangement().revision();
    plays(&mut band, revision);
    band.hear_of_made(vec![made(&session, "j", &[Lane::Drums, Lane::Keys])]);
    assert_eq!(states(&mut band), [TakeState::Playing]);
    assert_eq!(takes(&mut band)[0].detail, "bars 1–8 · drums, keys");
}

#[test]
fn what_the_session_takes_out_again_is_over_and_comes_back_with_it() {
    let (session, empty) = (playing(EIGHT_BARS), on(EIGHT_BARS));
    let mut band = on("");
    band.hear_of_made(vec![made(&session, "j", &[Lane::Bass])]);
    for (revision, song_of, expected) in
        [(1, &session, ENTERS), (2, &empty, TakeState::Superseded), (3, &session, ENTERS)]
    {
        band.adopt(song(song_of, revision));
        assert_eq!(states(&mut band), [expected], "revision {revision}");
        let revision = band.arrangement().revision();
        plays(&mut band, revision);
    }
    assert_eq!(states(&mut band), [TakeState::Playing]);
}

#[test]
fn the_same_job_is_one_take_however_often_it_is_told() {
    let session = playing(EIGHT_BARS);
    let mut band = on("");
    band.adopt(song(&session, 1));
    let both = [made(&session, "one", &[Lane::Bass]), made(&session, "two", &[Lane::Keys])];
    for told in [&both[..1], &both, &both] {
        band.hear_of_made(told.to_vec());
    }
    let titles: Vec<String> = takes(&mut band).into_iter().map(|take| take.title).collect();
    assert_eq!(titles, ["one_bass.mid", "two_keys.mid"]);
}

#[test]
fn there_is_nothing_to_decide_about_it_here() {
    let session = playing(EIGHT_BARS);
    let mut band = on("");
    band.hear_of_made(vec![made(&session, "j", &[Lane::Bass])]);
    band.adopt(song(&session, 1));
    let take = takes(&mut band)[0].id;
    let before = band.heard().clone();
    for action in
        [Action::Approve(take), Action::Audition(take), Action::Reject { take, reason: String::new() }]
    {
        let outcome = band.act(&action);
        assert!(said(&outcome).contains("only a take to decide"), "{outcome:?}");
    }
    assert_eq!(states(&mut band), [ENTERS]);
    assert_eq!(*band.heard(), before);
}

#[test]
fn without_a_chart_its_bars_are_counted_in_fours() {
    let session = playing(EIGHT_BARS);
    let mut band = on("");
    let mut untold = song(&session, 1);
    untold.chart.clear();
    band.adopt(untold);
    band.hear_of_made(vec![made(&session, "j", &[Lane::Bass])]);
    assert_eq!(takes(&mut band)[0].bars, bars(1, 8));
}
