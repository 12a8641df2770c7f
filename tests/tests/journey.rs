//! The main job in the real window, from the first run to a sheet that is signed, printed, found again and verified.
//! Its pictures are those of the README.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot go on from")]

use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_core::clock::Clock;
use xunfang_tests::pointer::{Pointer, signature};
use xunfang_tests::window::Window;

const PASSPHRASE: &str = "示例口令 2026";

/// A hand at the keyboard that counts the keys it presses; words that are typed count apart.
struct Hand<'a> {
    window: &'a Window,
    keys: u32,
    words: u32,
}

impl Hand<'_> {
    async fn press(&mut self, key: char) {
        self.keys += 1;
        self.window.press(&[], key).await;
    }

    async fn control(&mut self, key: Key) {
        self.keys += 1;
        self.window.press(&[Key::Control], char::from(key)).await;
    }

    async fn type_words(&mut self, text: &str) {
        self.words += u32::try_from(text.chars().count()).unwrap();
        self.window.keys(text).await;
    }
}

/// Takes a picture of a view; with `XUNFANG_PICTURES` set it becomes one of the README's.
async fn picture(window: &Window, name: &str) {
    let made = window.picture(name).await;
    if std::env::var_os("XUNFANG_PICTURES").is_some() {
        std::fs::copy(made, xunfang_tests::paths::top().join(format!("tests/pictures/{name}.png"))).unwrap();
    }
}

/// The same view by the light of the lamp.
async fn dark(window: &Window, name: &str) {
    window.run("document.documentElement.dataset.theme = 'dark'", Value::Null).await;
    picture(window, name).await;
    window.is_accessible(name).await;
    window.run("document.documentElement.dataset.theme = 'light'", Value::Null).await;
}

async fn first_run(window: &Window) {
    window.wait("[data-testid=first-run][data-step='1']").await;
    window.type_into("[data-testid=first-org]", "示例物业").await;
    window.type_into("[data-testid=first-department]", "客务部").await;
    picture(window, "first-run-1280x800").await;
    window.is_accessible("first run").await;
    window.click("[data-testid=first-next]").await;
    window.type_into("[data-testid=first-site]", "一期").await;
    window.click("[data-testid=first-run][data-step='2'] [data-testid=first-next]").await;
    window.click("[data-testid=first-run][data-step='3'] [data-testid=first-next]").await;
    window.type_into("[data-testid=first-name]", "张三").await;
    window.type_into("[data-testid=first-people]", "李四").await;
    window.type_into("[data-testid=first-pass]", PASSPHRASE).await;
    window.type_into("[data-testid=first-pass2]", PASSPHRASE).await;
    window.click("[data-testid=first-run][data-step='4'] [data-testid=first-next]").await;
    let code = window.text("[data-testid=recovery-code]").await;
    window.type_into("[data-testid=recovery-typed]", &code.split_whitespace().collect::<Vec<_>>().join("-")).await;
    window.click("[data-testid=first-open]").await;
    window.wait("[data-ready=today]").await;
}

/// Where the cursor stands: the name of the area, as its heading says.
async fn area(window: &Window, name: &str) {
    window.wait_until(
        &format!("the area {name} is not shown"),
        "return [...document.querySelectorAll('[data-testid=fill-view] h2')].some(h => h.textContent.trim() === arguments[0])",
        name,
    )
    .await;
}

/// The morning's round by keyboard: every area in turn, two ×.
async fn round(window: &Window) -> (u32, u32) {
    let mut hand = Hand { window, keys: 0, words: 0 };
    hand.control(Key::Enter).await;
    for name in ["大堂", "各楼层", "天台", "电梯", "卫生间", "茶水间", "外围", "垃圾房", "空置单元", "防火通道", "步梯", "岗位"]
    {
        area(window, name).await;
        let fail = match name {
            "大堂" => Some((1, "主入口右扇有手印")),
            "卫生间" => Some((3, "女卫洗手台下有积水约0.5㎡，未放警示牌")),
            _ => None,
        };
        if let Some((down, problem)) = fail {
            for _ in 0..down {
                hand.press(char::from(Key::Down)).await;
            }
            hand.press('2').await;
            window
                .wait_until("the problem has no cursor", "return document.activeElement?.tagName === 'TEXTAREA'", Value::Null)
                .await;
            hand.type_words(problem).await;
            severity_and_person(&mut hand).await;
            hand.control(Key::Down).await;
        }
        hand.press('0').await;
        if name != "岗位" {
            hand.control(Key::Enter).await;
        }
    }
    (hand.keys, hand.words)
}

