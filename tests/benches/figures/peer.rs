//! The named peer: the same laid-out pages, drawn by krilla 0.8.
//!
//! It gets the same positions, characters, lines and outlines, one glyph for a character, without any shaping. Fonts are
//! parsed once before anything is measured, as ours are.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{NumberingStyle, PageLabel, PageSettings};
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use xunfang_core::paper::font::{Face, fonts, ignorable};
use xunfang_core::paper::ink::Step;
use xunfang_core::paper::layout::{INK, Item, PEN, POINT, Page, Run, Seg, Text, Tint};

/// Fonts, parsed.
pub struct Peer {
    faces: BTreeMap<Face, (Font, ttf_parser::Face<'static>)>,
}

impl Peer {
    pub fn new() -> Self {
        let face = |face: Face| {
            let font = Font::new(face.data().into(), 0).unwrap_or_else(|| panic!("krilla does not read {face:?}"));
            let table = ttf_parser::Face::parse(face.data(), 0).unwrap_or_else(|error| panic!("{face:?}: {error}"));
            (face, (font, table))
        };
        Self { faces: Face::ALL.map(face).into_iter().collect() }
    }

    /// A new file: PDF/A-2b as ours.
    pub fn file(&self) -> File<'_> {
        let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A2_B).finish();
        let configuration = configuration.unwrap_or_else(|error| panic!("krilla: {error:?}"));
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        let at = DateTime::new(2026).month(2).day(24).hour(9).minute(0).second(0).utc_offset_hour(8).utc_offset_minute(0);
        let metadata = Metadata::new().title("回访记录表".to_owned()).authors(vec!["张三".to_owned()]).creation_date(at);
        document.set_metadata(metadata.language("zh-CN".to_owned()));
        File { peer: self, document, count: 0 }
    }
}

/// A file under way.
pub struct File<'p> {
    peer: &'p Peer,
    document: Document,
    /// Pages so far.
    count: usize,
}

impl File<'_> {
    pub fn page(&mut self, page: &Page) {
        let settings = PageSettings::from_wh(points(page.width.get()), points(page.height.get()));
        let mut sheet = self.document.start_page_with(settings.unwrap_or_else(|| panic!("a page has a size")));
        let mut surface = sheet.surface();
        for item in page.fixed.iter().chain(&page.filled) {
            self.peer.draw(item, &mut surface);
        }
        surface.finish();
        sheet.finish();
    }

    /// A page of a volume: with its running number and its label, behind it an empty back.
    pub fn leaf(&mut self, page: &Page, number: u32, title: &str, outline: &mut Outline) {
        let (width, height) = (points(page.width.get()), points(page.height.get()));
        let label = PageLabel::new(Some(NumberingStyle::Arabic), None, NonZeroU32::new(number));
        let settings = || PageSettings::from_wh(width, height).unwrap_or_else(|| panic!("a page has a size"));
        let place = XyzDestination::new(self.count, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(title.to_owned(), place));
        let mut sheet = self.document.start_page_with(settings().with_page_label(label));
        let mut surface = sheet.surface();
        for item in page.fixed.iter().chain(&page.filled) {
            self.peer.draw(item, &mut surface);
        }
        let runs = vec![Run { face: Face::Sans, text: number.to_string(), x: 0.0, width: 6.0 }];
        let (x, y) = (page.corner.x - 7.0, page.corner.y);
        let text = Text { x, y, size: 9.0, tint: INK, hidden: false, spacing: 0.0, turned: 0.0, runs };
        self.peer.text(&text, &mut surface);
        surface.finish();
        sheet.finish();
        self.document.start_page_with(settings()).finish();
        self.count += 2;
    }

    pub fn finish_with(mut self, outline: Outline) -> Vec<u8> {
        self.document.set_outline(outline);
        self.finish()
    }

    pub fn finish(self) -> Vec<u8> {
        self.document.finish().unwrap_or_else(|error| panic!("krilla: {error:?}"))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "krilla takes single precision")]
fn points(mm: f64) -> f32 {
    (mm / POINT) as f32
}

fn fill(tint: Tint, opacity: NormalizedF32) -> Fill {
    Fill { paint: rgb::Color::new(tint.0, tint.1, tint.2).into(), opacity, rule: FillRule::NonZero }
}

fn line(surface: &mut Surface<'_>, path: PathBuilder, weight: f64, tint: Tint, round: bool) {
    let Some(path) = path.finish() else { return };
    let (line_cap, line_join) = if round { (LineCap::Round, LineJoin::Round) } else { (LineCap::Butt, LineJoin::Miter) };
    let paint = rgb::Color::new(tint.0, tint.1, tint.2).into();
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint, width: points(weight), line_cap, line_join, ..Stroke::default() }));
    surface.draw_path(&path);
    surface.set_stroke(None);
}

