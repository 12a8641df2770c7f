//! Money and quantities without floats: 分 and thousandths, read as they are typed, multiplied, and written in capital numerals.
//!
//! The capitals follow 《正确填写票据和结算凭证的基本规定》 (People's Bank of China, 支付结算办法, annex 1): 整 after 元 and after 角,
//! none after 分; one 零 for zeros between digits, for a missing 角 before 分, and for a missing 元 or 仟 before what follows.
//! The few published crates for them are not kept up and take floats.

/// Money beyond this, 分, is a slip of the pen: one 亿 元.
pub const MOST_FEN: i64 = 10_000_000_000;
/// Quantities beyond this, in thousandths.
const MOST_THOUSANDTHS: i64 = 1_000_000_000;

/// 分 of an amount as it is typed in 元: `12`, `12.5`, `12.50`, `¥1,200.00`; at most two decimals.
#[must_use]
pub fn fen(text: &str) -> Option<i64> {
    let text: String = text.trim().trim_start_matches(['¥', '￥']).chars().filter(|c| !matches!(c, ',' | '，')).collect();
    decimal(text.trim().trim_end_matches('元'), 2).filter(|n| *n <= MOST_FEN)
}

/// Thousandths of a quantity as it is typed: `2`, `2.5`, `0.125`; at most three decimals.
#[must_use]
pub fn thousandths(text: &str) -> Option<i64> {
    decimal(text.trim(), 3).filter(|n| *n <= MOST_THOUSANDTHS)
}

/// A plain decimal, without sign or exponent, as a whole number of its last place.
fn decimal(text: &str, places: usize) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > places && !part.get(places..)?.bytes().all(|b| b == b'0') {
        return None;
    }
    let part = part.get(..part.len().min(places)).unwrap_or_default();
    format!("{whole}{part:0<places$}").parse().ok()
}

/// Quantity × unit price, 分, half a 分 rounded up.
#[must_use]
pub fn product(thousandths: i64, price: i64) -> Option<i64> {
    thousandths.checked_mul(price)?.checked_add(500).map(|n| n.div_euclid(1_000))
}

/// ¥ with two decimals: ¥12.05.
#[must_use]
pub fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("¥{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}

/// 壹佰贰拾元整, 壹佰元零伍分; 负 before what is below 0. `None` beyond 仟亿元.
#[must_use]
pub fn capital(fen: i64) -> Option<String> {
    let all = fen.unsigned_abs();
    let (yuan, jiao, cent) = (all / 100, all / 10 % 10, all % 10);
    if yuan >= 1_000_000_000_000 {
        return None;
    }
    let mut out = if fen < 0 { "负".to_owned() } else { String::new() };
    if yuan > 0 {
        out.push_str(&whole(yuan));
        out.push('元');
    } else if all == 0 {
        out.push_str("零元");
    }
    if jiao > 0 {
        // A 元 that ends in 0 is set off from the 角 after it.
        if yuan > 0 && yuan % 10 == 0 {
            out.push('零');
        }
        out.push_str(digit(jiao));
        out.push('角');
    } else if cent > 0 && yuan > 0 {
        out.push('零');
    }
    if cent > 0 {
        out.push_str(digit(cent));
        out.push('分');
    } else {
        out.push('整');
    }
    Some(out)
}

fn digit(n: u64) -> &'static str {
    const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
    usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).copied().unwrap_or_default()
}

/// A whole number above 0: groups of four with 亿 and 万.
fn whole(n: u64) -> String {
    let mut out = String::new();
    for (size, unit) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let group = n / size % 10_000;
        if group == 0 {
            continue;
        }
        // Whatever zeros lie before this group's first digit, one 零 stands for them; one zero alone before 万 needs none.
        let above = n / size / 10_000;
        if !out.is_empty() && (group < 1_000 || above.is_multiple_of(10_000)) {
            out.push('零');
        }
        out.push_str(&thousand(group));
        out.push_str(unit);
    }
    out
}

