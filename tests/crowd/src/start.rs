//! A server's first start in an empty folder, and what it has in memory when nobody asks for anything.

use std::time::Duration;

use crate::figures::Figures;
use crate::program::Program;

/// Whatever a start leaves to be done later is done by then.
const IDLE: Duration = Duration::from_secs(5);

#[derive(Clone, Debug)]
pub struct Started {
    /// From being called until it says that it is ready.
    pub took: Figures,
    /// Of the last one, some seconds later.
    pub resident_bytes: Option<u64>,
}

/// So many first starts of what `start` starts, each in a folder of its own.
pub async fn measure<Starting>(times: usize, start: impl Fn() -> Starting) -> anyhow::Result<Started>
where
    Starting: Future<Output = anyhow::Result<Program>>,
{
    let (mut all, mut last) = (Vec::new(), None);
    for _ in 0..times {
        // The one before it ends first.
        drop(last.take());
        let program = start().await?;
        all.push(program.started_in);
        last = Some(program);
    }
    tokio::time::sleep(IDLE).await;
    let resident_bytes = last.and_then(|program| program.resident_bytes());
    Ok(Started { took: Figures::of(all), resident_bytes })
}
