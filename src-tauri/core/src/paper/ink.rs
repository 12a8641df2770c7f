//! Signatures: strokes → smooth filled outlines, the same bytes for the same ink.
//!
//! Widths come from real pressure where the device gave it, else from speed: a quick line is thin. Only sums, products and
//! square roots are used, which every machine rounds alike. Outlines are whole units, so that they cost few bytes.

use crate::sheet::{Ink, Point, Stroke};

/// Size of a unit of an outline on paper, mm (1/50 mm is 1270 to the inch).
pub const UNIT: f64 = 0.02;

/// Widest and thinnest line of a signature on paper, mm.
const WIDE: f64 = 0.52;
const THIN: f64 = 0.2;
/// Speed over the pad at which the line is half way between, mm/ms.
const SPEED: f64 = 0.12;
/// Points nearer than this to the line through their neighbours are left out, mm on paper.
const TOLERANCE: f64 = 0.03;

/// A step of an outline, in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Go to.
    Move([i32; 2]),
    /// Straight to.
    Line([i32; 2]),
    /// Cubic to: two control points, end.
    Curve([i32; 6]),
}

/// A closed outline, filled by the non-zero rule.
pub type Outline = Vec<Step>;

#[derive(Debug, Clone, Copy)]
struct Dot {
    x: f64,
    y: f64,
    /// Half the width of the line here, mm on paper.
    half: f64,
}

/// A signature in its box: outlines from the box's top left corner.
///
/// The ink's own extent is scaled to fit `width` × `height` mm, never beyond the size it was drawn at, and stands in the
/// middle. Empty when there is no point.
#[must_use]
pub fn outlines(ink: &Ink, width: f64, height: f64) -> Vec<Outline> {
    let points = || ink.strokes.iter().flat_map(|stroke| &stroke.points);
    let extent = |of: fn(&Point) -> i32| {
        let low = points().map(of).min()?;
        let high = points().map(of).max()?;
        Some((f64::from(low) / 100.0, f64::from(high) / 100.0))
    };
    let (Some((left, right)), Some((top, bottom))) = (extent(|p| p.x), extent(|p| p.y)) else { return Vec::new() };
    let (room_x, room_y) = ((width - WIDE).max(0.1), (height - WIDE).max(0.1));
    let scale = (room_x / (right - left).max(0.01)).min(room_y / (bottom - top).max(0.01)).min(1.0);
    let shift_x = (width - (right - left) * scale) / 2.0 - left * scale;
    let shift_y = (height - (bottom - top) * scale) / 2.0 - top * scale;
    let mut out = Vec::new();
    for stroke in &ink.strokes {
        let dots: Vec<Dot> = widths(stroke)
            .zip(&stroke.points)
            .map(|(half, p)| Dot {
                x: f64::from(p.x) / 100.0 * scale + shift_x,
                y: f64::from(p.y) / 100.0 * scale + shift_y,
                half,
            })
            .collect();
        ribbon(&apart(&dots), &mut out);
    }
    out
}

fn widths(stroke: &Stroke) -> impl Iterator<Item = f64> {
    let pressed = stroke.points.iter().all(|p| p.pressure.is_some());
    let mut before: Option<&Point> = None;
    let mut smooth = f64::midpoint(WIDE, THIN);
    stroke.points.iter().map(move |p| {
        let share = if pressed {
            f64::from(p.pressure.unwrap_or(500).min(1000)) / 1000.0
        } else if let Some(last) = before {
            let (dx, dy) = (f64::from(p.x) - f64::from(last.x), f64::from(p.y) - f64::from(last.y));
            let ms = u32::try_from(p.t.saturating_sub(last.t)).map_or(1e6, f64::from) / 1000.0;
            let speed = (dx * dx + dy * dy).sqrt() / 100.0 / ms.max(1.0);
            SPEED / (SPEED + speed)
        } else {
            0.6
        };
        before = Some(p);
        smooth = smooth * 0.7 + (THIN + (WIDE - THIN) * share) * 0.3;
        smooth / 2.0
    })
}

fn distance(a: Dot, b: Dot) -> f64 {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt()
}

