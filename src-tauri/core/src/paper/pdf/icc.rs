//! A profile for sRGB (IEC 61966-2-1), made here: ICC version 4.2 with a matrix and the parametric curve of the standard.

/// s15Fixed16 numbers of the matrix: columns red, green, blue adapted to D50 (ICC.1:2010 annex).
const RED: [u32; 3] = [0x6FA2, 0x38F5, 0x0390];
const GREEN: [u32; 3] = [0x6299, 0xB785, 0x18DA];
const BLUE: [u32; 3] = [0x24A0, 0x0F84, 0xB6CF];
const WHITE: [u32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
/// D65 to D50 by Bradford, rows.
const ADAPT: [u32; 9] = [0x1_0C42, 0x05DE, 0xFFFF_F32B, 0x0793, 0xFD90, 0xFFFF_FBC9, 0xFFFF_FDA0, 0x03DC, 0xC059];
/// ((x + 0.055) / 1.055) ^ 2.4 above 0.04045, x / 12.92 below: g a b c d.
const CURVE: [u32; 5] = [0x2_6666, 0xF2A7, 0x0D59, 0x13D0, 0x0A5B];

/// The profile's bytes.
pub(super) fn profile() -> Vec<u8> {
    let xyz = |values: [u32; 3]| tagged(b"XYZ ", &words(&values));
    let curve = tagged(b"para", &[&[0, 3, 0, 0][..], &words(&CURVE)].concat());
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", unicode("sRGB")),
        (b"cprt", unicode("CC0")),
        (b"wtpt", xyz(WHITE)),
        (b"chad", tagged(b"sf32", &words(&ADAPT))),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = Vec::new();
    let mut data: Vec<u8> = Vec::new();
    let mut size = 128 + 4 + tags.len() * 12;
    table.extend(word(tags.len()));
    for (name, bytes) in &tags {
        table.extend_from_slice(*name);
        table.extend(word(size));
        table.extend(word(bytes.len()));
        let padded = bytes.len().next_multiple_of(4);
        data.extend_from_slice(bytes);
        data.resize(data.len() + padded - bytes.len(), 0);
        size += padded;
    }
    let mut out = Vec::with_capacity(size);
    out.extend(word(size));
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&[4, 0x20, 0, 0]);
    out.extend_from_slice(b"mntrRGB XYZ ");
    // 2026-01-01 00:00:00
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        out.extend(part.to_be_bytes());
    }
    out.extend_from_slice(b"acsp");
    out.extend_from_slice(&[0; 28]);
    out.extend(words(&WHITE));
    out.resize(128, 0);
    out.extend(table);
    out.extend(data);
    out
}

fn word(n: usize) -> [u8; 4] {
    u32::try_from(n).unwrap_or(0).to_be_bytes()
}

fn words(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn tagged(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&kind[..], &[0; 4], data].concat()
}

/// A multiLocalizedUnicodeType with one text.
fn unicode(text: &str) -> Vec<u8> {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let head = [&word(1)[..], &word(12), b"enUS", &word(utf16.len()), &word(28)].concat();
    tagged(b"mluc", &[head, utf16].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_says_its_own_length_and_every_tag_lies_inside() {
        let bytes = profile();
        let at = |n: usize| u32::from_be_bytes(bytes[n..n + 4].try_into().unwrap()) as usize;
        assert_eq!(at(0), bytes.len(), "the header gives the length");
        assert_eq!(&bytes[36..40], b"acsp", "the signature of every profile");
        for tag in 0..at(128) {
            let entry = 132 + tag * 12;
            assert!(at(entry + 4) + at(entry + 8) <= bytes.len(), "tag {tag} lies inside");
            assert_eq!(at(entry + 4) % 4, 0, "tag {tag} begins on a word");
        }
    }
}
