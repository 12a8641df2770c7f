//! The real window, driven through WebKit's own driver.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::child::Owned;
use crate::paths;

/// How long anything may take on a loaded machine before the test fails.
pub const DEADLINE: Duration = Duration::from_secs(30);
/// How often a state is looked at while it is waited for.
const LOOK: Duration = Duration::from_millis(25);
/// Size of the display in memory: larger than the largest window that is looked at.
const SCREEN: &str = "2000x1400x24";

/// Folder below the home for all that is left outside of it; used when it is there.
pub const OUTSIDE: &str = "outside";
/// Folder below the home to which the program saves without asking.
const SAVED: &str = "saved";

static OPENED: AtomicU32 = AtomicU32::new(0);

/// One window of the program with its display and driver. All of it ends when this is dropped.
pub struct Window {
    client: Client,
    // Dropped in this order: the driver takes the window with it, and neither needs the display after that.
    driver: Owned,
    display: String,
    bus: String,
    _screen: Owned,
    home: PathBuf,
    saved: PathBuf,
    log: PathBuf,
}

impl Window {
    /// Opens the program on the data folder `home` and waits until the app has drawn something (`#app > *`).
    pub async fn open(home: &Path) -> Self {
        Self::open_saving(home, &home.join(SAVED)).await
    }

    /// The same, saving to another folder: a stick that does not lie in the home.
    pub async fn open_saving(home: &Path, saved: &Path) -> Self {
        Self::open_with(home, saved, "").await
    }

    /// The same with a session of the desktop around it: the address of its bus.
    pub async fn open_in_session(home: &Path, bus: &str) -> Self {
        Self::open_with(home, &home.join(SAVED), bus).await
    }

    async fn open_with(home: &Path, saved: &Path, bus: &str) -> Self {
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let log = paths::left_behind().join(format!("{}-{number}.log", process::id()));
        let arguments = ["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"];
        let mut screen = Owned::start("Xvfb", &arguments, &[], &log);
        let line = screen.first_line();
        assert!(!line.is_empty(), "Xvfb did not name its display; see {}", log.display());
        let display = format!(":{line}");
        let (driver, client) = start(home, saved, &display, bus, &log).await;
        let (home, saved, bus) = (home.to_path_buf(), saved.to_path_buf(), bus.to_owned());
        let window = Self { client, driver, display, bus, _screen: screen, home, saved, log };
        window.ready().await;
        window
    }

    /// Closes the window as a person does, and opens it again on the same data.
    pub async fn restart(&mut self) {
        if let Err(error) = self.client.clone().close().await {
            self.fail(&format!("the window did not close: {error}")).await;
        }
        self.driver.kill();
        self.start_again().await;
    }

    /// Kills the program in the middle of whatever it does, as an empty battery would, and opens it again.
    pub async fn battery_death(&mut self) {
        self.driver.kill();
        self.start_again().await;
    }

    async fn start_again(&mut self) {
        (self.driver, self.client) = start(&self.home, &self.saved, &self.display, &self.bus, &self.log).await;
        self.ready().await;
    }

