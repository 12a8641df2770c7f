//! Overdues that were taken back by what was written afterwards. The case goes on with what it says now; that it was late once
//! stays on record.

use serde::{Deserialize, Serialize};

use super::clocks::{Clock, Ended, given, minute};
use super::recount::Recount;
use crate::clock::Stamp;
use crate::deadline::{Calendar, Cutoff, Due, Line};

/// An overdue that a clock had and that a change took back or made shorter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Corrected {
    /// The end that counted then.
    pub due: Due,
    /// The event that it was counted from, where that was corrected too.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "maybe")]
    pub from: Option<Stamp>,
    /// When the step had been taken, as the case said then; none where it ran, or had stopped otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "maybe")]
    pub ended: Option<Stamp>,
    /// Days late then: at that moment, or where it ran when the change was written.
    pub days: u32,
    /// When the change was written down, by the machine's clock.
    #[serde(with = "minute")]
    pub at: Stamp,
    /// The reason given for the change; empty where none is asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Nothing was changed: what had been done or signed was only entered afterwards (补录).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub entered: bool,
}

/// What may take overdues back: when it was written down, and why.
#[derive(Debug, Clone, Copy)]
pub struct Cause<'a> {
    /// When, by the machine's clock.
    pub at: Stamp,
    /// The reason given for it; empty where none is asked for.
    pub reason: &'a str,
    /// Something that was signed or done before is entered now, and nothing that stood is changed.
    pub entered: bool,
    /// Until when keying a step in is ordinary, and by which working days; none where no step is taken.
    pub keying: Option<(Cutoff, &'a Calendar)>,
}

impl Cause<'_> {
    /// Whether something that was done at `done` is keyed in as soon as people do who walk and write on paper first.
    fn soon(&self, done: Stamp) -> bool {
        let Some((cutoff, calendar)) = self.keying else { return false };
        cutoff.is_late(done.in_china().date(), self.at.in_china().local(), calendar).is_ok_and(|late| !late)
    }
}

/// Keeps on record what a change takes back: `kept` are the clocks as they stood before it, `clocks` the same after it. A clock
/// whose count is another one says what it was, and an overdue that it does not have any more stays.
pub fn keep_on_record(kept: &[Clock], clocks: &mut [Clock], cause: &Cause<'_>) {
    for clock in clocks.iter_mut().filter(|clock| kept.iter().all(|was| was.id != clock.id)) {
        clock.known = Some(cause.at);
    }
    for was in kept {
        let next = clocks.iter().find(|clock| clock.id == next_id(was)).cloned();
        let Some(is) = clocks.iter_mut().find(|clock| clock.id == was.id) else { continue };
        tell_count(was, is, next.is_some(), cause);
        let change = Change { was, next: next.as_ref(), waited: waited(was, kept), cause };
        if let Some(overdue) = change.takes_back(is) {
            is.corrected.push(overdue);
        }
    }
}

/// Says from when and until when a clock was counted before. What was not wanted for a while, or is counted from what was put
/// right again after a recheck that failed, begins anew, and nothing of it was corrected; a recount by the calendar has told
/// itself.
fn tell_count(was: &Clock, is: &mut Clock, regraded: bool, cause: &Cause<'_>) {
    let another = was.from.to_minute() != is.from.to_minute();
    let gone = !regraded && was.ended.is_some_and(|end| end.how == Ended::Replaced);
    if gone || rechecked_between(was, is) {
        is.known = if another { Some(cause.at) } else { is.known };
    } else if counted_anew(was, is) && is.recounted.len() == was.recounted.len() {
        is.recounted.push(Recount {
            at: cause.at,
            was: was.counted,
            version: was.version,
            provisional: was.provisional,
            from: another.then_some(was.from),
            reason: cause.reason.trim().to_owned(),
        });
    }
}

/// What a change made of one clock.
struct Change<'a> {
    was: &'a Clock,
    /// The clock of the grade that comes next for the same step.
    next: Option<&'a Clock>,
    /// The program saw its limit pass and waited.
    waited: bool,
    cause: &'a Cause<'a>,
}

impl Change<'_> {
    /// The overdue that the clock had and has not any more, or of fewer days, or by a later end; none that was noted before. A
    /// step that was taken in time and is only keyed in now was never late: it is noted where the program saw the limit pass and
    /// waited, and not where the case was begun here after that, or within the time in which keying in is ordinary.
    fn takes_back(&self, is: &Clock) -> Option<Corrected> {
        let Self { was, next, waited, cause } = *self;
        let days = overdue(was, cause.at)?;
        let now = overdue(is, cause.at);
        let stands = is.due.end().wall_ms() <= was.due.end().wall_ms() && now.is_some_and(|now| now >= days);
        let noted = is.corrected.iter().any(|one| one.due == was.due && one.days >= days);
        let replaced = was.running() && is.ended.is_some_and(|end| end.how == Ended::Replaced);
        let regraded = next.filter(|_| replaced);
        // A step whose grade was raised in hindsight is late on under the next grade.
        let late_on = regraded.and_then(|next| overdue(next, cause.at));
        if stands || noted || late_on.is_some_and(|late| now.unwrap_or_default() + late >= days) {
            return None;
        }
        // Raised and done in one: what was done is told by the clock of the new grade.
        let done = regraded.unwrap_or(is).ended.filter(|end| was.running() && end.how == Ended::Done);
        let reason = cause.reason.trim();
        // What a recheck that failed takes away was there until that was entered.
        let taken_away = (replaced && regraded.is_none()) || rechecked_between(was, is);
        let entered = cause.entered || ((done.is_some() || taken_away) && reason.is_empty());
        if entered && (!waited || done.is_some_and(|end| cause.soon(end.at))) {
            return None;
        }
        let another = was.from.to_minute() != is.from.to_minute();
        Some(Corrected {
            due: was.due,
            from: another.then_some(was.from),
            ended: was.ended.filter(|end| end.how == Ended::Done).map(|end| end.at),
            days,
            at: cause.at,
            reason: if regraded.is_some() && reason.is_empty() { REGRADED } else { reason }.to_owned(),
            entered: entered && regraded.is_none(),
        })
    }
}

