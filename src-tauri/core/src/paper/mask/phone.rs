//! Telephone numbers in a cell that holds nothing else: every figure in it is of one, whatever stands between.

use super::numbers::Read;
use super::shapes::area;
use super::signs::{chinese, digit, plain, unseen};
use super::spelled::spelled;

/// This country before a number.
const COUNTRY: [&str; 3] = ["0086", "086", "86"];
/// Fewest digits of a number that somebody can be called by; what follows it as 转801 is its extension.
const WHOLE: usize = 7;

/// A cell with its numbers masked: the first three and the last four digits of a mobile number stay, the area and the last two of a
/// fixed line, less of shorter ones, and of an extension nothing.
pub(super) fn read(text: &str) -> Read {
    let chars = spelled(&text.chars().collect::<Vec<_>>());
    let mut hidden = vec![false; chars.len()];
    let mut numbers = Vec::new();
    let mut number: Vec<usize> = Vec::new();
    let runs = runs(&chars);
    let told = masked_before(&chars, &runs);
    for (run, told) in runs.into_iter().zip(told) {
        if told {
            hide(&chars, &number, &mut hidden, &mut numbers);
            number.clear();
            continue;
        }
        let joined: Vec<usize> = number.iter().chain(&run).copied().collect();
        let extension = number.len() >= WHOLE && switched(&chars, &number, &run);
        if !number.is_empty() && (extension || joined.len() > longest(&figures(&chars, &joined))) {
            hide(&chars, &number, &mut hidden, &mut numbers);
            number = run;
        } else {
            number = joined;
        }
    }
    hide(&chars, &number, &mut hidden, &mut numbers);
    let shown = text.chars().zip(hidden).map(|(c, hide)| if hide { '*' } else { c }).collect();
    Read { shown, numbers }
}

/// Where figures stand in one piece. One in words alone (二楼) is none, unless there are as many as a number has.
fn runs(chars: &[char]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut on = false;
    for (at, c) in chars.iter().enumerate().filter(|(_, c)| !unseen(**c)) {
        match out.last_mut().filter(|_| on && digit(*c)) {
            Some(run) => run.push(at),
            None if digit(*c) => out.push(vec![at]),
            None => {}
        }
        on = digit(*c);
    }
    let word = |run: &[usize]| run.len() == 1 && run.iter().all(|at| chars.get(*at).is_some_and(|c| chinese(*c)));
    // 一 三 八 零 …: so many of them are a number that is read out.
    if out.iter().filter(|run| word(run)).count() < WHOLE {
        // So are several that stand among the figures of a number, with marks alone between: 1 三 八 0013 七 001.
        let beside = |one: Option<&Vec<usize>>, other: Option<&Vec<usize>>| {
            let (Some(one), Some(other)) = (one, other) else { return false };
            let (Some(from), Some(to)) = (one.last(), other.first()) else { return false };
            let short = one.len().max(other.len()) < WHOLE;
            short && chars.get(from + 1..*to).unwrap_or_default().iter().all(|c| !c.is_alphanumeric())
        };
        let among = |at: usize| {
            let run = out.get(at);
            beside(at.checked_sub(1).and_then(|before| out.get(before)), run) || beside(run, out.get(at + 1))
        };
        let own: Vec<bool> = out.iter().enumerate().map(|(at, run)| word(run) && among(at)).collect();
        let several = own.iter().filter(|own| **own).count() > 1;
        let mut own = own.into_iter();
        out.retain(|run| own.next().is_some_and(|own| own && several) || !word(run));
    }
    out
}

/// Most figures that are left of a number that was masked before, and most of them in one piece: an area, or the last four.
const LEFT: usize = 7;
const PIECE: usize = 4;

