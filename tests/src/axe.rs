//! Accessibility, looked for by axe-core in the view that is open.

use serde_json::{Value, json};

use crate::paths;
use crate::window::Window;

/// One rule that the view breaks.
#[derive(Clone, Debug)]
pub struct Violation {
    /// axe's name of the rule, such as `color-contrast`.
    pub rule: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: String,
    /// What is wrong, in a sentence.
    pub help: String,
    /// Selectors of the elements.
    pub places: Vec<String>,
}

impl Violation {
    /// Whether somebody is kept from using the view.
    #[must_use]
    pub fn is_serious(&self) -> bool {
        matches!(self.impact.as_str(), "serious" | "critical")
    }
}

impl Window {
    /// Everything that axe finds wrong in the view.
    pub async fn axe(&self) -> Vec<Violation> {
        self.axe_with(json!({})).await
    }

    /// Contrast alone, for the same view in another light.
    pub async fn contrast(&self) -> Vec<Violation> {
        self.axe_with(json!({ "runOnly": ["color-contrast"] })).await
    }

    async fn axe_with(&self, options: Value) -> Vec<Violation> {
        let path = paths::top().join("ui/node_modules/axe-core/axe.min.js");
        let source =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask setup`", path.display()));
        self.run(&format!("if (!window.axe) {{ {source} }}"), Value::Null).await;
        // A drawn page is one picture with a name: its thousands of pieces say nothing to a reader of screens.
        let script = "const [options, done] = arguments; axe.run({ exclude: ['.drawn'] }, { resultTypes: ['violations'], ...options }).then(
            r => done({ violations: r.violations.map(v => ({ rule: v.id, impact: v.impact, help: v.help, places: v.nodes.map(n => n.target.join(' ')) })) }),
            e => done({ error: String(e) }))";
        let answer = match self.client().execute_async(script, vec![options]).await {
            Ok(answer) => answer,
            Err(error) => self.fail(&format!("axe did not run: {error}")).await,
        };
        let Some(found) = answer.get("violations").and_then(Value::as_array) else {
            self.fail(&format!("axe failed: {answer}")).await
        };
        found.iter().map(violation).collect()
    }

    /// Fails the test when axe finds something serious in the view; `view` is its name in the message.
    pub async fn is_accessible(&self, view: &str) {
        let serious: Vec<Violation> = self.axe().await.into_iter().filter(Violation::is_serious).collect();
        if !serious.is_empty() {
            self.fail(&format!("{view}: {serious:#?}")).await;
        }
    }
}

fn violation(found: &Value) -> Violation {
    let text = |key: &str| found.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let places = found.get("places").and_then(Value::as_array).into_iter().flatten();
    Violation {
        rule: text("rule"),
        impact: text("impact"),
        help: text("help"),
        places: places.filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}
