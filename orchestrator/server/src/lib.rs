//! The world around the decisions: store, writer, workers, HTTP and sockets.

pub mod blobs;
pub mod clock;
pub mod disk;
pub mod engines;
pub mod jobs;
pub mod library;
pub mod rooms;
pub mod store;
pub mod timers;
pub mod writer;
