//! What a host automates acts with the block that says so.

use std::collections::BTreeSet;

use harness::{Daw, Heard, Rig, Setup, Sizes, Tempo};
use music::lane::Lane;
use plugin::params;

use crate::exact::opened;
use crate::tune::tune;

const SETUP: Setup = Setup { sample_rate: 48_000.0, frames_max: 512, mode: harness::Mode::Realtime };
const BEAT: u64 = 24_000;
const BAR: u64 = 4 * BEAT;

fn bar(rig: &mut Rig) -> Heard {
    let mut daw = Daw::new(48_000.0, Tempo::Constant(120.0), Sizes::of(&[512]));
    let mut heard = rig.play(daw.play(), BAR - 512);
    heard.append(rig.play(daw.stop(), 512));
    heard
}

fn channels(heard: &Heard) -> BTreeSet<u8> {
    heard.begun().iter().map(|note| note.channel).collect()
}

fn channel(lane: Lane) -> u8 {
    lane.character().channel
}

in_both_hosts! {
    fn every_parameter_is_there_with_its_name_and_range(format) {
        let rig = Rig::band(format);
        let names: Vec<&str> = rig.params().iter().map(|param| param.name.as_str()).collect();
        for name in ["Intensity", "Complexity", "Pattern", "Fill", "Follow", "Panic", "Bypass"] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        for lane in ["Drums", "Bass", "Keys", "Guitar", "Pad", "Lead", "Percussion", "Extra"] {
            for what in ["mute", "solo", "level"] {
                assert!(names.contains(&format!("{lane} {what}").as_str()), "{lane} {what} in {names:?}");
            }
        }
        assert_eq!(names.len(), 7 + 3 * Lane::COUNT);
        let bypasses: Vec<&str> =
            rig.params().iter().filter(|param| param.is_bypass).map(|param| param.name.as_str()).collect();
        assert_eq!(bypasses, ["Bypass"]);
        let ids: BTreeSet<u32> = rig.params().iter().map(|param| param.id).collect();
        assert_eq!(ids.len(), names.len(), "no id twice");
    }

    fn mute_and_solo_choose_who_is_heard(format) {
        let mut rig = opened(format, SETUP);
        let (drums, bass, keys) = (channel(Lane::Drums), channel(Lane::Bass), channel(Lane::Keys));
        assert_eq!(channels(&bar(&mut rig)), BTreeSet::from([drums, bass, keys]));
        rig.set("Drums mute", 1.0);
        assert_eq!(channels(&bar(&mut rig)), BTreeSet::from([bass, keys]));
        rig.set("Bass solo", 1.0);
        assert_eq!(channels(&bar(&mut rig)), BTreeSet::from([bass]));
        rig.set("Drums solo", 1.0);
        assert_eq!(channels(&bar(&mut rig)), BTreeSet::from([bass]), "muted stays muted");
        for name in ["Drums mute", "Bass solo", "Drums solo"] {
            rig.set(name, 0.0);
        }
        assert_eq!(channels(&bar(&mut rig)), BTreeSet::from([drums, bass, keys]));
    }

    fn a_mute_in_mid_note_ends_it_with_the_block(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = Daw::new(48_000.0, Tempo::Constant(120.0), Sizes::of(&[512]));
        let mut heard = rig.play(daw.play(), BEAT);
        rig.set("Keys mute", 1.0);
        let before = heard.frames() as u64;
        heard.append(rig.play(&mut daw, 512));
        let ends: Vec<u64> = heard.notes.iter().filter(|n| !n.is_on && n.channel == channel(Lane::Keys)).map(|n| n.sample).collect();
        assert_eq!(ends, [before; 3], "three keys of a chord");
        rig.play(daw.stop(), 512);
    }

    fn complexity_thins_out_what_matters_least(format) {
        let mut rig = opened(format, SETUP);
        for complexity in [127, 87, 26, 0] {
            rig.set("Complexity", f64::from(complexity) / 127.0);
            let heard = bar(&mut rig);
            let wanted = |note: &crate::tune::Written| {
                note.start_ticks < 3_800 && i32::from(note.importance) >= 127 - complexity
            };
            assert_eq!(heard.begun().len(), tune().iter().filter(|note| wanted(note)).count(), "complexity {complexity}");
        }
    }

    fn level_and_intensity_turn_velocities(format) {
        let mut rig = opened(format, SETUP);
        let kick = |heard: &Heard| heard.begun().iter().find(|note| (note.channel, note.key) == (9, 36)).map(|n| n.velocity);
        assert_eq!(kick(&bar(&mut rig)), Some(100));
        rig.set("Drums level", 64.0 / 127.0);
        assert_eq!(kick(&bar(&mut rig)), Some(50), "100 × 64 / 127");
        rig.set("Drums level", 1.0);
        rig.set("Intensity", 0.0);
        assert_eq!(kick(&bar(&mut rig)), Some(50), "100 × 64 / 128");
        rig.set("Intensity", 1.0);
        assert_eq!(kick(&bar(&mut rig)), Some(114), "100 + 27 × 63 / 126, rounded up");
        rig.set("Drums level", 0.0);
        assert_eq!(kick(&bar(&mut rig)), None, "nothing is too soft to be nothing");
    }

    fn defaults_play_what_is_written(format) {
        let mut rig = Rig::band(format);
        let defaults: Vec<(u32, f64)> = rig.params().iter().map(|param| (param.id, param.default)).collect();
        for (param, default) in defaults {
            assert!((rig.host.value(param) - default).abs() < 1e-6);
        }
        let _ = params::Follow::Host;
        assert_eq!(rig.host.text(rig.param("Follow"), 0.0), "Host");
    }
}
