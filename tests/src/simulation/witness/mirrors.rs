//! Whether two keep the same things: all that lasts of them, not what passes with the time.

use domain::session::Session;
use music::lane::Lane;
use orchestrator::view;
use plugin::model::LinkState;
use wire::rest::changes::Entity;
use wire::rest::plugin::Status;

use super::Verdict;
use crate::simulation::client::{Mirror, Plugin};
use crate::simulation::server::Server;

/// It says that it has everything, and follows.
pub(super) fn is_playable(plugin: &Plugin) -> bool {
    match plugin.state {
        LinkState::Connected | LinkState::Generating | LinkState::Playing => true,
        LinkState::Disconnected | LinkState::Syncing => false,
    }
}

/// What its worker was told is what the session plays, and who sits where.
pub(super) fn plays(plugin: &Plugin, session: &Session) -> Verdict {
    let Some(song) = &plugin.song else { return Err("it has everything, and no song".to_owned()) };
    let (arrangement, chart) = (session.arrangement(), view::chart(session).text);
    if song.revision != arrangement.revision().0 || song.regions != arrangement.regions() {
        return Err(format!("it plays {:?}; the session has {:?}", song.regions, arrangement.regions()));
    }
    if song.chart != chart {
        return Err(format!("it shows the chart {:?}; the session has {chart:?}", song.chart));
    }
    let missing = song.regions.iter().flat_map(|region| region.clips.hashes());
    if let Some(hash) = missing.into_iter().find(|hash| song.library.get(hash).is_none()) {
        return Err(format!("it plays clip {hash} and does not have it"));
    }
    if session.instance(&plugin.instance).is_none() {
        // Whoever was taken for lost gives up nothing: it comes back.
        return Ok(());
    }
    let Some(seats) = &plugin.seats else { return Err("it has everything, and nobody sits".to_owned()) };
    let owner = |lane: Lane| session.seat(lane).owner.as_ref().map(ToString::to_string);
    match Lane::ALL.into_iter().find(|lane| seats.by_lane[lane.index()] != owner(*lane)) {
        Some(lane) => {
            let there = owner(lane);
            Err(format!("on {lane} it sees {:?}, and {there:?} sits there", seats.by_lane[lane.index()]))
        }
        None => Ok(()),
    }
}

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
            // What a host does is told as a timeline, and is no fact.
            let is_led = position.leader != "session";
            if position.is_playing || is_led {
                position.beat.clear();
                position.current_beat = 0.0;
            }
            if is_led {
                (position.is_playing, position.tempo, position.looped) = (false, 0.0, None);
            }
        }
        Entity::Chart(_) | Entity::Lane(_) | Entity::Region(_) | Entity::Rule(_) | Entity::Job(_) => {}
    }
    entity
}
