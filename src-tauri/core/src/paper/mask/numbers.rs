//! Telephone and identity numbers in words that people typed: found by their shape alone.

/// Digits and what people set between their groups: `138 0000 0001`, `0851-85512345`, `138-0000-0001`.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// First character.
    start: usize,
    /// Behind the last.
    end: usize,
}

/// The text with every telephone number (`phones`) and every number of an identity card (`ids`) masked.
pub(super) fn masked(text: &str, phones: bool, ids: bool) -> String {
    if !(phones || ids) || text.chars().filter(|c| digit(*c)).count() < 7 {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let groups = groups(&chars);
    let mut hidden = vec![false; chars.len()];
    let mut at = 0;
    while let Some(rest) = groups.get(at..).filter(|rest| !rest.is_empty()) {
        match found(&chars, rest) {
            Some(Found { groups: many, id, head, tail }) if (id && ids) || (!id && phones) => {
                let digits: Vec<usize> = rest.iter().take(many).flat_map(|g| g.start..g.end).collect();
                let last = digits.len().saturating_sub(tail);
                for place in digits.iter().take(last).skip(head) {
                    if let Some(hide) = hidden.get_mut(*place) {
                        *hide = true;
                    }
                }
                at += many;
            }
            _ => at += 1,
        }
    }
    chars.iter().zip(hidden).map(|(c, hide)| if hide { '*' } else { *c }).collect()
}

/// A number that begins with the first of some groups.
struct Found {
    groups: usize,
    id: bool,
    /// Digits that stay at its head and its tail.
    head: usize,
    tail: usize,
}

fn found(chars: &[char], groups: &[Group]) -> Option<Found> {
    let shape: Vec<usize> = groups.iter().take(MOST).scan(None, |before, g| joined(chars, before, *g)).collect();
    let digits = |from: usize, many: usize| -> String {
        let inside = groups.iter().skip(from).take(many).flat_map(|g| chars.iter().take(g.end).skip(g.start));
        inside.map(|c| plain(*c)).collect()
    };
    let first = digits(0, 1);
    if let Some(fixed) = fixed(&first, &shape) {
        return Some(fixed);
    }
    let written_on = COUNTRY.iter().find(|c| first.strip_prefix(**c).is_some_and(mobile));
    if let Some(country) = written_on {
        return Some(Found { groups: 1, id: false, head: country.len() + 3, tail: 4 });
    }
    let skip = usize::from(COUNTRY.contains(&first.as_str()));
    (1..=shape.len().saturating_sub(skip)).find_map(|many| {
        let (own, number) = (shape.get(skip..skip + many)?, digits(skip, many));
        if mobile(&number) && (many == 1 || own.iter().all(|length| *length >= 3)) {
            let extra = if skip == 1 { first.len() } else { 0 };
            return Some(Found { groups: skip + many, id: false, head: extra + 3, tail: 4 });
        }
        // In one piece by its length alone; in groups it must hold a day of birth.
        let ends_in_x = groups.get(skip + many - 1).and_then(|g| chars.get(g.end)).is_some_and(|c| matches!(c, 'x' | 'X' | 'Ｘ'));
        let card = number.len() == 18 || number.len() == 17 && ends_in_x;
        (card && (many == 1 || born(&number))).then(|| Found {
            groups: skip + many,
            id: true,
            head: if skip == 1 { first.len() + 3 } else { 3 },
            tail: number.len() - 16,
        })
    })
}

/// Most groups that one number is written in.
const MOST: usize = 6;
const COUNTRY: [&str; 3] = ["86", "086", "0086"];

/// A number of a fixed line, with its area.
fn fixed(first: &str, shape: &[usize]) -> Option<Found> {
    let area = first.starts_with('0') && matches!(first.len(), 3 | 4);
    let rest = match shape.get(1..) {
        Some([7 | 8, ..]) if area => 1,
        Some([3 | 4, 4, ..]) if area => 2,
        _ if first.starts_with('0') && !first.starts_with("00") && matches!(first.len(), 10..=12) => {
            return Some(Found { groups: 1, id: false, head: 4, tail: 2 });
        }
        _ => return None,
    };
    Some(Found { groups: 1 + rest, id: false, head: first.len(), tail: 2 })
}

/// Whether the seventh to fourteenth digit are a day of the last or of this century.
fn born(number: &str) -> bool {
    let part = |from: usize, to: usize| number.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    matches!(part(6, 8), 19 | 20) && (1..=12).contains(&part(10, 12)) && (1..=31).contains(&part(12, 14))
}

fn mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && number.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c))
}

/// Lengths of groups as long as each stands behind the other with nothing but marks between, at most three: ` - `.
fn joined(chars: &[char], before: &mut Option<Group>, group: Group) -> Option<usize> {
    let near = match before {
        None => true,
        Some(last) => chars.get(last.end..group.start).is_some_and(|marks| marks.len() <= 3 && marks.iter().all(|c| between(*c))),
    };
    *before = Some(group);
    near.then_some(group.end - group.start)
}

fn groups(chars: &[char]) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let run = out.last_mut().filter(|g| g.end == at);
        match run {
            Some(group) if digit(*c) => group.end = at + 1,
            // The last of an identity number may be an X.
            Some(group) if matches!(c, 'x' | 'X' | 'Ｘ') && at - group.start == 17 => group.end = at + 1,
            _ if digit(*c) => out.push(Group { start: at, end: at + 1 }),
            _ => {}
        }
    }
    out
}

fn digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// As it would stand on the keyboard.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        'x' | 'Ｘ' => 'X',
        c => c,
    }
}

fn between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '－' | '—' | '–' | '·' | '.' | '．' | '(' | ')' | '（' | '）')
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
        ] {
            assert_eq!(shown(text), text, "{text} is nobody's number");
        }
        assert_eq!(shown("2026-02-24 13800000001"), "2026-02-24 138****0001", "a date before a number");
        assert_eq!(masked("13800000001", false, true), "13800000001", "only what is asked for");
    }
}
