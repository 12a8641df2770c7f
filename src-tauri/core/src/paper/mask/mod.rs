//! The mask: what a reader may not see. Whatever leaves the office, on the screen, on paper, in a file or on the clipboard,
//! goes through one [`Veil`].
//!
//! A cell says how private it is; words of a hidden cell that stand elsewhere as well (客户原话: 我是赵六) are hidden there too,
//! and telephone, identity and card numbers and rooms are known by their shape wherever they stand. A name that stands in no
//! cell and no list is not recognised; an ordinary word that was typed as a name (家属) is hidden in its own cell alone.
//!
//! Numbers are hidden from everyone, and what is said of a month is kept as it was shown: whatever is no number of somebody, a
//! day, a count, a reading, a serial, must stay.

mod asked;
mod known;
mod measures;
mod numbers;
mod ordinary;
mod phone;
mod rooms;
mod shapes;
mod signs;
mod spelled;

use super::grid::{Cell, Content, Grid, Seal};
use crate::form::Private;
pub use asked::{as_figures, asks_figures, figures_of, finds, stand_in};

/// What stands between the parts of a text that lists several.
const BETWEEN: [char; 8] = ['、', '，', ',', '；', ';', '\n', '　', '/'];

/// Surnames of two characters.
const TWO: &[&str] = &[
    "欧阳", "上官", "司马", "司徒", "司空", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木", "东方", "南宫",
    "西门", "百里", "长孙", "宇文", "鲜于", "闻人", "澹台", "公冶", "太叔", "申屠", "轩辕", "钟离", "公羊", "赫连", "独孤",
    "拓跋", "呼延", "东郭", "濮阳", "淳于", "单于", "万俟", "仲孙", "闾丘", "左丘", "第五",
];

/// What is hidden.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "four kinds of private answers, each hidden or not")]
pub struct Mask {
    /// 赵六 → 赵**, 欧阳小小 → 欧阳**, and the signature with it.
    pub names: bool,
    /// 13800000001 → 138****0001
    pub phones: bool,
    /// 3栋1单元1702 → 3栋***
    pub rooms: bool,
    /// Numbers of identity papers.
    pub ids: bool,
}

impl Mask {
    /// Hides nothing.
    pub const NONE: Self = Self { names: false, phones: false, rooms: false, ids: false };
    /// What stays hidden from everyone: telephone and identity numbers.
    pub const USUAL: Self = Self { phones: true, ids: true, ..Self::NONE };
    /// Hides all that is private.
    pub const ALL: Self = Self { names: true, phones: true, rooms: true, ids: true };

    /// Whether answers of this kind are hidden.
    #[must_use]
    pub fn hides(self, private: Private) -> bool {
        match private {
            Private::None | Private::Public => false,
            Private::Name => self.names,
            Private::Phone => self.phones,
            Private::Room => self.rooms,
            Private::Id => self.ids,
        }
    }
}

/// A private text as it may be shown.
#[must_use]
pub fn masked_text(private: Private, text: &str) -> String {
    match private {
        Private::None | Private::Public => text.into(),
        Private::Name => each(text, name),
        Private::Phone => phone::read(text).shown,
        Private::Room => each(text, room),
        Private::Id => each(text, id),
    }
}

/// Applies to each part of a text that lists several (赵六、钱七).
fn each(text: &str, mask: fn(&str) -> String) -> String {
    text.split_inclusive(BETWEEN)
        .map(|part| {
            let bare = part.trim_end_matches(BETWEEN);
            let rest = part.strip_prefix(bare).unwrap_or_default();
            format!("{}{rest}", mask(bare))
        })
        .collect()
}

fn stars(count: usize) -> String {
    "*".repeat(count)
}

/// The surname, and two stars for whatever follows: the length says nothing.
fn name(text: &str) -> String {
    let text = text.trim();
    let two = TWO.iter().find(|two| text.strip_prefix(**two).is_some_and(|given| !given.is_empty()));
    match (two, text.chars().next()) {
        (Some(two), _) => format!("{two}**"),
        (None, Some(first)) => format!("{first}**"),
        (None, None) => String::new(),
    }
}

/// The building stays, the rest goes.
fn room(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let end = text.char_indices().find(|(_, c)| "栋幢座期".contains(*c)).map(|(at, c)| at + c.len_utf8());
    format!("{}***", end.and_then(|end| text.get(..end)).unwrap_or_default())
}

