//! A small crowd of one server: whatever the machine has to do meanwhile, nobody is left out and nothing is lost.

use std::sync::Arc;
use std::time::Duration;

use crowd::door::Door;
use crowd::gathering::{Wanted, gather};
use crowd::registration;
use orchestrator::app::{self, Serving};
use orchestrator::clock::{SystemChance, SystemClock};
use orchestrator::config::Config;

async fn serve(folder: &tempfile::TempDir) -> Serving {
    let config = Config::in_folder(folder.path());
    let served = app::serve(config, Arc::new(SystemClock), Arc::new(SystemChance));
    served.await.expect("a folder of its own is all it takes")
}

fn door(serving: &Serving) -> Door {
    Door { port: serving.port, token: serving.token.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_clients_speak_and_listen_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let serving = serve(&folder).await;
    let second = Duration::from_secs(1);
    let wanted = Wanted { clients: 100, stalled: 10, settling: second, lasts: second * 2 };
    let heard = gather(&door(&serving), wanted, || None).await.unwrap();
    assert_eq!((heard.joined, heard.lost), (100, 0));
    assert!(heard.facts > 0 && heard.late.count() > 0, "{} facts, {}", heard.facts, heard.late.line());
    assert_eq!((heard.said, heard.understood), (heard.understood, heard.said));
    assert!(heard.said > 90, "{}", heard.said);
    assert_eq!(heard.phase.apart.count(), heard.phase.off.count());
    serving.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_plugins_register_at_once_and_all_of_them_are_in() {
    let folder = tempfile::tempdir().unwrap();
    let serving = serve(&folder).await;
    let registered = registration::crowd(&door(&serving), 200, Duration::ZERO).await.unwrap();
    assert_eq!((registered.failed, registered.took.count()), (0, 200));
    serving.shutdown().await;
}
