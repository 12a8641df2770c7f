//! QR codes in the scan or photo of a signed page, to recognise which sheet it is.

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage};
use rqrr::PreparedImage;

use super::{format, picture};

/// Long edges tried in turn, px. A page scanned at 200 dpi has 2,300; a QR code of 15 mm then has about 3 px a module.
const EDGES: [u32; 3] = [2000, 4000, 1100];
/// A smaller picture is also tried at twice its size: at 150 dpi a module of the code has two points, too few for the reader.
const COARSE: u32 = 2400;

/// The texts of the QR codes in a picture, without repeats; empty when there is none or the file is no readable picture.
///
/// Codes are found at any angle. The picture is tried at three sizes, a coarse one at twice its own as well, then once more with one threshold for the whole page
/// (faint prints), and the first attempt that finds anything ends the search.
#[must_use]
pub fn read(bytes: &[u8]) -> Vec<String> {
    if bytes.len() > super::INPUT_BYTES {
        return Vec::new();
    }
    let Some(read) = format::readable(bytes).and_then(|kind| picture::read(bytes, kind).ok()) else {
        return Vec::new();
    };
    let full = picture::shrink(read.image, read.orientation, 4000).grayscale();
    let long = full.width().max(full.height());
    let mut tried = 0;
    for edge in EDGES {
        let edge = edge.min(long);
        if edge == tried {
            continue;
        }
        tried = edge;
        let found = search(&scaled(&full, edge), None);
        if !found.is_empty() {
            return found;
        }
    }
    if long < COARSE {
        let large = full.resize_exact(full.width() * 2, full.height() * 2, FilterType::CatmullRom).into_luma8();
        for threshold in [None, Some(between(&large))] {
            let found = search(&large, threshold);
            if !found.is_empty() {
                return found;
            }
        }
    }
    let page = scaled(&full, 2000);
    let threshold = between(&page);
    search(&page, Some(threshold))
}

fn scaled(page: &DynamicImage, edge: u32) -> GrayImage {
    picture::fit(page.clone(), edge).into_luma8()
}

/// Looks for codes with the reader's own threshold, which follows the light over the page, or with one for all.
fn search(page: &GrayImage, threshold: Option<u8>) -> Vec<String> {
    let (width, height) = (page.width() as usize, page.height() as usize);
    let at = |x: usize, y: usize| page.as_raw().get(y * width + x).copied().unwrap_or(255);
    let mut prepared = match threshold {
        None => PreparedImage::prepare_from_greyscale(width, height, at),
        Some(threshold) => PreparedImage::prepare_from_bitmap(width, height, |x, y| at(x, y) <= threshold),
    };
    let mut found = Vec::new();
    for grid in prepared.detect_grids() {
        if let Ok((_, text)) = grid.decode()
            && !found.contains(&text)
        {
            found.push(text);
        }
    }
    found
}

/// The threshold that parts dark from light best (Otsu 1979).
fn between(page: &GrayImage) -> u8 {
    let mut histogram = [0_u64; 256];
    for value in page.as_raw() {
        if let Some(count) = histogram.get_mut(usize::from(*value)) {
            *count += 1;
        }
    }
    let total: u64 = histogram.iter().sum();
    let sum: u64 = histogram.iter().zip(0_u64..).map(|(n, value)| n * value).sum();
    let (mut below, mut below_sum, mut best, mut threshold) = (0_u64, 0_u64, 0_u128, 127_u8);
    for (n, value) in histogram.iter().zip(0_u8..=255) {
        below += n;
        below_sum += n * u64::from(value);
        let above = total - below;
        if below == 0 || above == 0 {
            continue;
        }
        // (mean below - mean above)² · weights, kept whole by multiplying out.
        let apart = (u128::from(below_sum) * u128::from(total)).abs_diff(u128::from(sum) * u128::from(below));
        let score = (apart / u128::from(total)).pow(2) / (u128::from(below) * u128::from(above)).max(1);
        if score > best {
            (best, threshold) = (score, value);
        }
    }
    threshold
}
