//! PDF and Excel: one form, and a thousand in one file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io::BufWriter;
use std::ops::ControlFlow;
use std::process::Command;
use std::sync::Arc;

use krilla::outline::Outline;
use serde_json::{Value as Json, json};
use xunfang_core::cabinet::{Hash, Kind, Reader};
use xunfang_core::clock::Stamp;
use xunfang_core::form::LoadedForm;
use xunfang_core::office::api::SearchQuery;
use xunfang_core::office::{Office, OfficeError, Wanted};
use xunfang_core::paper::compose::{Face, FaceKind, SealFace, compose};
use xunfang_core::paper::grid::{Code, Grid, Seal, bound};
use xunfang_core::paper::mask::{Mask, Veil};
use xunfang_core::paper::pdf::{self, Attachment, Binding, Bookmark, Leaf, Press, PrintInfo, Relationship};
use xunfang_core::paper::{NoPictures, PaperError, layout, xlsx};
use xunfang_core::sheet::{Body, Ink, Method, SignatureBody};

use crate::department::{Built, SIGNED, done};
use crate::measure::{Cost, Table, Times, cost};
use crate::pages;
use crate::peer::Peer;

const GOAL: &str = "< 10 ms";

/// A finalised sheet as it is before it becomes a grid: the stored bytes.
struct Stored {
    form: Arc<LoadedForm>,
    body: Vec<u8>,
    serial: String,
    /// Role, row, ink.
    signed: Vec<(String, String, Vec<u8>)>,
    code: Code,
}

impl Stored {
    fn grid(&self) -> Grid {
        let read = "what the cabinet holds can be read";
        let body: Body = serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{read}: {error}"));
        let seal = |(role, row, ink): &(String, String, Vec<u8>)| {
            let ink: Option<Ink> = serde_json::from_slice(ink).ok();
            let seal = Seal { ink, words: String::new(), date: "2026年2月24日".to_owned(), dated: true, flag: String::new() };
            SealFace { role: role.clone(), row: row.clone(), seal }
        };
        let grid = compose(&Face {
            form: &self.form.form,
            body: &body,
            serial: &self.serial,
            seals: &self.signed.iter().map(seal).collect::<Vec<_>>(),
            code: Some(self.code.clone()),
            kind: FaceKind::Sheet,
            notes: vec!["张三 2026-02-24 09:00 导出".to_owned()],
        });
        Veil::of(Mask::USUAL).grid(&grid)
    }
}

type Forms = BTreeMap<Hash, Arc<LoadedForm>>;

fn stored(reader: &Reader<'_>, sheet: &str, forms: &mut Forms) -> Option<Stored> {
    let entries = reader.entries_of(sheet.parse().ok()?).ok()?;
    let newest = entries.iter().rfind(|entry| entry.head.kind == Kind::Revision)?;
    let form = newest.head.form.as_ref()?;
    let known = match forms.entry(form.hash) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) => new.insert(Arc::new(LoadedForm::read(&form.id, &reader.content(&form.hash).ok()??).ok()?)),
    };
    let known = Arc::clone(known);
    let mut signed = Vec::new();
    for entry in entries.iter().filter(|entry| entry.head.kind == Kind::Signature) {
        let body: SignatureBody = serde_json::from_slice(&reader.body(entry).ok()?.bytes()?).ok()?;
        let Method::Drawn { strokes } = &body.method else { continue };
        signed.push((body.role, body.row, reader.content(&strokes.parse().ok()?).ok()??));
    }
    let hash = newest.hash.to_string();
    let short = hash.get(..12)?;
    Some(Stored {
        form: known,
        body: reader.body(newest).ok()?.bytes()?,
        serial: newest.head.serial.clone()?,
        signed,
        code: Code {
            payload: format!("XF1:{sheet}:{short}"), short: short.to_uppercase(), label: "记录与内容校验".to_owned()
        },
    })
}

/// The newest sheets of a form that are signed, or of any state.
fn newest(office: &Office, form: &str, signed: bool, count: usize) -> Vec<String> {
    let query = SearchQuery { form: form.to_owned(), ..SearchQuery::default() };
    let (mut found, mut cursor) = (Vec::new(), String::new());
    while found.len() < count {
        let page = done(office.search(&query, &cursor));
        found.extend(page.lines.iter().filter(|line| !signed || line.draft.is_empty()).map(|line| line.sheet.clone()));
        cursor = page.next;
        if cursor.is_empty() {
            break;
        }
    }
    found.truncate(count);
    found
}

