//! A table for each style, over songs of every form.

use ai_band_composer::style::Style;

use crate::charts::CHARTS;
use crate::stage::{self, Take};
use crate::{kept, table};

#[test]
fn styles_are_arranged_as_they_were() {
    let change = |style: &'static str| {
        let tables = CHARTS.iter().map(|(name, chart)| {
            let take = Take::new(chart, stage::brief(style, 1));
            format!("== {name}\n{}", table::of(&take))
        });
        let arranged = tables.collect::<Vec<_>>().join("\n");
        kept::change(&format!("arrange/golden/{style}.txt"), &arranged)
    };
    kept::assert_none(&Style::BUILT_IN.into_iter().filter_map(change).collect::<Vec<_>>());
}
