//! Who plays what: the chairs that are played here against the seats of the session.

use music::lane::Lane;

use super::mailbox::Seats;

/// This instance, before it is told who sits where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sitter<'a> {
    /// As it is called in its session.
    pub name: &'a str,
    /// By [`Lane::index`]: what it plays.
    pub owned: [bool; Lane::COUNT],
    /// It was never linked, and has no music of its own: it has not chosen its chairs yet.
    pub is_new: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Here: it is played from now on, or no longer.
    Own { lane: Lane, owned: bool },
    /// There: the session is asked for the chair, or given it back.
    Seat { lane: Lane, mine: bool },
}

/// A project keeps its chairs; one that never had any takes what the session gives.
pub fn steps(sitter: &Sitter<'_>, before: Option<&Seats>, seats: &Seats) -> Vec<Step> {
    let was = |lane: Lane| before.and_then(|before| before.by_lane[lane.index()].as_deref());
    let step = |lane: Lane| {
        let seat = seats.by_lane[lane.index()].as_deref();
        if seats.is_first { sitter.comes(lane, seat) } else { sitter.hears(lane, was(lane), seat) }
    };
    Lane::ALL.into_iter().filter_map(step).collect()
}

/// Chairs that somebody else has.
pub fn taken_elsewhere(name: &str, seats: &Seats) -> Vec<Lane> {
    let is_others = |lane: &Lane| seats.by_lane[lane.index()].as_ref().is_some_and(|id| id != name);
    Lane::ALL.into_iter().filter(is_others).collect()
}

impl Sitter<'_> {
    /// How it finds a chair when it comes.
    fn comes(&self, lane: Lane, seat: Option<&str>) -> Option<Step> {
        let owned = self.owned[lane.index()];
        let is_mine = seat == Some(self.name);
        match seat {
            Some(_) if is_mine => (!owned).then_some(Step::Seat { lane, mine: false }),
            Some(_) if self.is_new && self.owned.iter().all(|owned| *owned) => {
                Some(Step::Own { lane, owned: false })
            }
            // Somebody sits there, and a project that has chosen to play it does so, too.
            Some(_) => None,
            None => owned.then_some(Step::Seat { lane, mine: true }),
        }
    }

    /// What has become of it since.
    fn hears(&self, lane: Lane, was: Option<&str>, seat: Option<&str>) -> Option<Step> {
        let owned = self.owned[lane.index()];
        let own = |to: bool| (owned != to).then_some(Step::Own { lane, owned: to });
        match seat {
            _ if seat == was => None,
            Some(seat) if seat == self.name => own(true),
            Some(_) | None if was == Some(self.name) => own(false),
            // Somebody else gave it up, and it is played here.
            None => owned.then_some(Step::Seat { lane, mine: true }),
            Some(_) => None,
        }
    }
}
