//! Lists of strangers: each has a least and a most, said in its schema and held here.

use serde::de::{Deserialize, Deserializer, Error};

/// A list that may be left out.
pub fn or_none<'de, D, T, const MIN: usize, const MAX: usize>(from: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let list = Option::<Vec<T>>::deserialize(from)?;
    list.map(|list| bounded(list, MIN, MAX)).transpose()
}

/// A list that is there.
pub fn of<'de, D, T, const MIN: usize, const MAX: usize>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    bounded(Vec::deserialize(from)?, MIN, MAX)
}

fn bounded<T, E: Error>(list: Vec<T>, min: usize, max: usize) -> Result<Vec<T>, E> {
    if (min..=max).contains(&list.len()) {
        return Ok(list);
    }
    Err(E::custom(format!("a list here has {min} to {max} entries, this has {}", list.len())))
}
