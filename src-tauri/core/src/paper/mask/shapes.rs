//! Digits in groups, as people write numbers: `138 0013 7001`, `0851-85512345`, `一三八…`.

use super::signs::{chinese, digit, ends_line, letter, plain, unseen};

/// Most groups that are looked at: a country and an identity number, each digit by itself.
const MOST: usize = 19;
/// Most characters between two groups of one number.
const APART: usize = 3;

/// Digits in one piece and of one script: `0001`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    /// First character.
    pub(super) start: usize,
    /// Behind the last.
    pub(super) end: usize,
}

/// Groups as they stand in a text, from one on.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) chars: &'a [char],
    pub(super) groups: &'a [Group],
}

impl<'a> Place<'a> {
    /// Whether the first group is a part of a code: Latin letters stand beside it or before it in one piece: `KF-20260200`,
    /// `TS-A-202611-0310`, `3f29180`.
    pub(super) fn in_a_code(self) -> bool {
        self.piece().any(letter) || self.after().is_some_and(letter)
    }

    /// Whether the first group stands in a code that has digits before it as well: `TS-A-202611-0310`, and not `tel-0755`.
    pub(super) fn in_a_serial(self) -> bool {
        self.piece().any(letter) && self.piece().any(digit)
    }

    /// What stands before the first group without a gap, backwards: letters, digits and hyphens.
    fn piece(self) -> impl Iterator<Item = char> {
        let start = self.groups.first().map_or(0, |group| group.start);
        let before = self.chars.get(..start).into_iter().flatten().rev().copied();
        before.take_while(|c| letter(*c) || digit(*c) && !chinese(*c) || matches!(c, '-' | '_'))
    }

    /// The character before the first group.
    pub(super) fn before(self) -> Option<char> {
        self.nth_before(0)
    }

    /// The same further on; 0 is the next one.
    pub(super) fn nth_before(self, number: usize) -> Option<char> {
        self.chars.get(self.groups.first()?.start.checked_sub(number + 1)?).copied()
    }

    /// The character behind the first group.
    pub(super) fn after(self) -> Option<char> {
        self.behind(0).next()
    }

    /// What stands behind a group.
    pub(super) fn behind(self, group: usize) -> impl Iterator<Item = char> {
        let end = self.groups.get(group).map_or(self.chars.len(), |group| group.end);
        self.chars.get(end..).into_iter().flatten().copied()
    }

    /// Some characters before the first group, without marks at their end.
    pub(super) fn words_before(self, is_mark: fn(char) -> bool) -> String {
        let start = self.groups.first().map_or(0, |group| group.start);
        let before = self.chars.get(start.saturating_sub(24)..start).unwrap_or_default().iter().collect::<String>();
        before.trim_end_matches(|c: char| c.is_whitespace() || unseen(c) || is_mark(c)).to_lowercase()
    }

    /// The digits of some groups, as on a keyboard.
    pub(super) fn digits(self, from: usize, many: usize) -> String {
        let inside = self.groups.iter().skip(from).take(many).filter_map(|g| self.chars.get(g.start..g.end));
        inside.flatten().filter(|c| !unseen(**c)).map(|c| plain(*c)).collect()
    }

    /// A short group as a number.
    pub(super) fn value(self, group: usize) -> u32 {
        self.digits(group, 1).parse().unwrap_or_default()
    }

    /// How many digits each group has, as long as such marks alone stand between, and not many of them.
    pub(super) fn shape(self, marks: Marks) -> Shape {
        let near = self.groups.windows(2).take(MOST - 1).take_while(|pair| {
            self.marks(pair).is_some_and(|between| width(between) <= APART && between.iter().all(|c| marks.has(*c)))
        });
        Shape((0..=near.count()).map(|at| self.length(at)).collect())
    }

    fn length(self, group: usize) -> usize {
        let own = self.groups.get(group).and_then(|g| self.chars.get(g.start..g.end));
        own.map_or(0, |own| own.iter().filter(|c| !unseen(**c)).count())
    }

