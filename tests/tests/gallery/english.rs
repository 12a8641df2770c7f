//! The English window where its words are longest: the round, the visit, a sheet, the signer's minute.

use serde_json::Value;

use crate::hands::{blur, choose, place, press, select};
use crate::look::Look;

pub async fn walk(look: &mut Look) {
    place(look, "papers").await;
    look.click("[data-testid=start-inspection-daily]").await;
    look.wait("[data-ready=fill] [data-testid=fill-view]").await;
    look.click("[data-testid=area]:nth-child(1)").await;
    look.at("english-head").await;
    look.click("[data-testid=area][data-area=storey]").await;
    look.wait("[data-testid=item]").await;
    blur(look).await;
    press(look, '1').await;
    press(look, '2').await;
    look.wait("[data-testid=detail]").await;
    look.at("english-fill").await;
    place(look, "papers").await;
    look.click("[data-testid=start-revisit]").await;
    look.wait("[data-ready=fill] [data-testid=fill-view][data-form=revisit]").await;
    look.at("english-visit").await;
    sheet(look).await;
}

/// A visit that waits for its customer: beside the paper, and at the pad.
async fn sheet(look: &mut Look) {
    place(look, "sheets").await;
    select(look, "[data-testid=filter-form]", "revisit").await;
    select(look, "[data-testid=filter-state]", "resign").await;
    let only = format!("return document.querySelector('.hit.on') !== null && {}", crate::finished::SETTLED);
    look.wait_until("no visit is to be signed again", &only, Value::Null).await;
    look.click("[data-testid=peek-open]").await;
    look.wait("[data-ready=sheet] [data-testid=sheet-view] svg").await;
    look.at("english-sheet").await;
    look.click("[data-testid=seals] [data-testid=other-customer_sign]").await;
    look.wait("[data-testid=seal-dialog]").await;
    choose(look, "[data-testid=seal-how]", "By proxy").await;
    look.at("english-proxy").await;
    crate::hands::escape(look).await;
    look.click("[data-testid=seals] [data-testid=sign-customer_sign]").await;
    look.wait("[data-ready=sign] [data-testid=answer]").await;
    look.at("english-sign").await;
}
