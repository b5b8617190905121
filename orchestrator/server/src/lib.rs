//! The world around the decisions: store, writer, workers, HTTP and sockets.

pub mod app;
pub mod auth;
pub mod blobs;
pub mod cli;
pub mod clock;
pub mod config;
pub mod disk;
pub mod engines;
pub mod http;
pub mod jobs;
pub mod library;
pub mod live;
pub mod memory;
pub mod presence;
pub mod published;
pub mod render;
pub mod rooms;
pub mod store;
pub mod telemetry;
pub mod timers;
pub mod view;
pub mod writer;
