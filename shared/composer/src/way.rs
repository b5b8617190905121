//! The cheapest way through one choice of each stage: exact, by dynamic programming.

/// A thing that may be chosen, with what it costs whatever stands around it.
pub(crate) type Choice<T> = (i32, T);

/// One choice of each stage, so that all of them, every step and what is `onward` of the last cost least; of ways as
/// good, the one whose choices come first, looked at from the end.
///
/// No step may cost less than `least_step`: what that alone makes too dear is not looked at. A way that comes `from`
/// nowhere begins without a step.
pub(crate) fn cheapest<T: Copy>(
    from: Option<T>,
    stages: impl Iterator<Item = Vec<Choice<T>>>,
    least_step: i32,
    step: impl Fn(usize, T, T) -> i32,
    onward: impl Fn(T) -> i32,
) -> Vec<T> {
    let mut reached: Vec<Choice<T>> = from.map(|from| (0, from)).into_iter().collect();
    let mut back: Vec<Vec<(usize, T)>> = Vec::new();
    for (stage, choices) in stages.enumerate() {
        let mut ranked: Vec<(i32, usize)> =
            reached.iter().enumerate().map(|(index, (cost, _))| (*cost, index)).collect();
        ranked.sort_unstable();
        let best = |to: T| {
            let mut best = None;
            for (cost, index) in &ranked {
                if best.is_some_and(|(least, _)| least < cost + least_step) {
                    break;
                }
                let way = (cost + step(stage, reached[*index].1, to), *index);
                best = Some(best.map_or(way, |best: (i32, usize)| best.min(way)));
            }
            best.unwrap_or((0, 0))
        };
        let ways: Vec<(i32, usize)> = choices.iter().map(|(_, to)| best(*to)).collect();
        back.push(choices.iter().zip(&ways).map(|((_, to), (_, before))| (*before, *to)).collect());
        reached = choices.iter().zip(&ways).map(|((own, to), (cost, _))| (cost + own, *to)).collect();
    }
    let ends = reached.iter().enumerate();
    let last = ends.min_by_key(|(_, (cost, last))| cost + onward(*last)).map_or(0, |(index, _)| index);
    traced(&back, last)
}

fn traced<T: Copy>(back: &[Vec<(usize, T)>], last: usize) -> Vec<T> {
    let mut at = last;
    let mut chosen: Vec<T> = Vec::with_capacity(back.len());
    for stage in back.iter().rev() {
        let Some((before, choice)) = stage.get(at) else { break };
        chosen.push(*choice);
        at = *before;
    }
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests;
