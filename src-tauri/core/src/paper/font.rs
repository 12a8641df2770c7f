//! The bundled faces: which characters they have and how wide each is.
//!
//! Parsed once per process. A character is looked for in the face asked for, then in the sans, then in the serif; one that
//! no face has is named, never drawn as an empty box (ISO 19005-2 §6.2.11.8 forbids a reference to `.notdef`).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::PaperError;

const SANS: &[u8] = include_bytes!("../../fonts/NotoSansSC-Regular.ttf");
const SANS_BOLD: &[u8] = include_bytes!("../../fonts/NotoSansSC-Bold.ttf");
const SERIF: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Bold.ttf");

/// One of the three bundled faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Noto Sans SC Regular: everything.
    Sans,
    /// Noto Sans SC Bold.
    SansBold,
    /// Noto Serif SC Bold: song-style titles.
    Serif,
}

impl Face {
    /// All faces, in the order of their resources.
    pub const ALL: [Self; 3] = [Self::Sans, Self::SansBold, Self::Serif];

    /// The font file.
    #[must_use]
    pub fn data(self) -> &'static [u8] {
        match self {
            Self::Sans => SANS,
            Self::SansBold => SANS_BOLD,
            Self::Serif => SERIF,
        }
    }

    /// The family, as CSS names it.
    #[must_use]
    pub fn family(self) -> &'static str {
        match self {
            Self::Sans | Self::SansBold => "Noto Sans SC",
            Self::Serif => "Noto Serif SC",
        }
    }

    /// Whether the weight is bold.
    #[must_use]
    pub fn bold(self) -> bool {
        !matches!(self, Self::Sans)
    }

    pub(super) fn index(self) -> usize {
        match self {
            Self::Sans => 0,
            Self::SansBold => 1,
            Self::Serif => 2,
        }
    }

    fn chain(self) -> [Self; 3] {
        match self {
            Self::Sans => [Self::Sans, Self::Serif, Self::SansBold],
            Self::SansBold => [Self::SansBold, Self::Sans, Self::Serif],
            Self::Serif => [Self::Serif, Self::Sans, Self::SansBold],
        }
    }
}

/// Measures of a whole face, in 1/1000 em.
#[derive(Debug, Clone, Copy, Default)]
pub struct Metrics {
    /// Above the base line.
    pub ascent: i64,
    /// Below the base line, negative.
    pub descent: i64,
    /// Height of capitals.
    pub cap_height: i64,
    /// Left, bottom, right, top of all glyphs together.
    pub bounds: [i64; 4],
}

/// One face as read: character → glyph → width.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Glyph of each character of the first plane; 0 is none.
    plane: Vec<u16>,
    /// Characters of the other planes in order, with glyph.
    beyond: Vec<(char, u16)>,
    /// Width of each glyph, 1/1000 em.
    widths: Vec<u16>,
    pub(super) metrics: Metrics,
}

/// Codes that stand for characters beyond the first plane: the surrogates and the private area, which hold no text.
const SLOTS: std::ops::Range<u16> = 0xD800..0xF900;

impl Table {
    fn read(data: &[u8]) -> Option<Self> {
        let face = ttf_parser::Face::parse(data, 0).ok()?;
        let em = i64::from(face.units_per_em()).max(1);
        let mille = |n: i64| n * 1000 / em;
        let mut found: BTreeMap<char, u16> = BTreeMap::new();
        for subtable in face.tables().cmap?.subtables {
            if subtable.is_unicode() {
                subtable.codepoints(|code| {
                    if let Some(c) = char::from_u32(code)
                        && let Some(glyph) = subtable.glyph_index(code)
                        && glyph.0 != 0
                    {
                        found.insert(c, glyph.0);
                    }
                });
            }
        }
        let mut plane = vec![0; 0x1_0000];
        let mut beyond = Vec::new();
        for (c, glyph) in found {
            match plane.get_mut(c as usize) {
                Some(_) if u16::try_from(c as u32).is_ok_and(|code| SLOTS.contains(&code)) => {}
                Some(slot) => *slot = glyph,
                None => beyond.push((c, glyph)),
            }
        }
        let widths = (0..face.number_of_glyphs())
            .map(|id| {
                let width = i64::from(face.glyph_hor_advance(ttf_parser::GlyphId(id)).unwrap_or(0));
                u16::try_from(mille(width)).unwrap_or(1000)
            })
            .collect();
        let bounds = face.global_bounding_box();
        let metrics = Metrics {
            ascent: mille(face.ascender().into()),
            descent: mille(face.descender().into()),
            cap_height: mille(face.capital_height().unwrap_or(face.ascender()).into()),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|n| mille(n.into())),
        };
        Some(Self { plane, beyond, widths, metrics })
    }

    /// The glyph of a character, when the face has it.
    pub(super) fn glyph(&self, c: char) -> Option<u16> {
        let glyph = match self.plane.get(c as usize) {
            Some(glyph) => *glyph,
            None => self.beyond.binary_search_by_key(&c, |(c, _)| *c).ok().and_then(|at| self.beyond.get(at)).map_or(0, |e| e.1),
        };
        (glyph != 0).then_some(glyph)
    }

    /// Width of a glyph, 1/1000 em.
    pub(super) fn width(&self, glyph: u16) -> u16 {
        self.widths.get(usize::from(glyph)).copied().unwrap_or(1000)
    }

    /// The two-byte code that stands for a character in page content: the character itself on the first plane, a fixed
    /// slot of the face beyond it. So pages can be written before it is known which characters the whole file uses.
    pub(super) fn code(&self, c: char) -> Option<u16> {
        if let Ok(code) = u16::try_from(c as u32) {
            return Some(code);
        }
        let at = self.beyond.binary_search_by_key(&c, |(c, _)| *c).ok()?;
        SLOTS.start.checked_add(u16::try_from(at).ok()?).filter(|code| SLOTS.contains(code))
    }

    /// The character that a code stands for.
    pub(super) fn character(&self, code: u16) -> Option<char> {
        if SLOTS.contains(&code) {
            return self.beyond.get(usize::from(code - SLOTS.start)).map(|(c, _)| *c);
        }
        char::from_u32(code.into())
    }
}

