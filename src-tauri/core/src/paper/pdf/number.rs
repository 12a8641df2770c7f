//! Numbers of page content: hundredths of a point, as short as they can be.

use crate::paper::layout::POINT;

/// Hundredths of a point.
#[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
pub(super) fn centi(points: f64) -> i64 {
    (points * 100.0).round().clamp(-1e12, 1e12) as i64
}

pub(super) fn pt(mm: f64) -> i64 {
    centi(mm / POINT)
}

pub(super) fn digits(out: &mut Vec<u8>, n: i64) {
    let mut buffer = [0_u8; 20];
    let mut rest = n.unsigned_abs();
    if n < 0 {
        out.push(b'-');
    }
    let mut from = buffer.len();
    for slot in buffer.iter_mut().rev() {
        *slot = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        from -= 1;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(buffer.get(from..).unwrap_or_default());
}

/// A number given in hundredths, as short as it can be.
pub(super) fn number(out: &mut Vec<u8>, n: i64) {
    let (whole, part) = ((n / 100).abs(), (n % 100).abs());
    if n < 0 {
        out.push(b'-');
    }
    if whole > 0 || part == 0 {
        digits(out, whole);
    }
    if part > 0 {
        out.push(b'.');
        out.push(b'0' + u8::try_from(part / 10).unwrap_or(0));
        if part % 10 > 0 {
            out.push(b'0' + u8::try_from(part % 10).unwrap_or(0));
        }
    }
    out.push(b' ');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let written = |n: i64| {
            let mut out = Vec::new();
            number(&mut out, n);
            String::from_utf8(out).unwrap()
        };
        let all = [0, 100, -150, 5, -7, 12345, -100].map(written);
        assert_eq!(all, ["0 ", "1 ", "-1.5 ", ".05 ", "-.07 ", "123.45 ", "-1 "], "hundredths of a point");
    }
}
