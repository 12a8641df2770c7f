//! What happens to a sheet afterwards: a slip of the pen, a changed answer, 作废; and to a draft: thrown away, brought back.

use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_tests::hands::Hands;

use super::{Desk, signed_by_both, visited};

/// Opens what was signed for a change.
async fn unlock_signed(desk: &Desk) {
    desk.click("change-signed").await;
    desk.click("unseal").await;
    desk.window.wait_gone("[data-testid=locked]").await;
}

#[tokio::test]
async fn a_slip_of_the_pen_is_put_right_without_losing_the_signature() {
    let (desk, made) = Desk::open(|office, customer| signed_by_both(office, customer, "车位被占")).await;
    desk.open_sheet(&made.serial).await;
    desk.standing("customer_sign", "valid").await;
    desk.click("amend").await;
    desk.ready("fill").await;
    desk.window.is_accessible("a signed sheet, opened for a change").await;
    unlock_signed(&desk).await;
    desk.fill("visited", "赵陆").await;
    desk.saved().await;
    desk.click("finish").await;
    desk.press_words("[data-testid=finish-how]", "更正页").await;
    desk.type_in("change-reason", "姓名写错一个字").await;
    desk.window.is_accessible("correction").await;
    desk.click("finish-now").await;
    desk.ready("sheet").await;
    for role in ["author", "head"] {
        desk.click(&format!("sign-{role}")).await;
        desk.sign().await;
        desk.ready("sheet").await;
        desk.standing(role, "valid").await;
    }
    desk.standing("customer_sign", "valid").await;
    desk.standing("visitor_sign", "valid").await;
    desk.click("export").await;
    desk.click("export-go").await;
    let paper = xunfang_tests::pdf::text(&std::fs::read(desk.file("saved", "pdf").await).unwrap());
    for words in ["更正", "赵陆", "赵六", "姓名写错一个字"] {
        assert!(paper.contains(words), "was, is and why are printed, {words} too: {paper}");
    }
    desk.verified().await;
}

#[tokio::test]
async fn a_changed_answer_asks_its_signer_again() {
    let (desk, made) = Desk::open(|office, customer| signed_by_both(office, customer, "绿化枯死")).await;
    desk.open_sheet(&made.serial).await;
    desk.click("amend").await;
    desk.ready("fill").await;
    desk.press_words("[data-testid=stages]", "客户签字").await;
    unlock_signed(&desk).await;
    desk.choose("effect", "不满意").await;
    desk.saved().await;
    desk.click("finish").await;
    assert_eq!(
        desk.window.run("return document.querySelector('[data-testid=finish-how]') === null", Value::Null).await,
        json!(true),
        "what the customer chose is never put right by a 更正页"
    );
    desk.type_in("change-reason", "客户来电改口").await;
    desk.click("finish-now").await;
    desk.ready("sheet").await;
    desk.state("resign").await;
    desk.standing("customer_sign", "changed").await;
    desk.standing("visitor_sign", "valid").await;
    desk.click("sign-customer_sign").await;
    desk.sign().await;
    desk.take_back().await;
    desk.standing("customer_sign", "valid").await;
    let shown = desk.xunfang(&["show", &made.serial]).await;
    assert_eq!(shown["changes"][0]["reason"], json!("客户来电改口"), "the reason is on record: {}", shown["changes"]);
    desk.verified().await;
}

#[tokio::test]
async fn a_void_sheet_says_why_and_takes_nothing_more() {
    let (desk, made) = Desk::open(|office, customer| visited(office, customer, "重复登记的一件")).await;
    desk.open_sheet(&made.serial).await;
    desk.click("void").await;
    desk.window.is_accessible("void dialog").await;
    let barred = "return document.querySelector('[data-testid=void-go]').disabled";
    assert_eq!(desk.window.run(barred, Value::Null).await, json!(true), "no 作废 without a reason");
    desk.type_in("void-reason", "与上一份重复").await;
    desk.click("void-go").await;
    desk.state("void").await;
    desk.says("sheet-view", "与上一份重复").await;
    let acts = "return ['amend', 'void', 'sign-next', 'sign-customer_sign'].filter(id => document.querySelector(`[data-testid=${id}]`) !== null)";
    assert_eq!(desk.window.run(acts, Value::Null).await, json!([]), "nothing more is done to it");
    let listed = desk.xunfang(&["list", "--state", "void"]).await;
    assert_eq!(listed[0]["serial"], json!(made.serial), "it is still in the list");
    desk.verified().await;
}

#[tokio::test]
async fn a_draft_is_thrown_away_and_brought_back_and_keys_undo_and_redo() {
    let (desk, ()) = Desk::open(|_, _| ()).await;
    desk.click("nav-papers").await;
    desk.click("start-inspection-daily").await;
    desk.ready("fill").await;
    desk.window.click("[data-testid=area][data-area=lobby]").await;
    let marks = "return [...document.querySelectorAll('[data-testid=fill-view] .item [role=radio][aria-checked=true]')].map(r => r.dataset.mark).join(' ')";
    let shows = async |wanted: &str| {
        let script = format!("{marks} === arguments[0]")
            .replacen("return ", "return (", 1)
            .replace(" === arguments[0]", ") === arguments[0]");
        desk.window.wait_until(&format!("the marks are not “{wanted}”"), &script, wanted).await;
    };
    desk.window.press(&[], '1').await;
    desk.window.press(&[], '1').await;
    shows("pass pass").await;
    desk.window.press(&[Key::Control], 'z').await;
    shows("pass").await;
    desk.window.press(&[Key::Control], 'y').await;
    shows("pass pass").await;
    desk.window.press(&[Key::Control], 'z').await;
    desk.window.press(&[Key::Control], 'z').await;
    shows("").await;
    desk.window.press(&[Key::Control], 'y').await;
    shows("pass").await;
    desk.saved().await;

    desk.click("discard").await;
    desk.ready("papers").await;
    desk.press_words("[data-testid=toasts]", "撤销").await;
    desk.ready("fill").await;
    desk.window.click("[data-testid=area][data-area=lobby]").await;
    shows("pass").await;
    desk.click("discard").await;
    desk.ready("papers").await;
    desk.window.wait_gone("[data-testid=draft]").await;
    let listed = desk.xunfang(&["list"]).await;
    assert_eq!(listed, json!([]), "a draft that was thrown away is in no list");
}
