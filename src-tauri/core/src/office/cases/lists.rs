//! Lists of casework that leave the program: the 超期台账, the route of the revisits, the deadlines for a calendar program.

use chrono::NaiveDate;
use icalendar::{Alarm, Calendar, Component as _, Event, EventLike as _, Property, Trigger};

use super::super::api::{CaseLine, CaseList, Feed, ListAsked, OverdueLine, RouteStop};
use super::super::error::{OfficeError, Result};
use super::super::people::role::Right;
use super::super::print::Wanted;
use super::super::record::Record;
use super::super::{Office, veil};
use super::around::related_to;
use super::project::{CaseExtra, value};
use crate::cabinet::Reader;
use crate::casework::{Clock, Grade, Step, alarm, building, by_room};
use crate::clock::Stamp;
use crate::deadline::Due;
use crate::form::{CaseKind, Private};
use crate::paper::compose::listing::{Column, Listing, listing};
use crate::paper::grid::Align;
use crate::paper::mask::Veil;
use crate::sheet::{Value, long_date};

/// Characters of a matter in a list.
const BRIEF: usize = 60;

const fn column(label: &'static str, width: i32, align: Align) -> Column<'static> {
    Column { label, width, align }
}

const OVERDUE: [Column<'static>; 13] = [
    column("序号", 900, Align::Center),
    column("编号", 3_300, Align::Center),
    column("级别", 1_100, Align::Center),
    column("环节", 1_600, Align::Center),
    column("时限", 1_900, Align::Center),
    column("责任部门", 1_800, Align::Left),
    column("受理时间", 2_100, Align::Center),
    column("应完成", 2_100, Align::Center),
    column("实际完成", 2_100, Align::Center),
    column("超期天数", 1_300, Align::Center),
    column("延期至", 2_100, Align::Center),
    column("超期原因", 2_900, Align::Left),
    column("补救措施", 2_500, Align::Left),
];

const ROUTE: [Column<'static>; 9] = [
    column("序号", 1_000, Align::Center),
    column("楼宇", 2_200, Align::Left),
    column("房号", 3_400, Align::Left),
    column("客户", 2_400, Align::Left),
    column("编号", 3_300, Align::Center),
    column("事项", 5_600, Align::Left),
    column("回访截止", 2_600, Align::Center),
    column("已上门", 1_700, Align::Center),
    column("结果", 3_500, Align::Left),
];

impl CaseList {
    fn title(self) -> &'static str {
        match self {
            Self::Overdue => "超期台账",
            Self::Route => "回访路线单",
            Self::Ledger(kind) => kind.title(),
        }
    }
}

