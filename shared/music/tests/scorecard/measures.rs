//! The names of measures, and which cards have them.

use std::collections::BTreeSet;

use ai_band_music as music;

use music::lane::Lane;
use music::scorecard::{Measure, Tally};

use crate::stage::{line, scored};

#[test]
fn every_measure_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = Measure::ALL.map(Measure::name).into();
    assert_eq!(names.len(), Measure::ALL.len());
    for measure in Measure::ALL {
        assert_eq!(Measure::named(measure.name()), Some(measure));
    }
    for name in ["", "Ghosts", "ghost", "root on change"] {
        assert_eq!(Measure::named(name), None, "{name}");
    }
}

#[test]
fn a_card_has_what_can_be_said_of_its_lane() {
    let table: [(Lane, &[Measure], &[Measure]); 6] = [
        (Lane::Drums, &[Measure::Limbs, Measure::DistinctBars], &[Measure::ChordTones, Measure::HandSpan]),
        (Lane::Percussion, &[Measure::OutOfRange], &[Measure::Limbs, Measure::ChordTones]),
        (
            Lane::Bass,
            &[Measure::RootOnChange, Measure::RepeatedNotes],
            &[Measure::GuideTones, Measure::Limbs],
        ),
        (
            Lane::Keys,
            &[Measure::HandSpan, Measure::LowIntervals],
            &[Measure::FretSpan, Measure::RootOnChange],
        ),
        (
            Lane::Guitar,
            &[Measure::FretSpan, Measure::GuideTones],
            &[Measure::HandSpan, Measure::LowIntervals],
        ),
        (Lane::Lead, &[Measure::ChordTones], &[Measure::VoiceLeading, Measure::RepeatedNotes]),
    ];
    for (lane, has, lacks) in table {
        let card = scored(lane, "{tempo: 120} | C | F |", &line(&[60, 64, 60, 64, 65, 69, 65, 69]));
        assert!(has.iter().all(|measure| card.contains_key(measure)), "{lane}: {:?}", card.keys());
        assert!(!lacks.iter().any(|measure| card.contains_key(measure)), "{lane}: {:?}", card.keys());
    }
}

#[test]
fn tallies_are_pooled_by_what_they_stand_on() {
    let one = Tally::of_cases([true, false, false, false]);
    let other = Tally::single(1.0);
    assert_eq!((one.mean(), one.count()), (Some(0.25), 4));
    assert_eq!((one.and(other).mean(), one.and(other).count()), (Some(0.4), 5));
    assert_eq!(Tally::share(3.0, 6).mean(), Some(0.5));
    assert_eq!(Tally::of_values([1.0, 2.0]).with(6.0).mean(), Some(3.0));
    assert_eq!(Tally::default().mean(), None);
}