    /// What stands between a group and the next.
    pub(super) fn between(self, group: usize) -> &'a [char] {
        self.groups.get(group..group + 2).and_then(|pair| self.marks(pair)).unwrap_or_default()
    }

    /// Whether the same stands between all of some groups.
    pub(super) fn alike(self, from: usize, many: usize) -> bool {
        (from + 1..(from + many).saturating_sub(1)).all(|group| self.between(group) == self.between(from))
    }

    /// Whether digits stand before the first group, on its line, as groups of one number would.
    pub(super) fn goes_on(self) -> bool {
        let before = (0..=APART).map_while(|number| self.nth_before(number)).take_while(|c| !ends_line(*c));
        before.skip_while(|c| Marks::Within.has(*c)).map(digit).next().unwrap_or(false)
    }

    fn marks(self, pair: &[Group]) -> Option<&'a [char]> {
        let [one, other] = pair else { return None };
        self.chars.get(one.end..other.start)
    }
}

/// How many marks stand between two groups; several spaces are one.
fn width(between: &[char]) -> usize {
    let space = |c: char| c.is_whitespace() || unseen(c);
    let again = between.windows(2).filter(|pair| pair.iter().all(|c| space(*c))).count();
    between.len() - again
}

/// How many digits each of some groups has.
pub(super) struct Shape(Vec<usize>);

impl std::ops::Deref for Shape {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        &self.0
    }
}

impl Shape {
    /// The fewest groups with so many digits, and no more than a telephone number has (15, ITU-T E.164).
    pub(super) fn fewest(&self, digits: usize) -> Option<usize> {
        (1..=self.len()).find(|many| (digits..=15).contains(&self.sum(0, *many)))
    }

    /// How many digits some groups have.
    pub(super) fn sum(&self, from: usize, many: usize) -> usize {
        self.iter().skip(from).take(many).sum()
    }
}

/// What may stand between the groups of a number.
#[derive(Debug, Clone, Copy)]
pub(super) enum Marks {
    /// What stands within one number: ` - `.
    Within,
    /// What stands between several as well.
    Listed,
}

impl Marks {
    pub(super) fn has(self, c: char) -> bool {
        let within = c.is_whitespace() || unseen(c) || "-－—–−‐‑·.．()（）_~～".contains(c);
        within || matches!(self, Self::Listed) && "、，,。/／:：;；|*=＝'’‘+＋…•●◦∙▪■□◆◇★☆▲→【】[]［］".contains(c)
    }
}

pub(super) fn groups(chars: &[char]) -> Vec<Group> {
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

/// Whether the seventh to fourteenth digit are a day of the last or of this century (GB 11643).
pub(super) fn born(number: &str) -> bool {
    matches!(part(number, 6, 8), 19 | 20) && is_day(number, 10)
}

/// Whether the seventh to twelfth digit are a day, as on the cards of fifteen digits.
pub(super) fn born_old(number: &str) -> bool {
    is_day(number, 8)
}

pub(super) fn begins_with_a_day(number: &str) -> bool {
    matches!(part(number, 0, 2), 19 | 20) && is_day(number, 4)
}

/// Whether a month and a day of it stand at a place.
fn is_day(number: &str, at: usize) -> bool {
    (1..=12).contains(&part(number, at, at + 2)) && (1..=31).contains(&part(number, at + 2, at + 4))
}

fn part(number: &str, from: usize, to: usize) -> u32 {
    number.get(from..to).and_then(|part| part.parse().ok()).unwrap_or_default()
}

/// Whether four digits are a time: 0930.
pub(super) fn is_time(number: &str) -> bool {
    number.len() == 4 && part(number, 0, 2) < 24 && part(number, 2, 4) < 60
}

pub(super) fn mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && number.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c))
}

/// Digits of an area's own: 010, 02x, 03xx to 09xx.
pub(super) fn area(number: &str) -> Option<usize> {
    let mut digits = number.chars();
    match (digits.next()?, digits.next()?, digits.next()?) {
        ('0', '1', '0') | ('0', '2', _) => Some(3),
        ('0', '3'..='9', _) => Some(4),
        _ => None,
    }
}

/// Whether the last digit checks the others, as on bank cards (ISO/IEC 7812-1).
pub(super) fn luhn(number: &str) -> bool {
    let digits = number.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
    let sum: u32 = digits.map(|(at, n)| if at % 2 == 0 { n } else { n * 2 / 10 + n * 2 % 10 }).sum();
    sum.is_multiple_of(10)
}
