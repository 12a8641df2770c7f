//! Telephone, identity and card numbers in words that people typed: found by their shape, or by the word before them.

use super::signs::{chinese, digit, letter, plain, unseen};

/// Digits in one piece and of one script: `0001`.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// First character.
    start: usize,
    /// Behind the last.
    end: usize,
}

/// The text with every telephone number (`phones`) and every number of an identity or a bank card (`ids`) masked.
pub(super) fn masked(text: &str, phones: bool, ids: bool) -> String {
    if !(phones || ids) || text.chars().filter(|c| digit(*c)).count() < FEWEST {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let groups = groups(&chars);
    let mut hidden = vec![false; chars.len()];
    let mut at = 0;
    while let Some(rest) = groups.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(Found { groups: many, kind, head, tail }) = (Place { chars: &chars, groups: rest }).number() else {
            at += 1;
            continue;
        };
        at += many;
        if !kind.is_hidden(phones, ids) {
            continue;
        }
        let seen = |at: &usize| chars.get(*at).is_some_and(|c| !unseen(*c));
        let digits: Vec<usize> = rest.iter().take(many).flat_map(|g| g.start..g.end).filter(seen).collect();
        let last = digits.len().saturating_sub(tail);
        for place in digits.iter().take(last).skip(head) {
            if let Some(hide) = hidden.get_mut(*place) {
                *hide = true;
            }
        }
    }
    chars.iter().zip(hidden).map(|(c, hide)| if hide { '*' } else { *c }).collect()
}

/// Fewest digits of a number that is somebody's: an account behind its word.
const FEWEST: usize = 5;
/// Most groups that one number is written in.
const MOST: usize = 7;
const COUNTRY: [&str; 3] = ["86", "086", "0086"];
/// What people write before a number that has no shape of its own.
const CALLED: [&str; 16] = [
    "电话",
    "手机",
    "座机",
    "固话",
    "联系方式",
    "致电",
    "来电",
    "拨打",
    "回电",
    "号码",
    "微信",
    "tel",
    "phone",
    "mobile",
    "wechat",
    "qq",
];
/// What may stand between that word and its number.
const AFTER_THE_WORD: &str = "：:是为号（(【「“\"'，,";

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

/// Groups as they stand in a text, from one on.
#[derive(Clone, Copy)]
struct Place<'a> {
    chars: &'a [char],
    groups: &'a [Group],
}

impl<'a> Place<'a> {
    fn number(self) -> Option<Found> {
        let first = self.digits(0, 1);
        self.fixed(&first)
            .or_else(|| self.mobile_or_card(&first))
            .or_else(|| self.abroad())
            .or_else(|| self.bank_card(&first))
            .or_else(|| self.called())
            .or_else(|| self.long(&first))
            .or_else(|| self.local(&first))
    }

    /// A number of a fixed line, with its area.
    fn fixed(self, first: &str) -> Option<Found> {
        let area = first.starts_with('0') && matches!(first.len(), 3 | 4);
        let rest = match self.shape(Marks::Listed).get(1..) {
            Some([7 | 8, ..]) if area => 1,
            Some([3 | 4, 4, ..]) if area => 2,
            _ if first.starts_with('0') && !first.starts_with("00") && matches!(first.len(), 10..=12) => {
                return Some(Found { groups: 1, kind: Kind::Phone, head: 4, tail: 2 });
            }
            _ => return None,
        };
        Some(Found { groups: 1 + rest, kind: Kind::Phone, head: first.len(), tail: 2 })
    }

