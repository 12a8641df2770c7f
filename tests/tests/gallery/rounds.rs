//! What is begun: 今日, 填表, the round, the paper being written.

use fantoccini::key::Key;
use serde_json::Value;
use xunfang_tests::camera::{Pretended, TABLET};

use crate::hands::{blur, choose, drop_photo, escape, place, press};
use crate::look::Look;

pub async fn walk(look: &mut Look) {
    look.at("today").await;
    look.press(&[Key::Control], 'k').await;
    look.wait("[data-testid=palette]").await;
    look.at("palette").await;
    look.keys("电梯").await;
    look.wait_until("nothing is found", "return document.querySelectorAll('#palette-list li').length > 0", Value::Null).await;
    look.at("palette-found").await;
    escape(look).await;
    place(look, "papers").await;
    look.at("papers").await;
    look.click("[data-testid=blank-revisit]").await;
    look.wait("[data-testid=blank-dialog]").await;
    look.at("papers-blank").await;
    look.click("[data-testid=blank-make]").await;
    look.wait_gone("[data-testid=blank-dialog]").await;
    look.click("[data-testid=toasts] .btn-icon").await;
    daily(look).await;
    paper(look).await;
    outlets(look).await;
    revisit(look).await;
}

async fn daily(look: &mut Look) {
    look.click("[data-testid=start-inspection-daily]").await;
    look.wait("[data-ready=fill] [data-testid=fill-view]").await;
    look.at("fill-head").await;
    look.click("[data-testid=area]:nth-child(2)").await;
    look.wait("[data-testid=item]").await;
    look.at("fill-new").await;
    blur(look).await;
    press(look, '1').await;
    press(look, '2').await;
    look.wait_until("the problem has no cursor", "return document.activeElement?.tagName === 'TEXTAREA'", Value::Null).await;
    look.keys("主入口右扇玻璃门有手印和胶痕，已通知当班保洁员处理").await;
    choose(look, "[data-testid=detail] [data-testid=field-severity]", "一般").await;
    drop_photo(look, "[data-testid=field-photos] .photos").await;
    look.wait("[data-testid=field-photos] img").await;
    look.at("fill-fail").await;
    look.type_into("[data-testid=detail] [data-testid=field-person] input", "小").await;
    look.wait("[data-testid=ref-list] [role=option]").await;
    look.at("fill-pick").await;
    press(look, char::from(Key::Enter)).await;
    look.click("[data-testid=detail] .datebox .btn-in").await;
    look.wait("[data-testid=calendar]").await;
    look.at("fill-calendar").await;
    press(look, char::from(Key::Escape)).await;
    look.wait_gone("[data-testid=calendar]").await;
    look.type_into("[data-testid=detail] .datebox input", "后天吧").await;
    press(look, char::from(Key::Tab)).await;
    look.at("fill-problem").await;
    look.click("[data-testid=area][data-area=toilet]").await;
    blur(look).await;
    press(look, '0').await;
    look.at("fill-area").await;
    press(look, char::from(Key::F1)).await;
    look.wait("dialog[open]").await;
    look.at("fill-keys").await;
    escape(look).await;
    look.click("[data-testid=open-tray]").await;
    drop_photo(look, "[data-testid=tray] .tray").await;
    look.click("[data-testid=tray-pick]").await;
    look.at("fill-tray").await;
    escape(look).await;
    camera(look).await;
    let last = "[...document.querySelectorAll('[data-testid=area]')].at(-1).click()";
    look.run(last, Value::Null).await;
    look.click("[data-testid=finish]").await;
    look.wait("[data-testid=missing]").await;
    look.at("fill-missing").await;
    look.click("[data-testid=go-first]").await;
    look.wait_gone("dialog[open]").await;
    look.at("fill-asked").await;
}

/// The tray and the camera of a machine that has two, taken with, and of one that may not use its camera.
async fn camera(look: &mut Look) {
    look.pretend_camera(TABLET).await;
    look.click("[data-testid=open-tray]").await;
    look.wait("[data-testid=tray-camera]").await;
    look.at("camera-tray").await;
    look.click("[data-testid=tray-camera]").await;
    let live = "return document.querySelector('[data-testid=camera-finder]')?.readyState >= 2 \
        && document.querySelector('[data-testid=camera-other]') !== null";
    look.wait_until("the camera shows nothing", live, Value::Null).await;
    look.at("camera-live").await;
    look.click("[data-testid=camera-shoot]").await;
    look.wait("[data-testid=camera-keep]").await;
    look.at("camera-shot").await;
    look.click("[data-testid=camera-keep]").await;
    look.wait("[data-testid=camera-shoot]").await;
    look.at("camera-next").await;
    look.click("[data-testid=camera-leave]").await;
    look.pretend_camera(Pretended { cameras: &["back"], refusal: "NotAllowedError" }).await;
    look.click("[data-testid=tray-camera]").await;
    look.wait("[data-testid=camera-trouble]").await;
    look.at("camera-refused").await;
    look.click("[data-testid=camera-leave]").await;
    look.wait_gone("[data-testid=camera]").await;
    escape(look).await;
    // At the × itself: its photos come by the same two ways.
    look.click("[data-testid=area]:nth-child(2)").await;
    blur(look).await;
    press(look, char::from(Key::Up)).await;
    look.wait("[data-testid=field-photos] .add.shoot").await;
    look.at("camera-field").await;
}

async fn paper(look: &mut Look) {
    choose(look, "[data-testid=views]", "纸").await;
    look.wait(".paperhold svg").await;
    look.at("paper").await;
    let cell = "document.querySelector('.cells .cell:not(.no)').click()";
    look.run(cell, Value::Null).await;
    look.at("paper-cell").await;
    press(look, char::from(Key::Escape)).await;
    choose(look, "[data-testid=views]", "填").await;
}

async fn outlets(look: &mut Look) {
    place(look, "papers").await;
    // Once this month's round has been walked, another one is begun beside it.
    let begin = "(document.querySelector('[data-testid=another-inspection-outlets]') \
        ?? document.querySelector('[data-testid=start-inspection-outlets]')).click()";
    look.run(begin, Value::Null).await;
    look.wait("[data-ready=fill] [data-testid=fill-view][data-form=inspection-outlets]").await;
    look.at("fill-outlets").await;
    choose(look, "[data-testid=views]", "纸").await;
    look.wait(".paperhold svg").await;
    look.at("paper-outlets").await;
}

async fn revisit(look: &mut Look) {
    place(look, "papers").await;
    look.at("papers-begun").await;
    look.click("[data-testid=start-revisit]").await;
    look.wait("[data-ready=fill] [data-testid=fill-view][data-form=revisit]").await;
    look.click("[data-testid=add-row]").await;
    look.wait("[data-testid=field-attempt_way]").await;
    look.at("fill-revisit").await;
    look.type_into("[data-testid=field-customer] input", "欧阳新户").await;
    look.wait("[data-testid=ref-list] [role=option]").await;
    press(look, char::from(Key::Enter)).await;
    look.wait("[data-testid=entry-save]").await;
    look.at("fill-register").await;
    escape(look).await;
}
