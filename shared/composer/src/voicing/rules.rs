//! Rules of hand and ear: spans, low-interval limits, clashes.

use music::pitch::{Class, ClassSet};

/// What most hands reach without rolling the chord: a minor seventh.
pub const HAND_SPAN_MAX: u8 = 10;
const LEFT_FINGERS_MAX: usize = 4;
const RIGHT_FINGERS_MAX: usize = 5;

/// The lowest key on which an interval of so many semitones is still clear, from the minor second up.
const LOW_LIMITS: [u8; 12] = [52, 51, 48, 46, 46, 47, 36, 43, 41, 41, 41, 28];

/// How many of the lowest notes the left hand takes: one, if the right hand reaches all the others, or as many as lie
/// under the widest gap that leaves both hands a reach.
pub(super) fn left_hand(keys: &[u8]) -> Option<usize> {
    let reach =
        |hand: &[u8]| hand.last().zip(hand.first()).is_none_or(|(top, low)| top - low <= HAND_SPAN_MAX);
    let fits = |left: &usize| {
        let (lower, upper) = keys.split_at(*left);
        lower.len() <= LEFT_FINGERS_MAX && upper.len() <= RIGHT_FINGERS_MAX && reach(lower) && reach(upper)
    };
    if keys.len() == 1 {
        return Some(0);
    }
    if keys.len() > 1 && fits(&1) {
        return Some(1);
    }
    let gap = |left: &usize| (keys[*left] - keys[left - 1], std::cmp::Reverse(*left));
    (1..keys.len()).filter(fits).max_by_key(gap)
}

/// A close interval too far down.
pub fn is_muddy(keys: &[u8]) -> bool {
    keys.windows(2).any(|pair| {
        let interval = usize::from(pair[1] - pair[0]);
        (1..=LOW_LIMITS.len()).contains(&interval) && pair[0] < LOW_LIMITS[interval - 1]
    })
}

/// Minor ninths anywhere, minor seconds under the top line, a semitone above the bass that nobody wrote.
pub fn is_clash(keys: &[u8], bass: Class, written: ClassSet) -> bool {
    let above_bass = |key: &u8| {
        let class = Class::new(i32::from(*key));
        bass.up_to(class) == 1 && !written.contains(class)
    };
    let ninths = (0..keys.len())
        .any(|low| keys[low + 1..].iter().any(|high| (high - keys[low]) % 12 == 1 && high - keys[low] > 1));
    let under_top = keys.windows(2).next_back().is_some_and(|pair| pair[1] - pair[0] == 1);
    let cluster = keys.windows(3).any(|three| three[2] - three[0] <= 3 && three[0] + 1 == three[1]);
    ninths
        || under_top
        || cluster
        || keys.len() > 1 && keys.iter().any(above_bass) && !is_flat_ninth(keys, bass)
}

/// A flat ninth is at home high above its bass, with the dominant's third beside it.
fn is_flat_ninth(keys: &[u8], bass: Class) -> bool {
    let has = |up: i32| keys.iter().any(|key| Class::new(i32::from(*key)) == bass.transposed(up));
    has(4) && has(10)
}