/// The first three and the last two characters.
fn id(text: &str) -> String {
    let count = text.chars().count();
    if count < 8 {
        return stars(count);
    }
    let head: String = text.chars().take(3).collect();
    let tail: String = text.chars().skip(count - 2).collect();
    format!("{head}{}{tail}", stars(count - 5))
}

/// What is hidden from a reader, and the private words by which it is known where it stands among others.
#[derive(Debug, Clone, Default)]
pub struct Veil {
    mask: Mask,
    words: known::Words,
}

impl Veil {
    /// Hides what `mask` names; no words are known yet.
    #[must_use]
    pub fn of(mask: Mask) -> Self {
        Self { mask, ..Self::default() }
    }

    /// What it hides.
    #[must_use]
    pub fn mask(&self) -> Mask {
        self.mask
    }

    /// Whether answers of this kind are hidden.
    #[must_use]
    pub fn hides(&self, private: Private) -> bool {
        self.mask.hides(private)
    }

    /// Learns a private text, to hide it wherever it stands. What could be anything (a single character, a room that is only a
    /// number, an ordinary word) is hidden in its own place alone.
    pub fn know(&mut self, private: Private, text: &str) {
        if !self.hides(private) {
            return;
        }
        for part in text.split(BETWEEN).map(str::trim).filter(|part| telling(private, part)) {
            let room = if private == Private::Room { rooms::ends(part) } else { None };
            self.words.know(part, &masked_text(private, part), room);
        }
    }

    /// A text of this kind as it may be shown.
    #[must_use]
    pub fn text(&self, private: Private, text: &str) -> String {
        match private {
            Private::Public => text.to_owned(),
            _ if self.hides(private) => masked_text(private, text),
            _ => self.free(text),
        }
    }

    /// Words that people typed, as they may be shown.
    #[must_use]
    pub fn free(&self, text: &str) -> String {
        let out = numbers::masked(&self.words.hidden(text), self.mask.phones, self.mask.ids);
        if self.mask.rooms { rooms::masked(&out, &|building, number| self.words.has_room(building, number)) } else { out }
    }

    /// A grid as its reader may see it.
    #[must_use]
    pub fn grid(&self, grid: &Grid) -> Grid {
        let mut out = grid.clone();
        if self.mask == Mask::NONE {
            return out;
        }
        let mut veil = self.clone();
        for cell in grid.parts.iter().flat_map(|part| &part.tables).flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
            if let Content::Text { text } | Content::SignedText { text, .. } = &cell.content {
                veil.know(cell.private, text);
            }
        }
        for row in out.parts.iter_mut().flat_map(|part| &mut part.tables).flat_map(|table| &mut table.rows) {
            row.cells.iter_mut().for_each(|cell| veil.cell(cell));
        }
        out.plates.retain(|plate| !veil.hides(plate.private));
        out.plates.iter_mut().for_each(|plate| plate.caption = veil.free(&plate.caption));
        out.foot.notes.iter_mut().for_each(|note| *note = veil.free(note));
        out
    }

    fn cell(&self, cell: &mut Cell) {
        let private = cell.private;
        match &mut cell.content {
            Content::Empty | Content::Mark { .. } => {}
            Content::Chart { chart } => {
                // Figures are nobody's; what they are of may be someone.
                chart.caption = self.free(&chart.caption);
                chart.labels.iter_mut().for_each(|label| *label = self.free(label));
                chart.series.iter_mut().for_each(|series| series.name = self.free(&series.name));
            }
            Content::Text { text } => *text = self.text(private, text),
            Content::Choice { options } => options.iter_mut().for_each(|(word, _)| *word = self.free(word)),
            Content::Signature { seal } => self.seal(seal, private),
            Content::SignedText { text, seal } => {
                *text = self.text(private, text);
                self.seal(seal, private);
            }
        }
    }

    fn seal(&self, seal: &mut Seal, private: Private) {
        seal.words = self.free(&seal.words);
        if self.hides(private) && seal.ink.take().is_some() && seal.words.is_empty() {
            // A signature is a name.
            seal.words = "已签".into();
        }
    }
}