impl Office {
    /// The revisits due by a day, that day included, in the order in which they are walked: building by building, room by room.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn route(&self, to: NaiveDate) -> Result<Vec<RouteStop>> {
        self.may(Right::Read)?;
        let end = Due::Day(to).end().wall_ms();
        self.cabinet.read(|reader| {
            let veil = self.veil(reader)?;
            let places: Vec<String> = reader.register("place", false)?.into_iter().map(|place| place.name).collect();
            let (mut stops, mut seen) = (Vec::new(), std::collections::BTreeSet::new());
            for row in reader.running_clocks(i64::MIN..=end, usize::MAX)? {
                let clock: Clock = serde_json::from_str(&row.json)?;
                // A customer is called on once, however many limits ask for it; the first to end says until when. A tighter limit of
                // the department's own is none that the customer was promised.
                if clock.step == Step::Revisit && !clock.inner() && seen.insert(row.sheet) {
                    stops.extend(self.stop(reader, &veil, &places, row.sheet, &clock)?);
                }
            }
            stops.sort_by(|a, b| {
                let way = by_room(&a.building, &b.building).then_with(|| by_room(&a.room, &b.room));
                way.then_with(|| a.due.cmp(&b.due)).then_with(|| a.serial.cmp(&b.serial))
            });
            Ok(stops)
        })
    }

    fn stop(
        &self,
        reader: &Reader<'_>,
        veil: &Veil,
        places: &[String],
        sheet: crate::clock::Id,
        clock: &Clock,
    ) -> Result<Option<RouteStop>> {
        let (Some(row), Some(record)) = (reader.case(sheet)?, Record::load(reader, sheet)?) else { return Ok(None) };
        let mut veil = veil.clone();
        veil::know_record(&mut veil, &record);
        let said = |meaning: &str| {
            let computed = || {
                let meant = record.form().meant(meaning)?;
                record.body.computed.get(&meant.field.id)
            };
            value(record.form(), &record.body.answers, meaning).or_else(computed).map(Value::word).unwrap_or_default()
        };
        let room = said("room");
        let extra: CaseExtra = serde_json::from_str(&row.extra)?;
        let line: CaseLine = self.case_line(reader, &veil, &row)?;
        let attempts = related_to(reader, &record)?.visits.iter().map(|visit| visit.attempts.len()).sum::<usize>();
        let left = self.counting().calendar.left(&clock.due, self.now_counted());
        Ok(Some(RouteStop {
            building: veil.text(Private::Room, building(&room, places)),
            room: veil.text(Private::Room, &room),
            customer: veil.text(Private::Name, &said("customer")),
            phone: veil.text(Private::Phone, &said("phone")),
            sheet: line.sheet,
            serial: line.serial,
            kind: line.kind,
            grade: line.grade,
            // Who and where stand beside it.
            matter: veil.free(&brief(&said("content"))),
            due: clock.due.to_string(),
            late: left.overdue,
            left: crate::deadline::Line { zh: left.words(), en: left.english() },
            attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
            next: extra.next_visit,
        }))
    }

    /// A list as a file. Making it is a line of the register of looking and printing.
    ///
    /// # Errors
    /// `not-allowed`, `missing` for what is no day.
    pub fn list_paper(&self, asked: &ListAsked, format: Wanted) -> Result<Vec<u8>> {
        self.may(Right::Print)?;
        let title = asked.list.title();
        let to = day(&asked.to)?;
        let (columns, rows, period, signers) = match asked.list {
            CaseList::Overdue => {
                let from = day(&asked.from)?;
                let lines = self.overdue(from, to)?;
                let period = format!("期间 {} 至 {}", long_date(from), long_date(to));
                let rows = lines.iter().enumerate().map(|(n, line)| overdue_row(n + 1, line)).collect();
                (&OVERDUE[..], rows, period, &["制表人", "部门负责人"][..])
            }
            CaseList::Route => {
                let rows = self.route(to)?.iter().enumerate().map(|(n, stop)| route_row(n + 1, stop)).collect();
                (&ROUTE[..], rows, format!("应回访截至 {}", long_date(to)), &["回访人"][..])
            }
            CaseList::Ledger(kind) => return self.ledger_paper(kind, day(&asked.from)?, to, format),
        };
        self.goes_out(title, &period)?;
        let left = self.cabinet.read(|reader| self.whose(reader))?;
        let right = vec![period];
        let notes = vec![self.stamp("导出")?];
        self.listed(&listing(&Listing { title, left, right, columns, rows, signers, notes }), title, format)
    }

    /// A list that leaves the program is a line of the register of looking and printing.
    pub(super) fn goes_out(&self, title: &str, period: &str) -> Result<()> {
        self.cabinet.write(|tx| {
            let record = tx.new_id()?;
            self.audit(tx, record, "print-register", "", &format!("{title}\u{3000}{period}"), None)
        })
    }

    /// A file name for a list.
    #[must_use]
    pub fn list_name(&self, asked: &ListAsked, format: Wanted) -> String {
        let words = [asked.list.title(), &asked.from, &asked.to];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ") + format.ending()
    }

    /// The running deadlines for a calendar program (RFC 5545). It leaves the cabinet and goes to telephones: numbers and steps
    /// stand in it, no customer. Making it is a line of the register.
    ///
    /// # Errors
    /// `not-allowed`, a failure of the file.
    pub fn feed(&self) -> Result<Feed> {
        self.may(Right::Print)?;
        let made = self.clock().now();
        self.cabinet.write(|tx| {
            let record = tx.new_id()?;
            self.audit(tx, record, "print-register", "", "期限日历", None)
        })?;
        let stamp = self.stamp("导出")?;
        let counting = self.counting();
        self.cabinet.read(|reader| {
            // Bare: the crate's own beginning names the crate.
            let mut calendar = Calendar::empty();
            calendar.append_property(Property::new("VERSION", "2.0"));
            calendar.append_property(Property::new("PRODID", "-//Xunfang//deadlines//ZH"));
            calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
            calendar.name("巡访簿 期限").description(&stamp);
            let mut events = 0;
            for row in reader.running_clocks(i64::MIN..=i64::MAX, usize::MAX)? {
                let clock: Clock = serde_json::from_str(&row.json)?;
                let Some(case) = reader.case(row.sheet)? else { continue };
                let Some(kind) = CaseKind::of(&case.kind) else { continue };
                let rings = alarm(&clock, &counting.calendar, case.grade == Grade::Major.word());
                let sheet = row.sheet.to_string();
                let known = Known { sheet: &sheet, serial: &case.serial, grade: &case.grade, kind };
                calendar.push(event(&known, &clock, rings, made));
                events += 1;
            }
            Ok(Feed { text: calendar.done().to_string(), events })
        })
    }
}

/// The case of a deadline.
#[derive(Clone, Copy)]
struct Known<'a> {
    sheet: &'a str,
    serial: &'a str,
    grade: &'a str,
    kind: CaseKind,
}

