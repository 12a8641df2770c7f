//! The volume as PDF/A: cover, catalogue, the month's figures, every sheet in the order of the catalogue, and what is missing.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::api::{VolumeAsked, VolumeMode};
use super::super::cases::{for_paper, for_paper_by};
use super::super::error::{OfficeError, Result};
use super::super::named::{Bound, Named, Shows};
use super::super::print::Stored;
use super::super::printing::Printing;
use super::super::{Office, veil};
use super::export::Given;
use super::leaves::{Own, back, cover_of, entry, front, listed, notes, spine_of, tombstone};
use super::way::Way;
use super::{manifest, reclosed};
use crate::archive::paper::Letterhead;
use crate::archive::stats::Statistics;
use crate::archive::volume::VolumeItem;
use crate::clock::Stamp;
use crate::form::Private;
use crate::paper::compose::binder::{Catalogue, ClosingNote, Entry, Scan, Top, catalogue, cover, note, scan, spine};
use crate::paper::grid::{Grid, bound};
use crate::paper::pdf::{Binding, Bookmark, Drawn, Leaf, Press, numbers};
use crate::sheet::Method;

type On<'a> = &'a dyn Fn(usize, usize) -> ControlFlow<()>;

impl Office {
    pub(super) fn volume_pdf(
        &self,
        asked: &VolumeAsked,
        given: &Given,
        statistics: &Statistics,
        printing: &Printing,
        way: Way<'_>,
    ) -> Result<Vec<u8>> {
        let pictures = Stored(self);
        let head = Letterhead {
            left: given.whose.line(),
            right: vec![given.facts.month.words()],
            notes: notes(asked, given),
            watermark: if asked.draft { "送审稿" } else { "" }.to_owned(),
        };
        let binder = Binder { office: self, asked, given, printing, press: Press::new(&pictures), head };
        let all = given.items.len() + given.supplements.len();
        let done = AtomicUsize::new(0);
        let on = |_: usize, _: usize| {
            let n = done.fetch_add(1, Ordering::Relaxed) + 1;
            if way.at(n, all).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let parts = binder.draw(statistics, &on)?;
        let binding = binder.bind(parts)?;
        let title = format!("{}{}归档", given.whose.department, given.facts.month.words());
        let bound = Bound {
            month: asked.month,
            root: given.root.clone(),
            items: u32::try_from(given.items.len()).unwrap_or(u32::MAX),
            pages: u32::try_from(binding.pages()).unwrap_or(u32::MAX),
            draft: asked.draft,
            full: asked.full,
        };
        let info = printing.info(title, &Named::new(Shows::Volume(bound), given.mask, printing.at));
        way.at(all, all)?;
        Ok(binder.press.bind(binding, &info)?)
    }
}

/// A volume while it is bound.
struct Binder<'a> {
    office: &'a Office,
    asked: &'a VolumeAsked,
    given: &'a Given,
    printing: &'a Printing,
    press: Press<'a>,
    head: Letterhead,
}

/// A sheet drawn, with the scans of its pages that were signed in ink behind it.
type Sheet = Vec<Drawn>;

/// What carries running numbers, drawn, in the order of the volume.
struct Parts {
    front: Vec<(Own, Drawn)>,
    sheets: Vec<(VolumeItem, Sheet)>,
    back: Vec<(Own, Drawn)>,
    added: Vec<(VolumeItem, Sheet)>,
}

/// The leaves and their bookmarks as they are put one behind the other.
#[derive(Default)]
struct Shelf {
    leaves: Vec<Leaf>,
    outline: Vec<Bookmark>,
}

