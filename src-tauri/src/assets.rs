//! The pages of the window, with the typefaces of the papers among them.
//!
//! The screen and the print use the same three font files. They are in the program once, as core's; the views ask for
//! `/fonts/NotoSansSC-Regular.ttf` from their own origin, so that no second copy and no other source of fonts is needed.

use std::borrow::Cow;

use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};
use tauri::{Assets, Runtime};
use xunfang_core::paper::font::Face;

/// A face of the papers by the name of its file.
fn face(name: &str) -> Option<Face> {
    match name {
        "/fonts/NotoSansSC-Regular.ttf" => Some(Face::Sans),
        "/fonts/NotoSansSC-Bold.ttf" => Some(Face::SansBold),
        "/fonts/NotoSerifSC-Bold.ttf" => Some(Face::Serif),
        _ => None,
    }
}

/// The embedded pages, and the fonts beside them.
pub struct WithFonts<R: Runtime>(pub Box<dyn Assets<R>>);

impl<R: Runtime> Assets<R> for WithFonts<R> {
    fn setup(&self, app: &tauri::App<R>) {
        self.0.setup(app);
    }

    fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        match face(key.as_ref()) {
            Some(face) => Some(Cow::Borrowed(face.data())),
            None => self.0.get(key),
        }
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        self.0.iter()
    }

    fn csp_hashes(&self, html_path: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        self.0.csp_hashes(html_path)
    }
}

/// No pages at all: stands in while the embedded ones are taken out of the context to be wrapped.
pub struct Nothing;

impl<R: Runtime> Assets<R> for Nothing {
    fn get(&self, _key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        None
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        Box::new(std::iter::empty())
    }

    fn csp_hashes(&self, _html_path: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        Box::new(std::iter::empty())
    }
}
