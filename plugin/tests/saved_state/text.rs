//! The one text between host and worker: whoever was later is what is saved.

use ai_band_plugin::saved_state::SavedText;
use nice_plug::params::persist::PersistentField;

fn saved(text: &SavedText) -> String {
    text.map(String::clone)
}

#[test]
fn what_the_worker_put_last_is_saved() {
    let text = SavedText::default();
    for said in ["one", "two"] {
        text.put(said.into());
        assert_eq!(saved(&text), said);
    }
    assert!(text.take_loaded().is_none());
}

#[test]
fn what_was_loaded_is_saved_as_it_was_until_the_worker_has_read_it() {
    let text = SavedText::default();
    text.put("a new band".into());
    text.set("a project".to_owned());
    assert_eq!(saved(&text), "a project");
    // The worker was at something else, and ends it.
    text.put("a new band with a pad".into());
    assert_eq!(saved(&text), "a project");
    assert_eq!(text.take_loaded().as_deref(), Some("a project"));
    text.put("a project with a pad".into());
    assert_eq!(saved(&text), "a project with a pad");
}

#[test]
fn of_two_projects_loaded_the_later_one_counts() {
    let text = SavedText::default();
    text.set("one".to_owned());
    text.set("two".to_owned());
    assert_eq!(text.take_loaded().as_deref(), Some("two"));
    assert!(text.take_loaded().is_none());
}

#[test]
fn saves_are_counted_and_loads_are_not() {
    let text = SavedText::default();
    text.set("a project".to_owned());
    assert_eq!(text.saves(), 0);
    saved(&text);
    assert_eq!(text.saves(), 1);
}
