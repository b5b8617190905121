//! An instance that the server has taken for lost, while its socket stayed open, comes back by itself.

use music::lane::Lane;

use crate::member::{Member, project};
use crate::room::{Room, awaited};

const RHYTHM: [Lane; 2] = [Lane::Drums, Lane::Bass];

#[test]
fn whoever_was_taken_for_lost_comes_back_as_another_life_of_the_same_and_sits_where_it_sat() {
    let room = Room::open();
    let member = Member::open(&project(&room.file(), &RHYTHM));
    let name = member.linked();
    awaited("it sits on its chairs", || (room.chairs_of(&name) == RHYTHM).then_some(()));
    let id = name.parse().unwrap();
    let life = || room.session(|session| session.instance(&id).map(|known| known.incarnation));
    let first = life();
    room.lose(&name);
    // What is said of the life before is late.
    awaited("it is there again, in another life", || life().filter(|second| first != Some(*second)));
    awaited("it sits where it sat", || (room.chairs_of(&name) == RHYTHM).then_some(()));
    assert_eq!(member.linked(), name);
    assert_eq!(member.owned(), RHYTHM, "it never stopped playing its own");
}
