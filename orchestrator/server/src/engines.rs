//! Makers of takes. An engine is a file here and a line in [`all`].

pub mod band;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::artifact;
use domain::job::Composing;
use domain::session::takes::Take;

use crate::blobs::{self, Blobs};

/// Something that does jobs. It blocks: it has a thread to itself.
pub trait Engine: Send + Sync + 'static {
    fn name(&self) -> &'static str;

    /// The capability of the jobs it does.
    fn capability(&self) -> &'static str;

    /// Whatever it made is in the blobs when it returns.
    fn make(&self, spec: &Composing, blobs: &Blobs, cancelled: &Cancelled) -> Result<Made, Failed>;
}

/// What came of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    pub artifacts: Vec<artifact::Made>,
    pub takes: Vec<Take>,
}

/// Why nothing came of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Failed {
    pub reason: String,
    /// It may work the next time, with nothing changed.
    pub is_retryable: bool,
}

/// Whether anybody still wants it: looked at between one piece of work and the next.
#[derive(Clone, Debug, Default)]
pub struct Cancelled(Arc<AtomicBool>);

impl Cancelled {
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    pub fn check(&self) -> Result<(), Failed> {
        if self.0.load(Ordering::Acquire) { Err(Failed::for_good("it was cancelled")) } else { Ok(()) }
    }
}

impl Failed {
    pub fn for_good(reason: impl Into<String>) -> Failed {
        Failed { reason: reason.into(), is_retryable: false }
    }
}

impl From<blobs::Error> for Failed {
    /// A full disk may have room later.
    fn from(error: blobs::Error) -> Failed {
        Failed { reason: error.to_string(), is_retryable: true }
    }
}

pub fn all() -> Vec<Arc<dyn Engine>> {
    vec![Arc::new(band::Band)]
}
