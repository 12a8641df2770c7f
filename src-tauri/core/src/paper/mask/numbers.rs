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
    let shape: Vec<usize> = groups.iter().take(4).scan(None, |before, g| joined(chars, before, *g)).collect();
    let digits = |from: usize, many: usize| -> String {
        let inside = groups.iter().skip(from).take(many).flat_map(|g| chars.iter().take(g.end).skip(g.start));
        inside.map(|c| plain(*c)).collect()
    };
    let country = matches!(digits(0, 1).as_str(), "86" | "086" | "0086");
    let skip = usize::from(country);
    for many in [1, 3] {
        let own = shape.get(skip..skip + many)?;
        let number = digits(skip, many);
        let grouped = many == 1 || own == [3, 4, 4];
        if grouped && mobile(&number) {
            let extra = if country { digits(0, 1).len() } else { 0 };
            return Some(Found { groups: skip + many, id: false, head: extra + 3, tail: 4 });
        }
        if many == 1 {
            let written_on = ["86", "086", "0086"].iter().find(|c| number.strip_prefix(*c).is_some_and(mobile));
            if let Some(country) = written_on {
                return Some(Found { groups: 1, id: false, head: country.len() + 3, tail: 4 });
            }
            let area = number.starts_with('0') && matches!(number.len(), 3 | 4);
            if area && matches!(shape.get(1), Some(7 | 8)) {
                return Some(Found { groups: 2, id: false, head: number.len(), tail: 2 });
            }
            if number.starts_with('0') && !number.starts_with("00") && matches!(number.len(), 10..=12) {
                return Some(Found { groups: 1, id: false, head: 4, tail: 2 });
            }
            if number.len() == 18 {
                return Some(Found { groups: 1, id: true, head: 3, tail: 2 });
            }
        }
        if shape.len() < skip + 3 {
            return None;
        }
    }
    None
}

fn mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && number.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c))
}

/// Lengths of groups as long as each stands one mark behind the other.
fn joined(chars: &[char], before: &mut Option<Group>, group: Group) -> Option<usize> {
    let near = match before {
        None => true,
        Some(last) => group.start == last.end + 1 && chars.get(last.end).is_some_and(|c| between(*c)),
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
    matches!(c, ' ' | '-' | '－' | '—' | '·' | '\u{3000}' | '\u{a0}')
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
        assert_eq!(shown("0851-85512345或085185512345"), "0851-******45或0851******45", "fixed lines");
        assert_eq!(shown("52010219900101123x和520102199001011234"), "520*************3x和520*************34", "identity cards");
    }

    #[test]
    fn what_is_no_such_number_stays() {
        for text in
            ["2026-02-24 09:00", "KF-JC-202602-0001A", "3栋1单元1702", "10000.00元", "2026年2月24日 12345678", "12345678901"]
        {
            assert_eq!(shown(text), text, "{text} is nobody's number");
        }
        assert_eq!(shown("2026-02-24 13800000001"), "2026-02-24 138****0001", "a date before a number");
        assert_eq!(masked("13800000001", false, true), "13800000001", "only what is asked for");
    }
}
