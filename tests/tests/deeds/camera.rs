//! Photos taken with the camera: a machine with one, without one, with one that is refused.

use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_core::clock::Clock;
use xunfang_core::office::FillAnswers;
use xunfang_tests::camera::{Pretended, TABLET};
use xunfang_tests::hands::Hands;

use super::Desk;

/// The morning's round with one ×, complete but for its photos.
fn with_one_fail() -> FillAnswers {
    let at = |time: &str| format!("{} {time}", Clock::system().now().date());
    serde_json::from_value::<Value>(json!({
        "check": [{ "area": "卫生间", "item": "地面", "am": "×" }],
        "fails": [{ "id": "toilet.floor@am", "severity": "一般", "problem": "地面有积水", "person": "李四" }],
    }))
    .map(|rows| FillAnswers {
        fields: serde_json::from_value(json!({ "am_method": "全查", "am_from": at("00:05"), "am_to": at("00:10") })).unwrap(),
        all: [("check".to_owned(), [("am".to_owned(), "pass".to_owned())].into())].into(),
        rows: serde_json::from_value(rows).unwrap(),
        ..FillAnswers::default()
    })
    .unwrap()
}

/// The round on the desk of a machine, with its tray open.
async fn at_the_tray(machine: Option<Pretended<'_>>) -> Desk {
    let (desk, ()) = Desk::open(|office, _| {
        let draft = office.begin_sheet("inspection-daily").unwrap();
        office.fill_draft(&draft.id, &with_one_fail(), &|_| Err(std::io::ErrorKind::NotFound.into())).unwrap();
    })
    .await;
    if let Some(machine) = machine {
        desk.window.pretend_camera(machine).await;
    }
    desk.click("nav-papers").await;
    desk.click("draft").await;
    desk.ready("fill").await;
    desk.click("open-tray").await;
    desk.window.wait("[data-testid=tray]").await;
    desk
}

/// Waits for a phase of the dialog, with a picture that moves when it is live.
async fn phase(desk: &Desk, phase: &str) {
    desk.window.wait(&format!("[data-testid=camera-phase][data-phase={phase}]")).await;
    if phase == "live" {
        let moving = "const video = document.querySelector('[data-testid=camera-finder]'); return video.readyState >= 2 && video.videoWidth > 0 \
            && document.activeElement?.dataset.testid === 'camera-shoot'";
        desk.window.wait_until("the picture does not move, or the shutter is not at hand", moving, Value::Null).await;
    }
}

async fn key(desk: &Desk, key: char) {
    desk.window.press(&[], key).await;
}

async fn tiles(desk: &Desk, count: usize) {
    let script = "return document.querySelectorAll('[data-testid=tray-pick]').length === arguments[0]";
    desk.window.wait_until(&format!("not {count} photos in the tray"), script, count).await;
}

#[tokio::test]
async fn photos_are_taken_one_after_the_other_and_stand_on_the_paper() {
    let desk = at_the_tray(Some(TABLET)).await;
    let first = "return document.querySelector('.trayhead :is(button, label)')?.dataset.testid";
    desk.window.wait("[data-testid=tray-camera]").await;
    assert_eq!(desk.window.run(first, Value::Null).await, json!("tray-camera"), "拍照 comes first");
    desk.window.wait_any("[data-testid=tray-file]").await;
    desk.click("tray-camera").await;
    phase(&desk, "live").await;
    desk.says("camera", "第 1 张").await;
    desk.window.is_accessible("camera").await;

    // One by Enter, one by Space that is taken again.
    key(&desk, char::from(Key::Enter)).await;
    phase(&desk, "shot").await;
    desk.window.is_accessible("picture to be judged").await;
    key(&desk, char::from(Key::Enter)).await;
    phase(&desk, "live").await;
    desk.says("camera", "第 2 张").await;
    key(&desk, ' ').await;
    phase(&desk, "shot").await;
    desk.click("camera-again").await;
    phase(&desk, "live").await;
    desk.says("camera", "第 2 张").await;
    desk.window.lamps(1, 1).await;
    desk.click("camera-other").await;
    desk.window.lamps(2, 1).await;
    phase(&desk, "live").await;
    key(&desk, ' ').await;
    phase(&desk, "shot").await;
    desk.click("camera-keep").await;
    phase(&desk, "live").await;
    desk.says("camera-leave", "已拍 2 张").await;
    key(&desk, char::from(Key::Escape)).await;
    desk.window.wait_gone("[data-testid=camera]").await;
    desk.window.lamps(2, 0).await;
    let wished = desk.window.wished().await;
    assert_eq!(wished[0]["video"]["facingMode"], "environment", "the camera at the back first: {wished}");
    assert_eq!(wished[1]["video"]["deviceId"]["exact"], "front", "then the other: {wished}");
    assert!(wished.as_array().unwrap().iter().all(|w| w["audio"] == json!(false)), "never sound: {wished}");

    // They wait in the tray, numbered, and go to their ×.
    tiles(&desk, 2).await;
    let names = "return [...document.querySelectorAll('[data-testid=tray] .tile-show')].map(t => t.ariaLabel)";
    let names = desk.window.run(names, Value::Null).await;
    let named = |i: usize| names[i].as_str().is_some_and(|n| n.starts_with(&format!("照片 {}：拍照-", i + 1)));
    assert!(named(0) && named(1), "numbered in the order they were taken: {names}");
    desk.window.run("document.querySelectorAll('[data-testid=tray-pick]').forEach(b => b.click())", Value::Null).await;
    desk.click("tray-put").await;
    tiles(&desk, 0).await;
    key(&desk, char::from(Key::Escape)).await;
    desk.window.wait_gone("[data-testid=tray]").await;
    desk.saved().await;
    desk.finish().await;
    let on_paper = "return document.querySelectorAll('.sheetview svg image').length >= 2";
    desk.window.wait_until("the two photos are not on the paper", on_paper, Value::Null).await;

    let listed = desk.xunfang(&["list"]).await;
    let shown = desk.xunfang(&["show", listed[0]["serial"].as_str().unwrap()]).await;
    let photos = &shown["answers"]["rows"]["fails"][0]["cells"]["photos"]["photos"];
    assert_eq!(photos.as_array().map(Vec::len), Some(2), "both are on the sheet: {photos}");
    let taken = photos[0]["taken"].as_str().unwrap();
    assert!(taken.ends_with("+08:00") && taken.len() == 22, "with the moment of the program's clock: {photos}");
    assert_eq!((&photos[0]["width"], &photos[0]["height"]), (&json!(960), &json!(720)), "as large as the camera gave it");
    desk.verified().await;
}

