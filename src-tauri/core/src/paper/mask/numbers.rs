//! Telephone, identity and card numbers in words that people typed: found by their shape, or by the word before them.
//!
//! They are hidden from everyone, so that what only looks like one (a day, a list of times, a reading, a serial) must stay.

use super::shapes::{Marks, Place, Shape, area, begins_with_a_day, born, born_old, groups, is_time, luhn, mobile};
use super::signs::{digit, ends_line, letter, plain, unseen};
use super::spelled::spelled;

/// A text as it may be shown, and the numbers that are hidden in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) shown: String,
    /// Whole, in figures alone.
    pub(super) numbers: Vec<String>,
}

/// The text with every telephone number (`phones`) and every number of an identity or a bank card (`ids`) masked.
pub(super) fn masked(text: &str, phones: bool, ids: bool) -> String {
    read(text, phones, ids).shown
}

/// The same, with what is hidden.
pub(super) fn read(text: &str, phones: bool, ids: bool) -> Read {
    let chars = spelled(&text.chars().collect::<Vec<_>>());
    if !(phones || ids) || chars.iter().filter(|c| digit(**c)).count() < FEWEST {
        return Read { shown: text.to_owned(), numbers: Vec::new() };
    }
    let groups = groups(&chars);
    let mut hidden = vec![false; chars.len()];
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(rest) = groups.get(at..).filter(|rest| !rest.is_empty()) {
        let here = Place { chars: &chars, groups: rest };
        let found = here.number().filter(|found| !here.takes_from_the_next_line(found.groups));
        let Some(Found { groups: many, kind, head, tail }) = found else {
            at += 1;
            continue;
        };
        at += many;
        if !kind.is_hidden(phones, ids) {
            continue;
        }
        numbers.push(here.digits(0, many));
        let seen = |at: &usize| chars.get(*at).is_some_and(|c| !unseen(*c));
        let digits: Vec<usize> = rest.iter().take(many).flat_map(|g| g.start..g.end).filter(seen).collect();
        let last = digits.len().saturating_sub(tail);
        for place in digits.iter().take(last).skip(head) {
            if let Some(hide) = hidden.get_mut(*place) {
                *hide = true;
            }
        }
    }
    let shown = text.chars().zip(hidden).map(|(c, hide)| if hide { '*' } else { c }).collect();
    Read { shown, numbers }
}

/// Fewest digits of a number that is somebody's: an account behind its word.
const FEWEST: usize = 5;
/// Fewest digits of a telephone number behind its word: 12345 and 12315 are everybody's.
const FEWEST_CALLED: usize = 7;
/// This country before a number.
const COUNTRY: [&str; 3] = ["86", "086", "0086"];
/// Those that are written `00852 …`.
const COUNTRIES: &str =
    "1 7 31 32 33 34 39 41 43 44 45 46 47 48 49 55 60 61 62 63 64 65 66 81 82 84 86 90 91 95 852 853 855 856 880 886 966 971";
/// Neighbours whose numbers are written without a plus as well.
const NEAR: [&str; 3] = ["852", "853", "886"];
/// What people write before a telephone number that has no shape of its own.
const CALLED: &str = "电话 电话号码 手机 手机号码 联系号码 座机 固话 联系方式 致电 来电 回电 打 拨 传真 tel phone mobile fax";
/// And before an account.
const ACCOUNT: &str = "微信 微信号码 qq qq号码 wechat 邮箱";
/// Papers that say who somebody is.
const PAPERS: &str =
    "护照 护照号 护照号码 通行证 通行证号 通行证号码 台胞证 台胞证号 回乡证 回乡证号 居住证 居住证号 证件 证件号码";
/// What may stand between that word and its number.
const AFTER_THE_WORD: &str = "：:是为号（(【「“\"'，,";
/// What the number behind it belongs to, which is a thing.
const SERIAL: &str = "读数 表底 表号 水表 电表 气表 编号 序号 序列号 代码 条码 发票 票号 单号 订单 工单 快递单 运单 流水 交易 合同 案号 文号 证书 资产 \
    设备 批号 型号 门禁卡 ic卡 电梯卡 停车卡 水卡 电卡";
