//! A file as its chunks, so that what is inside them can be damaged while their lengths stay right.

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunked {
    pub(super) chunks: Vec<Chunk>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) id: [u8; 4],
    pub(super) body: Vec<u8>,
}

const HEAD: usize = 8;

impl Chunked {
    /// Of a file whose chunks are whole; what is left after them is dropped.
    pub(super) fn of(mut bytes: &[u8]) -> Chunked {
        let mut chunks = Vec::new();
        while let Some(&[i0, i1, i2, i3, l3, l2, l1, l0]) = bytes.first_chunk::<HEAD>() {
            let length = u32::from_be_bytes([l3, l2, l1, l0]) as usize;
            let Some(body) = bytes[HEAD..].get(..length) else { break };
            chunks.push(Chunk { id: [i0, i1, i2, i3], body: body.to_vec() });
            bytes = &bytes[HEAD + length..];
        }
        Chunked { chunks }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let size = self.chunks.iter().map(|chunk| HEAD + chunk.body.len()).sum();
        let mut bytes = Vec::with_capacity(size);
        for Chunk { id, body } in &self.chunks {
            bytes.extend(id);
            bytes.extend((body.len() as u32).to_be_bytes());
            bytes.extend(body);
        }
        bytes
    }
}

/// Where in `bytes` the lengths of its chunks stand, as far as they are right.
pub(super) fn length_places(bytes: &[u8]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(length) = bytes.get(at + 4..at + HEAD) {
        places.push(at + 4);
        let length = length.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        at += HEAD + length;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_apart_and_together() {
        let bytes = b"MThd\0\0\0\x02abMTrk\0\0\0\0MTrk\0\0\0\x01z";
        let chunked = Chunked::of(bytes);
        assert_eq!(chunked.chunks.iter().map(|chunk| chunk.body.len()).collect::<Vec<_>>(), [2, 0, 1]);
        assert_eq!(chunked.to_bytes(), bytes);
        assert_eq!(length_places(bytes), [4, 14, 22]);
        assert_eq!(Chunked::of(&bytes[..20]).chunks.len(), 2, "a cut chunk is dropped");
    }
}
