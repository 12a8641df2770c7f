//! Pictures of the file: JPEG as stored, all else as plain samples.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, Stream};

use super::deflated;
use crate::paper::grid::Grid;
use crate::paper::{Picture, Pictures};

/// A picture ready to be embedded.
#[derive(Debug)]
struct Plate {
    name: String,
    width: u32,
    height: u32,
    stream: Stream,
}

/// The pictures of all grids, each once.
#[derive(Debug, Default)]
pub(super) struct Gallery {
    plates: BTreeMap<String, Plate>,
}

impl Gallery {
    /// Reads the pictures that the grids name. One that is not there or cannot be read is left out: its place prints empty.
    pub(super) fn new(grids: &[Grid], pictures: &dyn Pictures) -> Self {
        let mut plates = BTreeMap::new();
        for plate in grids.iter().flat_map(|grid| &grid.plates) {
            if !plates.contains_key(&plate.blob)
                && let Some(read) = pictures.picture(&plate.blob).and_then(|picture| embed(&picture))
            {
                let name = format!("P{}", plates.len());
                plates.insert(plate.blob.clone(), Plate { name, width: read.0, height: read.1, stream: read.2 });
            }
        }
        Self { plates }
    }

    /// Name of the resource, width and height in samples.
    pub(super) fn find(&self, blob: &str) -> Option<(String, u32, u32)> {
        self.plates.get(blob).map(|plate| (plate.name.clone(), plate.width, plate.height))
    }

    /// The streams by name of resource.
    pub(super) fn into_streams(self) -> impl Iterator<Item = (String, Stream)> {
        self.plates.into_values().map(|plate| (plate.name, plate.stream))
    }
}

fn embed(picture: &Picture) -> Option<(u32, u32, Stream)> {
    let (width, height, colors) = match jpeg_size(&picture.bytes) {
        Some((width, height, components @ (1 | 3))) => (width, height, if components == 1 { "DeviceGray" } else { "DeviceRGB" }),
        _ => return decoded(&picture.bytes),
    };
    let stream = image(width, height, colors, "DCTDecode", picture.bytes.clone());
    Some((width, height, stream))
}

fn image(width: u32, height: u32, colors: &str, filter: &str, bytes: Vec<u8>) -> Stream {
    let mut dict = Dictionary::new();
    dict.set("Type", Object::Name(b"XObject".to_vec()));
    dict.set("Subtype", Object::Name(b"Image".to_vec()));
    dict.set("Width", i64::from(width));
    dict.set("Height", i64::from(height));
    dict.set("ColorSpace", Object::Name(colors.into()));
    dict.set("BitsPerComponent", 8);
    dict.set("Filter", Object::Name(filter.into()));
    Stream::new(dict, bytes).with_compression(false)
}

/// PNG, WebP and the rest: on white, since paper is.
fn decoded(bytes: &[u8]) -> Option<(u32, u32, Stream)> {
    let picture = image::load_from_memory(bytes).ok()?.to_rgba8();
    let (width, height) = picture.dimensions();
    let mut samples = Vec::with_capacity(picture.len() / 4 * 3);
    for pixel in picture.pixels() {
        let [r, g, b, a] = pixel.0.map(u32::from);
        samples.extend([r, g, b].map(|c| u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(255)));
    }
    Some((width, height, image(width, height, "DeviceRGB", "FlateDecode", deflated(&samples))))
}

/// Width, height and number of components from the frame header (ITU-T T.81 §B.2.2) of a JPEG file; the orientation was
/// settled when the picture was stored.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32, u8)> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let [0xFF, marker, tail @ ..] = rest else { return None };
        if *marker == 0xFF {
            rest = rest.get(1..)?;
            continue;
        }
        let [high, low, ..] = tail else { return None };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if matches!(marker, 0xC0..=0xC2) {
            let [_, _, 8, h1, h0, w1, w0, components, ..] = tail else { return None };
            let (width, height) = (u16::from_be_bytes([*w1, *w0]), u16::from_be_bytes([*h1, *h0]));
            return (width > 0 && height > 0).then_some((width.into(), height.into(), *components));
        }
        if matches!(marker, 0xC3..=0xC7 | 0xC9..=0xCF | 0xD9 | 0xDA) && *marker != 0xC4 && *marker != 0xCC {
            return None;
        }
        rest = tail.get(length.max(2)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_jpeg_is_read_from_its_header_and_rubbish_is_refused() {
        let mut bytes = Vec::new();
        let picture = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 120, 40]));
        picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
        assert_eq!(jpeg_size(&bytes), Some((40, 30, 3)), "width, height, components");
        for cut in 0..bytes.len().min(200) {
            let _ = jpeg_size(&bytes[..cut]);
        }
        assert_eq!(jpeg_size(b"not a picture"), None, "anything else is decoded or left out");
        assert!(decoded(b"not a picture").is_none(), "a picture that cannot be read is left out");
    }
}
