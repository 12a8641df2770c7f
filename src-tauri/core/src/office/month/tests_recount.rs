//! The figures of a month beside counts made without the program's rules: over the stored bytes of the revisions and signatures.

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::tests::{march, office};
use super::*;
use crate::cabinet::{Entry, Kind};
use crate::clock::{Id, Stamp};

/// A sheet as it is stored.
struct Stored {
    sheet: String,
    serial: String,
    date: NaiveDate,
    body: Json,
    signatures: Vec<Json>,
}

impl Stored {
    fn field(&self, id: &str) -> &str {
        self.body["answers"]["fields"][id].as_str().unwrap_or_default()
    }

    fn rows(&self, list: &str) -> &[Json] {
        self.body["answers"]["rows"][list].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    /// A deadline as the paper prints it.
    fn until(&self, id: &str) -> Option<NaiveDate> {
        let words = self.body["computed"][id].as_str()?;
        NaiveDate::parse_from_str(words.get(..words.find('日')? + '日'.len_utf8())?, "%Y年%m月%d日").ok()
    }

    fn is(&self, prefix: &str) -> bool {
        self.serial.starts_with(prefix)
    }
}

fn day(moment: &str) -> Option<NaiveDate> {
    moment.get(..10)?.parse().ok()
}

fn minutes(from: &str, to: &str) -> i64 {
    (Stamp::parse(to).unwrap().wall_ms() - Stamp::parse(from).unwrap().wall_ms()) / 60_000
}

/// Every sheet of the site in use by the log alone: of each record the newest revision, and its signatures.
fn stored(office: &Office) -> Vec<Stored> {
    let read = |reader: &Reader<'_>| {
        let site = office.text_setting(reader, "site")?;
        let json = |entry: &Entry| Ok::<Json, OfficeError>(serde_json::from_slice(&reader.body(entry)?.bytes().unwrap())?);
        let mut newest: BTreeMap<Id, Entry> = BTreeMap::new();
        for entry in reader.entries_of_kind(Kind::Revision, 0, u32::MAX)? {
            newest.insert(entry.head.record, entry);
        }
        let mut signatures: BTreeMap<Id, Vec<Json>> = BTreeMap::new();
        for entry in reader.entries_of_kind(Kind::Signature, 0, u32::MAX)? {
            signatures.entry(entry.head.record).or_default().push(json(&entry)?);
        }
        let mut out = Vec::new();
        for (record, entry) in newest {
            let body = json(&entry)?;
            let said = |field: &str| day(body["answers"]["fields"][field].as_str().unwrap_or_default());
            if body["void"].as_str().is_some_and(|why| !why.is_empty()) || body["answers"]["fields"]["site"]["ref"]["id"] != *site
            {
                continue;
            }
            let of_day = match entry.head.form.as_ref().unwrap().id.as_str() {
                "complaint" | "consultation" | "service" => "received",
                "opinion" | "delivery" => "collected",
                "rectification" => "issued",
                _ => "date",
            };
            out.push(Stored {
                sheet: record.to_string(),
                serial: entry.head.serial.unwrap(),
                date: said(of_day).unwrap(),
                signatures: signatures.remove(&record).unwrap_or_default(),
                body,
            });
        }
        Ok::<_, OfficeError>(out)
    };
    office.cabinet().read(read).unwrap()
}

fn share<'s>(of: impl Iterator<Item = &'s Stored>, good: impl Fn(&Stored) -> bool) -> (u32, Option<u32>) {
    let (mut part, mut whole) = (0, 0);
    for sheet in of {
        whole += 1;
        part += u32::from(good(sheet));
    }
    (part, Some(whole))
}

