//! Lines: where text may break (UAX #14, strict), how much fits, and the thin space between Chinese and Latin.
//!
//! All lengths are in em of the text's own size; whoever draws multiplies.

use std::sync::OnceLock;

use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::PaperError;
use super::font::{Face, ignorable, locate};

/// Space between a Chinese character and a Latin letter or figure, in em. It is a shift, never a character, and stays
/// under the tenth of an em from which readers of PDF guess a space when text is copied.
pub const THIN: f64 = 0.095;

/// Part of a line in one face without a shift inside.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The face that has these characters.
    pub face: Face,
    /// The characters.
    pub text: String,
    /// From the beginning of the line, em.
    pub x: f64,
    /// Width, em.
    pub width: f64,
}

/// A line as it is drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// From left to right.
    pub pieces: Vec<Piece>,
    /// Width, em; spaces at the end do not count.
    pub width: f64,
}

impl Line {
    /// The characters of the line.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

#[derive(Debug, Clone, Copy)]
struct Glyph {
    c: char,
    face: Face,
    /// Own width and the shift before it, em.
    width: f64,
    shift: f64,
    /// Whether a line may begin here.
    opening: Opening,
}

/// How well a line begins at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Opening {
    /// Only by force.
    Forced,
    /// Within a date, where nothing better fits: 2026年2月 over 24日.
    Poor,
    /// By the rules.
    Good,
}

/// Characters that may not begin a line (GB/T 15834 §5.1: 句号 问号 叹号 逗号 顿号 分号 冒号, closing marks).
#[must_use]
pub fn never_first(c: char) -> bool {
    "，。、；：！？）》〉」』】〕〗〞”’…—～·,.;:!?)]}%‰℃°′″々ー".contains(c)
}

/// Characters that may not end a line (opening marks).
#[must_use]
pub fn never_last(c: char) -> bool {
    "（《〈「『【〔〖“‘([{￥¥$№#".contains(c)
}

/// A number stays with its unit: 24日, 3栋, 1702室.
const UNITS: &str = "年月日时分秒号栋幢层楼室元项次";

fn chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c.is_alphanumeric() && (c as u32) < 0x2E80)
}

fn segmenter() -> LineSegmenterBorrowed<'static> {
    static SEGMENTER: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    *SEGMENTER.get_or_init(|| {
        let mut options = LineBreakOptions::default();
        options.strictness = Some(LineBreakStrictness::Strict);
        options.word_option = Some(LineBreakWordOption::Normal);
        LineSegmenter::new_for_non_complex_scripts(options)
    })
}

fn glyphs(text: &str, face: Face) -> Result<Vec<Glyph>, PaperError> {
    let mut out: Vec<Glyph> = Vec::with_capacity(text.len() / 2);
    for c in text.chars() {
        let c = if c == '\t' { ' ' } else { c };
        if ignorable(c) {
            continue;
        }
        let (face, width) = locate(face, c, text)?;
        let shift = match out.last() {
            Some(before) if (chinese(before.c) && latin(c)) || (latin(before.c) && chinese(c)) => THIN,
            _ => 0.0,
        };
        out.push(Glyph { c, face, width: f64::from(width) / 1000.0, shift, opening: Opening::Forced });
    }
    Ok(out)
}

/// Marks where the segmenter lets a line begin. Only called when a text does not fit one line: most do.
fn mark_openings(glyphs: &mut [Glyph]) {
    let text: String = glyphs.iter().map(|g| g.c).collect();
    let mut breaks = segmenter().segment_str(&text).peekable();
    let mut at = 0;
    let mut before = None;
    for glyph in glyphs {
        while breaks.next_if(|b| *b < at).is_some() {}
        let allowed = breaks.peek() == Some(&at) && !never_first(glyph.c) && !before.is_some_and(never_last);
        glyph.opening = match before {
            Some(before) if before.is_ascii_digit() && UNITS.contains(glyph.c) => Opening::Forced,
            Some('年' | '月') if glyph.c.is_ascii_digit() && allowed => Opening::Poor,
            _ if allowed => Opening::Good,
            _ => Opening::Forced,
        };
        at += glyph.c.len_utf8();
        before = Some(glyph.c);
    }
}

fn blank(c: char) -> bool {
    c == ' ' || c == '\u{3000}'
}

