//! The characters that a file uses of each face.

use crate::paper::font::Face;

/// Which codes each face was asked for.
#[derive(Debug, Clone)]
pub(super) struct Used([Vec<u64>; 3]);

impl Default for Used {
    fn default() -> Self {
        Self(std::array::from_fn(|_| vec![0; 1024]))
    }
}

impl Used {
    /// Notes a code.
    pub(super) fn add(&mut self, face: Face, code: u16) {
        if let Some(word) = self.0.get_mut(face.index()).and_then(|bits| bits.get_mut(usize::from(code / 64))) {
            *word |= 1 << (code % 64);
        }
    }

    /// Adds what another page used.
    pub(super) fn merge(&mut self, other: &Self) {
        for (into, from) in self.0.iter_mut().zip(&other.0) {
            for (into, from) in into.iter_mut().zip(from) {
                *into |= from;
            }
        }
    }

    /// The codes used of a face, ascending.
    pub(super) fn codes(&self, face: Face) -> Vec<u16> {
        let mut out = Vec::new();
        for (word, base) in self.0.get(face.index()).into_iter().flatten().zip((0_u16..).step_by(64)) {
            out.extend((0..64).filter(|bit| word >> bit & 1 == 1).map(|bit| base + bit));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_used_are_remembered_by_face() {
        let mut used = Used::default();
        used.add(Face::Sans, 0x4E00);
        used.add(Face::Sans, 0xFFFF);
        let mut other = Used::default();
        other.add(Face::Sans, 0);
        used.merge(&other);
        assert_eq!(used.codes(Face::Sans), [0, 0x4E00, 0xFFFF], "ascending, each once");
        assert!(used.codes(Face::Serif).is_empty(), "a face that was not used is not embedded");
    }
}
