//! The papers as files: what a PDF and a workbook say when others read them, cell by cell against the grid.
#![cfg(target_os = "linux")]

#[cfg(test)]
#[path = "../../../src-tauri/core/src/paper/compose/chance.rs"]
mod chance;
#[cfg(test)]
mod inked;
#[cfg(test)]
mod volume;

#[cfg(test)]
mod files {
    use std::collections::BTreeMap;
    use std::io::Cursor;
    use std::ops::ControlFlow;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use calamine::{Data, Reader, Xlsx};
    use xunfang_core::clock::Stamp;
    use xunfang_core::form::{Library, LoadedForm};
    use xunfang_core::paper::compose::FaceKind;
    use xunfang_core::paper::grid::{Cell, Content, Grid, Seal, Source};
    use xunfang_core::paper::pdf::PrintInfo;
    use xunfang_core::paper::{Picture, Pictures, layout, pdf, xlsx};
    use xunfang_tests::paths;

    use super::chance::{Made, Wish, made};

    /// Every paper that ships.
    pub(super) fn forms() -> Vec<&'static str> {
        Library::shipped().iter().map(|f| f.form.id.as_str()).collect()
    }

    /// A picture of one grey point for every photo.
    pub(super) struct Grey;

    impl Pictures for Grey {
        fn picture(&self, _: &str) -> Option<Picture> {
            let bytes = [
                0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0,
                0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81,
                0xdd, 0x43, 0x6a, 0xf4, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
            ];
            Some(Picture { media_type: "image/png".into(), bytes: bytes.to_vec() })
        }
    }

    fn form(id: &str) -> &'static LoadedForm {
        Library::shipped().get(id).unwrap()
    }

    pub(super) fn sheet(id: &str, rows: usize, seed: u64) -> Made {
        let texts = [
            "女卫洗手台下有积水约 0.5 ㎡，未放警示牌",
            "客户㛃说：“好”（2026年）。",
            "𬭚𠅤示例花园一期 A-1702",
            "=1+1 & <原话>",
            "一楼至三楼，B1、B2",
        ];
        let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        made(form(id), &Wish { rows, texts: &texts, filled: 80, seed })
    }

    pub(super) fn info(title: &str) -> PrintInfo {
        let printed_at = Stamp::parse("2026-02-24T18:30+08:00").unwrap();
        PrintInfo {
            title: title.into(),
            exporter: "张三".into(),
            printed_at,
            keywords: "XFP1 blanks mask=none XF1:JC-A-202602-0001".into(),
        }
    }

    fn print(grids: &[Grid], to: &Path) {
        let pdf = pdf::render(grids, &Grey, &info("示例"), &|_, _| ControlFlow::Continue(())).unwrap();
        std::fs::write(to, pdf).unwrap();
    }

    pub(super) fn squeezed(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// A word of a page with its place, mm: left, top, right, bottom.
    pub(super) struct Word {
        pub(super) at: [f64; 4],
        pub(super) text: String,
    }

    /// The words of each page as another program finds them.
    pub(super) fn words(file: &Path) -> Vec<Vec<Word>> {
        let out = Command::new("pdftotext").arg("-bbox").arg(file).arg("-").output().unwrap();
        assert!(out.status.success(), "pdftotext reads the file: {}", String::from_utf8_lossy(&out.stderr));
        let html = String::from_utf8(out.stdout).unwrap();
        let number = |tag: &str, name: &str| -> f64 {
            let rest = tag.split(&format!("{name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse::<f64>().unwrap() * 25.4 / 72.0
        };
        let word = |line: &str| {
            let (tag, rest) = line.split_once('>')?;
            let text = rest.strip_suffix("</word>")?;
            let text = text
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
            Some(Word { at: ["xMin", "yMin", "xMax", "yMax"].map(|name| number(tag, name)), text })
        };
        let pages = html.split("<page ").skip(1);
        pages.map(|page| page.lines().filter_map(|line| word(line.trim())).collect()).collect()
    }

    /// The words of a box, line by line from left to right.
    fn inside(page: &[Word], b: &layout::CellBox) -> String {
        let (left, top) = (b.x.get(), b.y.get());
        let (right, bottom) = (left + b.width.get(), top + b.height.get());
        let middle = |w: &Word| ((w.at[0] + w.at[2]) / 2.0, (w.at[1] + w.at[3]) / 2.0);
        let mut own: Vec<&Word> = page
            .iter()
            .filter(|w| {
                let (x, y) = middle(w);
                x > left && x < right && y > top && y < bottom
            })
            .collect();
        own.sort_by(|a, b| middle(a).1.total_cmp(&middle(b).1));
        let mut lines: Vec<Vec<&Word>> = Vec::new();
        for word in own {
            match lines.last_mut() {
                Some(line) if (middle(line[0]).1 - middle(word).1).abs() < 1.6 => line.push(word),
                _ => lines.push(vec![word]),
            }
        }
        let mut out = String::new();
        for line in &mut lines {
            line.sort_by(|a, b| a.at[0].total_cmp(&b.at[0]));
            line.iter().for_each(|w| out.push_str(&w.text));
        }
        squeezed(&out)
    }

    /// The grid with a name on every cell, so that the layout says where each stands.
    fn marked(grid: &Grid) -> Grid {
        let mut grid = grid.clone();
        for (p, part) in grid.parts.iter_mut().enumerate() {
            for (t, table) in part.tables.iter_mut().enumerate() {
                for (r, row) in table.rows.iter_mut().enumerate() {
                    for cell in &mut row.cells {
                        cell.source =
                            Some(Source { section: format!("{p}.{t}"), row: r.to_string(), field: cell.column.to_string() });
                    }
                }
            }
        }
        grid
    }

    fn seal_words(seal: &Seal) -> String {
        let date = seal.date.replace(['年', '月'], ".");
        [seal.words.as_str(), &seal.flag, date.trim_end_matches('日')].concat()
    }

    /// The words a cell shows, without spaces; the parts of a signature in any order.
    fn shows(cell: &Cell, got: &str) -> bool {
        let (text, seal) = match &cell.content {
            Content::Empty => ("", None),
            Content::Text { text } => (text.as_str(), None),
            Content::Mark { mark } => (mark.character(), None),
            Content::Choice { options } => {
                let all: String = options.iter().map(|(word, on)| format!("{}{word}", if *on { '☑' } else { '□' })).collect();
                return got == squeezed(&all);
            }
            Content::Signature { seal } => ("", Some(seal)),
            Content::SignedText { text, seal } => (text.as_str(), Some(seal)),
            Content::Chart { chart } => (chart.caption.as_str(), None),
        };
        let text = squeezed(text);
        let Some(seal) = seal else {
            // Short words beside rows that go over a page stand on both.
            return got == text || (!text.is_empty() && !got.is_empty() && got.replace(&text, "").is_empty());
        };
        let mut rest: Vec<char> = squeezed(&got.replace(['年', '月'], ".").replace('日', "")).chars().collect();
        let wanted = squeezed(&format!("{}{}", text.replace(['年', '月'], ".").replace('日', ""), seal_words(seal)));
        let dated = seal.date.is_empty() && seal.dated;
        wanted.replace(['年', '月'], ".").replace('日', "").chars().all(|c| match rest.iter().position(|r| *r == c) {
            Some(at) => {
                rest.remove(at);
                true
            }
            None => false,
        }) && rest.len() <= if dated { 2 } else { 0 }
    }

    #[test]
    fn every_cell_of_a_pdf_reads_back_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        for (n, id) in forms().into_iter().enumerate() {
            for (rows, kind) in [(3, FaceKind::Sheet), (30, FaceKind::Sheet), (0, FaceKind::Blank)] {
                let grid = sheet(id, rows, 11 + n as u64).paper(kind);
                let file = folder.path().join(format!("{id}-{rows}.pdf"));
                print(std::slice::from_ref(&grid), &file);
                let (pages, laid) = (words(&file), layout::pages(&marked(&grid)).unwrap());
                assert_eq!(pages.len(), laid.len(), "{id}: as many pages as laid out");
                let mut got: BTreeMap<&Source, String> = BTreeMap::new();
                for (page, words) in laid.iter().zip(&pages) {
                    for b in &page.boxes {
                        got.entry(&b.source).or_default().push_str(&inside(words, b));
                    }
                    let all = squeezed(&words.iter().map(|w| w.text.as_str()).collect::<String>());
                    assert!(all.contains(&format!("共{}页", pages.len())), "{id}: every page counts the pages");
                    assert!(all.contains("JC-A-202602-0031"), "{id}: every page carries the serial");
                }
                let mut cells = 0;
                for (p, part) in grid.parts.iter().enumerate() {
                    for (t, table) in part.tables.iter().enumerate() {
                        for (r, row) in table.rows.iter().enumerate() {
                            for cell in &row.cells {
                                let source =
                                    Source { section: format!("{p}.{t}"), row: r.to_string(), field: cell.column.to_string() };
                                // The head stands once on each page of its table.
                                let got = got.get(&source).cloned().unwrap_or_default();
                                assert!(
                                    shows(cell, &got),
                                    "{id} {} row {r} column {}: {got:?} is read for {:?}",
                                    table.id,
                                    cell.column,
                                    cell.content
                                );
                                cells += 1;
                            }
                        }
                    }
                }
                assert!(cells >= 30, "{id}: the paper has cells, {cells} of them were compared");
            }
        }
    }

    /// The words that a cell has in a workbook.
    fn in_workbook(content: &Content) -> (String, Option<String>) {
        let seal = |seal: &Seal| {
            let date = if seal.date.is_empty() && seal.dated { "年月日" } else { &seal.date };
            squeezed(&[seal.flag.as_str(), &seal.words, date].concat())
        };
        match content {
            Content::Empty => (String::new(), None),
            Content::Text { text } => (squeezed(text), None),
            Content::Mark { mark } => (mark.character().to_owned(), None),
            Content::Choice { options } => {
                (options.iter().map(|(word, on)| format!("{}{word}", if *on { '☑' } else { '□' })).collect(), None)
            }
            Content::Signature { seal: s } => (seal(s), None),
            Content::SignedText { text, seal: s } => (squeezed(text), Some(seal(s))),
            Content::Chart { chart } => (squeezed(&chart.caption), None),
        }
    }

    #[test]
    fn every_cell_of_a_workbook_reads_back_in_order() {
        for (n, id) in forms().into_iter().enumerate() {
            for (rows, kind) in [(3, FaceKind::Sheet), (30, FaceKind::Sheet), (0, FaceKind::Blank)] {
                let grid = sheet(id, rows, 11 + n as u64).paper(kind);
                let book =
                    xlsx::render(std::slice::from_ref(&grid), &Grey, &info("示例"), &|_, _| ControlFlow::Continue(())).unwrap();
                let mut book = Xlsx::new(Cursor::new(book)).unwrap();
                for part in &grid.parts {
                    let range = book.worksheet_range(&part.title).unwrap();
                    let mut read = range.used_cells().filter_map(|(_, _, data)| match data {
                        Data::String(text) => Some(squeezed(text)),
                        Data::Empty => None,
                        other => panic!("{id}: {other:?} is not text, and everything on a paper is"),
                    });
                    for row in part.tables.iter().flat_map(|t| &t.rows) {
                        let (now, below): (Vec<_>, Vec<_>) = row.cells.iter().map(|c| in_workbook(&c.content)).unzip();
                        for want in now.into_iter().chain(below.into_iter().flatten()).filter(|w| !w.is_empty()) {
                            assert!(read.any(|r| r == want), "{id} {}: {want:?} stands in the workbook in its turn", part.title);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_paper_is_pdf_a() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Vec::new();
        let mut all = Vec::new();
        for (n, id) in forms().into_iter().enumerate() {
            for kind in [FaceKind::Sheet, FaceKind::Draft, FaceKind::Blank] {
                let file = folder.path().join(format!("{id}-{kind:?}.pdf"));
                print(&[sheet(id, 8, n as u64).paper(kind)], &file);
                files.push(file);
            }
            all.extend((0..10).map(|k| sheet(id, 6, k).grid()));
        }
        let many = folder.path().join("many.pdf");
        print(&all, &many);
        files.push(many);
        conform("2b", &files);
    }

    /// Asks veraPDF whether files conform to a part of ISO 19005.
    pub(super) fn conform(part: &str, files: &[PathBuf]) {
        let script = paths::top().join("tests/pdfa/validate.sh");
        let out = Command::new("bash").arg(script).arg(part).args(files).output().unwrap();
        let said = String::from_utf8_lossy(&out.stdout);
        assert!(out.status.success(), "PDF/A-{part}: {said}{}", String::from_utf8_lossy(&out.stderr));
        assert_eq!(said.matches("compliant=true").count(), files.len(), "every file was looked at and conforms: {said}");
    }
}
