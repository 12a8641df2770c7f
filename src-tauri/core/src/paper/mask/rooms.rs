//! Rooms in words that people typed: `3栋1单元1702`, `３幢-1702`, `3-1-1702`, `3栋17楼02室`, `1702室`, and all of a list of
//! them. Found by their shape; the building stays. A building and a room with a hyphen alone between (`3-1702`) could be pages:
//! it is a room when it is known as one. Counts, measures, days and years behind a building are none.

use super::signs::{digit, letter, plain, unseen};

/// What a building is called by.
const BUILDING: [&str; 8] = ["号楼", "栋", "幢", "座", "期", "#楼", "#", "单元"];
/// What may stand between the parts of a room.
const PART: [&str; 9] = ["单元", "号楼", "栋", "幢", "座", "楼", "层", "号", "梯"];
/// What may stand behind a room.
const END: [char; 3] = ['室', '房', '号'];
/// What is no end of a room: the open air, a count of rooms, the second lift.
const NO_END: [&str; 18] = [
    "室外", "房间", "房源", "房产", "房屋", "房型", "号楼", "号梯", "号电", "号机", "号门", "号岗", "号线", "号泵", "号井",
    "号箱", "号柜", "号表",
];
/// What stands between the rooms of a list.
const BETWEEN: [char; 14] = ['、', '和', '及', '与', '或', '至', '到', '-', '－', '~', '～', '，', ',', '/'];
/// What a number is a count or a measure by.
const COUNTED: &str =
    "户 人 个 台 次 层 栋 幢 件 份 辆 盏 套 组 株 平 ㎡ 米 元 千 度 年 月 日 天 期 % ％ ‰ ℃ 公 吨 升 立方 小时 分钟 万元 *";
/// Those of them that nothing else begins with, so that they count behind a space as well as beside the number.
const COUNTED_FAR: &str = "户 ㎡ 元 % ％ ‰ ℃ 公斤 公里 吨 升 平方 平米 立方 千克 千瓦 小时 分钟 万元";
/// Units in letters, as on a keyboard.
const UNITS: &str = "KG G V KV W KW KWH M CM MM KM L ML HZ DB PPM LUX";
/// What begins like a measure and is none.
const NO_MEASURE: &str = "户主 户内 户门 度假 度过 元旦 元宵 日常 日前 日夜 日间 月底 月初 月末 平时 平台 平安 平常 天花 天台 天气 \
    次日 次卧 台阶 台面 台盆 台风 期间 期待 升降 升级 米色 公共 公司 公寓 公用 公卫";
/// Most characters of what a building or an entrance is called by: `12栋`, `十二栋`.
const NAME: usize = 3;
/// Most floors and most rooms on one, as numbers of rooms tell them.
const FLOORS: u32 = 80;
const DOORS: u32 = 40;

/// Whether a building and a number are a room of somebody.
type Known<'a> = &'a dyn Fn(&str, &str) -> bool;

/// The building and the number of a room, as it was entered; none when it has but one of them.
pub(super) fn ends(room: &str) -> Option<(String, String)> {
    let parts: Vec<String> =
        room.split(|c| !name(c)).filter(|part| !part.is_empty()).map(|part| part.chars().map(plain).collect()).collect();
    let [first, .., last] = parts.as_slice() else { return None };
    (first.chars().count() <= NAME).then(|| (first.clone(), last.clone()))
}

/// The text with every room masked. `known` tells rooms by their [`ends`].
pub(super) fn masked(text: &str, known: Known<'_>) -> String {
    if text.chars().filter(|c| digit(*c)).count() < 2 {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let line = Line { chars: &chars, known };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let Some(room) = line.room(at) else {
            out.push(*c);
            at += 1;
            continue;
        };
        out.extend(chars.iter().take(room.kept).skip(at));
        out.push_str("***");
        at = room.end;
        while let Some((start, end)) = line.next_of_list(&room, at) {
            out.extend(chars.iter().take(start).skip(at));
            out.push_str("***");
            at = end;
        }
    }
    out
}

/// A room that begins at a place.
struct Room {
    /// As on a keyboard; empty for a room alone.
    building: String,
    /// Behind the building.
    kept: usize,
    /// Digits of its floor.
    floor: String,
    /// Behind the whole.
    end: usize,
}

/// A number of a room: `1702`, `B12`, `1702A室`.
struct Number {
    /// Behind its digits.
    digits: usize,
    end: usize,
}

/// A text in which rooms are looked for.
#[derive(Clone, Copy)]
struct Line<'a> {
    chars: &'a [char],
    known: Known<'a>,
}