/// Which runs are what was left of a number when it was masked: stars between them or beside them, and few figures. A text that
/// comes back from the screen stays as it was shown.
fn masked_before(chars: &[char], runs: &[Vec<usize>]) -> Vec<bool> {
    let stars = |from: usize, to: usize| {
        let between = chars.get(from..to).unwrap_or_default();
        let mark = |c: &char| *c == '*' || !c.is_alphanumeric();
        between.iter().filter(|c| **c == '*').count() >= 3 && between.iter().all(mark)
    };
    let start = |run: Option<&Vec<usize>>| run.and_then(|run| run.first()).copied().unwrap_or(chars.len());
    let end = |run: Option<&Vec<usize>>| run.and_then(|run| run.last()).map_or(0, |last| last + 1);
    let mut out = Vec::with_capacity(runs.len());
    while let Some(rest) = runs.get(out.len()..).filter(|rest| !rest.is_empty()) {
        let from = out.len();
        let before = from.checked_sub(1).and_then(|at| runs.get(at));
        let linked = (1..rest.len()).take_while(|at| stars(end(rest.get(at - 1)), start(rest.get(*at)))).count();
        let own = rest.get(..=linked).unwrap_or_default();
        let beside = stars(end(before), start(rest.first())) || stars(end(own.last()), start(rest.get(linked + 1)));
        let told: String = own.iter().map(|run| figures(chars, run)).collect();
        let less = |told: &str| COUNTRY.iter().find_map(|country| told.strip_prefix(country)).map_or(told.len(), str::len);
        let small = |run: &Vec<usize>| run.len() <= PIECE || less(&figures(chars, run)) <= PIECE;
        let few = (told.len() <= LEFT || less(&told) <= LEFT) && own.iter().all(small);
        let country = own.len() == 1 && COUNTRY.contains(&told.as_str()) && few_follow(chars, rest);
        out.extend(std::iter::repeat_n(few && (linked > 0 || beside) || country, own.len()));
    }
    out
}

/// Whether behind a country stands what was left of a number.
fn few_follow(chars: &[char], rest: &[Vec<usize>]) -> bool {
    let Some(next) = rest.get(1..) else { return false };
    masked_before(chars, next).first() == Some(&true)
}

fn figures(chars: &[char], places: &[usize]) -> String {
    places.iter().filter_map(|at| chars.get(*at)).map(|c| plain(*c)).collect()
}

/// The country at its head.
fn country(number: &str) -> usize {
    COUNTRY.into_iter().find(|country| number.starts_with(country) && number.len() > 10).map_or(0, str::len)
}

/// So many digits a number has at most that begins so.
fn longest(number: &str) -> usize {
    let country = country(number);
    country + if number.get(country..).is_some_and(|own| own.starts_with('0')) { 12 } else { 11 }
}

/// Whether what stands between says that an extension follows: `转801`.
fn switched(chars: &[char], number: &[usize], run: &[usize]) -> bool {
    let (Some(last), Some(first)) = (number.last(), run.first()) else { return false };
    let between: String = chars.get(last + 1..*first).unwrap_or_default().iter().map(|c| plain(*c)).collect();
    ["转", "轉", "分机", "EXT", "#"].iter().any(|word| between.contains(word))
}

fn hide(chars: &[char], number: &[usize], hidden: &mut [bool], numbers: &mut Vec<String>) {
    if number.is_empty() {
        return;
    }
    let all = figures(chars, number);
    let country = country(&all);
    let own = all.get(country..).unwrap_or_default().to_owned();
    let (head, tail) = match (own.len(), area(&own)) {
        (0..5, _) => (0, 0),
        (5..9, _) => (0, 2),
        (11..13, Some(area)) => (area, 2),
        (9..11, _) => (2, 2),
        _ => (3, 4),
    };
    let last = number.len().saturating_sub(tail);
    for at in number.iter().take(last).skip(country + head) {
        if let Some(hide) = hidden.get_mut(*at) {
            *hide = true;
        }
    }
    if country > 0 {
        numbers.push(own);
    }
    numbers.push(all);
}
