//! "Push mine": what was made alone becomes the session's, in one step that everybody follows.

use std::path::Path;

use music::lane::Lane;
use plugin::action::Action;
use plugin::net::reopening::Choice;
use plugin::saved_state::Saved;

use crate::member::{Member, project};
use crate::room::{Room, awaited};

const RHYTHM: [Lane; 2] = [Lane::Drums, Lane::Bass];
const CHART: &str = "| Am7 | D7 | Gmaj7 | % |";

/// A project in which somebody made music without a server.
fn made_alone(file: &Path) -> Saved {
    let alone = Member::open(&project(Path::new("/nowhere/server.json"), &RHYTHM));
    alone.asks(Action::Chart(CHART.to_owned()));
    alone.asks(Action::Generate);
    awaited("the band has made something", || {
        let made = alone.project();
        (!made.arrangement.regions().is_empty()).then_some(())
    });
    let mut made = alone.project();
    made.link = project(file, &RHYTHM).link;
    made
}

#[test]
fn what_was_made_alone_becomes_the_sessions_in_one_step_that_everybody_follows() {
    let room = Room::open();
    let made = made_alone(&room.file());
    let listener = Member::open(&project(&room.file(), &[Lane::Keys]));
    listener.linked();
    let member = Member::open(&made);
    awaited("somebody has to choose", || member.shown().differs.clone());
    member.asks(Action::Reopen(Choice::PushMine));
    awaited("the session plays it", || {
        room.session(|session| session.arrangement().regions().len() == made.arrangement.regions().len())
            .then_some(())
    });
    room.session(|session| {
        assert_eq!(session.history().steps().count(), 1, "one step, chart and all");
        assert_eq!(&**session.chart().text(), CHART);
    });
    awaited("both agree", || member.project().link.agreed);
    assert_eq!(member.shown().differs, None);
    let heard = awaited("the other plays it", || {
        let heard = listener.project();
        (!heard.arrangement.regions().is_empty()).then_some(heard)
    });
    assert_eq!((heard.chart.as_str(), heard.link.agreed), (CHART, member.project().link.agreed));
    assert_eq!(heard.arrangement.regions().len(), made.arrangement.regions().len());
}
