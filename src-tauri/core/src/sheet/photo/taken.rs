//! When a photo was taken, as its EXIF says (CIPA DC-008 §4.6.6, tags 36867 and 36881).

use chrono::{NaiveDate, NaiveDateTime};
use exif::{DateTime, Exif, In, Tag, Value};

/// A capture time as the camera's clock showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Taken {
    /// Local time of the camera, to the second or finer; photos of one camera sort by it.
    pub local: NaiveDateTime,
    /// Minutes ahead of UTC, when the camera says so.
    pub offset_min: Option<i32>,
}

impl Taken {
    /// `2026-02-24T10:02+08:00`, or `2026-02-24T10:02` when the camera does not give its offset.
    #[must_use]
    pub fn to_minute(&self) -> String {
        let local = self.local.format("%Y-%m-%dT%H:%M");
        match self.offset_min {
            None => local.to_string(),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                format!("{local}{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

/// Reads the capture time from raw EXIF; whatever is broken counts as absent.
pub(super) fn from_exif(raw: Vec<u8>) -> Option<Taken> {
    // Some containers keep the APP1 prefix before the TIFF header.
    let raw = raw.strip_prefix(b"Exif\0\0").map(<[u8]>::to_vec).unwrap_or(raw);
    let exif = exif::Reader::new().continue_on_error(true).read_raw(raw);
    let exif = exif.or_else(|error| error.distill_partial_result(|_| ())).ok()?;
    let original = time(&exif, Tag::DateTimeOriginal, Tag::OffsetTimeOriginal, Tag::SubSecTimeOriginal);
    original.or_else(|| time(&exif, Tag::DateTimeDigitized, Tag::OffsetTimeDigitized, Tag::SubSecTimeDigitized))
}

fn time(exif: &Exif, time: Tag, offset: Tag, fraction: Tag) -> Option<Taken> {
    let mut at = DateTime::from_ascii(ascii(exif, time)?).ok()?;
    if let Some(text) = ascii(exif, fraction) {
        // A fraction that cannot be read leaves whole seconds.
        let _ = at.parse_subsec(text);
    }
    let date = NaiveDate::from_ymd_opt(i32::from(at.year), u32::from(at.month), u32::from(at.day))?;
    let nano = at.nanosecond.unwrap_or(0);
    let local = date.and_hms_nano_opt(u32::from(at.hour), u32::from(at.minute), u32::from(at.second), nano)?;
    // A camera whose clock was never set says 1970, 1980 or 2000: no time is better than a wrong one.
    if at.year < 2001 {
        return None;
    }
    let offset_min = ascii(exif, offset).and_then(offset_minutes);
    Some(Taken { local, offset_min })
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}

/// `+08:00`
fn offset_minutes(text: &[u8]) -> Option<i32> {
    let text = std::str::from_utf8(text).ok()?.trim_matches([' ', '\0']);
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if !(0..=18).contains(&hours) || !(0..60).contains(&minutes) {
        return None;
    }
    match sign {
        "+" => Some(hours * 60 + minutes),
        "-" => Some(-(hours * 60 + minutes)),
        _ => None,
    }
}
