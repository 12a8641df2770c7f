//! Pictures of the file: JPEG as stored, all else as plain samples.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use lopdf::{Dictionary, Object, Stream};
use sha2::{Digest, Sha256};

use super::deflated;
use crate::paper::{Picture, Pictures};

/// A picture ready to be embedded.
#[derive(Debug)]
struct Plate {
    width: u32,
    height: u32,
    stream: Stream,
}

/// The pictures of the file, each read once, when the first page that shows it is written.
pub(super) struct Gallery<'a> {
    source: &'a dyn Pictures,
    /// `None`: not there, or not readable; its place prints empty.
    plates: Mutex<BTreeMap<String, Option<Plate>>>,
}

impl<'a> Gallery<'a> {
    pub(super) fn new(source: &'a dyn Pictures) -> Self {
        Self { source, plates: Mutex::default() }
    }

    /// Name of the resource, width and height in samples.
    pub(super) fn find(&self, blob: &str) -> Option<(String, u32, u32)> {
        let lock = || self.plates.lock().unwrap_or_else(PoisonError::into_inner);
        let size = |plate: &Plate| (resource(blob), plate.width, plate.height);
        if let Some(known) = lock().get(blob) {
            return known.as_ref().map(size);
        }
        let plate = self.source.picture(blob).and_then(|picture| embed(&picture));
        lock().entry(blob.into()).or_insert(plate).as_ref().map(size)
    }

    /// The streams by name of resource, in order of their hashes.
    pub(super) fn into_streams(self) -> impl Iterator<Item = (String, Stream)> {
        let plates = self.plates.into_inner().unwrap_or_else(PoisonError::into_inner);
        plates.into_iter().filter_map(|(blob, plate)| plate.map(|plate| (resource(&blob), plate.stream)))
    }
}

/// A name for a picture that does not depend on which thread came first.
fn resource(blob: &str) -> String {
    let hash = Sha256::digest(blob);
    let short: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("P{short}")
}

fn embed(picture: &Picture) -> Option<Plate> {
    let (width, height, colors) = match jpeg_size(&picture.bytes) {
        Some((width, height, 1)) => (width, height, "DeviceGray"),
        Some((width, height, 3)) => (width, height, "DeviceRGB"),
        _ => return decoded(&picture.bytes),
    };
    let stream = image(width, height, colors, "DCTDecode", picture.bytes.clone());
    Some(Plate { width, height, stream })
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
fn decoded(bytes: &[u8]) -> Option<Plate> {
    let picture = image::load_from_memory(bytes).ok()?.to_rgba8();
    let (width, height) = picture.dimensions();
    let mut samples = Vec::with_capacity(picture.len() / 4 * 3);
    for pixel in picture.pixels() {
        let [r, g, b, a] = pixel.0.map(u32::from);
        samples.extend([r, g, b].map(|c| u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(255)));
    }
    Some(Plate { width, height, stream: image(width, height, "DeviceRGB", "FlateDecode", deflated(&samples)) })
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
