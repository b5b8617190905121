//! What the server says on the socket, and what it is told there.

use wire::limits::POSITION_EVERY_MS;
use wire::{
    ExactBeat, Followed, Hello, MidiReady, Pong, Resumed, Switched, Timeline, ToOrchestrator, ToPlugin,
    Topic, Welcome,
};

use super::super::clock::HostTime;
use super::super::mailbox::News;
use super::super::rest::{Purpose, Request};
use super::super::resume::Step;
use super::super::timeline::Course;
use super::{Do, Link, PINGS_FOR_A_CLOCK, WAITING_MAX};

impl Link {
    pub(super) fn hello(&mut self, done: &mut Vec<Do>) {
        say(
            ToOrchestrator::Hello(Hello {
                proto: wire::PROTOCOL,
                instance: Some(self.instance.clone()),
                session: Some(self.session.clone()),
                resume: self.cursors.resume(),
                subscribe: vec![Topic::Changes, Topic::Timeline, Topic::Clips, Topic::MidiReady],
            }),
            done,
        );
    }

    pub(super) fn said(&mut self, now: HostTime, said: ToPlugin, done: &mut Vec<Do>) {
        match said {
            ToPlugin::Welcome(welcome) => self.welcomed(&welcome, done),
            ToPlugin::Pong(pong) => self.pong(now, &pong, done),
            ToPlugin::Timeline(timeline) => self.hear_timeline(now, timeline, done),
            ToPlugin::Changes(followed) => self.hear_changes(followed, done),
            ToPlugin::Clip(clip) => {
                if let Ok(hash) = clip.sha256.parse() {
                    self.mirror.expect(hash);
                }
            }
            ToPlugin::Resync(_) => self.fetch_snapshot(done),
            ToPlugin::MidiReady(ready) => {
                let text = said_of(&ready);
                done.push(Do::Tell(News::Said { text, is_fault: false }));
            }
            ToPlugin::Reply(_) | ToPlugin::Position(_) | ToPlugin::TransportSync(_) => {}
        }
    }

    fn welcomed(&mut self, welcome: &Welcome, done: &mut Vec<Do>) {
        self.backoff.reset();
        self.note.clear();
        self.cursors.enter(&welcome.journal_id);
        // The last course is right until a better one is known.
        self.clock.enter(&welcome.clock_epoch);
        if let Some(instance) = welcome.instance.as_ref().and_then(|id| id.parse().ok()) {
            self.instance = instance;
        }
        done.push(Do::Tell(News::Named {
            instance: self.instance.as_str().to_owned(),
            session: self.session.as_str().to_owned(),
        }));
        match &welcome.resume {
            Resumed::Replay => self.look_at_song(),
            Resumed::SnapshotUrl(_) => self.fetch_snapshot(done),
        }
    }

    pub(super) fn fetch_snapshot(&mut self, done: &mut Vec<Do>) {
        self.cursors.forget();
        self.waiting.clear();
        self.is_current = false;
        if !std::mem::replace(&mut self.is_snapshot_underway, true) {
            let path = format!("/api/snapshot?session={}", self.session.as_str());
            done.push(Do::Ask(self.request(Purpose::Snapshot, Request::get(&path))));
        }
    }

    fn hear_changes(&mut self, followed: Followed, done: &mut Vec<Do>) {
        if self.is_snapshot_underway {
            self.waiting.push(followed);
            if self.waiting.len() > WAITING_MAX {
                // The snapshot that comes will have a gap behind it, and be fetched again.
                self.waiting.clear();
            }
            return;
        }
        match self.cursors.take(&followed) {
            Step::Apply(changes) => {
                for change in changes {
                    self.look_for_myself(change);
                    self.mirror.apply(change);
                    self.works.apply(change);
                }
            }
            Step::Known => {}
            Step::Gap => return self.fetch_snapshot(done),
        }
        self.look_at_song();
    }

    /// Those that came while the snapshot was on its way.
    pub(super) fn catch_up(&mut self, done: &mut Vec<Do>) {
        for followed in std::mem::take(&mut self.waiting) {
            self.hear_changes(followed, done);
        }
        self.look_at_song();
    }

    fn pong(&mut self, now: HostTime, pong: &Pong, done: &mut Vec<Do>) {
        if self.pings.answered(pong.id, now) {
            self.clock.hear(pong, now);
            self.follow(now, done);
        }
    }

    /// Latest wins; what comes late is thrown away.
    fn hear_timeline(&mut self, now: HostTime, timeline: Timeline, done: &mut Vec<Do>) {
        let is_old = self
            .timeline
            .as_ref()
            .is_some_and(|known| known.clock_epoch == timeline.clock_epoch && known.rev > timeline.rev);
        if is_old {
            return;
        }
        self.clock.enter(&timeline.clock_epoch);
        self.timeline = Some(timeline);
        self.follow(now, done);
    }

    fn follow(&mut self, now: HostTime, done: &mut Vec<Do>) {
        if self.clock.samples() < PINGS_FOR_A_CLOCK {
            return;
        }
        let course = self.timeline.as_ref().and_then(|timeline| Course::of(timeline, &self.clock, now));
        done.extend(course.map(|course| Do::Follow(Box::new(course))));
    }

    pub(super) fn ping(&mut self, now: HostTime, done: &mut Vec<Do>) {
        if let Some(ping) = self.pings.next(now, self.clock.is_known()) {
            say(ToOrchestrator::Ping(ping), done);
        }
    }

    /// What is heard here from now on; a beat that is none is no place.
    pub(super) fn tell_heard(&mut self, revision: u64, beat: f64, done: &mut Vec<Do>) {
        if let Some(beat) = ExactBeat::from_beats_f64(beat) {
            say(ToOrchestrator::Switched(Switched { latent: None, revision, beat }), done);
        }
    }

    /// On every change, and so many times a second while it rolls.
    pub(super) fn tell_of_host(&mut self, now: HostTime, done: &mut Vec<Do>) {
        let Some(host) = self.host else { return };
        let is_due = self.told_host.is_none_or(|(told, at)| {
            let is_time = now.0.saturating_sub(at.0) >= POSITION_EVERY_MS as i64 * 1_000_000;
            told.is_changed(&host) || (host.playing && is_time)
        });
        if let Some(told) = host.told(&self.clock).filter(|_| is_due) {
            self.told_host = Some((host, now));
            say(ToOrchestrator::HostTransport(told), done);
        }
    }
}

/// In a person's words.
fn said_of(ready: &MidiReady) -> String {
    let lane = if ready.track_type.is_empty() { "A part" } else { ready.track_type.as_str() };
    let key = if ready.key.is_empty() { String::new() } else { format!(", {}", ready.key) };
    format!("The session has music for {lane}: {}, {} beats{key}.", ready.filename, ready.duration)
}

fn say(said: ToOrchestrator, done: &mut Vec<Do>) {
    done.push(Do::Say(Box::new(said)));
}