#[tokio::test]
async fn a_camera_that_is_refused_says_why_and_files_remain() {
    let desk = at_the_tray(Some(Pretended { cameras: &["back"], refusal: "NotAllowedError" })).await;
    desk.click("tray-camera").await;
    phase(&desk, "failed").await;
    desk.says("camera-trouble", "系统没有允许使用摄像头").await;
    desk.window.is_accessible("camera refused").await;
    desk.give_file("[data-testid=camera-file]", "现场.png", super::PHOTO).await;
    desk.window.wait_gone("[data-testid=camera]").await;
    tiles(&desk, 1).await;
    desk.window.wait_any("[data-testid=tray-file]").await;

    // Another program has it; then it is free.
    desk.window.pretend_camera(Pretended { cameras: &["back"], refusal: "NotReadableError" }).await;
    desk.click("tray-camera").await;
    desk.says("camera-trouble", "正被别的程序占用").await;
    desk.click("camera-leave").await;
    desk.window.wait_gone("[data-testid=camera]").await;
    desk.window.lamps(0, 0).await;
}

#[tokio::test]
async fn a_machine_without_a_camera_offers_files_alone() {
    let desk = at_the_tray(None).await;
    desk.says("tray-no-camera", "没有找到摄像头，请从文件选照片").await;
    desk.window.wait_any("[data-testid=tray-file]").await;
    desk.window.wait_gone("[data-testid=tray-camera]").await;
    desk.give_file("[data-testid=tray-file]", "现场.png", super::PHOTO).await;
    tiles(&desk, 1).await;
}

#[tokio::test]
async fn the_lamp_is_out_when_the_window_is_locked_or_hidden() {
    let desk = at_the_tray(Some(TABLET)).await;
    desk.click("tray-camera").await;
    phase(&desk, "live").await;
    let hidden = "Object.defineProperty(document, 'hidden', { configurable: true, value: arguments[0] }); \
        document.dispatchEvent(new Event('visibilitychange'))";
    desk.window.run(hidden, true).await;
    phase(&desk, "resting").await;
    desk.window.lamps(1, 0).await;
    desk.window.run(hidden, false).await;
    phase(&desk, "resting").await;
    desk.window.lamps(1, 0).await;
    desk.click("camera-wake").await;
    phase(&desk, "live").await;
    desk.window.lamps(2, 1).await;

    // Under a dialog the lock is reached by the idle minutes or the machine's sleep: both do what this button does.
    desk.window.run("document.querySelector('[data-testid=nav-lock]').click()", Value::Null).await;
    desk.ready("unlock").await;
    desk.window.wait_gone("dialog").await;
    desk.window.lamps(2, 0).await;
}

#[tokio::test]
async fn photos_are_taken_from_the_cell_of_the_paper_too() {
    let desk = at_the_tray(Some(TABLET)).await;
    key(&desk, char::from(Key::Escape)).await;
    desk.window.wait_gone("[data-testid=tray]").await;
    desk.press_words("[data-testid=views]", "纸面").await;
    let cell = "[data-cell^='fails/'][data-cell$='/photos']";
    desk.window.wait_any(cell).await;
    desk.window.run("document.querySelector(arguments[0]).click()", cell).await;
    desk.window.click(".cellpop .add.shoot").await;
    for photo in ["第 1 张", "第 2 张"] {
        phase(&desk, "live").await;
        desk.says("camera", photo).await;
        key(&desk, ' ').await;
        phase(&desk, "shot").await;
        key(&desk, ' ').await;
    }
    phase(&desk, "live").await;
    desk.says("camera", "第 3 张").await;
    key(&desk, char::from(Key::Escape)).await;
    desk.window.wait_gone("[data-testid=camera]").await;
    desk.window.lamps(1, 0).await;
    let two = "return document.querySelectorAll('.cellpop .tile-show').length === 2";
    desk.window.wait_until("the two photos are not in the cell", two, Value::Null).await;
}
