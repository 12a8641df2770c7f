//! What is finished: 单据, the sheet and its signatures, the signer's minute, 设置.

use fantoccini::key::Key;
use serde_json::Value;
use xunfang_tests::department::PASSPHRASE;
use xunfang_tests::pointer::{Pointer, signature};

use crate::hands::{choose, escape, place, press, select};
use crate::look::Look;

pub async fn walk(look: &mut Look) {
    sheets(look).await;
    sheet_of(look, "inspection-daily", "open", "sheet-daily").await;
    // On every day of the week some sheet waits for its review.
    sheet_of(look, "inspection-daily", "await_review", "sheet-review").await;
    own_signature(look).await;
    for (form, state, view) in [
        ("revisit", "signed", "sheet-signed"),
        ("revisit", "signed_paper", "sheet-ink"),
        ("revisit", "resign", "sheet-resign"),
        ("revisit", "closed_unsigned", "sheet-refused"),
        ("revisit", "void", "sheet-void"),
        ("inspection-outlets", "", "sheet-outlets"),
        ("revisit", "await_customer", "sheet-unsigned"),
    ] {
        sheet_of(look, form, state, view).await;
    }
    dialogs(look).await;
    the_customer(look).await;
    settings(look).await;
}

async fn sheets(look: &mut Look) {
    place(look, "sheets").await;
    look.wait("[data-testid=hit]").await;
    look.at("sheets").await;
    look.type_into("[data-testid=search]", "电梯").await;
    look.wait("[data-testid=hit] mark").await;
    look.at("sheets-found").await;
    look.type_into("[data-testid=search]", "没有这样的单据").await;
    look.wait(".emptyline").await;
    look.at("sheets-none").await;
    look.type_into("[data-testid=search]", "2").await;
    press(look, char::from(Key::Backspace)).await;
    select(look, "[data-testid=filter-time]", "own").await;
    look.wait("[data-testid=filter-from]").await;
    look.click("[data-testid=filter-unsigned]").await;
    select(look, "[data-testid=filter-form]", "revisit").await;
    look.wait("[data-testid=hit]").await;
    look.at("sheets-filters").await;
    look.run("document.querySelector('[data-testid=hits]').focus()", Value::Null).await;
    look.press(&[Key::Control], 'a').await;
    look.wait(".hit.marked").await;
    look.at("sheets-marked").await;
}

/// 单据 shows what was asked for last, and the page of the line at hand.
pub const SETTLED: &str =
    "document.querySelector('.cab [aria-busy=true]') === null && document.querySelector('.peekpages svg') !== null";

/// Opens the first sheet of a form that is in a state, and looks at it.
async fn sheet_of(look: &mut Look, form: &str, state: &str, view: &str) {
    place(look, "papers").await;
    place(look, "sheets").await;
    select(look, "[data-testid=filter-form]", form).await;
    select(look, "[data-testid=filter-state]", state).await;
    let only = format!("return document.querySelector('.hit.on') !== null && {SETTLED}");
    look.wait_until(&format!("there is no {form} in the state {state}"), &only, Value::Null).await;
    // A draft that an earlier look began would open to be filled.
    let finished = "[...document.querySelectorAll('.hit')].find(hit => hit.querySelector('[data-state=draft]') === null).click()";
    look.run(finished, Value::Null).await;
    let shown = format!("return document.querySelector('.hit.on [data-state=draft]') === null && {SETTLED}");
    look.wait_until("no page is shown beside the list", &shown, Value::Null).await;
    look.click("[data-testid=peek-open]").await;
    look.wait("[data-ready=sheet] [data-testid=sheet-view] svg").await;
    look.at(view).await;
}

async fn own_signature(look: &mut Look) {
    look.click("[data-testid=seals] [data-testid^=sign-]").await;
    look.wait("[data-ready=sign] [data-testid=sign-back]").await;
    look.at("sign-own").await;
    look.click("[data-testid=sign-back]").await;
    look.wait("[data-ready=sheet]").await;
}

