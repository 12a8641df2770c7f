//! Strokes of a signature.

use xunfang_core::paper::grid::{Cell, Content, Edge, Foot, Frame, Grid, Head, Mm, Part, Row, Seal, SheetSize, Table};
use xunfang_core::paper::ink::{Step, outlines};
use xunfang_core::sheet::{Ink, Point, Pointer, Stroke};

use super::{LONGEST, drawn, one_in};

/// Strokes as the pad hands them over (JSON), or the same read from bare bytes, which a fuzzer moves about more easily, are
/// refused with a code or drawn inside their box; those that were kept once are drawn whatever they are.
pub fn ink(data: &[u8]) {
    if data.len() > LONGEST {
        return;
    }
    let ink = if data.first() == Some(&b'{') {
        let Ok(ink) = serde_json::from_slice::<Ink>(data) else { return };
        ink
    } else {
        bare(data)
    };
    let bytes = serde_json::to_vec(&ink).unwrap_or_else(|error| panic!("ink is kept as JSON: {error}"));
    let again: Ink = serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("kept ink is read again: {error}"));
    assert_eq!(again, ink, "no point is lost in the cabinet");
    let checked = ink.check();
    assert_eq!(ink.is_enough(), checked.is_ok(), "the pad's button and the office agree");
    for (width, height) in [(40.0, 12.0), (12.0, 5.0), (0.4, 0.4)] {
        let drawn = outlines(&ink, width, height);
        assert!(checked.is_err() || !drawn.is_empty(), "what counts as a signature is seen on the paper");
        // A unit is 1/50 mm; a turn of the line may swing a little beyond the box.
        let (right, bottom) = (width * 50.0 + 75.0, height * 50.0 + 75.0);
        for step in drawn.into_iter().flatten() {
            let (Step::Move([x, y]) | Step::Line([x, y]) | Step::Curve([.., x, y])) = step;
            let inside = |v: i32, end: f64| (-75.0..=end).contains(&f64::from(v));
            assert!(inside(x, right) && inside(y, bottom), "{x}, {y} lies outside a box of {width} × {height} mm");
        }
    }
    if one_in(8, data) {
        drawn(&paper(ink), one_in(64, data));
    }
}

/// Width and height of the pad (2 bytes each), then points of 8 bytes: what drew it and whether a stroke begins, pressure,
/// x, y, and the time since the last point, ms.
fn bare(data: &[u8]) -> Ink {
    let two = |bytes: &[u8]| bytes.first_chunk().map_or(0, |pair| u16::from_le_bytes(*pair));
    let (head, points) = data.split_at(data.len().min(4));
    let mut ink = Ink { width: two(head).into(), height: head.get(2..).map_or(0, two).into(), strokes: Vec::new() };
    let mut t: u64 = 0;
    for point in points.chunks_exact(8) {
        let [kind, pressure, rest @ ..] = point else { continue };
        let at = |n: usize| rest.get(n..).map_or(0, two);
        t = t.saturating_add(u64::from(at(4)) * 1_000);
        let pointer = match kind & 3 {
            0 => Pointer::Mouse,
            1 => Pointer::Touch,
            _ => Pointer::Pen,
        };
        if ink.strokes.is_empty() || kind & 4 != 0 {
            ink.strokes.push(Stroke { pointer, points: Vec::new() });
        }
        // Mostly near the pad, and sometimes as far away as a number goes.
        let reach: i32 = if kind & 128 == 0 { 1 } else { 65_536 };
        let place = |v: u16| i32::from(v.cast_signed()).saturating_mul(reach);
        let point = Point {
            x: place(at(0)),
            y: place(at(2)),
            t,
            pressure: (kind & 8 != 0).then(|| u16::from(*pressure) * 4),
            tilt: (kind & 16 != 0).then(|| (pressure.cast_signed(), i8::MIN)),
        };
        if let Some(stroke) = ink.strokes.last_mut() {
            stroke.points.push(point);
        }
    }
    ink
}

/// A paper with nothing but the signature on it.
fn paper(ink: Ink) -> Grid {
    let seal = Seal { ink: Some(ink), ..Seal::default() };
    let cell = Cell { columns: 1, rows: 1, content: Content::Signature { seal }, ..Cell::default() };
    let row = Row { height: Mm(1_200), cells: vec![cell] };
    let table = Table {
        id: "only".to_owned(),
        columns: vec![Mm(6_000)],
        head_rows: 0,
        rows: vec![row],
        gap: Mm(0),
        caption: String::new(),
        keep: false,
        tail: 0,
        cut: None,
        frame: Frame::Single,
    };
    let sheet = SheetSize {
        width: Mm(21_000),
        height: Mm(29_700),
        left: Mm(2_000),
        right: Mm(2_000),
        top: Mm(2_000),
        bottom: Mm(2_000),
        duplex: false,
        edge: Edge::Left,
    };
    let part = Part { title: "签字".to_owned(), sheet, tables: vec![table] };
    Grid { head: Head::default(), parts: vec![part], plates: Vec::new(), foot: Foot::default(), watermark: None }
}