impl Binder<'_> {
    fn draw(&self, statistics: &Statistics, on: On<'_>) -> Result<Parts> {
        let sheets = self.sheets(&self.given.items, self.given.up_to(), true, on)?;
        let added: Vec<VolumeItem> = self.given.supplements.iter().map(|(item, _)| item.clone()).collect();
        // What came behind the seal has no 件号 of its own.
        let added = self.sheets(&added, self.given.seen, false, on)?;
        let own = |own: Own| -> Result<(Own, Drawn)> {
            let drawn = self.page(own.grid.clone())?;
            Ok((own, drawn))
        };
        Ok(Parts {
            front: front(self.given, statistics, &self.head).into_iter().map(own).collect::<Result<_>>()?,
            sheets,
            back: back(self.given, &self.head).into_iter().map(own).collect::<Result<_>>()?,
            added,
        })
    }

    /// A paper of the volume's own, drawn. Whatever stands on it goes through the veil here.
    fn page(&self, grid: Grid) -> Result<Drawn> {
        Ok(self.press.draw(&self.finished(self.given.said.grid(&grid)))?)
    }

    /// In the foot of a sheet: piece by piece each carries its own 档号, as it lies in its box without a cover.
    fn notes(&self, item: &VolumeItem, filed: bool) -> Vec<String> {
        let own = (filed && !self.by_volume()).then(|| format!("档号 {}", self.given.reference(item)));
        own.into_iter().chain(self.head.notes.iter().cloned()).collect()
    }

    /// A paper as it goes into the volume: every leaf of a draft bears its mark, that of a sheet which is 作废 behind its own.
    fn finished(&self, mut grid: Grid) -> Grid {
        let mark = &self.head.watermark;
        if !mark.is_empty() {
            grid.watermark = Some(match grid.watermark.take() {
                Some(own) if own != *mark => format!("{own}·{mark}"),
                _ => mark.clone(),
            });
        }
        bound(self.office.marked(grid), self.given.setting.duplex)
    }

    fn sheets(&self, items: &[VolumeItem], sealed: Option<u64>, filed: bool, on: On<'_>) -> Result<Vec<(VolumeItem, Sheet)>> {
        let grid = |n: usize| -> Result<Cow<'_, Grid>> {
            let item = items.get(n).ok_or(OfficeError::Missing("sheets"))?;
            self.sheet(item, sealed, self.notes(item, filed)).map(Cow::Owned)
        };
        let drawn = self.press.draw_each(items.len(), &grid, on)?;
        let mut out = Vec::with_capacity(drawn.len());
        for (item, first) in items.iter().zip(drawn) {
            let mut leaves = vec![first];
            if let Some(grid) = self.scans(item, sealed, self.notes(item, filed))? {
                leaves.push(self.press.draw(&grid)?);
            }
            out.push((item.clone(), leaves));
        }
        Ok(out)
    }

    /// Of a closed month each sheet says of its limits what its own revision knew, a supplement too: so it is drawn alike whatever
    /// is counted since. A draft says what was known when the month was read for it.
    fn sheet(&self, item: &VolumeItem, sealed: Option<u64>, notes: Vec<String>) -> Result<Grid> {
        self.office.cabinet.read(|reader| {
            let Some(record) = self.office.item_record(reader, item, sealed)? else {
                return Ok(self.finished(tombstone(item, &self.head, notes)));
            };
            let mut veil = self.given.veil.clone();
            veil::know_record(&mut veil, &record);
            let body = match self.given.clocks.get(&item.sheet) {
                Some(clocks) => for_paper_by(&record, clocks),
                None => for_paper(reader, &record, false)?,
            };
            Ok(self.finished(veil.grid(&Office::body_grid(reader, &record, &body, notes)?)))
        })
    }

    /// Scans of the pages that were signed in ink. Whoever may not see names does not see them.
    fn scans(&self, item: &VolumeItem, sealed: Option<u64>, notes: Vec<String>) -> Result<Option<Grid>> {
        if self.given.mask.names {
            return Ok(None);
        }
        self.office.cabinet.read(|reader| {
            let Some(record) = self.office.item_record(reader, item, sealed)? else { return Ok(None) };
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
            let top = Top { left: self.head.left.clone(), right: vec![format!("编号 {}", item.serial)] };
            let scan = Scan { title: "纸质签字页".into(), top, pictures, private: Private::Name, notes };
            Ok(Some(self.finished(self::scan(&scan))))
        })
    }

    fn by_volume(&self) -> bool {
        self.given.setting.mode == VolumeMode::Volume
    }

    fn top(&self) -> Top {
        Top { left: self.head.left.clone(), right: self.head.right.clone() }
    }

    /// Puts the leaves into their order, with catalogue, bookmarks and attachments.
    fn bind(&self, parts: Parts) -> Result<Binding> {
        let (entries, total) = self.entries(&parts);
        let mut shelf = Shelf::default();
        if self.by_volume() {
            shelf.put("封面", self.page(cover(&cover_of(self.given, total)))?, false, "");
        }
        let name = if self.by_volume() { "卷内目录" } else { "归档文件目录" };
        let list = Catalogue { title: name.into(), top: self.top(), entries, notes: self.head.notes.clone() };
        shelf.put(name, self.page(catalogue(&list))?, false, "");
        for (own, drawn) in parts.front {
            shelf.put(&own.title, drawn, true, own.under);
        }
        let mut papers = Bookmark { title: "单据".to_owned(), leaf: shelf.leaves.len(), open: true, ..Bookmark::default() };
        for (item, sheet) in parts.sheets {
            let mark = shelf.sheet(&item, sheet);
            file(&mut papers, &item, mark);
        }
        if !papers.children.is_empty() {
            shelf.outline.push(papers);
        }
        for (own, drawn) in parts.back {
            shelf.put(&own.title, drawn, true, own.under);
        }
        for (item, sheet) in parts.added {
            let mark = shelf.sheet(&item, sheet);
            add(&mut shelf.outline, "补充件", mark);
        }
        let closing = self.note(total)?;
        shelf.put(&closing.title, self.page(note(&closing))?, false, "");
        shelf.put("盒脊标签", self.page(spine(&spine_of(self.given)))?, false, "");
        let attachments = if self.asked.full {
            let at = self.given.closing.as_ref().and_then(|closing| Stamp::parse(&closing.at).ok());
            let at = at.unwrap_or(self.given.facts.until);
            self.office.cabinet.read(|reader| manifest::attachments(reader, self.given, at))?
        } else {
            Vec::new()
        };
        Ok(Binding { leaves: shelf.leaves, outline: shelf.outline, attachments, duplex: self.given.setting.duplex })
    }

    /// The lines of the catalogue, each with the page that it begins on, and how many pages there are.
    fn entries(&self, parts: &Parts) -> (Vec<Entry>, usize) {
        let pages = |sheet: &Sheet| sheet.iter().map(Drawn::pages).sum::<usize>();
        let own = |(own, drawn): &(Own, Drawn)| (listed(self.given, &own.title), drawn.pages());
        let sheet = |(item, sheet): &(VolumeItem, Sheet)| (entry(self.given, item), pages(sheet));
        let added = |(item, sheet): &(VolumeItem, Sheet)| {
            let entry = entry(self.given, item);
            (Entry { number: String::new(), remark: "补充件".to_owned(), ..entry }, pages(sheet))
        };
        let all: Vec<(Entry, usize)> = parts
            .front
            .iter()
            .map(own)
            .chain(parts.sheets.iter().map(sheet))
            .chain(parts.back.iter().map(own))
            .chain(parts.added.iter().map(added))
            .collect();
        let total = all.iter().map(|(_, pages)| pages).sum();
        let first = numbers(all.iter().map(|(_, pages)| (*pages, true)));
        let page = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
        (all.into_iter().zip(first).map(|((entry, _), n)| Entry { page: page(n), ..entry }).collect(), total)
    }

    fn note(&self, pages: usize) -> Result<ClosingNote> {
        let volume = self.by_volume();
        let top = self.top();
        let said = self.given.gaps.iter().filter(|gap| gap.said.is_some()).count();
        let (this, unnumbered, end) = if volume {
            ("本卷", "封面、目录、备考表", "卷末")
        } else {
            ("本盒", "目录、备考表、盒脊标签", "末尾")
        };
        let mut state = vec![format!(
            "{this}为{}{}月度归档，共{}件{pages}页（{unnumbered}不编页号）。",
            self.given.whose.department,
            self.given.facts.month.words(),
            self.given.items.len()
        )];
        if !self.given.carried.is_empty() {
            state.push(format!("未办结事项{}件，已列入未办结结转表，随结案月份归档。", self.given.carried.len()));
        }
        if !self.given.supplements.is_empty() {
            state.push(format!("归档后补充{}件，附在{end}。", self.given.supplements.len()));
        }
        state.extend(reclosed::said(self.given));
        state.push(if self.asked.full {
            "本件为完整件，含客户信息，按密级保管；每件的原始数据和校验清单附在文件里。".to_owned()
        } else {
            "本件为脱敏件，客户姓名、房号、电话、证件号已遮盖，客户的签字以“已签”代替。".to_owned()
        });
        if let Some(closing) = self.given.closing.as_ref().filter(|closing| !closing.reason.is_empty()) {
            state.push(format!("归档说明：{}", closing.reason));
        }
        let gaps = match self.given.gaps.len() {
            0 => Vec::new(),
            all => vec![format!("缺件{all}处，其中已说明{said}处，见缺件说明。")],
        };
        let counts = [
            ("件数", format!("{}件", self.given.items.len())),
            ("页数", format!("{pages}页")),
            ("保管期限", Given::retention(self.given.setting.years)),
            ("密级", self.given.setting.security.clone()),
        ];
        let month = self.given.facts.month;
        Ok(ClosingNote {
            title: if volume { "卷内备考表" } else { "备考表" }.to_owned(),
            top,
            state,
            counts: counts.map(|(name, words)| (name.to_owned(), words)).to_vec(),
            gaps,
            root: self.given.root.clone(),
            payload: format!("XFM1:{month}:{}", self.given.root),
            signers: if volume { ["立卷人", "检查人"] } else { ["整理人", "检查人"] }.map(str::to_owned),
            date: String::new(),
            notes: std::iter::once(self.printing.note("导出")).chain(self.head.notes.iter().cloned()).collect(),
        })
    }
}

impl Shelf {
    /// Puts a paper behind the others, its bookmark under another; under none when that is empty.
    fn put(&mut self, title: &str, drawn: Drawn, numbered: bool, under: &str) {
        let mark = self.leaf(title, drawn, numbered);
        add(&mut self.outline, under, mark);
    }

    /// Puts a sheet and its scans behind the others. Its bookmark is the caller's to place.
    fn sheet(&mut self, item: &VolumeItem, sheet: Sheet) -> Bookmark {
        let title = format!("{}　{}", item.serial, item.title);
        let marks: Vec<Bookmark> = sheet.into_iter().map(|drawn| self.leaf(&title, drawn, true)).collect();
        marks.into_iter().next().unwrap_or_default()
    }

    fn leaf(&mut self, title: &str, drawn: Drawn, numbered: bool) -> Bookmark {
        self.leaves.push(Leaf { drawn, numbered });
        Bookmark { title: title.to_owned(), leaf: self.leaves.len() - 1, ..Bookmark::default() }
    }
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
