//! An audition is for whoever listens: heard live, left out of a bounce of the same instance, and heard again after it.

use std::time::{Duration, Instant};

use harness::kept::Kept;
use harness::{Daw, NoteEvent, Rig, Setup, Sizes, Tempo};
use plugin::action::Action;

use crate::approval::{LOOP, RATE, song};
use crate::tune::{assert_same, compared};
use crate::twin::{Twin, generates, screen, settled, shown};

/// A take is swapped in by then, on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// The eight bars from their first sample on, and a stop.
fn performed(rig: &mut Rig) -> Vec<NoteEvent> {
    let mut daw = Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[512]));
    let mut heard = rig.play(daw.play(), LOOP);
    heard.append(rig.play(daw.stop(), 512));
    assert!(heard.sounding().is_empty(), "{:?}", heard.sounding());
    compared(&heard.notes)
}

in_both_hosts! {
    fn an_audition_is_heard_live_and_left_out_of_a_bounce(format) {
        let (display, project) = (screen(), song());
        let mut rig = Rig::band(format);
        rig.load(&Kept::text("band", &project).write(format));
        rig.activate(Setup::realtime(RATE, 512));
        let arranged = performed(&mut rig);

        let frame = shown(&display, &mut rig);
        generates(&frame, &mut rig);
        let mut twin = Twin::opened(&project);
        twin.band.act(&Action::Generate);
        display.click(twin.place("Audition")).expect("the pointer presses");
        let until = Instant::now() + PATIENCE;
        let auditioned = loop {
            let heard = performed(&mut rig);
            if heard != arranged {
                break heard;
            }
            if Instant::now() > until {
                let path = std::env::temp_dir().join(format!("audition-{format}.png"));
                settled(&frame, &mut rig).save(&path).expect("a folder for files of a moment");
                panic!("the audition is never heard; what is shown is in {}", path.display());
            }
            rig.host.idle();
        };
        rig.host.close_editor();

        for pass in 0..2 {
            rig.deactivate();
            rig.activate(Setup::offline(RATE, 512));
            assert_same(&performed(&mut rig), &arranged, &format!("bounce {pass}"));
            rig.deactivate();
            rig.activate(Setup::realtime(RATE, 512));
            assert_same(&performed(&mut rig), &auditioned, &format!("live after bounce {pass}"));
        }
    }
}
