//! Floor 3: grid → page → PDF, SVG, Excel.
//!
//! [`layout::pages`] turns a [`grid::Grid`] into pages of positioned primitives in millimetres; [`svg`] and [`pdf`] draw
//! those and know nothing of forms. [`mask::Veil`] hides what a reader may not see before anything is laid out.

pub mod chart;
pub mod compose;
pub mod font;
pub mod grid;
pub mod ink;
pub mod layout;
pub mod line;
pub mod mask;
pub mod pdf;
pub mod svg;
pub mod xlsx;

/// A stored picture.
#[derive(Debug, Clone)]
pub struct Picture {
    /// `image/jpeg` or `image/png`; others are read by their content.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Where pictures come from: the cabinet's blobs, or a map in tests.
pub trait Pictures: Sync {
    /// The picture stored under this SHA-256 (lower-case hex).
    fn picture(&self, hash: &str) -> Option<Picture>;
}

/// No pictures at all, for papers that show none.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPictures;

impl Pictures for NoPictures {
    fn picture(&self, _hash: &str) -> Option<Picture> {
        None
    }
}

/// Why a paper could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// No bundled face has the character; nothing was printed.
    #[error("no font has the character {ch:?} (U+{:04X}) in {near:?}", *ch as u32)]
    MissingGlyph {
        /// The character.
        ch: char,
        /// A few characters around it.
        near: String,
    },
    /// A grid that names columns or rows which it does not have.
    #[error("the paper's grid is malformed: {0}")]
    Grid(String),
    /// The words of the QR code do not fit one.
    #[error("the QR code cannot hold {0} bytes")]
    Code(usize),
    /// A font could not be reduced to the characters used.
    #[error("a font could not be embedded: {0}")]
    Font(String),
    /// The file could not be put together.
    #[error("the PDF could not be written: {0}")]
    Write(String),
    /// The bytes are no PDF that can be read.
    #[error("the PDF cannot be read")]
    Unreadable,
    /// The caller asked to stop; nothing was made.
    #[error("stopped before it was finished")]
    Cancelled,
}

impl PaperError {
    /// The stable code that the faces turn into words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingGlyph { .. } => "glyph-missing",
            Self::Grid(_) => "grid-malformed",
            Self::Code(_) => "qr-too-long",
            Self::Font(_) => "font-embedding",
            Self::Write(_) => "pdf-write",
            Self::Unreadable => "pdf-unreadable",
            Self::Cancelled => "cancelled",
        }
    }

    /// What the code is about: the character that cannot be printed.
    #[must_use]
    pub fn detail(&self) -> String {
        if let Self::MissingGlyph { ch, .. } = self { ch.to_string() } else { String::new() }
    }
}
