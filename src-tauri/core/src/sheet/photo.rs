//! Photos as they come in: read, turned upright, made small, stripped of everything but the picture.
//!
//! A phone's photo says where it was taken and with what; none of that is kept. What stays is the picture (at most
//! [`LONG_EDGE`] px and [`STORED_BYTES`]), the capture time that is printed beside it, and the SHA-256 of the original, so
//! that the file on the phone can be recognised later. What cannot be read as a picture is named and kept as it is.

mod format;
mod picture;
pub mod qr;
mod taken;

#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

pub use taken::Taken;

use crate::clock::Stamp;

/// Longest edge of a stored picture, px.
pub const LONG_EDGE: u32 = 2000;
/// Most bytes of a stored picture.
pub const STORED_BYTES: usize = 500_000;
/// Longest edge of a thumbnail, px.
pub const THUMBNAIL_EDGE: u32 = 320;
/// Most bytes of a thumbnail.
pub const THUMBNAIL_BYTES: usize = 30_000;
/// Most bytes of a picture file that is read at all.
pub const INPUT_BYTES: usize = 60_000_000;
/// Most pixels of a picture that is read at all: what a file claims may be far more than it holds.
pub const INPUT_PIXELS: u64 = 60_000_000;
/// Most bytes of a file that is kept as an attachment.
pub const ATTACHMENT_BYTES: usize = 20_000_000;

/// A file that is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// The file is empty.
    #[error("the file is empty")]
    Empty,
    /// More bytes than are taken.
    #[error("the file has {bytes} bytes; at most {most} are taken")]
    TooLarge {
        /// Of the file.
        bytes: usize,
        /// [`INPUT_BYTES`] or [`ATTACHMENT_BYTES`].
        most: usize,
    },
    /// More pixels than are taken.
    #[error("the picture is {width} × {height} px; at most {INPUT_PIXELS} pixels are taken")]
    TooManyPixels {
        /// px
        width: u32,
        /// px
        height: u32,
    },
    /// A picture by its first bytes, but not whole.
    #[error("the {format} picture is damaged or cut off")]
    Damaged {
        /// JPEG, PNG, …
        format: &'static str,
    },
    /// The picture was read and could not be written again.
    #[error("the picture could not be written: {0}")]
    Write(String),
}

impl PhotoError {
    /// Stable code that the faces translate.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "photo-empty",
            Self::TooLarge { .. } => "photo-too-large",
            Self::TooManyPixels { .. } => "photo-too-many-pixels",
            Self::Damaged { .. } => "photo-damaged",
            Self::Write(_) => "photo-not-written",
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intake {
    /// A picture, ready to be stored.
    Photo(Box<Picture>),
    /// No picture that can be read; kept byte for byte.
    Attachment {
        /// File name without folders.
        name: String,
        /// application/pdf
        media_type: &'static str,
        /// The format in plain words: HEIC 照片, PDF 文件.
        format_word: &'static str,
        /// SHA-256 of the bytes, lower-case hex.
        sha256: String,
        /// The file.
        bytes: Vec<u8>,
    },
}

/// A picture as it is stored: a JPEG without any metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// File name without folders.
    pub name: String,
    /// The JPEG, upright, at most [`LONG_EDGE`] px and [`STORED_BYTES`].
    pub bytes: Vec<u8>,
    /// px
    pub width: u32,
    /// px
    pub height: u32,
    /// SHA-256 of the JPEG, lower-case hex.
    pub sha256: String,
    /// SHA-256 of the file as it came, lower-case hex.
    pub original_sha256: String,
    /// Format of the file as it came: JPEG, PNG, …
    pub original_format: &'static str,
    /// When the camera says it was taken; absent when the file does not say.
    pub taken: Option<Taken>,
    /// A JPEG of at most [`THUMBNAIL_EDGE`] px and [`THUMBNAIL_BYTES`].
    pub thumbnail: Vec<u8>,
}

/// Takes in a file: a photo made ready to be stored, or an attachment kept as it is.
///
/// The same bytes and name give the same result. Reads JPEG, PNG, WebP, BMP and GIF (its first picture).
///
/// # Errors
/// When the file is empty, too large, claims too many pixels, or is a picture that is damaged.
pub fn intake(bytes: &[u8], file_name: &str) -> Result<Intake, PhotoError> {
    if bytes.is_empty() {
        return Err(PhotoError::Empty);
    }
    let name = bare_name(file_name);
    let Some(format) = format::readable(bytes) else {
        return attachment(bytes, name, format::other(bytes, file_name));
    };
    if bytes.len() > INPUT_BYTES {
        return Err(PhotoError::TooLarge { bytes: bytes.len(), most: INPUT_BYTES });
    }
    let read = match picture::read(bytes, format) {
        Ok(read) => read,
        Err(picture::ReadError::Unsupported) => return attachment(bytes, name, format::unsupported(format)),
        Err(picture::ReadError::Refused(error)) => return Err(error),
    };
    let taken = read.exif.and_then(taken::from_exif);
    let small = picture::shrink(read.image, read.orientation, LONG_EDGE);
    let stored = picture::jpeg(small, STORED_BYTES)?;
    let (width, height) = (stored.image.width(), stored.image.height());
    let thumbnail = picture::jpeg(picture::fit(stored.image, THUMBNAIL_EDGE), THUMBNAIL_BYTES)?;
    Ok(Intake::Photo(Box::new(Picture {
        name,
        width,
        height,
        sha256: sha256(&stored.bytes),
        bytes: stored.bytes,
        original_sha256: sha256(bytes),
        original_format: format::word(format),
        taken,
        thumbnail: thumbnail.bytes,
    })))
}

/// Takes in a picture of the device's own camera, which was taken `at`. It is named after that moment.
///
/// # Errors
/// As [`intake`].
pub fn shot(bytes: &[u8], at: Stamp) -> Result<Intake, PhotoError> {
    let local = at.local();
    let mut taken = intake(bytes, &local.format("拍照-%Y%m%d-%H%M%S.jpg").to_string())?;
    if let Intake::Photo(picture) = &mut taken {
        picture.taken = Some(Taken { local, offset_min: Some(at.offset_min()) });
    }
    Ok(taken)
}

fn attachment(bytes: &[u8], name: String, (media_type, format_word): (&'static str, &'static str)) -> Result<Intake, PhotoError> {
    if bytes.len() > ATTACHMENT_BYTES {
        return Err(PhotoError::TooLarge { bytes: bytes.len(), most: ATTACHMENT_BYTES });
    }
    Ok(Intake::Attachment { name, media_type, format_word, sha256: sha256(bytes), bytes: bytes.to_vec() })
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// The last part of a path, without control characters, at most 120 characters; 未命名 when nothing is left.
fn bare_name(file_name: &str) -> String {
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    let name = name.trim();
    if name.is_empty() || name.chars().all(|c| c == '.') { "未命名".to_owned() } else { name.to_owned() }
}
