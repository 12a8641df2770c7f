//! Who sees what of a customer: every way in which the office gives words out, walked over the sample department.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot go on from")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Reader as _, Xlsx};
use tempfile::TempDir;
use xunfang_core::archive::Month;
use xunfang_core::cabinet::{Cost, Secret};
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::form::{FieldKind, Private, Who};
use xunfang_core::office::api::{CaseList, CasesAsked, LedgerKind, ListAsked, SearchQuery, SheetLine, VolumeAsked, VolumeFormat};
use xunfang_core::office::demo::{self, DemoPlan};
use xunfang_core::office::{AuditAsked, Office, REGISTERS, Right, Role, Target, Wanted};
use xunfang_core::sheet::Value;
use xunfang_tests::department::{self, Department};
use xunfang_tests::pdf;

/// Sheets that are drawn and printed one by one.
const MOST: usize = 24;
const HERS: &str = "总部检查的示例口令 1";

/// The sample department of a month, in the hands of its head.
struct Sample {
    folder: TempDir,
    passphrase: String,
}

impl Sample {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let plan =
            DemoPlan { months: 1, seed: 1, until: "2026-03-31".parse().unwrap(), passphrase: None, by: None, practice: false };
        let made = demo::make(&folder.path().join("cabinet"), &folder.path().join("high-water"), &plan, &|_, _| true).unwrap();
        let sample = Self { folder, passphrase: made.passphrase };
        let office = sample.open(&sample.passphrase, 1);
        let person = office.entries("person", "", false).unwrap().pop().unwrap();
        office.add_account(&person.id, Role::Inspector, HERS, Cost::LIGHT).unwrap();
        sample
    }

    fn open(&self, passphrase: &str, seed: u64) -> Office {
        let clock = Arc::new(Clock::seeded(seed, Stamp::parse("2026-03-31T14:00+08:00").unwrap()));
        let (cabinet, high_water) = (self.folder.path().join("cabinet"), self.folder.path().join("high-water"));
        Office::open(&cabinet, &high_water, clock, &Secret::passphrase(passphrase)).unwrap()
    }
}

/// What nobody finds without asking for it, and what head office does not find at all.
#[derive(Default)]
struct Secrets {
    phones: BTreeSet<String>,
    names: BTreeSet<String>,
    rooms: BTreeSet<String>,
}

fn lines(office: &Office) -> Vec<SheetLine> {
    let (mut lines, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = office.search(&SearchQuery::default(), &cursor).unwrap();
        lines.extend(page.lines);
        if page.next.is_empty() {
            return lines;
        }
        cursor = page.next;
    }
}

/// Everything private in the department, asked for with a reason.
fn secrets(office: &Office) -> Secrets {
    let mut found = Secrets::default();
    for (register, ..) in REGISTERS {
        for entry in office.entries(register, "", true).unwrap() {
            let entry = office.reveal(register, &entry.id, "核对信息").unwrap();
            found.phones.extend(entry.facts.get("phone").cloned());
            match *register {
                "customer" => {
                    found.names.insert(entry.name);
                    found.rooms.extend(entry.facts.get("room").cloned());
                }
                "outlet" => found.names.extend(entry.facts.get("operator").cloned()),
                _ => {}
            }
        }
    }
    for line in lines(office).iter().filter(|line| !line.serial.is_empty()) {
        let view = office.sheet_by_serial(&line.serial, Some("核对信息")).unwrap();
        for (place, value) in view.answers.each() {
            if let (Some((_, field)), Value::Text(text)) = (view.form.field(&place.field), value) {
                match field.private {
                    Private::Name => drop(found.names.insert(text.clone())),
                    Private::Phone => drop(found.phones.insert(text.clone())),
                    _ => {}
                }
            }
        }
        found.names.extend(view.seals.iter().filter(|s| s.who == Who::Customer).map(|s| s.signer.clone()));
        for section in view.form.sections.iter().filter(|s| s.is_rows()) {
            for field in section.fields.iter().filter(|f| f.kind == FieldKind::Fact && f.private == Private::Name) {
                let fact = field.fact.clone().unwrap_or_default();
                found.names.extend(view.answers.list(&section.id).iter().filter_map(|row| row.facts.get(&fact).cloned()));
            }
        }
    }
    found.phones.retain(|phone| phone.len() >= 7);
    found.names = found.names.iter().flat_map(|n| n.split(['，', '、', '　', '（'])).map(str::to_owned).collect();
    found.names.retain(|name| name.chars().count() >= 2 && !["本人", "配偶", "家属"].contains(&name.as_str()));
    found.rooms.retain(|room| room.chars().count() >= 4);
    found
}

