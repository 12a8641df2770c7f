//! Rooms in words that people typed: `3栋1单元1702`, `３幢-1702`, `3-1-1702`, `1702室`. Found by their shape; the building
//! stays. A building and a room with a hyphen alone between (`3-1702`) could be pages: it is a room when it is known as one.

use std::ops::Range;

use super::signs::{digit, letter, plain, unseen};

/// What a building is called by.
const BUILDING: [&str; 8] = ["号楼", "栋", "幢", "座", "期", "#楼", "#", "单元"];
/// What may stand between the parts of a room.
const PART: [&str; 9] = ["单元", "号楼", "栋", "幢", "座", "楼", "层", "号", "梯"];
/// What may stand behind a room.
const END: [char; 4] = ['室', '房', '户', '号'];
/// What a room alone is known by.
const ALONE: [char; 2] = ['室', '房'];
/// Most characters of what a building or an entrance is called by: `12栋`, `十二栋`.
const NAME: usize = 3;

/// The building and the number of a room, as it was entered; none when it has but one of them.
pub(super) fn ends(room: &str) -> Option<(String, String)> {
    let parts: Vec<String> =
        room.split(|c| !name(c)).filter(|part| !part.is_empty()).map(|part| part.chars().map(plain).collect()).collect();
    let [first, .., last] = parts.as_slice() else { return None };
    (first.chars().count() <= NAME).then(|| (first.clone(), last.clone()))
}

/// The text with every room masked. `known` are rooms by their [`ends`].
pub(super) fn masked(text: &str, known: &[(String, String)]) -> String {
    if text.chars().filter(|c| digit(*c)).count() < 2 {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        match room(&chars, at, known) {
            Some(Room { kept, end }) => {
                out.extend(chars.iter().take(kept).skip(at));
                out.push_str("***");
                at = end;
            }
            None => {
                out.push(*c);
                at += 1;
            }
        }
    }
    out
}

/// A room that begins at a place.
struct Room {
    /// Behind the building.
    kept: usize,
    /// Behind the whole.
    end: usize,
}

/// A building, perhaps an entrance and a floor, and a number of three or four figures, perhaps with a letter.
fn room(chars: &[char], start: usize, known: &[(String, String)]) -> Option<Room> {
    let inside = start.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| name(*c) || *c == '-');
    if inside {
        return None;
    }
    if let Some(end) = number(chars, start).filter(|end| ALONE.iter().any(|word| chars.get(end - 1) == Some(word))) {
        return Some(Room { kept: start, end });
    }
    let mut at = run(chars, start, name, NAME)?;
    let called = word(chars, gap(chars, at), &BUILDING);
    let kept = called.unwrap_or(at);
    let mut parts = 1;
    at = called.or_else(|| hyphen(chars, at))?;
    loop {
        at = gap(chars, hyphen(chars, at).unwrap_or(at));
        let is_room = |end: &usize| called.is_some() || parts > 1 || is_known(chars, start..kept, at..*end, known);
        if let Some(end) = number(chars, at).filter(is_room) {
            return Some(Room { kept, end });
        }
        // Between buildings that are listed (1、2、3栋) no room stands.
        let behind = run(chars, at, name, NAME)?;
        at = word(chars, gap(chars, behind), &PART).or_else(|| hyphen(chars, behind))?;
        parts += 1;
        if parts > 4 {
            return None;
        }
    }
}

/// Behind the number of a room: `1702`, `B12`, `1702A室`. A longer number is none, nor an amount or a part of a day.
fn number(chars: &[char], start: usize) -> Option<usize> {
    let shop = chars.get(start).is_some_and(|c| letter(*c));
    let from = start + usize::from(shop);
    let least = if shop { 2 } else { 3 };
    let end = run(chars, from, digit, 4).filter(|end| end - from >= least)?;
    let year = end - from == 4
        && chars.get(from).is_some_and(|c| plain(*c) == '2')
        && chars.get(from + 1).is_some_and(|c| plain(*c) == '0');
    let day = year && chars.get(end).is_some_and(|c| "-/－".contains(*c)) && chars.get(end + 1).is_some_and(|c| digit(*c));
    if day || chars.get(end).is_some_and(|c| digit(*c) || "年月日.%％元度*".contains(*c)) {
        return None;
    }
    let end = end + usize::from(chars.get(end).is_some_and(|c| letter(*c)));
    Some(end + usize::from(chars.get(end).is_some_and(|c| END.contains(c))))
}

