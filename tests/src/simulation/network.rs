//! The network: connections that are late, keep their own order and no other, break in the middle, or fall silent.

use std::collections::BTreeMap;

use crate::chance::Chance;

pub const MS: i64 = 1_000_000;
pub const SECOND: i64 = 1_000 * MS;

/// One socket, counted from 0; never used twice.
pub type Connection = u64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

#[derive(Clone, Debug)]
struct Wire {
    client: usize,
    /// What was sent first arrives first: when the last one of each way arrives.
    last: [i64; 2],
    /// What would arrive later does not.
    cut: Option<i64>,
}

#[derive(Clone, Debug, Default)]
pub struct Network {
    wires: BTreeMap<Connection, Wire>,
    opened: u64,
    /// Nothing breaks any more, and nothing is late.
    is_calm: bool,
}

impl Network {
    pub fn calm(&mut self) {
        self.is_calm = true;
    }

    pub fn open(&mut self, client: usize) -> Connection {
        let number = self.opened;
        self.opened += 1;
        self.wires.insert(number, Wire { client, last: [0; 2], cut: None });
        number
    }

    pub fn client(&self, connection: Connection) -> Option<usize> {
        self.wires.get(&connection).map(|wire| wire.client)
    }

    /// A way of its own: half a millisecond, sometimes a moment, rarely so long that somebody gives up.
    pub fn delay(&self, chance: &mut Chance) -> i64 {
        if self.is_calm {
            return chance.between(MS / 10, MS);
        }
        match chance.below(100) {
            0 => chance.between(200 * MS, 2_500 * MS),
            1..=10 => chance.between(5 * MS, 120 * MS),
            _ => chance.between(MS / 10, 3 * MS),
        }
    }

    /// When what is sent now arrives; nothing if it never does.
    pub fn arrival(
        &mut self,
        connection: Connection,
        way: Way,
        now: i64,
        chance: &mut Chance,
    ) -> Option<i64> {
        let delay = self.delay(chance);
        let wire = self.wires.get_mut(&connection)?;
        let last = &mut wire.last[way as usize];
        *last = (now + delay).max(*last);
        let at = *last;
        wire.cut.is_none_or(|cut| at < cut).then_some(at)
    }

    /// Whether what was on its way still arrives.
    pub fn is_whole(&self, connection: Connection, now: i64) -> bool {
        self.wires.get(&connection).is_some_and(|wire| wire.cut.is_none_or(|cut| now < cut))
    }

    /// From `at` on nothing arrives, whatever is on its way already.
    pub fn cut(&mut self, connection: Connection, at: i64) {
        if let Some(wire) = self.wires.get_mut(&connection) {
            wire.cut = Some(wire.cut.map_or(at, |cut| cut.min(at)));
        }
    }

    pub fn whole(&self, now: i64) -> Vec<Connection> {
        self.wires.keys().copied().filter(|connection| self.is_whole(*connection, now)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_keeps_its_order_and_ends_where_it_is_cut() {
        let (mut network, mut chance) = (Network::default(), Chance::new(3));
        let connection = network.open(7);
        assert_eq!(network.client(connection), Some(7));
        let arrivals: Vec<i64> =
            (0..500).filter_map(|now| network.arrival(connection, Way::Down, now, &mut chance)).collect();
        assert!(arrivals.is_sorted() && arrivals.len() == 500);
        network.cut(connection, arrivals[250]);
        assert!(
            network.is_whole(connection, arrivals[250] - 1) && !network.is_whole(connection, arrivals[250])
        );
        assert_eq!(network.arrival(connection, Way::Down, 500, &mut chance), None);
    }
}
