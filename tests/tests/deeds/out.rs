//! Paper out: files, the clipboard, numbered blanks, many at once.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_tests::hands::Hands;

use super::{Desk, visited, visited_and_signed};

/// Every text of a workbook.
fn cells(book: &[u8]) -> String {
    let mut book = Xlsx::new(Cursor::new(book)).unwrap();
    let names = book.sheet_names();
    let mut text = String::new();
    for name in names {
        for (_, _, cell) in book.worksheet_range(&name).unwrap().used_cells() {
            if let Data::String(words) = cell {
                text.push_str(words);
                text.push('\n');
            }
        }
    }
    text
}

#[tokio::test]
async fn a_sheet_goes_out_as_excel_and_pdf_and_to_the_printer() {
    let (desk, made) = Desk::open(|office, customer| visited_and_signed(office, customer, "=门禁失灵")).await;
    desk.open_sheet(&made.serial).await;
    desk.click("export").await;
    desk.window.is_accessible("export").await;
    desk.press_words("[data-testid=format]", "Excel").await;
    desk.click("export-go").await;
    let book = std::fs::read(desk.file("saved", "xlsx").await).unwrap();
    let text = cells(&book);
    for words in ["回访记录表", "赵六", "=门禁失灵", "138****0001"] {
        assert!(text.contains(words), "the workbook says {words}: {text}");
    }
    assert!(!text.contains("13800000001"), "the phone stays masked in Excel");

    desk.says("toasts", ".xlsx").await;
    desk.press_words("[data-testid=toasts]", "在文件夹中显示").await;
    desk.window.wait_gone(".toast").await;

    desk.click("export").await;
    desk.click("export-go").await;
    desk.file("saved", "pdf").await;
    desk.window.wait_gone("[data-testid=export-dialog]").await;
    desk.window.press(&[Key::Control], 'p').await;
    desk.click("export-go").await;
    let printed = std::fs::read(desk.file("prints", "pdf").await).unwrap();
    assert!(xunfang_tests::pdf::text(&printed).contains("门禁失灵"), "what is printed is the sheet");
    desk.window.wait_gone("[data-testid=export-dialog]").await;
    desk.says("toasts", "阅读器").await;

    desk.verified().await;
    assert!(!desk.home.path().join("prints").exists(), "a locked cabinet leaves no paper in clear behind");
}

#[tokio::test]
async fn what_is_copied_is_masked() {
    let (desk, made) = Desk::open(|office, customer| visited_and_signed(office, customer, "井盖松动")).await;
    desk.open_sheet(&made.serial).await;
    desk.click("copy-text").await;
    desk.says("toasts", "已遮住").await;
    // Pasted as a person would, into a place that takes words and pictures.
    let place = "const box = document.createElement('div'); box.id = 'pasted'; box.contentEditable = 'true'; \
        Object.assign(box.style, { position: 'fixed', inset: '0', zIndex: 9, background: 'white' }); document.body.append(box); box.focus()";
    desk.window.run(place, Value::Null).await;
    desk.window.press(&[Key::Control], 'v').await;
    desk.window.wait_text("#pasted", "井盖松动").await;
    let text = desk
        .window
        .run(
            "const box = document.getElementById('pasted'); const text = box.textContent; box.remove(); return text",
            Value::Null,
        )
        .await;
    let text = text.as_str().unwrap();
    assert!(text.contains(&made.serial), "the text says which sheet it is: {text}");
    for private in ["赵六", "13800000001", "0801"] {
        assert!(!text.contains(private), "{private} is not for the group chat: {text}");
    }
    desk.window.click(".toast .btn-icon").await;
    desk.window.wait_gone(".toast").await;
    desk.click("copy-picture").await;
    desk.says("toasts", "已遮住").await;
    desk.window.run(place, Value::Null).await;
    desk.window.press(&[Key::Control], 'v').await;
    desk.window
        .wait_until("no picture is pasted", "return document.querySelector('#pasted img')?.naturalWidth === 1600", Value::Null)
        .await;
    desk.window.run("document.getElementById('pasted').scrollTop = 0", Value::Null).await;
    desk.window.picture("deeds-copied").await;
    desk.window.run("document.getElementById('pasted').remove()", Value::Null).await;
    let shown = desk.xunfang(&["show", &made.serial]).await;
    let history = shown["history"].to_string();
    assert_eq!(history.matches("复制").count(), 2, "both copies are on record: {history}");
}

