//! Pages → SVG for the preview: the same primitives, in millimetres, with text that can be selected.
//!
//! One document a page, without script and without any reference to another file. Cells with an answer are transparent
//! rectangles with `data-section`, `data-row` and `data-field`, over which the paper view edits in place.

use std::fmt::Write as _;

use super::font::Face;
use super::grid::Grid;
use super::ink::{Outline, Step};
use super::layout::{self, CellBox, HAIR, Item, OUTLINE, PEN, POINT, Page, Seg, Text, Tint};
use super::{PaperError, Pictures};

/// Draws each page of a grid as an SVG document.
///
/// # Errors
/// What [`layout::pages`] refuses.
pub fn pages(grid: &Grid, pictures: &dyn Pictures) -> Result<Vec<String>, PaperError> {
    Ok(layout::pages(grid)?.iter().map(|page| draw(page, pictures)).collect())
}

/// Draws one laid-out page.
#[must_use]
pub fn draw(page: &Page, pictures: &dyn Pictures) -> String {
    let mut out = String::with_capacity(16 * 1024);
    let (width, height) = (short(page.width.get()), short(page.height.get()));
    put(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\" \
             xml:lang=\"zh-CN\"><rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
        ),
    );
    for turned in [true, false] {
        for item in page.fixed.iter().chain(&page.filled) {
            match item {
                Item::Text(text) if (text.turned != 0.0) == turned => write_text(text, &mut out),
                Item::Text(_) | Item::Over(_) => {}
                item if !turned => write_item(item, pictures, &mut out),
                _ => {}
            }
        }
    }
    for item in page.fixed.iter().chain(&page.filled) {
        if let Item::Over(text) = item {
            write_painted(text, &format!("fill=\"none\" stroke=\"{}\" stroke-width=\"{OUTLINE}\"", hex(text.tint)), &mut out);
        }
    }
    for cell in &page.boxes {
        write_box(cell, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// Writing into a string cannot fail.
fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(what);
}

/// At most a thousandth of a millimetre, without trailing zeros.
fn short(mm: f64) -> String {
    let text = format!("{mm:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

fn hex(tint: Tint) -> String {
    format!("#{:02x}{:02x}{:02x}", tint.0, tint.1, tint.2)
}

/// Text as XML: markup escaped, characters that XML 1.0 cannot hold left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

fn family(face: Face) -> &'static str {
    match face {
        Face::Sans | Face::SansBold => {
            "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
        }
        Face::Serif => "'Noto Serif SC','Noto Serif CJK SC','Source Han Serif SC',SimSun,'Songti SC',serif",
    }
}

fn write_text(text: &Text, out: &mut String) {
    // Hidden characters lie over drawn marks: they are there to be selected, not seen.
    let fill = if text.hidden { "fill-opacity=\"0\"".into() } else { format!("fill=\"{}\"", hex(text.tint)) };
    write_painted(text, &fill, out);
}

fn write_painted(text: &Text, fill: &str, out: &mut String) {
    let Some(first) = text.runs.first() else { return };
    let (x, y, size) = (text.x, short(text.y), short(text.size * POINT));
    put(out, format_args!("<text y=\"{y}\" font-size=\"{size}\" {fill} xml:space=\"preserve\""));
    write_face(first.face, out);
    if text.spacing > 0.0 {
        put(out, format_args!(" letter-spacing=\"{}\"", short(text.spacing)));
    }
    if text.turned != 0.0 {
        put(out, format_args!(" transform=\"rotate({} {} {y})\"", short(-text.turned), short(x)));
    }
    out.push('>');
    for run in &text.runs {
        put(out, format_args!("<tspan x=\"{}\"", short(x + run.x)));
        if run.face != first.face {
            write_face(run.face, out);
        }
        // The width is ours, whatever face the viewer has: what fits here fits there.
        if text.spacing == 0.0 && run.text.chars().nth(1).is_some() {
            put(out, format_args!(" textLength=\"{}\"", short(run.width)));
        }
        put(out, format_args!(">{}</tspan>", escaped(&run.text)));
    }
    out.push_str("</text>\n");
}

fn write_face(face: Face, out: &mut String) {
    put(out, format_args!(" font-family=\"{}\" font-weight=\"{}\"", family(face), if face.bold() { 700 } else { 400 }));
}

fn write_item(item: &Item, pictures: &dyn Pictures, out: &mut String) {
    match item {
        Item::Text(_) | Item::Over(_) => {}
        Item::Rule { from, to, weight, tint } => put(
            out,
            format_args!(
                "<path d=\"M{} {}L{} {}\" stroke=\"{}\" stroke-width=\"{}\"/>\n",
                short(from.0),
                short(from.1),
                short(to.0),
                short(to.1),
                hex(*tint),
                short(*weight)
            ),
        ),
        Item::Frame { at: [x, y, width, height], weight, tint } => put(
            out,
            format_args!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>\n",
                short(*x),
                short(*y),
                short(*width),
                short(*height),
                hex(*tint),
                short(*weight)
            ),
        ),
        Item::Area { path, tint } => {
            out.push_str("<path d=\"");
            write_path(path, out);
            put(out, format_args!("\" fill=\"{}\"/>\n", hex(*tint)));
        }
        Item::Stroke { path, weight, tint } => {
            out.push_str("<path d=\"");
            write_path(path, out);
            let (tint, weight) = (hex(*tint), short(*weight));
            put(
                out,
                format_args!(
                    "\" fill=\"none\" stroke=\"{tint}\" stroke-width=\"{weight}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\n"
                ),
            );
        }
        Item::Signature { at, unit, outlines } => write_signature(*at, *unit, outlines, out),
        Item::Picture { at, blob } => write_picture(*at, blob, pictures, out),
        Item::Code { at, side, modules } => write_code(*at, *side, modules, out),
    }
}

fn write_path(path: &[Seg], out: &mut String) {
    for seg in path {
        match seg {
            Seg::Move(x, y) => put(out, format_args!("M{} {}", short(*x), short(*y))),
            Seg::Line(x, y) => put(out, format_args!("L{} {}", short(*x), short(*y))),
            Seg::Curve(to) => {
                let to = to.map(short);
                put(out, format_args!("C{}", to.join(" ")));
            }
            Seg::Close => out.push('Z'),
        }
    }
}

fn write_signature(at: (f64, f64), unit: f64, outlines: &[Outline], out: &mut String) {
    let (x, y, unit) = (short(at.0), short(at.1), short(unit));
    put(out, format_args!("<path transform=\"translate({x} {y}) scale({unit})\" fill=\"{}\" d=\"", hex(PEN)));
    for outline in outlines {
        for step in outline {
            match step {
                Step::Move([x, y]) => put(out, format_args!("M{x} {y}")),
                Step::Line([x, y]) => put(out, format_args!("L{x} {y}")),
                Step::Curve([a, b, c, d, x, y]) => put(out, format_args!("C{a} {b} {c} {d} {x} {y}")),
            }
        }
        out.push('Z');
    }
    out.push_str("\"/>\n");
}

fn write_picture([x, y, width, height]: [f64; 4], blob: &str, pictures: &dyn Pictures, out: &mut String) {
    let (x, y, width, height) = (short(x), short(y), short(width), short(height));
    match pictures.picture(blob) {
        Some(picture) if picture.media_type.starts_with("image/") => put(
            out,
            format_args!(
                "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"xMidYMid meet\" \
                 href=\"data:{};base64,{}\"/>\n",
                escaped(&picture.media_type),
                base64(&picture.bytes)
            ),
        ),
        _ => put(
            out,
            format_args!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"{}\" stroke-width=\"0.18\"/>\n",
                hex(HAIR)
            ),
        ),
    }
}

