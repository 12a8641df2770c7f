//! 登记台账 of any days: what stands in them, on the screen and on paper.

use calamine::{Data, Reader as _, Xlsx};

use super::lists::told;
use super::*;
use crate::office::api::{CaseList, LedgerKind, ListAsked};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// The sheets in a ledger.
fn sheets(d: &Department, kind: LedgerKind, from: &str, to: &str) -> Vec<String> {
    d.office.ledger(kind, day(from), day(to)).unwrap().lines.into_iter().map(|line| line.sheet).collect()
}

#[test]
fn a_ledger_begins_with_the_first_minute_of_its_days_and_ends_with_the_last() {
    let d = Department::with_register();
    let at = |moment: &str| d.fill("complaint", told(moment, "一般", "走道照明不亮")).sheet;
    let [before, first, last, after] = ["2026-02-20 23:59", "2026-02-21 00:00", "2026-02-23 23:59", "2026-02-24 00:00"].map(at);
    let within = sheets(&d, LedgerKind::Complaint, "2026-02-21", "2026-02-23");
    assert_eq!(within, [first.as_str(), &last], "both days whole, and none beside them");
    assert_eq!(sheets(&d, LedgerKind::Complaint, "2026-02-20", "2026-02-20"), [before], "the day before by itself");
    assert_eq!(sheets(&d, LedgerKind::Complaint, "2026-02-24", "2026-02-24"), [after], "and the day after");
    assert_eq!(sheets(&d, LedgerKind::Complaint, "2026-02-23", "2026-02-21"), [""; 0], "no day lies between the wrong way round");
    for kind in LedgerKind::ALL.into_iter().filter(|kind| *kind != LedgerKind::Complaint) {
        assert_eq!(sheets(&d, kind, "2026-02-01", "2026-02-28"), [""; 0], "{kind:?}: a complaint stands in its own ledger alone");
    }
    d.office.void_sheet(&first, "重复登记").unwrap();
    let view = d.office.ledger(LedgerKind::Complaint, day("2026-02-21"), day("2026-02-21")).unwrap();
    assert_eq!(view.lines[0].cells.last().unwrap().words(), "作废", "a number that was given is accounted for");
    assert_eq!(view.lines[0].state, "void", "and its state is told apart from its word");
}

#[test]
fn a_case_that_goes_on_into_another_month_stands_where_it_was_received_and_its_revisit_where_it_was_made() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    let visit = d.visited(&case, "2026-03-02", "满意");
    assert_eq!(sheets(&d, LedgerKind::Complaint, "2026-02-24", "2026-02-24"), [case], "by the day it was received");
    assert_eq!(sheets(&d, LedgerKind::Complaint, "2026-03-01", "2026-03-31"), [""; 0], "whatever was done about it later");
    assert_eq!(sheets(&d, LedgerKind::Revisit, "2026-03-02", "2026-03-02"), [visit.as_str()], "by the day of the revisit");
    assert_eq!(sheets(&d, LedgerKind::Revisit, "2026-02-01", "2026-03-01"), [""; 0], "and on no other");
    let view = d.office.ledger(LedgerKind::Revisit, day("2026-03-02"), day("2026-03-02")).unwrap();
    let cells: Vec<String> = view.lines[0].cells.iter().map(crate::archive::ledger::Cell::words).collect();
    assert!(cells.contains(&"满意".to_owned()) && cells.contains(&"已签".to_owned()), "with what it came to: {cells:?}");
    d.office.void_sheet(&visit, "误填").unwrap();
    assert_eq!(sheets(&d, LedgerKind::Revisit, "2026-03-02", "2026-03-02"), [""; 0], "a void revisit was none, as in the volume");
}

#[test]
fn what_another_site_received_is_left_out() {
    let d = Department::with_register();
    let first = d.fill("complaint", told("2026-02-24 08:30", "一般", "走道照明不亮")).sheet;
    let site = super::super::RegisterInput { register: "site".into(), name: "二期".into(), ..Default::default() };
    let second = d.office.save_entry(&site).unwrap();
    let home = d.office.desk().unwrap().site.id;
    d.office.use_site(&second.id).unwrap();
    let there = d.fill("complaint", told("2026-02-24 08:40", "一般", "电梯异响")).sheet;
    assert_eq!(sheets(&d, LedgerKind::Complaint, "2026-02-24", "2026-02-24"), [there], "the site in use has its own ledger");
    d.office.use_site(&home).unwrap();
    assert_eq!(sheets(&d, LedgerKind::Complaint, "2026-02-24", "2026-02-24"), [first], "and so has the first");
}

#[test]
fn a_ledger_on_paper_has_the_columns_of_the_volume_its_signers_no_number_of_anybody_and_a_line_in_the_register() {
    let d = Department::with_register();
    let content = "楼上漏水，回电13800000001";
    let serial = d.fill("complaint", told("2026-02-24 08:30", "重大", content)).serial;
    let list = CaseList::Ledger(LedgerKind::Complaint);
    let asked = ListAsked { list, from: "2026-02-01".into(), to: "2026-02-28".into() };
    let pdf = d.office.list_paper(&asked, Wanted::Pdf).unwrap();
    let doc = lopdf::Document::load_mem(&pdf).unwrap();
    let page = doc.get_pages()[&1];
    let media = doc.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
    let [width, height] = [2, 3].map(|n| media[n].as_float().unwrap());
    assert!(width > height, "a lying page: {width} × {height}");
    let text = crate::paper::pdf::tests::text(&doc, 0);
    let view = d.office.ledger(LedgerKind::Complaint, day("2026-02-01"), day("2026-02-28")).unwrap();
    let heads: Vec<&str> = view.columns.iter().map(|column| column.label.as_str()).collect();
    for said in
        [&heads[..], &["投诉登记台账", "受理时间", "一期", "登记人", "部门负责人", &serial, "重大", "2026-02-24"]].concat()
    {
        assert!(text.contains(said), "the paper says {said}: {text}");
    }
    assert!(text.contains("2026年2月1日") && text.contains("2026年2月28日"), "and of which days it is: {text}");
    assert!(!text.contains("13800000001") && text.contains("138****0001"), "no number of anybody: {text}");

    let mut book = Xlsx::new(std::io::Cursor::new(d.office.list_paper(&asked, Wanted::Xlsx).unwrap())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<String> = range.rows().flatten().filter(|cell| **cell != Data::Empty).map(ToString::to_string).collect();
    for said in heads.iter().chain([&serial.as_str()]) {
        assert!(cells.iter().any(|cell| cell == said), "the workbook says {said}: {cells:?}");
    }
    assert!(!cells.iter().any(|cell| cell.contains("13800000001")), "and no number either: {cells:?}");

    let acts = d.office.audit_lines(None).unwrap();
    let printed: Vec<&str> = acts.iter().filter(|line| line.act == "print-register").map(|line| line.detail.as_str()).collect();
    assert_eq!(printed.len(), 2, "each file is a line of the register: {printed:?}");
    assert!(
        printed.iter().all(|said| said.contains("投诉登记台账") && said.contains("受理时间 2026年2月1日 至 2026年2月28日")),
        "that says what left, and of which days: {printed:?}"
    );
    assert_eq!(d.office.list_name(&asked, Wanted::Xlsx), "投诉登记台账 2026-02-01 2026-02-28.xlsx", "the file is called by it");
    let wrong = ListAsked { from: String::new(), ..asked };
    assert_eq!(d.office.list_paper(&wrong, Wanted::Pdf).unwrap_err().code(), "missing", "a ledger has a first day");
}
