//! A session: one band, one song, shared by whoever joins it.

pub mod chart;
mod decide;
mod earlier;
pub mod edit;
pub mod generate;
pub mod history;
pub mod instance;
pub mod lane;
pub mod leader;
pub mod parts;
pub mod rule;
pub mod takes;
pub mod transport;
pub mod uses;

use std::collections::BTreeMap;
use std::sync::Arc;

use music::arrangement::{Arrangement, Edit};
use music::clip::Hash;
use music::lane::Lane;
use music::{meter, tempo};

use crate::artifact::{Artifact, Made};
use crate::ids::{ArtifactId, Incarnation, InstanceId, JobId, PrincipalId, SessionId};
use crate::job::{self, Jobs};
use crate::time::{Beat, WallTime};
use crate::timer::Timer;

use chart::Written;
use history::{History, Step};
use instance::Instance;
use lane::Seat;
use leader::Lead;
use rule::{Decision, Rule, Rules};
use takes::{Client, Withheld};
use transport::Transport;
use uses::Uses;

/// What a session is now. Parts that are large are shared between copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub(crate) id: SessionId,
    pub(crate) chart: Written,
    pub(crate) tempo: Arc<tempo::Map>,
    pub(crate) meter: Arc<meter::Map>,
    /// By [`Lane::index`].
    pub(crate) seats: [Seat; Lane::COUNT],
    pub(crate) arrangement: Arc<Arrangement>,
    pub(crate) history: History,
    pub(crate) instances: BTreeMap<InstanceId, Arc<Instance>>,
    pub(crate) lead: Lead,
    pub(crate) transport: Transport,
    pub(crate) rules: Rules,
    pub(crate) jobs: Jobs,
    pub(crate) taken: takes::Taken,
    pub(crate) uses: Uses,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Join(instance::Join),
    Leave {
        instance: InstanceId,
    },
    /// Its lease lapsed: three heartbeats were missed.
    Lose {
        instance: InstanceId,
        incarnation: Incarnation,
    },
    /// To an instance, or to nobody.
    MoveChair {
        lane: Lane,
        to: Option<InstanceId>,
    },
    SetLane {
        lane: Lane,
        settings: lane::Settings,
    },
    /// `expected` is the chart's revision that was edited.
    SetChart {
        text: Arc<str>,
        expected: Option<u64>,
    },
    SetTempoMap {
        map: Arc<tempo::Map>,
    },
    SetMeterMap {
        map: Arc<meter::Map>,
    },
    /// One step, all or nothing. `expected` is the arrangement's revision that was edited. Clips are at hand already.
    Edit {
        edits: Vec<Edit>,
        expected: Option<u64>,
    },
    /// Everything at once, for a song that was made elsewhere; what was here goes, and comes back with an undo.
    ReplaceArrangement {
        /// What it was made on, if that comes along.
        chart: Option<Arc<str>>,
        regions: Vec<takes::Take>,
        expected: Option<u64>,
    },
    Undo,
    Redo,
    SetLeadMode(leader::Mode),
    /// A host began to roll.
    HostRolls {
        instance: InstanceId,
        is_offline: bool,
    },
    /// It has stood still for [`leader::STOPPED_FOR`]; `term` is the one it led in.
    HostStopped {
        instance: InstanceId,
        term: u64,
        beat: Beat,
    },
    Transport(transport::Command),
    SetRule {
        rule: Rule,
        is_on: bool,
    },
    Generate(generate::Request),
    Job(job::Command),
    /// A finished job's takes into the arrangement, as far as a rule lets them.
    ArrangeTakes {
        job: JobId,
    },
    KeepArtifact(Made),
    DropArtifact {
        artifact: ArtifactId,
        hash: Hash,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// New, or a new life of one that was silent.
    InstanceJoined(Arc<Instance>),
    InstanceGone {
        instance: InstanceId,
        how: instance::Parting,
    },
    ChairMoved {
        lane: Lane,
        from: Option<InstanceId>,
        to: Option<InstanceId>,
    },
    /// Regions, lanes, chart, tempo or meter: whatever can be undone.
    Edited(Arc<Step>),
    LeadModeSet {
        mode: leader::Mode,
    },
    LeadChanged {
        former: leader::Leader,
        leader: leader::Leader,
        term: u64,
    },
    TransportStarted {
        beat: Beat,
        at: WallTime,
    },
    /// It stands there now.
    TransportHalted {
        beat: Beat,
    },
    LoopSet {
        looped: Option<transport::Loop>,
    },
    RuleSet {
        rule: Rule,
        is_on: bool,
        by: PrincipalId,
    },
    JobQueued(Arc<job::Job>),
    JobLeased {
        job: JobId,
        lease: job::Lease,
    },
    LeaseExtended {
        job: JobId,
        until: WallTime,
    },
    JobDone {
        job: JobId,
        takes: Arc<[takes::Take]>,
    },
    /// It goes back into the queue until `run_at`.
    JobFailed {
        job: JobId,
        reason: Arc<str>,
        run_at: WallTime,
    },
    JobDied {
        job: JobId,
        reason: Arc<str>,
    },
    JobCancelled {
        job: JobId,
        by: PrincipalId,
    },
    /// By hand, after it died.
    JobRetried {
        job: JobId,
        run_at: WallTime,
        deadline: WallTime,
    },
    ArtifactKept(Arc<Artifact>),
    ArtifactDropped {
        artifact: ArtifactId,
    },
    /// The regions themselves come with the `Edited` that follows.
    TakesArranged {
        job: JobId,
        lanes: Vec<Lane>,
        decision: Decision,
    },
    /// They stay in the library.
    TakesWithheld {
        job: JobId,
        lanes: Vec<Lane>,
        why: Withheld,
    },
    TimerSet {
        timer: Timer,
        due: WallTime,
    },
    TimerCleared {
        timer: Timer,
    },
}

