//! Eyes for a view: its pictures at every size by day and by lamp, and what a script can find wrong with it.

use std::ops::Deref;
use std::path::PathBuf;

use serde_json::{Value, json};
use xunfang_tests::window::Window;

/// A way to look: a size in CSS pixels, in which light, and how.
#[derive(Clone, Copy)]
struct Size {
    name: &'static str,
    width: u32,
    height: u32,
    /// By fingers: what the style sheets keep for a coarse pointer holds.
    touch: bool,
    /// The window's own zoom at 200 %: `width` × `height` pixels of the screen show half as many of the page's.
    zoomed: bool,
}

const DESK: Size = Size { name: "1280x800", width: 1280, height: 800, touch: false, zoomed: false };
const WIDE: Size = Size { name: "1920x1080", width: 1920, height: 1080, touch: false, zoomed: false };
const LYING: Size = Size { name: "1024x768", width: 1024, height: 768, touch: true, zoomed: false };
const STANDING: Size = Size { name: "768x1024", width: 768, height: 1024, touch: true, zoomed: false };
const ZOOMED: Size = Size { name: "1280x800-zoom200", width: 1280, height: 800, touch: false, zoomed: true };

/// A window with what was found wrong in it so far.
pub struct Look {
    pub window: Window,
    gallery: Option<PathBuf>,
    wanted: Vec<String>,
    complaints: Vec<String>,
    now: Size,
    dark: bool,
}

impl Deref for Look {
    type Target = Window;

    fn deref(&self) -> &Window {
        &self.window
    }
}

impl Look {
    /// With `XUNFANG_GALLERY` set to a folder every view is taken there at every size in both lights; `XUNFANG_VIEWS` names
    /// the beginnings of those that are wanted, with commas between.
    pub async fn new(window: Window) -> Self {
        let gallery = std::env::var_os("XUNFANG_GALLERY").map(PathBuf::from);
        if let Some(folder) = &gallery {
            std::fs::create_dir_all(folder).unwrap();
        }
        let wanted = std::env::var("XUNFANG_VIEWS").unwrap_or_default();
        let wanted = wanted.split(',').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        window.size(DESK.width, DESK.height).await;
        Self { window, gallery, wanted, complaints: Vec::new(), now: DESK, dark: false }
    }

    /// Looks at the view that is open: by day and by lamp for axe, at every size for what is cut off or out of reach.
    pub async fn at(&mut self, view: &str) {
        if !self.wanted.is_empty() && !self.wanted.iter().any(|w| view.starts_with(w)) {
            return;
        }
        self.be(DESK, false).await;
        self.axe(view).await;
        self.be(DESK, true).await;
        self.axe(view).await;
        let sizes: &[Size] =
            if self.gallery.is_some() { &[DESK, WIDE, LYING, STANDING, ZOOMED] } else { &[DESK, STANDING, ZOOMED] };
        for size in sizes {
            self.be(*size, false).await;
            self.check(view).await;
            if self.gallery.is_some() {
                self.picture(view).await;
                self.be(*size, true).await;
                self.picture(view).await;
            }
        }
        self.be(DESK, false).await;
    }

    /// Everything that was found, as the failure of the test.
    pub fn done(self) {
        assert!(self.complaints.is_empty(), "what is wrong with the views:\n{}", self.complaints.join("\n"));
    }

    async fn axe(&mut self, view: &str) {
        let light = if self.dark { "dark" } else { "light" };
        let found = if self.dark { self.window.contrast().await } else { self.window.axe().await };
        for found in found.into_iter().filter(xunfang_tests::axe::Violation::is_serious) {
            self.complaints.push(format!("{view} {light}: {} ({}): {}", found.rule, found.help, found.places.join(" · ")));
        }
    }

    async fn check(&mut self, view: &str) {
        let what = json!({ "touch": self.now.touch, "reach": self.now.zoomed || self.now.touch });
        let found = self.window.run(include_str!("checks.js"), what).await;
        for complaint in found.as_array().into_iter().flatten() {
            let complaint = format!("{view} {}: {}", self.now.name, complaint.as_str().unwrap_or_default());
            println!("{complaint}");
            self.complaints.push(complaint);
        }
    }

    async fn picture(&self, view: &str) {
        let Some(folder) = &self.gallery else { return };
        let light = if self.dark { "dark" } else { "light" };
        let path = folder.join(format!("{view}-{}-{light}.png", self.now.name));
        std::fs::write(path, self.window.client().screenshot().await.unwrap()).unwrap();
    }

    async fn be(&mut self, size: Size, dark: bool) {
        if size.zoomed != self.now.zoomed {
            let factor = if size.zoomed { 2 } else { 1 };
            let script = "const [value, done] = arguments; \
                window.__TAURI_INTERNALS__.invoke('plugin:webview|set_webview_zoom', { value }).then(() => done(''), e => done(String(e)))";
            let said = self.client().execute_async(script, vec![json!(factor)]).await.unwrap();
            assert_eq!(said, json!(""), "the window can be zoomed");
        }
        if size.name != self.now.name {
            let fingers = "for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) \
                if (rule instanceof CSSMediaRule && /pointer: coarse|min-width: 0px/.test(rule.media.mediaText)) \
                    rule.media.mediaText = arguments[0] ? 'all and (min-width: 0px)' : '(pointer: coarse)'";
            self.run(fingers, size.touch).await;
            self.client().set_window_rect(0, 0, size.width, size.height).await.unwrap();
            let divide = if size.zoomed { 2 } else { 1 };
            let is = "return innerWidth === arguments[0][0] && innerHeight === arguments[0][1]";
            self.wait_until("the window has another size", is, json!([size.width / divide, size.height / divide])).await;
        }
        if dark != self.dark {
            self.run("document.documentElement.dataset.theme = arguments[0] ? 'dark' : 'light'", dark).await;
        }
        (self.now, self.dark) = (size, dark);
        self.settled().await;
    }

    /// Waits until the view is drawn: typefaces, photos and pages there, nothing that still fades.
    async fn settled(&self) {
        let script = "return document.fonts.status === 'loaded' \
            && document.getAnimations().every(a => a.playState !== 'running') \
            && [...document.images].every(i => i.complete) \
            && document.querySelector('.skel, .tile-busy') === null \
            && [...document.querySelectorAll('.live, .peek:has(.tools) .peekpages, .deskpad')].every(e => !e.checkVisibility() || e.querySelector('svg') !== null)";
        self.wait_until("the view is not drawn", script, Value::Null).await;
        let frames = "const [, done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.client().execute_async(frames, vec![Value::Null]).await.unwrap();
    }
}