#[test]
fn rates_of_cases_and_revisits_are_those_of_the_stored_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let all = stored(&office);
    let told = |id: &str| {
        // A rule under which nothing fell due has no line.
        stats.figure(id).map_or((0, Some(0)), |figure| (figure.part, figure.whole))
    };
    let pleased = |word: &str| matches!(word, "满意" | "基本满意");
    let complaints = || all.iter().filter(|sheet| sheet.is("TS-"));
    let visits = || all.iter().filter(|sheet| sheet.is("HF-") && march().holds(sheet.date));
    let visit_of =
        |case: &Stored| all.iter().filter(|sheet| sheet.is("HF-") && sheet.field("source") == case.serial).collect::<Vec<_>>();
    let reached = |visit: &&Stored| {
        let result = |row: &Json| matches!(row["cells"]["attempt_result"].as_str(), Some("已见" | "接通"));
        visit.rows("attempts").iter().any(result)
    };

    // 首次响应: a quarter of an hour or two hours, by the clock.
    for (grade, limit) in [("重大", 30), ("一般", 120)] {
        let answered = complaints().filter(|sheet| sheet.field("grade") == grade && !sheet.field("responded").is_empty());
        let answered = answered.filter(|sheet| march().holds(day(sheet.field("received")).unwrap()));
        let kept = share(answered, |sheet| minutes(sheet.field("received"), sheet.field("responded")) < limit);
        assert_eq!(told(&format!("ontime.rule.RSP-1.{grade}.due")), kept, "{grade}首次响应");
    }
    // 整改: by the deadline that the paper prints.
    let mut counted = 0;
    for (grade, rule) in [("重大", "CPL-1"), ("一般", "CPL-3")] {
        let due = complaints().filter(|sheet| sheet.field("grade") == grade);
        let due = due.filter(|sheet| sheet.until("due").is_some_and(|due| march().holds(due)));
        let first = |sheet: &Stored| sheet.rows("rounds").first().and_then(|row| day(row["cells"]["rectified"].as_str()?));
        let kept = share(due, |sheet| first(sheet).is_some() && first(sheet) <= sheet.until("due"));
        assert_eq!(told(&format!("ontime.rule.{rule}..due")), kept, "{grade}整改 {rule}");
        counted += kept.1.unwrap_or(0);
    }
    assert!(counted > 1, "the sample has complaints that fell due: {counted}");

    let closed = || {
        let cases = all.iter().filter(|sheet| sheet.is("TS-") || sheet.is("YJ-"));
        cases.filter(|sheet| day(sheet.field("closed")).is_some_and(|day| march().holds(day)))
    };
    assert!(closed().count() > 1, "the sample has cases that were closed");
    let made = share(closed(), |case| visit_of(case).iter().any(reached));
    assert_eq!(told("revisit.made"), made, "回访率: somebody was met");
    let owed = || {
        let cases = all.iter().filter(|sheet| (sheet.is("TS-") || sheet.is("YJ-")) && sheet.field("closing") != "无效投诉");
        cases.filter(|sheet| sheet.until("revisit_due").is_some_and(|due| march().holds(due)))
    };
    assert!(owed().count() > 1, "the sample has revisits that fell due: {}", owed().count());
    let in_march = |case: &Stored| {
        let visits = visit_of(case).into_iter().filter(|visit| march().last() >= visit.date);
        visits.collect::<Vec<_>>().iter().any(reached)
    };
    assert_eq!(told("revisit.due"), share(owed(), in_march), "回访率 by the day that the paper prints");
    let by_customer = |visit: &&Stored| visit.signatures.iter().any(|body| body["role"] == "customer_sign");
    let signed = share(closed(), |case| visit_of(case).iter().any(by_customer));
    assert_eq!(told("revisit.signed"), signed, "签字率: the customer signed");
    let once = |case: &Stored| {
        let rounds = case.rows("rounds");
        rounds.len() == 1 && rounds[0]["cells"]["revisit_result"].as_str().is_some_and(pleased)
    };
    assert_eq!(told("complaints.once"), share(closed().filter(|case| case.is("TS-")), once), "一次解决率");

    let answered = || visits().filter(|visit| !visit.field("effect").is_empty());
    let good = |visit: &Stored| pleased(visit.field("effect"));
    assert_eq!(told("revisit.satisfied"), share(answered(), good), "回访满意率: what was left empty is not counted");
    let service = |visit: &&Stored| visit.field("kind") == "特约服务";
    assert_eq!(told("revisit.kind.特约服务"), (share(visits().filter(service), good).1.unwrap(), None), "特约服务的回访");
    let pleased_by = share(answered().filter(service), good);
    assert_eq!(told("revisit.kind.satisfied.特约服务"), pleased_by, "特约服务满意率");
    for (label, mark) in [("及时性", "timely"), ("态度", "manner"), ("质量", "quality")] {
        let said = |visit: &Stored| visit.body["answers"]["fields"][mark]["mark"].as_str().unwrap_or_default().to_owned();
        let judged = visits().filter(|visit| matches!(said(visit).as_str(), "pass" | "fail"));
        assert_eq!(told(&format!("revisit.mark.{label}")), share(judged, |visit| said(visit) == "pass"), "{label}");
    }

    // 特约服务回访: reached on the telephone by the day that the paper prints.
    let served = all.iter().filter(|sheet| sheet.is("FW-") && sheet.until("revisit_due").is_some_and(|due| march().holds(due)));
    let called = |case: &Stored| {
        let visits: Vec<&Stored> = visit_of(case);
        let rows = visits.into_iter().flat_map(|visit| visit.rows("attempts"));
        let rows = rows.filter(|row| matches!(row["cells"]["attempt_result"].as_str(), Some("已见" | "接通")));
        rows.filter_map(|row| day(row["cells"]["attempt_at"].as_str()?)).min()
    };
    let kept = share(served, |case| called(case).is_some() && called(case) <= case.until("revisit_due"));
    assert_eq!(told("ontime.rule.SVC-2..due"), kept, "特约服务回访");

    let surveys = || all.iter().filter(|sheet| sheet.is("DC-") && march().holds(sheet.date));
    assert_eq!(told("survey.issued").0, share(surveys(), |_| true).0, "发放");
}

