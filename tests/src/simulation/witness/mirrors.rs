//! Whether two keep the same things: all that lasts of them, not what passes with the time.

use wire::rest::changes::Entity;
use wire::rest::plugin::Status;

use crate::simulation::client::Mirror;
use crate::simulation::server::Server;

/// What the server has.
pub(super) fn of(server: &Server) -> Mirror {
    let all = server.all().map(|(all, _)| all).unwrap_or_default();
    all.into_iter().map(|kept| ((kept.entity.kind(), kept.id), (0, kept.entity))).collect()
}

/// The first difference, in words.
pub(super) fn same(kept: &Mirror, expected: &Mirror) -> Result<(), String> {
    for (name, (_, entity)) in expected {
        let Some((_, known)) = kept.get(name) else { return Err(format!("{name:?} is missing")) };
        let (known, entity) = (lasting(known), lasting(entity));
        if known != entity {
            return Err(format!("it keeps {known:?}; the server has {entity:?}"));
        }
    }
    match kept.keys().find(|name| !expected.contains_key(*name)) {
        Some(name) => Err(format!("{name:?} is there no more")),
        None => Ok(()),
    }
}

/// Without what nobody is told of: positions that move, who was heard when, and what another thing says as well.
fn lasting(entity: &Entity) -> Entity {
    let mut entity = entity.clone();
    match &mut entity {
        Entity::Session(session) => session.seq = 0,
        Entity::Instance(instance) => {
            instance.status = Status::Connected;
            instance.last_seen = None;
            // The chairs and the session say who sits where and who leads.
            instance.lanes.clear();
            instance.is_leading = false;
        }
        Entity::Transport(position) => {
            position.timestamp.clear();
            if position.is_playing {
                position.beat.clear();
                position.current_beat = 0.0;
            }
        }
        Entity::Chart(_) | Entity::Lane(_) | Entity::Region(_) | Entity::Rule(_) | Entity::Job(_) => {}
    }
    entity
}
