//! Every state of a sheet on paper: each is drawn once, and with `XUNFANG_LOOK=folder` written there to be looked at.

use super::super::api::{Finish, PaperSign, ProxySign, RefuseSign, RegisterInput, SheetState, SignRequest};
use super::super::{Target, Wanted};
use super::{Department, ink, text};
use crate::form::Mark;
use crate::sheet::Value;

/// The words of all pages of a sheet, one after the other.
fn words(d: &Department, sheet: &str, name: &str) -> String {
    if let Ok(to) = std::env::var("XUNFANG_LOOK") {
        let pdf = d.office.export(&[sheet.to_owned()], Wanted::Pdf, &|_, _| true).unwrap();
        std::fs::write(format!("{to}/{name}.pdf"), pdf).unwrap();
    }
    let svg = d.office.pages(Target::Sheet(sheet)).unwrap().svg.join("\n");
    let mut out = String::new();
    for piece in svg.split('>') {
        let text = piece.split('<').next().unwrap_or_default();
        if !text.trim().is_empty() {
            out.push_str(text.trim());
        }
    }
    out
}

fn png() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_luma8(400, 300).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

pub(super) fn scan(d: &Department) -> String {
    d.office.take_in_scan("扫描件.png", &png()).unwrap().0.photo.blob
}

fn request(sheet: &str, role: &str) -> SignRequest {
    SignRequest {
        revision: String::new(),
        sheet: sheet.into(),
        role: role.into(),
        row: String::new(),
        ink: ink(),
        signer: "钱二".into(),
        relation: "家属".into(),
        witness: String::new(),
        choice: "满意".into(),
        remark: String::new(),
    }
}

fn revise(d: &Department, sheet: &str, finish: Finish, change: impl FnOnce(&mut crate::sheet::Answers)) {
    let draft = d.office.edit_sheet(sheet).unwrap();
    let draft = d.save(&draft, change);
    d.office.finish(&draft.id, &finish).unwrap();
}

#[test]
fn an_amended_sheet_says_what_was_and_is_and_who_must_sign_again() {
    let d = Department::new();
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let finish = Finish { change_reason: "客户改变评价".into(), ..Finish::default() };
    revise(&d, &sheet, finish, |a| drop(a.fields.insert("effect".into(), text("不满意"))));
    let words = words(&d, &sheet, "amended");
    for expected in ["待重签", "修改记录", "原记载", "客户改变评价"] {
        assert!(words.contains(expected), "{expected} stands on the paper:\n{words}");
    }
}

#[test]
fn a_correction_has_a_page_of_its_own_with_two_signatures() {
    let d = Department::new();
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let finish = Finish { change_reason: "姓名写错".into(), correction: true, ..Finish::default() };
    revise(&d, &sheet, finish, |a| drop(a.fields.insert("visited".into(), text("赵陆"))));
    d.sign(&sheet, "author", "change:0", "").unwrap();
    d.sign(&sheet, "head", "change:0", "").unwrap();
    let words = words(&d, &sheet, "correction");
    for expected in ["更正页", "更正人", "部门负责人", "姓名写错", "赵陆"] {
        assert!(words.contains(expected), "{expected} stands on the paper:\n{words}");
    }
    assert!(!words.contains("待重签"), "the customer's signature stands for its own text");
}

#[test]
fn a_void_sheet_and_a_draft_say_so_across_the_page() {
    let d = Department::new();
    let sheet = d.revisit();
    d.office.void_sheet(&sheet, "重复登记").unwrap();
    let shown = words(&d, &sheet, "void");
    assert!(shown.contains("作废") && shown.contains("重复登记"), "across every page, with the reason in the foot:\n{shown}");
    let draft = d.office.begin_sheet("revisit").unwrap();
    let svg = d.office.pages(Target::Draft(&draft.id)).unwrap().svg;
    assert!(svg[0].contains("草稿"), "what is not finished cannot be taken for a record");
}

