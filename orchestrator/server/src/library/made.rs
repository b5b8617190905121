//! What a job made, however much that is.

use domain::artifact::Kind;

use crate::store::{Artifact, ArtifactQuery, Error, PAGE_MAX, Store};

/// All clips it made in that scope, page by page.
pub async fn clips_of(store: &dyn Store, scope: String, job: String) -> Result<Vec<Artifact>, Error> {
    let kind = Kind::Clip.name().to_owned();
    let mut query = ArtifactQuery {
        scope: Some(scope),
        kind: Some(kind),
        job: Some(job),
        limit: PAGE_MAX,
        ..ArtifactQuery::default()
    };
    let mut clips = Vec::new();
    loop {
        let page = store.artifacts(&query).await?;
        let Some(last) = page.last() else { return Ok(clips) };
        query.after = Some(last.id.clone());
        let is_last = page.len() < PAGE_MAX as usize;
        clips.extend(page);
        if is_last {
            return Ok(clips);
        }
    }
}

#[cfg(test)]
mod tests {
    use music::clip::Hash;

    use super::*;
    use crate::store::memory::Memory;
    use crate::store::{ArtifactChange, Batch};

    fn clip(number: usize, job: &str) -> ArtifactChange {
        ArtifactChange::Kept(Box::new(Artifact {
            id: format!("artifact_{number:05}"),
            hash: Hash::of(&number.to_le_bytes()),
            scope: "session/default".to_owned(),
            kind: Kind::Clip.name().to_owned(),
            bytes: 1,
            at: 0,
            creator: String::new(),
            length_ticks: None,
            lane: None,
            label: String::new(),
            tags: Vec::new(),
            parents: Vec::new(),
            job: Some(job.to_owned()),
            is_orphan: false,
            recipe: String::new(),
        }))
    }

    #[tokio::test]
    async fn a_long_song_is_more_than_a_page() {
        let store = Memory::default();
        for (count, job) in [(0, "none"), (PAGE_MAX as usize, "a page"), (2_500, "long")] {
            let artifacts = (0..count).map(|number| clip(number, job)).collect();
            store.commit(&Batch { artifacts, ..Batch::default() }).await.unwrap();
            let clips = clips_of(&store, "session/default".to_owned(), job.to_owned()).await.unwrap();
            assert_eq!(clips.len(), count, "{job}");
        }
    }
}
