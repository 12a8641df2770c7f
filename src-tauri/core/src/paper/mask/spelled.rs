//! Figures that people write with something else: a ring or a capital letter for the nought, capital numerals, a letter between the
//! groups. They are read as what they stand for; what is shown keeps the characters that were typed.

use super::signs::{chinese, digit, letter, plain};

/// Fewest figures in a row of which a capital numeral is one: 陆明远 and 伍 are people.
const ROW: usize = 3;
/// Digits of a mobile number.
const MOBILE: usize = 11;

/// The same characters one by one, with what stands for a figure as that figure.
pub(super) fn spelled(chars: &[char]) -> Vec<char> {
    let mut out = chars.to_vec();
    for (from, to) in rows(chars, |c| chinese(c) || numeral(c).is_some()).filter(|(from, to)| to - from >= ROW) {
        each(&mut out, from, to, |c| numeral(c).unwrap_or(c));
    }
    // 138OO137OO5
    for (from, to) in rows(chars, |c| digit(c) && !chinese(c) || plain(c) == 'O').filter(|(from, to)| to - from == MOBILE) {
        let row = chars.get(from..to).unwrap_or_default();
        let most = row.iter().filter(|c| digit(**c)).count() > MOBILE / 2;
        if most && mobile(row) && !beside(chars, from, to, letter) {
            each(&mut out, from, to, |c| if plain(c) == 'O' { '0' } else { c });
        }
    }
    // 138x0013x7004
    for from in 0..chars.len().saturating_sub(MOBILE + 1) {
        let Some(row) = chars.get(from..from + MOBILE + 2) else { continue };
        let parted =
            row.iter().enumerate().all(|(at, c)| if matches!(at, 3 | 8) { letter(*c) } else { digit(*c) && !chinese(*c) });
        let alike = row.get(3).map(|c| plain(*c)) == row.get(8).map(|c| plain(*c));
        let part = |c: char| letter(c) || digit(c);
        if parted && alike && mobile(row) && !beside(chars, from, from + row.len(), part) {
            each(&mut out, from, from + row.len(), |c| if letter(c) { '-' } else { c });
        }
    }
    out
}

/// Places of what stands in a row.
fn rows(chars: &[char], is: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = (usize, usize)> {
    let begins = move |at: usize| chars.get(at).copied().is_some_and(is);
    let starts = (0..chars.len()).filter(move |at| begins(*at) && !at.checked_sub(1).is_some_and(begins));
    starts.map(move |from| (from, (from..chars.len()).find(|at| !begins(*at)).unwrap_or(chars.len())))
}

fn each(out: &mut [char], from: usize, to: usize, read: impl Fn(char) -> char) {
    out.get_mut(from..to).into_iter().flatten().for_each(|c| *c = read(*c));
}

fn mobile(row: &[char]) -> bool {
    let figure = |at: usize| row.get(at).map(|c| plain(*c)).unwrap_or_default();
    figure(0) == '1' && ('3'..='9').contains(&figure(1))
}

/// Whether such a character, or a measure (`138x2135x1850mm`), stands beside a row.
fn beside(chars: &[char], from: usize, to: usize, is: impl Fn(char) -> bool) -> bool {
    let before = from.checked_sub(1).and_then(|at| chars.get(at));
    let behind = chars.get(to);
    before.into_iter().chain(behind).any(|c| is(*c)) || behind.is_some_and(|c| "毫厘米".contains(*c))
}

/// The figure of a capital numeral, or of a ring.
pub(super) fn numeral(c: char) -> Option<char> {
    Some(match c {
        '○' | '◯' | 'Ｏ' => '零',
        '壹' => '一',
        '贰' | '貳' => '二',
        '叁' | '參' => '三',
        '肆' => '四',
        '伍' => '五',
        '陆' | '陸' => '六',
        '柒' => '七',
        '捌' => '八',
        '玖' => '九',
        _ => return None,
    })
}
