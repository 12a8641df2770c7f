//! Photos and files: taken into a draft's tray, kept as blobs, shown large and small.

use std::str::FromStr as _;
use std::time::Duration;

use super::Office;
use super::api::PhotoIn;
use super::error::{OfficeError, Result};
use super::people::role::Right;
use crate::cabinet::{Hash, Reader, Tx};
use crate::clock::{Id, Stamp};
use crate::sheet::photo;

/// Longest time between the shutter and 用这张 that is believed.
const LONGEST_HELD: Duration = Duration::from_secs(3600);

impl Office {
    /// Takes a photo or a file into a draft's tray. The bytes are stored with the draft that names them.
    ///
    /// # Errors
    /// What cannot be taken in, with the reason; `not-found`.
    pub fn take_in(&self, draft: &str, name: &str, file: &[u8]) -> Result<PhotoIn> {
        self.may(Right::Fill)?;
        let id = Id::from_str(draft)?;
        self.put_in_tray(id, photo::intake(file, name)?)
    }

    /// Takes a picture of the device's own camera into a draft's tray. It was taken `age` ago by the office's clock: the
    /// picture itself does not say when.
    ///
    /// # Errors
    /// What cannot be taken in, with the reason; `not-found`.
    pub fn take_shot(&self, draft: &str, age: Duration, jpeg: &[u8]) -> Result<PhotoIn> {
        self.may(Right::Fill)?;
        let id = Id::from_str(draft)?;
        let now = self.clock().now();
        // No draft waits for a picture longer than that; whatever says so is no time that went by.
        let age = i64::try_from(age.min(LONGEST_HELD).as_millis()).unwrap_or_default();
        let at = Stamp::new(now.wall_ms().saturating_sub(age), now.offset_min());
        self.put_in_tray(id, photo::shot(jpeg, at)?)
    }

    /// Stores what was taken in with the draft that names it.
    fn put_in_tray(&self, id: Id, taken: photo::Intake) -> Result<PhotoIn> {
        self.cabinet.write(|tx| {
            let mut working = self.working(tx, id)?;
            let made = store_photo(tx, taken)?;
            if !working.body.answers.blobs().any(|b| b == made.photo.blob) {
                working.body.answers.tray.push(made.photo.clone());
                working.body.answers.tray.sort_by(|a, b| (&a.taken, &a.name).cmp(&(&b.taken, &b.name)));
            }
            let sheet = working.draft.sheet;
            self.store(tx, &working.form, &working.body, id, sheet, working.draft.base, working.draft.version)?;
            Ok(made)
        })
    }

    /// The bytes of a stored picture, or of its thumbnail. Its hash is the key: a reader who may not see a paper is not told it.
    ///
    /// # Errors
    /// `not-found`.
    pub fn picture(&self, blob: &str, small: bool) -> Result<Vec<u8>> {
        self.allowed(Right::Read)?;
        let hash: Hash = blob.parse()?;
        self.cabinet.read(|reader| {
            let kept = reader.blob(&hash)?.ok_or_else(|| OfficeError::NotFound("picture".to_owned()))?;
            Ok(if small { thumbnail(&kept.meta).unwrap_or(kept.bytes) } else { kept.bytes })
        })
    }
}

/// What a blob's meta says: the photo, and its thumbnail (JPEG) in hex.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
struct PictureMeta {
    name: String,
    original: String,
    taken: String,
    #[serde(default)]
    thumbnail: String,
    /// In pixels; 0 for a file that is no picture.
    #[serde(default)]
    width: u32,
    #[serde(default)]
    height: u32,
}

/// A photo or file that was taken in before, as answers hold it.
pub(super) fn kept_photo(reader: &Reader<'_>, blob: &str) -> Result<Option<crate::sheet::Photo>> {
    let Some(kept) = reader.blob(&blob.parse()?)? else { return Ok(None) };
    let meta: PictureMeta = serde_json::from_slice(&kept.meta)?;
    Ok(Some(crate::sheet::Photo {
        blob: blob.to_owned(),
        original: meta.original,
        name: meta.name,
        taken: meta.taken,
        width: meta.width,
        height: meta.height,
        attachment: kept.media_type != "image/jpeg",
    }))
}

/// Keeps a photo or file as a blob; says what it could not be read as.
pub(super) fn store_photo(tx: &mut Tx<'_>, taken: photo::Intake) -> Result<PhotoIn> {
    let (media, bytes, meta, size, note) = match taken {
        photo::Intake::Photo(p) => {
            let taken = p.taken.map(|t| t.to_minute()).unwrap_or_default();
            let thumbnail = p.thumbnail.iter().map(|b| format!("{b:02x}")).collect();
            let meta =
                PictureMeta { name: p.name, original: p.original_sha256, taken, thumbnail, width: p.width, height: p.height };
            ("image/jpeg", p.bytes, meta, Some((p.width, p.height)), String::new())
        }
        photo::Intake::Attachment { name, media_type, format_word, sha256, bytes } => {
            let meta = PictureMeta { name, original: sha256, ..PictureMeta::default() };
            (media_type, bytes, meta, None, format_word.to_owned())
        }
    };
    let blob = tx.put_blob(media, &bytes, &serde_json::to_vec(&meta)?)?.to_string();
    let (width, height) = size.unwrap_or_default();
    let (name, original, taken) = (meta.name, meta.original, meta.taken);
    let photo = crate::sheet::Photo { blob, original, name, taken, width, height, attachment: size.is_none() };
    Ok(PhotoIn { photo, note })
}

/// The thumbnail kept beside a picture.
fn thumbnail(meta: &[u8]) -> Option<Vec<u8>> {
    let meta: PictureMeta = serde_json::from_slice(meta).ok()?;
    let digits = meta.thumbnail.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    if digits.is_empty() { None } else { digits.chunks(2).map(byte).collect() }
}