/// The totals as SQLite counts them over the entries of the log and the JSON that they name.
#[test]
fn totals_are_those_of_sql_over_the_revisions() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let complaint = stored(&office).into_iter().find(|sheet| sheet.is("TS-A-202603-")).unwrap();
    office.void_sheet(&complaint.sheet, "登记错误").unwrap();
    let (counted, facts) = office
        .cabinet()
        .read(|reader| {
            let post = office.month_post(reader)?;
            let facts = office.month_facts(reader, &post, march(), &office.veil(reader)?, Way::short())?;
            Ok::<_, OfficeError>((reader.recounted(&post.id, &march().to_string())?, facts))
        })
        .unwrap();
    let mut by_form: BTreeMap<&str, u32> = BTreeMap::new();
    let mut by_grade: BTreeMap<&str, u32> = BTreeMap::new();
    for (form, grade, count) in &counted {
        *by_form.entry(form).or_default() += count;
        if form == "complaint" {
            *by_grade.entry(grade).or_default() += count;
        }
    }
    assert!(by_form.len() > 6 && by_grade.len() == 2, "papers of many kinds, complaints of both grades: {counted:?}");
    let mut sheets: BTreeMap<&str, u32> = BTreeMap::new();
    let of_march = facts.sheets.iter().filter(|sheet| !sheet.serial.is_empty() && !sheet.void && march().holds(sheet.date));
    of_march.for_each(|sheet| *sheets.entry(&sheet.form).or_default() += 1);
    assert_eq!(sheets, by_form, "sheets of the month by form");

    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let told = |id: &str| stats.figure(id).unwrap().part;
    assert_eq!(told("complaints.received"), by_form["complaint"], "受理投诉");
    assert_eq!(told("complaints.major"), by_grade["重大"], "重大投诉");
    assert_eq!(told("complaints.received") - told("complaints.major"), by_grade["一般"], "一般投诉");
    assert_eq!(told("survey.issued"), by_form["survey"], "发放: the sample has no blank and no draft of one");
}

