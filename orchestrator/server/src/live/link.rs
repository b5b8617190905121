//! Which socket an instance speaks through: one, the last that came with its name and a token of its own.

use std::collections::HashMap;

use domain::ids::InstanceId;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Default)]
pub(super) struct Links {
    held: HashMap<InstanceId, Link>,
}

#[derive(Debug)]
struct Link {
    socket: u64,
    ended: CancellationToken,
}

impl Links {
    pub(super) fn is_held(&self, instance: &InstanceId) -> bool {
        self.held.contains_key(instance)
    }

    /// From now on it is this socket; the one before it is told to go.
    pub(super) fn hold(&mut self, instance: &InstanceId, socket: u64) -> CancellationToken {
        let ended = CancellationToken::new();
        let link = Link { socket, ended: ended.clone() };
        if let Some(before) = self.held.insert(instance.clone(), link) {
            before.ended.cancel();
        }
        ended
    }

    /// `true` where it was the one: then the instance has no link any more.
    pub(super) fn let_go(&mut self, instance: &InstanceId, socket: u64) -> bool {
        let is_its = self.held.get(instance).is_some_and(|link| link.socket == socket);
        if is_its {
            self.held.remove(instance);
        }
        is_its
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_has_one_link_and_one_that_goes_late_takes_nothing_along() {
        let mut links = Links::default();
        let keys = "keys".parse().unwrap();
        assert!(!links.is_held(&keys));
        let first = links.hold(&keys, 1);
        let second = links.hold(&keys, 2);
        assert_eq!((first.is_cancelled(), second.is_cancelled()), (true, false));
        assert_eq!((links.let_go(&keys, 1), links.is_held(&keys)), (false, true));
        assert_eq!((links.let_go(&keys, 2), links.is_held(&keys)), (true, false));
        assert!(!links.let_go(&keys, 2));
    }
}