/// Whether a recheck failed between what it was counted from and what it is counted from.
fn rechecked_between(was: &Clock, is: &Clock) -> bool {
    was.failed != is.failed
}

/// Whether a count begins or ends elsewhere than it did, by the same rule.
fn counted_anew(was: &Clock, is: &Clock) -> bool {
    let same = (&was.rule, &was.grade) == (&is.rule, &is.grade) && !given(&is.rule);
    same && (was.from.to_minute() != is.from.to_minute() || was.counted != is.counted)
}

/// Whether the program saw the limit pass and waited: that of this clock, or that of the grade before, which passed before anybody
/// entered the new one.
fn waited(was: &Clock, kept: &[Clock]) -> bool {
    let Some(known) = was.known else { return true };
    let saw = |clock: &Clock| clock.known.is_none_or(|known| !clock.due.is_past(known));
    saw(was) || kept.iter().any(|first| next_id(first) == was.id && saw(first) && first.due.is_past(known))
}

/// The name of the clock of the grade that comes next for the same step.
fn next_id(was: &Clock) -> String {
    let (chain, n) = was.id.split_once(".g").map_or((was.id.as_str(), 0), |(chain, n)| (chain, n.parse::<usize>().unwrap_or(0)));
    format!("{chain}.g{}", n + 1)
}

/// Why an overdue is another one where nothing but the grade was changed.
const REGRADED: &str = "改级";

/// By how many days a clock was late when it stopped, or is at a moment before that; none where it is in time.
fn overdue(clock: &Clock, now: Stamp) -> Option<u32> {
    let until = clock.ended.map(|end| end.at).filter(|at| at.wall_ms() < now.wall_ms()).unwrap_or(now);
    clock.due.is_past(until).then(|| u32::try_from(clock.due.days_late(until)).unwrap_or(u32::MAX))
}

impl Corrected {
    /// For the ledger: 更正：原超期18天（期限2026年11月12日（周四）24:00，2026年11月30日09:00改）。原因：写错日期。
    #[must_use]
    pub fn words(&self) -> Line {
        let minute = |at: Stamp| at.in_china().local();
        let (zh, en) = (|at| minute(at).format("%Y年%-m月%-d日%H:%M"), |at| minute(at).format("%Y-%m-%d %H:%M"));
        let days = if self.days == 0 {
            ("当天超期".to_owned(), "late that day".to_owned())
        } else {
            (format!("超期{}天", self.days), format!("{} days late", self.days))
        };
        let stood = match self.ended {
            Some(at) => (format!("，原记{}完成", zh(at)), format!(", then recorded as done {}", en(at))),
            None => (String::new(), String::new()),
        };
        let from = match self.from {
            Some(from) => (format!("原自{}起算，", zh(from)), format!(", counted from {}", en(from))),
            None => (String::new(), String::new()),
        };
        let reason = self.reason.trim_end_matches('。');
        let why = if reason.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("原因：{reason}。"), format!(" Reason: {reason}"))
        };
        if self.entered {
            return Line {
                zh: format!("补录：{}记入，当时{}（期限{}）。{}", zh(self.at), days.0, self.due.words(), why.0),
                en: format!("Entered afterwards, {}: it stood {} (limit {}).{}", en(self.at), days.1, self.due.english(), why.1),
            };
        }
        Line {
            zh: format!("更正：原{}（{}期限{}{}；{}更正）。{}", days.0, from.0, self.due.words(), stood.0, zh(self.at), why.0),
            en: format!(
                "Corrected: was {} (limit {}{}{}; written {}).{}",
                days.1,
                self.due.english(),
                from.1,
                stood.1,
                en(self.at),
                why.1
            ),
        }
    }
}

impl Clock {
    /// Adds the counts and the overdues that another record of the same clock keeps: each may know of some that the other does
    /// not (written on two devices, say).
    pub fn keep_noted(&mut self, other: &Self) {
        let new: Vec<Recount> = other.recounted.iter().filter(|one| !self.recounted.contains(one)).cloned().collect();
        self.recounted.extend(new);
        self.recounted.sort_by_key(|one| one.at.wall_ms());
        let new: Vec<Corrected> = other.corrected.iter().filter(|one| !self.corrected.contains(one)).cloned().collect();
        self.corrected.extend(new);
    }

    /// Whether this record was counted anew behind another of the same clock.
    #[must_use]
    pub fn newer_than(&self, other: &Self) -> bool {
        let last = |clock: &Self| (clock.recounted.iter().map(|one| one.at.wall_ms()).max(), clock.recounted.len());
        last(self) > last(other)
    }
}

/// A moment in a body that may be missing: to the minute.
pub(super) mod maybe {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::clock::Stamp;

    #[expect(clippy::ref_option, reason = "the shape that serde calls")]
    pub fn serialize<S: Serializer>(at: &Option<Stamp>, to: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => to.serialize_str(&at.to_minute()),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Stamp>, D::Error> {
        Stamp::parse(&String::deserialize(from)?).map(Some).map_err(D::Error::custom)
    }
}
