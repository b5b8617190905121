//! What stands in for a program that a bank does not have.

use crate::synth::Program;

/// General MIDI's programs come in sixteen families of eight; these stand in for one another, the nearest first.
const FAMILY_PROGRAMS: u8 = 8;
const STAND_INS: [&[u8]; 16] = [
    /* pianos */ &[0, 4, 16, 24, 48],
    /* bells */ &[4, 0, 24, 16],
    /* organs */ &[16, 89, 48, 4, 0],
    /* guitars */ &[27, 24, 25, 4, 0],
    /* basses */ &[33, 32, 34, 38, 0],
    /* strings */ &[48, 89, 16, 0],
    /* ensembles */ &[48, 89, 16, 0],
    /* brass */ &[16, 48, 89, 4, 0],
    /* reeds */ &[16, 4, 48, 89, 0],
    /* pipes */ &[16, 89, 48, 4, 0],
    /* leads */ &[16, 4, 89, 0],
    /* pads */ &[89, 48, 16, 0],
    /* effects */ &[89, 48, 16, 0],
    /* world */ &[24, 27, 25, 0],
    /* percussive */ &[4, 0],
    /* noises */ &[89, 0],
];

/// Of `there`, which is not empty for any bank that was read.
pub(super) fn nearest(there: &[Program], wanted: Program) -> Program {
    let has = |program: &Program| there.contains(program);
    if has(&wanted) {
        return wanted;
    }
    if wanted.is_kit() {
        let kits = || there.iter().filter(|program| program.is_kit());
        let plain = kits().min_by_key(|program| program.number);
        return plain.copied().unwrap_or(wanted);
    }
    let plain = Program::pitched(wanted.number);
    let family = wanted.number / FAMILY_PROGRAMS;
    let siblings = (0..FAMILY_PROGRAMS).map(|place| Program::pitched(family * FAMILY_PROGRAMS + place));
    let strangers = STAND_INS[usize::from(family % 16)].iter().copied().map(Program::pitched);
    let first = || there.iter().find(|program| !program.is_kit()).copied();
    let found = std::iter::once(plain).chain(siblings).chain(strangers).find(has);
    found.or_else(first).unwrap_or(wanted)
}
