//! Upgrades, tried with forms that this program does not have yet.

use super::*;
use crate::store::sqlite::connect;

const FIRST: &str = "CREATE TABLE song (name TEXT NOT NULL) STRICT";
const SECOND: &str = "ALTER TABLE song ADD COLUMN tempo INTEGER NOT NULL DEFAULT 120";
const THIRD: &str = "CREATE INDEX song_name ON song (name)";
const BROKEN: &str = "ALTER TABLE song ADD COLUMN tempo INTEGER; ALTER TABLE nothing ADD COLUMN more INTEGER";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("band.sqlite")
    }

    fn backups(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    fn listed(&self) -> Vec<String> {
        let Ok(read) = fs::read_dir(self.backups()) else { return Vec::new() };
        let mut names: Vec<String> =
            read.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    async fn upgrade(&self, steps: &[&'static str]) -> Result<Upgrade, Error> {
        let path = self.path();
        let mut writer = connect::writer(&path).await.unwrap();
        let upgraded = through(&mut writer, &path, &self.backups(), &Trouble::with(&path), steps).await;
        writer.close().await.unwrap();
        upgraded
    }

    async fn columns(path: &Path) -> i64 {
        let mut reader = connect::writer(path).await.unwrap();
        let count =
            query_scalar("SELECT COUNT(*) FROM pragma_table_info('song')").fetch_one(&mut reader).await;
        reader.close().await.unwrap();
        count.unwrap()
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

#[test]
fn each_step_is_taken_once_and_the_file_before_it_kept() {
    block_on(async {
        let place = Place::new();
        assert_eq!(place.upgrade(&[FIRST]).await.unwrap(), Upgrade::Made);
        assert!(place.listed().is_empty(), "nothing to keep yet");
        assert_eq!(place.upgrade(&[FIRST]).await.unwrap(), Upgrade::None);
        let Upgrade::From { form: 1, backup } = place.upgrade(&[FIRST, SECOND, THIRD]).await.unwrap() else {
            panic!("from 1")
        };
        assert_eq!((Place::columns(&place.path()).await, Place::columns(&backup).await), (2, 1));
        assert_eq!(place.upgrade(&[FIRST, SECOND, THIRD]).await.unwrap(), Upgrade::None);
    });
}

#[test]
fn an_older_program_leaves_it_alone() {
    block_on(async {
        let place = Place::new();
        place.upgrade(&[FIRST, SECOND]).await.unwrap();
        let refused = place.upgrade(&[FIRST]).await.unwrap_err();
        assert!(matches!(refused, Error::Newer { found: 2, known: 1, .. }), "{refused}");
        assert_eq!(Place::columns(&place.path()).await, 2);
    });
}

#[test]
fn a_step_that_fails_leaves_the_file_as_it_was_and_the_copy_beside_it() {
    block_on(async {
        let place = Place::new();
        place.upgrade(&[FIRST]).await.unwrap();
        for tries in 1..=2 {
            assert!(place.upgrade(&[FIRST, BROKEN]).await.is_err());
            assert_eq!(Place::columns(&place.path()).await, 1);
            // An earlier copy is never replaced.
            assert_eq!(place.listed().len(), tries);
        }
        assert!(matches!(place.upgrade(&[FIRST, SECOND]).await, Ok(Upgrade::From { form: 1, .. })));
        assert_eq!(place.listed()[0], "before-upgrade-from-1-1.sqlite");
    });
}

#[test]
fn a_form_below_zero_is_not_ours() {
    block_on(async {
        let place = Place::new();
        let mut writer = connect::writer(&place.path()).await.unwrap();
        raw_sql("PRAGMA user_version = -3").execute(&mut writer).await.unwrap();
        writer.close().await.unwrap();
        assert!(matches!(place.upgrade(&[FIRST]).await, Err(Error::Newer { found: -3, .. })));
    });
}
