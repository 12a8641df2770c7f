//! Signatures and QR codes as small pictures: a sheet cannot hold outlines.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgba, RgbaImage};

use super::XlsxError;
use crate::paper::ink::{self, Outline, Step};
use crate::paper::layout::PEN;
use crate::sheet::Ink;

/// Dots to the mm: 300 to the inch.
const DOTS: f64 = 300.0 / 25.4;
/// Lines looked at for each row of dots.
const FINE: u32 = 4;
/// Straight pieces of a curve.
const PIECES: u32 = 6;

/// A signature drawn to fit `width` × `height` mm, as a PNG with a clear ground; nothing when there is no ink.
pub(super) fn signature(ink: &Ink, width: f64, height: f64) -> Result<Option<Vec<u8>>, XlsxError> {
    let outlines = ink::outlines(ink, width, height);
    if outlines.is_empty() {
        return Ok(None);
    }
    let (across, down) = (dots(width), dots(height));
    let mut cover = vec![0.0_f64; across as usize * down as usize];
    for outline in &outlines {
        fill(&flat(outline), across, down, &mut cover);
    }
    let shade = |x: u32, y: u32| {
        let share = cover.get(y as usize * across as usize + x as usize).copied().unwrap_or(0.0);
        (share * 255.0).round() as u8
    };
    let picture = RgbaImage::from_fn(across, down, |x, y| Rgba([PEN.0, PEN.1, PEN.2, shade(x, y)]));
    png(DynamicImage::ImageRgba8(picture)).map(Some)
}

fn dots(mm: f64) -> u32 {
    // A cell is at most a page wide.
    (mm * DOTS).clamp(1.0, 4000.0) as u32
}

/// A closed outline as straight pieces, in dots.
fn flat(outline: &Outline) -> Vec<[f64; 2]> {
    let place = |x: i32, y: i32| [f64::from(x) * ink::UNIT * DOTS, f64::from(y) * ink::UNIT * DOTS];
    let mut out: Vec<[f64; 2]> = Vec::new();
    for step in outline {
        match step {
            Step::Move([x, y]) | Step::Line([x, y]) => out.push(place(*x, *y)),
            Step::Curve([ax, ay, bx, by, x, y]) => {
                let from = out.last().copied().unwrap_or_default();
                let (a, b, to) = (place(*ax, *ay), place(*bx, *by), place(*x, *y));
                for n in 1..=PIECES {
                    let t = f64::from(n) / f64::from(PIECES);
                    let s = 1.0 - t;
                    let mix = |p: f64, q: f64, r: f64, e: f64| {
                        s * s * s * p + 3.0 * s * s * t * q + 3.0 * s * t * t * r + t * t * t * e
                    };
                    let ([px, py], [qx, qy], [rx, ry], [ex, ey]) = (from, a, b, to);
                    out.push([mix(px, qx, rx, ex), mix(py, qy, ry, ey)]);
                }
            }
        }
    }
    out
}

/// Adds what one outline covers of each dot, by the non-zero rule; outlines that overlap do not add up.
fn fill(points: &[[f64; 2]], across: u32, down: u32, cover: &mut [f64]) {
    let mut own = vec![0.0_f64; across as usize];
    let (top, bottom) = points.iter().fold((f64::MAX, f64::MIN), |(low, high), [_, y]| (low.min(*y), high.max(*y)));
    for row in 0..down {
        if f64::from(row) > bottom || f64::from(row + 1) < top {
            continue;
        }
        own.fill(0.0);
        for line in 0..FINE {
            let y = f64::from(row) + (f64::from(line) + 0.5) / f64::from(FINE);
            for (from, to) in spans(points, y) {
                spread(from.max(0.0), to.min(f64::from(across)), &mut own);
            }
        }
        let start = row as usize * across as usize;
        if let Some(cells) = cover.get_mut(start..start + across as usize) {
            for (cell, share) in cells.iter_mut().zip(&own) {
                *cell = cell.max((share / f64::from(FINE)).min(1.0));
            }
        }
    }
}

/// Where a level line at `y` runs inside an outline.
fn spans(points: &[[f64; 2]], y: f64) -> Vec<(f64, f64)> {
    let mut crossings: Vec<(f64, i32)> = Vec::new();
    for ([ax, ay], [bx, by]) in points.iter().zip(points.iter().skip(1).chain(points.first())) {
        let turn = match (*ay <= y, *by <= y) {
            (true, false) => 1,
            (false, true) => -1,
            _ => continue,
        };
        crossings.push((ax + (y - ay) / (by - ay) * (bx - ax), turn));
    }
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let (mut winding, mut from) = (0, 0.0);
    for (x, turn) in crossings {
        if winding == 0 {
            from = x;
        }
        winding += turn;
        if winding == 0 {
            out.push((from, x));
        }
    }
    out
}

/// Adds the part of each dot between `from` and `to`.
fn spread(from: f64, to: f64, row: &mut [f64]) {
    if to <= from {
        return;
    }
    for (n, cell) in (0_u32..).zip(row.iter_mut()) {
        let left = f64::from(n);
        if left + 1.0 <= from {
            continue;
        }
        if left >= to {
            break;
        }
        *cell += to.min(left + 1.0) - from.max(left);
    }
}

/// A QR code as a PNG with its quiet zone.
pub(super) fn code(payload: &str) -> Result<Vec<u8>, XlsxError> {
    const MODULE: usize = 6;
    const QUIET: usize = 4;
    let code =
        qrcode::QrCode::with_error_correction_level(payload, qrcode::EcLevel::M).map_err(|_| XlsxError::Code(payload.len()))?;
    let (side, colors) = (code.width(), code.to_colors());
    let dark = |x: usize, y: usize| {
        let at = |n: usize| (n / MODULE).checked_sub(QUIET).filter(|n| *n < side);
        let (Some(x), Some(y)) = (at(x), at(y)) else { return false };
        colors.get(y * side + x) == Some(&qrcode::Color::Dark)
    };
    let edge = u32::try_from((side + 2 * QUIET) * MODULE).unwrap_or(1);
    let picture = GrayImage::from_fn(edge, edge, |x, y| Luma([if dark(x as usize, y as usize) { 0 } else { 255 }]));
    png(DynamicImage::ImageLuma8(picture))
}

/// Writes a PNG.
pub(super) fn png(picture: DynamicImage) -> Result<Vec<u8>, XlsxError> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Png).map_err(|e| XlsxError::Write(e.to_string()))?;
    Ok(out.into_inner())
}