/// Every word of a workbook.
fn cells(book: Vec<u8>) -> String {
    let mut book = Xlsx::new(Cursor::new(book)).unwrap();
    let words = |cells: &calamine::Range<Data>| -> Vec<String> {
        cells.rows().flatten().filter(|cell| **cell != Data::Empty).map(ToString::to_string).collect()
    };
    book.worksheets().iter().flat_map(|(_, cells)| words(cells)).collect::<Vec<_>>().join("\n")
}

/// What may be read, printed or asked of the register and is no way out that `given_out` walks, each with the reason.
const NO_WAY_OUT: &[(&str, &[&str])] = &[
    ("days and deadlines: nobody is in them", &["calendar", "calendar_year", "classify", "deadline", "count", "rules"]),
    ("says how the program and its file are, and what kinds of registers there are", &["health", "registers"]),
    ("tells no more than `sheet`, by another name for it, or a line of `search`", &["sheet_named", "sheet_lines"]),
    ("unmasked for a reason that is written into the log; without one it is `sheet`", &["sheet_by_serial"]),
    ("gives the desk, once the secret is right", &["end_hand_over", "take_over", "use_site"]),
    ("a photo or scan by its hash, which head office is not told (tested below)", &["picture"]),
    ("settings of a volume, and its name", &["volume_setting", "volume_name"]),
    ("changes something, and gives back no more than the view of it", &["reopen_month", "ask_destruction", "destroy"]),
    ("writes a line, and gives nothing back: what is copied is what the screen showed", &["note_copy"]),
    ("secrets of the one who works go in, nothing comes out", &["change_passphrase", "set_pin"]),
    ("prints `destruction_list`, which is empty in this department", &["destruction_paper"]),
];

/// Passes when every use case that reads, prints or tells of the register is walked by `given_out` or excused with a reason: a new
/// way out cannot be forgotten here, as it cannot be in the test of rights that names it.
#[test]
fn no_way_out_is_forgotten() {
    let rights = include_str!("../../src-tauri/core/src/office/people/tests/rights.rs");
    let listed = rights.split_once("const USE_CASES").unwrap().1.split_once("const NO_RIGHT").unwrap().0;
    let reads = ["Right::Read,", "Right::Print,", "Right::Audit,", "Right::Reopen,"];
    let of = |line: &str| {
        let (name, rest) = line.trim().strip_prefix("(\"")?.split_once("\", ")?;
        reads.iter().any(|right| rest.starts_with(right)).then(|| name.split(' ').next().unwrap_or_default().to_owned())
    };
    let all: BTreeSet<String> = listed.lines().filter_map(of).collect();
    assert!(all.len() > 60, "the list is found: {}", all.len());
    let own = include_str!("secret.rs");
    let walked = |name: &str| own.contains(&format!("give(\"{name}\"")) || own.contains(&format!("give(\"{name} "));
    let excused = |name: &str| NO_WAY_OUT.iter().any(|(_, names)| names.contains(&name));
    for name in &all {
        // A setting is written, not read.
        assert!(
            walked(name) != excused(name) || name == "set_setting",
            "Office::{name}: walk it in given_out, or say in NO_WAY_OUT why it is none"
        );
    }
    for name in NO_WAY_OUT.iter().flat_map(|(_, names)| *names) {
        assert!(all.contains(*name), "{name} is no longer a use case");
    }
}