fn all_stored(office: &Office, sheets: &[String]) -> Vec<Stored> {
    let mut forms = Forms::new();
    let read = office.cabinet().read(|reader| {
        Ok::<_, OfficeError>(sheets.iter().filter_map(|sheet| stored(reader, sheet, &mut forms)).collect::<Vec<_>>())
    });
    let read = done(read);
    assert!(read.len() == sheets.len(), "every sheet must be read for the measurement: {} of {}", read.len(), sheets.len());
    read
}

fn info() -> PrintInfo {
    let printed_at = Stamp::parse("2026-02-24T09:00+08:00").unwrap_or_else(|error| panic!("{error}"));
    PrintInfo { title: "回访记录表".to_owned(), exporter: "张三".to_owned(), printed_at, keywords: String::new() }
}

fn ok<T>(result: Result<T, PaperError>) -> T {
    result.unwrap_or_else(|error| panic!("{}: {error}", error.code()))
}

const ON: &(dyn Fn(usize, usize) -> ControlFlow<()> + Sync) = &|_, _| ControlFlow::Continue(());

pub fn run(table: &mut Table, built: &Built) {
    let office = built.open(11);
    let revisit = newest(&office, "revisit", true, 1);
    let daily = newest(&office, "inspection-daily", true, 1);
    let peer = Peer::new();
    for (what, sheets, first_part) in
        [("paper 4 回访记录表, two signatures", &revisit, false), ("paper 1 每日检查, part one", &daily, true)]
    {
        let Some(form) = all_stored(&office, sheets).pop() else { continue };
        let mut grid = form.grid();
        if first_part {
            grid.parts.truncate(1);
        }
        let grids = [grid];
        let pages = ok(layout::pages(&grids[0]));
        let ours = Times::of(20, 200, |_| drop(ok(pdf::render(&grids, &NoPictures, &info(), ON))));
        let theirs = Times::of(20, 200, |_| {
            let mut file = peer.file();
            ok(layout::pages(&grids[0])).iter().for_each(|page| file.page(page));
            drop(file.finish());
        });
        table.line(
            &format!("PDF, one form warm: {what}"),
            format!("{:.1} ms (p95 {:.1})", ours.median(), ours.hundredth(95)),
            format!("{GOAL} · krilla 0.8 {:.1} ms (p95 {:.1})", theirs.median(), theirs.hundredth(95)),
            format!("median of {} from the grid, {} pages, PDF/A-2b both", ours.count(), pages.len()),
        );
        let laid = Times::of(20, 200, |_| drop(ok(layout::pages(&grids[0]))));
        table.line(&format!("  of it layout: {what}"), format!("{:.1} ms", laid.median()), "", "lines broken, cells placed");
        let sheet = Times::of(5, 100, |_| drop(xlsx::render(&grids, &NoPictures, &info(), ON)));
        table.line(
            &format!("xlsx, one form warm: {what}"),
            format!("{:.1} ms (p95 {:.1})", sheet.median(), sheet.hundredth(95)),
            "",
            format!("median of {} from the grid", sheet.count()),
        );
    }
    let whole = Times::of(5, 60, |_| drop(done(office.export(&revisit, Wanted::Pdf, &|_, _| true))));
    table.line(
        "PDF of one sheet by Office::export",
        format!("{:.1} ms (p95 {:.1})", whole.median(), whole.hundredth(95)),
        "",
        "read, composed, masked, the act logged on the disk, drawn",
    );
    drop(office);
    thousand(table, built);
}

