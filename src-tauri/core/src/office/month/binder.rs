//! The volume as PDF/A: cover, catalogue, the month's figures, every sheet in the order of the catalogue, and what is missing.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::api::{VolumeAsked, VolumeMode};
use super::super::error::{OfficeError, Result};
use super::super::print::Stored;
use super::super::{Office, veil};
use super::export::Given;
use super::leaves::{Own, back, cover_of, eight, entry, front, notes, spine_of, tombstone};
use super::manifest;
use crate::archive::paper::{self, Letterhead};
use crate::archive::volume::VolumeItem;
use crate::form::Private;
use crate::paper::compose::binder::{Catalogue, ClosingNote, Entry, Scan, Top, catalogue, cover, note, scan, spine};
use crate::paper::grid::{Grid, bound};
use crate::paper::pdf::{Attachment, Binding, Bookmark, Drawn, Leaf, Press, PrintInfo, numbers};
use crate::sheet::Method;

/// The parts of a volume, drawn.
struct Parts {
    front: Vec<(Own, Drawn)>,
    sheets: Vec<Vec<Drawn>>,
    back: Vec<(Own, Drawn)>,
}

impl Office {
    pub(super) fn volume_pdf(
        &self,
        asked: &VolumeAsked,
        given: &Given,
        progress: &dyn Fn(usize, usize) -> bool,
    ) -> Result<Vec<u8>> {
        let pictures = Stored(self);
        let press = Press::new(&pictures);
        let all = given.items.len() + given.supplements.len();
        let done = AtomicUsize::new(0);
        let on = |_: usize, _: usize| {
            let n = done.fetch_add(1, Ordering::Relaxed) + 1;
            if progress(n, all) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let head = self.letterhead(asked, given);
        let sheets = self.draw_items(&press, given, &given.items, given.sealed(), &head, &on)?;
        let added: Vec<VolumeItem> = given.supplements.iter().map(|(item, _)| item.clone()).collect();
        let supplements = self.draw_items(&press, given, &added, None, &head, &on)?;
        let own = |own: Own| -> Result<(Own, Drawn)> {
            let grid = bound(self.marked(own.grid.clone()), given.setting.duplex);
            let drawn = press.draw(&grid)?;
            Ok((own, drawn))
        };
        let front = front(given, &head).into_iter().map(own).collect::<Result<Vec<_>>>()?;
        let mut back = back(given, &head).into_iter().map(own).collect::<Result<Vec<_>>>()?;
        if !added.is_empty() {
            let lines: Vec<(String, String, String)> =
                given.supplements.iter().map(|(item, words)| (item.serial.clone(), item.title.clone(), words.clone())).collect();
            let grid = paper::supplements(&lines, &head);
            back.push(own(Own { title: "补充件目录".to_owned(), grid, under: "" })?);
        }
        let parts = Parts { front, sheets, back };
        let (binding, _) = self.bind(asked, given, &press, parts, supplements, &added, &head)?;
        let title = format!("{}{}归档", given.whose[2], given.facts.month.words());
        let exporter = self.cabinet.read(|reader| self.author(reader))?.text;
        let info = PrintInfo { title, exporter, printed_at: self.clock().now() };
        if !progress(all, all) {
            return Err(crate::cabinet::CabinetError::Cancelled.into());
        }
        Ok(press.bind(binding, &info)?)
    }

    /// What stands above and below the pages that are not sheets.
    fn letterhead(&self, asked: &VolumeAsked, given: &Given) -> Letterhead {
        let [organisation, site, department] = &given.whose;
        let whose = [organisation.as_str(), site].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("·");
        let left = [whose.as_str(), department].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\u{3000}");
        let watermark = if asked.draft { "送审稿" } else { "" };
        Letterhead { left, right: vec![given.facts.month.words()], notes: notes(asked, given), watermark: watermark.to_owned() }
    }

    /// Draws sheets, each with the scans of its pages that were signed in ink behind it.
    fn draw_items(
        &self,
        press: &Press<'_>,
        given: &Given,
        items: &[VolumeItem],
        sealed: Option<u64>,
        head: &Letterhead,
        on: &dyn Fn(usize, usize) -> ControlFlow<()>,
    ) -> Result<Vec<Vec<Drawn>>> {
        let grid = |n: usize| -> Result<Cow<'_, Grid>> {
            let item = items.get(n).ok_or(OfficeError::Missing("sheets"))?;
            self.item_grid(given, item, sealed, head).map(Cow::Owned)
        };
        let drawn = press.draw_each(items.len(), &grid, on)?;
        let mut out = Vec::with_capacity(drawn.len());
        for (item, first) in items.iter().zip(drawn) {
            let mut leaves = vec![first];
            if let Some(grid) = self.item_scans(given, item, sealed, head)? {
                leaves.push(press.draw(&grid)?);
            }
            out.push(leaves);
        }
        Ok(out)
    }

