//! Papers of real sheets.

use super::super::{Target, Wanted};
use super::{Department, text};
use crate::form::Mark;
use crate::sheet::Value;

#[test]
fn the_same_sheet_gives_the_same_bytes_and_masks_the_phone() {
    let d = Department::new();
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let one = d.office.export(std::slice::from_ref(&sheet), Wanted::Pdf, &|_, _| true).unwrap();
    let two = d.office.export(std::slice::from_ref(&sheet), Wanted::Pdf, &|_, _| true).unwrap();
    assert!(one == two, "time and exporter being the same, so are the bytes");
    let sheets = [0, 1].map(|_| d.office.export(std::slice::from_ref(&sheet), Wanted::Xlsx, &|_, _| true).unwrap());
    assert!(sheets[0] == sheets[1], "of the Excel file as well");
    d.later(1);
    let three = d.office.export(std::slice::from_ref(&sheet), Wanted::Pdf, &|_, _| true).unwrap();
    assert!(one != three, "a minute later the foot says so");
    let pages = d.office.pages(Target::Sheet(&sheet)).unwrap();
    let all = pages.svg.join("");
    assert!(!all.contains("13800000001"), "the phone is masked");
    assert!(all.contains("138****0001"), "and still recognisable");
    if let Ok(to) = std::env::var("XUNFANG_LOOK") {
        std::fs::write(format!("{to}/revisit.pdf"), &one).unwrap();
        std::fs::write(format!("{to}/revisit.xlsx"), d.office.export(&[sheet], Wanted::Xlsx, &|_, _| true).unwrap()).unwrap();
    }
}

#[test]
fn part_one_of_the_daily_sheet_fits_one_duplex_page() {
    let d = Department::new();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = d.save(&draft, |a| {
        for (n, row) in a.rows.get_mut("check").unwrap().iter_mut().enumerate() {
            for column in ["am", "pm"] {
                let mark = if n % 11 == 3 && column == "am" { Mark::Fail } else { Mark::Pass };
                row.cells.insert(column.into(), Value::Check { mark });
            }
        }
    });
    let draft = d.save(&draft, |a| {
        for row in a.rows.get_mut("fails").unwrap() {
            row.cells.insert("problem".into(), text("女卫洗手台下有积水约 0.5 ㎡，未放警示牌"));
            row.cells.insert("severity".into(), text("轻微"));
            row.cells.insert("points".into(), Value::Number(1));
            row.cells.insert("person".into(), d.person("李四"));
        }
        for stage in ["am", "pm"] {
            a.fields.insert(format!("{stage}_person"), d.person("张三"));
            a.fields.insert(format!("{stage}_to"), text("2026-02-24T15:55+08:00"));
            a.fields.insert(format!("{stage}_method"), text("全查"));
        }
    });
    d.later(480);
    let done = d.office.finish(&draft.id, &super::Finish::default()).unwrap();
    let pages = d.office.pages(Target::Sheet(&done.sheet)).unwrap();
    assert_eq!(pages.svg.len(), 3, "two upright pages and the record of rectification");
    if let Ok(to) = std::env::var("XUNFANG_LOOK") {
        d.sign(&done.sheet, "am_sign", "", "").unwrap();
        d.sign(&done.sheet, "am_seen", "@lobby", "").unwrap();
        std::fs::write(
            format!("{to}/daily.pdf"),
            d.office.export(std::slice::from_ref(&done.sheet), Wanted::Pdf, &|_, _| true).unwrap(),
        )
        .unwrap();
        std::fs::write(format!("{to}/daily.xlsx"), d.office.export(&[done.sheet], Wanted::Xlsx, &|_, _| true).unwrap()).unwrap();
        for form in ["inspection-daily", "inspection-outlets", "revisit"] {
            std::fs::write(format!("{to}/blank-{form}.pdf"), d.office.print_blanks(form, 1).unwrap()).unwrap();
        }
    }
}
