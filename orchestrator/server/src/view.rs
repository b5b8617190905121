//! What clients may see of a state: domain values in the words of the wire.

use std::time::{Duration, SystemTime};

use domain::ids::{InstanceId, SessionId};
use domain::job::{self, Job};
use domain::session::history::{Step, Touched, Why};
use domain::session::leader::{Leader, Mode};
use domain::session::rule::Rule;
use domain::session::transport::Run;
use domain::session::{Session, lane};
use domain::time::{Beat, WallTime};
use music::time::Ticks;
use wire::Timeline;
use wire::lane::Lane;
use wire::number::RegionNumber;
use wire::rest::{chart, job as wire_job, plugin, region, rule, session, transport};
use wire::text::Id;

use crate::live::stage::Heed;
use crate::live::timeline;
use crate::presence::Presence;

/// RFC 3339 in UTC, to the millisecond.
pub fn time(at: WallTime) -> String {
    let since = Duration::from_nanos(u64::try_from(at.0).unwrap_or(0));
    humantime::format_rfc3339_millis(SystemTime::UNIX_EPOCH + since).to_string()
}

/// A name that the domain has checked is one of the wire's: the same letters, the same length.
pub fn id(name: &impl std::fmt::Display) -> Id {
    name.to_string().parse().expect("the domain's names and the wire's have one alphabet")
}

pub fn session(state: &Session, name: &str, seq: u64) -> session::Session {
    session::Session {
        session: id(state.id()),
        name: name.to_owned(),
        tempo: state.tempo().at(Ticks::ZERO).bpm_f64(),
        leader: leader(state),
        revision: state.arrangement().revision().0,
        seq,
    }
}

fn leader(state: &Session) -> session::Leader {
    let (policy, chosen) = match state.lead().mode() {
        Mode::Auto => (session::Policy::Auto, None),
        Mode::Instance(instance) => (session::Policy::Instance, Some(instance)),
        Mode::Session => (session::Policy::Session, None),
    };
    let leads = state.lead().host().or(chosen);
    session::Leader { policy, plugin_id: leads.map(id) }
}

/// Where the song is: at the session's own playhead, or on the line of the host that leads.
pub fn position(state: &Session, led: Option<&Timeline>, now: WallTime) -> transport::Position {
    let (is_playing, beat, tempo, looped) = match led {
        None => {
            let (beat, transport) = (state.position(now), state.transport());
            let looped = transport.looped().map(|looped| (looped.start, looped.end));
            let tempo = state.tempo().at(beat.to_ticks()).bpm_f64();
            (matches!(transport.run(), Run::Playing { .. }), beat, tempo, looped)
        }
        Some(timeline) => {
            let (beat, tempo) = timeline::at(timeline, now);
            let looped = timeline.looped.map(|looped| (Beat(looped.start.0), Beat(looped.end.0)));
            (timeline.playing, Beat(beat.0), tempo, looped)
        }
    };
    let of_loop =
        |(start, end): (Beat, Beat)| transport::Loop { start_beat: start.as_f64(), end_beat: end.as_f64() };
    transport::Position {
        is_playing,
        current_beat: beat.as_f64(),
        tempo,
        timestamp: time(now),
        session: id(state.id()),
        beat: beat.0.to_string(),
        looped: looped.map(of_loop),
        leader: match state.lead().leader() {
            Leader::Session => "session".to_owned(),
            Leader::Host(instance) => instance.to_string(),
        },
    }
}

/// What is known of each instance while nobody waits for it: who is told and is not driven by a host follows.
pub fn applied(
    state: &Session,
    heeds: impl Fn(&InstanceId) -> Heed,
    presence: &Presence,
    now: WallTime,
) -> Vec<transport::Applied> {
    let each = state.instances().keys().map(|instance| {
        let why = match heeds(instance) {
            _ if !presence.is_alive(state.id(), instance, now) => Some("it has not been heard of lately"),
            Heed::Told => None,
            Heed::HostPlays => {
                Some("its own host plays; it follows that, unless it was set to follow the session")
            }
            Heed::NoSocket => {
                Some("no socket is open under its name; it learns of this when it asks for the position")
            }
        };
        transport::Applied { plugin_id: id(instance), applied: why.is_none(), why: why.map(str::to_owned) }
    });
    each.collect()
}

pub fn instance(
    state: &Session,
    name: &InstanceId,
    presence: &Presence,
    now: WallTime,
) -> Option<plugin::Instance> {
    let instance = state.instance(name)?;
    Some(plugin::Instance {
        plugin_id: id(name),
        name: instance.name.to_string(),
        session: id(state.id()),
        status: status(state, name, presence, now),
        lanes: state.chairs_of(name).map(Lane).collect(),
        is_leading: state.lead().host() == Some(name),
        last_seen: presence.last(state.id(), name).map(|heard| time(heard.at)),
    })
}