/// And what it may belong to when it is short.
const SHORT_SERIAL: &str = "号码 账号 账户";
/// What may stand between that and its number, or between several of them.
const AFTER_SERIAL: &str = "：:是为由从变（(）)【「“\"'、/／-－—~～至到";
/// Things whose numbers have fifteen figures as old cards do, whatever day seems to stand in them.
const ORDERS: &str = "订单 快递单 运单 流水";

/// Whose number it is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Phone,
    Card,
    /// Long enough to be either.
    Any,
}

impl Kind {
    fn is_hidden(self, phones: bool, ids: bool) -> bool {
        match self {
            Self::Phone => phones,
            Self::Card => ids,
            Self::Any => phones || ids,
        }
    }
}

/// A number that begins with the first of some groups.
#[derive(Debug, Clone, Copy)]
struct Found {
    groups: usize,
    kind: Kind,
    /// Digits that stay at its head and its tail.
    head: usize,
    tail: usize,
}

impl Found {
    fn phone(groups: usize, head: usize) -> Self {
        Self { groups, kind: Kind::Phone, head, tail: 2 }
    }
}

impl Place<'_> {
    fn number(self) -> Option<Found> {
        let first = self.digits(0, 1);
        self.fixed(&first)
            .or_else(|| self.mobile_or_card(&first))
            .or_else(|| self.passport(&first))
            .or_else(|| self.permit(&first))
            .or_else(|| self.abroad(&first))
            .or_else(|| self.bank_card())
            .or_else(|| self.called(&first))
            .or_else(|| self.long(&first))
            .or_else(|| self.local(&first))
            .or_else(|| self.is_parted_behind_a_charge().then(|| Found::phone(2, 0)))
    }

    /// Whether groups go on into a line that begins with a number of its own: `1702` and below it `138 0013 7001`.
    fn takes_from_the_next_line(self, many: usize) -> bool {
        (1..many).any(|at| {
            let over = self.between(at - 1).iter().any(|c| ends_line(*c));
            over && self.groups.get(at..).is_some_and(|groups| Place { groups, ..self }.number().is_some())
        })
    }

    /// A number of a fixed line, with its area: no serials of four digits, and no list of times.
    fn fixed(self, first: &str) -> Option<Found> {
        let area = area(first).filter(|_| !self.in_a_serial())?;
        let (_, rest) = first.split_at_checked(area)?;
        if !rest.is_empty() {
            return (matches!(rest.len(), 7 | 8) && subscriber(rest)).then(|| Found::phone(1, area));
        }
        if matches!(self.shape(Marks::Listed).get(1), Some(7 | 8)) {
            let number = self.digits(1, 1);
            let a_day = begins_with_a_day(&number) && self.between(0).iter().all(|c| !"-－—()（）".contains(*c));
            return (subscriber(&number) && !a_day).then(|| Found::phone(2, area));
        }
        let shape = self.shape(Marks::Within);
        let many = (2..shape.len()).find(|many| matches!(shape.sum(1, *many), 7 | 8))?;
        let times = (0..=many).all(|group| is_time(&self.digits(group, 1)))
            && (0..many).all(|group| self.between(group).iter().all(|c| c.is_whitespace()));
        let split = shape.iter().skip(1).take(many).all(|length| *length >= 2) && subscriber(&self.digits(1, many)) && !times;
        split.then(|| Found::phone(1 + many, area))
    }

    /// A mobile number or an identity card, in one piece or in groups, with the country or without.
    fn mobile_or_card(self, first: &str) -> Option<Found> {
        if let Some(country) = COUNTRY.iter().find(|c| first.strip_prefix(**c).is_some_and(mobile)) {
            return Some(Found { groups: 1, kind: Kind::Phone, head: country.len() + 3, tail: 4 });
        }
        let shape = self.shape(Marks::Listed);
        let skip = usize::from(COUNTRY.contains(&first));
        let before = if skip == 1 { first.len() } else { 0 };
        (1..=shape.len().saturating_sub(skip)).take_while(|many| shape.sum(skip, *many) <= 18).find_map(|many| {
            if !matches!(shape.sum(skip, many), 11 | 15 | 17 | 18) {
                return None;
            }
            let single = self.single(skip, many);
            if many > 7 && !single {
                return None;
            }
            let number = self.digits(skip, many);
            if mobile(&number) && self.is_sum(skip, many) {
                return None;
            }
            if mobile(&number) && (many == 1 || single || self.mobile_groups(&shape, skip, many)) {
                return Some(Found { groups: skip + many, kind: Kind::Phone, head: before + 3, tail: 4 });
            }
            // In one piece by its length alone; in groups, and where a serial is said to stand, it must hold a day of birth.
            let mut behind = self.behind(skip + many - 1).skip_while(|c| single && c.is_whitespace());
            let ends_in_x = behind.next().is_some_and(|c| plain(c) == 'X');
            let new = number.len() == 18 || number.len() == 17 && ends_in_x;
            let old = number.len() == 15 && born_old(&number);
            let old = old && (many == 1 && !self.is_of(ORDERS) || many > 1 && shape.get(skip) == Some(&6));
            let new = new && (born(&number) || many == 1 && !self.is_of(SERIAL));
            (old || new).then(|| Found {
                groups: skip + many,
                kind: Kind::Card,
                head: before + 3,
                tail: if number.len() == 17 { 1 } else { 2 },
            })
        })
    }

    /// Whether groups are added up: `158+2350+4120=6628`, `158+2350+4120元`.
    fn is_sum(self, skip: usize, many: usize) -> bool {
        let plus = |c: char| matches!(plain(c), '+' | '=');
        let added = (skip..skip + many - 1).any(|group| self.between(group).iter().any(|c| plain(*c) == '+'));
        let sum = added
            && (self.behind(skip + many - 1).find(|c| !c.is_whitespace()).is_some_and(plus) || self.is_measure(skip + many - 1));
        sum && self.is_called().is_none()
    }

    /// Whether exactly so many digits stand each by itself: fewer or more of them are a list of counts.
    fn single(self, skip: usize, many: usize) -> bool {
        let shape = self.shape(Marks::Within);
        let row = shape.iter().skip(skip).take_while(|length| **length == 1).count();
        // What stands on the next line is another matter.
        let ends = row == many || row > many && self.between(skip + many - 1).iter().any(|c| ends_line(*c));
        many > 1 && ends && !self.goes_on()
    }

    /// Whether groups are such as a mobile number is written in: a list of times, rooms or amounts is none.
    fn mobile_groups(self, shape: &Shape, skip: usize, many: usize) -> bool {
        let Some(own) = shape.get(skip..skip + many) else { return false };
        // Amounts in a row: 135 1200 1300.
        if many > 2 && (1..many).map(|group| self.digits(skip + group, 1)).all(|own| own.ends_with("00") && own != "0000") {
            return false;
        }
        if matches!(own, [3, 4, 4] | [3, 8] | [7, 4] | [3, 3, 5]) {
            return true;
        }
        if self.shape(Marks::Within).len() < skip + many {
            return false;
        }
        if !self.alike(skip, many) {
            return own.iter().all(|length| *length >= 3);
        }
        let of = |length: usize| own.iter().filter(|own| **own == length).count();
        let long = own.iter().any(|length| *length >= 4);
        match of(1) {
            // One group of two: 13 800 138 000.
            0 => of(2) <= 1 || long || own.first() == Some(&3) && of(2) == many - 1,
            1 => of(2) == 0 && long,
            _ => false,
        }
    }

    /// A passport or a permit to travel: `E12345678`, `EA1234567`, and no part of a longer code.
    fn passport(self, first: &str) -> Option<Found> {
        let near = |number: usize| self.nth_before(number).map(plain).unwrap_or_default();
        let behind = match (first.len(), near(0)) {
            (8, 'E' | 'G' | 'H' | 'M' | 'C' | 'W') => 1,
            (7, c) if letter(c) && near(1) == 'E' => 2,
            _ => return None,
        };
        let part = |c: char| letter(c) || digit(c) || matches!(c, '-' | '_' | '/');
        let whole = !part(near(behind)) && !self.after().is_some_and(part);
        let own = whole && !begins_with_a_day(first) && !self.is_of(SERIAL);
        own.then_some(Found { groups: 1, kind: Kind::Card, head: 0, tail: 2 })
    }

    /// The number of an identity card of Hong Kong (`A123456(7)`), and whatever stands behind the word for a paper that people show:
    /// `护照E 12345678`, `台胞证 01234567`.
    fn permit(self, first: &str) -> Option<Found> {
        let near = |number: usize| self.nth_before(number);
        let part = |c: Option<char>| c.is_some_and(|c| letter(c) || digit(c) || matches!(c, '-' | '_' | '/'));
        let letters = (0..3).take_while(|number| near(*number).is_some_and(letter)).count();
        let behind: String = self.behind(0).take(3).map(plain).collect();
        let checked =
            behind.starts_with('(') && behind.ends_with(')') && behind.chars().nth(1).is_some_and(|c| digit(c) || c == 'A');
        if first.len() == 6 && matches!(letters, 1 | 2) && !part(near(letters)) && checked {
            let groups = if behind.contains('A') { 1 } else { 2 };
            return Some(Found { groups, kind: Kind::Card, head: 0, tail: 2 });
        }
        let before = self.words_before(|c| AFTER_THE_WORD.contains(c) || letter(c));
        let paper = PAPERS.split(' ').any(|word| before.ends_with(word));
        if !paper || self.is_day() || begins_with_a_day(first) {
            return None;
        }
        let many = if first.len() >= 7 { 1 } else { self.shape(Marks::Within).fewest(8)? };
        let own = many == 1 || self.alike(0, many);
        own.then_some(Found { groups: many, kind: Kind::Card, head: 0, tail: 2 })
    }

    /// `+852 9123 4567`: whatever follows a plus; `00852 91234567`, `852-91234567`.
    fn abroad(self, first: &str) -> Option<Found> {
        let shape = self.shape(Marks::Within);
        if matches!(self.before(), Some('+' | '＋')) {
            let groups = shape.fewest(10).or_else(|| shape.fewest(8))?;
            return Some(Found::phone(groups, if groups == 1 { 3 } else { first.len() }));
        }
        let country = first.strip_prefix("00").filter(|own| among(COUNTRIES, own));
        let most = match country {
            Some(_) => 11,
            None if NEAR.contains(&first) => 8,
            None => return None,
        };
        let many = (1..shape.len()).find(|many| (8..=most).contains(&shape.sum(1, *many)))?;
        let own = self.digits(1, many);
        let split = shape.iter().skip(1).take(many).all(|length| *length >= if country.is_some() { 2 } else { 4 });
        let decimal = self.between(0).iter().any(|c| ".．·".contains(*c));
        let one = split && !decimal && !own.starts_with(['0', if country.is_some() { '0' } else { '1' }]);
        let thing = begins_with_a_day(&own) || self.in_a_serial() || self.before() == Some('第') || self.is_measure(many);
        (one && !thing).then(|| Found::phone(1 + many, first.len()))
    }

    /// `6222 0212 3456 7890 128`: what its last digit checks. Four round amounts are none.
    fn bank_card(self) -> Option<Found> {
        let shape = self.shape(Marks::Within);
        let many = (1..=shape.len().min(6)).rev().find(|many| {
            let own = self.digits(0, *many);
            let groups = (0..*many).map(|group| self.digits(group, 1));
            (16..=19).contains(&own.len())
                && own.starts_with(['3', '4', '5', '6', '9'])
                && luhn(&own)
                && shape.iter().take(*many).all(|length| *length >= 3)
                && !groups.into_iter().all(|group| group.ends_with('0'))
        })?;
        let own = !self.in_a_code() && !self.is_of(SERIAL);
        own.then_some(Found { groups: many, kind: Kind::Card, head: if many == 1 { 3 } else { 4 }, tail: 2 })
    }

    /// Whether the word before says that somebody is reached by the number: by telephone (true), or by an account.
    fn is_called(self) -> Option<bool> {
        let before = self.words_before(|c| AFTER_THE_WORD.contains(c));
        let by = |words: &str| {
            words.split(' ').filter_map(|word| before.strip_suffix(word).map(|rest| (word, rest))).any(|(word, rest)| {
                // No hotel is a telephone.
                !word.starts_with(letter) || !rest.ends_with(letter)
            })
        };
        if by(CALLED) { Some(true) } else { by(ACCOUNT).then_some(false) }
    }

    /// A number behind the word for it: `座机 8888 1236`, `微信12345678`. What stands behind makes no amount of it: `电话85512345户主`.
    fn called(self, first: &str) -> Option<Found> {
        let telephone = self.is_called()?;
        let shape = self.shape(Marks::Within);
        let one = (first.len() >= if telephone { FEWEST_CALLED } else { FEWEST }).then_some(1);
        let groups = shape.fewest(FEWEST_CALLED).or(one)?;
        // Times and counts in a row are none: `来电 10.20 11.30`.
        let uneven = !self.alike(0, groups) && shape.iter().take(groups).any(|length| *length < 3);
        let list = groups > 1 && (telephone && first.starts_with(['0', '1']) || uneven);
        (!list && !self.is_day()).then(|| Found::phone(groups, 0))
    }

    /// More digits in one piece than anything else has: two mobile numbers without a gap, a bank card. Not what begins with a
    /// day, as numbers that a program gives do.
    fn long(self, first: &str) -> Option<Found> {
        let one = first.len() >= 12 && !begins_with_a_day(first) && !self.in_a_code() && !self.is_of(SERIAL);
        one.then_some(Found { groups: 1, kind: Kind::Any, head: 3, tail: 2 })
    }

    /// A number of a fixed line without its area. An amount, a reading, a day and a part of a code are none.
    fn local(self, first: &str) -> Option<Found> {
        let line = matches!(first.len(), 7 | 8) && subscriber(first);
        let thing = || self.is_measure(0) || self.is_total() || [SERIAL, SHORT_SERIAL].into_iter().any(|words| self.is_of(words));
        let one = line && !self.is_priced() && !begins_with_a_day(first) && !self.in_a_code() && !thing();
        one.then(|| Found::phone(1, 0))
    }

    /// Whether a day begins here, however it is parted: `2026-11-30`, `2026.1.5`, `20261130`, `26.11.30`.
    fn is_day(self) -> bool {
        let first = self.digits(0, 1);
        let parted = self.between(0).first().is_some_and(|c| "-－.．/／".contains(*c));
        let year = match first.len() {
            4 => matches!(self.value(0), 1900..2100),
            2 => parted && matches!(self.value(0), 20..40) && (1..=31).contains(&self.value(2)),
            _ => return begins_with_a_day(&first),
        };
        let month = self.shape(Marks::Within).get(1).is_some_and(|length| *length <= 2) && (1..=12).contains(&self.value(1));
        year && (month || begins_with_a_day(&self.digits(0, 2)))
    }

    /// Whether the first group is a number of some thing: `发票 23456789`, `读数：23456789、23457001`.
    pub(super) fn is_of(self, things: &str) -> bool {
        let before = self.words_before(|c| AFTER_SERIAL.contains(c) || digit(c) || letter(c));
        let ends = |before: &str| things.split_whitespace().any(|word| before.ends_with(word));
        (ends(&before) || before.strip_suffix('号').is_some_and(ends)) && !self.is_another_line()
    }

    /// Whether the word before belongs to a number of an earlier line (`读数 5`, and below it a telephone). A column of numbers that
    /// are alike below their word goes on.
    fn is_another_line(self) -> bool {
        let start = self.groups.first().map_or(0, |group| group.start);
        let own = self.digits(0, 1).len();
        let before = self.chars.get(..start).unwrap_or_default();
        let mark = |c: &&char| c.is_whitespace() || unseen(**c) || AFTER_SERIAL.contains(**c) || digit(**c) || letter(**c);
        let marks = before.iter().rev().take_while(mark).count();
        let lines: Vec<&[char]> = before.get(start - marks..).unwrap_or_default().split(|c| ends_line(*c)).collect();
        let Some((_, above)) = lines.split_last() else { return false };
        let figures = |line: &&[char]| line.iter().filter(|c| digit(**c)).count();
        let ends_in_one = |line: &&[char]| line.iter().rfind(|c| !c.is_whitespace() && !unseen(**c)).is_some_and(|c| digit(*c));
        let alike = |line: &&[char]| figures(line) == own && line.iter().all(|c| digit(*c) || c.is_whitespace() || unseen(*c));
        above.first().is_some_and(&ends_in_one) || !above.iter().skip(1).all(|line| !ends_in_one(line) || alike(line))
    }
}

/// Whether a number is such as a fixed line has within its area.
pub(super) fn subscriber(number: &str) -> bool {
    number.starts_with(|c| ('2'..='8').contains(&c))
}

fn among(words: &str, word: &str) -> bool {
    words.split(' ').any(|own| own == word)
}
