//! Characters as people see them: full-width figures, Chinese figures, and what is not seen at all.

/// A figure, in whatever width or script it was typed.
pub(super) fn digit(c: char) -> bool {
    plain(c).is_ascii_digit()
}

/// A Latin letter, full-width too.
pub(super) fn letter(c: char) -> bool {
    plain(c).is_ascii_alphabetic()
}

/// A figure in words: 三.
pub(super) fn chinese(c: char) -> bool {
    !c.is_ascii() && !('！'..='～').contains(&c) && digit(c)
}

/// As it would stand on the keyboard; letters become capitals.
pub(super) fn plain(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - u32::from('！') + u32::from('!')).unwrap_or(c).to_ascii_uppercase(),
        '〇' | '零' => '0',
        '一' | '幺' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        c => c.to_ascii_uppercase(),
    }
}

/// What takes no room on the screen: joiners, marks of direction, soft hyphens.
pub(super) fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// What may stand between the characters of one word: no line's end, which parts words.
pub(super) fn gap(c: char) -> bool {
    unseen(c) || c.is_whitespace() && !ends_line(c)
}

/// The end of a line.
pub(super) fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
