//! The paper itself as the place to write.

use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_core::office::FillAnswers;
use xunfang_tests::hands::Hands;

use super::Desk;

/// The morning's round, complete but for what is written on the paper.
fn morning() -> FillAnswers {
    serde_json::from_value::<Value>(json!({ "am_method": "全查" }))
        .map(|fields| FillAnswers {
            fields: serde_json::from_value(fields).unwrap(),
            all: [("check".to_owned(), [("am".to_owned(), "pass".to_owned())].into())].into(),
            ..FillAnswers::default()
        })
        .unwrap()
}

/// Puts the cursor on a cell as Tab would, and says what it is called.
async fn at(desk: &Desk, cell: &str) -> String {
    let css = format!("[data-cell='{cell}']");
    desk.window.wait_any(&css).await;
    let said = desk
        .window
        .run("const cell = document.querySelector(arguments[0]); cell.focus(); return cell.ariaLabel", css.as_str())
        .await;
    said.as_str().unwrap_or_default().to_owned()
}

async fn says(desk: &Desk, cell: &str, words: &str) {
    let script =
        "const [cell, words] = arguments[0]; return document.querySelector(`[data-cell='${cell}']`)?.ariaLabel.includes(words)";
    desk.window.wait_until(&format!("{cell} does not say “{words}”"), script, json!([cell, words])).await;
}

/// Writes over what stands in the box that has the focus, as a hand does.
async fn overtype(desk: &Desk, text: &str) {
    desk.window
        .wait_until(
            "the cell has no cursor",
            "return document.activeElement?.closest('.celledit') !== null && document.activeElement.matches('input')",
            Value::Null,
        )
        .await;
    desk.window.press(&[Key::Control], 'a').await;
    desk.window.keys(text).await;
}

#[tokio::test]
async fn cells_are_filled_where_they_print_by_keyboard() {
    let (desk, draft) = Desk::open(|office, _| {
        let draft = office.begin_sheet("inspection-daily").unwrap();
        office.fill_draft(&draft.id, &morning(), &|_| Err(std::io::ErrorKind::NotFound.into())).unwrap();
        draft
    })
    .await;
    desk.click("nav-papers").await;
    desk.click("draft").await;
    desk.ready("fill").await;
    desk.press_words("[data-testid=views]", "纸面").await;
    at(&desk, "head//am_from").await;
    desk.window.is_accessible("paper view").await;

    // When the round was walked is typed; when it was entered is the program's to say.
    desk.window.press(&[], char::from(Key::Enter)).await;
    overtype(&desk, "0:05").await;
    desk.window.press(&[], char::from(Key::Enter)).await;
    says(&desk, "head//am_from", "00:05").await;
    at(&desk, "head//am_to").await;
    desk.window.press(&[], char::from(Key::Enter)).await;
    overtype(&desk, "0:10").await;
    desk.window.press(&[], char::from(Key::Enter)).await;
    says(&desk, "head//am_to", "00:10").await;

    // Esc leaves what stood there.
    at(&desk, "head//am_spots").await;
    desk.window.press(&[], char::from(Key::Enter)).await;
    overtype(&desk, "写错了").await;
    desk.window.press(&[], char::from(Key::Escape)).await;
    desk.window.wait_gone(".celledit").await;
    says(&desk, "head//am_spots", "空").await;

    // A check cell takes the key and steps down its column.
    let first = desk
        .window
        .run("return [...document.querySelectorAll('[data-cell$=\"/am\"]')].slice(0, 2).map(c => c.dataset.cell)", Value::Null)
        .await;
    let (first, second) = (first[0].as_str().unwrap().to_owned(), first[1].as_str().unwrap().to_owned());
    at(&desk, &first).await;
    desk.window.press(&[], '3').await;
    desk.window
        .wait_until(
            "the next cell of the column is not at hand",
            "return document.activeElement?.dataset.cell === arguments[0]",
            second.as_str(),
        )
        .await;
    says(&desk, &first, "不适用").await;
    desk.saved().await;
    desk.click("finish").await;
    desk.click("finish-now").await;
    desk.ready("sheet").await;

    let listed = desk.xunfang(&["list"]).await;
    let shown = desk.xunfang(&["show", listed[0]["serial"].as_str().unwrap()]).await;
    let fields = &shown["answers"]["fields"];
    assert!(fields["am_from"].as_str().unwrap().contains("T00:05"), "the time of the check is what was typed: {fields}");
    assert!(fields["am_spots"].is_null(), "what Esc took back is not there: {fields}");
    let entered = shown["computed"]["am_entered"].as_str().unwrap();
    assert!(!entered.contains("00:05") && !entered.is_empty(), "the time of entry is another one: {entered}");
    assert_eq!(draft.form.id, "inspection-daily", "on the daily paper");
    desk.verified().await;
}