/// Whether a building and a room are those of somebody.
fn is_known(chars: &[char], building: Range<usize>, room: Range<usize>, known: &[(String, String)]) -> bool {
    let plain = |range: Range<usize>| -> String {
        chars.get(range).into_iter().flatten().filter(|c| name(**c)).map(|c| plain(*c)).collect()
    };
    let (building, room) = (plain(building), plain(room));
    known.iter().any(|(first, last)| *first == building && *last == room)
}

/// Behind one to `most` such characters; none when there are more of them.
fn run(chars: &[char], start: usize, of: fn(char) -> bool, most: usize) -> Option<usize> {
    let many = chars.iter().skip(start).take_while(|c| of(**c)).count();
    (1..=most).contains(&many).then_some(start + many)
}

fn name(c: char) -> bool {
    digit(c) || letter(c) || c == '十'
}

/// Behind one of some words.
fn word(chars: &[char], start: usize, words: &[&str]) -> Option<usize> {
    let is = |word: &&&str| word.chars().enumerate().all(|(at, c)| chars.get(start + at).is_some_and(|own| plain(*own) == c));
    words.iter().find(is).map(|word| start + word.chars().count())
}

fn hyphen(chars: &[char], at: usize) -> Option<usize> {
    let at = gap(chars, at);
    chars.get(at).is_some_and(|c| "-－—–/".contains(*c)).then_some(at + 1)
}

/// Behind spaces.
fn gap(chars: &[char], at: usize) -> usize {
    let spaces = chars.iter().skip(at).take_while(|c| matches!(c, ' ' | '　' | '\u{a0}') || unseen(**c)).count();
    at + spaces
}

#[cfg(test)]
mod tests {
    use super::{ends, masked};

    fn shown(text: &str) -> String {
        masked(text, &[("3".to_owned(), "1702".to_owned())])
    }

    #[test]
    fn rooms_are_known_however_they_are_written() {
        for (typed, told) in [
            ("住3栋1单元1702。", "住3栋***。"),
            ("3幢1单元1702室漏水", "3幢***漏水"),
            ("３栋１７０２", "３栋***"),
            ("三栋一七〇二", "三栋***"),
            ("12栋 2单元 301A", "12栋 ***"),
            ("A座B12", "A座***"),
            ("3号楼-1702、5号楼801房", "3号楼***、5号楼***"),
            ("1#1702和2#楼1803", "1#***和2#楼***"),
            ("3-1-1702", "3***"),
            ("3-1702", "3***"),
            ("二期3栋1702", "二期***"),
            ("3号1单元1702", "3号1单元***"),
            ("1702室的客户", "***的客户"),
        ] {
            assert_eq!(shown(typed).replace(' ', ""), told.replace(' ', ""), "{typed}");
        }
    }

    #[test]
    fn what_is_no_room_stays() {
        for text in [
            "3栋1单元大堂",
            "1、2、3栋",
            "1栋 2026-02-24 09:30",
            "二期2026年",
            "3栋 150元",
            "12-123",
            "2026-02-24",
            "KF-JC-202602-0001A",
            "3栋2楼",
            "第3期100%",
        ] {
            assert_eq!(shown(text), text, "{text} is nobody's room");
        }
    }

    #[test]
    fn the_ends_of_a_room_are_its_building_and_its_number() {
        assert_eq!(ends("3栋1单元1702"), Some(("3".to_owned(), "1702".to_owned())));
        assert_eq!(ends("1702"), None, "one number alone");
    }
}