/// 1 to 9999.
fn thousand(n: u64) -> String {
    let mut out = String::new();
    let mut gap = false;
    for (size, unit) in [(1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        let own = n / size % 10;
        if own == 0 {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push('零');
        }
        out.push_str(digit(own));
        out.push_str(unit);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads capitals again, digit by digit and unit by unit, with nothing in common with how they are written.
    fn read(text: &str) -> i64 {
        let (sign, text) = text.strip_prefix('负').map_or((1, text), |rest| (-1, rest));
        let (mut fen, mut yuan, mut group, mut last) = (0_i64, 0_i64, 0_i64, 0_i64);
        for c in text.chars() {
            match c {
                '零' => last = 0,
                '整' => {}
                '拾' | '佰' | '仟' => {
                    group += last * [('拾', 10), ('佰', 100), ('仟', 1_000)].iter().find(|(u, _)| *u == c).unwrap().1;
                    last = 0;
                }
                '万' | '亿' => {
                    yuan += (group + last) * if c == '万' { 10_000 } else { 100_000_000 };
                    (group, last) = (0, 0);
                }
                '元' => {
                    yuan += group + last;
                    (group, last) = (0, 0);
                }
                '角' => fen += std::mem::take(&mut last) * 10,
                '分' => fen += std::mem::take(&mut last),
                _ => last = i64::try_from("零壹贰叁肆伍陆柒捌玖".chars().position(|d| d == c).expect("a digit")).unwrap(),
            }
        }
        sign * (yuan * 100 + fen)
    }

    #[test]
    fn capitals_are_those_of_the_bank_s_rules() {
        for (fen, want) in [
            (0, "零元整"),
            (5, "伍分"),
            (10, "壹角整"),
            (50, "伍角整"),
            (12_000, "壹佰贰拾元整"),
            (10_005, "壹佰元零伍分"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (168_032, "壹仟陆佰捌拾元零叁角贰分"),
            (10_700_053, "壹拾万柒仟元零伍角叁分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (32_504, "叁佰贰拾伍元零肆分"),
            (1_000_100, "壹万零壹元整"),
            (100_001_000_000, "壹拾亿零壹万元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (10_000_700_000, "壹亿零柒仟元整"),
            (10_010_000_000, "壹亿零壹拾万元整"),
            (-12_050, "负壹佰贰拾元零伍角整"),
        ] {
            assert_eq!(capital(fen).unwrap(), want, "{fen} 分");
        }
        assert_eq!(capital(i64::MAX), None, "what no bill comes to is not written");
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (text, want) in [
            ("12", Some(1_200)),
            ("12.5", Some(1_250)),
            ("12.50", Some(1_250)),
            ("12.500", Some(1_250)),
            ("0.05", Some(5)),
            ("¥1,200.00", Some(120_000)),
            ("3元", Some(300)),
            ("12.505", None),
            ("-1", None),
            ("1e3", None),
            ("", None),
            ("十二", None),
            (".5", None),
            ("100000000.01", None),
        ] {
            assert_eq!(fen(text), want, "{text:?}");
        }
        assert_eq!(thousandths("2.5"), Some(2_500), "quantities have up to three decimals");
        assert_eq!(thousandths("0.1255"), None, "and no more");
        assert_eq!(product(2_500, 1_250), Some(3_125), "2.5 × ¥12.50");
        assert_eq!(product(333, 5), Some(2), "1.665 分 is 2 分");
        assert_eq!(product(500, 1), Some(1), "half a 分 is rounded up");
    }

    proptest! {
        #[test]
        fn capitals_say_the_same_amount(fen in -99_999_999_999_999_i64..=99_999_999_999_999) {
            let words = capital(fen).unwrap();
            prop_assert_eq!(read(&words), fen, "{}", words);
            prop_assert!(!words.contains("零零"), "one 零 stands for all zeros between: {}", words);
            prop_assert_eq!(words.ends_with('整'), fen % 10 == 0, "整 after 元 and 角, not after 分: {}", words);
        }

        #[test]
        fn small_amounts_say_the_same(fen in 0_i64..2_000_000) {
            prop_assert_eq!(read(&capital(fen).unwrap()), fen);
            prop_assert_eq!(super::fen(&yuan(fen)), Some(fen), "what is printed can be typed again");
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            let _ = (fen(&text), thousandths(&text));
        }
    }
}
