//! The system's notices: what the clocks of cases have to say, told while the program runs, whatever view is open.
//!
//! They stand on a screen that anybody passes: numbers and steps, never a customer. While the window is locked the cabinet cannot
//! be read; the moments that were known at the last look are kept, and a notice says that something is due, not what.

use std::sync::Arc;
use std::time::Duration;

use xunfang_core::casework::{Ahead, Heard};
use xunfang_core::clock::Stamp;
use xunfang_core::office::{Office, Said};

use crate::desktop::Desktop;

/// Time between two looks.
const LOOK: Duration = Duration::from_secs(20);
/// Notices shown one by one; more are told in one.
const ONE_BY_ONE: usize = 3;
/// Notices are written to this file, a line each, and not shown: for tests and for kiosks.
const NOTICES_TO: &str = "XUNFANG_NOTICES_TO";

/// What is known between two looks.
#[derive(Debug)]
pub struct Watch {
    heard: Heard,
    /// What is to come, as of the last look into an open cabinet.
    ahead: Ahead,
}

impl Watch {
    /// A watch that begins now: what is behind stands in 今日.
    #[must_use]
    pub fn new(now: Stamp) -> Self {
        Self { heard: now.into(), ahead: Ahead::default() }
    }

    /// What there is to tell at `now`: with an open office by its clocks, else by the moments that are known.
    pub fn look(&mut self, office: Option<&Office>, now: Stamp) -> Vec<String> {
        let (told, heard) = match office {
            Some(office) => match office.reminders(self.heard) {
                Ok(found) => {
                    self.ahead = found.ahead;
                    (words(office, &found.now), found.heard)
                }
                // A customer is signing, or the file cannot be read: it is told after that.
                Err(_) => return Vec::new(),
            },
            None => {
                let (due, heard) = self.ahead.look(self.heard, now);
                (if due { vec![LOCKED.to_owned()] } else { Vec::new() }, heard)
            }
        };
        self.heard = heard;
        told
    }
}

/// Both languages: a locked window does not know which one its next user reads.
const LOCKED: &str = "有事项提醒，请解锁后查看 · A reminder is due: unlock to see it";

fn words(office: &Office, said: &[Said]) -> Vec<String> {
    let english = !said.is_empty() && office.desk().is_ok_and(|desk| desk.language == "en");
    let one = |said: &Said| if english { said.words.en.clone() } else { said.words.zh.clone() };
    if said.len() <= ONE_BY_ONE {
        return said.iter().map(one).collect();
    }
    let first = said.first().map(one).unwrap_or_default();
    let count = said.len();
    vec![if english {
        format!("{count} reminders · {first} …")
    } else {
        format!("有{count}条事项提醒\u{3000}{first} 等")
    }]
}

/// Looks from time to time, as long as the program runs.
pub fn watch(desktop: Arc<Desktop>) {
    std::thread::spawn(move || {
        let mut watch = Watch::new(desktop.clock().now());
        loop {
            std::thread::sleep(LOOK);
            let office = desktop.office().ok();
            // 练习 reminds of nothing: its cases are nobody's.
            let office = office.as_deref().filter(|office| !office.is_practice());
            for words in watch.look(office, desktop.clock().now()) {
                tell(&words);
            }
        }
    });
}