/// From the words of a × on by Tab: the photos are passed, the severity is chosen, the person picked by name.
async fn severity_and_person(hand: &mut Hand<'_>) {
    let window = hand.window;
    let at = |field: &str| {
        format!(
            "return document.activeElement?.closest('[data-testid]:not([id])') !== null && document.activeElement?.closest('[data-testid=\"field-{field}\"]') !== null"
        )
    };
    for (field, set) in [("severity", " "), ("person", "李四")] {
        for _ in 0..9 {
            if window.run(&at(field), Value::Null).await == json!(true) {
                break;
            }
            hand.press(char::from(Key::Tab)).await;
        }
        window.wait_until(&format!("{field} is not reached by Tab"), &at(field), Value::Null).await;
        if field == "person" {
            hand.type_words(set).await;
            window.wait("[data-testid=ref-list] [role=option]").await;
            hand.press(char::from(Key::Enter)).await;
        } else {
            hand.press(' ').await;
        }
    }
}

/// Chooses one of a few words by its text.
async fn choose(window: &Window, field: &str, word: &str) {
    window.wait(&format!("[data-testid=field-{field}] [role=radio]")).await;
    let script = "const [field, word] = arguments[0]; const radio = [...document.querySelectorAll(`[data-testid=field-${field}] [role=radio]`)]\
        .find(r => r.textContent.trim() === word); radio?.click(); return radio !== undefined";
    assert_eq!(window.run(script, json!([field, word])).await, json!(true), "{field} offers {word}");
}

/// Types into a field's box and leaves it.
async fn fill(window: &Window, field: &str, text: &str) {
    let css = format!("[data-testid=field-{field}] :is(input, textarea)");
    window.type_into(&css, text).await;
    window.press(&[], char::from(Key::Tab)).await;
}

/// Drops a file on a place, as from the system's own window of files: the driver cannot reach a file dialog.
async fn drop_file(window: &Window, css: &str, name: &str, bytes: &[u8]) {
    window.wait(css).await;
    let script = "const [css, name, bytes] = arguments[0]; const carried = new DataTransfer(); \
        carried.items.add(new File([new Uint8Array(bytes)], name)); \
        document.querySelector(css).dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried }))";
    window.run(script, json!([css, name, bytes])).await;
}

/// A small picture with something in it, as a phone would hand it over.
const PHOTO: &[u8] = include_bytes!("../../icons/128x128@2x.png");

async fn saved(window: &Window) {
    window
        .wait_until(
            "the draft is not saved",
            "return document.querySelector('[data-testid=saved]')?.textContent.includes('已保存')",
            Value::Null,
        )
        .await;
}

async fn sign(window: &Window, choice: Option<&str>) {
    window.wait("[data-ready=sign]").await;
    if let Some(choice) = choice {
        let script =
            "[...document.querySelectorAll('[data-testid=answer]')].find(a => a.textContent.trim() === arguments[0]).click()";
        window.wait("[data-testid=answer]").await;
        window.run(script, choice).await;
    }
    window.draw("[data-testid=pad-canvas]", Pointer::Mouse, &signature()).await;
}

async fn the_morning(window: &Window) {
    window.click("[data-testid=slot-am] button").await;
    window.wait("[data-testid=fill-view]").await;
    let (keys, words) = round(window).await;
    println!("a round of 48 items with two ×: {keys} keys beside the {words} characters of what was found");
    assert!(keys <= 60, "a round needs few keys, not {keys}");
    window.click("[data-testid=area][data-area=toilet]").await;
    drop_file(window, "[data-testid=field-photos] .photos", "现场.png", PHOTO).await;
    window.wait("[data-testid=field-photos] img").await;
    saved(window).await;
    window.wait("[data-testid=live] svg").await;
    picture(window, "fill-light-1280x800").await;
    dark(window, "fill-dark-1280x800").await;
    window.size(1920, 1080).await;
    picture(window, "fill-light-1920x1080").await;
    window.size(768, 1024).await;
    picture(window, "fill-light-768x1024").await;
    window.size(1280, 800).await;
    window.is_accessible("fill").await;
    window.click("[data-testid=area][data-area=head]").await;
    choose(window, "am_method", "全查").await;
    // A round is over when it is finished.
    let now = Clock::system().now().in_china().local();
    fill(window, "am_to", &now.format("%H:%M").to_string()).await;
    saved(window).await;
    window.click("[data-testid=finish]").await;
    window.click("[data-testid=finish-now]").await;
    window.wait("[data-ready=sheet]").await;
    let serial = window.run("return document.querySelector('[data-testid=sheet-view]').dataset.serial", Value::Null).await;
    assert!(serial.as_str().unwrap().starts_with("JC-A-"), "完成 gives the number, not {serial}");
    window.wait("[data-testid=sheet-view] svg").await;
    picture(window, "paper-light-1280x800").await;
    dark(window, "paper-dark-1280x800").await;
    window.is_accessible("sheet").await;
}