fn write_code(at: (f64, f64), side: f64, modules: &[Vec<bool>], out: &mut String) {
    let count = u32::try_from(modules.len()).unwrap_or(1).max(1);
    let (x, y, scale) = (short(at.0), short(at.1), side / f64::from(count));
    put(out, format_args!("<path transform=\"translate({x} {y}) scale({scale:.5})\" shape-rendering=\"crispEdges\" d=\""));
    for (row, y) in modules.iter().zip(0..) {
        for (x, length) in super::pdf::runs(row) {
            put(out, format_args!("M{x} {y}h{length}v1h-{length}z"));
        }
    }
    out.push_str("\"/>\n");
}

fn write_box(cell: &CellBox, out: &mut String) {
    let [x, y, width, height] = [cell.x, cell.y, cell.width, cell.height].map(|mm| short(mm.get()));
    let source = &cell.source;
    put(
        out,
        format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"none\" pointer-events=\"all\" \
             data-section=\"{}\" data-row=\"{}\" data-field=\"{}\"/>\n",
            escaped(&source.section),
            escaped(&source.row),
            escaped(&source.field)
        ),
    );
}

/// RFC 4648 §4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for n in 0..4 {
            let at = usize::try_from(bits >> (18 - 6 * n) & 63).unwrap_or(0);
            let letter = ALPHABET.get(at).copied().filter(|_| n <= chunk.len()).unwrap_or(b'=');
            out.push(letter.into());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::layout::sample;
    use crate::paper::{NoPictures, Picture};

    #[test]
    fn base64_is_the_standards() {
        let all = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(all, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"], "RFC 4648 §10");
    }

    #[test]
    fn text_is_escaped_and_cells_can_be_found() {
        let grid = sample::revisit("他说<b>\"好\"</b> & 走了");
        let page = pages(&grid, &NoPictures).unwrap().remove(0);
        assert!(page.contains("&lt;b&gt;&quot;"), "markup in an answer stays text");
        assert!(!page.contains("<b>"), "markup in an answer never becomes markup");
        assert!(!page.contains("<script") && !page.contains("url("), "nothing runs and nothing is fetched");
        assert!(
            page.contains("data-section=\"s\" data-row=\"\" data-field=\"customer\""),
            "an answer's cell can be edited in place"
        );
        assert_eq!(page, pages(&grid, &NoPictures).unwrap().remove(0), "the same grid gives the same text");
    }

    #[test]
    fn a_photo_is_inside_the_document() {
        struct One;
        impl Pictures for One {
            fn picture(&self, _hash: &str) -> Option<Picture> {
                Some(Picture { media_type: "image/jpeg".into(), bytes: vec![1, 2, 3] })
            }
        }
        let mut grid = sample::revisit("好");
        grid.plates.push(crate::paper::grid::Plate {
            blob: "00".into(),
            caption: "图1　卫生间".into(),
            private: crate::form::Private::None,
            whole: false,
        });
        let pages = pages(&grid, &One).unwrap();
        assert!(pages[1].contains("data:image/jpeg;base64,AQID"), "the photo travels with the page");
    }
}