#[tokio::test]
async fn the_numbers_of_blanks_are_reserved_used_and_voided() {
    let (desk, ()) = Desk::open(|_, _| ()).await;
    desk.click("nav-papers").await;
    desk.click("blank-revisit").await;
    desk.type_in("blank-count", "2").await;
    desk.window.is_accessible("blanks dialog").await;
    desk.click("blank-make").await;
    let paper = std::fs::read(desk.file("saved", "pdf").await).unwrap();
    desk.window.wait_gone("[data-testid=blank-dialog]").await;

    desk.click("nav-settings").await;
    desk.click("set-blanks").await;
    desk.window
        .wait_until("two numbers are listed", "return document.querySelectorAll('[data-testid=blank]').length === 2", Value::Null)
        .await;
    desk.window.is_accessible("blanks").await;
    let serials = desk
        .window
        .run("return [...document.querySelectorAll('[data-testid=blank]')].map(r => r.dataset.serial)", Value::Null)
        .await;
    let serials: Vec<String> = serde_json::from_value(serials).unwrap();
    let text = xunfang_tests::pdf::text(&paper);
    assert!(serials.iter().all(|s| text.contains(s)), "the numbers are on the paper: {serials:?} {text}");

    desk.press_words(&format!("[data-testid=blank][data-serial='{}']", serials[1]), "作废").await;
    desk.type_in("blank-reason", "打印机卡纸").await;
    desk.click("blank-void-go").await;
    desk.window.wait(&format!("[data-testid=blank][data-serial='{}'][data-state=void]", serials[1])).await;

    desk.press_words(&format!("[data-testid=blank][data-serial='{}']", serials[0]), "录入这一份").await;
    desk.ready("fill").await;
    desk.says("fill-view", &serials[0]).await;
    desk.choose("kind", "日常").await;
    desk.window.type_into("[data-testid=field-customer] input", "赵六").await;
    desk.window.wait("[data-testid=ref-list] [role=option]").await;
    desk.window.press(&[], char::from(Key::Enter)).await;
    desk.fill("visited", "赵六").await;
    desk.choose("relation", "本人").await;
    desk.fill("summary", "例行走访").await;
    desk.add_row(1).await;
    desk.choose("attempt_way", "上门").await;
    desk.choose("attempt_result", "已见").await;
    desk.saved().await;
    desk.finish().await;
    desk.window.wait(&format!("[data-testid=sheet-view][data-serial='{}']", serials[0])).await;
    desk.click("nav-settings").await;
    desk.click("set-blanks").await;
    desk.window.wait(&format!("[data-testid=blank][data-serial='{}'][data-state=used]", serials[0])).await;
    desk.verified().await;
}

#[tokio::test]
async fn many_sheets_go_into_one_file_and_a_long_job_can_be_stopped() {
    const MANY: usize = 40;
    let (desk, ()) = Desk::open(|office, customer| {
        for n in 0..MANY {
            visited(office, customer, &format!("第{n}件事"));
        }
    })
    .await;
    desk.click("nav-sheets").await;
    desk.ready("sheets").await;
    desk.window.wait("[data-testid=hit]").await;
    // Three by hand: the list takes space and arrows.
    desk.window.run("document.querySelector('[data-testid=hits]').focus()", Value::Null).await;
    for _ in 0..3 {
        desk.window.press(&[], ' ').await;
        desk.window.press(&[], char::from(Key::Down)).await;
    }
    desk.says("found", "已选 3 份").await;
    desk.window.is_accessible("sheets chosen").await;
    desk.click("print-marked").await;
    desk.click("export-go").await;
    let pdf = std::fs::read(desk.file("prints", "pdf").await).unwrap();
    let text = xunfang_tests::pdf::text(&pdf);
    assert_eq!(text.matches("回访记录表").count(), 3, "three sheets lie in one file");
    desk.window.wait_gone("[data-testid=export-dialog]").await;

    // All of them: the job says how far it is, and stops when it is told to.
    desk.window.run("document.querySelector('[data-testid=hits]').focus()", Value::Null).await;
    desk.window.press(&[Key::Control], 'a').await;
    desk.says("found", &format!("已选 {MANY} 份")).await;
    desk.click("export-marked").await;
    desk.press_words("[data-testid=format]", "Excel").await;
    desk.click("export-go").await;
    desk.window.wait("[data-testid=export-dialog] [role=progressbar]").await;
    desk.click("job-cancel").await;
    desk.says("toasts", "已取消").await;
    let left: Vec<_> =
        std::fs::read_dir(desk.home.path().join("saved")).into_iter().flatten().flatten().map(|f| f.file_name()).collect();
    assert!(left.is_empty(), "a job that was stopped leaves no file: {left:?}");
    desk.click("export-marked").await;
    desk.click("export-go").await;
    let all = std::fs::read(desk.file("saved", "pdf").await).unwrap();
    assert_eq!(xunfang_tests::pdf::text(&all).matches("回访记录表").count(), MANY, "then all of them go out");
    assert_eq!(json!(desk.window.saved().read_dir().unwrap().count()), json!(1), "in one file");
    desk.verified().await;
}