/// A system without notices is no reason to stop: what is due stands in 今日.
fn tell(words: &str) {
    if let Some(path) = std::env::var_os(NOTICES_TO) {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        let _ = file.and_then(|mut file| std::io::Write::write_all(&mut file, format!("{words}\n").as_bytes()));
        return;
    }
    let _ = notify_rust::Notification::new().appname("巡访簿").summary("巡访簿").body(words).show();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use xunfang_core::cabinet::Cost;
    use xunfang_core::clock::Clock;
    use xunfang_core::office::House;
    use xunfang_core::office::api::{FirstRun, RegisterInput};

    fn at(text: &str) -> Stamp {
        Stamp::parse(&format!("2026-02-24T{text}+08:00")).unwrap()
    }

    /// An office with a 一般投诉 received at 08:30: its first response is due by 10:30.
    fn office(folder: &Path, clock: &Arc<Clock>) -> Office {
        let house = House::new(&folder.join("cabinet"), &folder.join("high-water"), clock.clone(), Cost::LIGHT);
        let people = vec![xunfang_core::office::api::FirstRunPerson { name: "李四".into(), post: "保洁主管".into() }];
        let sites = vec!["一期".into()];
        let answers = house.door().first_run.unwrap();
        let answers = FirstRun { organisation: "示例物业".into(), manager: "张三".into(), sites, people, ..answers };
        let code = house.begin_first_run(&answers, "示例口令 2026").unwrap();
        let office = house.finish_first_run(&code.groups.join(" ")).unwrap();
        let customer = RegisterInput { register: "customer".into(), name: "赵六".into(), ..RegisterInput::default() };
        office.save_entry(&customer).unwrap();
        let answers = serde_json::from_str(
            r#"{"fields": {"received": "2026-02-24 08:30", "way": "来电", "customer": "赵六", "confidential": "否", "category": "工程",
            "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮", "validity": "有效"},
            "finish": ["register"], "late_reason": "次日补录"}"#,
        );
        office.fill("complaint", &answers.unwrap(), &|_| Err(std::io::Error::other("no files"))).unwrap();
        office
    }

    #[test]
    fn a_notice_is_told_once_and_names_no_customer_and_a_locked_window_says_only_that_something_is_due() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Clock::seeded(1, at("08:45")));
        let office = office(folder.path(), &clock);
        let mut watch = Watch::new(clock.now());
        let mut look = |time: &str, open: bool| {
            clock.set(at(time));
            watch.look(open.then_some(&office), clock.now())
        };
        assert!(look("09:00", true).is_empty(), "nothing yet");
        let half = look("09:31", true);
        assert_eq!(half.len(), 1, "half of the two hours: {half:?}");
        assert!(half[0].contains("首次响应") && !half[0].contains("赵六") && !half[0].contains("照明"), "{half:?}");
        assert!(look("09:32", true).is_empty(), "told once");
        assert!(look("09:40", false).is_empty(), "locked, and nothing is due");
        assert_eq!(look("10:32", false), [LOCKED], "locked: that something is due, not what");
        assert!(look("10:33", false).is_empty(), "and once");
    }

    #[test]
    fn who_wakes_at_night_or_on_a_holiday_hears_nothing_until_somebody_works_and_then_once() {
        for open in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let clock = Arc::new(Clock::seeded(1, at("08:45")));
            let office = office(folder.path(), &clock);
            let mut watch = Watch::new(clock.now());
            let mut look = |moment: &str, open: bool| {
                clock.set(Stamp::parse(&format!("{moment}+08:00")).unwrap());
                watch.look(open.then_some(&office), clock.now())
            };
            look("2026-02-24T08:50", true);
            // Its first response was due at 10:30; the laptop slept over it.
            assert!(look("2026-02-24T21:00", open).is_empty(), "nobody is woken at nine in the evening, open: {open}");
            assert!(look("2026-02-25T03:00", open).is_empty(), "nor at night");
            let told = look("2026-02-25T09:00", open);
            assert!(!told.is_empty(), "what was held back is told when work begins, open: {open}: {told:?}");
            assert!(look("2026-02-25T09:00", open).is_empty(), "and once");
            // Work goes on through 30 April; the first five days of May are a holiday.
            look("2026-04-30T08:59", true);
            look("2026-04-30T17:59", true);
            for holiday in ["2026-05-01T10:00", "2026-05-03T15:00", "2026-05-05T10:00"] {
                assert!(look(holiday, open).is_empty(), "nor on a holiday, {holiday}, open: {open}");
            }
        }
    }

    #[test]
    fn while_a_customer_signs_nothing_is_told_and_afterwards_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Clock::seeded(1, at("08:45")));
        let office = office(folder.path(), &clock);
        let mut watch = Watch::new(clock.now());
        assert!(watch.look(Some(&office), clock.now()).is_empty(), "the moments to come are known");
        clock.set(at("09:31"));
        let answers = serde_json::from_str(
            r#"{"fields": {"notified": "保洁部", "notified_person": "李四", "source_kind": "检查", "content": "通道堆放纸箱", "basis": "防火通道 畅通",
            "demand": "清理", "limit": "2026-03-20 18:00"}, "finish": ["register"], "late_reason": "次日补录"}"#,
        );
        let sheet = office.fill("rectification", &answers.unwrap(), &|_| Err(std::io::Error::other("no files"))).unwrap().sheet;
        office.begin_hand_over(&sheet, "issue_sign", "").unwrap();
        assert!(watch.look(Some(&office), clock.now()).is_empty(), "the screen is the customer's");
        office.end_hand_over("示例口令 2026").unwrap();
        let told = watch.look(Some(&office), clock.now());
        assert!(told.iter().any(|words| words.contains("首次响应")), "what fell due meanwhile was not lost: {told:?}");
    }
}
