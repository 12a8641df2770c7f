//! What is masked, and how it is seen for a reason.

use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_tests::department;
use xunfang_tests::hands::Hands;

use super::Desk;

const PHONE: &str = "13800000001";

async fn ask(desk: &Desk, reason: &str) {
    desk.click("reveal-phone").await;
    desk.press_words("[data-testid=reveal-why]", reason).await;
    desk.click("reveal-go").await;
    desk.window.wait("[data-testid=veiled-phone][data-shown=true]").await;
    desk.says("veiled-phone", PHONE).await;
}

async fn is_masked(desk: &Desk) {
    desk.window.wait("[data-testid=veiled-phone][data-shown=false]").await;
    desk.says("veiled-phone", "138****0001").await;
    let there = "return document.documentElement.outerHTML.includes(arguments[0])";
    assert_eq!(desk.window.run(there, PHONE).await, json!(false), "nothing in the page holds the number");
}

#[tokio::test]
async fn a_masked_number_is_seen_for_a_reason_and_not_for_long() {
    let (desk, serial) = Desk::open(|office, customer| {
        let draft = department::visit_draft(office, customer, "电梯困人").unwrap();
        let done = office.finish(&draft.id, &department::visited()).unwrap();
        department::visit_draft(office, customer, "门禁失灵").unwrap();
        done.serial
    })
    .await;
    desk.open_sheet(&serial).await;
    is_masked(&desk).await;
    desk.click("reveal-phone").await;
    desk.window.wait("[data-testid=reveal-go]:disabled").await;
    desk.press_words("[data-testid=reveal-why]", "其他").await;
    desk.window.is_accessible("asking why a number is seen").await;
    desk.window.picture("reveal-ask").await;
    desk.window.wait("[data-testid=reveal-go]:disabled").await;
    desk.window.press(&[], char::from(Key::Escape)).await;
    desk.window.wait_gone("[data-testid=reveal-dialog]").await;
    is_masked(&desk).await;

    ask(&desk, "回访联系").await;
    desk.window.is_accessible("a number that is seen").await;
    desk.window.picture("reveal-shown").await;
    // A minute passes at once.
    desk.window.run("const now = Date.now.bind(Date); Date.now = () => now() + 61_000", Value::Null).await;
    is_masked(&desk).await;
    ask(&desk, "核对信息").await;
    desk.click("veil-phone").await;
    is_masked(&desk).await;
    ask(&desk, "上门维修").await;
    desk.click("nav-today").await;
    desk.ready("today").await;
    desk.open_sheet(&serial).await;
    is_masked(&desk).await;

    // In a draft the same.
    desk.click("nav-today").await;
    desk.window.click("[data-testid=line][data-group=draft] button").await;
    desk.ready("fill").await;
    is_masked(&desk).await;
    ask(&desk, "核对信息").await;
}

#[tokio::test]
async fn the_register_is_looked_at_and_printed_and_a_backup_says_whose_data_it_holds() {
    let (desk, serial) = Desk::open(|office, customer| {
        let draft = department::visit_draft(office, customer, "电梯困人").unwrap();
        let done = office.finish(&draft.id, &department::visited()).unwrap();
        office.copy_text(&done.sheet).unwrap();
        done.serial
    })
    .await;
    desk.open_sheet(&serial).await;
    ask(&desk, "回访联系").await;
    desk.click("nav-settings").await;
    desk.click("set-looked").await;
    let line = "[data-testid=looked-line][data-act=reveal]";
    desk.window.wait(line).await;
    for said in ["张三", "赵六", "回访联系", &serial] {
        desk.window.wait_text(line, said).await;
    }
    desk.window.is_accessible("register of looking").await;
    desk.window.picture("looked").await;
    let pick = "const [testid, value] = arguments[0]; const list = document.querySelector(`[data-testid=${testid}]`); \
        if (![...list.options].some(o => o.value === value)) return false; list.value = value; \
        list.dispatchEvent(new Event('change', { bubbles: true })); return true";
    desk.window.wait_until("copies cannot be picked", pick, json!(["looked-act", "copy-text"])).await;
    desk.window.wait_gone(line).await;
    desk.window.wait("[data-testid=looked-line][data-act=copy-text]").await;
    desk.window.wait_until("all cannot be picked", pick, json!(["looked-act", ""])).await;
    desk.window.wait(line).await;
    desk.click("looked-print").await;
    desk.window.wait("[data-testid=looked-line][data-act=print-register]").await;
    desk.click("looked-export").await;
    desk.says("toasts", "xlsx").await;

    desk.click("set-backup").await;
    desk.click("backup-affected").await;
    desk.window.wait("[data-testid=affected-go]:disabled").await;
    desk.type_in("affected-reason", "前台电脑被盗").await;
    desk.type_in("affected-pass", "不是这个口令").await;
    desk.click("affected-go").await;
    desk.says("affected-dialog", "口令不对").await;
    desk.window.is_accessible("customers of a backup").await;
    desk.type_in("affected-pass", xunfang_tests::department::PASSPHRASE).await;
    desk.click("affected-go").await;
    desk.says("toasts", "共 1 人").await;
    let list = std::fs::read_dir(desk.window.saved()).unwrap().map(|e| e.unwrap().path());
    let list = list.into_iter().find(|path| path.to_string_lossy().contains("涉及客户名单")).unwrap();
    let words: String = xunfang_tests::pdf::text(&std::fs::read(list).unwrap()).split_whitespace().collect();
    assert!(words.contains("赵六") && words.contains(PHONE), "the list says whom to call: {words}");
}