/// What a file says of itself for a program to read.
fn named(pdf: &[u8]) -> String {
    let said = xunfang_core::paper::pdf::said(pdf).unwrap();
    assert!(said.agree && said.keywords.starts_with("XFP1 "), "every file names what it shows: {said:?}");
    format!("\n{}", said.keywords)
}

/// Every way out, by its name, with the words that left by it.
fn given_out(office: &Office, drafts: bool) -> BTreeMap<&'static str, String> {
    let mut out: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut give = |name: &'static str, words: String| out.entry(name).or_default().push_str(&words);
    let all = lines(office);
    // Days between which the department worked, and what of it is still due.
    let (first, last) = ("2026-02-01".parse().unwrap(), "2026-05-31".parse().unwrap());
    give("search", format!("{all:?}"));
    give("desk", format!("{:?}", office.desk().unwrap()));
    give("today", format!("{:?}", office.today().unwrap()));
    give("forms", format!("{:?}", office.forms().unwrap()));
    give("accounts", format!("{:?}", office.accounts().unwrap()));
    give("blanks", format!("{:?}", office.blanks().unwrap()));
    give("verify", format!("{:?}", office.verify(None, &|_, _| true).unwrap()));
    give("backups", format!("{:?}", office.backups().unwrap()));
    give("audit_lines", format!("{:?}", office.audit_lines(None).unwrap()));
    give("case_counts", format!("{:?}", office.case_counts(&CasesAsked::default()).unwrap()));
    give("due_by", format!("{:?}", office.due_by(Some(last)).unwrap()));
    give("overdue", format!("{:?}", office.overdue(first, last).unwrap()));
    give("route", format!("{:?}", office.route(last).unwrap()));
    give("feed", office.feed().unwrap().text);
    give("reminders", format!("{:?}", office.reminders(Stamp::new(0, 480)).unwrap()));
    give("duties", format!("{:?}", office.duties(first, last).unwrap()));
    give("duty_month", format!("{:?}", office.duty_month(&office.desk().unwrap().day.date[..7]).unwrap()));
    let ledgers = LedgerKind::ALL.map(CaseList::Ledger);
    for list in [CaseList::Overdue, CaseList::Route].into_iter().chain(ledgers) {
        let from = if list == CaseList::Route { String::new() } else { "2026-02-01".to_owned() };
        let asked = ListAsked { list, from, to: "2026-05-31".to_owned() };
        give("list_paper", pdf::text(&office.list_paper(&asked, Wanted::Pdf).unwrap()));
    }
    for kind in LedgerKind::ALL {
        give("ledger", format!("{:?}", office.ledger(kind, first, last).unwrap()));
    }
    give("duty_day", format!("{:?}", office.duty_day("2026-03-30".parse().unwrap()).unwrap()));
    give("duty_plans", format!("{:?}", office.duty_plans().unwrap()));
    give("meetings", format!("{:?}", office.meetings(first, last).unwrap()));
    give("months", format!("{:?}", office.months().unwrap()));
    give("last_check", format!("{:?}", office.last_check().unwrap()));
    give("examine", format!("{:?}", office.examine(&|_, _| true).unwrap()));
    give("delegations", format!("{:?}", office.delegations().unwrap()));
    let month: Month = "2026-03".parse().unwrap();
    give("month", format!("{:?}", office.month(month).unwrap()));
    give("month_statistics", format!("{:?}", office.month_statistics(month, &|_, _| true).unwrap()));
    let volume = |format: VolumeFormat| {
        let asked = VolumeAsked { month, format, full: false, reason: String::new(), draft: true };
        office.export_volume(&asked, &|_, _| true).unwrap()
    };
    let bound = volume(VolumeFormat::Pdf);
    give("export_volume pdf", pdf::text(&bound) + &named(&bound));
    give("verify_volume", format!("{:?}", office.verify_volume(&bound).unwrap()));
    give("export_volume xlsx", cells(volume(VolumeFormat::Xlsx)));
    give("export_volume jsonl", String::from_utf8_lossy(&volume(VolumeFormat::Jsonl)).into_owned());
    let register = AuditAsked::default();
    give("audit_page", format!("{:?}", office.audit_page(&register).unwrap()));
    give("audit_paper pdf", pdf::text(&office.audit_paper(&register, Wanted::Pdf).unwrap()));
    give("audit_paper xlsx", cells(office.audit_paper(&register, Wanted::Xlsx).unwrap()));
    if office.role().may(Right::Reopen) {
        give("destruction_list", format!("{:?}", office.destruction_list().unwrap()));
    }
    let cases = office.cases(&CasesAsked::default(), "").unwrap();
    assert!(cases.lines.len() > 5, "the department has cases to hide");
    give("cases", format!("{cases:?}"));
    for line in &cases.lines {
        give("case", format!("{:?}", office.case(&line.sheet).unwrap()));
        give("beginnings", format!("{:?}", office.beginnings(&line.sheet).unwrap()));
    }
    if office.role().may(Right::Fill) {
        give("callers", format!("{:?}", office.callers("0001").unwrap()));
    }
    for (register, ..) in REGISTERS {
        give("entries", format!("{:?}", office.entries(register, "", true).unwrap()));
    }
    let of = |daily: bool, most: usize| {
        all.iter().filter(move |l| !l.serial.is_empty() && (l.form == "inspection-daily") == daily).take(most)
    };
    let told: Vec<&SheetLine> = of(false, MOST).chain(of(true, 1)).collect();
    for line in &told {
        let view = office.sheet(&line.sheet).unwrap();
        give("sheet", serde_json::to_string(&view).unwrap());
        give("pages", office.pages(Target::Sheet(&line.sheet)).unwrap().svg.concat());
        give("svg_pages", office.svg_pages(&line.sheet).unwrap().concat());
        give("copy_text", office.copy_text(&line.sheet).unwrap());
        give("copy_picture", office.copy_picture(&line.sheet, 0).unwrap());
        give("plain_sheet", serde_json::to_string(&office.plain_sheet(&line.serial, None).unwrap()).unwrap());
        let sheets = std::slice::from_ref(&line.sheet);
        give("file_name", office.file_name(sheets, Wanted::Pdf).unwrap());
        let versions: Vec<_> = view.history.iter().filter(|h| !h.revision.is_empty()).collect();
        if let [first, _, ..] = versions.as_slice() {
            let version = office.export_version(&line.sheet, &first.revision).unwrap();
            give("export_version", pdf::text(&version) + &named(&version));
        }
    }
    let sheets: Vec<String> = told.iter().map(|line| line.sheet.clone()).collect();
    let printed = office.export(&sheets, Wanted::Pdf, &|_, _| true).unwrap();
    give("export pdf", pdf::text(&printed) + &named(&printed));
    give("verify_volume of sheets", format!("{:?}", office.verify_volume(&printed).unwrap()));
    give("export xlsx", cells(office.export(&sheets, Wanted::Xlsx, &|_, _| true).unwrap()));
    for line in all.iter().filter(|line| drafts && !line.draft.is_empty()) {
        give("pages of a draft", office.pages(Target::Draft(&line.draft)).unwrap().svg.concat());
    }
    // A word that a narrow cell broke over two lines is one word.
    out.into_iter().map(|(name, words)| (name, words.split_whitespace().collect())).collect()
}