async fn the_revisit(window: &Window) {
    window.click("[data-testid=nav-papers]").await;
    window.wait("[data-testid=start-revisit]").await;
    picture(window, "papers-light-1280x800").await;
    window.is_accessible("papers").await;
    window.click("[data-testid=start-revisit]").await;
    window.wait("[data-ready=fill]").await;
    choose_any(window, "kind", "一般投诉").await;
    window.type_into("[data-testid=field-customer] input", "赵六").await;
    window.wait("[data-testid=ref-list] [role=option]").await;
    window.press(&[], char::from(Key::Enter)).await;
    window.type_into("[data-testid=entry-room]", "3栋2单元0801").await;
    window.type_into("[data-testid=entry-phone]", "13800000001").await;
    window.click("[data-testid=entry-save]").await;
    window.wait_gone("[data-testid=entry-save]").await;
    fill(window, "visited", "赵六").await;
    choose_any(window, "relation", "本人").await;
    fill(window, "rectified", "昨天 17:00").await;
    fill(window, "summary", "3号电梯困人约20分钟，对讲无人应答").await;
    window.click("[data-testid=add-row]").await;
    choose_any(window, "attempt_way", "上门").await;
    choose_any(window, "attempt_result", "已见").await;
    fill(window, "findings", "更换门机与对讲电池，维保单位复检合格").await;
    saved(window).await;
    picture(window, "revisit-light-1280x800").await;
    window.is_accessible("revisit").await;
    window.click("[data-testid=finish]").await;
    window.click("[data-testid=finish-now]").await;
    window.wait("[data-ready=sheet]").await;
}

/// Chooses a word where it may be radios or a list.
async fn choose_any(window: &Window, field: &str, word: &str) {
    window.wait(&format!("[data-testid=field-{field}]")).await;
    let script = "const [field, word] = arguments[0]; const box = document.querySelector(`[data-testid=field-${field}]`); \
        const select = box.querySelector('select'); \
        if (select) { select.value = [...select.options].find(o => o.textContent.trim() === word).value; \
            select.dispatchEvent(new Event('change', { bubbles: true })); return true; } \
        const radio = [...box.querySelectorAll('[role=radio]')].find(r => r.textContent.trim() === word); radio?.click(); return radio !== undefined";
    assert_eq!(window.run(script, json!([field, word])).await, json!(true), "{field} offers {word}");
}

async fn the_customer_signs(window: &Window) {
    window.click("[data-testid=sign-next]").await;
    window.size(1024, 768).await;
    sign(window, Some("满意")).await;
    picture(window, "sign-light-1024x768").await;
    window.is_accessible("sign").await;
    window.size(768, 1024).await;
    picture(window, "sign-light-768x1024").await;
    window.size(1280, 800).await;
    window.click("[data-testid=sign-done]").await;
    window.wait("[data-testid=thanks]").await;
    window.is_accessible("thanks").await;
    window.click("[data-testid=staff]").await;
    window.type_into("[data-testid=leave-pass]", PASSPHRASE).await;
    window.click("[data-testid=leave-go]").await;
    window.wait("[data-ready=sheet]").await;
}

async fn the_file(window: &Window) -> Vec<u8> {
    window.click("[data-testid=export]").await;
    window.click("[data-testid=export-go]").await;
    let end = std::time::Instant::now() + xunfang_tests::window::DEADLINE;
    loop {
        let files = std::fs::read_dir(window.saved()).into_iter().flatten().flatten();
        let pdf = files.map(|f| f.path()).find(|p| p.extension().is_some_and(|e| e == "pdf"));
        if let Some(path) = pdf {
            return std::fs::read(path).unwrap();
        }
        assert!(std::time::Instant::now() < end, "no PDF reached the disk");
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
}

#[tokio::test]
async fn a_day_from_first_run_to_verify() {
    let home = tempfile::tempdir().unwrap();
    let mut window = Window::open(home.path()).await;
    window.size(1280, 800).await;
    first_run(&window).await;
    window.is_accessible("today").await;
    the_morning(&window).await;
    the_revisit(&window).await;
    the_customer_signs(&window).await;
    let pdf = the_file(&window).await;
    assert!(pdf.starts_with(b"%PDF-1."), "the file is a PDF");
    let text = xunfang_tests::pdf::text(&pdf);
    for words in ["回访记录表", "赵六", "138****0001", "3号电梯困人约20分钟"] {
        assert!(text.contains(words), "the PDF says {words}: {text}");
    }
    assert!(!text.contains("13800000001"), "the phone stays masked on paper");

    window.restart().await;
    window.wait("[data-ready=unlock]").await;
    window.is_accessible("unlock").await;
    window.type_into("[data-testid=unlock] input", PASSPHRASE).await;
    window.click("[data-testid=unlock-go]").await;
    window.wait("[data-ready=today]").await;
    picture(&window, "today-light-1280x800").await;
    dark(&window, "today-dark-1280x800").await;
    window.click("[data-testid=nav-sheets]").await;
    window.type_into("[data-testid=search]", "电梯困人").await;
    window.wait("[data-testid=hit]").await;
    window.wait(".peek svg.page, .peekpages svg").await;
    picture(&window, "sheets-light-1280x800").await;
    window.is_accessible("sheets").await;
    window.click("[data-testid=peek-open]").await;
    window.wait("[data-ready=sheet]").await;
    window.click("[data-testid=verify]").await;
    window.wait_text("[data-testid=toasts]", "核验无误").await;
}