/// Points that lie on top of their predecessor say nothing about direction.
fn apart(dots: &[Dot]) -> Vec<Dot> {
    let mut out: Vec<Dot> = Vec::with_capacity(dots.len());
    for dot in dots {
        match out.last() {
            Some(last) if distance(*last, *dot) < 0.05 => {}
            _ => out.push(*dot),
        }
    }
    out
}

/// Splits a stroke where the pen turned back on itself, and draws each part as a ribbon with round ends.
fn ribbon(dots: &[Dot], out: &mut Vec<Outline>) {
    let [first, rest @ ..] = dots else { return };
    if rest.is_empty() {
        out.push(spot(*first));
        return;
    }
    let kept = simplified(dots);
    let mut part: Vec<Dot> = Vec::new();
    for (n, dot) in kept.iter().enumerate() {
        part.push(*dot);
        let turn = match (n.checked_sub(1).and_then(|b| kept.get(b)), kept.get(n + 1)) {
            (Some(a), Some(b)) => (dot.x - a.x) * (b.x - dot.x) + (dot.y - a.y) * (b.y - dot.y) < 0.0,
            _ => false,
        };
        if turn {
            out.push(outline(&part));
            part = vec![*dot];
        }
    }
    out.push(outline(&part));
}

/// Ramer, Douglas and Peucker: keeps the points that the others lie near the lines of.
fn simplified(dots: &[Dot]) -> Vec<Dot> {
    let last = dots.len().saturating_sub(1);
    let mut keep = vec![false; dots.len()];
    let mut spans = vec![(0, last)];
    for end in [0, last] {
        if let Some(k) = keep.get_mut(end) {
            *k = true;
        }
    }
    while let Some((from, to)) = spans.pop() {
        let (Some(a), Some(b)) = (dots.get(from), dots.get(to)) else { continue };
        let length = distance(*a, *b);
        let off = |d: &Dot| {
            if length < 0.01 { distance(*a, *d) } else { ((b.x - a.x) * (d.y - a.y) - (b.y - a.y) * (d.x - a.x)).abs() / length }
        };
        let mut far = (0, TOLERANCE);
        for (n, dot) in dots.iter().enumerate().take(to).skip(from + 1) {
            if off(dot) > far.1 {
                far = (n, off(dot));
            }
        }
        if far.0 > 0 {
            if let Some(k) = keep.get_mut(far.0) {
                *k = true;
            }
            spans.push((from, far.0));
            spans.push((far.0, to));
        }
    }
    dots.iter().zip(keep).filter(|(_, keep)| *keep).map(|(dot, _)| *dot).collect()
}

fn unit(mm: f64) -> i32 {
    let units = (mm / UNIT).round();
    // Inside a box of paper; the clamp only keeps a broken record from wrapping round.
    #[expect(clippy::cast_possible_truncation, reason = "clamped just before")]
    let units = units.clamp(-1e6, 1e6) as i32;
    units
}

fn at(x: f64, y: f64) -> [i32; 2] {
    [unit(x), unit(y)]
}

fn curve(a: (f64, f64), b: (f64, f64), end: (f64, f64)) -> Step {
    Step::Curve([unit(a.0), unit(a.1), unit(b.0), unit(b.1), unit(end.0), unit(end.1)])
}

/// A dot of the pen.
fn spot(dot: Dot) -> Outline {
    let (x, y, r) = (dot.x, dot.y, dot.half);
    let k = r * 4.0 / 3.0;
    vec![
        Step::Move(at(x - r, y)),
        curve((x - r, y - k), (x + r, y - k), (x + r, y)),
        curve((x + r, y + k), (x - r, y + k), (x - r, y)),
    ]
}

