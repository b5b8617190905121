//! The spine of the composer: harmony, plan, hands, regions and what a brief promises.

mod plan;