/// A deadline: the same identity each time, so that a calendar that reads the file again moves what it knows.
fn event(case: &Known<'_>, clock: &Clock, rings: Option<Stamp>, made: Stamp) -> Event {
    let Known { sheet, serial, grade, kind } = *case;
    let mut event = Event::new();
    let open = if clock.provisional { "（暂定）" } else { "" };
    let title = format!("{serial}\u{3000}{grade}{}到期{open}", clock.word(kind));
    let id = format!("{}.{sheet}@xunfang", clock.id);
    event.uid(&id).summary(&title);
    event.description(&format!("{}\u{3000}依据 {}", clock.due.words(), clock.limit_name().zh));
    let start = match clock.due {
        Due::Day(date) => {
            // Without an end it takes that one day (RFC 5545 3.6.1).
            event.starts(date);
            Stamp::from_local(date, chrono::NaiveTime::MIN, crate::clock::CHINA_MIN)
        }
        Due::At(at) => {
            if let Some(at) = chrono::DateTime::from_timestamp_millis(at.wall_ms()) {
                event.starts(at).ends(at);
            }
            at
        }
    };
    // The crate would put in the moment of writing and a random identity.
    let made = chrono::DateTime::from_timestamp_millis(made.wall_ms());
    if let Some(made) = made {
        event.timestamp(made);
    }
    if let Some(rings) = rings {
        // A day begins at its midnight, before which the alarm lies as a rule.
        let ahead = chrono::Duration::milliseconds(start.wall_ms() - rings.wall_ms());
        let trigger = if ahead < chrono::Duration::zero() { Trigger::after_start(-ahead) } else { Trigger::before_start(ahead) };
        let mut alarm = Alarm::display(&title, trigger);
        alarm.uid(&format!("alarm.{id}"));
        if let Some(made) = made {
            alarm.timestamp(made);
        }
        event.alarm(alarm);
    }
    event.done()
}

/// The first words of a matter: enough to know it again at the door.
pub(in crate::office) fn brief(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    let cut: String = first.chars().take(BRIEF).collect();
    if cut == text { cut } else { cut + "…" }
}

fn day(text: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| OfficeError::Missing("date"))
}

/// `2026-02-13T18:30+08:00` in two short words that fit a narrow column.
fn moment(text: &str) -> String {
    match text.split_once('T') {
        Some((date, time)) => format!("{date} {}", time.get(..5).unwrap_or(time)),
        None => text.to_owned(),
    }
}

/// One below the other, where there are two.
fn both(first: &str, then: &str) -> String {
    [first, then].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
}

fn overdue_row(number: usize, line: &OverdueLine) -> Vec<String> {
    let actual = line.untaken().map_or_else(|| moment(&line.actual), str::to_owned);
    vec![
        number.to_string(),
        line.serial.clone(),
        line.level.clone(),
        line.step.clone(),
        line.limit.zh.clone(),
        line.department.clone(),
        moment(&line.received),
        moment(&line.due),
        actual,
        // Late by hours is late all the same.
        both(&if line.days_late == 0 { "当天".to_owned() } else { line.days_late.to_string() }, line.mark.word()),
        moment(&line.extension),
        both(&line.reason, &line.note.zh),
        line.measures.clone(),
    ]
}

fn route_row(number: usize, stop: &RouteStop) -> Vec<String> {
    let due = [moment(&stop.due), stop.left.zh.clone()].join("\n");
    let attempts = if stop.attempts == 0 { String::new() } else { format!("{}次", stop.attempts) };
    // Of the day its month and date: the list is walked within weeks.
    let next = stop.next.get(5..).map(|day| format!("约{day}")).unwrap_or_default();
    vec![
        number.to_string(),
        stop.building.clone(),
        stop.room.clone(),
        stop.customer.clone(),
        stop.serial.clone(),
        stop.matter.clone(),
        due,
        both(&attempts, &next),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_as_wide_as_their_paper() {
        for columns in [&OVERDUE[..], &ROUTE[..]] {
            let width: i32 = columns.iter().map(|column| column.width).sum();
            assert_eq!(width, 25_700, "297 mm less the binding margin of 25 mm and 15 mm");
        }
    }

    #[test]
    fn an_event_keeps_its_identity_and_names_no_customer() {
        let due: Due = "2026-02-25".parse().unwrap();
        let clock = Clock {
            id: "rectify.1".into(),
            step: Step::Rectify,
            round: 1,
            rule: "CPL-3".into(),
            version: 1,
            grade: "一般".into(),
            from: Stamp::parse("2026-02-13T18:30+08:00").unwrap(),
            failed: 0,
            raw: due,
            counted: due,
            due,
            provisional: false,
            known: None,
            ended: None,
            recounted: Vec::new(),
            unheeded: None,
            corrected: Vec::new(),
            beside: String::new(),
            again: None,
        };
        let made = Stamp::new(1_771_000_000_000, crate::clock::CHINA_MIN);
        let known = Known { sheet: "0199", serial: "TS-A-202602-0001", grade: "一般", kind: CaseKind::Complaint };
        let rings = Stamp::parse("2026-02-24T09:00+08:00").ok();
        let text = event(&known, &clock, rings, made).to_string();
        assert!(text.contains("UID:rectify.1.0199@xunfang"), "{text}");
        assert!(text.contains("DTSTART;VALUE=DATE:20260225"), "the whole day: {text}");
        assert!(text.contains("DTSTAMP:20260213T"), "the moment it was made, not that of reading: {text}");
        assert!(text.contains("TRIGGER") && text.contains("-PT54000S"), "fifteen hours before: the day before at nine: {text}");
        let again = event(&known, &clock, rings, made).to_string();
        assert_eq!(text, again, "the same moment gives the same bytes");
        assert!(!text.contains("DTEND"), "a day without an end is that day: {text}");
    }
}