    /// A mobile number or an identity card, in one piece or in groups, with the country or without.
    fn mobile_or_card(self, first: &str) -> Option<Found> {
        if let Some(country) = COUNTRY.iter().find(|c| first.strip_prefix(**c).is_some_and(mobile)) {
            return Some(Found { groups: 1, kind: Kind::Phone, head: country.len() + 3, tail: 4 });
        }
        let shape = self.shape(Marks::Listed);
        let skip = usize::from(COUNTRY.contains(&first));
        let before = if skip == 1 { first.len() } else { 0 };
        (1..=shape.len().saturating_sub(skip)).find_map(|many| {
            let number = self.digits(skip, many);
            if mobile(&number) && (many == 1 || self.mobile_groups(skip, many)) {
                return Some(Found { groups: skip + many, kind: Kind::Phone, head: before + 3, tail: 4 });
            }
            // In one piece by its length alone; in groups it must hold a day of birth.
            let last = self.groups.get(skip + many - 1)?;
            let ends_in_x = self.chars.get(last.end).is_some_and(|c| plain(*c) == 'X');
            let new = number.len() == 18 || number.len() == 17 && ends_in_x;
            let old = number.len() == 15 && born_old(&number) && (many == 1 || shape.get(skip) == Some(&6));
            (old || new && (many == 1 || born(&number))).then(|| Found {
                groups: skip + many,
                kind: Kind::Card,
                head: before + 3,
                tail: if number.len() == 17 { 1 } else { 2 },
            })
        })
    }

    /// Whether groups are such as a mobile number is written in: a list of times, rooms or amounts is none.
    fn mobile_groups(self, skip: usize, many: usize) -> bool {
        let shape = self.shape(Marks::Listed);
        let Some(own) = shape.get(skip..skip + many) else { return false };
        if matches!(own, [3, 4, 4] | [3, 8] | [7, 4] | [3, 3, 5]) {
            return true;
        }
        let within = self.shape(Marks::Within).len() >= skip + many;
        let mut marks = self.groups.windows(2).skip(skip).take(many - 1).map(|pair| self.marks(pair));
        let one = marks.next();
        let alike = marks.all(|other| Some(other) == one);
        within && own.iter().all(|length| *length >= if alike { 2 } else { 3 })
    }

    /// `+852 9123 4567`: whatever follows a plus.
    fn abroad(self) -> Option<Found> {
        if !matches!(self.before()?, '+' | '＋') {
            return None;
        }
        let shape = self.shape(Marks::Within);
        let groups = shape.fewest(10).or_else(|| shape.fewest(8))?;
        let country = if groups == 1 { 3 } else { shape.first().copied().unwrap_or_default() };
        Some(Found { groups, kind: Kind::Phone, head: country, tail: 2 })
    }

    /// `6222 0212 3456 7890 123`
    fn bank_card(self, first: &str) -> Option<Found> {
        let shape = self.shape(Marks::Within);
        let fours = shape.iter().take_while(|length| **length == 4).count();
        let rest = usize::from(fours == 4 && shape.get(4).is_some_and(|length| *length < 4));
        let years = matches!(part(first, 0, 2), 19 | 20);
        (fours >= 4 && !years).then_some(Found { groups: 4 + rest, kind: Kind::Card, head: 4, tail: 2 })
    }

    /// A number behind the word for it: `座机 8888 1236`, `微信12345678`.
    fn called(self) -> Option<Found> {
        let start = self.groups.first()?.start;
        let before: String = self.chars.get(start.saturating_sub(16)..start)?.iter().collect();
        let before =
            before.trim_end_matches(|c: char| c.is_whitespace() || unseen(c) || AFTER_THE_WORD.contains(c)).to_lowercase();
        if !CALLED.iter().any(|word| before.ends_with(word)) {
            return None;
        }
        let shape = self.shape(Marks::Within);
        let one = shape.first().filter(|length| **length >= FEWEST).map(|_| 1);
        let groups = shape.fewest(7).or(one)?;
        Some(Found { groups, kind: Kind::Phone, head: 0, tail: 2 })
    }

    /// More digits in one piece than anything else has: two mobile numbers without a gap, a bank card. Not what begins with a
    /// day, as numbers that a program gives do.
    fn long(self, first: &str) -> Option<Found> {
        let one = first.len() >= 12 && !begins_with_a_day(first) && !self.in_a_code();
        one.then_some(Found { groups: 1, kind: Kind::Any, head: 3, tail: 2 })
    }

    /// A number of a fixed line without its area. An amount, a day and a part of a code are none.
    fn local(self, first: &str) -> Option<Found> {
        let line = matches!(first.len(), 7 | 8) && first.starts_with(|c| ('2'..='8').contains(&c));
        let amount = self.before().is_some_and(|c| "¥￥$.,，第".contains(c))
            || self.after().is_some_and(|c| "元万千百度吨平米%％.".contains(c));
        let one = line && !amount && !begins_with_a_day(first) && !self.in_a_code();
        one.then_some(Found { groups: 1, kind: Kind::Phone, head: 0, tail: 2 })
    }