impl Line<'_> {
    fn at(self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// As on a keyboard.
    fn plain(self, start: usize, end: usize) -> String {
        self.chars.get(start..end).into_iter().flatten().map(|c| plain(*c)).collect()
    }

    /// A building, perhaps an entrance and a floor, and a number of three or four figures, perhaps with a letter.
    fn room(self, start: usize) -> Option<Room> {
        if start.checked_sub(1).and_then(|before| self.at(before)).is_some_and(|c| name(c) || c == '-') {
            return None;
        }
        if let Some(alone) = self.number(start).filter(|n| n.end > n.digits && self.is_alone(n) && self.is_likely(start, n)) {
            return Some(Room { building: String::new(), kept: start, floor: self.floor(start, &alone), end: alone.end });
        }
        let mut at = self.run(start, name, NAME)?;
        let building = self.plain(start, at);
        let called = self.word(self.gap(at), &BUILDING);
        let phase = called.is_some_and(|end| self.at(end - 1) == Some('期'));
        let kept = called.unwrap_or(at);
        // By hyphens alone: digits or one letter, and an entrance of one figure. `PVC-20-100`, `11-30-1200` are no rooms.
        let by_hyphens = building.chars().all(|c| c.is_ascii_digit()) || building.chars().count() == 1;
        let mut parts = 1;
        at = called.or_else(|| self.hyphen(at))?;
        loop {
            let before = at;
            at = self.gap(self.hyphen(at).unwrap_or(at));
            if parts == 1 && called.is_some() && at == self.gap(before) {
                // 3栋，1702; 3栋的1702
                let set_off = self.at(at).is_some_and(|c| "，,的".contains(c));
                at = if set_off { self.gap(at + 1) } else { at };
            }
            let near = at == before;
            if let Some(number) = self.number(at) {
                let own = (self.known)(&building, &self.plain(at, number.digits));
                let likely = || self.is_likely(at, &number) && !self.is_counted(number.end, near);
                let by_shape = || match (called, phase && parts == 1) {
                    (Some(_), true) => !self.is_year(at, number.digits) && (near || number.digits - at > 3),
                    (Some(_), false) => true,
                    (None, _) => parts > 1 && by_hyphens,
                };
                if own || by_shape() && likely() {
                    return Some(Room { building, kept, floor: self.floor(at, &number), end: number.end });
                }
            }
            if let Some(end) = self.in_two(at, before, called.is_some()) {
                return Some(Room { building, kept, floor: String::new(), end });
            }
            // Between buildings that are listed (1、2、3栋) no room stands.
            let behind = self.run(at, name, NAME)?;
            let part = self.word(self.gap(behind), &PART);
            if part.is_none() && called.is_none() && behind - at > 1 && !self.plain(at, behind).starts_with('0') {
                return None;
            }
            at = part.or_else(|| self.hyphen(behind))?;
            parts += 1;
            if parts > 4 {
                return None;
            }
        }
    }

    /// Another room behind one, of which the building was said before: where it begins and ends.
    fn next_of_list(self, room: &Room, at: usize) -> Option<(usize, usize)> {
        let between = self.gap(at);
        let mark = self.at(between).filter(|c| BETWEEN.contains(c));
        let start = if mark.is_some() { self.gap(between + 1) } else { between };
        let number = self.number(start).filter(|_| start > at)?;
        if (self.known)(&room.building, &self.plain(start, number.digits)) {
            return Some((start, number.end));
        }
        // What else may stand behind a comma or a space is a time: 3栋1702，1530来访.
        let floor = !room.floor.is_empty() && room.floor == self.floor(start, &number);
        let ends = number.end > number.digits || self.at(number.end).is_none_or(|c| !c.is_alphanumeric());
        let told = match mark {
            None => floor,
            Some('，' | ',' | '/') => floor || ends && !self.is_year(start, number.digits),
            Some(_) => true,
        };
        let own = told && self.is_likely(start, &number) && !self.is_counted(number.end, true);
        own.then_some((start, number.end))
    }

    /// A longer number is none, nor an amount or a part of a day.
    fn number(self, start: usize) -> Option<Number> {
        let shop = self.at(start).is_some_and(letter);
        let from = start + usize::from(shop);
        let least = if shop { 2 } else { 3 };
        let end = self.run(from, digit, 4).filter(|end| end - from >= least)?;
        let parted = |marks: &str| self.at(end).is_some_and(|c| marks.contains(c)) && self.at(end + 1).is_some_and(digit);
        if self.is_year(from, end) && parted("-/－") || parted(".．") {
            return None;
        }
        let suffix = self.at(end).is_some_and(|c| ('A'..='F').contains(&plain(c)));
        let digits = end + usize::from(suffix);
        if self.at(digits).is_some_and(|c| letter(c) || digit(c)) {
            return None;
        }
        Some(Number { digits, end: self.end(digits) })
    }

    /// Behind what may end a room.
    fn end(self, at: usize) -> usize {
        let ended = self.at(at).is_some_and(|c| END.contains(&c)) && self.word(at, &NO_END).is_none();
        at + usize::from(ended)
    }

    /// Whether a number without a building is a room.
    fn is_alone(self, number: &Number) -> bool {
        matches!(self.at(number.digits), Some('室' | '房'))
    }

    /// Whether a number has a floor and a door such as houses have.
    fn is_likely(self, start: usize, number: &Number) -> bool {
        let digits: String = self.plain(start, number.digits).chars().filter(char::is_ascii_digit).collect();
        let Some((floor, door)) = digits.split_at_checked(digits.len().saturating_sub(2)) else { return false };
        let of = |text: &str| text.parse::<u32>().unwrap_or_default();
        (1..=DOORS).contains(&of(door)) && (floor.is_empty() || (1..=FLOORS).contains(&of(floor)))
    }

    fn floor(self, start: usize, number: &Number) -> String {
        self.plain(start, number.digits.saturating_sub(2).max(start))
    }

    fn is_year(self, start: usize, end: usize) -> bool {
        end - start == 4 && matches!(self.plain(start, start + 2).as_str(), "19" | "20")
    }

    /// Whether what stands behind makes a number a count or a measure.
    fn is_counted(self, at: usize, near: bool) -> bool {
        let behind = self.gap(at);
        let is = |words: &str| words.split_whitespace().any(|word| self.word(behind, &[word]).is_some());
        // Letters behind a space are a unit.
        let letters = self.chars.iter().skip(behind).take_while(|c| letter(**c)).count();
        let unit = behind > at && letters > 0 && UNITS.split(' ').any(|unit| unit == self.plain(behind, behind + letters));
        // 3栋1702 人在家: a room that stands beside its building is no count for what follows behind a space.
        unit || is(if behind > at && near { COUNTED_FAR } else { COUNTED }) && !is(NO_MEASURE)
    }

    /// A floor and a door apart, of which the floor may be a word before: `17-02`, `17楼02室`, `17层2号`.
    fn in_two(self, at: usize, before: usize, called: bool) -> Option<usize> {
        if !called {
            return None;
        }
        let first = self.run(at, digit, 2)?;
        let after_floor = before.checked_sub(1).and_then(|last| self.at(last)).is_some_and(|c| matches!(c, '楼' | '层'));
        let start = if after_floor {
            at
        } else {
            // 1栋 10-12 may be a day.
            (at == before).then(|| self.hyphen(first).filter(|behind| *behind == first + 1)).flatten()?
        };
        let digits = self.run(start, digit, 2)?;
        let end = self.end(digits);
        let two = digits - start == 2;
        let told = if after_floor { end > digits || two && self.plain(start, digits).starts_with('0') } else { two };
        let door = self.plain(start, digits).parse::<u32>().unwrap_or_default();
        let whole = !self.at(digits).is_some_and(|c| letter(c) || "-－".contains(c)) && !self.is_counted(end, true);
        (told && whole && (1..=DOORS).contains(&door)).then_some(end)
    }

    /// Behind one to `most` such characters; none when there are more of them.
    fn run(self, start: usize, of: fn(char) -> bool, most: usize) -> Option<usize> {
        let many = self.chars.iter().skip(start).take_while(|c| of(**c)).count();
        (1..=most).contains(&many).then_some(start + many)
    }

    /// Behind one of some words.
    fn word(self, start: usize, words: &[&str]) -> Option<usize> {
        let is = |word: &&&str| {
            word.chars().enumerate().all(|(at, c)| self.at(start + at).is_some_and(|own| own == c || plain(own) == c))
        };
        words.iter().find(is).map(|word| start + word.chars().count())
    }

    fn hyphen(self, at: usize) -> Option<usize> {
        let at = self.gap(at);
        self.at(at).is_some_and(|c| "-－—–".contains(c)).then_some(at + 1)
    }

    /// Behind spaces.
    fn gap(self, at: usize) -> usize {
        let spaces = self.chars.iter().skip(at).take_while(|c| matches!(c, ' ' | '　' | '\u{a0}') || unseen(**c)).count();
        at + spaces
    }
}

fn name(c: char) -> bool {
    digit(c) || letter(c) || c == '十'
}
