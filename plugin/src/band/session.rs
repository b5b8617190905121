//! What a linked band and its session say to each other: the session's music comes in whole, or the band's goes out.

use std::sync::Arc;

use music::arrangement::{Arrangement, RegionId, Revision};
use music::clip::Hash;
use player::{Moment, Strategy};

use super::arranged::Arranged;
use super::{Band, Outcome};
use crate::net::mailbox::Push;
use crate::net::mirror::Song;
use crate::net::reopening::fingerprint;
use crate::saved_state::Link;

impl Band {
    /// What is known of the session that this was linked to.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// What plays is the session's from now on. The session keeps what was done and undone: here that begins anew.
    pub fn adopt(&mut self, song: Song) -> Outcome {
        let agreed = fingerprint(&song.regions);
        let (session, server_revision) = (song.session.clone(), song.revision);
        let last = RegionId(song.regions.iter().map(|region| region.id.0).max().unwrap_or(0));
        let revision = Revision(self.arranged.arrangement.revision().0.saturating_add(1));
        let arrangement = match Arrangement::from_regions(revision, last, song.regions) {
            Ok(arrangement) => arrangement,
            Err(refusal) => return Outcome::refused(refusal.to_string()),
        };
        let mut outcome = Outcome::default();
        if !song.chart.trim().is_empty() {
            outcome.log = self.write(&song.chart).log;
        }
        let layout = self.paper.sheet().map(|sheet| (*sheet.layout).clone()).unwrap_or_default();
        self.arranged = Arranged::new(arrangement, song.library, layout);
        self.aside.is_over = true;
        self.agree(&session, server_revision, agreed);
        self.settle_takes();
        self.renew_audition();
        let mut said = Outcome::said(format!("Session {session} plays, revision {server_revision}."));
        outcome.log.append(&mut said.log);
        outcome.arranged(Moment::NextBar, Strategy::HardCut)
    }

    /// Here and there the same is played. Whether that was news.
    pub fn agree(&mut self, session: &str, revision: u64, music: Hash) -> bool {
        let agreed = Link {
            session: Some(session.to_owned()),
            server_revision: Some(revision),
            agreed: Some(music),
            ..self.link.clone()
        };
        let is_news = self.link != agreed;
        self.link = agreed;
        is_news
    }

    /// Who this is in its session. Whether that was news.
    pub fn name(&mut self, instance: &str, session: &str) -> bool {
        let named = Link {
            instance_id: Some(instance.to_owned()),
            session: Some(session.to_owned()),
            ..self.link.clone()
        };
        let is_news = self.link != named;
        self.link = named;
        is_news
    }

    /// All that is arranged here, for a session to play.
    pub fn push(&self) -> Push {
        let regions = self.arranged.arrangement.regions().to_vec();
        let mut hashes: Vec<Hash> = regions.iter().flat_map(|region| region.clips.hashes()).collect();
        hashes.sort();
        hashes.dedup();
        let bytes = |hash: Hash| Some((hash, self.arranged.library.get(&hash).map(Arc::clone)?.to_bytes()));
        Push {
            clips: hashes.into_iter().filter_map(bytes).collect(),
            regions,
            chart: self.paper.text().to_owned(),
        }
    }
}
