//! The course of a drag, step by step, by a clock that is told.

use ai_band_plugin::editor::drag_out::course::{
    Course, FINISH_PATIENCE_MS, Look, Outcome, STATUS_PATIENCE_MS, Say, Target,
};
use proptest::prelude::*;

const fn window(window: u32) -> Target {
    Target { window, proxy: window, version: 5 }
}

const MIXER: Target = window(7);
const EDITOR: Target = window(9);

fn over(target: Option<Target>, x: i16, now_ms: u64) -> Look {
    Look { at: (x, 20), target, is_held: true, is_escape: false, now_ms }
}

fn let_go(now_ms: u64) -> Look {
    Look { is_held: false, ..over(None, 0, now_ms) }
}

#[test]
fn a_drag_that_is_taken() {
    let mut course = Course::default();
    assert_eq!(course.look(over(None, 5, 0)), [], "nobody is there");
    assert_eq!(course.look(over(Some(MIXER), 10, 8)), [Say::Enter(MIXER), Say::Position(MIXER, (10, 20))]);
    assert_eq!(course.look(over(Some(MIXER), 12, 16)), [], "it has not answered yet");
    course.status(7, true);
    assert_eq!(course.look(over(Some(MIXER), 14, 24)), [Say::Position(MIXER, (14, 20))]);
    course.status(7, true);
    assert_eq!(course.look(over(Some(MIXER), 14, 32)), [], "nothing moved");
    assert_eq!(course.look(let_go(40)), [Say::Drop(MIXER)]);
    assert_eq!(course.outcome(), None);
    course.finished(7, true);
    assert_eq!(course.outcome(), Some(Outcome::Taken));
    assert_eq!(course.look(over(Some(EDITOR), 1, 50)), [], "it is over");
}

#[test]
fn one_window_after_another() {
    let mut course = Course::default();
    course.look(over(Some(MIXER), 10, 0));
    let moved = course.look(over(Some(EDITOR), 30, 8));
    assert_eq!(moved, [Say::Leave(MIXER), Say::Enter(EDITOR), Say::Position(EDITOR, (30, 20))]);
    course.status(7, true);
    assert_eq!(course.look(over(None, 50, 16)), [Say::Leave(EDITOR)]);
    assert_eq!(course.look(let_go(24)), []);
    assert_eq!(
        course.outcome(),
        Some(Outcome::NotTaken),
        "a late answer of the first one counts for nothing"
    );
}

#[test]
fn escape_gives_up_and_leaves() {
    for target in [None, Some(MIXER)] {
        let mut course = Course::default();
        course.look(over(target, 10, 0));
        let said = course.look(Look { is_escape: true, ..over(target, 10, 8) });
        assert_eq!(said, target.map(Say::Leave).into_iter().collect::<Vec<_>>());
        assert_eq!(course.outcome(), Some(Outcome::GivenUp));
    }
}

#[test]
fn who_refuses_is_left() {
    let mut course = Course::default();
    course.look(over(Some(MIXER), 10, 0));
    course.status(7, false);
    assert_eq!(course.look(let_go(8)), [Say::Leave(MIXER)]);
    assert_eq!(course.outcome(), Some(Outcome::NotTaken));
}

#[test]
fn an_answer_that_is_on_the_way_is_waited_for() {
    let mut course = Course::default();
    course.look(over(Some(MIXER), 10, 0));
    assert_eq!(course.look(let_go(8)), []);
    course.status(7, true);
    // Where the pointer went after it was let go is nobody's business.
    assert_eq!(course.look(over(Some(EDITOR), 90, 16)), [Say::Drop(MIXER)]);
}

#[test]
fn who_never_answers_is_asked_again_and_then_left() {
    let mut course = Course::default();
    course.look(over(Some(MIXER), 10, 0));
    assert_eq!(course.look(over(Some(MIXER), 10, STATUS_PATIENCE_MS - 1)), []);
    assert_eq!(course.look(over(Some(MIXER), 10, STATUS_PATIENCE_MS)), [Say::Position(MIXER, (10, 20))]);
    assert_eq!(course.look(let_go(STATUS_PATIENCE_MS + 1)), []);
    assert_eq!(course.look(let_go(2 * STATUS_PATIENCE_MS)), [Say::Leave(MIXER)]);
    assert_eq!(course.outcome(), Some(Outcome::NotTaken));
}

#[test]
fn who_takes_and_falls_silent_is_not_waited_for_forever() {
    let mut course = Course::default();
    course.look(over(Some(MIXER), 10, 0));
    course.status(7, true);
    assert_eq!(course.look(let_go(10)), [Say::Drop(MIXER)]);
    course.look(let_go(9 + FINISH_PATIENCE_MS));
    assert_eq!(course.outcome(), None);
    course.look(let_go(10 + FINISH_PATIENCE_MS));
    assert_eq!(course.outcome(), Some(Outcome::Unanswered));
    course.finished(7, true);
    assert_eq!(course.outcome(), Some(Outcome::Unanswered), "too late is too late");
}

#[test]
fn only_the_newest_protocol_says_whether_it_was_taken() {
    for (version, says, outcome) in
        [(5, false, Outcome::NotTaken), (5, true, Outcome::Taken), (4, false, Outcome::Taken)]
    {
        let target = Target { version, ..MIXER };
        let mut course = Course::default();
        course.look(over(Some(target), 10, 0));
        course.status(7, true);
        course.look(let_go(8));
        course.finished(9, true);
        assert_eq!(course.outcome(), None, "somebody else's word");
        course.finished(7, says);
        assert_eq!(course.outcome(), Some(outcome), "version {version}, says {says}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever happens: nobody is spoken to who was not entered, everybody who is entered is left or dropped on once,
    /// and after a drop nothing more is said.
    #[test]
    fn every_conversation_is_whole(steps in prop::collection::vec((0_u8..4, 0_u32..3, 0_u64..400, any::<bool>()), 0..60)) {
        let mut course = Course::default();
        let (mut inside, mut is_dropped, mut now_ms) = (None, false, 0);
        for (kind, number, later, is_yes) in steps {
            now_ms += later;
            let target = (number > 0).then(|| window(number));
            let look = match kind {
                0 | 1 => over(target, later as i16, now_ms),
                2 => let_go(now_ms),
                _ => Look { is_escape: later > 390, ..over(target, 1, now_ms) },
            };
            for say in course.look(look) {
                prop_assert!(!is_dropped, "{say:?} after a drop");
                match say {
                    Say::Enter(target) => prop_assert_eq!(inside.replace(target), None),
                    Say::Position(target, _) => prop_assert_eq!(inside, Some(target)),
                    Say::Leave(target) => prop_assert_eq!(inside.take(), Some(target)),
                    Say::Drop(target) => {
                        prop_assert_eq!(inside.take(), Some(target));
                        is_dropped = true;
                    }
                }
            }
            if kind == 1 {
                course.status(number, is_yes);
            } else if kind == 3 {
                course.finished(number, is_yes);
            }
        }
        if course.outcome().is_some() {
            prop_assert_eq!(inside, None, "nobody is left waiting");
        }
    }
}