/// What it says of itself; where it says nothing, what can be seen from here.
pub fn status(state: &Session, name: &InstanceId, presence: &Presence, now: WallTime) -> plugin::Status {
    if !presence.is_alive(state.id(), name, now) {
        return plugin::Status::Disconnected;
    }
    if let Some(said) = presence.last(state.id(), name).and_then(|heard| heard.status) {
        return said;
    }
    let is_its = |job: &Job| job.asker.client.instance.as_ref() == Some(name) && !job.state.is_over();
    if state.jobs().iter().any(is_its) {
        plugin::Status::Generating
    } else if state.transport().is_playing() {
        plugin::Status::Playing
    } else {
        plugin::Status::Connected
    }
}

pub fn chair(state: &Session, lane: music::lane::Lane) -> session::Chair {
    let seat = state.seat(lane);
    let route = match seat.settings.route {
        lane::Route::Sound => session::Route::Sound,
        lane::Route::Midi => session::Route::Midi,
        lane::Route::Both => session::Route::Both,
    };
    let plugin_id = seat.owner.as_ref().map(id);
    session::Chair { lane: Lane(lane), plugin_id, channel: seat.settings.channel, route }
}

pub fn chart(state: &Session) -> chart::Chart {
    let written = state.chart();
    let text = written.text().to_string();
    let Some(read) = written.chart() else {
        return chart::Chart { text, title: None, bars: 0, duration: 0.0, sections: Vec::new() };
    };
    let song = read.song();
    chart::Chart {
        text,
        title: read.header().title.clone(),
        bars: u32::try_from(song.bars().len()).unwrap_or(u32::MAX),
        duration: (song.end() - song.start()).as_beats_f64(),
        sections: song.sections().to_vec(),
    }
}

pub fn region(region: &music::arrangement::Region) -> region::Region {
    region::Region {
        region: RegionNumber::new(region.id.0).expect("an arrangement counts from 1 and below 2⁵³"),
        lane: Lane(region.lane),
        start: region.span.start.0,
        end: region.span.end.0,
        clip: region.clips.main.to_string(),
        clip_b: region.clips.b.map(|hash| hash.to_string()),
        fill: region.clips.fill.map(|hash| hash.to_string()),
        into: region.into.0,
        looped: region.looped,
    }
}

pub fn revision(step: &Step) -> region::Revision {
    let (what, of) = match step.why {
        Why::New => (region::Done::New, None),
        Why::Undo { of } => (region::Done::Undo, Some(of.0)),
        Why::Redo { of } => (region::Done::Redo, Some(of.0)),
    };
    let changes = step.touched.iter().filter_map(|touched| match touched {
        Touched::Regions(change) => Some(change),
        Touched::Lane { .. } | Touched::Chart { .. } | Touched::Tempo { .. } | Touched::Meter { .. } => None,
    });
    let changes: Vec<_> = changes.collect();
    region::Revision {
        step: step.id.0,
        by: step.by.to_string(),
        what,
        of,
        touched: step.touched.iter().map(|touched| touched_name(touched).to_owned()).collect(),
        revision: changes.last().map(|change| change.revision.0),
        removed: changes.iter().flat_map(|change| &change.before).map(region).collect(),
        added: changes.iter().flat_map(|change| &change.after).map(region).collect(),
    }
}

fn touched_name(touched: &Touched) -> &'static str {
    match touched {
        Touched::Regions(_) => "regions",
        Touched::Lane { .. } => "lane",
        Touched::Chart { .. } => "chart",
        Touched::Tempo { .. } => "tempo",
        Touched::Meter { .. } => "meter",
    }
}

pub fn rule(state: &Session, which: Rule) -> rule::Rule {
    let setting = state.rules().get(which);
    let kind = match which {
        Rule::ApproveFirstTake => rule::Kind::ApproveFirstTake,
    };
    let set_by = (setting.by != domain::ids::PrincipalId::SYSTEM).then(|| id(&setting.by));
    rule::Rule { rule: kind, enabled: setting.is_on, set_by }
}

/// Without the files it made: those the library knows.
pub fn job(session: &SessionId, job: &Job) -> wire_job::Job {
    let status = match &job.state {
        job::State::Queued { .. } => wire_job::State::Queued,
        job::State::Leased(_) => wire_job::State::Running,
        job::State::Done { .. } => wire_job::State::Done,
        job::State::Dead => wire_job::State::Failed,
        job::State::Cancelled => wire_job::State::Cancelled,
    };
    let has_failed = status == wire_job::State::Failed;
    let ours = |verb: &&&str| matches!(**verb, "cancel" | "retry");
    wire_job::Job {
        job_id: job.id.to_string(),
        kind: job::CAPABILITY.to_owned(),
        status,
        session: id(session),
        attempt: job.attempts,
        why: job.failure.as_ref().map(ToString::to_string),
        code: has_failed.then(|| "GENERATION_FAILED".to_owned()),
        files: Vec::new(),
        allowed: job.state.allowed().iter().filter(ours).map(ToString::to_string).collect(),
    }
}
