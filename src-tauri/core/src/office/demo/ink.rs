//! Signatures of the sample people: running strokes of a mouse that look like a name quickly written. The strokes of a
//! character follow from the character, the way they are written this time from the dice.

use super::dice::Dice;
use crate::clock::RandomError;
use crate::sheet::{Ink, Point, Pointer, Stroke};

/// Width and height of the pad, 0.01 mm.
const PAD: (i32, i32) = (12_000, 5_000);
/// Kinds of strokes: corner points in hundredths of the character's box.
const STROKES: &[&[(i32, i32)]] = &[
    &[(8, 24), (50, 18), (92, 14)],                      // 横
    &[(50, 4), (52, 50), (49, 96)],                      // 竖
    &[(58, 6), (44, 48), (8, 92)],                       // 撇
    &[(42, 34), (62, 66), (96, 92)],                     // 捺
    &[(12, 30), (88, 24), (82, 62), (58, 88)],           // 横折
    &[(22, 18), (24, 84), (60, 90), (92, 66)],           // 竖弯钩
    &[(30, 12), (38, 22), (44, 28)],                     // 点
    &[(10, 60), (50, 54), (90, 50)],                     // 横 below
    &[(16, 44), (60, 40), (30, 70), (78, 66), (24, 94)], // 连笔
    &[(70, 10), (30, 40), (72, 46), (20, 90), (94, 84)], // 连笔 turning
];

/// A signature of `name` as it is drawn this time.
pub(super) fn signature(name: &str, dice: &Dice) -> Result<Ink, RandomError> {
    let letters: Vec<char> = name.chars().take(5).collect();
    let count = i32::try_from(letters.len()).unwrap_or(1).max(1);
    let side = (9_600 / count).min(3_200);
    let mut left = (PAD.0 - side * count) / 2;
    let mut at_us: u64 = 0;
    let mut strokes = Vec::new();
    for letter in letters {
        let top = (PAD.1 - side) / 2 + dice.about(220)?;
        for kind in kinds(letter) {
            let size = side * 88 / 100;
            let mut corners = Vec::new();
            for (x, y) in STROKES.get(kind).copied().unwrap_or_default() {
                let (x, y) = (x + dice.about(6)?, y + dice.about(6)?);
                // A hand that writes fast leans to the right and climbs a little.
                let lean = (50 - y) * 14 / 100;
                corners.push((left + (x + lean) * size / 100, top + (y - x / 16) * size / 100));
            }
            strokes.push(stroke(&corners, &mut at_us, dice)?);
        }
        left += side * 96 / 100;
    }
    let (width, height) = (PAD.0.unsigned_abs(), PAD.1.unsigned_abs());
    Ok(Ink { width, height, strokes })
}

/// Three to five strokes, always the same for a character.
fn kinds(letter: char) -> Vec<usize> {
    let mut hash = u32::from(letter).wrapping_mul(0x9e37_79b1);
    let count = 3 + usize::try_from(hash >> 30).unwrap_or(0) % 3;
    let mut out = Vec::new();
    for _ in 0..count {
        hash = hash.rotate_left(11).wrapping_mul(0x85eb_ca6b) ^ 0x27d4_eb2f;
        let kind = usize::try_from(hash >> 8).unwrap_or(0) % STROKES.len();
        if out.last() != Some(&kind) {
            out.push(kind);
        }
    }
    out
}

/// A smooth line through the corners, faster in the middle than at its ends.
fn stroke(corners: &[(i32, i32)], at_us: &mut u64, dice: &Dice) -> Result<Stroke, RandomError> {
    const STEPS: i32 = 12;
    let mut points = Vec::new();
    let corner = |n: usize| corners.get(n.min(corners.len().saturating_sub(1))).copied().unwrap_or_default();
    for piece in 0..corners.len().saturating_sub(1) {
        let around = [corner(piece.saturating_sub(1)), corner(piece), corner(piece + 1), corner(piece + 2)];
        for step in 0..STEPS {
            let t = step * 1000 / STEPS;
            let (x, y) = (spline(around.map(|p| p.0), t), spline(around.map(|p| p.1), t));
            points.push(Point { x: x + dice.about(4)?, y: y + dice.about(4)?, t: *at_us, pressure: None, tilt: None });
            let slow = u64::from((2 * t - 1000).unsigned_abs()) * 5;
            *at_us += 7_000 + slow;
        }
    }
    let (x, y) = corner(corners.len());
    points.push(Point { x, y, t: *at_us, pressure: None, tilt: None });
    *at_us += 90_000 + u64::try_from(dice.below(70_000)?).unwrap_or(0);
    Ok(Stroke { pointer: Pointer::Mouse, points })
}

/// Catmull-Rom between the second and third of four values; `t` in thousandths.
fn spline(around: [i32; 4], t: i32) -> i32 {
    let [a, b, c, d] = around.map(i64::from);
    let t = i64::from(t);
    let (t1, t2, t3) = (t, t * t / 1000, t * t / 1000 * t / 1000);
    let value = 2 * b * 1000 + (c - a) * t1 + (2 * a - 5 * b + 4 * c - d) * t2 + (3 * b - a - 3 * c + d) * t3;
    i32::try_from(value / 2000).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_name_gives_ink_that_a_pad_accepts() {
        let dice = Dice::new(1, "ink");
        for name in ["李四", "王", "欧阳示例", "钱㛃", "王𬭚", "一二三四五六七"] {
            let ink = signature(name, &dice).unwrap();
            assert_eq!(ink.check(), Ok(()), "{name} must look like a signature to the pad");
            assert!(ink.strokes.len() >= 2, "{name} is written, not dotted");
        }
    }

    #[test]
    fn two_signatures_of_one_person_are_alike_and_never_the_same() {
        let dice = Dice::new(1, "ink");
        let (a, b) = (signature("李四", &dice).unwrap(), signature("李四", &dice).unwrap());
        assert_eq!(a.strokes.len(), b.strokes.len(), "the same hand");
        assert_ne!(a, b, "on another day");
        assert_eq!(a, signature("李四", &Dice::new(1, "ink")).unwrap(), "and the same again from the same seed");
    }
}
