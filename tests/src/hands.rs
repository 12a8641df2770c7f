//! A desk in the real window, worked by the names that the views give their parts.
#![expect(async_fn_in_trait, reason = "used by tests alone, each on a thread of its own")]

use crate::window::Window;

/// What tests of one window do with their hands.
pub trait Hands {
    /// The window.
    fn window(&self) -> &Window;

    /// Waits until a view is there with all that it shows first.
    async fn ready(&self, view: &str) {
        self.window().wait(&format!("[data-ready={view}]")).await;
    }

    /// Clicks a part.
    async fn click(&self, testid: &str) {
        self.window().click(&format!("[data-testid={testid}]")).await;
    }

    /// Types into a part.
    async fn type_in(&self, testid: &str, text: &str) {
        self.window().type_into(&format!("[data-testid={testid}]"), text).await;
    }

    /// Waits until a part says something.
    async fn says(&self, testid: &str, text: &str) {
        self.window().wait_text(&format!("[data-testid={testid}]"), text).await;
    }

    /// Opens the cabinet at the door.
    async fn unlock(&self, passphrase: &str) {
        self.ready("unlock").await;
        self.type_in("unlock-pass", passphrase).await;
        self.click("unlock-go").await;
        self.ready("today").await;
    }
}