#[test]
fn ink_on_paper_a_refusal_and_a_proxy_are_told_apart() {
    let d = Department::new();
    let paper = d.revisit();
    let blob = scan(&d);
    d.office
        .sign_paper(&PaperSign {
            sheet: paper.clone(),
            role: "customer_sign".into(),
            row: String::new(),
            signer: "赵六".into(),
            signed_on: "2026-02-24".into(),
            place: "客务部档案柜 2 号".into(),
            blob: blob.clone(),
            choice: "基本满意".into(),
        })
        .unwrap();
    let shown = words(&d, &paper, "paper");
    assert!(shown.contains("已签(纸质)") && shown.contains("档案柜"), "where the original lies:\n{shown}");

    let refused = d.revisit();
    d.office
        .sign_refused(&RefuseSign {
            sheet: refused.clone(),
            role: "customer_sign".into(),
            row: String::new(),
            signer: "赵六".into(),
            reason: "不同意整改结果".into(),
            witness: "周七".into(),
        })
        .unwrap();
    let shown = words(&d, &refused, "refused");
    assert!(!shown.contains("待重签"), "a refusal is not to be signed again:\n{shown}");
    let view = d.office.sheet(&refused).unwrap();
    assert_eq!(view.answers.fields["no_sign"], text("拒签"), "the sheet says why it is not signed");
    assert!(view.seals.iter().any(|s| s.role == "witness_sign" && s.open), "and the witness is asked to sign");
    assert!(shown.contains("拒签") && shown.contains("周七"), "the witness is named:\n{shown}");

    let proxy = d.revisit();
    revise(&d, &proxy, Finish { change_reason: "委托".into(), ..Finish::default() }, |a| {
        a.fields.insert("no_sign".into(), text("委托代签"));
        a.fields.insert("effect".into(), text("满意"));
        a.fields.insert("again".into(), Value::Flag(false));
        a.fields.insert("opinion".into(), text("同意"));
        a.fields.insert("proxy".into(), text("钱二，配偶"));
        let photo = d.office.take_in_scan("委托书.png", &png()).unwrap().0.photo;
        a.fields.insert("mandate".into(), Value::Photos { photos: vec![photo] });
    });
    let sign = request(&proxy, "customer_sign");
    d.office.sign_proxy(&ProxySign { sign, proxy_for: "赵六".into(), document: blob }).unwrap();
    let shown = words(&d, &proxy, "proxy");
    assert!(shown.contains("钱二代赵六"), "who signed for whom:\n{shown}");
    assert!(shown.contains("见附页") && !shown.contains("图1"), "the mandate is a document and no numbered picture:\n{shown}");
}

#[test]
fn a_telephone_revisit_is_enough_only_where_the_form_allows_it() {
    let d = Department::new();
    let sheet = d.revisit();
    let finish = || Finish { stage: "customer".into(), change_reason: "电话回访".into(), ..Finish::default() };
    let waive = |kind: &str| {
        let draft = d.office.edit_sheet(&sheet).unwrap();
        let draft = d.save(&draft, |a| {
            a.fields.insert("kind".into(), text(kind));
            a.fields.insert("no_sign".into(), text("无需签字"));
            a.fields.insert("effect".into(), text("满意"));
            a.fields.insert("again".into(), Value::Flag(false));
            a.fields.insert("opinion".into(), text("同意"));
        });
        d.office.finish(&draft.id, &finish())
    };
    assert_eq!(waive("一般投诉").unwrap_err().code(), "incomplete", "a complaint wants the customer's signature");
    waive("特约服务").unwrap();
    d.sign(&sheet, "visitor_sign", "", "").unwrap();
    d.sign(&sheet, "review_sign", "", "").unwrap();
    assert_eq!(d.office.sheet(&sheet).unwrap().state, SheetState::Signed, "nothing is missing where no signature is needed");
    let shown = words(&d, &sheet, "telephone");
    assert!(shown.contains("无需签字"), "and the paper says why the place is empty:\n{shown}");
}

#[test]
fn nobody_at_home_closes_unsigned_only_after_three_attempts() {
    let d = Department::new();
    let sheet = d.revisit();
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| {
        a.fields.insert("no_sign".into(), text("多次不在"));
        a.fields.insert("again".into(), Value::Flag(false));
        a.fields.insert("opinion".into(), text("同意"));
    });
    let finish = Finish { stage: "customer".into(), change_reason: "三次不在".into(), ..Finish::default() };
    assert_eq!(d.office.finish(&draft.id, &finish).unwrap_err().code(), "incomplete", "once is not often");
    d.later(3 * 24 * 60);
    for day in ["25", "26"] {
        let mut row = d.office.add_row(&draft.id, "attempts").unwrap();
        row.cells.insert("attempt_at".into(), text(&format!("2026-02-{day}T10:00+08:00")));
        row.cells.insert("attempt_way".into(), text("上门"));
        row.cells.insert("attempt_result".into(), text("不在"));
        let draft = d.office.draft(&draft.id).unwrap();
        d.save(&draft, |a| a.rows.get_mut("attempts").unwrap().push(row));
    }
    d.office.finish(&draft.id, &finish).unwrap();
    d.sign(&sheet, "visitor_sign", "", "").unwrap();
    d.sign(&sheet, "review_sign", "", "").unwrap();
    assert_eq!(d.office.sheet(&sheet).unwrap().state, SheetState::ClosedUnsigned, "closed, and not counted as signed");
    words(&d, &sheet, "absent");
}