/// Whether a word tells by itself what it is.
fn telling(private: Private, word: &str) -> bool {
    let long = word.chars().count();
    let digits = word.chars().filter(|c| signs::digit(*c)).count();
    match private {
        Private::None | Private::Public => false,
        Private::Name => long >= 2 && digits < long && !ordinary::is(word),
        // A whole building is nobody's room.
        Private::Room => long >= 3 && (1..long).contains(&digits) && !word.ends_with(['栋', '幢', '座', '期', '楼', '区']),
        Private::Phone | Private::Id => long >= 7,
    }
}

#[cfg(test)]
mod tests_measures;
#[cfg(test)]
mod tests_numbers;
#[cfg(test)]
mod tests_phone;
#[cfg(test)]
mod tests_rooms;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::layout::sample;

    #[test]
    fn names_phones_rooms_and_ids_are_hidden_as_the_office_does() {
        assert_eq!(masked_text(Private::Name, "赵六"), "赵**", "a name keeps its surname");
        assert_eq!(masked_text(Private::Name, "赵六、欧阳小小"), "赵**、欧阳**", "every name of a list");
        assert_eq!(masked_text(Private::Phone, "13800000001"), "138****0001", "a mobile number");
        assert_eq!(masked_text(Private::Phone, "0851-85512345转12"), "0851-******45转**", "a fixed line");
        assert_eq!(masked_text(Private::Room, "3栋1单元1702"), "3栋***", "the building stays");
        assert_eq!(masked_text(Private::Room, "商铺B12"), "***", "without a building nothing stays");
        assert_eq!(masked_text(Private::Id, "520102199001011234"), "520*************34", "an identity number");
        assert_eq!(masked_text(Private::Name, ""), "", "nothing stays nothing");
    }

    #[test]
    fn a_masked_grid_shows_no_private_word_anywhere() {
        let grid = sample::revisit("我是赵六，电话13800000001或13911112222，住3栋1单元1702。");
        let shown = format!("{:?}", Veil::of(Mask::ALL).grid(&grid).parts);
        for word in ["赵六", "13800000001", "13911112222", "1702。"] {
            assert!(!shown.contains(word), "{word} can still be read");
        }
        assert!(shown.contains("我是赵**，电话138****0001或139****2222"), "words of hidden cells are hidden in free text too");
        assert!(shown.contains("已签"), "the customer's signature gives way to a word");
        assert_eq!(Veil::of(Mask::NONE).grid(&grid), grid, "a mask that hides nothing changes nothing");
    }

    #[test]
    fn a_chart_of_people_shows_no_hidden_name() {
        use crate::paper::chart::{Chart, Series};
        let mut grid = sample::revisit("好");
        let series = vec![Series { name: "赵六".into(), values: vec![Some(3)] }];
        let chart = Chart { caption: "赵六的来电".into(), labels: vec!["赵六".into()], series, ..Chart::default() };
        let cell = Cell { columns: 1, rows: 1, content: Content::Chart { chart }, ..Cell::default() };
        grid.parts[0].tables[0].rows.push(crate::paper::grid::Row { cells: vec![cell], ..Default::default() });
        let shown = format!("{:?}", Veil::of(Mask::ALL).grid(&grid).parts);
        assert!(!shown.contains("赵六") && shown.contains("赵**的来电"), "neither beside the axis nor in words");
    }

    #[test]
    fn an_ordinary_word_that_was_typed_as_a_name_is_hidden_in_its_own_cell_alone() {
        let mut veil = Veil::of(Mask::ALL);
        for word in ["家属", "施工", "业主、赵六", "受访人"] {
            veil.know(Private::Name, word);
        }
        veil.know(Private::Room, "12栋");
        let text = "受访人：业主家属。原因：施工，12栋大堂\n措施\n工程部";
        assert_eq!(veil.free(text), text, "what papers print by themselves tells of nobody");
        assert_eq!(veil.text(Private::Name, "家属"), "家**", "in the cell of a name it is one");
        assert_eq!(veil.free("赵六"), "赵**", "the name beside it was learnt");
    }

    #[test]
    fn only_what_the_mask_names_is_hidden() {
        let grid = sample::revisit("好");
        let shown = format!("{:?}", Veil::of(Mask { phones: false, ..Mask::ALL }).grid(&grid).parts);
        assert!(shown.contains("13800000001") && !shown.contains("赵六"), "phones stay, names go");
    }
}
