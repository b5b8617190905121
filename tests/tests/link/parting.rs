//! Instances that go: the server knows at once, and the others keep their chairs. Its clock stands: no lease is ever over.

use music::lane::Lane;

use crate::member::{Member, project};
use crate::room::{Room, awaited};

const RHYTHM: [Lane; 2] = [Lane::Drums, Lane::Bass];

fn named(room: &Room, name: &str, owns: &[Lane]) -> plugin::saved_state::Saved {
    let mut named = project(&room.file(), owns);
    named.link.instance_id = Some(name.to_owned());
    named
}

#[test]
fn whoever_is_removed_is_gone_and_the_others_keep_their_chairs() {
    let room = Room::open();
    let stays = Member::open(&named(&room, "stays", &RHYTHM));
    awaited("it sits", || (room.chairs_of("stays") == RHYTHM).then_some(()));
    let goes = Member::open(&named(&room, "goes", &[Lane::Keys]));
    awaited("the other sits, too", || (room.chairs_of("goes") == [Lane::Keys]).then_some(()));
    drop(goes);
    awaited("the server knows", || (room.instances() == ["stays"]).then_some(()));
    assert_eq!((room.chairs_of("stays"), stays.owned()), (RHYTHM.to_vec(), RHYTHM.to_vec()));
}

#[test]
fn a_project_that_is_opened_after_the_host_began_leaves_no_first_name_behind() {
    let room = Room::open();
    let member = Member::open(&project(&room.file(), &Lane::ALL));
    let first = member.linked();
    assert_eq!(room.instances(), [first]);
    member.load(&named(&room, "of-the-project", &RHYTHM));
    awaited("only its own name is there", || (room.instances() == ["of-the-project"]).then_some(()));
    awaited("it sits", || (room.chairs_of("of-the-project") == RHYTHM).then_some(()));
}

#[test]
fn a_project_that_is_opened_while_the_first_one_still_comes_in_leaves_nothing_behind_either() {
    let room = Room::open();
    for round in 0..8 {
        let member = Member::open(&project(&room.file(), &Lane::ALL));
        if round % 2 == 1 {
            std::thread::park_timeout(std::time::Duration::from_millis(round));
        }
        let name = format!("round-{round}");
        member.load(&named(&room, &name, &RHYTHM));
        awaited("it is there under its own name", || (room.instances() == [name.as_str()]).then_some(()));
        drop(member);
        awaited("and gone", || room.instances().is_empty().then_some(()));
    }
}

#[test]
fn ten_in_one_session_sit_in_eight_chairs_and_nobody_in_two() {
    let room = Room::open();
    let name = |index: usize| format!("member-{index}");
    let band: Vec<Member> = (0..10)
        .map(|index| {
            let own = Lane::ALL.get(index).copied();
            let member = Member::open(&named(&room, &name(index), own.as_slice()));
            awaited("it is there", || room.instances().contains(&name(index)).then_some(()));
            member
        })
        .collect();
    for (index, member) in band.iter().enumerate() {
        let own: Vec<Lane> = Lane::ALL.get(index).copied().into_iter().collect();
        awaited("it sits where its project says", || (room.chairs_of(&name(index)) == own).then_some(()));
        assert_eq!(member.owned(), own);
    }
    assert_eq!(room.instances().len(), 10);
}