/// 25 outlets, names short and long, several ×, five merchants' signatures.
pub(super) fn outlets(d: &Department) -> String {
    for n in 1..=25 {
        let name = match n % 5 {
            1 => format!("示例便利店{n}"),
            2 => format!("老王家重庆麻辣烫（一期南门旗舰分店）{n}"),
            3 => format!("鲜果{n}"),
            4 => format!("𬭚㛃䶮 茶饮与烘焙体验馆{n}"),
            _ => format!("SAMPLE COFFEE & BAKERY No.{n}"),
        };
        let facts = [("code", format!("S-{n:03}")), ("operator", "欧阳示例".to_owned()), ("trade", "餐饮".to_owned())];
        let facts = facts.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        d.office.save_entry(&RegisterInput { register: "outlet".into(), name, facts, ..Default::default() }).unwrap();
    }
    let draft = d.office.begin_sheet("inspection-outlets").unwrap();
    let draft = d.save(&draft, |a| {
        a.fields.insert("gap_note".into(), text("5 户未开门"));
        for (n, row) in a.rows.get_mut("check").unwrap().iter_mut().enumerate() {
            for (k, column) in ["order", "stall", "board", "poster", "scrawl", "poultry", "livestock", "pet"].iter().enumerate() {
                let mark = match n {
                    20.. => Mark::Undrawn,
                    _ if (n * 3 + k) % 29 == 4 => Mark::Fail,
                    _ => Mark::Pass,
                };
                row.cells.insert((*column).into(), Value::Check { mark });
            }
            if n == 3 {
                row.cells.insert("remark".into(), text("店主表示三日内把占道的两张桌子和冰柜搬回店内"));
            }
        }
    });
    let draft = d.save(&draft, |a| {
        for row in a.rows.get_mut("fails").unwrap() {
            row.cells.insert("problem".into(), text("占道摆放桌椅两张，影响通行"));
            row.cells.insert("demand".into(), text("搬回店内，不得占用公共通道"));
            row.cells.insert("limit".into(), text("2026-02-27T18:00+08:00"));
        }
    });
    let sheet = d.office.finish(&draft.id, &Finish { stage: "inspect".into(), ..Finish::default() }).unwrap().sheet;
    for n in 1..=5 {
        d.sign(&sheet, "merchant_sign", &format!("S-{n:03}"), "").unwrap();
    }
    d.sign(&sheet, "inspector_sign", "", "").unwrap();
    sheet
}

#[test]
fn the_outlets_paper_names_each_fault_in_full_and_keeps_its_rows_low() {
    let d = Department::new();
    let sheet = outlets(&d);
    let shown = words(&d, &sheet, "outlets");
    assert!(shown.contains("违规饲养"), "the head above");
    assert!(shown.contains("乱设摊点") || shown.contains("乱设广告牌"), "part two says the whole item:\n{shown}");
    if let Ok(to) = std::env::var("XUNFANG_LOOK") {
        let pdf = d.office.print_blanks("inspection-outlets", 1).unwrap();
        std::fs::write(format!("{to}/blank-outlets-registered.pdf"), pdf).unwrap();
        let xlsx = d.office.export(&[sheet], Wanted::Xlsx, &|_, _| true).unwrap();
        std::fs::write(format!("{to}/outlets.xlsx"), xlsx).unwrap();
    }
}

#[test]
fn a_late_entry_is_marked_beside_its_time() {
    let d = Department::new();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = d.save(&draft, |a| {
        for row in a.rows.get_mut("check").unwrap() {
            row.cells.insert("am".into(), Value::Check { mark: Mark::Pass });
        }
        a.fields.insert("am_to".into(), text("2026-02-24T09:55+08:00"));
        a.fields.insert("am_method".into(), text("全查"));
    });
    d.later(26 * 60);
    let finish = Finish { stage: "am".into(), late_reason: "纸面先填".into(), ..Finish::default() };
    let sheet = d.office.finish(&draft.id, &finish).unwrap().sheet;
    let shown = words(&d, &sheet, "late");
    assert!(shown.contains("2月25日") && shown.contains("11:00（补录）"), "the day after, and late:\n{shown}");
    assert!(shown.contains("09:55"), "times of the sheet's own date are short:\n{shown}");
}
