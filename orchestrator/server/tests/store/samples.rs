//! An event of every kind, with every field in use.

use std::sync::Arc;
use std::time::Duration;

use domain::actor::Kind;
use domain::artifact::{self, Artifact, Made};
use domain::house::family::{self, Family, TokenHash};
use domain::house::pairing::{self, CodeHash, Offer, Pairing};
use domain::house::principal::{Principal, Rights, Sessions};
use domain::house::sessions::Opened;
use domain::ids::{ArtifactId, FamilyId, Incarnation, InstanceId, JobId, PairingId, PrincipalId};
use domain::job::{Asker, Composing, Fence, Job, Lease, Priority, State};
use domain::session::chart::Written;
use domain::session::history::{Step, StepId, Touched, Why};
use domain::session::instance::{Instance, Parting};
use domain::session::lane::{Route, Settings};
use domain::session::leader::{Leader, Mode};
use domain::session::rule::{Decision, Rule};
use domain::session::takes::{Client, Placed, Take, Withheld};
use domain::session::transport::Loop;
use domain::{Beat, Event, Timer, Verb, Verbs, WallTime, house, session};
use music::arrangement::{Change, Clips, Region, RegionId, Revision, Source};
use music::chart::{BarId, Ids};
use music::clip::Hash;
use music::lane::Lane;
use music::meter::{self, Meter};
use music::tempo::{self, Tempo};
use music::time::{Span, Ticks};

const NOW: WallTime = WallTime(1_763_677_825_123_456_789);
const ANNA: PrincipalId = PrincipalId(0xa);
const PLUGIN: PrincipalId = PrincipalId(0xb);
const JOB: JobId = JobId(0x10b);

pub(crate) fn all() -> Vec<Event> {
    let house = house_events().into_iter().map(Event::House);
    let session =
        session_events().into_iter().chain(library_events()).chain(job_events()).map(Event::Session);
    house.chain(session).collect()
}

fn instance() -> InstanceId {
    "bitwig:1".parse().unwrap()
}

fn rights(sessions: Sessions) -> Rights {
    Rights { verbs: Verbs::of(&[Verb::View, Verb::Generate]), sessions }
}

fn house_events() -> Vec<house::Event> {
    use house::Event;
    let some = Sessions::Only(["default".parse().unwrap(), "song-2".parse().unwrap()].into());
    let (pairing, family) = (PairingId(3), FamilyId(4));
    vec![
        Event::PrincipalIntroduced(Principal {
            id: PLUGIN,
            kind: Kind::Plugin,
            name: "Bässe \"2\"\u{1f3b8}".into(),
            rights: rights(some.clone()),
            acts_for: Some(ANNA),
            key: Some([0xab; 32]),
            since: NOW,
            tokens_since: WallTime(-1),
            is_revoked: false,
        }),
        Event::RightsGranted { principal: PLUGIN, rights: rights(Sessions::All) },
        Event::PrincipalRevoked { principal: PLUGIN },
        Event::TokensRevoked { principal: ANNA, before: NOW },
        Event::SessionOpened {
            session: "song-2".parse().unwrap(),
            opened: Opened { name: "Second song".into(), by: ANNA, at: NOW },
        },
        Event::PairingBegan(Pairing {
            id: pairing,
            offer: Offer { code: CodeHash([1; 32]), kind: Kind::Script, rights: rights(some) },
            by: ANNA,
            until: NOW + Duration::from_secs(120),
            tries_left: 5,
        }),
        Event::PairingMissed { pairing, tries_left: 4 },
        Event::PairingEnded { pairing, how: pairing::End::Paired(PLUGIN) },
        Event::PairingEnded { pairing, how: pairing::End::TooManyTries },
        Event::PairingEnded { pairing, how: pairing::End::TimeIsUp },
        Event::FamilyBegan(Family {
            id: family,
            principal: ANNA,
            current: vec![TokenHash([2; 32]), TokenHash([3; 32])],
            previous: Vec::new(),
            refreshed: NOW,
            until: NOW,
        }),
        Event::FamilyRefreshed { family, next: TokenHash([4; 32]), at: NOW },
        Event::FamilyRepeated { family, next: TokenHash([5; 32]) },
        Event::FamilyEnded { family, how: family::End::Reused },
        Event::FamilyEnded { family, how: family::End::Revoked },
        Event::FamilyEnded { family, how: family::End::TimeIsUp },
        Event::TimerSet { timer: Timer::PairingEnds(pairing), due: NOW },
        Event::TimerCleared { timer: Timer::FamilyEnds(family) },
    ]
}