    /// The display that the window stands on, such as `:99`.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The WebDriver client, for what has no word of its own here.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    async fn ready(&self) {
        self.wait("#app > *").await;
    }

    /// The folder to which the program saves without asking.
    #[must_use]
    pub fn saved(&self) -> PathBuf {
        self.saved.clone()
    }

    /// Waits until an element is there, shown or not: a file field behind its button.
    pub async fn wait_any(&self, css: &str) -> Element {
        let end = Instant::now() + DEADLINE;
        loop {
            if let Ok(element) = self.client.find(Locator::Css(css)).await {
                return element;
            }
            self.look_again(end, &format!("there is no `{css}`")).await;
        }
    }

    /// Waits until an element is there and shown.
    pub async fn wait(&self, css: &str) -> Element {
        let end = Instant::now() + DEADLINE;
        loop {
            if let Ok(element) = self.client.find(Locator::Css(css)).await
                && element.is_displayed().await.unwrap_or(false)
            {
                return element;
            }
            self.look_again(end, &format!("no `{css}` is shown")).await;
        }
    }

    /// Waits until no such element is shown.
    pub async fn wait_gone(&self, css: &str) {
        self.wait_until(
            &format!("`{css}` is still shown"),
            "return ![...document.querySelectorAll(arguments[0])].some(e => e.checkVisibility())",
            css,
        )
        .await;
    }

    /// Waits until an element holds a text, its value included.
    pub async fn wait_text(&self, css: &str, text: &str) {
        let script = "return [...document.querySelectorAll(arguments[0][0])].some(e => ((e.value ?? '') + e.textContent).includes(arguments[0][1]))";
        self.wait_until(&format!("no `{css}` says “{text}”"), script, json!([css, text])).await;
    }

    /// Waits until a script returns true. `missing` says what was wanted, for the failure.
    pub async fn wait_until(&self, missing: &str, script: &str, argument: impl Into<Value>) {
        let argument = argument.into();
        let end = Instant::now() + DEADLINE;
        while !self.run(script, argument.clone()).await.as_bool().unwrap_or(false) {
            self.look_again(end, missing).await;
        }
    }

    /// Runs a script in the page; `arguments[0]` is `argument`.
    pub async fn run(&self, script: &str, argument: impl Into<Value>) -> Value {
        match self.client.execute(script, vec![argument.into()]).await {
            Ok(value) => value,
            Err(error) => self.fail(&format!("a script failed: {error}")).await,
        }
    }

    /// Clicks an element, after waiting for it and for the view to lie still: the driver aims first and presses later, and
    /// what moves between the two is pressed in another's place.
    pub async fn click(&self, css: &str) {
        self.wait(css).await;
        self.wait_still(css).await;
        let element = self.wait(css).await;
        if let Err(error) = element.click().await {
            self.fail(&format!("`{css}` cannot be clicked: {error}")).await;
        }
    }

    /// Waits until an element lies in the same place, and in sight, over three frames: a window that was just sized or zoomed
    /// goes on moving its parts for a while.
    async fn wait_still(&self, css: &str) {
        let script = "const [css, done] = arguments; let [was, same, frames] = ['', 0, 0]; const look = () => { \
            const e = document.querySelector(css); if (e === null || ++frames > 60) return done(false); \
            const box = e.getBoundingClientRect(); \
            if (box.top < 0 || box.bottom > innerHeight) e.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' }); \
            const at = e.getBoundingClientRect(); const is = `${at.x} ${at.y} ${at.width} ${at.height} ${innerWidth} ${devicePixelRatio}`; \
            same = is === was ? same + 1 : 0; was = is; if (same >= 3) done(true); else requestAnimationFrame(look); }; \
            requestAnimationFrame(look)";
        let end = Instant::now() + DEADLINE;
        loop {
            match self.client.execute_async(script, vec![Value::from(css)]).await {
                Ok(Value::Bool(true)) => return,
                // Gone or replaced meanwhile, or moving still.
                Ok(_) => self.look_again(end, &format!("`{css}` does not lie still")).await,
                Err(error) => self.fail(&format!("`{css}` cannot be looked at: {error}")).await,
            }
        }
    }

    /// Replaces what a field holds by typing.
    pub async fn type_into(&self, css: &str, text: &str) {
        self.wait(css).await;
        // A box half under the foot of the view cannot be typed into.
        self.run("document.querySelector(arguments[0])?.scrollIntoView({ block: 'center' })", css).await;
        let element = self.wait(css).await;
        let typed = async {
            element.clear().await?;
            element.send_keys(text).await
        };
        if let Err(error) = typed.await {
            self.fail(&format!("cannot type into `{css}`: {error}")).await;
        }
    }

    /// Types to whatever has the focus, as at a keyboard. Keys without a character are in `fantoccini::key::Key`.
    pub async fn keys(&self, text: &str) {
        let typed = async { self.client.active_element().await?.send_keys(text).await };
        if let Err(error) = typed.await {
            self.fail(&format!("cannot type “{text}”: {error}")).await;
        }
    }

    /// Presses one key with others held, wherever the focus is: the page itself has no element to type into.
    pub async fn press(&self, held: &[Key], key: char) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for key in held {
            actions = actions.then(KeyAction::Down { value: char::from(*key) });
        }
        actions = actions.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        for key in held {
            actions = actions.then(KeyAction::Up { value: char::from(*key) });
        }
        if let Err(error) = self.client.perform_actions(actions).await {
            self.fail(&format!("cannot press {key:?}: {error}")).await;
        }
    }

    /// The text of an element.
    pub async fn text(&self, css: &str) -> String {
        match self.wait(css).await.text().await {
            Ok(text) => text,
            Err(error) => self.fail(&format!("`{css}` has no text: {error}")).await,
        }
    }

    /// Makes the page `width` × `height` CSS pixels.
    pub async fn size(&self, width: u32, height: u32) {
        if let Err(error) = self.client.set_window_rect(0, 0, width, height).await {
            self.fail(&format!("the window cannot be sized: {error}")).await;
        }
        let missing = format!("the page is not {width} × {height}");
        self.wait_until(
            &missing,
            "return innerWidth === arguments[0][0] && innerHeight === arguments[0][1]",
            json!([width, height]),
        )
        .await;
    }

    /// Takes a picture of the page into `target/e2e/NAME.png`, when all its typefaces are there.
    pub async fn picture(&self, name: &str) -> PathBuf {
        let drawn = "return document.fonts.status === 'loaded' && [...document.fonts].some(face => face.status === 'loaded')";
        self.wait_until("the typefaces did not load", drawn, Value::Null).await;
        // What is in the page need not be on the screen yet.
        let painted = "return performance.getEntriesByName('first-contentful-paint').length > 0";
        self.wait_until("nothing was painted", painted, Value::Null).await;
        let frames = "const [, done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        if let Err(error) = self.client.execute_async(frames, vec![Value::Null]).await {
            self.fail(&format!("the page draws no frames: {error}")).await;
        }
        self.snap(name).await.unwrap_or_else(|said| panic!("no picture {name}: {said}"))
    }

    async fn snap(&self, name: &str) -> Result<PathBuf, String> {
        let path = paths::left_behind().join(format!("{name}.png"));
        let png = self.client.screenshot().await.map_err(|error| error.to_string())?;
        std::fs::write(&path, png).map_err(|error| error.to_string())?;
        Ok(path)
    }

    async fn look_again(&self, end: Instant, missing: &str) {
        if Instant::now() >= end {
            self.fail(missing).await;
        }
        tokio::time::sleep(LOOK).await;
    }

    /// Fails the test with a picture of what there was to see.
    pub async fn fail(&self, said: &str) -> ! {
        let name = self.log.file_stem().map_or_else(|| "failed".to_owned(), |stem| format!("failed-{}", stem.to_string_lossy()));
        let picture = self.snap(&name).await.map_or_else(|error| format!("none ({error})"), |path| path.display().to_string());
        panic!("{said}; picture: {picture}; log: {}", self.log.display());
    }
}