#[test]
fn no_way_out_tells_a_telephone_number_and_none_tells_head_office_who_the_customer_is() {
    let sample = Sample::new();
    let office = sample.open(&sample.passphrase, 2);
    let secrets = secrets(&office);
    assert!(secrets.phones.len() > 5 && secrets.names.len() > 5 && secrets.rooms.len() > 5, "there is something to hide");
    for (way, words) in given_out(&office, true) {
        let told: Vec<_> = secrets.phones.iter().filter(|phone| words.contains(phone.as_str())).collect();
        assert!(told.is_empty(), "{way} tells {told:?}");
    }
    drop(office);

    let office = sample.open(HERS, 3);
    assert_eq!(office.role(), Role::Inspector, "she is from head office");
    let ways = given_out(&office, true);
    for (way, words) in &ways {
        for secret in [&secrets.phones, &secrets.names, &secrets.rooms] {
            let told: Vec<_> = secret.iter().filter(|word| words.contains(word.as_str())).collect();
            assert!(told.is_empty(), "{way} tells head office {told:?}");
        }
    }
    assert!(ways["search"].contains("**"), "a masked name still tells one customer from another");
    for hidden in secrets.phones.iter().chain(&secrets.names).chain(&secrets.rooms) {
        let query = SearchQuery { text: hidden.clone(), ..SearchQuery::default() };
        let found = office.search(&query, "").unwrap().lines;
        assert!(found.is_empty(), "what is hidden cannot be tried out by searching for it: {hidden} finds {}", found.len());
    }
    for line in lines(&office).iter().filter(|line| line.form == "revisit" && line.signed) {
        let view = office.sheet(&line.sheet).unwrap();
        let papers: Vec<_> = view.seals.iter().filter(|s| s.who == Who::Customer && !s.blob.is_empty()).collect();
        assert!(papers.is_empty(), "the scan of a customer's signature is not named: {papers:?}");
    }
}

