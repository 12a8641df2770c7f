//! What a sheet froze stays as it read, whatever becomes of the registers and the forms.

use super::super::api::{Finish, RegisterInput};
use super::super::{Office, Target, Wanted};
use super::{Department, text};
use crate::form::{Library, LoadedForm, Mark, SHIPPED};
use crate::sheet::Value;

#[test]
fn a_renamed_customer_and_a_new_area_leave_old_sheets_as_they_were() {
    let d = Department::new();
    let sheet = d.revisit();
    let before = d.office.sheet(&sheet).unwrap();
    let customer = d.office.entries("customer", "赵六", false).unwrap().remove(0);
    let renamed = RegisterInput { id: customer.id, register: "customer".into(), name: "赵六六".into(), facts: customer.facts };
    d.office.save_entry(&renamed).unwrap();
    d.office.save_entry(&RegisterInput { register: "area".into(), name: "车库".into(), ..Default::default() }).unwrap();
    let after = d.office.sheet(&sheet).unwrap();
    assert_eq!(after, before, "the sheet says what it said when it was finished");
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert("findings".into(), text("已复查"))));
    let done = d.office.finish(&draft.id, &Finish { change_reason: "补记".into(), ..Finish::default() }).unwrap();
    let amended = d.office.sheet(&done.sheet).unwrap();
    assert_eq!(
        amended.answers.fields["customer"].word(),
        "赵六",
        "an amendment of something else keeps the name as it was frozen"
    );
}

/// The shipped forms as a later edition has them: items, labels, widths and rules of A/1.
fn later_editions() -> Library {
    let changed = |file: &str, bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap().replace("edition = \"A/0\"", "edition = \"A/1\"");
        let text = text
            .replace("[\"floor\", \"地面\", \"无垃圾、无水渍\"], ", "[\"floor\", \"地面与地垫\", \"无垃圾、无水渍、地垫平整\"], ")
            .replace("label = \"整改效果\"", "label = \"整改成效\"")
            .replace("{ height = 15, cells = [\"summary:3\"] }", "{ height = 25, cells = [\"summary:3\"] }");
        LoadedForm::read(file, text.as_bytes()).unwrap()
    };
    Library::of(SHIPPED.iter().map(|(file, bytes)| changed(file, bytes)).collect())
}

/// Every page and every file of a sheet.
fn paper(office: &Office, sheet: &str) -> (Vec<String>, Vec<u8>, Vec<u8>) {
    let of = |format| office.export(&[sheet.to_owned()], format, &|_, _| true).unwrap();
    (office.pages(Target::Sheet(sheet)).unwrap().svg, of(Wanted::Pdf), of(Wanted::Xlsx))
}

#[test]
fn a_new_edition_leaves_old_sheets_to_the_byte_as_they_were() {
    let mut d = Department::new();
    let revisit = d.revisit();
    d.sign(&revisit, "customer_sign", "", "满意").unwrap();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = d.save(&draft, |a| {
        for row in a.rows.get_mut("check").unwrap() {
            row.cells.insert("am".into(), Value::Check { mark: Mark::Pass });
        }
        a.fields.insert("am_to".into(), text("2026-02-24T09:55+08:00"));
        a.fields.insert("am_method".into(), text("全查"));
    });
    d.later(60);
    let daily = d.office.finish(&draft.id, &Finish { stage: "am".into(), ..Finish::default() }).unwrap().sheet;
    let before = [paper(&d.office, &revisit), paper(&d.office, &daily)];

    let customer = d.office.entries("customer", "赵六", false).unwrap().remove(0);
    let renamed = RegisterInput { id: customer.id, register: "customer".into(), name: "赵六六".into(), facts: customer.facts };
    d.office.save_entry(&renamed).unwrap();
    d.office.save_entry(&RegisterInput { register: "area".into(), name: "车库".into(), ..Default::default() }).unwrap();
    d.office = d.office.with_library(later_editions());
    let after = [paper(&d.office, &revisit), paper(&d.office, &daily)];
    for (n, (was, is)) in before.iter().zip(&after).enumerate() {
        assert_eq!(was.0, is.0, "sheet {n}: the pages on the screen");
        assert!(was.1 == is.1, "sheet {n}: the PDF, byte for byte");
        assert!(was.2 == is.2, "sheet {n}: the workbook, byte for byte");
    }

    let fresh = d.office.begin_sheet("revisit").unwrap();
    let new = d.office.pages(Target::Draft(&fresh.id)).unwrap().svg.join("");
    assert!(new.contains("成效"), "a new sheet is filled on the new edition");
    let view = d.office.sheet(&daily).unwrap();
    assert_eq!(view.answers.list("check")[0].facts["item"], "地面", "the old one keeps its items");
    let amended = d.office.edit_sheet(&revisit).unwrap();
    let kept = d.office.pages(Target::Draft(&amended.id)).unwrap().svg.join("");
    assert!(!kept.contains("成效"), "an amendment stays on the edition that the sheet was filled on");
}
