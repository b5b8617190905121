//! Takes that wait: varied, rejected, auditioned, replaced, and no more of them than anybody compares.

use ai_band_plugin::action::Action;
use ai_band_plugin::model::{TakeId, TakeState};
use composer::variation::Keep;
use music::lane::Lane;
use player::Switched;

use crate::stage::{EIGHT_BARS, bars, model, newest, playing, said, states};

#[test]
fn a_variation_waits_beside_its_parent() {
    let mut band = playing(EIGHT_BARS);
    let parent = newest(&mut band);
    for nth in 1..=2 {
        let outcome = band.act(&Action::Vary { take: parent, keep: Keep::Rhythm, amount: 100 });
        let title = format!("Pop band, seed 7, rhythm kept, variation {nth}");
        assert!(
            said(&outcome).starts_with(&format!("{title} waits for a decision, bars 1–8")),
            "{outcome:?}"
        );
    }
    assert_eq!(states(&mut band)[1..], [TakeState::ToDecide, TakeState::ToDecide]);
    let before = band.heard().regions().to_vec();
    let take = newest(&mut band);
    band.act(&Action::Approve(take));
    assert_ne!(band.heard().regions(), before);
    assert_eq!(states(&mut band), [TakeState::Superseded, TakeState::ToDecide, TakeState::Armed { bar: 1 }]);
}

#[test]
fn locked_bars_of_a_variation_stay() {
    let mut band = playing(EIGHT_BARS);
    for lane in Lane::ALL {
        band.act(&Action::Lock { lane, bars: bars(1, 8), locked: true });
    }
    let take = newest(&mut band);
    let outcome = band.act(&Action::Vary { take, keep: Keep::Contour, amount: 127 });
    assert_eq!(said(&outcome), "Bars 1–8 are locked; unlock them, or ask for others");
}

#[test]
fn what_is_rejected_is_over_and_says_why() {
    let mut band = playing(EIGHT_BARS);
    band.act(&Action::Generate);
    let take = newest(&mut band);
    band.act(&Action::Audition(take));
    let outcome = band.act(&Action::Reject { take, reason: " too busy ".to_owned() });
    assert_eq!(said(&outcome), "Rejected Pop band, seed 7: too busy.");
    assert!(outcome.arranged, "its audition ends");
    assert_eq!(band.heard(), band.arrangement());
    assert_eq!(states(&mut band)[1], TakeState::Rejected { reason: "too busy".to_owned() });
    for action in
        [Action::Approve(take), Action::Audition(take), Action::Reject { take, reason: String::new() }]
    {
        let outcome = band.act(&action);
        assert!(
            said(&outcome).starts_with("Pop band, seed 7 was rejected; only a take to decide"),
            "{outcome:?}"
        );
    }
}

#[test]
fn an_audition_is_heard_here_and_goes_on_over_other_steps() {
    let mut band = playing(EIGHT_BARS);
    band.act(&Action::AskLanes(vec![Lane::Bass]));
    band.act(&Action::Seed(70));
    band.act(&Action::Generate);
    let take = newest(&mut band);
    band.act(&Action::Audition(take));
    let bass = |band: &ai_band_plugin::band::Band| {
        let regions = band.heard().regions().iter().filter(|region| region.lane == Lane::Bass);
        regions.map(|region| (region.span, region.clips)).collect::<Vec<_>>()
    };
    let heard = bass(&band);
    band.act(&Action::Reroll { lane: Lane::Drums, bars: bars(1, 2) });
    assert_eq!(bass(&band), heard);
    assert_eq!(model(&mut band).auditioned, Some(take));
    assert!(!model(&mut band).lanes[Lane::Bass.index()].armed.is_empty(), "it is drawn as outlines");
    // What the player says of an audition is not taken for a step.
    let revision = band.heard().revision();
    band.switched(&Switched { revision, beat: 0.0, sample: 0 });
    assert_eq!(states(&mut band)[0], TakeState::Armed { bar: 1 });
    band.act(&Action::StopAudition);
    assert_eq!(band.heard(), band.arrangement());
}

#[test]
fn the_oldest_takes_make_room() {
    let mut band = playing("| Am | D |");
    band.act(&Action::AskLanes(vec![Lane::Bass]));
    for seed in 0..40 {
        band.act(&Action::Seed(seed));
        band.act(&Action::Generate);
    }
    let takes = model(&mut band).takes;
    assert_eq!(takes.len(), 24);
    assert_eq!((takes[0].id, takes[1].id), (TakeId(1), TakeId(19)), "what plays stays longest");
}

#[test]
fn a_take_shows_its_scores_beside_their_nulls() {
    let mut band = playing(EIGHT_BARS);
    let take = model(&mut band).takes[0].clone();
    let root =
        take.scorecard.iter().find(|(name, _, _)| name == "bass: root on change").expect("a bass is scored");
    let percent = |text: &str| text.trim_end_matches(" %").parse::<u32>().expect("a share");
    assert!(percent(&root.1) > percent(&root.2), "{root:?}");
    assert!(take.scorecard.iter().any(|(name, _, null)| name.starts_with("drums") && null.is_empty()));
    assert_eq!(take.detail, "bars 1–8 · drums, bass, keys, guitar");
}
