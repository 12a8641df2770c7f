//! What the system says in a notice: which clocks are spoken of now, and when the next one will be. Numbers and steps, no customer:
//! a notice stands on a screen that anybody passes.

use super::super::error::Result;
use super::super::people::role::{Right, Role};
use super::super::{Office, lock};
use crate::casework::{Ahead, Clock, Grade, Heard, Level, Reminder, Rung, earliest_end, ladder, report_ladder, rung_between};
use crate::clock::Stamp;
use crate::deadline::Line;
use crate::form::CaseKind;

use super::project::CaseExtra;

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// When it was due.
    pub at: Stamp,
    /// Why.
    pub rung: Rung,
    /// The case's number.
    pub serial: String,
    /// TS-A-202602-0001　重大投诉　整改　今天到期
    pub words: Line,
}

/// What to say, and when there will be more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminders {
    /// Now, those due first on top.
    pub now: Vec<Said>,
    /// Up to when everything is told with that.
    pub heard: Heard,
    /// What a window that is locked knows: it says that something is due, not what.
    pub ahead: Ahead,
}

/// Milliseconds for which moments to come are told: a window locked longer than a week has been left.
const AHEAD_MS: i64 = 7 * 86_400_000;
/// Days for which working hours are: longer than any holiday, behind which what is held back is told.
const AHEAD_DAYS: usize = 30;

impl Level {
    /// Whose affair it is by now.
    fn role(self) -> Option<(Role, [&'static str; 2])> {
        match self {
            Self::Worker => None,
            Self::Supervisor => Some((Role::Supervisor, ["主管", "the supervisor"])),
            Self::Head => Some((Role::Head, ["部门负责人", "the head of the department"])),
            Self::Project => Some((Role::ProjectManager, ["项目经理", "the project manager"])),
        }
    }
}

impl Office {
    /// The reminders that fell due and were not told yet, and the moments of those to come. Outside working hours only 重大 speaks,
    /// and the others are held back. Nothing while the clock of the machine is doubted.
    ///
    /// # Errors
    /// `handed-over` while a customer signs; a failure of the file.
    pub fn reminders(&self, heard: impl Into<Heard>) -> Result<Reminders> {
        self.may(Right::Read)?;
        let heard: Heard = heard.into();
        if lock(&self.counted_from).is_some() {
            return Ok(Reminders { now: Vec::new(), heard, ahead: Ahead::default() });
        }
        let now = self.clock().now();
        let until = Stamp::new(now.wall_ms().saturating_add(AHEAD_MS), now.offset_min());
        let (role, counting) = (self.role(), self.counting());
        let at_work = counting.calendar.at_work(now);
        let after = heard.after(now, at_work);
        self.cabinet.read(|reader| {
            let hours = counting.calendar.hours_ahead(now, AHEAD_DAYS);
            let ahead = Ahead { moments: Vec::new(), hours, until: Some(until) };
            let mut reminders = Reminders { now: Vec::new(), heard: after, ahead };
            let mut told = std::collections::BTreeSet::new();
            // Of those that end later only the clock itself knows when half of its time is gone.
            for row in reader.running_clocks(earliest_end(heard.earliest()).wall_ms()..=i64::MAX, usize::MAX)? {
                let clock: Clock = serde_json::from_str(&row.json)?;
                let Some(case) = reader.case(row.sheet)? else { continue };
                let Some(kind) = CaseKind::of(&case.kind) else { continue };
                let major = case.grade == Grade::Major.word();
                let name = [format!("{}{}", case.grade, kind.words()[0]), kind.words()[1].to_owned()];
                let mut speak = |rungs: &[Reminder], what: &dyn Fn(Rung) -> [String; 2]| {
                    let due = rung_between(rungs, heard.until(major), now).filter(|_| major || at_work);
                    if let Some(Reminder { at, rung }) = due {
                        let [zh, en] = what(rung);
                        let zh = [case.serial.as_str(), &name[0], &zh].join("\u{3000}") + &upward(role, rung)[0];
                        let en = [case.serial.as_str(), &name[1], &en].join(" · ") + &upward(role, rung)[1];
                        reminders.now.push(Said { at, rung, serial: case.serial.clone(), words: Line { zh, en } });
                    }
                    let untold = after.until(major).wall_ms()..until.wall_ms();
                    let coming = rungs.iter().map(|r| r.at).filter(|at| untold.contains(&(at.wall_ms() - 1)));
                    reminders.ahead.moments.extend(coming.map(|at| (at, major)));
                };
                let left = counting.calendar.left(&clock.due, now);
                speak(&ladder(&clock, &counting.calendar, major), &|_| {
                    let step = clock.word(kind);
                    [format!("{step}{}", left.words()), format!("{} {}", clock.english(), left.english())]
                });
                let extra: CaseExtra = serde_json::from_str(&case.extra)?;
                if extra.unreported && told.insert(row.sheet) {
                    let received = Stamp::new(case.received_ms, now.offset_min());
                    let said = || ["还没有上报".to_owned(), "nobody above was told".to_owned()];
                    speak(&report_ladder(received, until), &|_| said());
                }
            }
            reminders.now.sort_by_key(|said| (said.at.wall_ms(), said.serial.clone()));
            reminders.ahead.moments.sort_unstable_by_key(|(at, any_hour)| (at.wall_ms(), *any_hour));
            reminders.ahead.moments.dedup();
            Ok(reminders)
        })
    }
}

/// 　请向部门负责人报告, for those below.
fn upward(role: Role, rung: Rung) -> [String; 2] {
    match rung.level().role() {
        // Roles are ordered from above.
        Some((above, [zh, en])) if role > above => [format!("\u{3000}请向{zh}报告"), format!(" · please tell {en}")],
        _ => [String::new(), String::new()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_stands_below_is_asked_to_tell_the_next_level_up() {
        let words = |role, n| upward(role, Rung::Late(n))[0].clone();
        assert_eq!(words(Role::Specialist, 1), "\u{3000}请向主管报告", "the first day goes to the supervisor");
        assert_eq!(words(Role::Specialist, 3), "\u{3000}请向项目经理报告", "and further up with each day");
        assert_eq!(words(Role::Head, 1), "", "who stands above has heard it");
        assert_eq!(words(Role::Head, 3), "\u{3000}请向项目经理报告", "and tells those above them");
    }
}