    fn item_grid(&self, given: &Given, item: &VolumeItem, sealed: Option<u64>, head: &Letterhead) -> Result<Grid> {
        self.cabinet.read(|reader| {
            let record = match self.item_record(reader, item, sealed) {
                Ok(record) => record,
                Err(OfficeError::Destroyed) => return Ok(bound(self.marked(tombstone(item, head)), given.setting.duplex)),
                Err(error) => return Err(error),
            };
            let mut veil = given.veil.clone();
            veil::know_record(&mut veil, &record);
            let mut grid = veil.grid(&self.sheet_grid(reader, &record, sealed.is_none(), head.notes.clone())?);
            if !head.watermark.is_empty() && grid.watermark.is_none() {
                grid.watermark = Some(head.watermark.clone());
            }
            Ok(bound(self.marked(grid), given.setting.duplex))
        })
    }

    /// Scans of the pages that were signed in ink. Whoever may not see names does not see them.
    fn item_scans(&self, given: &Given, item: &VolumeItem, sealed: Option<u64>, head: &Letterhead) -> Result<Option<Grid>> {
        if given.mask.names {
            return Ok(None);
        }
        self.cabinet.read(|reader| {
            let record = match self.item_record(reader, item, sealed) {
                Ok(record) => record,
                Err(OfficeError::Destroyed) => return Ok(None),
                Err(error) => return Err(error),
            };
            let mut pictures: Vec<(String, String)> = Vec::new();
            for signed in &record.signatures {
                if let Method::Paper { blob, signed_on, place } = &signed.body.method
                    && !blob.is_empty()
                    && pictures.iter().all(|(known, _)| known != blob)
                {
                    pictures.push((blob.clone(), format!("{}　{signed_on} 签　原件：{place}", signed.body.signer)));
                }
            }
            if pictures.is_empty() {
                return Ok(None);
            }
            let top = Top { left: head.left.clone(), right: vec![format!("编号 {}", item.serial)] };
            let scan = Scan { title: "纸质签字页".into(), top, pictures, private: Private::Name, notes: head.notes.clone() };
            Ok(Some(bound(self.marked(self::scan(&scan)), given.setting.duplex)))
        })
    }

