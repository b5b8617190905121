//! Several instances in one process: one band, many chairs. One test, because the process has one table of chairs.

use ai_band_plugin::action::Action;
use music::lane::Lane;
use nice_plug::prelude::ProcessMode;

use crate::rig::Rig;

fn owned(rig: &mut Rig) -> Vec<Lane> {
    rig.settled().lanes.iter().filter(|lane| lane.owned).map(|lane| lane.lane).collect()
}

#[test]
fn a_later_instance_takes_no_chair_until_it_is_told_and_a_project_is_as_it_was_saved() {
    let mut first = Rig::new(ProcessMode::Realtime);
    assert_eq!(owned(&mut first), Lane::ALL);
    let mut second = Rig::new(ProcessMode::Realtime);
    assert_eq!(owned(&mut second), []);
    assert_eq!(second.settled().taken_elsewhere, Lane::ALL);
    assert!(second.settled().log.iter().any(|line| line.text.contains("another AI Band")));
    first.asks(Action::Own { lane: Lane::Bass, owned: false });
    second.asks(Action::Own { lane: Lane::Bass, owned: true });
    let state = second.saved();
    drop(second);
    let mut again = Rig::opened(Some(&state), ProcessMode::Realtime);
    assert_eq!(owned(&mut again), [Lane::Bass]);
    drop(first);
    let mut copy = Rig::opened(Some(&state), ProcessMode::Offline);
    assert_eq!(owned(&mut copy), [Lane::Bass], "a copy to bounce with plays what the project says");
}
