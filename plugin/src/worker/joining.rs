//! Servers on other machines at the worker's: where to look for one, what a person types, how it stands.

use super::Workshop;
use crate::model::{LanView, Model};
use crate::net::lan::address::Typed;
use crate::net::lan::certificate::Certificate;
use crate::net::lan::kept::Kept;
use crate::net::{Settings, discovery, lan};

#[derive(Debug, Default)]
pub(super) struct Joining {
    view: LanView,
    /// Somebody has opened the page on which servers are shown.
    is_watched: bool,
}

impl Joining {
    pub(super) fn hear(&mut self, view: LanView) {
        self.view = view;
    }

    pub(super) fn model(&self, model: &mut Model) {
        model.lan.clone_from(&self.view);
    }

    /// Another place is looked at, or none.
    pub(super) fn begin_anew(&mut self) {
        self.view = LanView::default();
    }

    /// What a link that begins is told first.
    pub(super) fn wish(&self) -> Option<lan::Wish> {
        self.is_watched.then_some(lan::Wish::Look)
    }
}

impl Workshop {
    pub(super) fn look_around(&mut self) {
        self.joining.is_watched = true;
        self.linking.wish_abroad(lan::Wish::Look);
    }

    pub(super) fn forget(&self, certificate: &str) {
        if let Some(certificate) = Certificate::read(certificate) {
            self.linking.wish_abroad(lan::Wish::Forget(certificate));
        }
    }

    /// Where a server may be: the place that was named, this machine, those that were paired with, all the network while
    /// somebody looks. `None` where there is none, and no thread for it.
    pub(super) fn whereabouts(&self) -> Result<Option<Settings>, String> {
        let link = self.band.link();
        let typed = link.server.as_deref().filter(|text| !text.trim().is_empty());
        let address = match typed.map(Typed::read) {
            Some(Typed::Wrong(why)) => return Err(why),
            Some(Typed::Address(address)) => Some(address),
            Some(Typed::Path) | None => None,
        };
        let path = typed.filter(|_| address.is_none());
        let file = discovery::file(path).unwrap_or_default();
        let (is_here, paired) = (address.is_none() && file.exists(), lan::file());
        // A file that cannot be read is to be told of.
        let knows_nobody = || Kept::at(&paired).read().is_ok_and(|servers| servers.is_empty());
        let is_anywhere = is_here || address.is_some() || self.joining.is_watched || !knows_nobody();
        Ok(is_anywhere.then(|| Settings {
            file,
            address,
            paired,
            is_far: !is_here,
            instance: link.instance_id.clone(),
            session: link.session.clone(),
            incarnation: self.linking.incarnation(),
        }))
    }
}
