//! What the sheets that name a case say: its revisits, and whether it was billed.

use super::facts::Effect;
use crate::clock::Stamp;

/// An attempt to reach the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attempt {
    /// When.
    pub at: Stamp,
    /// 已见, 接通
    pub reached: bool,
    /// 拒访
    pub refused: bool,
}

/// A revisit sheet that names the case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Visit {
    /// Its number.
    pub serial: String,
    /// Attempts in their order.
    pub attempts: Vec<Attempt>,
    /// 整改效果
    pub effect: Option<Effect>,
    /// The same as the paper says it: 满意, 基本满意, 不满意.
    pub word: String,
    /// 是否重新整改
    pub again: bool,
    /// When the customer signed, on the screen or in ink, oneself or by proxy; none while nobody did.
    pub signed: Option<Stamp>,
    /// Other words of what they signed were corrected since: it waits to be signed again.
    pub sign_again: bool,
    /// When they refused to sign before a witness (拒签).
    pub refused: Option<Stamp>,
    /// 下次回访: when the customer is to be tried for again, where the last attempt was in vain.
    pub next: Option<chrono::NaiveDate>,
}

impl Visit {
    /// When the customer was reached last.
    #[must_use]
    pub fn reached(&self) -> Option<Stamp> {
        self.attempts.iter().filter(|a| a.reached).map(|a| a.at).next_back()
    }

    /// The word for the case: a revisit that asks for another round was not satisfying, whatever was ticked.
    #[must_use]
    pub fn result_word(&self) -> &str {
        if self.again { "不满意" } else { &self.word }
    }

    /// What it came to, when it is over: a signature, or by telephone an answer. Who refuses to sign before a witness asks for
    /// another round all the same; satisfied nobody is who did not sign.
    #[must_use]
    pub fn over(&self, signature: bool) -> Option<(Stamp, Effect)> {
        let effect = if self.again { Effect::Dissatisfied } else { self.effect? };
        let refused = self.refused.filter(|_| effect == Effect::Dissatisfied);
        let reached = self.reached().filter(|_| !signature);
        Some((self.signed.or(refused).or(reached)?, effect))
    }

    /// When it was made, if it was: the customer was met, refused to sign, or signed.
    #[must_use]
    pub fn made(&self) -> Option<Stamp> {
        self.reached().or(self.refused).or(self.signed)
    }

    /// Whether the customer asks for another rectification.
    #[must_use]
    pub fn asks_again(&self) -> bool {
        self.again || self.effect == Some(Effect::Dissatisfied)
    }
}

/// The sheets that name a case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Related {
    /// Revisits, oldest first.
    pub visits: Vec<Visit>,
    /// When the first 缴费通知单 was delivered.
    pub billed: Option<Stamp>,
    /// What one that was begun still lacks to be delivered, by the words of its paper.
    pub unbilled: Vec<String>,
}
