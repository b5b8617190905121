//! The world around the decisions: store, writer, workers, HTTP and sockets.

pub mod blobs;
