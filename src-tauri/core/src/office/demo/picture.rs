//! Photos of the sample department, drawn: floors, walls and what is wrong with them, in plain shapes; and a page signed in
//! ink as a scan shows it. Each carries a capture time as a camera writes it.

use chrono::NaiveDateTime;
use image::{ImageEncoder as _, Rgb, RgbImage, codecs::jpeg::JpegEncoder};

use super::dice::Dice;
use super::ink;
use crate::clock::RandomError;
use crate::sheet::Ink;

/// Why a sample picture could not be drawn.
pub(super) type PictureError = std::io::Error;

const SIZE: (u32, u32) = (480, 360);
const FLOOR_FROM: i32 = 150;

/// A photo of what `subject` names, taken at `at` (local time, UTC+8).
pub(super) fn photo(subject: &str, at: NaiveDateTime, dice: &Dice) -> Result<Vec<u8>, PictureError> {
    let mut canvas = Canvas::new(SIZE);
    let dark = subject == "dark";
    canvas.room(dark, dice.about(8).map_err(failed)?);
    let (x, y) = (220 + dice.about(60).map_err(failed)?, 262 + dice.about(30).map_err(failed)?);
    match subject {
        "water" => {
            canvas.ellipse((x, y), (120, 34), [150, 186, 204]);
            canvas.ellipse((x + 70, y + 14), (54, 18), [150, 186, 204]);
            canvas.ellipse((x - 30, y - 6), (40, 8), [206, 224, 232]);
        }
        "boxes" => {
            canvas.carton((x - 90, y - 70), 92);
            canvas.carton((x + 10, y - 60), 84);
            canvas.carton((x - 36, y - 142), 76);
        }
        "litter" => {
            for n in 0..14 {
                let at = (x - 150 + n * 24, y + dice.about(50).map_err(failed)?);
                canvas.rect(at, (14, 4), [236, 228, 208]);
                canvas.rect((at.0 + 14, at.1), (5, 4), [206, 140, 76]);
            }
        }
        "blocked" => {
            canvas.rect((x - 100, y - 20), (200, 16), [52, 60, 72]);
            canvas.rect((x + 60, y - 74), (14, 60), [52, 60, 72]);
            canvas.rect((x - 66, y - 44), (84, 18), [176, 48, 44]);
            for wheel in [x - 84, x + 84] {
                canvas.ellipse((wheel, y + 8), (34, 34), [36, 36, 40]);
                canvas.ellipse((wheel, y + 8), (20, 20), [172, 172, 168]);
            }
        }
        "crack" => {
            let mut at = (x - 60, 10);
            for _ in 0..22 {
                let to = (at.0 + dice.about(16).map_err(failed)? + 3, at.1 + 7);
                canvas.line(at, to, 3, [96, 84, 70]);
                at = to;
            }
            canvas.ellipse((x, 70), (84, 38), [196, 186, 158]);
        }
        "board" => {
            canvas.rect((x - 70, y - 150), (150, 130), [44, 92, 148]);
            canvas.rect((x - 58, y - 132), (126, 22), [244, 240, 226]);
            canvas.rect((x - 58, y - 100), (90, 12), [236, 200, 92]);
            canvas.rect((x - 40, y - 20), (8, 50), [80, 80, 84]);
            canvas.rect((x + 40, y - 20), (8, 50), [80, 80, 84]);
        }
        "poster" => {
            for n in 0..5 {
                let (x, y) = (70 + n * 74, 40 + (n % 2) * 26);
                canvas.rect((x, y), (52, 70), [248, 246, 236]);
                canvas.rect((x + 8, y + 10), (36, 8), [188, 40, 36]);
                canvas.rect((x + 8, y + 26), (30, 4), [90, 90, 90]);
                canvas.rect((x + 8, y + 36), (34, 4), [90, 90, 90]);
            }
        }
        "dark" => canvas.ellipse((x, 20), (30, 12), [84, 84, 78]),
        // Put right: the same floor, shining.
        _ => {
            canvas.ellipse((x, y), (150, 18), [226, 222, 208]);
            canvas.ellipse((x - 20, y), (60, 6), [244, 242, 234]);
        }
    }
    canvas.jpeg(Some(at))
}

/// A page signed in ink, as a scanner sees it.
pub(super) fn scan(name: &str, at: NaiveDateTime, dice: &Dice) -> Result<Vec<u8>, PictureError> {
    let mut canvas = Canvas::new((420, 594));
    canvas.rect((0, 0), (420, 594), [250, 249, 245]);
    canvas.rect((120, 34), (180, 14), [60, 60, 60]);
    for row in 0..18 {
        let y = 74 + row * 26;
        canvas.rect((50, y), (330, 1), [120, 120, 120]);
        canvas.rect((58, y + 9), (40 + (row * 37) % 60, 6), [150, 150, 150]);
        canvas.rect((160, y + 9), (80 + (row * 53) % 130, 6), [172, 172, 172]);
    }
    for x in [50, 150, 380] {
        canvas.rect((x, 74), (1, 443), [120, 120, 120]);
    }
    let ink: Ink = ink::signature(name, dice).map_err(failed)?;
    for stroke in &ink.strokes {
        for (a, b) in stroke.points.iter().zip(stroke.points.iter().skip(1)) {
            let place = |x: i32, y: i32| (170 + x / 70, 452 + y / 70);
            canvas.line(place(a.x, a.y), place(b.x, b.y), 2, [28, 42, 110]);
        }
    }
    canvas.jpeg(Some(at))
}

