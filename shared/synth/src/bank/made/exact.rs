//! Functions whose last bit is the same on every machine: nothing but additions, multiplications and divisions, which
//! are exact by standard, while every system's own sine differs.

/// Terms enough for a sixteen-bit sample a thousand times over.
const SINE_TERMS: usize = 9;
const EXPONENT_TERMS: usize = 16;

/// The sine of so many turns.
pub(super) fn sine(turns: f64) -> f64 {
    // Into -1/4..=1/4 of a turn, where the series ends quickly.
    let turn = turns - turns.floor();
    let folded = match turn {
        _ if turn <= 0.25 => turn,
        _ if turn <= 0.75 => 0.5 - turn,
        _ => turn - 1.0,
    };
    let angle = folded * std::f64::consts::TAU;
    let square = angle * angle;
    let (mut term, mut sum) = (angle, angle);
    for place in 1..SINE_TERMS {
        let even = (2 * place) as f64;
        term *= -square / (even * (even + 1.0));
        sum += term;
    }
    sum
}

pub(super) fn cosine(turns: f64) -> f64 {
    sine(turns + 0.25)
}

/// Two to the power of `exponent`.
pub(super) fn power_of_two(exponent: f64) -> f64 {
    let whole = exponent.floor().clamp(-1_000.0, 1_000.0);
    let rest = (exponent - whole).clamp(0.0, 1.0) * std::f64::consts::LN_2;
    let (mut term, mut sum) = (1.0, 1.0);
    for place in 1..EXPONENT_TERMS {
        term *= rest / place as f64;
        sum += term;
    }
    let step = if whole < 0.0 { 0.5 } else { 2.0 };
    (0..whole.abs() as u32).fold(sum, |power, _| power * step)
}

/// Of a key, tuned evenly around 440 Hz.
pub(super) fn frequency(key: f64) -> f64 {
    440.0 * power_of_two((key - 69.0) / 12.0)
}

/// What multiplies an amplitude at every frame so that it falls by 60 dB in so many frames.
pub(super) fn decay(frames: f64) -> f64 {
    // A thousandth is two to the power of this.
    const THOUSANDTH: f64 = -9.965_784_284_662_087;
    power_of_two(THOUSANDTH / frames.max(1.0))
}

pub(super) fn from_decibels(decibels: f64) -> f64 {
    power_of_two(decibels / 6.020_599_913_279_624)
}
