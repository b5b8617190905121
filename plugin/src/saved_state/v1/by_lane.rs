//! Something for each lane, by its name; names that no lane has are passed over.

use std::fmt;
use std::marker::PhantomData;

use music::lane::Lane;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct ByLane<T>([Option<T>; Lane::COUNT]);

impl<T> Default for ByLane<T> {
    fn default() -> ByLane<T> {
        ByLane(std::array::from_fn(|_| None))
    }
}

impl<T> ByLane<T> {
    pub(super) fn of(value: impl Fn(Lane) -> Option<T>) -> ByLane<T> {
        ByLane(Lane::ALL.map(value))
    }

    pub(super) fn get(&self, lane: Lane) -> Option<&T> {
        self.0[lane.index()].as_ref()
    }
}

impl<T: Serialize> Serialize for ByLane<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for lane in Lane::ALL {
            if let Some(value) = self.get(lane) {
                map.serialize_entry(lane.name(), value)?;
            }
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByLane<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ByLane<T>, D::Error> {
        deserializer.deserialize_map(Named(PhantomData))
    }
}

struct Named<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Named<T> {
    type Value = ByLane<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("lanes by their names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ByLane<T>, A::Error> {
        let mut lanes = ByLane::default();
        while let Some(name) = map.next_key::<String>()? {
            match Lane::ALL.into_iter().find(|lane| lane.name() == name) {
                Some(lane) => lanes.0[lane.index()] = Some(map.next_value()?),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(lanes)
    }
}