/// The three faces.
#[derive(Debug)]
pub struct Fonts {
    tables: [Table; 3],
}

/// The bundled faces, parsed at the first call.
#[must_use]
pub fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    // The files are part of the program. Were one unreadable, every character of it would be named as missing.
    FONTS.get_or_init(|| Fonts { tables: Face::ALL.map(|face| Table::read(face.data()).unwrap_or_default()) })
}

impl Fonts {
    pub(super) fn table(&self, face: Face) -> &Table {
        let [sans, bold, serif] = &self.tables;
        match face {
            Face::Sans => sans,
            Face::SansBold => bold,
            Face::Serif => serif,
        }
    }

    /// The face that draws a character when `face` is asked for, and its width in 1/1000 em.
    #[must_use]
    pub fn locate(&self, face: Face, c: char) -> Option<(Face, u16)> {
        face.chain().into_iter().find_map(|face| {
            let table = self.table(face);
            table.code(c)?;
            table.glyph(c).map(|glyph| (face, table.width(glyph)))
        })
    }
}

/// Characters that are never drawn and take no room: controls, joiners, variation selectors, marks of direction.
#[must_use]
pub fn ignorable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The characters of `text` that no bundled face has, each once, in order of appearance. Used at entry and at print.
#[must_use]
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    for c in text.chars() {
        if !ignorable(c) && fonts().locate(Face::Sans, c).is_none() && !missing.contains(&c) {
            missing.push(c);
        }
    }
    missing
}

/// The face and width of a character, or the error that names it.
pub(super) fn locate(face: Face, c: char, text: &str) -> Result<(Face, u16), PaperError> {
    fonts().locate(face, c).ok_or_else(|| PaperError::MissingGlyph { ch: c, near: near(text, c) })
}

/// A few characters around the one that cannot be drawn, so that it can be found.
fn near(text: &str, c: char) -> String {
    let before: Vec<char> = text.chars().take_while(|x| *x != c).collect();
    let skip = before.len().saturating_sub(6);
    text.chars().skip(skip).take(13).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_names_are_covered_and_a_character_that_no_face_has_is_named() {
        assert!(missing_glyphs("张三㛃䶮𬭚𠅤 2026年√×○□/").is_empty(), "rare characters in names must print");
        assert_eq!(missing_glyphs("王𡋾和𡋾"), ['𡋾'], "each missing character is named once");
        assert!(missing_glyphs("一\u{200B}二\n三\u{FE0F}").is_empty(), "characters without a shape are not missing");
        let error = locate(Face::Serif, '𡋾', "户主王𡋾的房间").unwrap_err();
        assert_eq!(error.code(), "glyph-missing", "the code that the faces branch on");
        assert!(error.to_string().contains('𡋾'), "the message names the character: {error}");
    }

    #[test]
    fn every_character_has_a_code_of_its_own_in_its_face() {
        for face in Face::ALL {
            let table = fonts().table(face);
            let mut codes = std::collections::BTreeSet::new();
            for (c, _) in &table.beyond {
                let code = table.code(*c).expect("a slot for every character beyond the first plane");
                assert!(codes.insert(code), "{face:?}: two characters share the code {code:04X}");
            }
        }
    }

    #[test]
    fn a_face_that_lacks_a_character_borrows_it() {
        let c = '䶮';
        let (face, width) = fonts().locate(Face::Serif, c).unwrap();
        assert!(fonts().table(face).glyph(c).is_some(), "the face found has the character");
        assert_eq!(width, 1000, "a Chinese character is one em wide");
    }
}
