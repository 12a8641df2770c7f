//! Reading, turning, shrinking and writing pictures, within bounds.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};

use super::{INPUT_PIXELS, PhotoError, format};

/// Most bytes that a picture may need while it is read: 60 megapixels of four 16-bit channels would be 480 MB.
const WORKING_BYTES: u64 = 512 * 1024 * 1024;
/// Qualities tried from the best; below the last the picture is made smaller instead.
const QUALITIES: [u8; 4] = [85, 72, 58, 42];

/// A picture that was read.
pub(super) struct Read {
    pub image: DynamicImage,
    pub orientation: Orientation,
    pub exif: Option<Vec<u8>>,
}

/// Why a picture was not read.
#[derive(Debug)]
pub(super) enum ReadError {
    /// A variant that the decoder does not know.
    Unsupported,
    /// Damaged or too big.
    Refused(PhotoError),
}

/// Reads a picture whose claimed size is looked at before anything is allocated for it.
pub(super) fn read(bytes: &[u8], kind: ImageFormat) -> Result<Read, ReadError> {
    let damaged = || ReadError::Refused(PhotoError::Damaged { format: format::word(kind) });
    let failed = |error: ImageError| match error {
        ImageError::Unsupported(_) => ReadError::Unsupported,
        _ => damaged(),
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(WORKING_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > INPUT_PIXELS || decoder.total_bytes() > WORKING_BYTES {
        return Err(ReadError::Refused(PhotoError::TooManyPixels { width, height }));
    }
    if width == 0 || height == 0 || (kind == ImageFormat::Jpeg && !jpeg_ends(bytes)) {
        return Err(damaged());
    }
    let exif = decoder.exif_metadata().unwrap_or(None);
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(failed)?;
    Ok(Read { image, orientation, exif })
}

/// Whether a JPEG has its end marker behind its first scan. A file that was cut off while it was copied still decodes, with
/// a grey rest that nobody would notice until the original is gone.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xff, marker]) = bytes.get(at..at + 2) {
        match marker {
            0xff => at += 1,
            0xda => return bytes.get(at..).is_some_and(|rest| rest.windows(2).any(|w| w == [0xff, 0xd9])),
            _ => {
                let length = bytes.get(at + 2..at + 4).map_or(0, |b| b.iter().fold(0, |n, b| n * 256 + usize::from(*b)));
                at += 2 + length.max(2);
            }
        }
    }
    false
}

/// Fits a picture in `edge` px, turns it upright and lays it on white.
pub(super) fn shrink(image: DynamicImage, orientation: Orientation, edge: u32) -> DynamicImage {
    let flat = if image.color().has_alpha() {
        // Shrinking lets colours bleed in from transparent pixels, so that they are laid on white first.
        let rgba = image.into_rgba8();
        DynamicImage::ImageRgb8(RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| on_white(*rgba.get_pixel(x, y))))
    } else {
        DynamicImage::ImageRgb8(image.into_rgb8())
    };
    let mut small = fit(flat, edge);
    small.apply_orientation(orientation);
    small
}

fn on_white(image::Rgba([r, g, b, a]): image::Rgba<u8>) -> image::Rgb<u8> {
    let mix = |c: u8| {
        let sum = u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a)) + 127;
        u8::try_from(sum / 255).unwrap_or(u8::MAX)
    };
    image::Rgb([mix(r), mix(g), mix(b)])
}

/// The picture made to fit in `edge` px; one that fits is left as it is.
pub(super) fn fit(image: DynamicImage, edge: u32) -> DynamicImage {
    let (width, height) = fitted(image.width(), image.height(), edge);
    if (width, height) == (image.width(), image.height()) {
        return image;
    }
    image.resize_exact(width, height, FilterType::Triangle)
}

/// Width and height with the longer edge at most `edge`, in proportion, never 0 and never larger than before.
fn fitted(width: u32, height: u32, edge: u32) -> (u32, u32) {
    let long = width.max(height);
    if long <= edge {
        return (width.max(1), height.max(1));
    }
    let scale = |n: u32| {
        let scaled = (u64::from(n) * u64::from(edge) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(scaled).unwrap_or(edge).max(1)
    };
    (scale(width), scale(height))
}

/// A written picture, and what it shows.
pub(super) struct Written {
    pub image: DynamicImage,
    pub bytes: Vec<u8>,
}

/// Writes a JPEG of at most `most` bytes: first at lower quality, then smaller.
pub(super) fn jpeg(mut image: DynamicImage, most: usize) -> Result<Written, PhotoError> {
    loop {
        let mut length = 0;
        for quality in QUALITIES {
            let mut bytes = Vec::new();
            JpegEncoder::new_with_quality(&mut bytes, quality)
                .encode(image.as_bytes(), image.width(), image.height(), image.color().into())
                .map_err(|e| PhotoError::Write(e.to_string()))?;
            if bytes.len() <= most {
                return Ok(Written { image, bytes });
            }
            length = bytes.len();
        }
        // Bytes go with the square of the edge; a tenth less than that, so that the next round is the last.
        let long = u64::from(image.width().max(image.height()));
        let edge = (long * long * 81 / 100).saturating_mul(most as u64) / (length as u64).max(1);
        let edge = u32::try_from(edge.isqrt()).unwrap_or(u32::MAX);
        if edge < 16 {
            return Err(PhotoError::Write(format!("no JPEG of {most} bytes")));
        }
        image = fit(image, edge);
    }
}