    /// Puts the leaves into their order, with catalogue, bookmarks and attachments.
    #[expect(clippy::too_many_arguments, reason = "each is a different part of the volume, made before it is bound")]
    fn bind(
        &self,
        asked: &VolumeAsked,
        given: &Given,
        press: &Press<'_>,
        parts: Parts,
        supplements: Vec<Vec<Drawn>>,
        added: &[VolumeItem],
        head: &Letterhead,
    ) -> Result<(Binding, usize)> {
        let pages = |leaves: &[Drawn]| leaves.iter().map(Drawn::pages).sum::<usize>();
        let numbered: Vec<(usize, bool)> = parts
            .front
            .iter()
            .map(|(_, drawn)| (drawn.pages(), true))
            .chain(parts.sheets.iter().map(|leaves| (pages(leaves), true)))
            .chain(parts.back.iter().map(|(_, drawn)| (drawn.pages(), true)))
            .chain(supplements.iter().map(|leaves| (pages(leaves), true)))
            .collect();
        let first = numbers(numbered.iter().copied());
        let total: usize = numbered.iter().map(|(pages, _)| pages).sum();
        let at = |n: usize| first.get(n).copied().flatten().map(|n| n.to_string()).unwrap_or_default();
        let behind = parts.front.len() + parts.sheets.len();
        let mut entries: Vec<Entry> = parts
            .front
            .iter()
            .enumerate()
            .map(|(n, (own, _))| Entry { title: own.title.clone(), page: at(n), date: eight(given), ..Entry::default() })
            .collect();
        entries.extend(given.items.iter().enumerate().map(|(n, item)| entry(given, item, at(parts.front.len() + n))));
        entries.extend(parts.back.iter().enumerate().map(|(n, (own, _))| Entry {
            title: own.title.clone(),
            page: at(behind + n),
            date: eight(given),
            ..Entry::default()
        }));
        entries.extend(added.iter().enumerate().map(|(n, item)| Entry {
            number: String::new(),
            remark: "补充件".to_owned(),
            ..entry(given, item, at(behind + parts.back.len() + n))
        }));
        let page = |grid: Grid| -> Result<Drawn> { Ok(press.draw(&bound(self.marked(grid), given.setting.duplex))?) };
        let marked = |mut grid: Grid| {
            if !head.watermark.is_empty() {
                grid.watermark = Some(head.watermark.clone());
            }
            grid
        };
        let top = Top { left: head.left.clone(), right: head.right.clone() };
        let volume = given.setting.mode == VolumeMode::Volume;
        let mut leaves: Vec<Leaf> = Vec::new();
        let mut outline: Vec<Bookmark> = Vec::new();
        let mut push = |leaves: &mut Vec<Leaf>, title: &str, drawn: Drawn, numbered: bool| {
            leaves.push(Leaf { drawn, numbered });
            Bookmark { title: title.to_owned(), leaf: leaves.len() - 1, ..Bookmark::default() }
        };
        if volume {
            outline.push(push(&mut leaves, "封面", page(marked(cover(&cover_of(given, total))))?, false));
        }
        let name = if volume { "卷内目录" } else { "归档文件目录" };
        let listed = Catalogue { title: name.into(), top: top.clone(), entries, notes: head.notes.clone() };
        outline.push(push(&mut leaves, name, page(marked(catalogue(&listed)))?, false));
        for (own, drawn) in parts.front {
            let mark = push(&mut leaves, &own.title, drawn, true);
            add(&mut outline, own.under, mark);
        }
        let mut sheets = Bookmark { title: "单据".to_owned(), leaf: leaves.len(), open: true, ..Bookmark::default() };
        for (item, drawn) in given.items.iter().zip(parts.sheets) {
            let mark = shelf(&mut leaves, item, drawn, &mut push);
            file(&mut sheets, item, mark);
        }
        if !sheets.children.is_empty() {
            outline.push(sheets);
        }
        for (own, drawn) in parts.back {
            let mark = push(&mut leaves, &own.title, drawn, true);
            add(&mut outline, own.under, mark);
        }
        for (item, drawn) in added.iter().zip(supplements) {
            let mark = shelf(&mut leaves, item, drawn, &mut push);
            add(&mut outline, "补充件", mark);
        }
        let closing = page(marked(note(&self.note_of(asked, given, total, &top, head)?)))?;
        outline.push(push(&mut leaves, if volume { "卷内备考表" } else { "备考表" }, closing, false));
        let label = page(marked(spine(&spine_of(given))))?;
        outline.push(push(&mut leaves, "盒脊标签", label, false));
        let attachments = if asked.full { self.attachments(given)? } else { Vec::new() };
        Ok((Binding { leaves, outline, attachments, duplex: given.setting.duplex }, total))
    }

    fn attachments(&self, given: &Given) -> Result<Vec<Attachment>> {
        let at = given.closing.as_ref().and_then(|closing| crate::clock::Stamp::parse(&closing.at).ok());
        self.cabinet.read(|reader| manifest::attachments(self, reader, given, at.unwrap_or(given.facts.until)))
    }