async fn dialogs(look: &mut Look) {
    look.click("[data-testid=export]").await;
    look.wait("[data-testid=export-dialog]").await;
    look.at("sheet-export").await;
    escape(look).await;
    look.click("[data-testid=print]").await;
    look.wait("[data-testid=export-dialog]").await;
    look.at("sheet-print").await;
    escape(look).await;
    look.click("[data-testid=reveal-phone]").await;
    look.wait("[data-testid=reveal-dialog]").await;
    look.at("sheet-reveal").await;
    escape(look).await;
    look.click("[data-testid=void]").await;
    look.wait("[data-testid=void-dialog]").await;
    look.at("sheet-voiding").await;
    escape(look).await;
    look.click("[data-testid=other-customer_sign]").await;
    look.wait("[data-testid=seal-dialog]").await;
    look.at("seal-paper").await;
    choose(look, "[data-testid=seal-how]", "委托").await;
    look.at("seal-proxy").await;
    choose(look, "[data-testid=seal-how]", "拒").await;
    look.at("seal-refused").await;
    escape(look).await;
    look.click("[data-testid=verify]").await;
    look.wait("[data-testid=toasts] .toast").await;
    look.at("sheet-toast").await;
    // However quickly the rest is walked, it does not lie over what comes then.
    look.run("document.querySelector('[data-testid=toasts] .btn-icon')?.click()", Value::Null).await;
}

async fn the_customer(look: &mut Look) {
    look.click("[data-testid=sign-next]").await;
    look.wait("[data-ready=sign] [data-testid=answer]").await;
    look.at("sign").await;
    look.click("[data-testid=sign-done]").await;
    look.wait("#sign-missing").await;
    look.run("[...document.querySelectorAll('[data-testid=answer]')].at(-1).click()", Value::Null).await;
    look.draw("[data-testid=pad-canvas]", Pointer::Mouse, &signature()).await;
    look.at("sign-drawn").await;
    look.click("[data-testid=staff]").await;
    look.wait("[data-testid=leave-dialog]").await;
    look.at("sign-leave").await;
    escape(look).await;
    look.click("[data-testid=sign-done]").await;
    look.wait("[data-testid=thanks]").await;
    look.at("sign-thanks").await;
    look.click("[data-testid=staff]").await;
    look.type_into("[data-testid=leave-pass]", PASSPHRASE).await;
    look.click("[data-testid=leave-go]").await;
    look.wait("[data-ready=sheet]").await;
}

async fn settings(look: &mut Look) {
    place(look, "settings").await;
    for register in ["site", "area", "person", "outlet", "customer"] {
        look.click(&format!("[data-testid=set-register-{register}]")).await;
        look.wait(&format!("[data-part=register-{register}] [data-testid=entry]")).await;
        look.at(&format!("settings-{register}")).await;
    }
    look.click("[data-testid=register-add]").await;
    look.wait("[data-testid=entry-save]").await;
    look.at("settings-add").await;
    escape(look).await;
    look.click("[data-testid=set-blanks]").await;
    look.wait("[data-part=blanks] table").await;
    look.at("settings-blanks").await;
    look.click("[data-testid=set-safety]").await;
    look.click("[data-testid=verify-all]").await;
    look.wait("[data-testid=verify-report]").await;
    look.at("settings-safety").await;
    look.click("[data-testid=set-general]").await;
    look.wait("[data-testid=language]").await;
    look.at("settings-general").await;
    choose(look, "[data-testid=language]", "English").await;
    look.wait("html[lang^=en], [data-testid=language]").await;
    look.at("english-settings").await;
    for (place_name, view) in [("today", "english-today"), ("papers", "english-papers"), ("sheets", "english-sheets")] {
        place(look, place_name).await;
        look.at(view).await;
    }
    crate::english::walk(look).await;
}
