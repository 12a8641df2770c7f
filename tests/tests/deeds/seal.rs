//! Where no pen meets the screen: ink on paper, a refusal, a proxy, and attempts that met nobody.

use serde_json::{Value, json};
use xunfang_core::office::Wanted;
use xunfang_tests::hands::Hands;

use super::{Desk, PHOTO, visited, visited_and_signed};

/// The review of a visit by the head of the department: two answers, 完成, a signature.
async fn review(desk: &Desk, opinion: &str) {
    desk.click("go-on").await;
    desk.ready("fill").await;
    desk.choose("again", "否").await;
    desk.fill("opinion", opinion).await;
    desk.saved().await;
    desk.finish().await;
    desk.click("sign-next").await;
    desk.sign().await;
    desk.ready("sheet").await;
}

#[tokio::test]
async fn a_page_signed_in_ink_is_recognised_by_its_code() {
    let (desk, made) = Desk::open(|office, customer| visited_and_signed(office, customer, "大堂地面湿滑")).await;
    desk.open_sheet(&made.serial).await;
    desk.click("export").await;
    desk.click("export-go").await;
    let pdf = std::fs::read(desk.file("saved", "pdf").await).unwrap();

    desk.click("other-customer_sign").await;
    desk.window.is_accessible("ink on paper").await;
    // The likely signer is proposed as soon as the program has answered.
    desk.window.wait_text("[data-testid=seal-signer]", "赵六").await;
    desk.give_file("[data-testid=seal-file]", "扫描件.png", &xunfang_tests::pdf::scan(&pdf)).await;
    desk.says("seal-note", &made.serial).await;
    desk.type_in("seal-on", "今天").await;
    desk.type_in("seal-place", "二楼档案柜 第3格").await;
    desk.press_words("[data-testid=seal-dialog]", "满意").await;
    desk.click("seal-go").await;
    desk.standing("customer_sign", "valid").await;
    desk.says("seals", "纸质签署").await;
    review(&desk, "同意").await;
    desk.state("signed_paper").await;
    desk.window.is_accessible("sheet signed on paper").await;
    let listed = desk.xunfang(&["list", "--state", "signed_paper"]).await;
    assert_eq!(listed[0]["serial"], json!(made.serial), "已签(纸质) in the cabinet as well");
    desk.verified().await;
}

#[tokio::test]
async fn a_page_of_another_sheet_is_told_apart_and_one_without_a_code_is_chosen_by_hand() {
    let (desk, (made, other)) = Desk::open(|office, customer| {
        let (made, other) = (visited_and_signed(office, customer, "电梯异响"), visited(office, customer, "路灯不亮"));
        (made, office.export(&[other.id], Wanted::Pdf, &|_, _| true).unwrap())
    })
    .await;
    desk.open_sheet(&made.serial).await;
    desk.click("other-customer_sign").await;
    desk.give_file("[data-testid=seal-file]", "别的一份.png", &xunfang_tests::pdf::scan(&other)).await;
    desk.says("seal-note", "不是这一份").await;
    desk.type_in("seal-place", "档案柜").await;
    desk.press_words("[data-testid=seal-dialog]", "基本满意").await;
    let barred = "return document.querySelector('[data-testid=seal-go]').disabled";
    assert_eq!(desk.window.run(barred, Value::Null).await, json!(true), "the page of another sheet is not taken without a word");

    desk.give_file("[data-testid=seal-file]", "手机照片.png", PHOTO).await;
    desk.says("seal-note", "没有识别到二维码").await;
    desk.click("seal-go").await;
    desk.standing("customer_sign", "valid").await;
    desk.says("seals", "纸质签署").await;
    desk.verified().await;
}