fn clip(name: &str) -> Hash {
    Hash::of(name.as_bytes())
}

fn region(id: u64, fill: bool) -> Region {
    Region {
        id: RegionId(id),
        lane: Lane::Bass,
        span: Span::new(Ticks(-960), Ticks(3_840)).unwrap(),
        clips: Clips { main: clip("a"), b: fill.then(|| clip("b")), fill: fill.then(|| clip("f")) },
        into: Ticks(-5),
        looped: fill,
    }
}

fn step(id: u64, why: Why, touched: Vec<Touched>) -> session::Event {
    session::Event::Edited(Arc::new(Step { id: StepId(id), by: ANNA, why, touched }))
}

fn written(text: &str, bars: &[u64], next: u64, revision: u64) -> Written {
    let ids = Ids { bars: bars.iter().copied().map(BarId).collect(), next };
    Written::restore(text.into(), &ids, revision).unwrap()
}

fn session_events() -> Vec<session::Event> {
    use session::Event;
    let regions =
        Change { revision: Revision(9), before: vec![region(1, false)], after: vec![region(2, true)] };
    let settings = |channel, route| Settings { channel, route };
    let lane = Touched::Lane {
        lane: Lane::Drums,
        before: settings(9, Route::Both),
        after: settings(0, Route::Midi),
    };
    let chart = Touched::Chart {
        before: written("", &[], 0, 0),
        after: written("[Verse]\n| Am7 | {tempo: 92} D7 |", &[4, 2], 7, 1),
    };
    let tempo = Touched::Tempo {
        before: Arc::new(tempo::Map::constant(Tempo::DEFAULT)),
        after: Arc::new(
            tempo::Map::new(vec![
                (Ticks(0), Tempo::from_milli_bpm(92_500).unwrap()),
                (Ticks(3_840), Tempo::from_bpm(140).unwrap()),
            ])
            .unwrap(),
        ),
    };
    let seven = Meter::new(7, 8).unwrap();
    let meter = Touched::Meter {
        before: Arc::new(meter::Map::constant(Meter::COMMON)),
        after: Arc::new(meter::Map::new(&[(0, Meter::COMMON), (4, seven)]).unwrap()),
    };
    vec![
        Event::InstanceJoined(Arc::new(Instance {
            id: instance(),
            incarnation: Incarnation(0xfeed),
            name: "Bitwig, track 3".into(),
            capabilities: vec!["sound".into(), "midi".into()],
            principal: PLUGIN,
            since: NOW,
        })),
        Event::InstanceGone { instance: instance(), how: Parting::Left },
        Event::InstanceGone { instance: instance(), how: Parting::Lost },
        Event::ChairMoved { lane: Lane::Guitar, from: None, to: Some(instance()) },
        Event::ChairMoved { lane: Lane::Extra, from: Some(instance()), to: None },
        step(1, Why::New, vec![Touched::Regions(regions), lane]),
        step(2, Why::Undo { of: StepId(1) }, vec![chart, tempo]),
        step(3, Why::Redo { of: StepId(2) }, vec![meter]),
        Event::LeadModeSet { mode: Mode::Auto },
        Event::LeadModeSet { mode: Mode::Instance(instance()) },
        Event::LeadModeSet { mode: Mode::Session },
        Event::LeadChanged { former: Leader::Session, leader: Leader::Host(instance()), term: u64::MAX },
        Event::LeadChanged { former: Leader::Host(instance()), leader: Leader::Session, term: 2 },
        Event::TransportStarted { beat: Beat(i64::MAX), at: NOW },
        Event::TransportHalted { beat: Beat(-7) },
        Event::LoopSet { looped: Some(Loop { start: Beat(0), end: Beat::from_beats(16) }) },
        Event::LoopSet { looped: None },
        Event::RuleSet { rule: Rule::ApproveFirstTake, is_on: false, by: ANNA },
        Event::TimerSet { timer: Timer::LeaseEnds(JOB, Fence(3)), due: NOW },
        Event::TimerCleared { timer: Timer::JobEnds(JOB) },
    ]
}