fn thousand(table: &mut Table, built: &Built) {
    for (case, what, how) in [
        ("ours", "1,000 forms in one PDF", "paper 4, two signatures each, from the stored bytes: composed, laid out, drawn"),
        ("krilla", "  the same by krilla 0.8", "same composition and layout, then drawn by krilla as PDF/A-2b"),
        ("pages", "  of it composition and layout alone", "one thread, nothing drawn"),
        ("export", "1,000 sheets by Office::export", "read from the cabinet, logged, drawn"),
        (
            "binder",
            "1,000-sheet binder, both sides",
            "bookmarks, running numbers, page labels, empty backs; PDF/A-2b, written out as it is made",
        ),
        ("binder-krilla", "  the same by krilla 0.8", "same pages, bookmarks, numbers, labels and backs"),
        ("binder-100", "  a tenth of it: 100 sheets", "the same forms, so that the cost of one sheet can be compared"),
        ("binder-5000", "  five times as much: 5,000 sheets", "each form five times"),
        (
            "binder-full",
            "1,000-sheet binder with the stored bytes",
            "each sheet's bytes attached, PDF/A-3b; the bytes are held by the measured process",
        ),
    ] {
        let said = Command::new(std::env::current_exe().unwrap_or_default())
            .arg(format!("case:{case}"))
            .arg(&built.home)
            .arg(built.sheets.to_string())
            .output()
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(said.status.success(), "{case}: {}", String::from_utf8_lossy(&said.stderr));
        let json: Json = serde_json::from_slice(&said.stdout).unwrap_or_else(|error| panic!("{case}: {error}"));
        let number = |key: &str| json.get(key).and_then(Json::as_f64).unwrap_or(f64::NAN);
        let figure = format!(
            "{:.2} s · CPU {:.2} s · peak {:.0} MB · file {:.1} MB",
            number("wall"),
            number("cpu"),
            number("peak"),
            number("file")
        );
        let goal = if matches!(case, "ours" | "binder") { "faster than krilla, < 150 MB, < 11 MB" } else { "" };
        table.line(what, figure, goal, how);
    }
    others(table, built);
}

/// The same pages by libraries of other languages, where they are installed.
fn others(table: &mut Table, built: &Built) {
    let office = built.open(29);
    let forms = all_stored(&office, &newest(&office, "revisit", true, SIGNED));
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let laid_out = folder.path().join("pages.jsonl");
    let mut file = BufWriter::new(File::create(&laid_out).unwrap_or_else(|error| panic!("{error}")));
    for form in &forms {
        pages::write(&ok(layout::pages(&bound(form.grid(), true))), &form.serial, &mut file);
    }
    drop(file);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/binder.py");
    for (peer, how) in [
        ("reportlab", "python3 (pip install reportlab): the pages come laid out, bookmarks, numbers and backs; no PDF/A"),
        ("typst", "python3 (pip install typst): the pages come laid out and are placed by Typst, numbers and backs; PDF/A-2b"),
    ] {
        let out =
            std::env::var("XUNFANG_BENCH_KEEP").map_or_else(|_| folder.path().join(peer), |kept| format!("{kept}.{peer}").into());
        let said = Command::new("python3").arg(script).arg(peer).arg(&laid_out).arg(pages::fonts()).arg(&out).output();
        let said = said.ok().filter(|said| said.status.success());
        let json = said.and_then(|said| serde_json::from_slice::<Json>(&said.stdout).ok());
        let figure = json.map_or_else(
            || "not installed".to_owned(),
            |json| {
                let number = |key: &str| json.get(key).and_then(Json::as_f64).unwrap_or(f64::NAN);
                let mega = |key: &str| number(key) / 1e6;
                let (wall, cpu, peak, size) = (number("wall"), number("cpu"), mega("peak"), mega("size"));
                format!("{wall:.2} s · CPU {cpu:.2} s · peak {peak:.0} MB · file {size:.1} MB")
            },
        );
        table.line(&format!("  the binder by {peer}"), figure, "", how);
    }
}

