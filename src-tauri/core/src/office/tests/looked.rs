//! The register of looking and printing.

use super::super::people::role::Role;
use super::super::{AuditAsked, Wanted};
use super::Department;
use crate::office::lock;

fn month(month: &str) -> AuditAsked {
    AuditAsked { from: month.into(), ..AuditAsked::default() }
}

#[test]
fn the_register_is_read_by_month_person_and_act_and_printing_it_is_a_line() {
    let d = Department::new();
    let sheet = d.revisit();
    d.office.export(std::slice::from_ref(&sheet), Wanted::Pdf, &|_, _| true).unwrap();
    d.later(1);
    d.office.copy_text(&sheet).unwrap();
    let page = d.office.audit_page(&month("2026-02")).unwrap();
    assert_eq!(page.lines.iter().map(|l| l.act.as_str()).collect::<Vec<_>>(), ["copy-text", "print"], "newest first");
    assert_eq!((page.people.len(), page.acts.len()), (1, 2), "what it can be narrowed to");
    assert_eq!(page.lines[0].customer, "赵六", "whose data it was");
    let one = d.office.audit_page(&AuditAsked { act: "print".into(), ..month("2026-02") }).unwrap();
    assert_eq!((one.lines.len(), one.acts.len()), (1, 2), "narrowed, it can be narrowed otherwise");
    assert_eq!(d.office.audit_page(&month("2026-01")).unwrap().lines, [], "nothing in another month");
    assert_eq!(d.office.audit_page(&month("Mai")).unwrap_err().code(), "not-found", "no month");
    for format in [Wanted::Pdf, Wanted::Xlsx] {
        assert!(d.office.audit_paper(&month("2026-02"), format).unwrap().len() > 1000, "a file");
    }
    let page = d.office.audit_page(&month("2026-02")).unwrap();
    assert_eq!((page.lines.len(), page.lines[0].act.as_str()), (4, "print-register"), "each printing is a line");
    lock(&d.office.session).role = Role::Inspector;
    let page = d.office.audit_page(&month("2026-02")).unwrap();
    assert!(
        page.lines.iter().all(|l| l.customer != "赵六") && page.lines.iter().any(|l| l.customer == "赵**"),
        "head office: masked"
    );
}

#[test]
fn what_leaves_the_program_says_who_took_it_and_when() {
    let d = Department::new();
    let sheet = d.revisit();
    let at = d.clock.now().local().format("%Y-%m-%d %H:%M").to_string();
    assert!(d.office.copy_text(&sheet).unwrap().ends_with(&format!("张三 {at} 复制\n")), "words for pasting");
    let said = |svg: &str, verb: &str| svg.contains(&format!("张三 {at} {verb}"));
    assert!(said(&d.office.copy_picture(&sheet, 0).unwrap(), "复制"), "a picture for pasting");
    assert!(d.office.svg_pages(&sheet).unwrap().iter().all(|page| said(page, "导出")), "every page that is drawn to a file");
    let quiet = d.office.pages(super::super::Target::Sheet(&sheet)).unwrap().svg;
    assert!(quiet.iter().all(|page| !said(page, "导出")), "the sheet itself says nothing of it");
}
