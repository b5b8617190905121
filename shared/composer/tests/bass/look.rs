//! Prints a style over a chart: `LOOK=style CHART=name SEED=1 cargo test … look -- --nocapture`.
use music::lane::Lane;

use crate::{grid, stage};
#[test]
fn look() {
    let Ok(style) = std::env::var("LOOK") else { return };
    let seed = std::env::var("SEED").map_or(1, |s| s.parse().unwrap());
    let chart = std::env::var("CHART").unwrap_or_else(|_| "song".into());
    println!("{}", grid::of(&stage::Take::of(Lane::Bass, &style, stage::chart(&chart), seed)));
}