/// What was found on a round and mended, what outlets were found to be, and the revisits after a rectification.
#[test]
fn rates_of_rectification_outlets_and_revisits_are_those_of_the_stored_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let all = stored(&office);
    let told = |id: &str| stats.figure(id).map_or((0, Some(0)), |figure| (figure.part, figure.whole));
    let checks = || all.iter().filter(|sheet| (sheet.is("JC-") || sheet.is("WD-")) && march().holds(sheet.date));

    let minute = |cell: &Json| cell.as_str().unwrap_or_default().replace('T', " ").chars().take(16).collect::<String>();
    let (mut kept, mut fell_due) = (0, 0);
    for row in checks().flat_map(|sheet| sheet.rows("fails")) {
        let (limit, mended) = (minute(&row["cells"]["limit"]), minute(&row["cells"]["mended"]));
        if limit.is_empty() || limit.as_str() >= "2026-04-01" {
            continue;
        }
        fell_due += 1;
        kept += u32::from(!mended.is_empty() && mended <= limit && row["cells"]["verdict"] != "不合格");
    }
    assert!(fell_due > 10, "the sample finds something: {fell_due}");
    assert_eq!(told("inspection.rectified"), (kept, Some(fell_due)), "不合格项按期整改率");

    let (mut pass, mut fail) = (0, 0);
    let outlets = || checks().filter(|sheet| !sheet.body["answers"]["fields"]["inspector"].is_null());
    for cells in outlets().flat_map(|sheet| sheet.rows("check")).filter_map(|row| row["cells"].as_object()) {
        pass += u32::try_from(cells.values().filter(|cell| cell["mark"] == "pass").count()).unwrap();
        fail += u32::try_from(cells.values().filter(|cell| cell["mark"] == "fail").count()).unwrap();
    }
    assert!(pass > 0, "outlets were looked at");
    assert_eq!(told("inspection.outlets"), (pass, Some(pass + fail)), "商业网点合格率");

    // Signed by the customer by the day that the paper prints, of one round and of several by the last.
    let signed = |case: &Stored| {
        let visits = all.iter().filter(|visit| visit.is("HF-") && visit.field("source") == case.serial);
        let signatures = visits.flat_map(|visit| &visit.signatures).filter(|body| body["role"] == "customer_sign");
        signatures.filter_map(|body| day(body["at"].as_str()?)).min()
    };
    let mut counted = 0;
    for (prefix, grade, rule) in [("TS-", "重大", "CPL-2"), ("TS-", "一般", "CPL-4"), ("YJ-", "", "SUR-3")] {
        let due =
            all.iter().filter(|case| case.is(prefix) && case.field("grade") == grade && case.field("closing") != "无效投诉");
        let due = due.filter(|case| case.until("revisit_due").is_some_and(|due| march().holds(due)));
        let kept = share(due, |case| signed(case).is_some_and(|day| Some(day) <= case.until("revisit_due")));
        assert_eq!(told(&format!("ontime.rule.{rule}..due")), kept, "回访 {rule}");
        counted += kept.1.unwrap();
    }
    assert!(counted > 1, "the sample has revisits that fell due: {counted}");
}

/// A step by the stored bytes: whether it fell due in March, and whether it was taken by then.
type Due = Option<bool>;