    /// Whether the first group has Latin letters beside it, or behind a hyphen before it: `KF-20260200`, `3f29180`.
    fn in_a_code(self) -> bool {
        let start = self.groups.first().map_or(0, |group| group.start);
        let behind_letters = match self.before() {
            Some('-' | '_') => self.chars.iter().take(start).rev().nth(1).copied(),
            near => near,
        };
        behind_letters.is_some_and(letter) || self.after().is_some_and(letter)
    }

    /// The character before the first group.
    fn before(self) -> Option<char> {
        self.chars.get(self.groups.first()?.start.checked_sub(1)?).copied()
    }

    /// The character behind the first group.
    fn after(self) -> Option<char> {
        self.chars.get(self.groups.first()?.end).copied()
    }

    /// The digits of some groups, as on a keyboard.
    fn digits(self, from: usize, many: usize) -> String {
        let inside = self.groups.iter().skip(from).take(many).filter_map(|g| self.chars.get(g.start..g.end));
        inside.flatten().filter(|c| !unseen(**c)).map(|c| plain(*c)).collect()
    }

    /// How many digits each group has, as long as such marks alone stand between, at most three.
    fn shape(self, marks: Marks) -> Shape {
        let near = self.groups.windows(2).take(MOST - 1).take_while(|pair| {
            self.marks(pair).is_some_and(|between| between.len() <= 3 && between.iter().all(|c| marks.has(*c)))
        });
        Shape((0..=near.count()).map(|at| self.digits(at, 1).len()).collect())
    }

    fn marks(self, pair: &[Group]) -> Option<&'a [char]> {
        let [one, other] = pair else { return None };
        self.chars.get(one.end..other.start)
    }
}

/// How many digits each of some groups has.
struct Shape(Vec<usize>);

impl std::ops::Deref for Shape {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        &self.0
    }
}

impl Shape {
    /// The fewest groups with so many digits, and no more than a telephone number has (15, ITU-T E.164).
    fn fewest(&self, digits: usize) -> Option<usize> {
        (1..=self.len()).find(|many| (digits..=15).contains(&self.iter().take(*many).sum::<usize>()))
    }
}

/// What may stand between the groups of a number.
#[derive(Debug, Clone, Copy)]
enum Marks {
    /// What stands within one number: ` - `.
    Within,
    /// What stands between several as well.
    Listed,
}

impl Marks {
    fn has(self, c: char) -> bool {
        let within = c.is_whitespace() || unseen(c) || "-－—–−‐‑·.．()（）_~～".contains(c);
        within || matches!(self, Self::Listed) && "、，,/／:：;；|*".contains(c)
    }
}

/// Whether the seventh to fourteenth digit are a day of the last or of this century (GB 11643).
fn born(number: &str) -> bool {
    matches!(part(number, 6, 8), 19 | 20) && is_day(number, 10)
}

/// Whether the seventh to twelfth digit are a day, as on the cards of fifteen digits.
fn born_old(number: &str) -> bool {
    is_day(number, 8)
}

fn begins_with_a_day(number: &str) -> bool {
    matches!(part(number, 0, 2), 19 | 20) && is_day(number, 4)
}

/// Whether a month and a day of it stand at a place.
fn is_day(number: &str, at: usize) -> bool {
    (1..=12).contains(&part(number, at, at + 2)) && (1..=31).contains(&part(number, at + 2, at + 4))
}

fn part(number: &str, from: usize, to: usize) -> u32 {
    number.get(from..to).and_then(|part| part.parse().ok()).unwrap_or_default()
}

fn mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && number.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c))
}