#[tokio::test]
async fn a_refusal_needs_a_witness_and_the_witness_signs() {
    let (desk, made) = Desk::open(|office, customer| visited_and_signed(office, customer, "楼道堆物")).await;
    desk.open_sheet(&made.serial).await;
    desk.click("other-customer_sign").await;
    desk.press_words("[data-testid=seal-how]", "拒签").await;
    desk.type_in("seal-reason", "客户对处理时间不满，不愿签字").await;
    let barred = "return document.querySelector('[data-testid=seal-go]').disabled";
    assert_eq!(desk.window.run(barred, Value::Null).await, json!(true), "no refusal without a witness");
    desk.type_in("seal-witness", "李四").await;
    desk.window.is_accessible("refusal").await;
    desk.click("seal-go").await;
    desk.says("seals", "拒签").await;
    desk.click("sign-witness_sign").await;
    desk.type_in("signer", "李四").await;
    desk.sign().await;
    desk.ready("sheet").await;
    review(&desk, "已知，另约时间沟通").await;
    desk.state("closed_unsigned").await;
    let listed = desk.xunfang(&["list", "--state", "closed_unsigned"]).await;
    assert_eq!(listed[0]["serial"], json!(made.serial), "未签已结 in the cabinet as well");
    desk.verified().await;
}

#[tokio::test]
async fn someone_signs_in_the_customers_place_with_the_document() {
    let (desk, made) = Desk::open(|office, customer| visited_and_signed(office, customer, "管道渗水")).await;
    desk.open_sheet(&made.serial).await;
    desk.click("other-customer_sign").await;
    desk.press_words("[data-testid=seal-how]", "委托代签").await;
    desk.type_in("seal-proxy", "赵小六").await;
    desk.type_in("seal-relation", "儿子").await;
    let barred = "return document.querySelector('[data-testid=seal-go]').disabled";
    assert_eq!(desk.window.run(barred, Value::Null).await, json!(true), "no proxy without the document that allows it");
    desk.give_file("[data-testid=seal-file]", "委托书.png", PHOTO).await;
    desk.window.is_accessible("proxy").await;
    desk.click("seal-go").await;
    desk.ready("sign").await;
    desk.press_words("[data-testid=sign-view]", "满意").await;
    desk.sign().await;
    desk.take_back().await;
    desk.standing("customer_sign", "valid").await;
    desk.says("seals", "委托代签").await;
    desk.says("seals", "赵小六").await;
    desk.verified().await;
}

#[tokio::test]
async fn attempts_that_met_nobody_close_the_visit_unsigned() {
    let (desk, ()) = Desk::open(|_, _| ()).await;
    desk.click("nav-papers").await;
    desk.click("start-revisit").await;
    desk.ready("fill").await;
    desk.choose("kind", "一般投诉").await;
    desk.window.type_into("[data-testid=field-customer] input", "赵六").await;
    desk.window.wait("[data-testid=ref-list] [role=option]").await;
    desk.window.press(&[], char::from(fantoccini::key::Key::Enter)).await;
    desk.fill("visited", "赵六").await;
    desk.choose("relation", "本人").await;
    desk.fill("rectified", "昨天 17:00").await;
    desk.fill("summary", "楼上漏水").await;
    for (n, (way, result)) in [("上门", "不在"), ("电话", "未接"), ("上门", "不在")].into_iter().enumerate() {
        desk.add_row(n + 1).await;
        desk.choose("attempt_way", way).await;
        desk.choose("attempt_result", result).await;
        desk.window.wait_until(
            "the newest attempt does not ask when to come again",
            "const rows = [...document.querySelectorAll('.rowlist > li')]; return rows.at(-1).querySelector('[data-testid=field-attempt_next]') !== null",
            Value::Null,
        )
        .await;
        desk.fill("attempt_next", "明天").await;
    }
    desk.saved().await;
    desk.window.is_accessible("attempts").await;
    desk.finish().await;
    desk.click("stage-customer").await;
    desk.ready("fill").await;
    desk.choose("no_sign", "多次不在").await;
    desk.saved().await;
    desk.finish().await;
    desk.click("sign-visitor_sign").await;
    desk.sign().await;
    desk.ready("sheet").await;
    review(&desk, "三次未见，结案").await;
    desk.state("closed_unsigned").await;
    desk.verified().await;
}