/// The outline of one part: along its left side, round the end, back along its right side, round the beginning.
fn outline(dots: &[Dot]) -> Outline {
    let [first, .., last] = dots else {
        return dots.first().map(|dot| spot(*dot)).unwrap_or_default();
    };
    let normals: Vec<(f64, f64)> = (0..dots.len())
        .map(|n| {
            let before = dots.get(n.saturating_sub(1)).unwrap_or(first);
            let after = dots.get(n + 1).unwrap_or(last);
            let (dx, dy) = (after.x - before.x, after.y - before.y);
            let length = (dx * dx + dy * dy).sqrt().max(1e-9);
            (-dy / length, dx / length)
        })
        .collect();
    let side = |sign: f64| -> Vec<(f64, f64)> {
        dots.iter().zip(&normals).map(|(d, n)| (d.x + n.0 * d.half * sign, d.y + n.1 * d.half * sign)).collect()
    };
    let (left, mut right) = (side(1.0), side(-1.0));
    right.reverse();
    let mut out = Vec::with_capacity(dots.len() * 2 + 2);
    if let Some(start) = left.first() {
        out.push(Step::Move(at(start.0, start.1)));
    }
    smooth(&left, &mut out);
    cap(left.last(), right.first(), normals.last(), last.half, 1.0, &mut out);
    smooth(&right, &mut out);
    cap(right.last(), left.first(), normals.first(), first.half, -1.0, &mut out);
    out
}

/// A half circle in one cubic, from one side of an end to the other; `sign` is 1 at the end of a part, -1 at its beginning.
fn cap(from: Option<&(f64, f64)>, to: Option<&(f64, f64)>, normal: Option<&(f64, f64)>, half: f64, sign: f64, out: &mut Outline) {
    let (Some(from), Some(to), Some(normal)) = (from, to, normal) else { return };
    let k = half * 4.0 / 3.0 * sign;
    // The direction of the pen is the normal turned back.
    let (dx, dy) = (normal.1 * k, -normal.0 * k);
    out.push(curve((from.0 + dx, from.1 + dy), (to.0 + dx, to.1 + dy), *to));
}

/// Catmull-Rom through the points, as cubics; a straight piece stays a line.
fn smooth(points: &[(f64, f64)], out: &mut Outline) {
    for n in 1..points.len() {
        let (Some(a), Some(b)) = (points.get(n - 1), points.get(n)) else { continue };
        if points.len() == 2 {
            out.push(Step::Line(at(b.0, b.1)));
            continue;
        }
        let before = n.checked_sub(2).and_then(|k| points.get(k)).unwrap_or(a);
        let after = points.get(n + 1).unwrap_or(b);
        out.push(curve(
            (a.0 + (b.0 - before.0) / 6.0, a.1 + (b.1 - before.1) / 6.0),
            (b.0 - (after.0 - a.0) / 6.0, b.1 - (after.1 - a.1) / 6.0),
            *b,
        ));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::paper::layout::sample::ink as sample;
    use crate::sheet::Pointer;

    #[test]
    fn a_signature_keeps_to_its_box_and_is_always_the_same() {
        let ink = sample(8, 3);
        let drawn = outlines(&ink, 30.0, 10.0);
        assert_eq!(drawn, outlines(&ink, 30.0, 10.0), "the same ink gives the same outlines");
        for step in drawn.iter().flatten() {
            let (Step::Move([x, y]) | Step::Line([x, y]) | Step::Curve([.., x, y])) = step;
            assert!((-5..=1505).contains(x) && (-5..=505).contains(y), "{x}, {y} lies outside a box of 30 × 10 mm");
        }
    }

    #[test]
    fn a_dot_is_drawn_and_nothing_is_drawn_for_nothing() {
        let mut ink = sample(1, 1);
        ink.strokes[0].points.truncate(1);
        assert_eq!(outlines(&ink, 30.0, 10.0).len(), 1, "a touch of the pen leaves a dot");
        ink.strokes.clear();
        assert!(outlines(&ink, 30.0, 10.0).is_empty(), "an empty pad leaves nothing");
    }

    proptest! {
        #[test]
        fn no_ink_breaks_the_drawing(points in proptest::collection::vec((any::<i32>(), any::<i32>(), any::<u64>()), 0..50)) {
            let points = points.into_iter().map(|(x, y, t)| Point { x, y, t, pressure: None, tilt: None }).collect();
            let ink = Ink { width: 1, height: 1, strokes: vec![Stroke { pointer: Pointer::Touch, points }] };
            for step in outlines(&ink, 30.0, 12.0).into_iter().flatten() {
                let (Step::Move([x, y]) | Step::Line([x, y]) | Step::Curve([.., x, y])) = step;
                prop_assert!((-60..=1560).contains(&x) && (-60..=660).contains(&y), "{}, {} lies outside the box", x, y);
            }
        }
    }
}
