//! A state that was kept is the state that its journal adds up to, and nobody needs it.

use std::sync::Arc;

use domain::ids::PrincipalId;
use domain::{Actor, Asked, Command, Scope, house, session};
use music::lane::Lane;
use orchestrator::store::snapshots::{EVERY, FOLD, is_due, read, write};
use orchestrator::store::{Snapshot, Store};
use orchestrator::writer::resume;
use proptest::prelude::*;

use crate::faulty::Faulty;
use crate::stage::{Stage, block_on, chart, generate, join, scope};

/// Something of every noun.
fn deed(number: u8) -> session::Command {
    use session::transport::Command as Transport;
    let mine = || "plugin-1".parse().unwrap();
    match number % 14 {
        0 => join(1),
        1 => join(2),
        2 => session::Command::Leave { instance: mine() },
        3 => chart("[Verse] x2\n| Am7 | D7 |"),
        4 => chart("| C | {tempo: 92} F |"),
        5 => generate(&["bass"]),
        6 => generate(&["drums", "keys"]),
        7 => session::Command::Undo,
        8 => session::Command::Redo,
        9 => session::Command::Transport(Transport::Start { from: None }),
        10 => session::Command::Transport(Transport::Stop),
        11 => session::Command::MoveChair { lane: Lane::Bass, to: Some(mine()) },
        12 => session::Command::SetLeadMode(session::leader::Mode::Instance(mine())),
        _ => session::Command::Transport(Transport::Tempo(music::tempo::Tempo::from_bpm(97).unwrap())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_happened_a_snapshot_is_the_same_state(deeds in prop::collection::vec(any::<u8>(), 0..24), works in any::<bool>()) {
        block_on(async {
            let stage = Stage::new();
            for number in deeds {
                let _ = stage.ask(deed(number)).await;
            }
            if works {
                stage.workshop().work_off().await.unwrap();
                let _ = stage.ask(session::Command::Undo).await;
            }
            let (state, _) = stage.session().await;
            prop_assert_eq!(read(&scope(), &write(&state)), Ok((*state).clone()));
            Ok(())
        })?;
    }
}

#[test]
fn a_house_is_kept_whole_too() {
    block_on(async {
        let stage = Stage::new();
        let ask = |command| Asked { by: Actor::system(), command: Command::House(command) };
        let rights = || house::principal::Rights {
            verbs: domain::Verbs::ALL,
            sessions: house::principal::Sessions::Only([session_id("default")].into()),
        };
        let introduce = house::Command::Introduce(house::principal::Introduction {
            kind: domain::actor::Kind::Person,
            name: "Anna".to_owned(),
            rights: rights(),
            acts_for: None,
            key: Some([7; 32]),
        });
        let introduced = stage.writer.ask(Scope::House, ask(introduce), None).await.unwrap();
        let anna = *introduced.state.house().unwrap().principals().keys().next().unwrap();
        let open = house::Command::OpenSession { session: session_id("song-2"), name: "Second".to_owned() };
        let code = house::pairing::CodeHash([1; 32]);
        let offer = house::pairing::Offer { code, kind: domain::actor::Kind::Plugin, rights: rights() };
        let token = house::family::TokenHash([2; 32]);
        let family = house::Command::BeginFamily { principal: anna, token };
        for command in [open, house::Command::BeginPairing(offer), family] {
            stage.writer.ask(Scope::House, ask(command), None).await.unwrap();
        }
        let (state, _) = stage.writer.state(&Scope::House).await.unwrap();
        let house = state.house().unwrap();
        assert_eq!((house.families().len(), house.sessions().len()), (1, 2));
        assert_ne!(anna, PrincipalId::SYSTEM);
        assert_eq!(read(&Scope::House, &write(&state)), Ok((*state).clone()));
        assert!(read(&scope(), &write(&state)).is_err(), "of another scope");
    });
}

fn session_id(name: &str) -> domain::ids::SessionId {
    name.parse().unwrap()
}

/// A journal of a little more than one snapshot's worth.
async fn long(store: &Arc<Faulty>) -> Stage {
    let stage = Stage::on(store.clone());
    for number in 0..EVERY + 20 {
        let from = Some(domain::Beat::from_beats((number % 9).cast_signed()));
        let start = session::transport::Command::Start { from };
        stage.ask(session::Command::Transport(start)).await.unwrap();
    }
    while store.snapshot(&scope().to_string(), FOLD).await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
    stage
}

#[test]
fn a_long_journal_is_not_read_from_the_beginning() {
    block_on(async {
        let store = Arc::new(Faulty::default());
        let stage = long(&store).await;
        let kept = store.snapshot(&scope().to_string(), FOLD).await.unwrap().unwrap();
        assert!(kept.seq >= EVERY && kept.seq < EVERY + 5, "{}", kept.seq);
        let (state, last) = stage.session().await;
        // Nothing before it is needed any more.
        store.spoil_before(kept.seq);
        let resumed = resume(&*store, &stage.blobs, &scope()).await.unwrap();
        assert_eq!(resumed, ((*state).clone(), last));
        assert_eq!(stage.again().session().await.1, last);
    });
}

#[test]
fn a_snapshot_that_does_not_fit_is_passed_over() {
    block_on(async {
        let store = Arc::new(Faulty::default());
        let stage = long(&store).await;
        let (state, last) = stage.session().await;
        let good = store.snapshot(&scope().to_string(), FOLD).await.unwrap().unwrap();
        let spoiled = [
            Snapshot { body: b"rubbish".to_vec(), ..good.clone() },
            Snapshot { body: good.body[..good.body.len() / 2].to_vec(), ..good.clone() },
            // Of a journal that was put back to an earlier day.
            Snapshot { seq: last + 100, ..good.clone() },
            Snapshot { seq: 0, ..good.clone() },
            Snapshot { fold: FOLD + 1, body: b"newer".to_vec(), ..good },
        ];
        for snapshot in spoiled {
            store.save_snapshot(&snapshot).await.unwrap();
            let read = resume(&*store, &stage.blobs, &scope()).await.unwrap();
            assert_eq!(read, ((*state).clone(), last), "{} {}", snapshot.seq, snapshot.fold);
        }
    });
}

#[test]
fn one_is_due_whenever_the_count_is_full() {
    let cases = [
        (0, 1, false),
        (0, 499, false),
        (499, 500, true),
        (500, 501, false),
        (498, 1_700, true),
        (7, 7, false),
    ];
    for (before, after, due) in cases {
        assert_eq!(is_due(before, after), due, "{before} {after}");
    }
}