fn line(glyphs: &[Glyph]) -> Line {
    let mut out = Line::default();
    let mut x = 0.0;
    for (n, glyph) in glyphs.iter().enumerate() {
        let shift = if n == 0 { 0.0 } else { glyph.shift };
        match out.pieces.last_mut() {
            Some(piece) if piece.face == glyph.face && shift == 0.0 => {
                piece.text.push(glyph.c);
                piece.width += glyph.width;
            }
            _ => out.pieces.push(Piece { face: glyph.face, text: glyph.c.into(), x: x + shift, width: glyph.width }),
        }
        x += shift + glyph.width;
        if !blank(glyph.c) {
            out.width = x;
        }
    }
    out
}

/// One line, however wide it is.
///
/// # Errors
/// A character that no face has.
pub fn single(text: &str, face: Face) -> Result<Line, PaperError> {
    Ok(line(&glyphs(text, face)?))
}

/// Breaks text into lines of at most `width` em; `\n` begins a new line.
///
/// A run without a place to break (a long number, a web address) is broken between characters, so that nothing leaves its
/// cell. A cell narrower than one character gets one character a line.
///
/// # Errors
/// A character that no face has.
pub fn lines(text: &str, face: Face, width: f64) -> Result<Vec<Line>, PaperError> {
    let mut out = Vec::new();
    for paragraph in text.split('\n') {
        fill(&mut glyphs(paragraph, face)?, width, &mut out);
    }
    Ok(out)
}

/// As [`lines`], but short text is spread evenly over the lines it needs: 整改 over 期限, not 整改期 over 限.
///
/// # Errors
/// A character that no face has.
pub fn balanced(text: &str, face: Face, width: f64) -> Result<Vec<Line>, PaperError> {
    let greedy = lines(text, face, width)?;
    if greedy.len() < 2 || greedy.len() > 3 || text.contains('\n') {
        return Ok(greedy);
    }
    if let Some(parts) = parted(text, face, width)?.filter(|parts| parts.len() <= greedy.len()) {
        return Ok(parts);
    }
    let (mut low, mut high) = (0.0, width);
    let mut best = greedy;
    for _ in 0..6 {
        let middle = (low + high) / 2.0;
        let tried = lines(text, face, middle)?;
        if tried.len() <= best.len() && tried.iter().all(|line| line.width <= middle + EPSILON) {
            high = middle;
            best = tried;
        } else {
            low = middle;
        }
    }
    Ok(best)
}

/// Breaks at the label's own joints (及时性/态度/质量), when all its parts fit the width.
fn parted(text: &str, face: Face, width: f64) -> Result<Option<Vec<Line>>, PaperError> {
    let mut out: Vec<Line> = Vec::new();
    let mut now = String::new();
    for part in text.split_inclusive(['/', '、', '　', '·']) {
        let joined = single(&format!("{now}{part}"), face)?;
        if joined.width <= width + EPSILON {
            now.push_str(part);
        } else {
            if !now.is_empty() {
                out.push(single(&now, face)?);
            }
            now = part.into();
        }
    }
    out.push(single(&now, face)?);
    Ok((out.len() > 1 && out.iter().all(|line| line.width <= width + EPSILON)).then_some(out))
}

/// Sums of widths may differ in their last digits.
const EPSILON: f64 = 1e-6;

fn fill(glyphs: &mut [Glyph], width: f64, out: &mut Vec<Line>) {
    let all = line(glyphs);
    if all.width <= width + EPSILON {
        // Spaces at the end would stand outside the cell.
        let used = glyphs.iter().rposition(|g| !blank(g.c)).map_or(0, |last| last + 1);
        out.push(if used == glyphs.len() { all } else { line(glyphs.get(..used).unwrap_or_default()) });
        return;
    }
    mark_openings(glyphs);
    let mut rest: &[Glyph] = glyphs;
    while !rest.is_empty() {
        let take = fitting(rest, width);
        let (now, later) = rest.split_at(take);
        let used = now.iter().rposition(|g| !blank(g.c)).map_or(now.len(), |last| last + 1);
        out.push(line(now.get(..used).unwrap_or(now)));
        let spaces = later.iter().take_while(|g| g.c == ' ').count();
        rest = later.get(spaces..).unwrap_or_default();
    }
}

/// How many glyphs go on the next line: up to the last place to break that fits, else as many as fit, at least one.
fn fitting(rest: &[Glyph], width: f64) -> usize {
    let mut x = 0.0;
    let mut fit = 0;
    let (mut good, mut poor) = (0, 0);
    for (n, glyph) in rest.iter().enumerate() {
        if n > 0 {
            match glyph.opening {
                Opening::Good => good = n,
                Opening::Poor => poor = n,
                Opening::Forced => {}
            }
        }
        x += glyph.width + if n == 0 { 0.0 } else { glyph.shift };
        if x > width + EPSILON && !blank(glyph.c) {
            return match (good, poor) {
                (0, 0) => forced(rest, fit),
                (0, poor) => poor,
                (good, _) => good,
            };
        }
        fit = n + 1;
    }
    rest.len()
}