/// The steps of an opinion by the days that its paper prints: 送达签收 (SUR-1), 反馈 (SUR-2), 整改 by the department's own plan.
fn of_opinion(sheet: &Stored) -> [(&'static str, Due); 3] {
    let by = |due: Option<NaiveDate>, done: Option<NaiveDate>| -> Due {
        let due = due.filter(|due| march().holds(*due))?;
        Some(done.is_some_and(|done| done <= due))
    };
    let cell = |list: &str, id: &str| {
        let rows = sheet.rows(list).iter();
        rows.filter_map(|row| day(row["cells"][id].as_str()?)).next_back()
    };
    let taken = sheet.rows("deliveries").iter().filter(|row| row["cells"]["receipt"] == "签收");
    let taken = taken.filter_map(|row| day(row["cells"]["taken"].as_str()?)).next_back();
    let plan = cell("rounds", "planned").filter(|_| sheet.rows("rounds").iter().any(|row| row["cells"]["accepted"] == "认可"));
    [
        ("SUR-1", by(sheet.until("deliver_due"), taken)),
        ("SUR-2", by(sheet.until("answer_due"), cell("rounds", "answered"))),
        ("SUR-2B", by(plan, cell("rounds", "rectified"))),
    ]
}

#[test]
fn rates_of_opinions_and_of_departments_are_those_of_the_stored_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let all = stored(&office);
    let told = |id: &str| stats.figure(id).map_or((0, Some(0)), |figure| (figure.part, figure.whole));
    let opinions = || all.iter().filter(|sheet| sheet.is("YJ-"));
    let tally = |all: &[bool]| {
        let count = |n: usize| u32::try_from(n).unwrap();
        (count(all.iter().filter(|good| **good).count()), Some(count(all.len())))
    };
    let mut due = 0;
    for rule in ["SUR-1", "SUR-2"] {
        let steps: Vec<bool> = opinions().flat_map(of_opinion).filter(|(of, _)| *of == rule).filter_map(|(_, due)| due).collect();
        assert_eq!(told(&format!("ontime.rule.{rule}..due")), tally(&steps), "{rule}");
        due += steps.len();
    }
    assert!(due > 1, "the sample has opinions that fell due: {due}");

    // By department: the complaints that each had to mend.
    let of = |sheet: &Stored| {
        let row = sheet.rows("deliveries").iter().rfind(|row| row["cells"]["receipt"] != "退回");
        row.and_then(|row| row["cells"]["department"]["ref"]["text"].as_str()).unwrap_or_default().to_owned()
    };
    let received =
        || all.iter().filter(|sheet| sheet.is("TS-") && day(sheet.field("received")).is_some_and(|day| march().holds(day)));
    let mut by_department: BTreeMap<String, Vec<&Stored>> = BTreeMap::new();
    received().for_each(|sheet| by_department.entry(of(sheet)).or_default().push(sheet));
    assert!(by_department.len() > 1, "the sample complains of several departments");
    for (name, sheets) in by_department {
        let name = if name.is_empty() { "未填".to_owned() } else { name };
        let figure = stats.figure(&format!("complaints.department.all.{name}")).unwrap_or_else(|| panic!("{name}"));
        let mut ids: Vec<&str> = sheets.iter().map(|sheet| sheet.sheet.as_str()).collect();
        ids.sort_unstable();
        let mut met: Vec<&str> = figure.met.iter().map(String::as_str).collect();
        met.sort_unstable();
        assert_eq!((figure.part, met), (tally(&vec![true; ids.len()]).0, ids), "{name}: its complaints");
        let major = sheets.iter().filter(|sheet| sheet.field("grade") == "重大").count();
        let counted = stats.figure(&format!("complaints.department.major.{name}")).unwrap().part;
        assert_eq!(usize::try_from(counted).unwrap(), major, "{name}: 重大 of them");
    }
    // What of a department was in time, where it had complaints and opinions alone.
    let signed = |case: &Stored| {
        let visits = all.iter().filter(|visit| visit.is("HF-") && visit.field("source") == case.serial);
        let signatures = visits.flat_map(|visit| &visit.signatures).filter(|body| body["role"] == "customer_sign");
        signatures.filter_map(|body| day(body["at"].as_str()?)).min()
    };
    let in_march = |due: Option<NaiveDate>| due.filter(|due| march().holds(*due));
    let mut compared = 0;
    let groups = stats.groups.iter().flat_map(|group| &group.tables).filter(|table| table.id == "ontime.department");
    for line in groups.flat_map(|table| &table.lines) {
        let figure = &line.figures[0];
        let own = |id: &String| all.iter().find(|sheet| sheet.sheet == *id).filter(|sheet| sheet.is("TS-") || sheet.is("YJ-"));
        if figure.met.iter().chain(&figure.unmet).any(|id| own(id).is_none()) {
            continue;
        }
        let mut steps = Vec::new();
        for case in all.iter().filter(|sheet| (sheet.is("TS-") || sheet.is("YJ-")) && of(sheet) == line.label) {
            if case.field("closing") == "无效投诉" {
                continue;
            }
            if let Some(due) = in_march(case.until("revisit_due")) {
                steps.push(signed(case).is_some_and(|day| day <= due));
            }
            if case.is("YJ-") {
                steps.extend(of_opinion(case).into_iter().filter_map(|(_, due)| due));
                continue;
            }
            if march().holds(day(case.field("received")).unwrap()) && !case.field("responded").is_empty() {
                let limit = if case.field("grade") == "重大" { 30 } else { 120 };
                steps.push(minutes(case.field("received"), case.field("responded")) < limit);
            }
            if let Some(due) = in_march(case.until("due")) {
                let first = case.rows("rounds").first().and_then(|row| day(row["cells"]["rectified"].as_str()?));
                steps.push(first.is_some_and(|day| day <= due));
            }
        }
        assert_eq!((figure.part, figure.whole), tally(&steps), "{}", line.label);
        compared += steps.len();
    }
    assert!(compared > 3, "departments had something to do: {compared}");
}