fn library_events() -> Vec<session::Event> {
    use session::Event;
    let decision =
        Decision { rule: Rule::ApproveFirstTake, set_by: ANNA, asked_by: ANNA, through: PLUGIN, at: NOW };
    let withheld = |why| Event::TakesWithheld { job: JOB, lanes: vec![Lane::Bass, Lane::Keys], why };
    vec![
        Event::ArtifactKept(Arc::new(kept(true))),
        Event::ArtifactKept(Arc::new(kept(false))),
        Event::ArtifactDropped { artifact: ArtifactId(0xaf) },
        Event::TakesArranged { job: JOB, lanes: vec![Lane::Bass], decision },
        withheld(Withheld::NothingWasMade),
        withheld(Withheld::RuleIsOff),
        withheld(Withheld::MayNotApprove),
        withheld(Withheld::ChairIsTaken),
        withheld(Withheld::Refused("region 3 is there".into())),
    ]
}

fn kept(is_whole: bool) -> Artifact {
    Artifact {
        id: ArtifactId(0xaf),
        made: Made {
            hash: clip("a"),
            kind: if is_whole { artifact::Kind::Clip } else { artifact::Kind::SoundFont },
            bytes: u64::from(u32::MAX) + 1,
            length: is_whole.then_some(Ticks(3_840)),
            lane: is_whole.then_some(Lane::Bass),
            label: "bass, pop".into(),
            tags: vec!["type:midi".into(), "key:C major".into()],
            parents: if is_whole { vec![ArtifactId(1)] } else { Vec::new() },
            recipe: "{\"engine\":\"band\"}".into(),
        },
        creator: PrincipalId::SYSTEM,
        at: NOW,
        job: is_whole.then_some(JOB),
        is_orphan: !is_whole,
    }
}

fn job(state: State, is_whole: bool) -> Arc<Job> {
    let spec = Composing {
        text: "C - Am\nF".into(),
        style: is_whole.then(|| "jazz-waltz".into()),
        seed: u64::MAX,
        lanes: if is_whole { vec![Lane::Bass, Lane::Drums] } else { Vec::new() },
        bars: is_whole.then_some(4..8),
        tempo: is_whole.then(|| Tempo::from_bpm(92).unwrap()),
        replaces_own: is_whole,
    };
    let client = Client { principal: PLUGIN, instance: is_whole.then(instance) };
    Arc::new(Job {
        id: JOB,
        asker: Asker { client, person: ANNA, may_approve: is_whole },
        spec: Arc::new(spec),
        priority: Priority::High,
        queued_at: NOW,
        deadline: NOW,
        attempts: 2,
        fence: Fence(2),
        state,
        failure: is_whole.then(|| "no room".into()),
    })
}

fn job_events() -> Vec<session::Event> {
    use session::Event;
    let lease = Lease { worker: PrincipalId::SYSTEM, fence: Fence(3), until: NOW, attempt_ends: NOW };
    let placed = |fill| Placed { span: region(1, fill).span, source: region(1, fill).source() };
    let plain = Placed { span: placed(false).span, source: Source::once(Clips::only(clip("p"))) };
    let takes: Arc<[Take]> = Arc::new([
        Take { lane: Lane::Bass, regions: vec![placed(false), placed(true)] },
        Take { lane: Lane::Pad, regions: vec![plain] },
    ]);
    let reason: Arc<str> = "the disk is full; \"free\" some".into();
    vec![
        Event::JobQueued(job(State::Queued { run_at: NOW }, true)),
        Event::JobQueued(job(State::Leased(lease), false)),
        Event::JobQueued(job(State::Done { takes: takes.clone(), is_settled: true }, true)),
        Event::JobQueued(job(State::Dead, false)),
        Event::JobQueued(job(State::Cancelled, false)),
        Event::JobLeased { job: JOB, lease },
        Event::LeaseExtended { job: JOB, until: NOW },
        Event::JobDone { job: JOB, takes },
        Event::JobFailed { job: JOB, reason: reason.clone(), run_at: NOW },
        Event::JobDied { job: JOB, reason },
        Event::JobCancelled { job: JOB, by: ANNA },
        Event::JobRetried { job: JOB, run_at: NOW, deadline: NOW },
    ]
}