fn groups(chars: &[char]) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    // Characters that nobody sees part nothing: where the last group may go on.
    let mut reached = 0;
    let mut script = false;
    for (at, c) in chars.iter().enumerate() {
        match out.last_mut().filter(|_| reached == at) {
            Some(group) if digit(*c) && chinese(*c) == script => group.end = at + 1,
            // The last of an identity number may be an X.
            Some(group) if plain(*c) == 'X' && at - group.start == 17 => group.end = at + 1,
            Some(_) if unseen(*c) => {}
            _ if digit(*c) => {
                out.push(Group { start: at, end: at + 1 });
                script = chinese(*c);
            }
            _ => continue,
        }
        reached = at + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::masked;

    fn shown(text: &str) -> String {
        masked(text, true, true)
    }

    #[test]
    fn numbers_are_known_however_they_are_written() {
        assert_eq!(shown("打13800000001找他"), "打138****0001找他", "a mobile number");
        assert_eq!(shown("138 0000 0001，138-0000-0002"), "138 **** 0001，138-****-0002", "in groups");
        assert_eq!(shown("+86 13800000001、8613800000001"), "+86 138****0001、86138****0001", "with the country");
        assert_eq!(shown("１３８００００００１１"), "１３８****００１１", "in full-width digits");
        assert_eq!(shown("138.0013.8005、1380013 8009"), "138.****.8005、138**** 8009", "with dots, in two groups");
        assert_eq!(shown("138\n00138010，138 - 0013 - 8011"), "138\n****8010，138 - **** - 8011", "over a line's end");
        assert_eq!(shown("(0755)88881236、（0755）8888 1236"), "(0755)******36、（0755）**** **36", "an area in brackets");
        assert_eq!(
            shown("440301 19900101 1236、440301-1990-01-01-123X"),
            "440*** ******** **36、440***-****-**-**-**3X",
            "cards in groups"
        );
        assert_eq!(shown("0851-85512345或085185512345"), "0851-******45或0851******45", "fixed lines");
        assert_eq!(shown("440301 900101 123、440301900101123"), "440*** ****** *23、440**********23", "cards of fifteen digits");
        assert_eq!(
            shown("88881236，+86 755 88881236"),
            "******36，+86 *** ******36",
            "a fixed line without its area, and with the country"
        );
        assert_eq!(shown("+852 9123 4567、+85291234567"), "+852 **** **67、+852******67", "from abroad");
        assert_eq!(shown("13 8001 37006、138 00 13 70 04"), "13 8*** *7006、138 ** ** 70 04", "in groups of two");
        assert_eq!(
            shown("138、0013、7001；138/0013/7002；138：0013_7003"),
            "138、****、7001；138/****/7002；138：****_7003",
            "set off"
        );
        assert_eq!(shown("138\u{200b}0013\u{200b}7004"), "138\u{200b}****\u{200b}7004", "with what nobody sees");
        assert_eq!(shown("13800137001 13800137002"), "138****7001 138****7002", "two");
        assert_eq!(shown("1380013700113800137002"), "138*****************02", "two without a gap");
        assert_eq!(shown("一三八零零一三七零零五，幺三八00137006"), "一三八****七零零五，幺三八****7006", "in words");
        assert_eq!(
            shown("6222 0212 3456 7890 123、6222021234567890123"),
            "6222 **** **** **** *23、622**************23",
            "bank cards"
        );
        assert_eq!(shown("座机：8888 1236，微信123456，QQ 98765"), "座机：**** **36，微信****56，QQ ***65", "behind its word");
        assert_eq!(shown("13800-137-009"), "138**-**7-009", "the middle is hidden however it is parted");
        assert_eq!(shown("52010219900101123x和520102199001011234"), "520*************3x和520*************34", "identity cards");
    }

    #[test]
    fn what_is_no_such_number_stays() {
        for text in [
            "2026-02-24 09:00",
            "KF-JC-202602-0001A",
            "3栋1单元1702",
            "10000.00元",
            "2026年2月24日 12345678",
            "12345678901",
            "150.00元 2026.02.24",
            "2026.02.24 09.30",
            "3栋 1702 (2)",
            "13:30、14:00、15:30",
            "1301、1302、503",
            "13:30-14:00，150人",
            "2023 2024 2025 2026",
            "20260224",
            "202602240900",
            "23456789元 ¥23456789 23456789.50",
            "7f3ac21e 09b45d8890aa KF-23456789 23456789A",
            "三月五日，一二三四五六七八",
        ] {
            assert_eq!(shown(text), text, "{text} is nobody's number");
        }
        assert_eq!(shown("2026-02-24 13800000001"), "2026-02-24 138****0001", "a date before a number");
        assert_eq!(masked("13800000001", false, true), "13800000001", "only what is asked for");
    }
}
