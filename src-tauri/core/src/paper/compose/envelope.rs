//! The page for the sealed envelope: the recovery code, what it opens, and who opened the envelope when.

use super::super::grid::{Align, Cell, Foot, Frame, Grid, Head, Mm, Part, Row, Table};
use super::cells::{label, to_sign, words};
use super::sheet_size;
use crate::form::Orientation;

/// Size of the code in tenths of a point: read at arm's length, and never mistaken.
const CODE: u16 = 200;
/// Size of the explaining words in tenths of a point.
const BODY: u16 = 105;
/// Width of a label, and of what stands beside it, in whole millimetres; the page is 170 wide between its margins.
const LABEL: i32 = 30;
const WIDE: i32 = 140;
/// Lines for openings of the envelope.
const OPENINGS: usize = 4;

/// What stands on the page.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'a> {
    /// Organisation and department.
    pub whose: &'a str,
    /// The groups of the code.
    pub groups: &'a [String],
    /// 2026年11月24日
    pub date: &'a str,
}

const TOLD: [(&str, &str); 4] = [
    ("用途", "所有人都忘了口令，或电脑坏了要在另一台上从备份恢复时，用它打开资料库，并设新的口令。"),
    ("保管", "装入信封，封口处签名，交项目经理锁好。不要拍照，不要存进电脑或手机，不要和电脑放在一起。"),
    ("遗失", "信封丢失或被拆开：在“设置 › 人员与账户”里更换恢复码，旧的随即失效，这一页也就没有用了。"),
    ("启用", "在打开资料库的一屏选“忘记口令，用恢复码”，照样输入上面的字符；大小写和横线不要紧。没有 I、L、O、U 这几个字母。"),
];

/// The page as a grid: portrait A4.
#[must_use]
pub fn envelope(page: &Envelope<'_>) -> Grid {
    let sheet = sheet_size(Orientation::Portrait, false);
    let row = |height: i32, cells: Vec<Cell>| Row { height: Mm::whole(height), cells };
    let table = |id: &str, columns: &[i32], rows: Vec<Row>, gap: i32, caption: &str| Table {
        id: id.to_owned(),
        columns: columns.iter().copied().map(Mm::whole).collect(),
        head_rows: 0,
        rows,
        gap: Mm::whole(gap),
        caption: caption.to_owned(),
        keep: true,
        tail: 0,
        cut: None,
        frame: Frame::Single,
    };
    let code = words(0, 1, &page.groups.join("  "), CODE, Align::Center);
    let told = TOLD.iter().map(|(name, said)| row(16, vec![label(0, 1, name, BODY), words(1, 1, said, BODY, Align::Left)]));
    let signed = row(16, vec![label(0, 1, "签封人", BODY), to_sign(1), label(2, 1, "保管人", BODY), to_sign(3)]);
    let heads = ["启封日期", "事由", "启封人", "重新签封人"];
    let empty = |n: usize| words(n, 1, "", BODY, Align::Left);
    let mut opened = vec![row(9, heads.iter().enumerate().map(|(n, head)| label(n, 1, head, BODY)).collect())];
    opened.extend((0..OPENINGS).map(|_| row(12, (0..heads.len()).map(empty).collect())));
    let tables = vec![
        table("code", &[LABEL + WIDE], vec![row(34, vec![code])], 6, ""),
        table("told", &[LABEL, WIDE], told.collect(), 6, ""),
        table("signed", &[LABEL, 55, LABEL, 55], vec![signed], 6, ""),
        table("opened", &[35, 65, 35, 35], opened, 6, "《启封记录》"),
    ];
    Grid {
        head: Head {
            title: "资料库恢复码".to_owned(),
            left: page.whose.to_owned(),
            right: vec![format!("生成日期 {}", page.date), "密封保管".to_owned()],
        },
        parts: vec![Part { title: "资料库恢复码".to_owned(), sheet, tables }],
        plates: Vec::new(),
        foot: Foot::default(),
        watermark: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_one_page_with_the_whole_code() {
        let groups: Vec<String> = ["7Q2M", "K4TX", "0000", "ABCD", "EFGH", "JKMN", "PQRS"].map(str::to_owned).to_vec();
        let page = Envelope { whose: "样本物业　客务部", groups: &groups, date: "2026年11月24日" };
        let pages = crate::paper::layout::pages(&envelope(&page)).unwrap();
        assert_eq!(pages.len(), 1, "an envelope holds one page");
        let shown = format!("{pages:?}");
        assert!(groups.iter().all(|group| shown.contains(group.as_str())), "every group is on it");
    }
}