/// Starts the driver, and through it the program.
async fn start(home: &Path, saved: &Path, display: &str, bus: &str, log: &Path) -> (Owned, Client) {
    let program = paths::program("xunfang-desktop");
    let port = free_port();
    let (home, saved) = (home.to_string_lossy(), saved.to_string_lossy());
    let notices = Path::new(home.as_ref()).join("notices.txt").to_string_lossy().into_owned();
    // A home with a folder for it gets there whatever the web view would leave elsewhere on the machine.
    let outside = Path::new(home.as_ref()).join(OUTSIDE);
    let outside = outside.is_dir().then(|| outside.to_string_lossy().into_owned());
    let mut environment = vec![
        ("DISPLAY", display),
        ("GDK_BACKEND", "x11"),
        ("NO_AT_BRIDGE", "1"),
        ("TAURI_WEBVIEW_AUTOMATION", "true"),
        ("XUNFANG_HOME", home.as_ref()),
        // No test can reach the system's own dialogs and viewers.
        ("XUNFANG_SAVE_TO", saved.as_ref()),
        ("XUNFANG_NOTICES_TO", notices.as_ref()),
        // The system's own settings must not reach into a picture.
        ("GTK_THEME", "Adwaita"),
        ("LC_ALL", "C.UTF-8"),
    ];
    for name in ["TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        environment.extend(outside.as_deref().map(|folder| (name, folder)));
    }
    // Without one the program must not find that of whoever runs the tests.
    environment.push(("DBUS_SESSION_BUS_ADDRESS", if bus.is_empty() { "unix:path=/nonexistent" } else { bus }));
    let driver = Owned::start("WebKitWebDriver", &[&format!("--port={port}"), "--host=127.0.0.1"], &environment, log);
    let end = Instant::now() + DEADLINE;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(Instant::now() < end, "WebKitWebDriver does not answer on port {port}; see {}", log.display());
        tokio::time::sleep(LOOK).await;
    }
    let mut builder = ClientBuilder::new(HttpConnector::new());
    if let Value::Object(wanted) = json!({ "webkitgtk:browserOptions": { "binary": program, "args": [] } }) {
        builder.capabilities(wanted);
    }
    match builder.connect(&format!("http://127.0.0.1:{port}")).await {
        Ok(client) => (driver, client),
        Err(error) => panic!("the window did not open: {error}; see {}", log.display()),
    }
}

fn free_port() -> u16 {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    port.unwrap_or_else(|error| panic!("no free port: {error}")).port()
}
