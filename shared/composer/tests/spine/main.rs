//! The spine of the composer: harmony, plan, hands, regions and what a brief promises.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod extremes;
mod feasible;
mod hands;
mod harmony;
mod landing;
mod locality;
mod locks;
mod pages;
mod paper;
mod plan;
mod promises;
mod random;
mod regions;
mod stage;
mod style_mistakes;
mod styles;
mod together;
