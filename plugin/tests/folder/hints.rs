//! What the system says, as hints: each kind of event, names that are no music, and more than anybody can keep.

use std::path::{Path, PathBuf};
use std::time::Duration;

use ai_band_plugin::folder::index::{Hint, LOOKS_MAX};
use ai_band_plugin::folder::mailbox::{Mail, Mailbox};
use ai_band_plugin::folder::watch::{Translator, Watch};
use music::lane::Lane;
use notify::event::{
    AccessKind, AccessMode, CreateKind, DataChange, Event, EventKind, Flag, MetadataKind, ModifyKind,
    RemoveKind, RenameMode,
};

/// On the slowest machine, far more than a system needs to say something.
const PATIENCE: Duration = Duration::from_secs(30);

fn told(root: &str, event: notify::Result<Event>) -> Mail {
    let (mailbox, _clapper) = Mailbox::new();
    Translator::new(Path::new(root), mailbox.clone()).pass_on(event);
    mailbox.take()
}

/// What becomes of one event about `music/bass/a.mid`, `music/bass/new` and `music/a.part`.
fn hints(kind: EventKind) -> [Option<Hint>; 3] {
    ["bass/a.mid", "bass/new", "a.part"].map(|name| {
        let mail = told("music", Ok(Event::new(kind).add_path(Path::new("music").join(name))));
        assert!(!mail.overflow && mail.hints.len() <= 1, "{kind:?}");
        mail.hints.get(Path::new(name)).copied()
    })
}

#[test]
fn every_kind_of_event_is_a_hint_or_nothing() {
    use Hint::{Settled, Touched};
    let renamed = |mode| EventKind::Modify(ModifyKind::Name(mode));
    // For music; for what may be a folder, which a name does not tell.
    let table = [
        (EventKind::Access(AccessKind::Close(AccessMode::Write)), Some(Settled), None),
        (EventKind::Access(AccessKind::Close(AccessMode::Read)), None, None),
        (EventKind::Access(AccessKind::Open(AccessMode::Any)), None, None),
        (EventKind::Access(AccessKind::Read), None, None),
        (EventKind::Create(CreateKind::File), Some(Touched), None),
        (EventKind::Create(CreateKind::Folder), Some(Touched), Some(Settled)),
        (EventKind::Create(CreateKind::Any), Some(Touched), Some(Settled)),
        (EventKind::Modify(ModifyKind::Data(DataChange::Any)), Some(Touched), None),
        (EventKind::Modify(ModifyKind::Any), Some(Touched), None),
        (EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)), Some(Touched), Some(Settled)),
        (renamed(RenameMode::To), Some(Settled), Some(Settled)),
        (renamed(RenameMode::From), Some(Settled), Some(Settled)),
        (renamed(RenameMode::Any), Some(Settled), Some(Settled)),
        (EventKind::Remove(RemoveKind::File), Some(Settled), None),
        (EventKind::Remove(RemoveKind::Folder), Some(Settled), Some(Settled)),
        (EventKind::Remove(RemoveKind::Any), Some(Settled), Some(Settled)),
        (EventKind::Any, Some(Touched), Some(Settled)),
        (EventKind::Other, Some(Touched), Some(Settled)),
    ];
    for (kind, music, folder) in table {
        assert_eq!(hints(kind), [music, folder, folder], "{kind:?}");
    }
}

#[test]
fn what_was_missed_is_looked_for() {
    let rescan = Event::new(EventKind::Other).set_flag(Flag::Rescan);
    assert!(told("music", Ok(rescan)).overflow);
    assert!(told("music", Err(notify::Error::generic("broken"))).overflow);
    // The folder itself, and paths by another name of it.
    for path in ["music", "/elsewhere/music/a.mid"] {
        let mail = told("music", Ok(Event::new(EventKind::Remove(RemoveKind::Any)).add_path(path.into())));
        assert!(mail.overflow && mail.hints.is_empty(), "{path}");
    }
    let opened = Event::new(EventKind::Access(AccessKind::Open(AccessMode::Any))).add_path("music".into());
    assert!(!told("music", Ok(opened)).overflow, "we do that ourselves");
}

#[test]
fn a_rename_inside_is_two_hints() {
    let both = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    let event = Event::new(both).add_path("music/a.mid".into()).add_path("music/b.mid".into());
    let mut names: Vec<PathBuf> = told("music", Ok(event)).hints.into_keys().collect();
    names.sort();
    assert_eq!(names, [PathBuf::from("a.mid"), PathBuf::from("b.mid")]);
}

#[test]
fn of_two_hints_the_surer_one_is_kept() {
    let (mailbox, clapper) = Mailbox::new();
    for hint in [Hint::Touched, Hint::Settled, Hint::Touched] {
        mailbox.hint(Path::new("a.mid"), hint);
    }
    assert_eq!(clapper.try_iter().count(), 1, "one ring for all of them");
    assert_eq!(mailbox.take().hints[Path::new("a.mid")], Hint::Settled);
    assert!(mailbox.take().hints.is_empty(), "taken is taken");
}

#[test]
fn a_mailbox_that_nobody_empties_does_not_grow() {
    let (mailbox, _clapper) = Mailbox::new();
    for number in 0..LOOKS_MAX + 100 {
        mailbox.hint(Path::new(&number.to_string()), Hint::Settled);
    }
    mailbox.choose("a.mid".to_owned(), Lane::Bass);
    mailbox.choose("b.mid".to_owned(), Lane::Bass);
    mailbox.choose("a.mid".to_owned(), Lane::Keys);
    mailbox.stop();
    let mail = mailbox.take();
    assert_eq!((mail.hints.len(), mail.overflow, mail.stop), (LOOKS_MAX, true, true));
    assert_eq!(mail.chosen, [("b.mid".to_owned(), Lane::Bass), ("a.mid".to_owned(), Lane::Keys)]);
}

/// Without a thread that looks around: what is seen here was seen by the system.
#[test]
fn the_system_tells_of_each_watched_folder() {
    let root = tempfile::tempdir().unwrap();
    let sub_folder = root.path().join("bass");
    std::fs::create_dir(&sub_folder).unwrap();
    let (mailbox, clapper) = Mailbox::new();
    let mut watch = Watch::new(root.path(), mailbox.clone()).unwrap();
    watch.add(root.path()).unwrap();
    watch.add(&sub_folder).unwrap();
    let until_told = |name: &str| {
        let mut told = Mail::default();
        while !told.hints.contains_key(Path::new(name)) {
            clapper.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("nobody tells of {name}"));
            told.hints.extend(mailbox.take().hints);
        }
    };
    std::fs::write(root.path().join("a.mid"), [1]).unwrap();
    until_told("a.mid");
    std::fs::rename(root.path().join("a.mid"), sub_folder.join("b.mid")).unwrap();
    until_told("bass/b.mid");
    std::fs::create_dir(root.path().join("new")).unwrap();
    until_told("new");
    // Another folder of that name, watched again.
    std::fs::rename(&sub_folder, root.path().join("old")).unwrap();
    std::fs::create_dir(&sub_folder).unwrap();
    watch.add(&sub_folder).unwrap();
    std::fs::write(sub_folder.join("c.mid"), [1]).unwrap();
    until_told("bass/c.mid");
    assert!(watch.add(&root.path().join("nothing")).is_err());
    drop(watch);
    mailbox.take();
    let _ = clapper.try_recv();
    std::fs::write(sub_folder.join("d.mid"), [1]).unwrap();
    assert!(clapper.is_empty() && mailbox.take().hints.is_empty(), "it has let go");
}