impl Session {
    /// Empty: no chart, nobody here, 120 BPM in 4/4.
    pub fn new(id: SessionId) -> Session {
        Session {
            id,
            chart: Written::empty(),
            tempo: Arc::new(tempo::Map::constant(tempo::Tempo::DEFAULT)),
            meter: Arc::new(meter::Map::constant(meter::Meter::COMMON)),
            seats: Lane::ALL.map(Seat::new),
            arrangement: Arc::new(Arrangement::new()),
            history: History::new(),
            instances: BTreeMap::new(),
            lead: Lead::new(),
            transport: Transport::new(),
            rules: Rules::new(),
            jobs: Jobs::new(),
            taken: takes::Taken::new(),
            uses: Uses::new(),
        }
    }

    pub fn id(&self) -> &SessionId {
        &self.id
    }

    pub fn chart(&self) -> &Written {
        &self.chart
    }

    pub fn tempo(&self) -> &tempo::Map {
        &self.tempo
    }

    pub fn meter(&self) -> &meter::Map {
        &self.meter
    }

    pub fn seat(&self, lane: Lane) -> &Seat {
        &self.seats[lane.index()]
    }

    pub fn arrangement(&self) -> &Arc<Arrangement> {
        &self.arrangement
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn instances(&self) -> &BTreeMap<InstanceId, Arc<Instance>> {
        &self.instances
    }

    pub fn lead(&self) -> &Lead {
        &self.lead
    }

    pub fn transport(&self) -> &Transport {
        &self.transport
    }

    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    pub fn taken(&self) -> &takes::Taken {
        &self.taken
    }

    /// The clips whose blobs have to stay.
    pub fn uses(&self) -> &Uses {
        &self.uses
    }

    /// The same, from all there is: what they were counted to be has to be this.
    pub fn uses_counted_anew(&self) -> Uses {
        let mut uses = Uses::new();
        uses.add(self.arrangement.regions().iter().flat_map(|region| region.clips.hashes()));
        self.history.steps().for_each(|step| uses.add(step.clips()));
        self.jobs.iter().for_each(|job| uses.add(job.undecided()));
        uses
    }

    /// Where the session's own playhead is; while a host leads, where it was left.
    pub fn position(&self, now: WallTime) -> Beat {
        self.transport.position(&self.tempo, now)
    }

    pub(crate) fn client(by: &crate::actor::Actor) -> Client {
        Client { principal: by.principal, instance: by.instance.clone() }
    }
}