fn failed(error: RandomError) -> PictureError {
    std::io::Error::other(error)
}

struct Canvas(RgbImage);

impl Canvas {
    fn new((width, height): (u32, u32)) -> Self {
        Self(RgbImage::new(width, height))
    }

    fn room(&mut self, dark: bool, warm: i32) {
        let (width, height) = (i32::try_from(self.0.width()).unwrap_or(0), i32::try_from(self.0.height()).unwrap_or(0));
        let dim = |c: i32| u8::try_from(if dark { c * 2 / 5 } else { c }.clamp(0, 255)).unwrap_or(0);
        self.rect((0, 0), (width, FLOOR_FROM), [dim(222 + warm), dim(216), dim(202)]);
        self.rect((0, FLOOR_FROM), (width, height), [dim(188), dim(182 + warm), dim(170)]);
        self.rect((0, FLOOR_FROM - 8), (width, 8), [dim(128), dim(118), dim(104)]);
        let seam = [dim(166), dim(158), dim(146)];
        for n in 1..6 {
            self.rect((0, FLOOR_FROM + n * n * 8), (width, 2), seam);
        }
        for n in -5..=5 {
            self.line((width / 2 + n * 34, FLOOR_FROM), (width / 2 + n * 110, height), 2, seam);
        }
    }

    fn carton(&mut self, (x, y): (i32, i32), side: i32) {
        self.rect((x, y), (side, side), [186, 142, 92]);
        self.rect((x, y), (side, side / 7), [160, 118, 74]);
        self.rect((x + side / 2 - 6, y), (12, side), [208, 176, 128]);
    }

    fn rect(&mut self, (x, y): (i32, i32), (width, height): (i32, i32), color: [u8; 3]) {
        for row in y.max(0)..y + height {
            for column in x.max(0)..x + width {
                self.dot(column, row, color);
            }
        }
    }

    fn ellipse(&mut self, (x, y): (i32, i32), (rx, ry): (i32, i32), color: [u8; 3]) {
        for dy in -ry..=ry {
            // Half the width of the ellipse on this row.
            let half =
                (i64::from(rx) * i64::from(rx) * i64::from(ry * ry - dy * dy) / i64::from((ry * ry).max(1))).max(0).isqrt();
            let half = i32::try_from(half).unwrap_or(0);
            self.rect((x - half, y + dy), (2 * half + 1, 1), color);
        }
    }

    fn line(&mut self, from: (i32, i32), to: (i32, i32), thick: i32, color: [u8; 3]) {
        let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()).max(1);
        for n in 0..=steps {
            let (x, y) = (from.0 + (to.0 - from.0) * n / steps, from.1 + (to.1 - from.1) * n / steps);
            self.rect((x, y), (thick, thick), color);
        }
    }

    fn dot(&mut self, x: i32, y: i32, color: [u8; 3]) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if let Some(pixel) = self.0.get_pixel_mut_checked(x, y) {
            *pixel = Rgb(color);
        }
    }

    fn jpeg(&self, taken: Option<NaiveDateTime>) -> Result<Vec<u8>, PictureError> {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 82);
        if let Some(taken) = taken {
            encoder.set_exif_metadata(exif(taken)).map_err(std::io::Error::other)?;
        }
        encoder
            .write_image(self.0.as_raw(), self.0.width(), self.0.height(), image::ExtendedColorType::Rgb8)
            .map_err(std::io::Error::other)?;
        Ok(bytes)
    }
}

/// A TIFF block with `DateTimeOriginal` and `OffsetTimeOriginal` (CIPA DC-008 §4.6.6): big-endian, IFD0 with one pointer to the Exif IFD.
fn exif(taken: NaiveDateTime) -> Vec<u8> {
    let mut out: Vec<u8> = b"MM\0*\0\0\0\x08".to_vec();
    let entry = |out: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32| {
        out.extend(tag.to_be_bytes());
        out.extend(kind.to_be_bytes());
        out.extend(count.to_be_bytes());
        out.extend(value.to_be_bytes());
    };
    out.extend(1_u16.to_be_bytes());
    entry(&mut out, 0x8769, 4, 1, 26);
    out.extend(0_u32.to_be_bytes());
    // Exif IFD at 26: two entries of 12 bytes, the values behind it at 26 + 2 + 24 + 4 = 56.
    out.extend(2_u16.to_be_bytes());
    entry(&mut out, 0x9003, 2, 20, 56);
    entry(&mut out, 0x9011, 2, 7, 76);
    out.extend(0_u32.to_be_bytes());
    out.extend(taken.format("%Y:%m:%d %H:%M:%S\0").to_string().bytes());
    out.extend(b"+08:00\0");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::photo::{Intake, intake};

    #[test]
    fn a_sample_photo_is_taken_in_with_its_capture_time() {
        let at = "2026-02-13T09:31:05".parse().unwrap();
        for subject in ["water", "boxes", "litter", "blocked", "crack", "board", "poster", "dark", "mended"] {
            let bytes = photo(subject, at, &Dice::new(1, "photo")).unwrap();
            let Intake::Photo(kept) = intake(&bytes, subject).unwrap() else { panic!("{subject} is a picture") };
            assert_eq!(kept.taken.unwrap().to_minute(), "2026-02-13T09:31+08:00", "{subject} says when it was taken");
        }
    }
}
