//! A camera for a machine that has none: the page's own, seen through the same calls as a real one.

use serde_json::{Value, json};

use crate::window::Window;

/// What a machine has, and how it answers.
#[derive(Clone, Copy, Debug)]
pub struct Pretended<'a> {
    /// Names of its cameras.
    pub cameras: &'a [&'a str],
    /// Name of the error with which each request is refused (`NotAllowedError`); empty when none is.
    pub refusal: &'a str,
}

/// A tablet: one camera at its back, one at its front.
pub const TABLET: Pretended<'static> = Pretended { cameras: &["back", "front"], refusal: "" };

/// Draws a floor with a puddle and the number of the frame on it, so that no two pictures are the same.
const SCRIPT: &str = "const { cameras, refusal } = arguments[0];
    const lent = (window.lent ??= []), wished = (window.wished ??= []);
    const floor = () => {
        const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
        [canvas.width, canvas.height] = [960, 720];
        let frame = 0;
        const draw = () => {
            frame += 1;
            pen.fillStyle = '#cfc9bd'; pen.fillRect(0, 0, 960, 250);
            pen.fillStyle = '#9f988a'; pen.fillRect(0, 250, 960, 470);
            pen.strokeStyle = '#7d766a'; pen.lineWidth = 3; pen.beginPath();
            for (let x = -1200; x <= 2160; x += 160) { pen.moveTo(480 + (x - 480) / 4, 250); pen.lineTo(x, 720); }
            for (const y of [280, 325, 390, 480, 600]) { pen.moveTo(0, y); pen.lineTo(960, y); }
            pen.stroke();
            pen.fillStyle = '#5f7f8c'; pen.beginPath(); pen.ellipse(560, 540, 190, 60, 0, 0, 7); pen.fill();
            pen.fillStyle = '#b3261e'; pen.fillRect(40, 40, 12 + (frame % 60) * 4, 12);
        };
        draw();
        setInterval(draw, 40);
        return canvas.captureStream(25);
    };
    const media = new EventTarget();
    media.enumerateDevices = async () => cameras.map(deviceId => ({ kind: 'videoinput', deviceId, label: deviceId, groupId: '' }));
    media.getUserMedia = async wish => {
        wished.push(wish);
        if (refusal !== '') throw new DOMException('pretended', refusal);
        const stream = floor(), camera = wish.video.deviceId?.exact ?? cameras[0];
        for (const track of stream.getVideoTracks()) track.getSettings = () => ({ deviceId: camera });
        lent.push(stream);
        return stream;
    };
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: media });";

impl Window {
    /// Gives the page a camera. Views that are opened afterwards find it.
    pub async fn pretend_camera(&self, machine: Pretended<'_>) {
        self.run(SCRIPT, json!({ "cameras": machine.cameras, "refusal": machine.refusal })).await;
    }

    /// Waits until `count` cameras were lent to the page and every lamp but `lit` is out.
    pub async fn lamps(&self, count: usize, lit: usize) {
        let script = "const [count, lit] = arguments[0], lent = window.lent ?? []; \
            return lent.length === count && lent.filter(s => s.getTracks().some(t => t.readyState === 'live')).length === lit";
        self.wait_until(&format!("of {count} cameras not just {lit} are lit"), script, json!([count, lit])).await;
    }

    /// What was asked of the system's cameras so far.
    pub async fn wished(&self) -> Value {
        self.run("return window.wished ?? []", Value::Null).await
    }
}