fn drawn(steps: &[Seg]) -> PathBuilder {
    let mut path = PathBuilder::new();
    for step in steps {
        match step {
            Seg::Move(x, y) => path.move_to(points(*x), points(*y)),
            Seg::Line(x, y) => path.line_to(points(*x), points(*y)),
            Seg::Curve(to) => {
                let [a, b, c, d, x, y] = to.map(points);
                path.cubic_to(a, b, c, d, x, y);
            }
            Seg::Close => path.close(),
        }
    }
    path
}

impl Peer {
    fn draw(&self, item: &Item, surface: &mut Surface<'_>) {
        match item {
            Item::Text(text) => self.text(text, surface),
            Item::Rule { from, to, weight, tint } => {
                let mut path = PathBuilder::new();
                path.move_to(points(from.0), points(from.1));
                path.line_to(points(to.0), points(to.1));
                line(surface, path, *weight, *tint, false);
            }
            Item::Frame { at: [x, y, width, height], weight, tint } => {
                let mut path = PathBuilder::new();
                if let Some(rect) = Rect::from_xywh(points(*x), points(*y), points(*width), points(*height)) {
                    path.push_rect(rect);
                }
                line(surface, path, *weight, *tint, false);
            }
            Item::Stroke { path, weight, tint } => line(surface, drawn(path), *weight, *tint, true),
            Item::Area { path, tint } => {
                let Some(path) = drawn(path).finish() else { return };
                let paint = rgb::Color::new(tint.0, tint.1, tint.2).into();
                surface.set_fill(Some(Fill { paint, ..Fill::default() }));
                surface.draw_path(&path);
            }
            Item::Signature { at, unit, outlines } => {
                let mut path = PathBuilder::new();
                let whole = |n: i32| f32::from(i16::try_from(n).unwrap_or(i16::MAX));
                for outline in outlines {
                    for step in outline {
                        match step {
                            Step::Move(to) => {
                                let [x, y] = to.map(whole);
                                path.move_to(x, y);
                            }
                            Step::Line(to) => {
                                let [x, y] = to.map(whole);
                                path.line_to(x, y);
                            }
                            Step::Curve(to) => {
                                let [a, b, c, d, x, y] = to.map(whole);
                                path.cubic_to(a, b, c, d, x, y);
                            }
                        }
                    }
                    path.close();
                }
                let Some(path) = path.finish() else { return };
                surface.push_transform(&Transform::from_row(points(*unit), 0.0, 0.0, points(*unit), points(at.0), points(at.1)));
                surface.set_fill(Some(fill(PEN, NormalizedF32::ONE)));
                surface.draw_path(&path);
                surface.pop();
            }
            // The papers that are measured show no photos.
            Item::Picture { .. } | Item::Over(_) => {}
            Item::Code { at, side, modules } => code(*at, *side, modules, surface),
        }
    }

    fn text(&self, text: &Text, surface: &mut Surface<'_>) {
        let opacity = if text.hidden { NormalizedF32::ZERO } else { NormalizedF32::ONE };
        surface.set_fill(Some(fill(text.tint, opacity)));
        if text.turned != 0.0 {
            surface.push_transform(&Transform::from_rotate_at(-points(text.turned * POINT), points(text.x), points(text.y)));
        }
        for run in &text.runs {
            let Some((font, table)) = self.faces.get(&run.face) else { continue };
            let glyphs: Vec<KrillaGlyph> = run
                .text
                .char_indices()
                // The characters behind drawn marks are in no face; krilla is let off them.
                .filter(|(_, c)| !ignorable(*c) && table.glyph_index(*c).is_some())
                .map(|(at, c)| {
                    let glyph = table.glyph_index(c).map_or(0, |glyph| glyph.0);
                    let width = fonts().locate(run.face, c).map_or(1_000, |(_, width)| width);
                    let advance = f32::from(width) / 1_000.0 + points(text.spacing) / points(text.size * POINT);
                    KrillaGlyph::new(GlyphId::new(u32::from(glyph)), advance, 0.0, 0.0, 0.0, at..at + c.len_utf8(), None)
                })
                .collect();
            let start = Point::from_xy(points(text.x + run.x), points(text.y));
            surface.draw_glyphs(start, &glyphs, font.clone(), &run.text, points(text.size * POINT), false);
        }
        if text.turned != 0.0 {
            surface.pop();
        }
    }
}

fn code(at: (f64, f64), side: f64, modules: &[Vec<bool>], surface: &mut Surface<'_>) {
    let count = f64::from(u32::try_from(modules.len()).unwrap_or(1).max(1));
    let one = points(side / count);
    let mut path = PathBuilder::new();
    let whole = |n: usize| f32::from(u16::try_from(n).unwrap_or(0));
    for (y, row) in modules.iter().enumerate() {
        let mut x = 0;
        for dark in row.chunk_by(|a, b| a == b) {
            if dark.first() == Some(&true)
                && let Some(rect) =
                    Rect::from_xywh(points(at.0) + whole(x) * one, points(at.1) + whole(y) * one, whole(dark.len()) * one, one)
            {
                path.push_rect(rect);
            }
            x += dark.len();
        }
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(Tint(0, 0, 0), NormalizedF32::ONE)));
        surface.draw_path(&path);
    }
}