    fn note_of(&self, asked: &VolumeAsked, given: &Given, pages: usize, top: &Top, head: &Letterhead) -> Result<ClosingNote> {
        let volume = given.setting.mode == VolumeMode::Volume;
        let said = given.gaps.iter().filter(|gap| gap.said.is_some()).count();
        let mut state = vec![format!(
            "本卷为{}{}月度归档，共{}件{pages}页（封面、目录、备考表不编页号）。",
            given.whose[2],
            given.facts.month.words(),
            given.items.len()
        )];
        if !given.carried.is_empty() {
            state.push(format!("未办结事项{}件，已列入未办结结转表，随结案月份归档。", given.carried.len()));
        }
        if !given.supplements.is_empty() {
            state.push(format!("归档后补充{}件，附在卷末。", given.supplements.len()));
        }
        state.push(if asked.full {
            "本件为完整件，含客户信息，按密级保管；每件的原始数据和校验清单附在文件里。".to_owned()
        } else {
            "本件为脱敏件，客户姓名、房号、电话、证件号已遮盖，签字不显示。".to_owned()
        });
        if let Some(closing) = given.closing.as_ref().filter(|closing| !closing.reason.is_empty()) {
            state.push(format!("归档说明：{}", closing.reason));
        }
        let gaps = match given.gaps.len() {
            0 => Vec::new(),
            all => vec![format!("缺件{all}处，其中已说明{said}处，见缺件说明。")],
        };
        let counts = [
            ("件数", format!("{}件", given.items.len())),
            ("页数", format!("{pages}页")),
            ("保管期限", Given::retention(given.setting.years)),
            ("密级", given.setting.security.clone()),
        ];
        let month = given.facts.month;
        Ok(ClosingNote {
            title: if volume { "卷内备考表" } else { "备考表" }.to_owned(),
            top: top.clone(),
            state,
            counts: counts.map(|(name, words)| (name.to_owned(), words)).to_vec(),
            gaps,
            root: given.root.clone(),
            payload: format!("XFM1:{month}:{}", given.root),
            signers: if volume { ["立卷人", "检查人"] } else { ["整理人", "检查人"] }.map(str::to_owned),
            date: String::new(),
            notes: vec![self.stamp("导出")?].into_iter().chain(head.notes.iter().cloned()).collect(),
        })
    }
}

/// Puts a sheet and its scans among the leaves.
fn shelf(
    leaves: &mut Vec<Leaf>,
    item: &VolumeItem,
    drawn: Vec<Drawn>,
    push: &mut impl FnMut(&mut Vec<Leaf>, &str, Drawn, bool) -> Bookmark,
) -> Bookmark {
    let title = format!("{}　{}", item.serial, item.title);
    let mut first: Option<Bookmark> = None;
    for drawn in drawn {
        let mark = push(leaves, &title, drawn, true);
        first.get_or_insert(mark);
    }
    first.unwrap_or_default()
}

/// Puts a bookmark under another, which is made when it is not there.
fn add(outline: &mut Vec<Bookmark>, under: &str, mark: Bookmark) {
    if under.is_empty() {
        outline.push(mark);
        return;
    }
    match outline.iter_mut().find(|known| known.title == under) {
        Some(known) => known.children.push(mark),
        None => outline.push(Bookmark { title: under.to_owned(), leaf: mark.leaf, children: vec![mark], ..Bookmark::default() }),
    }
}

/// Puts a sheet's bookmark under its paper, and that of a set's sheet under its case.
fn file(sheets: &mut Bookmark, item: &VolumeItem, mark: Bookmark) {
    if !item.set.is_empty() && item.set != item.serial {
        let case =
            sheets.children.iter_mut().flat_map(|paper| &mut paper.children).find(|case| case.title.starts_with(&item.set));
        if let Some(case) = case {
            case.children.push(mark);
            return;
        }
    }
    add(&mut sheets.children, &item.title, mark);
}