/// Where to break by force after at most `fit` glyphs: earlier, when otherwise a closing mark would begin the next line or an
/// opening one end this.
fn forced(rest: &[Glyph], fit: usize) -> usize {
    let fit = fit.max(1);
    let mut at = fit;
    while at > 1 {
        let bad = rest.get(at).is_some_and(|g| never_first(g.c)) || rest.get(at - 1).is_some_and(|g| never_last(g.c));
        if !bad {
            return at;
        }
        at -= 1;
    }
    // A run of nothing but such marks: it has to break somewhere.
    if rest.get(1).is_some_and(|g| never_first(g.c)) { fit } else { 1 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, width: f64) -> Vec<String> {
        lines(text, Face::Sans, width).unwrap().iter().map(Line::text).collect()
    }

    #[test]
    fn a_closing_mark_never_begins_a_line_and_an_opening_one_never_ends_it() {
        assert_eq!(shown("主入口右扇，有手印", 5.0), ["主入口右", "扇，有手印"], "the comma takes its neighbour along");
        for line in shown("依据《保洁作业规定》（第三条）执行", 5.0) {
            assert!(
                !line.starts_with(['》', '）']) && !line.ends_with(['《', '（']),
                "{line:?} parts a bracket from what it encloses"
            );
        }
    }

    #[test]
    fn a_run_without_spaces_is_broken_so_that_it_stays_in_its_cell() {
        let text = "https://example.invalid/a/very/long/address/that/has/no/end";
        for line in lines(text, Face::Sans, 4.0).unwrap() {
            assert!(line.width <= 4.0 + EPSILON, "{:?} is wider than its cell", line.text());
        }
        assert_eq!(shown("一二", 0.5), ["一", "二"], "a cell narrower than a character still gets its text");
    }

    #[test]
    fn figures_beside_chinese_are_set_off_without_a_character() {
        let line = single("2026年2月", Face::Sans).unwrap();
        assert_eq!(line.text(), "2026年2月", "no character is added");
        let plain: f64 = line.pieces.iter().map(|p| p.width).sum();
        assert!((line.width - plain - 3.0 * THIN).abs() < 1e-9, "three shifts, one at each change of script");
    }

    #[test]
    fn a_short_label_is_spread_over_its_lines() {
        let texts: Vec<String> = balanced("整改期限", Face::Sans, 3.4).unwrap().iter().map(Line::text).collect();
        assert_eq!(texts, ["整改", "期限"], "two and two read better than three and one");
        let texts: Vec<String> = balanced("及时性/态度/质量", Face::Sans, 5.5).unwrap().iter().map(Line::text).collect();
        assert_eq!(texts, ["及时性/", "态度/质量"], "a label breaks at its own joints");
    }

    #[test]
    fn a_date_stays_together() {
        assert_eq!(shown("期限2026年2月24日 11:00", 8.0), ["期限", "2026年2月24日", "11:00"], "a day is not torn from its month");
        assert_eq!(shown("2026年2月24日 11:00", 5.5), ["2026年2月", "24日 11:00"], "and when it must be, at its joint");
    }

    proptest! {
        #[test]
        fn lines_keep_their_text_and_their_width(
            text in "[一-十甲-癸，。、；：！？）》（《a-z0-9 \n]{0,200}",
            width in 2.0..30.0f64,
        ) {
            let lines = lines(&text, Face::Sans, width).unwrap();
            let kept: String = lines.iter().map(Line::text).collect();
            let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&kept), bare(&text), "every character is drawn, once");
            for line in &lines {
                prop_assert!(line.width <= width + EPSILON, "{:?} is {} em wide in a cell of {}", line.text(), line.width, width);
            }
        }

        #[test]
        fn ordinary_chinese_keeps_the_rules_of_line_ends(
            words in proptest::collection::vec(("[一-十甲-癸]{1,6}", "[，。、；：！？]?", "（[一-十]{2,3}）|《[一-十]{2,3}》|"), 1..40),
            width in 8.0..20.0f64,
        ) {
            let text: String = words.iter().map(|(a, b, c)| format!("{a}{c}{b}")).collect();
            for line in lines(&text, Face::Sans, width).unwrap() {
                let text = line.text();
                prop_assert!(!text.chars().next().is_some_and(never_first), "{text:?} begins with a closing mark");
                prop_assert!(!text.chars().last().is_some_and(never_last), "{text:?} ends with an opening mark");
            }
        }
    }
}
