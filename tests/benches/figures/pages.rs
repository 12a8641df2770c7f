//! The laid-out pages of a volume as lines of JSON, for peers in other languages: the same positions, characters, lines and
//! outlines that we draw. Measures are points from the top left corner, rounded to a thousandth.

use std::io::Write;
use std::path::Path;

use serde_json::{Value as Json, json};
use xunfang_core::paper::ink::Step;
use xunfang_core::paper::layout::{Item, PEN, POINT, Page, Seg, Tint};

/// Writes the pages of a sheet, the first with its title.
pub fn write(pages: &[Page], title: &str, out: &mut impl Write) {
    for (n, page) in pages.iter().enumerate() {
        let items: Vec<Json> = page.fixed.iter().chain(&page.filled).flat_map(drawn).collect();
        let (w, h) = (points(page.width.get()), points(page.height.get()));
        let title = if n == 0 { title } else { "" };
        let line = json!({ "w": w, "h": h, "title": title, "x": points(page.corner.x - 7.0), "y": points(page.corner.y), "items": items });
        writeln!(out, "{line}").unwrap_or_else(|error| panic!("{error}"));
    }
}

/// The folder of the typefaces.
pub fn fonts() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../src-tauri/core/fonts"))
}

fn points(mm: f64) -> f64 {
    (mm / POINT * 1_000.0).round() / 1_000.0
}

fn colour(Tint(r, g, b): Tint) -> Json {
    json!([r, g, b])
}

fn drawn(item: &Item) -> Vec<Json> {
    match item {
        // What is only there to be found is drawn by none of the peers.
        Item::Text(text) if text.hidden => Vec::new(),
        Item::Text(text) => text
            .runs
            .iter()
            .map(|run| {
                let (x, y) = (points(text.x + run.x), points(text.y));
                json!([
                    "t",
                    format!("{:?}", run.face),
                    text.size,
                    x,
                    y,
                    run.text,
                    points(text.spacing),
                    text.turned,
                    colour(text.tint)
                ])
            })
            .collect(),
        Item::Rule { from, to, weight, tint } => {
            let path = [json!(["m", points(from.0), points(from.1)]), json!(["l", points(to.0), points(to.1)])];
            vec![json!(["s", path, points(*weight), colour(*tint), 0])]
        }
        Item::Frame { at: [x, y, width, height], weight, tint } => {
            let corner = |x: f64, y: f64, step: &str| json!([step, points(x), points(y)]);
            let path = [
                corner(*x, *y, "m"),
                corner(x + width, *y, "l"),
                corner(x + width, y + height, "l"),
                corner(*x, y + height, "l"),
                json!(["z"]),
            ];
            vec![json!(["s", path, points(*weight), colour(*tint), 0])]
        }
        Item::Stroke { path, weight, tint } => vec![json!(["s", steps(path), points(*weight), colour(*tint), 1])],
        Item::Area { path, tint } => vec![json!(["a", steps(path), colour(*tint)])],
        Item::Signature { at, unit, outlines } => {
            let place = |[x, y]: [i32; 2]| [points(at.0 + f64::from(x) * unit), points(at.1 + f64::from(y) * unit)];
            let mut path = Vec::new();
            for outline in outlines {
                path.extend(outline.iter().map(|step| match step {
                    Step::Move(to) => {
                        let [x, y] = place(*to);
                        json!(["m", x, y])
                    }
                    Step::Line(to) => {
                        let [x, y] = place(*to);
                        json!(["l", x, y])
                    }
                    Step::Curve([a, b, c, d, x, y]) => {
                        let ([a, b], [c, d], [x, y]) = (place([*a, *b]), place([*c, *d]), place([*x, *y]));
                        json!(["c", a, b, c, d, x, y])
                    }
                }));
                path.push(json!(["z"]));
            }
            vec![json!(["a", path, colour(PEN)])]
        }
        // The papers that are measured show neither photos nor codes.
        Item::Picture { .. } | Item::Code { .. } | Item::Over(_) => Vec::new(),
    }
}

fn steps(path: &[Seg]) -> Vec<Json> {
    path.iter()
        .map(|step| match step {
            Seg::Move(x, y) => json!(["m", points(*x), points(*y)]),
            Seg::Line(x, y) => json!(["l", points(*x), points(*y)]),
            Seg::Curve(to) => {
                let [a, b, c, d, x, y] = to.map(points);
                json!(["c", a, b, c, d, x, y])
            }
            Seg::Close => json!(["z"]),
        })
        .collect()
}
