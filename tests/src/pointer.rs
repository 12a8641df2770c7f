//! A hand that draws: mouse, finger or pen.
//!
//! WebKitGTK's driver takes all three; the page sees a pen as a pen and a finger as a mouse. Where it must see a finger,
//! or real pressure, [`Window::pretend`] hands it the events themselves.

use std::time::Duration;

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PenActions, PointerAction, TouchActions};
use fantoccini::error::CmdError;
use serde_json::json;

use crate::window::Window;

/// With what is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// A mouse with its left button down.
    Mouse,
    /// One finger.
    Touch,
    /// A pen.
    Pen,
}

/// A point of a stroke, as parts of the element's width and height: (0.0, 0.0) is its upper left corner.
pub type Point = (f64, f64);

/// Two strokes that look like a hand's and fill most of a pad.
#[must_use]
pub fn signature() -> Vec<Vec<Point>> {
    let wave = |i: u32| {
        let t = f64::from(i) / 24.0;
        (0.15 + 0.6 * t, 0.5 + 0.25 * (t * 14.0).sin() * (1.0 - 0.5 * t))
    };
    let bar = |i: u32| (0.2 + 0.65 * f64::from(i) / 10.0, 0.72 - 0.05 * f64::from(i) / 10.0);
    vec![(0..=24).map(wave).collect(), (0..=10).map(bar).collect()]
}

impl Window {
    /// Draws strokes on an element and lets go, so that a click may follow.
    pub async fn draw(&self, css: &str, pointer: Pointer, strokes: &[Vec<Point>]) {
        let element = self.wait(css).await;
        let drawn = async {
            let (left, top, width, height) = element.rectangle().await?;
            let at = |&(x, y): &Point| PointerAction::MoveTo {
                duration: Some(Duration::from_millis(8)),
                x: (left + x * width).round(),
                y: (top + y * height).round(),
            };
            let mut actions = Vec::new();
            for stroke in strokes {
                let Some(first) = stroke.first() else { continue };
                actions.push(at(first));
                actions.push(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
                actions.extend(stroke.iter().skip(1).map(at));
                actions.push(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
            }
            perform(self, pointer, actions).await?;
            self.client().release_actions().await
        };
        if let Err(error) = drawn.await {
            self.fail(&format!("cannot draw on `{css}`: {error}")).await;
        }
    }
}

impl Window {
    /// Gives an element the pointer events of a device that this system does not have. `pressure` is 0.0 to 1.0.
    pub async fn pretend(&self, css: &str, pointer: Pointer, pressure: f64, strokes: &[Vec<Point>]) {
        self.wait(css).await;
        let kind = match pointer {
            Pointer::Mouse => "mouse",
            Pointer::Touch => "touch",
            Pointer::Pen => "pen",
        };
        let script = "const [css, pointerType, pressure, strokes] = arguments[0];
            const element = document.querySelector(css), box = element.getBoundingClientRect();
            element.setPointerCapture = element.releasePointerCapture = () => {};
            const send = (type, [x, y], down) => element.dispatchEvent(new PointerEvent(type, {
                bubbles: true, cancelable: true, composed: true, isPrimary: true, pointerId: 7, pointerType,
                button: type === 'pointermove' ? -1 : 0, buttons: down ? 1 : 0, pressure: down ? pressure : 0,
                clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
            for (const stroke of strokes) {
                send('pointerdown', stroke[0], true);
                for (const point of stroke.slice(1)) send('pointermove', point, true);
                send('pointerup', stroke.at(-1), false);
            }";
        self.run(script, json!([css, kind, pressure, strokes])).await;
    }
}

async fn perform(window: &Window, pointer: Pointer, actions: Vec<PointerAction>) -> Result<(), CmdError> {
    fn then<S: InputSource<Action = PointerAction>>(source: S, actions: Vec<PointerAction>) -> S {
        actions.into_iter().fold(source, InputSource::then)
    }
    let client = window.client();
    match pointer {
        Pointer::Mouse => client.perform_actions(then(MouseActions::new("mouse".to_owned()), actions)).await,
        Pointer::Touch => client.perform_actions(then(TouchActions::new("finger".to_owned()), actions)).await,
        Pointer::Pen => client.perform_actions(then(PenActions::new("pen".to_owned()), actions)).await,
    }
}