/// Passes when the page for the sealed envelope holds the recovery code, read back by another program: a page without it would be
/// found out only when the passphrase is lost.
#[test]
fn the_recovery_page_holds_the_code() {
    let folder = tempfile::tempdir().unwrap();
    let department = Department::at(folder.path(), 1);
    let office = department.first_run().unwrap();
    let code = office.new_recovery_code(Cost::LIGHT).unwrap();
    let bare = |words: &str| words.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let page = pdf::text(&office.recovery_page(code.as_str()).unwrap());
    assert!(bare(code.as_str()).len() >= 24, "a code of its full length");
    assert!(bare(&page).contains(&bare(code.as_str())), "the code stands on the page, group after group: {page}");
}

/// Passes when every file that leaves, whatever its kind, says who took it and when.
#[test]
fn every_paper_that_leaves_says_who_took_it_and_when() {
    let folder = tempfile::tempdir().unwrap();
    let department = Department::at(folder.path(), 1);
    let office = department.first_run().unwrap();
    let customer = department::customer(&office, "赵六").unwrap();
    let draft = department::visit_draft(&office, &customer, "电梯困人").unwrap();
    let sheet = office.finish(&draft.id, &department::visited()).unwrap().sheet;
    let by = format!("张三{}", department.clock.now().local().format("%Y-%m-%d%H:%M"));
    let list = |list| ListAsked { list, from: "2026-02-01".to_owned(), to: "2026-05-31".to_owned() };
    let (asked, sheets, register) = (list(CaseList::Overdue), [sheet], AuditAsked::default());
    let papers = [
        ("sheet pdf", pdf::text(&office.export(&sheets, Wanted::Pdf, &|_, _| true).unwrap())),
        ("sheet xlsx", cells(office.export(&sheets, Wanted::Xlsx, &|_, _| true).unwrap())),
        ("blank", pdf::text(&office.print_blanks("revisit", 1).unwrap())),
        ("list pdf", pdf::text(&office.list_paper(&asked, Wanted::Pdf).unwrap())),
        ("list xlsx", cells(office.list_paper(&asked, Wanted::Xlsx).unwrap())),
        ("register pdf", pdf::text(&office.audit_paper(&register, Wanted::Pdf).unwrap())),
        ("register xlsx", cells(office.audit_paper(&register, Wanted::Xlsx).unwrap())),
    ];
    for (paper, words) in papers {
        let bare: String = words.split_whitespace().collect();
        assert!(bare.contains(&by), "{paper} says {by}: {bare}");
    }
}