/// A volume of the forms, written to the disk as it is made; its size.
fn bound_file(forms: &[&Stored], full: bool) -> usize {
    let press = Press::new(&NoPictures);
    let grid = |n: usize| {
        let form = forms.get(n).ok_or(PaperError::Cancelled)?;
        Ok::<_, PaperError>(Cow::Owned(bound(form.grid(), true)))
    };
    let drawn = ok(press.draw_each(forms.len(), &grid, ON));
    let mark = |(leaf, form): (usize, &&Stored)| Bookmark { title: form.serial.clone(), leaf, ..Bookmark::default() };
    let children: Vec<Bookmark> = forms.iter().enumerate().map(mark).collect();
    let attachment = |form: &&Stored| Attachment {
        name: format!("{}.json", form.serial),
        media_type: "application/json".to_owned(),
        description: "单据的存储内容".to_owned(),
        bytes: form.body.clone(),
        modified: info().printed_at,
        relationship: Relationship::Source,
    };
    let binding = Binding {
        leaves: drawn.into_iter().map(|drawn| Leaf { drawn, numbered: true }).collect(),
        outline: vec![Bookmark { title: "单据".to_owned(), open: true, children, ..Bookmark::default() }],
        attachments: if full { forms.iter().map(attachment).collect() } else { Vec::new() },
        duplex: true,
    };
    let kept = std::env::var("XUNFANG_BENCH_KEEP").ok();
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let path = kept.map_or_else(|| folder.path().join("binder.pdf"), Into::into);
    let file = File::create(&path).unwrap_or_else(|error| panic!("{error}"));
    let mut out = BufWriter::new(file);
    ok(press.bind_to(binding, &info(), &mut out));
    drop(out);
    std::fs::metadata(&path).map_or(0, |about| usize::try_from(about.len()).unwrap_or(0))
}

/// One way to make a file of a thousand forms, in a process of its own.
pub fn case(case: &str, rest: &[String]) {
    let [home, sheets] = rest else { panic!("a case needs a home and its size") };
    let built = Built { home: home.into(), sheets: sheets.parse().unwrap_or(0) };
    let office = built.open(12 + u64::try_from(case.len()).unwrap_or(0));
    let ids = newest(&office, "revisit", true, SIGNED);
    let forms = if case == "export" { Vec::new() } else { all_stored(&office, &ids) };
    // Fonts parsed and every path walked once, as in a program that has printed before.
    let first = forms.first().map(Stored::grid);
    if let Some(grid) = &first {
        drop(ok(pdf::render(std::slice::from_ref(grid), &NoPictures, &info(), ON)));
    }
    let (cost, file): (Cost, usize) = match case {
        "ours" => {
            let grid = |n: usize| forms.get(n).map(|form| Cow::Owned(form.grid())).ok_or(PaperError::Cancelled);
            cost(|| ok(pdf::render_each(forms.len(), &grid, &NoPictures, &info(), ON)).len())
        }
        "krilla" => {
            let peer = Peer::new();
            cost(|| {
                let mut file = peer.file();
                for form in &forms {
                    ok(layout::pages(&form.grid())).iter().for_each(|page| file.page(page));
                }
                let bytes = file.finish();
                if let Ok(path) = std::env::var("XUNFANG_BENCH_KEEP") {
                    let _ = std::fs::write(path, &bytes);
                }
                bytes.len()
            })
        }
        "pages" => {
            let (cost, pages) = cost(|| forms.iter().map(|form| ok(layout::pages(&form.grid())).len()).sum::<usize>());
            assert!(pages >= forms.len(), "every form has a page");
            (cost, 0)
        }
        "binder" | "binder-full" | "binder-100" | "binder-5000" => {
            let many = case.strip_prefix("binder-").and_then(|many| many.parse().ok()).unwrap_or(forms.len());
            let all: Vec<&Stored> = forms.iter().cycle().take(many).collect();
            cost(|| bound_file(&all, case == "binder-full"))
        }
        "binder-krilla" => {
            let peer = Peer::new();
            cost(|| {
                let (mut file, mut outline, mut number) = (peer.file(), Outline::new(), 0);
                for form in &forms {
                    for page in ok(layout::pages(&bound(form.grid(), true))) {
                        number += 1;
                        file.leaf(&page, number, &form.serial, &mut outline);
                    }
                }
                file.finish_with(outline).len()
            })
        }
        "export" => cost(|| done(office.export(&ids, Wanted::Pdf, &|_, _| true)).len()),
        other => panic!("no case {other}"),
    };
    let megabytes = f64::from(u32::try_from(file).unwrap_or(u32::MAX)) / 1e6;
    println!("{}", json!({ "wall": cost.wall, "cpu": cost.cpu, "peak": cost.peak, "file": megabytes }));
}
